"""What `reading` makes of a file: one text, with blocks and tables as positions in it.

Positions everywhere are half-open ``[start, end)`` code-point offsets into `SourceDocument.text`. For a text file
that is the text as decoded (BOM not counted, line ends untouched); for .docx and other containers it is the text
that reading put together, paragraph by paragraph, each ended by one line feed.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of source text, in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse a stretch that runs backwards."""
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        """Return the number of code points."""
        return self.end - self.start

    def slice(self, text: str) -> str:
        """Return the part of `text` it covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph. `label` is the part of its text that automatic numbering made (empty for a plain text).

    `outline` is the heading level that the file's own style gives it (1 is the highest), or None.
    """

    span: Span
    label: str = ""
    outline: int | None = None


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell at its grid place; a merged cell stands once, at its upper left place, with its extent."""

    row: int
    column: int
    span: Span
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table that the file itself marks as one. `span` covers all its text."""

    span: Span
    cells: tuple[TableCell, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader must tell the clerk of the file, e.g. ``docx.revisions`` with their number."""

    code: str
    data: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A policy file as read. `sha256` is the digest of the bytes received, in lower-case hexadecimal."""

    name: str
    format: str
    encoding: str
    sha256: str
    text: str
    blocks: tuple[Block, ...] = ()
    tables: tuple[SourceTable, ...] = ()
    notices: tuple[Notice, ...] = field(default=())
