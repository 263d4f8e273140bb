from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from desktop.support.xlsx import (
    MAX_TEXT,
    Look,
    clean_text,
    new_workbook,
    rich_text,
    set_height,
    worksheet_name,
)

STRETCHES = st.lists(st.integers(0, 12), max_size=6).map(
    lambda places: list(zip(sorted(places)[::2], sorted(places)[1::2], strict=False))
)


def sheet() -> Worksheet:
    table = new_workbook().active
    assert isinstance(table, Worksheet)
    return table


def put(table: Worksheet, text: str | CellRichText) -> Any:
    cell = Look(table, Font("仿宋", 12)).cell(text)
    table.append([cell])
    return cell


def reloaded(table: Worksheet, path: Path, *, rich: bool = False) -> Any:
    table.parent.save(path)
    return load_workbook(path, rich_text=rich).active


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1", "=cmd|'/c calc'!A0"])
def test_a_formula_is_text_and_carries_the_apostrophe(text: str, tmp_path: Path) -> None:
    table = sheet()
    put(table, text)
    for _ in range(2):  # it survives being opened and saved
        table = reloaded(table, tmp_path / "a.xlsx")
    cell = table["A1"]
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")
    assert cell.quotePrefix


def test_ordinary_text_carries_none() -> None:
    cell = put(sheet(), "2017年12月底前完成")
    assert (cell.coordinate, cell.data_type, cell.quotePrefix) == ("A1", "s", False)


@pytest.mark.parametrize("text", ["0012", "1E5", "2017-12-31", "TRUE", "#N/A", "50%"])
def test_nothing_is_taken_for_a_number_a_date_or_an_error(text: str) -> None:
    cell = put(sheet(), text)
    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize(
    "text", ["  两端空格  ", "\u3000\u3000缩进", "甲\n\n乙", " ", "𫘝👍🏻", "مرحبا ABC"]
)
def test_spaces_line_feeds_and_rare_characters_stay(text: str, tmp_path: Path) -> None:
    table = sheet()
    put(table, text)
    assert reloaded(table, tmp_path / "a.xlsx")["A1"].value == text


def test_a_text_that_excel_would_decode_is_escaped(tmp_path: Path) -> None:
    table = sheet()
    put(table, "甲_x000D_乙_x1_")
    put(table, rich_text("甲_x000D_乙", [(0, 1)], Font("仿宋", 12), Font("黑体", 12)))
    assert table["A1"].value == "甲_x005F_x000D_乙_x1_"
    assert str(table["A2"].value) == "甲_x005F_x000D_乙"


def test_a_row_has_the_height_it_was_given(tmp_path: Path) -> None:
    table = sheet()
    put(table, "字")
    set_height(table, 1, 38.64)
    set_height(table, 2, 409)
    again = reloaded(table, tmp_path / "a.xlsx")
    assert [again.row_dimensions[n].height for n in (1, 2)] == [38.6, 409]
    assert again.row_dimensions[1].customHeight


def test_an_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    table = sheet()
    put(table, "")
    put(table, "字")
    again = reloaded(table, tmp_path / "a.xlsx")
    assert (again["A1"].value, again["A2"].value) == (None, "字")


def test_control_characters_are_taken_out_and_line_ends_made_one() -> None:
    assert clean_text("a\x00\x07b\r\nc\rd\te") == "ab\nc\nd\te"


def test_too_long_a_text_is_refused() -> None:
    with pytest.raises(ValueError, match="32768 characters"):
        put(sheet(), "字" * (MAX_TEXT + 1))


@given(st.text(st.sampled_from("省厅 \n\u3000a"), min_size=12, max_size=12), STRETCHES)
def test_rich_text_says_the_same_and_is_strong_where_asked(
    text: str, stretches: list[tuple[int, int]]
) -> None:
    rich = rich_text(text, stretches, Font("仿宋", 12), Font("黑体", 12))
    assert str(rich) == text
    fonts = "".join(("+" if run.font.rFont == "黑体" else "-") * len(run.text) for run in rich)
    for place, char in enumerate(text):
        asked = any(start <= place < end for start, end in stretches)
        assert char.isspace() or fonts[place] == ("+" if asked else "-")
    # The file format loses a run of nothing but white space.
    assert all(run.text.strip() for run in rich) or not text.strip()


def test_rich_text_comes_back_run_by_run(tmp_path: Path) -> None:
    table = sheet()
    put(table, rich_text("省科技厅 、省教育厅", [(0, 4)], Font("仿宋", 12), Font("黑体", 12)))
    value = reloaded(table, tmp_path / "a.xlsx", rich=True)["A1"].value
    runs = [(run.text, run.font.rFont, run.font.sz) for run in value]
    assert runs == [("省科技厅", "黑体", 12), (" 、省教育厅", "仿宋", 12)]


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("省科技厅", "省科技厅"),
        ("a[b]:c*?/\\d", "a［b］：c＊？／＼d"),
        ("'引号'", "引号"),
        ("  \n", "工作表"),
        ("History", "History（2）"),
        ("字" * 32, "字" * 30 + "…"),
        ("👍" * 20, "👍" * 15 + "…"),
        ("甲\x00乙", "甲乙"),
    ],
)
def test_worksheet_names_are_made_legal(wanted: str, name: str) -> None:
    assert worksheet_name(wanted, []) == name


@given(st.lists(st.text(st.sampled_from("aA省[/'👍 "), max_size=40), max_size=12))
def test_worksheet_names_are_unlike_each_other_and_accepted(wanted: list[str]) -> None:
    book = new_workbook()
    for label in wanted:
        book.create_sheet(worksheet_name(label, book.sheetnames))
    names = book.sheetnames[1:]
    assert len({name.casefold() for name in names}) == len(wanted)
    assert all(1 <= len(name.encode("utf-16-le")) // 2 <= 31 for name in names)
    assert not any(set(name) & set("[]:*?/\\") for name in names)


def test_a_new_workbook_names_no_author() -> None:
    assert not new_workbook().properties.creator
