"""What a file is, told by its content: names lie, and a .doc from a web page is often HTML.

The kinds that cannot be read yet are recognised all the same, so that the clerk is told what the
file is and what to do with it, instead of seeing its bytes as characters.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from desktop.support.errors import UnreadableSource

DOCX = "docx"
TEXT = "text"

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# Names of streams in an OLE2 container, as UTF-16: they stand in its directory, in clear.
_OLE2_STREAMS: tuple[tuple[str, str], ...] = (
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("PowerPoint Document", "ppt"),
)
# A member that only this kind of zip has.
_ZIP_MEMBERS: tuple[tuple[str, str], ...] = (
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("OFD.xml", "ofd"),
    ("content.xml", "odf"),
    ("META-INF/container.xml", "epub"),
)
_PICTURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
)
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"SQLite format 3\0", "sqlite"),
)
_MARKUP: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"<(?:!doctype html|html|head|body|meta)\b", re.IGNORECASE), "html"),
    (re.compile(rb"<\?xml\b"), "xml"),
    (
        re.compile(rb"(?:MIME-Version|From):.*?\bContent-Type:\s*multipart/related", re.DOTALL),
        "mht",
    ),
)
_HEAD = 4096  # bytes within which a mark-up language shows itself
_BLANKS = b" \t\r\n\xef\xbb\xbf"

# C0 controls and non-characters that no text has; tab, line ends, form feed, DOS end-of-file and escape may occur.
_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f\x7f\ufffe\uffff]")
_CONTROL_LIMIT = 0.01  # share of characters from which the file is no text
_REPLACED_LIMIT = 0.3


def detect(data: bytes) -> str:
    """Return ``docx`` or ``text``, the two kinds that can be read.

    Raises:
        UnreadableSource: ``source.unsupported`` with `kind`, ``source.picture`` with `kind`,
            ``source.encrypted`` for an Office file under a password, ``source.damaged`` for a zip
            that does not open. That a text holds binary data shows only when it is decoded:
            `require_text`.
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    if data.startswith(_OLE2):
        raise _ole2_error(data)
    picture = _picture_kind(data)
    if picture:
        raise UnreadableSource("source.picture", kind=picture)
    head = data[:_HEAD].lstrip(_BLANKS)
    if head[:1024].startswith(b"%PDF-"):
        raise UnreadableSource("source.unsupported", kind="pdf")
    for magic, kind in _OTHERS:
        if head.startswith(magic):
            raise UnreadableSource("source.unsupported", kind=kind)
    for pattern, kind in _MARKUP:
        if pattern.match(head):
            raise UnreadableSource("source.unsupported", kind=kind)
    return TEXT


def require_text(text: str, replaced: int) -> None:
    """Refuse a decoded `text` that is really binary data, `replaced` being its undecodable bytes.

    Raises:
        UnreadableSource: ``source.binary`` where it holds a NUL, one control character in a
            hundred, or three undecodable bytes in ten characters.
    """
    controls = len(_CONTROL.findall(text))
    if (
        "\0" in text
        or controls > _CONTROL_LIMIT * len(text)
        or replaced > _REPLACED_LIMIT * len(text)
    ):
        raise UnreadableSource("source.binary")


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        OverflowError,
        NotImplementedError,
    ) as error:
        raise UnreadableSource("source.damaged", kind="zip") from error
    # Some writers call the main part document2.xml; which it is, the relations tell.
    if any(re.fullmatch(r"word/document\d*\.xml", name) for name in names):
        return DOCX
    for member, kind in _ZIP_MEMBERS:
        if member in names:
            raise UnreadableSource("source.unsupported", kind=kind)
    raise UnreadableSource("source.unsupported", kind="zip")


def _ole2_error(data: bytes) -> UnreadableSource:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return UnreadableSource("source.encrypted")
    for stream, kind in _OLE2_STREAMS:
        if stream.encode("utf-16-le") in data:
            return UnreadableSource("source.unsupported", kind=kind)
    return UnreadableSource("source.unsupported", kind="ole2")


def _picture_kind(data: bytes) -> str | None:
    for magic, kind in _PICTURES:
        if data.startswith(magic):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp" and data[8:12] in {b"heic", b"heix", b"mif1", b"avif"}:
        return "heif"
    # "BM" alone also begins words: the size field must agree, or the reserved bytes be zero.
    if data[:2] == b"BM" and data[6:10] == b"\0\0\0\0" and len(data) > 26:
        return "bmp"
    return None
