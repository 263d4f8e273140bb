"""What a container format is read into, before it becomes one text with positions."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.domain.document import Block, SourceTable, Span, TableCell


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its generated `label`, its `text` (line feeds are line breaks), its outline."""

    label: str
    text: str
    outline: int | None = None


@dataclass(slots=True)
class Cell:
    """A cell at its grid column, growing downwards and to the right as merged parts are met."""

    column: int
    paragraphs: list[Paragraph]
    row_span: int = 1
    column_span: int = 1


@dataclass(slots=True)
class Table:
    """Rows of cells; None is a place that belongs to a merged cell above it."""

    rows: list[list[Cell | None]] = field(default_factory=list)


Content = Paragraph | Table


def flattened(contents: list[Content]) -> list[Paragraph]:
    """Return `contents` without tables: each row becomes a paragraph, its cells apart by tabs."""
    paragraphs: list[Paragraph] = []
    after_table = False
    for content in contents:
        if isinstance(content, Paragraph):
            # Word demands a paragraph after a table in a cell; an empty one is no text.
            if content.label or content.text or not after_table:
                paragraphs.append(content)
            after_table = False
            continue
        paragraphs.extend(Paragraph("", _row_text(row)) for row in content.rows)
        after_table = True
    return paragraphs


def _row_text(row: list[Cell | None]) -> str:
    texts = ([] if cell is None else [p.label + p.text for p in cell.paragraphs] for cell in row)
    return "\t".join("\n".join(text) for text in texts)


class Assembly:
    """Puts contents together into one text, noting where each line, cell and table lies.

    A paragraph ends with a line feed. A line break inside one starts a new block, as a new line
    does in a typed text. In a table, the paragraphs of a cell are lines, cells are apart by a tab
    and rows by a line feed.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._position = 0
        self.blocks: list[Block] = []
        self.tables: list[SourceTable] = []

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._pieces)

    def add(self, content: Content) -> None:
        """Append a paragraph or a table; a table without rows leaves no trace."""
        if isinstance(content, Table):
            if content.rows:
                self._table(content)
            return
        self._paragraph(content)
        self._put("\n")

    def _table(self, table: Table) -> None:
        cells: list[TableCell] = []
        start = self._position
        end = start
        for row_number, row in enumerate(table.rows):
            for place, cell in enumerate(row):
                if place:
                    self._put("\t")
                if cell is not None:
                    span = self._cell(cell)
                    cells.append(
                        TableCell(row_number, cell.column, span, cell.row_span, cell.column_span)
                    )
            end = self._position
            self._put("\n")
        self.tables.append(SourceTable(Span(start, end), tuple(cells)))

    def _cell(self, cell: Cell) -> Span:
        start = self._position
        for place, paragraph in enumerate(cell.paragraphs):
            if place:
                self._put("\n")
            self._paragraph(paragraph)
        return Span(start, self._position)

    def _paragraph(self, paragraph: Paragraph) -> None:
        label = paragraph.label
        for place, line in enumerate((label + paragraph.text).split("\n")):
            if place:
                self._put("\n")
            start = self._position
            self._put(line)
            span = Span(start, self._position)
            self.blocks.append(Block(span, label if place == 0 else "", paragraph.outline))

    def _put(self, text: str) -> None:
        self._pieces.append(text)
        self._position += len(text)
