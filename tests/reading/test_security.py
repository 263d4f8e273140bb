from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.reading import from_pasted, read_bytes, security_mark
from desktop.support.errors import RefusedSource
from tests.reading.docx_builder import SEEDS, docx, paragraph

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "湖南省人民政府办公厅关于印发实施方案的通知"


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("机密★1年", "机密★1年"),
        ("秘密★", "秘密★"),
        ("绝密★启用前", "绝密★启用前"),
        ("机 密 ★ 1 年", "机密★1年"),
        ("　机　密★长期", "机密★长期"),
        ("机密*1年", "机密★1年"),
        ("秘密＊6个月", "秘密★6个月"),
        ("秘密*", "秘密★"),
        ("機密★十年", "机密★十年"),
        ("000001　机密★1年　特急", "机密★1年"),
        ("份号：000001密级：秘密★10年", "秘密★10年"),
        ("密级：机密", "机密"),
        ("密级\t秘密\t缓急\t特急", "秘密"),
        ("（机密）", "机密"),
        ("机 密", "机密"),
        ("绝密", "绝密"),
        ("秘密　特急", "秘密"),
        ("秘密级★5年", "秘密★5年"),
        ("机\u200b密★2025年12月31日", "机密★2025年12月31日"),
    ],
)
def test_marks_at_the_head(line: str, mark: str) -> None:
    for text in (f"{line}\n{TITLE}", f"湘政办发〔2017〕1号\r\n\r\n{line}\r\n{TITLE}\r\n正文。"):
        assert security_mark(text) == mark


@pytest.mark.parametrize(
    "text",
    [
        "在不泄露国家秘密和商业秘密的前提下，向社会公布科技成果。",
        "国家秘密\n商业秘密\n工作秘密",
        "应当标明“机密★10年”字样。",
        "保守国家秘密*的规定",
        "密级：公开",
        "机密文件管理办法",
        "秘密级事项范围",
        "秘书处",
        "",
    ],
)
def test_words_that_are_no_mark(text: str) -> None:
    assert security_mark(text) is None


def test_a_bare_word_counts_only_before_the_body() -> None:
    assert security_mark(f"{TITLE}\n第一条 为了保密，制定本办法。\n秘密\n") is None


def test_only_the_head_is_looked_at() -> None:
    head = "\n\n".join(f"第{number}行" for number in range(29))
    assert security_mark(f"{head}\n秘密★1年") == "秘密★1年"
    assert security_mark(f"{head}\n第三十行\n秘密★1年") is None


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.name[:3])
def test_the_seeds_bear_no_mark(path: Path) -> None:
    assert security_mark(path.read_text(encoding="utf-8")) is None


@pytest.mark.parametrize(
    "data",
    [
        f"机密★1年\n{TITLE}".encode("gb18030"),
        docx(paragraph("机密★1年"), paragraph(TITLE)),
        docx(paragraph(TITLE), header=paragraph("机密★1年")),
        docx(paragraph("机密★1年"), paragraph(TITLE), strict=True),
    ],
)
def test_marked_files_are_refused(data: bytes) -> None:
    with pytest.raises(RefusedSource) as caught:
        read_bytes("通知", data)
    assert caught.value.reason == "refused.security"
    assert caught.value.data == {"mark": "机密★1年"}


def test_marked_text_may_not_be_pasted() -> None:
    with pytest.raises(RefusedSource):
        from_pasted(f"绝密★\n{TITLE}")
