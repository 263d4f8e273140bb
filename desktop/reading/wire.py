"""What the reading child sends back: plain data, checked on arrival as if it were hostile."""

from __future__ import annotations

import json
from typing import Any

from desktop.domain.document import Block, Notice, SourceDocument, SourceTable, Span, TableCell
from desktop.support.errors import FengongError, RefusedSource, UnreadableSource

_ERRORS: dict[str, type[FengongError]] = {
    error.code: error for error in (UnreadableSource, RefusedSource)
}


def dump_document(document: SourceDocument) -> bytes:
    """Return `document` as ASCII JSON."""
    return _dump(
        {
            "name": document.name,
            "format": document.format,
            "encoding": document.encoding,
            "sha256": document.sha256,
            "text": document.text,
            "blocks": [[*_pair(b.span), b.label, b.outline] for b in document.blocks],
            "tables": [
                [
                    *_pair(table.span),
                    [
                        [c.row, c.column, *_pair(c.span), c.row_span, c.column_span]
                        for c in table.cells
                    ],
                ]
                for table in document.tables
            ],
            "notices": [[notice.code, notice.data] for notice in document.notices],
        }
    )


def dump_error(error: FengongError) -> bytes:
    """Return a typed error as ASCII JSON, with those of its data that are text or numbers."""
    data = {key: item for key, item in error.data.items() if isinstance(item, str | int)}
    return _dump({"error": error.code, "reason": error.reason, "data": data})


def load(message: bytes) -> SourceDocument:
    """Return the document of a message, or raise the error it carries.

    Raises:
        ValueError: where the message is not what this module writes, or a position lies outside
            the text.
        UnreadableSource: or RefusedSource: the error that the child met.
    """
    try:
        fields = json.loads(message)
        if "error" in fields:
            error = _ERRORS[fields["error"]](str(fields["reason"]), **fields["data"])
        else:
            return _document(fields)
    except (KeyError, TypeError, IndexError, RecursionError) as fault:
        raise ValueError("not a message of the reading child") from fault
    raise error


def _dump(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, separators=(",", ":")).encode("ascii")


def _pair(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _document(fields: dict[str, Any]) -> SourceDocument:
    text = str(fields["text"])

    def span(start: int, end: int) -> Span:
        if end > len(text):
            raise ValueError("a position outside the text")
        return Span(start, end)

    return SourceDocument(
        name=str(fields["name"]),
        format=str(fields["format"]),
        encoding=str(fields["encoding"]),
        sha256=str(fields["sha256"]),
        text=text,
        blocks=tuple(
            Block(span(s, e), label, outline) for s, e, label, outline in fields["blocks"]
        ),
        tables=tuple(
            SourceTable(
                span(start, end),
                tuple(
                    TableCell(row, column, span(s, e), row_span, column_span)
                    for row, column, s, e, row_span, column_span in cells
                ),
            )
            for start, end, cells in fields["tables"]
        ),
        notices=tuple(
            Notice(str(code), tuple((str(key), str(item)) for key, item in data))
            for code, data in fields["notices"]
        ),
    )
