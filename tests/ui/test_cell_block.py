from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.support.clipboard import to_tsv
from desktop.ui.cell_block import from_tsv
from desktop.ui.positions import DocumentPositions

CELL = st.text(st.sampled_from('省、"\t\n 一a'), max_size=6)
BLOCK = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=4)
)


@given(BLOCK)
def test_a_block_comes_back_as_it_went(block: list[list[str]]) -> None:
    assert from_tsv(to_tsv(block)) == block


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("一", [["一"]]),
        ("", [[""]]),
        ('"甲\n乙"\t丙', [["甲\n乙", "丙"]]),
        ('"称""号"\t丙', [['称"号', "丙"]]),
        ('"十三五"期间', [['"十三五"期间']]),
        ("a\n\nb", [["a"], [""], ["b"]]),
    ],
)
def test_what_sheets_put_on_the_clipboard(text: str, block: list[list[str]]) -> None:
    assert from_tsv(text) == block


@given(st.text(st.sampled_from("省\r\n𠮷😀a"), max_size=20))
def test_positions_agree_with_utf16_and_lead_back(text: str) -> None:
    positions = DocumentPositions(text)
    for place in range(len(text) + 1):
        if text[place - 1 : place + 1] == "\r\n":
            continue  # within one line end
        before = text[:place].replace("\r\n", "\n")
        document = positions.to_document(place)
        assert document == len(before.encode("utf-16-le")) // 2
        assert positions.to_text(document) == place
