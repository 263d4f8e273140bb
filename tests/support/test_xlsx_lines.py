from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.support.xlsx_lines import (
    MAX_HEIGHT,
    MIN_HEIGHT,
    column_pixels,
    column_width,
    height_of,
    line_count,
    line_measure,
    most_lines,
    parts_of,
    row_height,
    wrapped,
)

TEXT = st.text(st.sampled_from("省科技厅、，（）《abc 019.%\n—"), max_size=80)


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


@given(TEXT, st.floats(1, 80))
def test_lines_are_counted_as_they_are_broken(text: str, width: float) -> None:
    assert line_count(text, line_measure(width, 12)) == len(wrapped(text, width, 12))


@given(TEXT, st.floats(1, 80), st.integers(1, 5))
def test_parts_are_short_enough_and_lose_nothing(text: str, width: float, most: int) -> None:
    measure = line_measure(width, 12)
    parts = parts_of(text, measure, most)
    assert all(line_count(text[start:end], measure) <= most for start, end in parts)
    place = 0
    for start, end in parts:
        assert text[place:start] in ("", "\n")
        place = end
    assert place == len(text)
