"""How high rows will be in Word, about, and which cells of the first column are one.

Word breaks lines and pages itself, in fonts of its own. Columns hold whole characters and lines
have exact heights, so that what is worked out here is right but for a line here and there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Final

from desktop.domain.sheet import RowKind, Sheet, SheetRow, first_cell_runs
from desktop.output import page
from desktop.output.linebreak import RoughAdvances, break_lines

_ADVANCES = RoughAdvances()
_GIVEN_BACK: Final = 3  # characters that a line leaves to the next at most, as a rule


class Merge(StrEnum):
    """A cell's part in a cell that goes on over several rows, as w:vMerge calls it."""

    NONE = ""
    FIRST = "restart"
    REST = "continue"


class RowHeights:
    """The heights of the rows of a table whose columns have `widths` points on `paper`."""

    def __init__(self, widths: Sequence[float], paper: page.Geometry) -> None:
        self._size = paper.cell_size
        self._leading = paper.cell_leading
        self._ems = [(width - 2 * page.CELL_PADDING) / paper.cell_size for width in widths]
        self._wide = (paper.body_width - 2 * page.CELL_PADDING) / paper.cell_size

    def of(self, row: SheetRow, *, first: int = 0) -> float:
        """Points that `row` takes, its cells before the index `first` left out."""
        ems = [self._wide] if row.kind is RowKind.GROUP else self._ems
        texts = row.cells[first:]
        lines = max((_lines(t, e) for t, e in zip(texts, ems[first:], strict=True)), default=1)
        return self._points(lines)

    def of_cell(self, text: str, column: int) -> float:
        """Points that a row with `text` alone takes."""
        return self._points(_lines(text, self._ems[column]))

    def of_header(self, titles: Sequence[str]) -> float:
        """Points that the header takes."""
        lines = max(_lines(t, e) for t, e in zip(titles, self._ems, strict=True))
        return max(page.HEADER_HEIGHT, self._points(lines))

    def exceeds(self, row: SheetRow, height: float) -> bool:
        """Whether `row` takes more than `height` points."""
        # Nearly all rows are far too short to be worth breaking into lines.
        most = max(_most_lines(t, e) for t, e in zip(row.cells, self._ems, strict=True))
        return self._points(most) > height and self.of(row) > height

    def _points(self, lines: int) -> float:
        return lines * self._leading + 2 * page.ROW_PADDING + page.RULE


def first_column_merges(sheet: Sheet, heights: RowHeights, used: float) -> list[Merge]:
    """For each row of `sheet`, what its first cell is where neighbours with the same text are one.

    `used` is what stands above the table on its first page, in points. Where a page is about to
    end, the cell ends too and another begins, so that its text is said again on the next page.
    A text that is higher than a page stays in its rows.
    """
    rows = sheet.rows
    merges = [Merge.NONE] * len(rows)
    header = heights.of_header([column.title for column in sheet.columns])
    room = page.geometry(sheet.setup).body_height - header
    blocks = [
        (start, end)
        for start, end in _blocks(rows)
        if end - start > 1 and heights.of_cell(rows[start].cells[0], 0) <= room
    ]
    first_cells = [0] * len(rows)
    for start, end in blocks:
        first_cells[start:end] = [1] * (end - start)
    tall = [heights.of(row, first=first) for row, first in zip(rows, first_cells, strict=True)]
    for start, end in blocks:
        # A cell higher than its rows makes the last of them higher.
        lacking = heights.of_cell(rows[start].cells[0], 0) - sum(tall[start:end])
        tall[end - 1] += max(0.0, lacking)
    page_starts = set(_page_starts(rows, tall, room, used))
    for start, end in blocks:
        cuts = [start, *(i for i in range(start + 1, end) if i in page_starts), end]
        for first, last in pairwise(cuts):
            if last - first > 1:
                merges[first:last] = [Merge.FIRST] + [Merge.REST] * (last - first - 1)
    return merges


def _page_starts(
    rows: Sequence[SheetRow], tall: Sequence[float], room: float, used: float
) -> Iterator[int]:
    """The rows with which pages begin that have `room` below the header, the first `used` less."""
    left = room - used
    for index, row in enumerate(rows):
        # A group's line goes on to the next page with the row below it.
        together = tall[index : index + (2 if row.kind is RowKind.GROUP else 1)]
        if sum(together) > left:
            yield index
            left = room
        left -= tall[index]
        if left < 0:  # a row higher than a page goes on over others
            left %= room


def _blocks(rows: Sequence[SheetRow]) -> Iterator[tuple[int, int]]:
    """From where up to where rows of cells have the same text in the first column."""
    start = 0
    for run in first_cell_runs(rows):
        end = start + len(run)
        if run[0].kind is RowKind.CELLS:
            yield start, end
        start = end


def _lines(text: str, measure: float) -> int:
    if len(text) <= measure and "\n" not in text:
        return 1
    return len(break_lines(text, _ADVANCES, measure))


def _most_lines(text: str, measure: float) -> int:
    return len(text) // max(1, int(measure) - _GIVEN_BACK) + text.count("\n") + 1
