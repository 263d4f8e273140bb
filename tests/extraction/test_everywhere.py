"""Units that a sentence adds to every task."""

from __future__ import annotations

import pytest

from tests.extraction.documents import read_seed, read_text


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("各市州、县市区人民政府均为责任单位，以下不再列出", ["各市州、县市区人民政府"]),
        ("各县（市、区）人民政府均为责任单位，以下不再列出", ["各县（市、区）人民政府"]),
        ("以下各项任务，各市县人民政府均需参与落实，不再逐一列出", ["各市县人民政府"]),
        (
            "省财政厅、各市州人民政府均为各项任务的责任单位，以下不再列出",
            ["省财政厅", "各市州人民政府"],
        ),
    ],
)
def test_they_are_read_and_said_once(sentence: str, names: list[str]) -> None:
    draft = read_text(
        f"湖南省实施方案\n一、任务\n1.甲事。办甲事。（责任单位：省科技厅，{sentence}）\n2.乙事。办乙事。（责任单位：省教育厅）"
    )
    assert [u.name for u in draft.head.global_participants] == names
    assert [d.code for d in draft.head.doubts] == ["units.everywhere"]


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_a_document_without_such_a_sentence_adds_nobody(number: str) -> None:
    assert read_seed(number).head.global_participants == ()
