from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.reading.encoding import decode
from tests.reading.docx_builder import SEEDS

SHORT = "2017年12月底前完成"
TRADITIONAL = "關于印發《浙江省技術轉移體系建設實施方案》的通知\r\n各市、縣人民政府，省級各單位：\n"


@pytest.fixture(scope="module")
def simplified() -> str:
    return (SEEDS / "001_0fec313776e3621d.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("codec", "mark", "name"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", codecs.BOM_UTF8, "utf-8-sig"),
        ("gb18030", b"", "gb18030"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16"),
        ("utf-32-le", codecs.BOM_UTF32_LE, "utf-32"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_every_encoding_of_a_policy(
    simplified: str, codec: str, mark: bytes, name: str, line_end: str
) -> None:
    text = simplified.replace("\n", line_end)
    decoded = decode(mark + text.encode(codec))
    assert decoded.text == text
    assert (decoded.encoding, decoded.replaced) == (name, 0)


@pytest.mark.parametrize("codec", ["gb18030", "big5hkscs", "utf-16-le", "utf-16-be"])
def test_traditional(codec: str) -> None:
    decoded = decode(TRADITIONAL.encode(codec))
    assert (decoded.text, decoded.encoding) == (TRADITIONAL, codec)


@pytest.mark.parametrize("name", ["002_9d98208a725cc9bc.txt", "003_07267b6f87dfbefc.txt"])
def test_traditional_seeds_in_gb18030(name: str) -> None:
    text = (SEEDS / name).read_bytes().decode("utf-8")
    assert decode(text.encode("gb18030")).text == text


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_a_dozen_characters_are_enough(codec: str) -> None:
    assert decode(SHORT.encode(codec)).text == SHORT


def test_eighteen_bytes_of_gb18030() -> None:
    data = SHORT.encode("gb18030")
    assert len(data) == 18
    assert decode(data).encoding == "gb18030"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_any_chinese(codec: str) -> None:
    assert decode("a list\r\nof words".encode(codec)).text == "a list\r\nof words"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_whose_nuls_are_the_character_one(codec: str) -> None:
    # 一 is U+4E00 and the ideographic blank U+3000: their NULs stand on the other side.
    text = "　　一、进一步统一思想，一二三一体推进一批一流项目"
    assert decode(text.encode(codec)).text == text


def test_a_cut_utf_8_file_stays_utf_8(simplified: str) -> None:
    decoded = decode(simplified[:1000].encode("utf-8") + "厅".encode()[:2])
    assert decoded.encoding == "utf-8"
    assert decoded.replaced == 1


def test_damaged_gb18030_is_counted(simplified: str) -> None:
    data = bytearray(simplified[:2000].encode("gb18030"))
    data[100:101] = b"\xff\xff"
    decoded = decode(bytes(data))
    assert decoded.encoding == "gb18030"
    assert decoded.replaced >= 1


def test_an_honest_replacement_character_is_no_damage() -> None:
    assert decode("省\ufffd厅".encode()).replaced == 0
    assert decode("省\ufffd厅".encode("utf-16")).replaced == 0


def test_lone_surrogates_of_utf_16_are_replaced() -> None:
    decoded = decode(codecs.BOM_UTF16_LE + b"\x00\xd8\x01\x70")
    assert decoded.text == "\ufffd\u7001"
    assert decoded.replaced == 1


@given(st.binary(max_size=200))
def test_no_bytes_raise_and_no_surrogates_come_out(data: bytes) -> None:
    text = decode(data).text
    assert not any("\ud800" <= character <= "\udfff" for character in text)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])))
def test_utf_8_is_always_taken_at_its_word(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert decode(text.encode("utf-8")).text == text
