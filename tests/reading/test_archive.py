from __future__ import annotations

import io
import zipfile

import pytest

from desktop.reading import archive, read_bytes
from desktop.reading.archive import Archive, parse_xml
from desktop.support.errors import UnreadableSource
from tests.reading.docx_builder import docx, package, paragraph

BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>'


def problem_of(data: bytes) -> str:
    with pytest.raises(UnreadableSource) as caught:
        Archive(data)
    assert caught.value.reason == "source.unsafe"
    return str(caught.value.data["problem"])


@pytest.mark.parametrize("xml", [BOMB, OUTSIDE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_are_refused(xml: str, encoding: str) -> None:
    with pytest.raises(UnreadableSource) as caught:
        parse_xml(xml.replace('"1.0"', f'"1.0" encoding="{encoding}"').encode(encoding))
    assert (caught.value.reason, caught.value.data) == ("source.unsafe", {"problem": "dtd"})


def test_a_document_type_in_any_part_read() -> None:
    with pytest.raises(UnreadableSource) as caught:
        read_bytes("x", docx(paragraph("文"), more={"word/document.xml": BOMB}))
    assert caught.value.data == {"problem": "dtd"}


def test_a_bomb_is_refused_by_its_ratio() -> None:
    assert problem_of(package({"word/document.xml": b"\0" * 8_000_000})) == "ratio"


def test_limits_of_number_and_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_ENTRIES", 3)
    assert problem_of(package({str(number): "x" for number in range(4)})) == "entries"
    monkeypatch.setattr(archive, "MAX_PART", 10)
    assert problem_of(package({"a": "x" * 11})) == "part_size"
    monkeypatch.setattr(archive, "MAX_TOTAL", 15)
    assert problem_of(package({"a": "x" * 8, "b": "x" * 8})) == "total_size"


@pytest.mark.parametrize("name", ["../a", "word/../../a", "/etc/passwd", "word\\..\\..\\a"])
def test_names_that_lead_outside(name: str) -> None:
    assert problem_of(package({name: "x"})) == "name"


def test_an_entry_under_a_password() -> None:
    data = bytearray(package({"a": "x"}))
    central = data.index(b"PK\x01\x02")
    data[6] |= 1
    data[central + 8] |= 1
    with pytest.raises(UnreadableSource) as caught:
        Archive(bytes(data))
    assert caught.value.reason == "source.encrypted"


def test_a_part_that_is_missing_or_damaged() -> None:
    data = package({"a": "x" * 500})
    with pytest.raises(UnreadableSource) as caught:
        Archive(data).read("b")
    assert caught.value.reason == "source.damaged"
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        header = opened.infolist()[0].header_offset
    broken = data[: header + 31] + b"\xff\xff\xff" + data[header + 34 :]
    with pytest.raises(UnreadableSource) as caught, Archive(broken) as container:
        container.read("a")
    assert caught.value.reason == "source.damaged"


def test_xml_that_does_not_parse() -> None:
    with pytest.raises(UnreadableSource) as caught:
        parse_xml(b"<a><b></a>")
    assert caught.value.reason == "source.damaged"
