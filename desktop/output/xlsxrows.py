"""The rows of a table as a worksheet has them: none higher than it can be, each with its height in points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from desktop.domain.sheet import RowKind, Sheet, SheetRow, first_cell_runs
from desktop.support.xlsx_lines import (
    MIN_HEIGHT,
    height_of,
    line_count,
    line_measure,
    most_lines,
    parts_of,
)

#: A stretch of a text, from and to.
Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A worksheet's row.

    `strong` has the stretches in 黑体 of each cell that has any. A row that is not the `first` or the `final` part of
    one too high goes on from or to its neighbour. Rows with the same number as `run` may share their first cell, for
    whose text `shared_height` is needed.
    """

    texts: tuple[str, ...]
    height: float
    kind: RowKind = RowKind.CELLS
    strong: tuple[tuple[int, Stretch], ...] = ()
    first: bool = True
    final: bool = True
    run: int | None = None
    shared_height: float = 0.0

    def without_first(self) -> Row:
        """Return the row with nothing in its first cell."""
        strong = tuple(s for s in self.strong if s[0] != 0)
        return replace(self, texts=("", *self.texts[1:]), strong=strong)


class Rows:
    """Makes the rows of `sheet` for columns of `widths`, none higher than `highest` points."""

    def __init__(self, sheet: Sheet, widths: Sequence[float], highest: float) -> None:
        self._sheet = sheet
        self._points = sheet.setup.size.points
        self._measures = [line_measure(width, self._points) for width in widths]
        self._across = line_measure(sum(widths), self._points)
        self._highest = highest
        self._most = most_lines(self._points, highest)

    def head(self) -> list[Row]:
        """The row of the column titles, in more than one only where a title is that long."""
        titles = tuple(column.title for column in self._sheet.columns)
        return self._cells(titles, (), self._measures)

    def separate(self, *, repeated: bool = False) -> list[Row]:
        """The rows, each with all its texts.

        The parts of a row that is too high have their short texts once; `repeated` gives them to each part.
        """
        rows: list[Row] = []
        for row in self._sheet.rows:
            if row.kind is RowKind.GROUP:
                rows.extend(self._group(row))
                continue
            parts = self._parts(row)
            rows.extend(_repeating(parts) if repeated and len(parts) > 1 else parts)
        return rows

    def sharing(self) -> list[Row]:
        """The rows; neighbours with the same first text belong to one run and have the text each."""
        rows: list[Row] = []
        for number, together in enumerate(first_cell_runs(self._sheet.rows)):
            kind, text = together[0].kind, together[0].cells[0]
            height = self._height(line_count(text, self._measures[0]))
            if kind is RowKind.GROUP:
                rows.extend(part for row in together for part in self._group(row))
            elif not text or len(together) == 1 or height > self._highest:
                rows.extend(part for row in together for part in self._parts(row))
            else:
                for row in together:
                    without = replace(row, cells=("", *row.cells[1:]))
                    strong = tuple(s for s in _strong(row) if s[0] == 0)
                    rows.extend(
                        replace(
                            part,
                            texts=(text, *part.texts[1:]),
                            strong=(*strong, *(s for s in part.strong if s[0] != 0)),
                            run=number,
                            shared_height=height,
                        )
                        for part in self._parts(without)
                    )
        return rows

    def _group(self, row: SheetRow) -> list[Row]:
        rows = self._cells(row.cells, (), [self._across])
        return [replace(part, kind=RowKind.GROUP) for part in rows]

    def _parts(self, row: SheetRow) -> list[Row]:
        return self._cells(row.cells, _strong(row), self._measures)

    def _cells(
        self,
        texts: tuple[str, ...],
        strong: tuple[tuple[int, Stretch], ...],
        measures: Sequence[float],
    ) -> list[Row]:
        """`texts` in as many rows as they need; the parts are of half the height, so that they fill pages well."""
        lines = max(map(line_count, texts, measures))
        if lines <= self._most:
            return [Row(texts, self._height(lines), strong=strong)]
        most = max(1, self._most // 2)
        columns = [parts_of(t, m, most) for t, m in zip(texts, measures, strict=True)]
        count = max(map(len, columns))
        rows: list[Row] = []
        for index in range(count):
            spans = [parts[index] if index < len(parts) else (0, 0) for parts in columns]
            part = tuple(t[start:end] for t, (start, end) in zip(texts, spans, strict=True))
            height = self._height(max(map(line_count, part, measures)))
            kept = tuple(_within(strong, spans))
            rows.append(Row(part, height, strong=kept, first=index == 0, final=index == count - 1))
        return rows

    def _height(self, lines: int) -> float:
        return round(max(MIN_HEIGHT, height_of(lines, self._points)), 1)


def _repeating(parts: list[Row]) -> list[Row]:
    """`parts` of one row with what is whole in the first of them in each, so that a filter keeps them together."""
    first, second = parts[0].texts, parts[1].texts
    return [
        replace(
            part, texts=tuple(map(lambda a, b, own: own if b else a, first, second, part.texts))
        )
        for part in parts
    ]


def _strong(row: SheetRow) -> tuple[tuple[int, Stretch], ...]:
    return tuple((strong.cell, (strong.start, strong.end)) for strong in row.strong)


def _within(
    strong: Sequence[tuple[int, Stretch]], spans: Sequence[Stretch]
) -> Iterator[tuple[int, Stretch]]:
    """What of `strong` lies in the parts `spans` of the cells, counted from each part's beginning."""
    for cell, (start, end) in strong:
        begin, stop = spans[cell]
        if max(start, begin) < min(end, stop):
            yield cell, (max(start, begin) - begin, min(end, stop) - begin)
