"""The typefaces of an official document: which fonts may play each part, and which one has a character.

Statutory fonts that are installed come first, as an office wants its own; then the bundled ones,
which are always there. No font has every character of every name, so each character is looked
for along the list. A font is opened when it is first needed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.output.fontfiles import FontFile, installed_families
from desktop.output.truetype import EmbeddedFont, UnusableFont, load_font
from desktop.support.errors import OutputError
from desktop.support.paths import resources


class Role(StrEnum):
    """A part that a typeface plays on the page."""

    TITLE = "title"  # 小标宋
    HEI = "hei"  # 黑体
    KAI = "kai"  # 楷体
    FANG = "fang"  # 仿宋
    SONG = "song"  # 宋体


#: Families that may play a part, by the names in their name tables, best first.
STATUTORY: dict[Role, tuple[str, ...]] = {
    Role.TITLE: (
        "方正小标宋简体",
        "FZXiaoBiaoSong-B05S",
        "方正小标宋_GBK",
        "FZXiaoBiaoSong-B05",
    ),
    Role.HEI: ("黑体", "SimHei", "方正黑体_GBK", "FZHei-B01", "方正黑体简体", "FZHei-B01S"),
    Role.KAI: (
        "楷体_GB2312",
        "KaiTi_GB2312",
        "楷体",
        "KaiTi",
        "方正楷体_GBK",
        "FZKai-Z03",
        "方正楷体简体",
        "FZKai-Z03S",
    ),
    Role.FANG: (
        "仿宋_GB2312",
        "FangSong_GB2312",
        "仿宋",
        "FangSong",
        "方正仿宋_GBK",
        "FZFangSong-Z02",
        "方正仿宋简体",
        "FZFangSong-Z02S",
        "华文仿宋",
        "STFangsong",
    ),
    Role.SONG: (
        "宋体",
        "SimSun",
        "方正书宋_GBK",
        "FZShuSong-Z01",
        "方正书宋简体",
        "FZShuSong-Z01S",
    ),
}

#: Installed fonts that may have the rare character of a name, for any part, after all others.
RARE = (
    "SimSun-ExtB",
    "SimSun-ExtG",
    "FZSong-Extended",
    "方正宋体-人口信息",
    "BabelStone Han",
    "Segoe UI Symbol",
    "Noto Emoji",
)

_RIGHT_TO_LEFT = {"R", "AL"}

_BUNDLED: dict[Role, str] = {
    Role.TITLE: "FengongTitle.ttf",
    Role.HEI: "FengongHei.ttf",
    Role.KAI: "FengongKai.ttf",
    Role.FANG: "fang/FengongFang.ttf",
    Role.SONG: "FengongSong.ttf",
}


def is_invisible(char: str) -> bool:
    """True for characters that are not there to be seen: joiners, variation selectors, a BOM."""
    if unicodedata.category(char) == "Cf":
        return True
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


#: Printed in the place of a character that no font has, as typesetters do.
SUBSTITUTE = "〓"


class Face:
    """One part's typeface: a list of fonts of which the first that has a character gives it."""

    def __init__(self, role: Role, fonts: FontSet, files: Sequence[FontFile]) -> None:
        """Play `role` with `files`, best first, opened through `fonts`."""
        self.role = role
        self._fonts = fonts
        self._files = files
        self._chosen: dict[str, tuple[str, EmbeddedFont]] = {}
        #: Each character's width in ems, as `linebreak` wants it.
        self.advances = _Advances(self)

    def font_for(self, char: str) -> EmbeddedFont:
        """The font that shows `char`, or the `SUBSTITUTE` that is printed for it (see `shown`).

        Raises `OutputError` ``output.no_glyph`` when there is not even a font for the substitute,
        ``output.no_font`` when there is no font at all.
        """
        return self._glyph(char)[1]

    def shown(self, char: str) -> str:
        """What is printed for `char`: itself, or `SUBSTITUTE` where no font has it.

        Letters written from right to left count as missing: set one by one they would stand in the
        wrong order and shape, and a wrong name in print is worse than a gap that is seen.
        Raises what `font_for` raises.
        """
        return self._glyph(char)[0]

    def forget(self) -> None:
        """Choose anew: a font has turned out to be unusable."""
        self._chosen.clear()
        self.advances.clear()

    def _glyph(self, char: str) -> tuple[str, EmbeddedFont]:
        chosen = self._chosen.get(char)
        if chosen is None:
            font = None if unicodedata.bidirectional(char) in _RIGHT_TO_LEFT else self._search(char)
            if font is not None:
                chosen = char, font
            elif char != SUBSTITUTE:
                chosen = SUBSTITUTE, self.font_for(SUBSTITUTE)
            else:
                raise OutputError(
                    "output.no_glyph", character=char, code_point=f"U+{ord(char):04X}"
                )
            self._chosen[char] = chosen
        return chosen

    def _search(self, char: str) -> EmbeddedFont | None:
        usable = False
        for file in self._files:
            font = self._fonts.opened(file)
            if font is None:
                continue
            usable = True
            if font.shows(char):
                return font
        if not usable:
            raise OutputError("output.no_font", role=self.role.value)
        return None


class _Advances(dict[str, float]):
    """The widths of a face's characters, each asked of its font once."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, char: str) -> float:
        """Look the width up; what is invisible has none."""
        width = 0.0
        if not is_invisible(char):
            width = self._face.font_for(char).advance(self._face.shown(char))
        self[char] = width
        return width


@dataclass(frozen=True, slots=True)
class FontUse:
    """The font that plays a role, leaving aside characters that it lacks.

    `family` is the name by which an installed one was found, empty for a bundled one; `path` is None where there is no
    font at all. `refused` are families that are installed and cannot be embedded.
    """

    role: Role
    family: str
    path: Path | None
    refused: tuple[str, ...] = ()


class FontSet:
    """The faces of all parts. Reading a font takes a tenth of a second, so keep one set and reuse it.

    It may be used for one document at a time: reportlab's fonts keep a reading position.
    """

    def __init__(self, *, bundled_only: bool = False, folder: Path | None = None) -> None:
        """Find the fonts, the installed ones too unless `bundled_only`; bundled ones are in `folder`.

        With `bundled_only` the result does not depend on the machine.
        """
        self._opened: dict[FontFile, EmbeddedFont | None] = {}
        self._installed = {} if bundled_only else installed_families()
        self._folder = resources() / "fonts" if folder is None else folder
        self._faces = {role: Face(role, self, self._candidates(role)) for role in Role}

    def face(self, role: Role) -> Face:
        """The typeface that plays `role`."""
        return self._faces[role]

    def use(self, role: Role) -> FontUse:
        """Tell which font plays `role` now; opens it."""
        refused: dict[FontFile, str] = {}
        for name in STATUTORY[role]:
            file = self._installed.get(name.lower())
            if file is not None and self.opened(file) is not None:
                return FontUse(role, name, file.path, tuple(refused.values()))
            if file is not None:
                refused.setdefault(file, name)
        bundled = next((f for f in self._bundled(role) if self.opened(f) is not None), None)
        path = bundled.path if bundled is not None else None
        return FontUse(role, "", path, tuple(refused.values()))

    def opened(self, file: FontFile) -> EmbeddedFont | None:
        """The font of `file`, or None if it cannot be embedded: the next candidate takes its place."""
        if file not in self._opened:
            try:
                font = load_font(f"{file.path.stem}-{file.index}", file)
            except UnusableFont:
                font = None
            self._opened[file] = font
        return self._opened[file]

    def reject(self, font: EmbeddedFont) -> bool:
        """Do without `font`, which is damaged; False when it was rejected before or is not of this set."""
        files = [file for file, opened in self._opened.items() if opened is font]
        for file in files:
            self._opened[file] = None
        for face in self._faces.values():
            face.forget()
        return bool(files)

    def _candidates(self, role: Role) -> list[FontFile]:
        """The fonts for `role`, best first, each once; 宋体 has the widest coverage and ends the list."""
        own = [self._installed.get(name.lower()) for name in STATUTORY[role]]
        bundled = self._bundled(role)
        rare = [self._installed.get(name.lower()) for name in RARE]
        return list(dict.fromkeys(file for file in (*own, *bundled, *rare) if file is not None))

    def _bundled(self, role: Role) -> list[FontFile]:
        return [FontFile(self._folder / _BUNDLED[part]) for part in (role, Role.SONG)]
