"""The bundled fonts have the characters and names that resources/fonts/README.md promises."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "resources" / "fonts"
FAMILIES = {
    "FengongTitle.ttf": "Fengong Title",
    "FengongHei.ttf": "Fengong Hei",
    "FengongKai.ttf": "Fengong Kai",
    "FengongSong.ttf": "Fengong Song",
    "fang/FengongFang.ttf": "Fengong Fang",
}
# What every font must have itself: the marks and letters of the table's head and cells.
SYMBOLS = "〔〕—·℃％①⑩×“”‘’…〇、。，；：！？（）《》〈〉【】±±—0123456789ABCXYZabcxyz"


@functools.cache
def font(name: str) -> TTFont:
    """A bundled font, opened once."""
    return TTFont(FONTS / name, lazy=True)


def standard_characters() -> str:
    """通用规范汉字表 in its order."""
    lines = (ROOT / "packaging" / "standard_8105.txt").read_text(encoding="utf-8").splitlines()
    return "".join(line for line in lines if not line.startswith("#"))


def gbk_ideographs() -> set[str]:
    """The 20,902 ideographs of GBK/2 to GBK/4 that are in Unicode's first block."""
    return {chr(code) for code in range(0x4E00, 0x9FA6) if chr(code).encode("gbk", "ignore")}


def not_drawn(name: str, characters: str | set[str]) -> list[str]:
    """The characters that a font lacks or has only as an empty glyph."""
    cmap = font(name).getBestCmap()
    glyphs = font(name)["glyf"]
    return sorted(
        char
        for char in characters
        if ord(char) not in cmap or glyphs[cmap[ord(char)]].numberOfContours == 0
    )


def test_the_list_is_the_standard_one() -> None:
    characters = standard_characters()
    assert len(characters) == len(set(characters)) == 8105
    assert characters.startswith("一乙二十丁")
    assert sum(ord(char) > 0xFFFF for char in characters) == 196


def test_the_fallback_draws_all_of_gbk_and_of_the_standard() -> None:
    ideographs = gbk_ideographs()
    assert len(ideographs) == 20902
    assert not_drawn("FengongSong.ttf", ideographs | set(standard_characters())) == []
    assert not_drawn("FengongSong.ttf", SYMBOLS + "⑳㎡☐☑✓") == []


@pytest.mark.parametrize("name", ["FengongTitle.ttf", "FengongHei.ttf", "FengongKai.ttf"])
def test_the_standard_is_drawn(name: str) -> None:
    assert not_drawn(name, standard_characters() + SYMBOLS + "⑳㎡☐☑✓") == []


def test_fang_draws_gb2312() -> None:
    first = {bytes((a, b)) for a in range(0xB0, 0xF8) for b in range(0xA1, 0xFF)}
    gb2312 = {pair.decode("gb2312", "ignore") for pair in first} - {""}
    assert len(gb2312) == 6763
    assert not_drawn("fang/FengongFang.ttf", gb2312 | set(SYMBOLS)) == []


@pytest.mark.parametrize(("name", "family"), FAMILIES.items())
def test_a_font_has_its_own_name_and_no_reserved_one(name: str, family: str) -> None:
    names = font(name)["name"]
    assert names.getDebugName(1) == names.getDebugName(4) == family
    shown = [record.toUnicode() for record in names.names if record.nameID in (1, 3, 4, 6, 16)]
    assert not [
        text for text in shown if any(r in text for r in ("LXGW", "霞鹜", "Source", "Noto"))
    ]
    assert names.getDebugName(0)  # the copyright stays


@pytest.mark.parametrize("name", FAMILIES)
def test_a_font_may_be_embedded(name: str) -> None:
    assert font(name)["OS/2"].fsType & 0x0302 == 0
    assert "glyf" in font(name)


def test_the_gpl_font_lies_beside_its_source() -> None:
    folder = FONTS / "fang"
    for name in ("COPYING", "README-Fandol.txt", "FandolFang-Regular.otf"):
        assert (folder / name).is_file()
    for name in ("make_fonts.py", "standard_8105.txt"):
        assert (folder / name).read_bytes() == (ROOT / "packaging" / name).read_bytes()
