"""Makes the fonts in resources/fonts from their sources. Needs fontTools; takes about a minute.

    python packaging/make_fonts.py SOURCES [--out resources/fonts]

SOURCES is a folder in which the five files named in FONTS lie at any depth. They come from

    npm pack @expo-google-fonts/noto-serif-sc@0.4.3 @expo-google-fonts/noto-sans-sc@0.4.3
    apt-get download fonts-lxgw-wenkai texlive-lang-chinese      (Debian 12)

unpacked with `tar xzf` and `dpkg -x`. Each is cut down to the characters that a Chinese official
document needs, given a family name of its own (so that it neither clashes with an installed
original nor uses a reserved name), and, where its outlines are PostScript ones, converted to
TrueType outlines: reportlab embeds no others. Same sources, same bytes.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

HERE = Path(__file__).resolve().parent
VERSION = "1.000"
BOX, TICK = 0x25A1, 0x2713  # □ ✓, from which the two boxes below are composed
EMPTY_BOX, TICKED_BOX = 0x2610, 0x2611  # ☐ ☑: none of the sources has them; forms need them
MAX_ERROR = 1.0  # furthest a converted outline may lie from the original, thousandths of an em


@dataclass(frozen=True)
class Font:
    """One font to make: where it comes from, what it is called, how much of it is kept."""

    source: str
    target: str
    family: str
    family_zh: str
    whole_gbk: bool = False
    with_source: bool = False  # the licence (GPL) wants original and script beside the result


FONTS = (
    Font("NotoSerifSC_700Bold.ttf", "FengongTitle.ttf", "Fengong Title", "分工标题宋"),
    Font("NotoSansSC_400Regular.ttf", "FengongHei.ttf", "Fengong Hei", "分工黑体"),
    Font("LXGWWenKai-Regular.ttf", "FengongKai.ttf", "Fengong Kai", "分工楷体"),
    Font(
        *("NotoSerifSC_400Regular.ttf", "FengongSong.ttf", "Fengong Song", "分工宋体"),
        whole_gbk=True,
    ),
    Font(
        *("FandolFang-Regular.otf", "fang/FengongFang.ttf", "Fengong Fang", "分工仿宋"),
        with_source=True,
    ),
)


def standard_characters() -> set[int]:
    """The 8105 characters of 通用规范汉字表, as code points."""
    lines = (HERE / "standard_8105.txt").read_text(encoding="utf-8").splitlines()
    return {ord(char) for line in lines if not line.startswith("#") for char in line}


def double_byte(encoding: str, first_lead: int, last_lead: int) -> set[int]:
    """Every character that a double-byte encoding has with a lead byte in the given range."""
    found = set()
    for lead in range(first_lead, last_lead + 1):
        for trail in range(0x40, 0xFF):
            try:
                found.add(ord(bytes((lead, trail)).decode(encoding)))
            except UnicodeDecodeError:
                continue
    return found


def characters(*, whole_gbk: bool) -> set[int]:
    """The characters a font keeps, as code points: those of its source among these."""
    wanted = set(range(0x20, 0x7F)) | set(range(0xA0, 0x100))
    wanted |= standard_characters()
    wanted |= double_byte("gb2312", 0xA1, 0xF7)
    wanted |= double_byte("gbk", 0xA1, 0xA9)  # GBK's symbols: ⅰ–ⅹ ㈱ № ℡ ㎡ 〇 and the rest
    wanted |= set(range(0x2000, 0x2070)) | set(range(0x2190, 0x219A))  # punctuation, arrows
    wanted |= set(range(0x2460, 0x2500))  # ①–⑳ and other enclosed numbers
    wanted |= set(range(0x3000, 0x3040)) | set(range(0x3200, 0x3400))  # 〔〕〇 ㈠ ㎡
    wanted |= set(range(0xFF00, 0xFFF0))  # full-width forms
    wanted |= {BOX, TICK, EMPTY_BOX, TICKED_BOX, 0x2612, 0x2714}
    if whole_gbk:
        wanted |= double_byte("gbk", 0x81, 0xFE) | double_byte("gb18030", 0x81, 0xFE)
    return wanted


def to_truetype(font: TTFont) -> None:
    """Replaces the PostScript outlines of `font` by quadratic ones within MAX_ERROR of them."""
    order = font.getGlyphOrder()
    drawn = font.getGlyphSet()
    glyphs: dict[str, Any] = {}
    for name in order:
        pen = TTGlyphPen(None)
        drawn[name].draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()

    font["loca"] = newTable("loca")
    glyf = font["glyf"] = newTable("glyf")
    glyf.glyphOrder = order
    glyf.glyphs = glyphs
    del font["CFF "]
    for name, glyph in glyphs.items():
        glyph.recalcBounds(glyf)
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyph, "xMin", 0))

    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    maxp.maxZones = 1
    for field in (
        *("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs"),
        *("maxStackElements", "maxSizeOfInstructions", "maxComponentElements", "maxPoints"),
        *("maxContours", "maxCompositePoints", "maxCompositeContours", "maxComponentDepth"),
    ):
        setattr(maxp, field, 0)
    font["post"].formatType = 3.0
    font.sfntVersion = "\0\1\0\0"


def cut(font: TTFont, wanted: set[int]) -> None:
    """Drops every glyph that no wanted character needs, and the tables for layout and hinting."""
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.recalc_bounds = True
    options.drop_tables += [
        *("GSUB", "GPOS", "GDEF", "BASE", "VORG", "DSIG", "STAT"),
        *("vhea", "vmtx", "gasp", "meta", "prep"),
    ]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)


def add_boxes(font: TTFont) -> None:
    """Adds ☐ and ☑, composed of the font's own □ and ✓, where it has these but not those."""
    cmap = font.getBestCmap()
    if BOX not in cmap or TICK not in cmap:
        return
    drawn = font.getGlyphSet()
    names = {EMPTY_BOX: (cmap[BOX],), TICKED_BOX: (cmap[BOX], cmap[TICK])}
    for code, parts in names.items():
        if code in cmap:
            continue
        pen = TTGlyphPen(None)
        for part in parts:
            outline = DecomposingRecordingPen(drawn)
            drawn[part].draw(outline)
            outline.replay(pen)
        name = f"uni{code:04X}"
        font.setGlyphOrder([*font.getGlyphOrder(), name])
        glyph = font["glyf"].glyphs[name] = pen.glyph()
        font["glyf"].glyphOrder = font.getGlyphOrder()
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (font["hmtx"][cmap[BOX]][0], glyph.xMin)
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[code] = name


def rename(font: TTFont, made: Font) -> None:
    """Gives `font` its own family, one upright style, and keeps copyright, licence and history."""
    table = font["name"]
    original = table.getDebugName(4)
    origin = f"{original}, {table.getDebugName(5)}"
    kept = {0: table.getDebugName(0), 13: table.getDebugName(13), 14: table.getDebugName(14)}
    table.names = []
    names = {
        **{number: text for number, text in kept.items() if text},
        1: made.family,
        2: "Regular",
        3: f"{made.family}:{VERSION}",
        4: made.family,
        5: f"Version {VERSION}",
        6: made.family.replace(" ", "") + "-Regular",
        10: f"Modified version, for the program 任务分工簿, of {origin}: fewer characters.",
    }
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    for number in (1, 4):
        table.setName(made.family_zh, number, 3, 1, 0x804)

    # One face a family: without this a program asks a bold-only family for Regular and thickens it.
    font["OS/2"].usWeightClass = 400
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0b100001) | 0b1000000
    font["head"].macStyle = 0


def make(made: Font, source: Path, out: Path) -> Path:
    """Writes one font into `out` and returns its path."""
    font = TTFont(source, recalcTimestamp=False)
    cut(font, characters(whole_gbk=made.whole_gbk))
    if "CFF " in font:
        to_truetype(font)
    add_boxes(font)
    rename(font, made)
    target = out / made.target
    target.parent.mkdir(parents=True, exist_ok=True)
    font.save(target)
    if made.with_source:
        for file in (source, Path(__file__), HERE / "standard_8105.txt"):
            shutil.copyfile(file, target.parent / file.name)
    return target


def main(arguments: list[str] | None = None) -> int:
    """Finds the sources, makes every font, and says how large each became."""
    parser = argparse.ArgumentParser(description="Make the fonts in resources/fonts.")
    parser.add_argument("sources", type=Path, help="folder with the unpacked sources")
    parser.add_argument("--out", type=Path, default=HERE.parent / "resources" / "fonts")
    chosen = parser.parse_args(arguments)
    found = {path.name: path for path in sorted(chosen.sources.rglob("*")) if path.is_file()}
    missing = [made.source for made in FONTS if made.source not in found]
    if missing:
        print("not found in", chosen.sources, ":", ", ".join(missing), file=sys.stderr)
        return 1
    for made in FONTS:
        target = make(made, found[made.source], chosen.out)
        characters_kept = len(TTFont(target, lazy=True).getBestCmap())
        megabytes = target.stat().st_size / 1_000_000
        print(f"{made.target}: {characters_kept} characters, {megabytes:.2f} MB", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
