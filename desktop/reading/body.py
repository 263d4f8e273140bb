"""The story of a .docx: its paragraphs and tables in reading order, tracked changes accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.reading.content import Cell, Content, Paragraph, Table, flattened
from desktop.reading.inline import (
    DELETED,
    INSERTED,
    InlineReader,
    Tally,
    mark_is_deleted,
    mark_is_hidden,
)
from desktop.reading.ooxml import ALTERNATE, child, chosen, number, toggle, value, w

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from desktop.reading.numbering import Numbering
    from desktop.reading.styles import Styles

_MAX_COLUMNS = 63  # Word's own limit
_WRAPPERS = frozenset({w("sdt"), w("sdtContent"), w("customXml"), w("smartTag")}) | INSERTED


class BodyReader:
    """Reads the blocks of a story and of the cells and text boxes in it."""

    def __init__(self, styles: Styles, numbering: Numbering, tally: Tally) -> None:
        self._styles = styles
        self._numbering = numbering
        self._tally = tally
        self._inline = InlineReader(styles, tally)

    def read(self, container: _Element) -> list[Content]:
        """Return the contents of a body, cell or text box.

        A text box follows the paragraph it is anchored in. Paragraphs whose mark is deleted or
        hidden are joined with the next one, which gives the outline level.
        """
        contents: list[Content] = []
        label = text = ""
        boxes: list[_Element] = []
        for element in self._unwrapped(container, frozenset({w("p"), w("tbl")})):
            if element.tag == w("tbl"):
                if label or text or boxes:
                    self._close(contents, Paragraph(label, text), boxes)
                    label, text, boxes = "", "", []
                contents.append(self._table(element))
                continue
            properties = child(element, "pPr")
            read = self._inline.read(element)
            boxes += read.boxes
            if mark_is_deleted(properties):
                # The joined paragraph has the number of the one whose mark stays.
                self._tally.counts["revisions"] += 1
                text += read.text
                continue
            if mark_is_hidden(properties):
                if read.text:
                    label += self._numbering.label(properties)
                    text += read.text
                continue
            label += self._numbering.label(properties)
            outline = self._styles.outline(properties)
            self._close(contents, Paragraph(label, text + read.text, outline), boxes)
            label, text, boxes = "", "", []
        if label or text or boxes:
            self._close(contents, Paragraph(label, text), boxes)
        return contents

    def _close(self, contents: list[Content], paragraph: Paragraph, boxes: list[_Element]) -> None:
        contents.append(paragraph)
        for box in boxes:
            contents.extend(self.read(box))

    def _unwrapped(self, container: _Element, wanted: frozenset[str]) -> Iterator[_Element]:
        """Yield the `wanted` elements in `container`, also those inside controls and insertions."""
        for element in container:
            if element.tag in wanted:
                yield element
            elif element.tag in _WRAPPERS:
                if element.tag in INSERTED:
                    self._tally.counts["revisions"] += 1
                yield from self._unwrapped(element, wanted)
            elif element.tag in DELETED:
                self._tally.counts["revisions"] += 1
            elif element.tag == ALTERNATE:
                branch = chosen(element)
                if branch is not None:
                    yield from self._unwrapped(branch, wanted)
            elif element.tag == w("altChunk"):
                self._tally.counts["chunks"] += 1

    def _table(self, table: _Element) -> Table:
        result = Table()
        open_cells: dict[int, Cell] = {}
        for element in self._unwrapped(table, frozenset({w("tr")})):
            properties = child(element, "trPr")
            if child(properties, "ins") is not None:
                self._tally.counts["revisions"] += 1
            if child(properties, "del") is not None:
                self._tally.counts["revisions"] += 1
                continue
            if toggle(properties, "hidden"):
                self._tally.counts["hidden"] += 1
                continue
            row, open_cells = self._row(element, properties, open_cells)
            if row:
                result.rows.append(row)
        return result

    def _row(
        self, element: _Element, properties: _Element | None, above: dict[int, Cell]
    ) -> tuple[list[Cell | None], dict[int, Cell]]:
        """Return the cells of a row, and by column those that the next row may continue."""
        row: list[Cell | None] = []
        still_open: dict[int, Cell] = {}
        column = _columns(number(properties, "gridBefore"), least=0)
        last: Cell | None = None
        for cell_element in self._unwrapped(element, frozenset({w("tc")})):
            settings = child(cell_element, "tcPr")
            if child(settings, "cellDel") is not None:
                self._tally.counts["revisions"] += 1
                continue
            width = _columns(number(settings, "gridSpan"), least=1)
            upper = above.get(column) if _merge(settings, "vMerge") == "continue" else None
            if upper is not None:
                upper.row_span += 1
                still_open[column] = upper
                row.append(None)
                last = None
            elif last is not None and _merge(settings, "hMerge") == "continue":
                last.column_span += width
            else:
                paragraphs = flattened(self.read(cell_element))
                last = Cell(column, paragraphs, column_span=width)
                if _merge(settings, "vMerge") is not None:
                    still_open[column] = last
                row.append(last)
            column += width
        return row, still_open


def _merge(settings: _Element | None, direction: str) -> str | None:
    """Return ``restart``, ``continue`` (which is what an empty mark means), or None."""
    if child(settings, direction) is None:
        return None
    return value(settings, direction) or "continue"


def _columns(count: int | None, *, least: int) -> int:
    return min(max(least, least if count is None else count), _MAX_COLUMNS)
