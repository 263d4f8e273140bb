from __future__ import annotations

import zipfile
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from desktop.domain.columns import ANNEX_COLUMNS
from desktop.domain.sheet import PageSetup, RowKind, Sheet, SheetRow, build_sheet
from desktop.output.xlsx import write_xlsx
from desktop.support.xlsx_lines import MAX_HEIGHT
from tests.output.hunan import ROWS, TITLE

HEAD, FIRST = 4, 5


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "附件.xlsx"


def reloaded(path: Path) -> Worksheet:
    table = load_workbook(path).active
    assert isinstance(table, Worksheet)
    return table


def row_texts(table: Worksheet, number: int) -> list[str]:
    return [cell.value or "" for cell in table[number]]


def test_the_annex_comes_back_cell_by_cell(hunan: Sheet, path: Path) -> None:
    write_xlsx([hunan], path)
    table = reloaded(path)
    assert table["A1"].value == "附件"
    assert table["A3"].value == TITLE
    assert row_texts(table, HEAD) == ["序号", "重点任务", "责任部门", "时间进度"]
    for number, row in enumerate(ROWS):
        assert row_texts(table, FIRST + number) == list(row)


def test_it_is_ready_to_print(hunan: Sheet, path: Path) -> None:
    write_xlsx([hunan], path)
    table = reloaded(path)
    last = HEAD + len(ROWS)
    assert table.print_title_rows == "$4:$4"
    assert table.print_area == f"'重点任务分工及进度安排表'!$A$1:$D${last}"
    assert table.freeze_panes == "A5"
    assert table.page_setup.paperSize == 9
    assert table.page_setup.orientation == "portrait"
    assert (table.page_setup.fitToWidth, table.page_setup.fitToHeight) == (1, 0)
    assert table.sheet_properties.pageSetUpPr.fitToPage
    margins = table.page_margins
    millimetres = [m * 25.4 for m in (margins.top, margins.bottom, margins.left, margins.right)]
    assert millimetres == pytest.approx([37, 35, 28, 26])
    assert [str(merged) for merged in table.merged_cells.ranges] == ["A3:D3"]


def test_page_numbers_differ_by_side(hunan: Sheet, path: Path) -> None:
    write_xlsx([hunan.with_setup(PageSetup(first_page=7))], path)
    table = reloaded(path)
    assert table.HeaderFooter.differentOddEven
    assert table.oddFooter.right.text == "— &P —\u3000"
    with zipfile.ZipFile(path) as archive:  # openpyxl reads without the space at the beginning
        raw = unescape(archive.read("xl/worksheets/sheet1.xml").decode())
    assert '<evenFooter>&L&"宋体,常规"&14\u3000— &P —</evenFooter>' in raw
    assert table.oddFooter.right.font == "宋体,常规"
    assert table.page_setup.firstPageNumber == 7
    assert table.page_setup.useFirstPageNumber
    write_xlsx([hunan.with_setup(PageSetup(first_page=None))], path)
    assert not reloaded(path).oddFooter.right.text


def test_every_row_has_a_height_that_grows_with_its_text(hunan: Sheet, path: Path) -> None:
    write_xlsx([hunan], path)
    table = reloaded(path)
    heights = [table.row_dimensions[n].height for n in range(1, table.max_row + 1)]
    assert all(height and height <= MAX_HEIGHT for height in heights)
    assert heights[FIRST + 1] > heights[FIRST]
    assert heights[FIRST + 1] == max(heights[FIRST - 1 :])


def test_the_fonts_are_the_statutory_ones(hunan: Sheet, path: Path) -> None:
    write_xlsx([hunan], path)
    table = reloaded(path)
    fonts = {a: (table[a].font.name, table[a].font.size) for a in ("A1", "A3", "B4", "B5")}
    assert fonts == {
        "A1": ("黑体", 16),
        "A3": ("方正小标宋简体", 22),
        "B4": ("黑体", 12),
        "B5": ("仿宋", 12),
    }


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "0012", "2017-12-31", "1E5"]
)
def test_what_looks_like_a_formula_or_number_stays_text(text: str, path: Path) -> None:
    write_xlsx([build_sheet(TITLE, ANNEX_COLUMNS, [("1", text, "", "")])], path)
    cell = reloaded(path).cell(FIRST, 2)
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_a_row_higher_than_excel_allows_goes_on_below(path: Path) -> None:
    long = "推动高等院校、科研院所建立符合自身人事管理需要的考核评价制度。" * 100
    sheet = build_sheet(TITLE, ANNEX_COLUMNS, [("1", long, "省教育厅", "持续推进"), ROWS[1]])
    write_xlsx([sheet], path)
    table = reloaded(path)
    rows = [row_texts(table, n) for n in range(FIRST, table.max_row + 1)]
    assert len(rows) > 3
    assert "".join(row[1] for row in rows[:-1]) == long
    assert [row[0] for row in rows[:-1]] == ["1"] + [""] * (len(rows) - 2)
    assert rows[-1] == list(ROWS[1])
    assert all(table.row_dimensions[n].height <= MAX_HEIGHT for n in range(1, table.max_row + 1))


def test_line_feeds_at_the_cut_of_a_long_row_lose_no_line(path: Path) -> None:
    lines = [f"第{number}行" for number in range(60)]
    write_xlsx([build_sheet(TITLE, ANNEX_COLUMNS, [("1", "\n".join(lines), "", "")])], path)
    table = reloaded(path)
    parts = [row_texts(table, n)[1] for n in range(FIRST, table.max_row + 1)]
    assert "\n".join(parts).split("\n") == lines


def test_group_lines_are_merged_across(hunan: Sheet, path: Path) -> None:
    grouped = replace(hunan, rows=(SheetRow(("一、平台",), RowKind.GROUP), *hunan.rows))
    write_xlsx([grouped], path)
    table = reloaded(path)
    assert table["A5"].value == "一、平台"
    assert "A5:D5" in [str(merged) for merged in table.merged_cells.ranges]
    assert row_texts(table, 6) == list(ROWS[0])


def test_control_characters_go_and_rare_ones_stay(path: Path) -> None:
    write_xlsx(
        [build_sheet(TITLE, ANNEX_COLUMNS, [("1", "甲\x00\x0b乙𫘝\ud800", "a\tb", "")])], path
    )
    assert row_texts(reloaded(path), FIRST)[1:3] == ["甲\n乙𫘝", "a b"]


def test_it_names_no_author(hunan: Sheet, path: Path) -> None:
    write_xlsx([hunan], path)
    properties = load_workbook(path).properties
    assert not properties.creator
    assert not properties.lastModifiedBy
    assert properties.title == TITLE


def test_a_sheet_without_rows(hunan: Sheet, path: Path) -> None:
    write_xlsx([replace(hunan, rows=(), mark="")], path)
    assert reloaded(path).max_row == HEAD
