"""How wide each column is, the same in every format. Lengths are points unless said otherwise."""

from __future__ import annotations

from itertools import permutations
from math import ceil
from typing import Final

from desktop.domain.columns import Align
from desktop.domain.sheet import RowKind, Sheet
from desktop.output import page
from desktop.output.linebreak import RoughAdvances
from desktop.support.errors import OutputError

_ADVANCES = RoughAdvances()
_PADDING: Final = 2 * page.CELL_PADDING
_MOST_WIDENING: Final = 1.25
_MOST_NARROWING: Final = 0.85
_ON_ONE_LINE: Final = 0.75  # of a column's cells, to be worth the widening
_SPARE_EMS: Final = 0.1  # a figure may be a little wider than half an em
_MOST_MOVED: Final = 2  # characters, from one justified column to another
_LEAST_CHARACTERS: Final = 4
_LONG_ROW: Final = 15  # lines
_SAMPLE: Final = 200  # rows by which the sharing is judged


def column_widths(sheet: Sheet) -> list[float]:
    """The widths of the sheet's columns; together they are as wide as the type area.

    Each column begins with its share. Where a quarter more is enough to keep most cells of a
    centred column on one line (2017年12月底前完成), it is taken from the justified columns; where a
    centred column needs less, it gives them up to a seventh. The justified ones then get whole
    characters, so that their full lines need no stretching at all, and share them so that the
    table is short; what is over, less than a character, goes to the others.
    Each has room for one character at least. Raises `OutputError`: ``output.no_columns`` when there is
    nothing to share out, ``output.too_many_columns`` (`count`, and `most` that have room).
    """
    columns = sheet.columns
    total = sum(column.width for column in columns)
    if total <= 0:
        raise OutputError("output.no_columns")
    paper = page.geometry(sheet.setup)
    size = paper.cell_size
    least = _width_of(1, size)
    if len(columns) * least > paper.body_width:
        most = int(paper.body_width / least)
        raise OutputError("output.too_many_columns", count=len(columns), most=most)
    widths = [column.width / total * paper.body_width for column in columns]
    texts = [i for i, column in enumerate(columns) if column.align is Align.JUSTIFY]
    others = [i for i, column in enumerate(columns) if column.align is not Align.JUSTIFY]
    if not texts or not others:
        return _at_least(least, widths)
    for index in others:
        if columns[index].align is Align.CENTER:
            widths[index] = _fitted(widths[index], sheet, index, size)
    room = paper.body_width - sum(widths[i] for i in others)
    counts = _fewest_lines(_whole_characters(room, widths, texts, size), sheet)
    over = room - sum(_width_of(count, size) for count in counts.values())
    spread = sum(widths[i] for i in others)
    widths = [
        _width_of(counts[i], size) if i in counts else width * (1 + over / spread)
        for i, width in enumerate(widths)
    ]
    return _at_least(least, widths)


def _at_least(least: float, widths: list[float]) -> list[float]:
    """`widths` with none below `least`: the wider ones give up of what they have above it."""
    if min(widths) >= least:
        return widths
    above = [max(0.0, width - least) for width in widths]
    share = (sum(widths) - len(widths) * least) / sum(above)
    return [least + own * share for own in above]


def _fitted(width: float, sheet: Sheet, index: int, size: float) -> float:
    """What the title and most cells of the column need, if that is not far from `width`."""
    needs = sorted(_ems(row.cells[index]) for row in sheet.rows if row.kind is RowKind.CELLS)
    most = needs[min(len(needs) - 1, int(len(needs) * _ON_ONE_LINE))] if needs else 0.0
    most = max(most, _ems(sheet.columns[index].title)) + _SPARE_EMS
    needed = most * size + _PADDING
    return max(width * _MOST_NARROWING, needed) if needed <= width * _MOST_WIDENING else width


def _whole_characters(
    room: float, widths: list[float], texts: list[int], size: float
) -> dict[int, int]:
    """The characters in a line of each of the columns `texts`, which share `room` by `widths`."""
    scale = room / sum(widths[i] for i in texts)
    exact = {i: (widths[i] * scale - _PADDING) / size for i in texts}
    counts = {i: max(1, int(ems)) for i, ems in exact.items()}
    for index in sorted(texts, key=lambda i: exact[i] % 1, reverse=True):
        if room - sum(_width_of(count, size) for count in counts.values()) >= size:
            counts[index] += 1
    return counts


def _fewest_lines(counts: dict[int, int], sheet: Sheet) -> dict[int, int]:
    """`counts` with a character or two moved between columns where that makes the table shorter."""
    rows = [row.cells for row in sheet.rows[:_SAMPLE] if row.kind is RowKind.CELLS]
    lengths = [{i: _ems(cells[i]) for i in counts} for cells in rows]

    def lines(tried: dict[int, int]) -> int:
        # A row of a page's length must not decide for all the others.
        return sum(min(_LONG_ROW, max(ceil(row[i] / tried[i]) for i in tried)) for row in lengths)

    best, fewest = counts, lines(counts)
    for giver, taker in permutations(counts, 2):
        for moved in range(1, _MOST_MOVED + 1):
            tried = counts | {giver: counts[giver] - moved, taker: counts[taker] + moved}
            if tried[giver] >= _LEAST_CHARACTERS and lines(tried) < fewest:
                best, fewest = tried, lines(tried)
    return best


def _width_of(characters: int, size: float) -> float:
    return characters * size + _PADDING


def _ems(text: str) -> float:
    """The length of the longest paragraph of `text`, in any font, about."""
    return max(sum(_ADVANCES[char] for char in line) for line in text.split("\n"))
