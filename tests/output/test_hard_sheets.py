"""Tables that nobody means to write and somebody does: the page comes out, with every character on it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from fontTools.ttLib import TTFont

from desktop.domain.columns import ANNEX_COLUMNS, Align
from desktop.domain.sheet import (
    PageSetup,
    Paper,
    RowKind,
    Sheet,
    SheetColumn,
    SheetRow,
    Strong,
    TypeSize,
    build_sheet,
)
from desktop.output import fonts as fonts_module
from desktop.output.fontfiles import FontFile
from desktop.output.fonts import FontSet
from desktop.output.pdf import write_pdf
from desktop.output.truetype import load_font
from desktop.support.errors import OutputError
from desktop.support.paths import resources
from tests.output.hunan import ROWS, TITLE
from tests.output.pdfreading import page_texts

HEADER = "序号重点任务责任部门时间进度"
SETUPS = [PageSetup(paper, size) for paper in Paper for size in (TypeSize.SAN, TypeSize.WU)]


def cells_of(path: Path) -> str:
    return "".join(page_texts(path))


@pytest.mark.parametrize("setup", SETUPS, ids=lambda s: f"{s.paper} {s.size}")
def test_twenty_thousand_characters_in_a_cell(
    setup: PageSetup, fonts: FontSet, tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    long = "".join(f"推动高等院校建立（第{number}项）考核评价制度。" for number in range(900))[
        :20_000
    ]
    sheet = build_sheet(TITLE, ANNEX_COLUMNS, [("1", "短", long, "持续推进")])
    write_pdf([sheet.with_setup(setup)], path, fonts)
    texts = page_texts(path)
    assert all(HEADER in text for text in texts)
    inner = "".join(text.replace(HEADER, "").split("—")[0] for text in texts)
    for number in range(0, 800, 50):
        assert f"（第{number}项）" in inner
    assert inner.count("考核评价制度") > 750


def test_two_hundred_units_in_a_row(fonts: FontSet, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    units = [f"第{number}号局" for number in range(1, 201)]
    strong = tuple(Strong(2, 6 * i, 6 * i + 2) for i in range(100))
    sheet = build_sheet(TITLE, ANNEX_COLUMNS, [("1", "任务", "、".join(units), "持续推进")])
    write_pdf([replace(sheet, rows=(replace(sheet.rows[0], strong=strong),))], path, fonts)
    text = cells_of(path)
    assert all(unit in text for unit in units)


@pytest.mark.parametrize("merges_first", [False, True])
@pytest.mark.parametrize(
    "rows", [(), (SheetRow(("",) * 4),) * 3, (SheetRow(("组",), RowKind.GROUP),)]
)
def test_a_table_of_nothing(
    rows: tuple[SheetRow, ...], merges_first: bool, fonts: FontSet, tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    sheet = build_sheet("", ANNEX_COLUMNS, [], mark="")
    assert write_pdf([replace(sheet, rows=rows, merges_first=merges_first)], path, fonts) == ()
    assert HEADER in cells_of(path)


def columns_of(count: int) -> tuple[SheetColumn, ...]:
    aligns = [Align.JUSTIFY, Align.CENTER, Align.LEFT]
    return tuple(SheetColumn(f"c{i}", "栏目", 10.0, aligns[i % 3]) for i in range(count))


@pytest.mark.parametrize(
    ("count", "size"), [(1, TypeSize.SAN), (18, TypeSize.SAN), (24, TypeSize.WU)]
)
def test_many_columns_come_out(count: int, size: TypeSize, fonts: FontSet, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    row = SheetRow(("内容",) * count)
    write_pdf([Sheet(TITLE, columns_of(count), (row,), setup=PageSetup(size=size))], path, fonts)
    assert cells_of(path).count("栏") == cells_of(path).count("内") == count


@pytest.mark.parametrize(
    ("count", "size"), [(19, TypeSize.SAN), (26, TypeSize.WU), (60, TypeSize.WU)]
)
def test_more_columns_than_have_room_are_refused(
    count: int, size: TypeSize, fonts: FontSet, tmp_path: Path
) -> None:
    sheet = Sheet(TITLE, columns_of(count), (), setup=PageSetup(size=size))
    with pytest.raises(OutputError) as caught:
        write_pdf([sheet], tmp_path / "a.pdf", fonts)
    assert caught.value.reason == "output.too_many_columns"
    assert caught.value.data["count"] == count


def test_a_first_cell_taller_than_a_page_is_not_shared(fonts: FontSet, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    rows = [("一" * 2000, "任务", "省科技厅", "")] * 2
    sheet = replace(build_sheet(TITLE, ANNEX_COLUMNS, rows), merges_first=True)
    write_pdf([sheet], path, fonts)
    assert cells_of(path).count("一") == 4000


def test_a_long_note_goes_over_pages(hunan: Sheet, fonts: FontSet, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    note = "注：" + "本表由省科技厅负责解释。" * 400
    write_pdf([replace(hunan, note=note)], path, fonts)
    texts = page_texts(path)
    assert "".join(text.split("—")[0] for text in texts).count("负责解释") == 400
    assert HEADER not in texts[-1]


def test_a_font_with_a_broken_glyph_is_done_without(
    hunan: Sheet, fonts: FontSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It opens like any other; that a glyph is cut off comes out when the file is made."""
    font = TTFont(resources() / "fonts" / "FengongKai.ttf")
    glyf = font.reader.tables["glyf"]
    start = glyf.offset + font["loca"][font.getGlyphID(font.getBestCmap()[ord("省")])]
    raw = bytearray((resources() / "fonts" / "FengongKai.ttf").read_bytes())
    # Glyphs made of parts, of which each says that another follows, to the end of the table.
    raw[start : glyf.offset + glyf.length] = b"\xff" * (glyf.offset + glyf.length - start)
    file = FontFile(tmp_path / "broken.ttf")
    file.path.write_bytes(raw)
    assert load_font("broken", file).shows("省")
    families = {"仿宋": file}
    monkeypatch.setattr(fonts_module, "installed_families", lambda: families)
    mixed = FontSet()
    path, plain = tmp_path / "a.pdf", tmp_path / "b.pdf"
    write_pdf([hunan], path, mixed)
    write_pdf([hunan], plain, fonts)
    assert path.read_bytes() == plain.read_bytes()


def test_several_sheets_number_their_pages_on(hunan: Sheet, fonts: FontSet, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    one = replace(hunan, name="省科技厅")
    two = replace(hunan, name="省教育厅", rows=hunan.rows[:2])
    three = two.with_setup(PageSetup(Paper.A4_LANDSCAPE, first_page=None))
    write_pdf(
        [one.with_setup(PageSetup(first_page=5)), two, replace(three, name=""), two], path, fonts
    )
    ends = [re.search("(—[0-9]+—)?$", text) for text in page_texts(path)]
    assert [end and end[0] for end in ends] == ["—5—", "—6—", "—7—", "", "—9—"]
    document = pdfium.PdfDocument(path)
    labels = [(entry.level, entry.get_title()) for entry in document.get_toc()]
    assert labels == [(0, "省科技厅"), (0, "省教育厅"), (0, TITLE), (0, "省教育厅")]
    document.close()


SECTIONS = ("一、总体要求",) * 4 + ("二、重点任务",) * 7 + ("三、保障措施",) * 4


@pytest.mark.parametrize("layout", ["group", "merged", "section"])
def test_bookmarks_name_the_parts(layout: str, fonts: FontSet, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    sheet = build_sheet(TITLE, ANNEX_COLUMNS, ROWS)
    rows = [replace(row, section=part) for row, part in zip(sheet.rows, SECTIONS, strict=True)]
    if layout == "group":
        for place, part in ((11, "三、保障措施"), (4, "二、重点任务"), (0, "一、总体要求")):
            rows.insert(place, SheetRow((part,), RowKind.GROUP))
    if layout == "merged":
        rows = [replace(row, cells=(row.section, *row.cells[1:])) for row in rows]
    sheet = replace(sheet, rows=tuple(rows), merges_first=layout == "merged")
    write_pdf([sheet], path, fonts)
    document = pdfium.PdfDocument(path)
    found = [
        (entry.level, entry.get_title(), entry.get_dest().get_index())
        for entry in document.get_toc()
    ]
    document.close()
    parts = ["一、总体要求", "二、重点任务", "三、保障措施"]
    assert [(level, title) for level, title, _ in found] == [(0, TITLE), *((1, p) for p in parts)]
    assert [index for _, _, index in found] == sorted(index for _, _, index in found)
    assert found[-1][2] > 0


def test_what_stands_around_the_table_stands_in_order(
    hunan: Sheet, fonts: FontSet, tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    full = replace(
        hunan,
        notice="内部资料 注意保存",
        doc_number="湘政办发〔2017〕48号",
        mark="附件1",
        stage="征求意见稿",
        by_line="填报单位：省科技厅",
        note="注：本表一式两份。",
    )
    write_pdf([full], path, fonts)
    first, *_, last = page_texts(path)
    assert first.startswith(
        f"内部资料注意保存湘政办发〔2017〕48号附件1{TITLE}（征求意见稿）填报单位：省科技厅{HEADER}"
    )
    assert last.endswith("注：本表一式两份。—2—")
