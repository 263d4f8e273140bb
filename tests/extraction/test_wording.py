"""Proposed wordings: the document's own words, whole."""

from __future__ import annotations

import pytest

from desktop.extraction.wording import propose_wording
from tests.extraction.documents import read_seed

LONG = (
    "建立支持模式，"
    + "对在省内转化成果的高等院校和科研机构、承接成果并实施产业化的企业、提供技术咨询和技术服务的机构进行支持，"
    * 2
)


@pytest.mark.parametrize(
    ("title", "text", "alone", "expected"),
    [
        ("建设平台", "建成平台并运行。", True, "建设平台"),
        ("建设平台", "建成平台并运行。做好维护。", False, "建成平台并运行"),
        ("", "围绕重点产业，支持企业建设中试基地。", False, "支持企业建设中试基地"),
        ("", "依托高校，做好。", False, "依托高校，做好"),
        ("", "搭建全省研发公共服务平台，" + LONG, False, "搭建全省研发公共服务平台，建立支持模式"),
        ("", "", False, ""),
    ],
)
def test_wordings(title: str, text: str, alone: bool, expected: str) -> None:
    assert propose_wording(title, text, alone=alone) == expected


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_no_word_is_invented(number: str) -> None:
    draft = read_seed(number)
    for task in draft.tasks:
        title = draft.path(task.section)[-1].title
        assert task.wording
        assert task.wording in task.text or task.wording == title
