"""Plain text, from a file or pasted: one block a line.

Only CR LF, LF and CR end a line. U+2028, U+2029, form feed and the other characters at which
`str.splitlines` cuts come from web pages and page layouts in the middle of sentences.
"""

from __future__ import annotations

import hashlib
import re

from desktop.domain.document import Block, Notice, SourceDocument, Span
from desktop.reading.detect import require_text
from desktop.reading.encoding import REPLACEMENT, decode
from desktop.reading.security import refuse_classified
from desktop.support.errors import UnreadableSource

PASTED_NAME = "粘贴的文字"
MAX_TEXT = 20 * 1024 * 1024
"""Largest plain text that is read, in bytes; a policy has some tens of thousands."""

_LINE_END = re.compile(r"\r\n|\n|\r")
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_text(name: str, data: bytes) -> SourceDocument:
    """Read the bytes of a text file, whatever its encoding.

    A ``text.undecodable`` notice carries the `count` of characters put as U+FFFD.

    Raises:
        UnreadableSource: ``source.too_large`` with `limit` in bytes, ``source.binary``, or
            ``source.no_text`` where nothing but blanks is in it.
        RefusedSource: ``refused.security``.
    """
    if len(data) > MAX_TEXT:
        raise UnreadableSource("source.too_large", limit=MAX_TEXT)
    decoded = decode(data)
    require_text(decoded.text, decoded.replaced)
    refuse_classified(decoded.text)
    if not decoded.text.strip():
        raise UnreadableSource("source.no_text")
    return _document(name, decoded.encoding, data, decoded.text, decoded.replaced)


def from_pasted(text: str) -> SourceDocument:
    """Make a document of text from the clipboard, as it is; it may be empty.

    A lone surrogate, which no file can hold, becomes U+FFFD and is reported as in `read_text`.

    Raises:
        RefusedSource: ``refused.security``.
    """
    refuse_classified(text)
    clean, replaced = _SURROGATE.subn(REPLACEMENT, text)
    return _document(PASTED_NAME, "utf-8", clean.encode("utf-8"), clean, replaced)


def line_spans(text: str) -> list[Span]:
    """Return the span of each line of `text`, without its line end; no line follows a final end."""
    spans = []
    start = 0
    for end in _LINE_END.finditer(text):
        spans.append(Span(start, end.start()))
        start = end.end()
    if start < len(text):
        spans.append(Span(start, len(text)))
    return spans


def _document(name: str, encoding: str, data: bytes, text: str, replaced: int) -> SourceDocument:
    notices = (Notice("text.undecodable", (("count", str(replaced)),)),) if replaced else ()
    return SourceDocument(
        name=name,
        format="text",
        encoding=encoding,
        sha256=hashlib.sha256(data).hexdigest(),
        text=text,
        blocks=tuple(Block(span) for span in line_spans(text)),
        notices=notices,
    )
