from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from desktop.output import fonts as fonts_module
from desktop.output.fontfiles import FontFile, installed_families
from desktop.output.fonts import SUBSTITUTE, Face, FontSet, Role, is_invisible
from desktop.output.truetype import UnusableFont, load_font, to_unicode
from desktop.support.errors import OutputError
from desktop.support.paths import resources

BUNDLED = resources() / "fonts"


@pytest.fixture
def named(tmp_path: Path) -> Path:
    """A bundled font under the names of an installed 仿宋."""
    font = TTFont(BUNDLED / "FengongKai.ttf")
    for record in font["name"].names:
        if record.nameID in (1, 16):
            record.string = "仿宋" if record.langID == 0x804 else "FangSong"
    target = tmp_path / "fonts" / "deep" / "SIMFANG.TTF"
    target.parent.mkdir(parents=True)
    font.save(target)
    return target


def test_every_part_can_be_played(fonts: FontSet) -> None:
    for role in Role:
        assert fonts.face(role).font_for("附").face.familyName


def test_installed_families_are_found_by_their_names(named: Path) -> None:
    found = installed_families([named.parents[1]])
    assert found["fangsong"] == FontFile(named)


def test_an_installed_font_comes_before_the_bundled_one(
    named: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    families = installed_families([named.parents[1]])
    monkeypatch.setattr(fonts_module, "installed_families", lambda: families)
    chosen = FontSet().face(Role.FANG).font_for("省")
    assert chosen.fontName.startswith("SIMFANG")
    assert (
        FontSet(bundled_only=True).face(Role.FANG).font_for("省").fontName.startswith("FengongFang")
    )


def test_a_collection_gives_each_of_its_fonts(tmp_path: Path) -> None:
    # Two copies of one font with a collection's header before them; table offsets count from the file.
    raw = (BUNDLED / "FengongHei.ttf").read_bytes()
    count = int.from_bytes(raw[4:6], "big")
    directory = bytearray(raw[: 12 + 16 * count])
    shift = 16
    for at in range(12 + 8, len(directory), 16):
        moved = int.from_bytes(directory[at : at + 4], "big") + shift
        directory[at : at + 4] = moved.to_bytes(4, "big")
    header = (
        b"ttcf" + (0x10000).to_bytes(4, "big") + (1).to_bytes(4, "big") + shift.to_bytes(4, "big")
    )
    path = tmp_path / "one.ttc"
    path.write_bytes(header + bytes(directory) + raw[len(directory) :])
    assert FontFile(path, 0) in installed_families([tmp_path]).values()
    assert load_font("one", FontFile(path, 0)).shows("附")


@pytest.mark.parametrize(
    "content", [b"", b"\0\1\0\0", b"ttcf\xff\xff\xff\xff\xff\xff\xff\xff", b"x" * 500]
)
def test_a_damaged_font_is_passed_over(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "damaged.ttf"
    path.write_bytes(content)
    assert installed_families([tmp_path]) == {}
    with pytest.raises(UnusableFont):
        load_font("damaged", FontFile(path))


def test_postscript_outlines_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "fang.ttf"
    shutil.copy(BUNDLED / "fang" / "FandolFang-Regular.otf", path)
    assert installed_families([tmp_path]) == {}
    with pytest.raises(UnusableFont):
        load_font("fang", FontFile(path))


def test_a_font_that_forbids_embedding_is_passed_over(tmp_path: Path) -> None:
    font = TTFont(BUNDLED / "FengongHei.ttf")
    font["OS/2"].fsType = 2
    path = tmp_path / "closed.ttf"
    font.save(path)
    fonts = FontSet(bundled_only=True)
    face = Face(Role.HEI, fonts, [FontFile(path), FontFile(BUNDLED / "FengongSong.ttf")])
    assert face.font_for("附").fontName.startswith("FengongSong")


def test_an_empty_glyph_counts_as_missing(tmp_path: Path) -> None:
    font = TTFont(BUNDLED / "FengongHei.ttf")
    name = font.getBestCmap()[ord("℃")]
    empty = font["glyf"][font.getBestCmap()[ord(" ")]]
    font["glyf"][name] = empty
    path = tmp_path / "blank.ttf"
    font.save(path)
    assert not load_font("blank", FontFile(path)).shows("℃")
    assert load_font("blank", FontFile(path)).shows("附")
    assert load_font("blank", FontFile(path)).shows("\u3000")


def test_a_character_outside_one_font_comes_from_the_next(fonts: FontSet) -> None:
    face = fonts.face(Role.FANG)
    assert face.font_for("省").fontName.startswith("FengongFang")
    assert face.font_for("𫘝").fontName.startswith("FengongSong")
    assert face.advances["𫘝"] == pytest.approx(1.0)


@pytest.mark.parametrize("char", ["\ue123", "😀", "ש", "ب"])
def test_a_character_that_no_font_has_is_shown_by_a_substitute(char: str, fonts: FontSet) -> None:
    for role in Role:
        face = fonts.face(role)
        assert face.shown(char) == SUBSTITUTE
        assert face.shown("省") == "省"
        assert face.font_for(char) is face.font_for(SUBSTITUTE)
        assert face.advances[char] == pytest.approx(1.0)


def test_without_even_the_substitute_it_is_an_error_that_names_it(tmp_path: Path) -> None:
    font = TTFont(BUNDLED / "FengongHei.ttf")
    for table in font["cmap"].tables:
        table.cmap.pop(ord(SUBSTITUTE), None)
    path = tmp_path / "poor.ttf"
    font.save(path)
    face = Face(Role.HEI, FontSet(bundled_only=True), [FontFile(path)])
    with pytest.raises(OutputError) as caught:
        face.font_for("\ue123")
    assert caught.value.reason == "output.no_glyph"
    assert caught.value.data == {"character": SUBSTITUTE, "code_point": "U+3013"}


def test_no_fonts_at_all_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        FontSet(bundled_only=True, folder=tmp_path).face(Role.HEI).font_for("附")
    assert caught.value.reason == "output.no_font"


@pytest.mark.parametrize("char", ["\u200b", "\ufeff", "\ufe0f", "\U000e0100"])
def test_what_cannot_be_seen_takes_no_room(char: str, fonts: FontSet) -> None:
    assert is_invisible(char)
    assert fonts.face(Role.FANG).advances[char] == 0


def test_to_unicode_writes_utf16_in_blocks_of_a_hundred() -> None:
    table = to_unicode("F", [0, ord("省"), 0x2B61D, *range(0x4E00, 0x4E00 + 120)])
    assert "<01> <7701>" in table
    assert "<02> <D86DDE1D>" in table
    assert "100 beginbfchar" in table
    assert "22 beginbfchar" in table
