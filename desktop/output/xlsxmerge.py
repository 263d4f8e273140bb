"""Which rows of a worksheet share their first cell, page by page.

Excel cannot say a merged cell again where a page ends within it. So the pages are foreseen from the rows' heights,
and no cell is merged beyond the end of one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop.output.xlsxrows import Row


@dataclass(frozen=True, slots=True)
class Room:
    """What a page holds below the table's head, in points: the first page, and each after it."""

    first: float
    later: float


def merged_rows(rows: list[Row], room: Room) -> tuple[list[Row], list[tuple[int, int]]]:
    """`rows` with the heights that shared first cells need, and the spans (from, to) of rows that share one.

    Rows with the same `run` may share; the first of a span has the text, which is said again in the first row of a
    span on the next page.
    """
    pages = _Pages(room)
    for row in rows:
        pages.place(row)
    pages.close()
    return pages.rows, pages.spans


class _Pages:
    """The rows so far, and how much of the present page they fill."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._left = room.first
        self._run: int | None = None
        self._first = 0
        self.rows: list[Row] = []
        self.spans: list[tuple[int, int]] = []

    def place(self, row: Row) -> None:
        """Add a row, on the next page where this one has no room for it."""
        if row.run != self._run:
            self.close()
        begins = row.run is not None and self._run is None
        if row.height <= self._left and begins and row.shared_height > self._left:
            # The first cell has no room here: the row is made high enough to go to the next page with it.
            row = replace(row, height=row.shared_height)
        if row.height > self._left:
            self.close()
            self._left = self._room.later
        if row.run is not None and self._run is None:
            self._run, self._first = row.run, len(self.rows)
        elif row.run is not None:
            row = row.without_first()
        self.rows.append(row)
        self._left -= row.height

    def close(self) -> None:
        """End the shared cell: its last row takes up what the text needs beyond the rows' own heights."""
        if self._run is None:
            return
        span = self.rows[self._first :]
        lacking = span[0].shared_height - sum(row.height for row in span)
        if lacking > 0:
            self.rows[-1] = replace(span[-1], height=span[-1].height + lacking)
            self._left -= lacking
        if len(span) > 1:
            self.spans.append((self._first, len(self.rows) - 1))
        self._run = None
