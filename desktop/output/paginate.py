"""Distributes set rows over pages. Lengths are points, downwards from the top of the type area.

The header stands on every page. A row is whole unless it is taller than a page, or is the first
of its page and the page would otherwise hold the header alone; a group line is never the last on
a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from desktop.domain.sheet import RowKind
from desktop.output import page
from desktop.output.typeset import SetRow, SetSheet
from desktop.support.errors import OutputError

#: A part of a split row has at least so many lines, before and after the cut.
LEAST_PART: Final = 2
#: A split begins only where at least so many lines have room.
LEAST_START: Final = 4

_START_HEIGHT = LEAST_START * page.CELL_LEADING + 2 * page.ROW_PADDING
_SLACK = 0.01


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row and the place of its upper rule."""

    row: SetRow
    top: float


@dataclass(slots=True)
class Page:
    """A page's part of the table, which begins at `top` with the header as its first row."""

    top: float
    rows: list[PlacedRow] = field(default_factory=list)

    @property
    def bottom(self) -> float:
        """The place of the table's last rule on this page."""
        return self.rows[-1].top + self.rows[-1].row.height if self.rows else self.top

    @property
    def room(self) -> float:
        """What is left of the type area below the table."""
        return page.BODY_HEIGHT - self.bottom

    @property
    def is_bare(self) -> bool:
        """True while the header is the only row."""
        return len(self.rows) <= 1

    def add(self, row: SetRow) -> None:
        """Place `row` below the others."""
        self.rows.append(PlacedRow(row, self.bottom))


def table_top(title_lines: int) -> float:
    """Where the table begins on the first page: half a line below a title that begins on line 3."""
    return 2.5 * page.LINE_PITCH + title_lines * page.TITLE_LEADING


def paginate(sheet: SetSheet) -> list[Page]:
    """The pages of `sheet`, one at least.

    Raises `OutputError` ``output.title_too_long`` when title and header leave no room for a row.
    """
    top = table_top(len(sheet.title))
    if top + sheet.header.height + _START_HEIGHT > page.BODY_HEIGHT:
        raise OutputError("output.title_too_long", lines=len(sheet.title))
    pages = _Pages(sheet.header, top)
    start = 0
    while start < len(sheet.rows):
        end = _block_end(sheet.rows, start)
        pages.place(sheet.rows[start:end])
        start = end
    return pages.pages


def _block_end(rows: Sequence[SetRow], start: int) -> int:
    """The end of what must not be parted: group lines and the first row below them."""
    end = start
    while end < len(rows) - 1 and rows[end].kind is RowKind.GROUP:
        end += 1
    return end + 1


class _Pages:
    """The pages so far; the last one is open."""

    def __init__(self, header: SetRow, top: float) -> None:
        self._header = header
        self.pages: list[Page] = []
        self._turn(top)

    def _turn(self, top: float = 0.0) -> None:
        opened = Page(top)
        opened.add(self._header)
        self.pages.append(opened)

    def place(self, block: Sequence[SetRow]) -> None:
        """Place the rows of `block` on one page if any page can hold them."""
        current = self.pages[-1]
        height = sum(row.height for row in block)
        if height > current.room + _SLACK:
            full = page.BODY_HEIGHT - self._header.height
            starts = current.room - sum(row.height for row in block[:-1]) >= _START_HEIGHT
            splits = starts and (height > full or current.is_bare)
            if not splits and not current.is_bare:
                self._turn()
        for row in block:
            self._place_row(row)

    def _place_row(self, row: SetRow) -> None:
        """Place one row, in parts where it is higher than what is left of the page."""
        rest = row
        while rest.height > self.pages[-1].room + _SLACK:
            room = self.pages[-1].room
            lines = int((room + _SLACK - 2 * page.ROW_PADDING) / page.CELL_LEADING)
            lines = min(lines, rest.lines - LEAST_PART)
            if lines >= LEAST_PART:
                part, rest = rest.split(lines)
                self.pages[-1].add(part)
            self._turn()
        self.pages[-1].add(rest)
