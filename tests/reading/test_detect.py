from __future__ import annotations

import pytest

from desktop.reading import read_bytes
from desktop.reading.detect import detect
from desktop.support.errors import UnreadableSource
from tests.reading.docx_builder import docx, package, paragraph

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def stream(name: str) -> bytes:
    return OLE2 + name.encode("utf-16-le") + b"\0" * 64


def test_docx_by_its_content() -> None:
    assert detect(docx(paragraph("省科技厅"))) == "docx"


@pytest.mark.parametrize("text", ["省科技厅", "PK 赛", "BM 公司", "<<通知>>", "%PDF 是什么"])
def test_text(text: str) -> None:
    assert detect(text.encode()) == "text"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "pdf"),
        (b"{\\rtf1\\ansi", "rtf"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE HTML><html>", "html"),
        (b"  <html xmlns:o='urn'>", "html"),
        (b"<?xml version='1.0'?><w:wordDocument/>", "xml"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; x", "mht"),
        (b"Rar!\x1a\x07\x01\0", "rar"),
        (b"7z\xbc\xaf\x27\x1c\0", "7z"),
        (b"SQLite format 3\0", "sqlite"),
        (stream("WordDocument"), "doc"),
        (stream("Workbook"), "xls"),
        (OLE2, "ole2"),
        (package({"xl/workbook.xml": ""}), "xlsx"),
        (package({"OFD.xml": ""}), "ofd"),
        (package({"ppt/presentation.xml": ""}), "pptx"),
        (
            package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ""}),
            "odf",
        ),
        (package({"a.txt": "x"}), "zip"),
        (package({}), "zip"),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, kind: str) -> None:
    with pytest.raises(UnreadableSource) as caught:
        detect(data)
    assert caught.value.reason == "source.unsupported"
    assert caught.value.data == {"kind": kind}


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "jpeg"),
        (b"GIF89a\1\0", "gif"),
        (b"II*\0\x08\0", "tiff"),
        (b"RIFF\1\2\3\4WEBPVP8 ", "webp"),
        (b"\0\0\0\x18ftypheic", "heif"),
        (b"BM\x36\x10\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0" + b"\0" * 20, "bmp"),
    ],
)
def test_pictures(data: bytes, kind: str) -> None:
    with pytest.raises(UnreadableSource) as caught:
        detect(data)
    assert (caught.value.reason, caught.value.data) == ("source.picture", {"kind": kind})


def test_office_file_under_a_password() -> None:
    with pytest.raises(UnreadableSource) as caught:
        detect(stream("EncryptedPackage"))
    assert caught.value.reason == "source.encrypted"


def test_a_zip_cut_short() -> None:
    with pytest.raises(UnreadableSource) as caught:
        detect(docx(paragraph("省科技厅"))[:200])
    assert caught.value.reason == "source.damaged"


@pytest.mark.parametrize(
    "data",
    [
        "省科技厅\0".encode(),
        bytes(range(256)) * 8,
        b"\x7fELF\2\1\1" + b"\0" * 60,
        "省科技厅".encode() + b"\x01\x02\x03",
        b"\xff" * 50,
        b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0",
    ],
)
def test_binary_data_in_a_txt(data: bytes) -> None:
    with pytest.raises(UnreadableSource) as caught:
        read_bytes("政策.txt", data)
    assert caught.value.reason == "source.binary"
