from __future__ import annotations

import hashlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desktop.domain.document import Notice
from desktop.reading import from_pasted, read_bytes, security_mark
from desktop.reading.text import MAX_TEXT, line_spans
from desktop.support.errors import UnreadableSource


def lines_of(text: str) -> list[str]:
    return [span.slice(text) for span in line_spans(text)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("一", ["一"]),
        ("一\n", ["一"]),
        ("一\r\n二\n三\r四", ["一", "二", "三", "四"]),
        ("\n\r\n\r", ["", "", ""]),
        ("一\u2028二\u2029三\x0c四\x85五\v六", ["一\u2028二\u2029三\x0c四\x85五\v六"]),
    ],
)
def test_only_three_things_end_a_line(text: str, lines: list[str]) -> None:
    assert lines_of(text) == lines


def test_a_file_keeps_its_line_ends_and_loses_its_mark() -> None:
    data = b"\xef\xbb\xbf" + "一、总体要求\r\n（一）思路\r\n".encode()
    document = read_bytes("方案.txt", data)
    assert document.text == "一、总体要求\r\n（一）思路\r\n"
    assert (document.name, document.format, document.encoding) == ("方案.txt", "text", "utf-8-sig")
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert [block.span.slice(document.text) for block in document.blocks] == [
        "一、总体要求",
        "（一）思路",
    ]
    assert document.notices == ()


def test_undecodable_bytes_are_told() -> None:
    data = ("省科技厅牵头，省财政厅配合" * 5).encode()[:-1]
    document = read_bytes("方案.txt", data)
    assert document.notices == (Notice("text.undecodable", (("count", "1"),)),)


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"", "source.empty"), (b" \r\n\t\n", "source.no_text"), ("　\n".encode(), "source.no_text")],
)
def test_nothing_to_read(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableSource) as caught:
        read_bytes("空.txt", data)
    assert caught.value.reason == reason


def test_too_much_to_read() -> None:
    with pytest.raises(UnreadableSource) as caught:
        read_bytes("大.txt", b"a" * (MAX_TEXT + 1))
    assert caught.value.reason == "source.too_large"


def test_pasted_text_has_a_name_and_the_digest_of_its_utf_8() -> None:
    document = from_pasted("省科技厅")
    assert (document.name, document.format, document.encoding) == ("粘贴的文字", "text", "utf-8")
    assert document.sha256 == hashlib.sha256("省科技厅".encode()).hexdigest()


def test_lone_surrogates_pasted_are_replaced_and_told() -> None:
    document = from_pasted("省\ud83d厅")
    assert document.text == "省\ufffd厅"
    assert document.notices[0].code == "text.undecodable"


@given(st.text())
def test_pasted_text_is_kept_as_it_is(text: str) -> None:
    assume(security_mark(text) is None)
    document = from_pasted(text)
    assert document.text == text
    covered = sum(len(block.span) for block in document.blocks)
    assert covered == len(text) - text.count("\n") - text.count("\r")
