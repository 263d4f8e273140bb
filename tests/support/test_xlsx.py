from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from desktop.support.xlsx import (
    MAX_HEIGHT,
    MAX_TEXT,
    MIN_HEIGHT,
    clean_text,
    column_pixels,
    column_width,
    height_of,
    most_lines,
    new_workbook,
    put_text,
    row_height,
    wrapped,
)

TEXT = st.text(st.sampled_from("省科技厅、，（）《abc 019.%\n—"), max_size=80)


def sheet() -> Worksheet:
    table = new_workbook().active
    assert isinstance(table, Worksheet)
    return table


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1", "=cmd|'/c calc'!A0"])
def test_a_formula_is_text_and_carries_the_apostrophe(text: str, tmp_path: Path) -> None:
    table = sheet()
    put_text(table, 1, 1, text)
    book = table.parent
    path = tmp_path / "a.xlsx"
    for _ in range(2):  # it survives being opened and saved
        book.save(path)
        book = load_workbook(path)
    cell = book.active["A1"]
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")
    assert cell.quotePrefix


def test_ordinary_text_carries_none() -> None:
    cell = put_text(sheet(), 2, 3, "2017年12月底前完成")
    assert (cell.coordinate, cell.data_type, cell.quotePrefix) == ("C2", "s", False)


@pytest.mark.parametrize("text", ["0012", "1E5", "2017-12-31", "TRUE", "#N/A", "50%"])
def test_nothing_is_taken_for_a_number_a_date_or_an_error(text: str) -> None:
    cell = put_text(sheet(), 1, 1, text)
    assert (cell.value, cell.data_type) == (text, "s")


def test_control_characters_are_taken_out_and_line_ends_made_one() -> None:
    assert clean_text("a\x00\x07b\r\nc\rd\te") == "ab\nc\nd\te"


def test_too_long_a_text_is_refused() -> None:
    with pytest.raises(ValueError, match="32768 characters"):
        put_text(sheet(), 1, 1, "字" * (MAX_TEXT + 1))


def test_a_place_inside_a_merged_cell_is_refused() -> None:
    table = sheet()
    table.merge_cells("A1:B2")
    with pytest.raises(ValueError, match="merged"):
        put_text(table, 2, 2, "字")


def test_a_column_prints_as_wide_as_asked_and_no_wider() -> None:
    for millimetres in (5, 13, 36, 44, 63, 156):
        pixels = column_pixels(column_width(millimetres))
        assert 0 <= millimetres / 25.4 * 96 - pixels <= 2


@given(TEXT, st.floats(1, 80))
def test_wrapping_loses_nothing(text: str, width: float) -> None:
    assert "".join(wrapped(text, width, 12)) == text.replace("\n", "")


def test_wrapping_counts_full_and_half_width() -> None:
    width = column_width(10 * 12 / 72 * 25.4 + 3)  # ten characters of 12 points
    assert [len(line) for line in wrapped("字" * 25, width, 12)] == [10, 10, 5]
    assert len(wrapped("a " * 8, width, 12)) == 1


def test_wrapping_obeys_the_rules_at_both_ends() -> None:
    width = column_width(10 * 12 / 72 * 25.4 + 3)
    assert wrapped("省科技厅省教育厅省财、政厅", width, 12) == ["省科技厅省教育厅省", "财、政厅"]
    assert wrapped("省科技厅省教育厅省（财", width, 12) == ["省科技厅省教育厅省", "（财"]


def test_a_row_is_as_high_as_its_longest_cell() -> None:
    width = column_width(40)
    one = row_height(["字", "字"], [width, width], 12)
    many = row_height(["字", "字" * 100], [width, width], 12)
    assert one == MIN_HEIGHT
    assert many == height_of(len(wrapped("字" * 100, width, 12)), 12)


def test_no_row_is_higher_than_excel_allows() -> None:
    assert row_height(["字" * 5000], [20.0], 12) == MAX_HEIGHT
    assert height_of(most_lines(12), 12) <= MAX_HEIGHT < height_of(most_lines(12) + 1, 12)


def test_a_new_workbook_names_no_author() -> None:
    assert not new_workbook().properties.creator
