"""Which font families are installed, read from the fonts themselves.

A file's name says little (FZXBSJW.TTF is 方正小标宋简体), so the name table is read: every family
name in every language. Only fonts with TrueType outlines count, since no others can be embedded.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_SUFFIXES = {".ttf", ".ttc"}
_MAX_FONTS_IN_A_FILE = 64
_MAX_NAME_TABLE = 1 << 20
_FAMILY, _STYLE, _WHOLE_FAMILY = 1, 2, 16
_PLAIN = {"regular", "normal", "book", "常规", "标准", "roman", ""}


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font: its file, and its place in it where the file is a collection."""

    path: Path
    index: int = 0


def font_folders() -> list[Path]:
    """The folders in which this system keeps fonts, those of the user first."""
    home = Path.home()
    if sys.platform == "win32":
        return [
            Path(os.environ.get("LOCALAPPDATA", str(home))) / "Microsoft" / "Windows" / "Fonts",
            Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts",
        ]
    if sys.platform == "darwin":
        system = (Path("/Library/Fonts"), Path("/System/Library/Fonts"))
        return [home / "Library" / "Fonts", *system]
    return [
        home / ".local" / "share" / "fonts",
        home / ".fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
    ]


def installed_families(folders: list[Path] | None = None) -> dict[str, FontFile]:
    """The plain font of each family found, by family name in lower case.

    Looks through `folders` and below, or through `font_folders()`. Damaged fonts and folders that
    cannot be read count as absent: the bundled fonts stand in for whatever is missing.
    """
    found: dict[str, FontFile] = {}
    for folder in font_folders() if folders is None else folders:
        for path in _font_paths(folder):
            try:
                with path.open("rb") as stream:
                    entries = list(_fonts_in(stream))
            except (OSError, ValueError, struct.error):
                continue
            for index, families in entries:
                for family in families:
                    found.setdefault(family.lower(), FontFile(path, index))
    return found


def _font_paths(folder: Path) -> list[Path]:
    # os.walk passes over what it may not read; sorted, so that two runs choose alike.
    return sorted(
        Path(parent) / name
        for parent, _, names in os.walk(folder)
        for name in names
        if Path(name).suffix.lower() in _SUFFIXES
    )


def _fonts_in(stream: BinaryIO) -> Iterator[tuple[int, set[str]]]:
    """The place and the family names of each plain font in a font file or collection."""
    offsets = [0]
    if stream.read(4) == b"ttcf":
        _, count = struct.unpack(">LL", stream.read(8))
        if count > _MAX_FONTS_IN_A_FILE:
            raise ValueError(f"{count} fonts in one file")
        offsets = list(struct.unpack(f">{count}L", stream.read(4 * count)))
    for index, offset in enumerate(offsets):
        tables = _tables(stream, offset)
        if b"glyf" in tables and b"name" in tables:
            families, styles = _names(stream, *tables[b"name"])
            if any(style.lower() in _PLAIN for style in styles or {""}):
                yield index, families


def _tables(stream: BinaryIO, offset: int) -> dict[bytes, tuple[int, int]]:
    """Offset and length of each table of the font that begins at `offset`."""
    stream.seek(offset + 4)
    (count,) = struct.unpack(">H", stream.read(2))
    stream.seek(6, os.SEEK_CUR)
    directory = stream.read(16 * count)
    return {tag: (at, size) for tag, _, at, size in struct.iter_unpack(">4sLLL", directory)}


def _names(stream: BinaryIO, offset: int, size: int) -> tuple[set[str], set[str]]:
    """The family names and the style names of a name table, in all its languages."""
    if size > _MAX_NAME_TABLE:
        raise ValueError(f"a name table of {size} bytes")
    stream.seek(offset)
    table = stream.read(size)
    count, strings = struct.unpack_from(">HH", table, 2)
    families: set[str] = set()
    styles: set[str] = set()
    for record in struct.iter_unpack(">6H", table[6 : 6 + 12 * count]):
        platform, encoding, _, name, length, start = record
        raw = table[strings + start : strings + start + length]
        if name in (_FAMILY, _WHOLE_FAMILY):
            families.add(_decoded(raw, platform, encoding))
        elif name == _STYLE:
            styles.add(_decoded(raw, platform, encoding))
    return families - {""}, styles


def _decoded(raw: bytes, platform: int, encoding: int) -> str:
    """A name as text. Windows Chinese fonts of the nineties write GBK where UTF-16 is the rule."""
    if platform == 1:
        codec = "gb2312" if encoding == 25 else "mac_roman"
    elif platform == 3 and encoding == 3:
        codec, raw = "gbk", raw.replace(b"\0", b"")
    else:
        codec = "utf-16-be"
    return raw.decode(codec, errors="ignore").strip("\0 ")
