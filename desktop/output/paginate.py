"""Distributes set rows over pages. Lengths are points, downwards from the top of the type area.

The header stands on every page. A row is whole unless it is taller than a page, or is the first
of its page and the page would otherwise hold the header alone; a group line is never the last on
a page. Rows that share their first cell may be parted by a page's end; the cell is then said on
both pages, and each part is tall enough for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final

from desktop.domain.sheet import RowKind
from desktop.output import page
from desktop.output.page import Geometry
from desktop.output.surround import Passage, PlacedPassage, note_top
from desktop.output.typeset import Merged, SetRow, SetSheet, start_height

#: A part of a split row has at least so many lines, before and after the cut.
LEAST_PART: Final = 2
_SLACK = 0.01


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row, the place of its upper rule, and its height on this page.

    `number` is its place among the sheet's rows, -1 for the header; the parts of a split row have the same.
    """

    row: SetRow
    top: float
    height: float
    number: int = -1

    @property
    def bottom(self) -> float:
        """The place of its lower rule."""
        return self.top + self.height


@dataclass(slots=True)
class Page:
    """A page's part of the table, which begins at `top` with the header as its first row.

    A page that has only the end of the note has no rows.
    """

    top: float
    body_height: float
    rows: list[PlacedRow] = field(default_factory=list)
    note: PlacedPassage | None = None

    @property
    def bottom(self) -> float:
        """The place of the table's last rule on this page."""
        return self.rows[-1].bottom if self.rows else self.top

    @property
    def room(self) -> float:
        """What is left of the type area below the table."""
        return self.body_height - self.bottom

    @property
    def is_bare(self) -> bool:
        """True while the header is the only row."""
        return len(self.rows) <= 1

    def add(self, row: SetRow, number: int = -1) -> None:
        """Place `row` below the others."""
        self.rows.append(PlacedRow(row, self.bottom, row.height, number))

    def stretch(self, first: int, height: float) -> None:
        """Make the rows from `first` on together `height` tall at least, each by the same."""
        rows = self.rows[first:]
        more = height - sum(placed.height for placed in rows)
        if more <= 0:
            return
        del self.rows[first:]
        for placed in rows:
            taller = placed.height + more / len(rows)
            self.rows.append(replace(placed, top=self.bottom, height=taller))


def paginate(sheet: SetSheet) -> list[Page]:
    """The pages of `sheet`, one at least."""
    pages = _Pages(sheet.paper, sheet.header, sheet.top)
    start = 0
    while start < len(sheet.rows):
        end = _block_end(sheet.rows, start)
        pages.place(sheet.rows[start:end], start)
        start = end
    pages.finish(sheet.note)
    return pages.pages


def merged_parts(one: Page) -> list[tuple[Merged, list[PlacedRow]]]:
    """The first cells of `one` that are shared, each with its rows on this page."""
    parts: list[tuple[Merged, list[PlacedRow]]] = []
    for _, rows in groupby(one.rows, key=lambda placed: id(placed.row.merged)):
        part = list(rows)
        if part[0].row.merged is not None:
            parts.append((part[0].row.merged, part))
    return parts


def _block_end(rows: Sequence[SetRow], start: int) -> int:
    """The end of what must not be parted: group lines and the first rows below them.

    That is one row, or two where these share their first cell.
    """
    end = start
    while end < len(rows) - 1 and rows[end].kind is RowKind.GROUP:
        end += 1
    merged = rows[end].merged
    begins = merged is not None and (end == 0 or rows[end - 1].merged is not merged)
    if begins and end + 1 < len(rows) and rows[end + 1].merged is merged:
        end += 1
    return end + 1


class _Pages:
    """The pages so far; the last one is open."""

    def __init__(self, paper: Geometry, header: SetRow, top: float) -> None:
        self._paper = paper
        self._header = header
        #: The cell that the last rows of the open page share, and the first of these.
        self._open: Merged | None = None
        self._first = 0
        self.pages: list[Page] = []
        self._turn(top)

    def _turn(self, top: float = 0.0) -> None:
        self._close()
        opened = Page(top, self._paper.body_height)
        opened.add(self._header)
        self.pages.append(opened)

    def _close(self) -> None:
        """End the part of the rows that share a cell: it gets the height that the cell needs."""
        if self._open is not None:
            self.pages[-1].stretch(self._first, self._open.height)
            self._open = None

    def place(self, block: Sequence[SetRow], number: int) -> None:
        """Place the rows of `block`, the first of which is `number`, on one page if any can hold them."""
        if self._open is not None and self._open is not block[0].merged:
            self._close()
        current = self.pages[-1]
        # Rows that go on under a shared cell have its height already.
        height = block[0].height if self._open is not None else _height(block)
        if height > current.room + _SLACK:
            full = self._paper.body_height - self._header.height
            lead = height - block[-1].height
            starts = current.room - lead >= start_height(self._paper)
            splits = starts and (height > full or current.is_bare)
            if not splits and not current.is_bare:
                self._turn()
        for index, row in enumerate(block):
            self._place_row(row, number + index)

    def _place_row(self, row: SetRow, number: int) -> None:
        """Place one row, in parts where it is higher than what is left of the page."""
        rest = row
        while True:
            self._join(rest.merged)
            if rest.height <= self.pages[-1].room + _SLACK:
                break
            room = self.pages[-1].room
            lines = int((room + _SLACK - 2 * page.ROW_PADDING) / rest.leading)
            lines = min(lines, rest.lines - LEAST_PART)
            if lines >= LEAST_PART:
                part, rest = rest.split(lines)
                self.pages[-1].add(part, number)
            self._turn()
        self.pages[-1].add(rest, number)

    def _join(self, merged: Merged | None) -> None:
        """Begin a part of rows that share `merged`, on the next page if this one has no room for it."""
        if self._open is merged:
            return
        self._close()
        if merged is None:
            return
        if merged.height > self.pages[-1].room + _SLACK:
            self._turn()
        self._open, self._first = merged, len(self.pages[-1].rows)

    def finish(self, note: Passage | None) -> None:
        """Set the note below the table, and what has no room there on further pages."""
        self._close()
        top = note_top(self.pages[-1].bottom)
        while note is not None:
            current = self.pages[-1]
            # The white between the lines is not needed below the last.
            room = current.body_height - top + note.leading - note.size
            lines = min(len(note.lines), int((room + _SLACK) / note.leading))
            if lines >= min(len(note.lines), LEAST_PART):
                part, rest = note.split(lines)
                current.note = PlacedPassage(part, top)
                note = rest if rest.lines else None
            if note is not None:
                self.pages.append(Page(0.0, self._paper.body_height))
                top = 0.0


def _height(block: Sequence[SetRow]) -> float:
    """What `block` needs of a page: its rows, and the height of a cell that they share."""
    merged = block[-1].merged
    rows = sum(row.height for row in block)
    if merged is None:
        return rows
    shared = sum(row.height for row in block if row.merged is merged)
    return rows + max(0.0, merged.height - shared)
