from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.sheet import Sheet, SheetRow, Strong
from desktop.output.tidy import tidy, tidy_sheet


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("省科技厅\u3000 ㎡", "省科技厅\u3000 ㎡"),
        ("a\tb\u2009c", "a b c"),
        ("a\r\nb\x0bc\u2028d\ne", "a\nb\nc\nd\ne"),
        ("a\x00\x7f\x9f\ud800\uffffb", "ab"),
        ("𫘝\ue000👍\u200d", "𫘝\ue000👍\u200d"),
    ],
)
def test_nothing_that_can_be_seen_is_touched(text: str, found: str) -> None:
    assert tidy(text) == found


@given(st.text(max_size=30))
def test_what_is_tidied_stays_and_has_no_controls_but_line_feeds(text: str) -> None:
    found = tidy(text)
    assert tidy(found) == found
    assert not any(char != "\n" and (char < " " or "\x7f" <= char <= "\x9f") for char in found)


def test_what_stands_out_moves_with_its_text(hunan: Sheet) -> None:
    row = SheetRow(("\x001", "甲\x00乙丙", "", ""), strong=(Strong(1, 2, 3),), section="一\x00、")
    (found,) = tidy_sheet(replace(hunan, rows=(row,))).rows
    assert found == SheetRow(("1", "甲乙丙", "", ""), strong=(Strong(1, 1, 2),), section="一、")


def test_a_clean_row_is_the_same_row(hunan: Sheet) -> None:
    assert all(a is b for a, b in zip(tidy_sheet(hunan).rows, hunan.rows, strict=True))
