"""A saved cell holds what every file and font can carry, and nothing is normalised."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.savedtext import clean_cell

ANY_TEXT = st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("text", "cleaned", "removed"),
    [
        ("", "", 0),
        ("推进\t工作\n", "推进\t工作\n", 0),
        ("一\r\n二\r三\n\r四", "一\n二\n三\n\n四", 0),
        ("一\x00二\x0b三\x1f四\x7f五\x85六\x9f", "一二三四五六", 6),
        ("一\ud800二\udfff三", "一二三", 2),
        ("一\ufdd0二\uffff三\U0001fffe四\U0010ffff", "一二三四", 4),
        # Kept: 兼容汉字, combining marks, full-width forms, private use, separators, ZWJ, BOM, beyond the first plane.
        (
            "\ufa0e\uf900e\u0301Ａ\ue000\u3000\u2028\u200d\ufeff𠮷",
            "\ufa0e\uf900e\u0301Ａ\ue000\u3000\u2028\u200d\ufeff𠮷",
            0,
        ),
    ],
)
def test_examples(text: str, cleaned: str, removed: int) -> None:
    assert clean_cell(text) == (cleaned, removed)


def test_every_code_point_by_its_category() -> None:
    for point in range(0x110000):
        char = chr(point)
        unfit = unicodedata.category(char) in ("Cc", "Cs") and char not in "\t\n\r"
        unfit = unfit or point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF
        assert clean_cell(char) == (("", 1) if unfit else (char.replace("\r", "\n"), 0)), hex(point)


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing_and_any_file_can_hold_it(text: str) -> None:
    cleaned, removed = clean_cell(text)
    assert clean_cell(cleaned) == (cleaned, 0)
    assert len(cleaned) + removed + text.count("\r\n") >= len(text)
    assert cleaned.encode().decode() == cleaned
