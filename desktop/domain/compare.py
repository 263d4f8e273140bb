"""Two states of a book compared by key: what came, what went, what stands elsewhere, which cells differ.

The states may be two stages, a stage and the book as it is, or two copies. Cells are compared as the window shows
them (`desktop.domain.cells`). Numbers that only follow from the order of rows make no difference of their own: the
annex's 序号 is left out, and the task table's 附件 counts as changed only where a task belongs to other annex rows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.domain.book import Book
from desktop.domain.cells import annex_cell, task_cell
from desktop.domain.columns import ANNEX_COLUMNS, LISTED, NUMBER, SECTION, TASK_COLUMNS
from desktop.domain.records import AnnexRow, Task

Row = Task | AnnexRow

_TASK_CELLS = tuple(c.key for c in TASK_COLUMNS if c not in (LISTED, SECTION))
_ANNEX_CELLS = tuple(c.key for c in ANNEX_COLUMNS if c is not NUMBER)


@dataclass(frozen=True, slots=True)
class RowPlace:
    """A row by its key, where it stands in its table (from 1), and its wording there."""

    key: str
    place: int
    wording: str


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell's text in both states; `column` is a key of `desktop.domain.columns`."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row of both states. The keys differ only where one of them was retired (`aliases`)."""

    before: RowPlace
    after: RowPlace
    moved: bool = False
    cells: tuple[CellChange, ...] = ()


@dataclass(frozen=True, slots=True)
class MergedRow:
    """A row of the first state whose key was retired: it has gone into the row `into` of the second."""

    row: RowPlace
    into: RowPlace


@dataclass(frozen=True, slots=True)
class TableComparison:
    """One table's differences. `dropped` and `merged` are in the first state's order, all others in the second's.

    `kept` holds only rows that moved or have changed cells. `moved` marks the fewest rows that, taken out and put
    elsewhere, turn the one order into the other.
    """

    added: tuple[RowPlace, ...] = ()
    dropped: tuple[RowPlace, ...] = ()
    merged: tuple[MergedRow, ...] = ()
    kept: tuple[KeptRow, ...] = ()

    @property
    def moved(self) -> tuple[KeptRow, ...]:
        """The rows that stand elsewhere."""
        return tuple(row for row in self.kept if row.moved)

    @property
    def changed(self) -> tuple[KeptRow, ...]:
        """The rows with other cells."""
        return tuple(row for row in self.kept if row.cells)

    def __bool__(self) -> bool:
        """Say whether there is any difference."""
        return bool(self.added or self.dropped or self.merged or self.kept)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences between two states of a book."""

    tasks: TableComparison = field(default_factory=TableComparison)
    annex: TableComparison = field(default_factory=TableComparison)

    def __bool__(self) -> bool:
        """Say whether there is any difference."""
        return bool(self.tasks or self.annex)


class Difference(StrEnum):
    """What one line of a comparison says of its row."""

    ADDED = "added"
    DROPPED = "dropped"
    MERGED = "merged"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Line:
    """One difference as a list shows it.

    `table` is ``task`` or ``annex_row``. `key` is that of the row in the second state, or in the first where it is
    gone. Places are from 1, None on the side where there is no row. For CHANGED `column` is the cell's, and `before`
    and `after` its texts; for the others `column` is None and the texts are the row's wording on each side.
    """

    table: str
    difference: Difference
    key: str
    place_before: int | None
    place_after: int | None
    column: str | None
    before: str
    after: str


def compare(before: Book, after: Book, aliases: Mapping[str, str] | None = None) -> Comparison:
    """Return what differs between two states of a book.

    `aliases` leads from a retired key to the one that was kept, for tasks and annex rows alike; chains are followed.
    """
    known = _Aliases(aliases or {})
    return Comparison(
        tasks=_compare(
            before.tasks,
            after.tasks,
            known,
            _task_cells(before, known),
            _task_cells(after, known),
        ),
        annex=_compare(before.annex, after.annex, known, _annex_cells(before), _annex_cells(after)),
    )


def lines(comparison: Comparison) -> list[Line]:
    """Return the differences one by one: tasks first, each table in the order of its rows.

    A row that is gone stands before the first row that follows it in the second state by its place.
    """
    found: list[Line] = []
    for table, differences in ((Task.kind, comparison.tasks), (AnnexRow.kind, comparison.annex)):
        placed = sorted(
            _placed_lines(table, differences), key=lambda entry: entry[0]
        )  # stable: what is said of one row stays together
        found.extend(line for _, line in placed)
    return found


class _Aliases:
    """Retired keys and what became of them."""

    def __init__(self, aliases: Mapping[str, str]) -> None:
        self._aliases = aliases

    def kept(self, key: str) -> str:
        """Return the key that a row goes by now; a chain that runs in a circle ends where it would repeat."""
        seen = {key}
        while (following := self._aliases.get(key)) is not None and following not in seen:
            key = following
            seen.add(key)
        return key


@dataclass(frozen=True, slots=True)
class _Shown:
    """A row's cells, by column, and what must differ for `LISTED` to count as changed."""

    cells: Mapping[str, str]
    listed: frozenset[str] = frozenset()


def _task_cells(book: Book, aliases: _Aliases) -> Callable[[str], _Shown]:
    headings: dict[str | None, str] = {}

    def shown(key: str) -> _Shown:
        task = book.get(Task, key)
        cells = {column: task_cell(book, task, column) for column in _TASK_CELLS}
        cells[LISTED.key] = task_cell(book, task, LISTED.key)
        if task.section not in headings:  # many tasks stand under one heading
            headings[task.section] = task_cell(book, task, SECTION.key)
        cells[SECTION.key] = headings[task.section]
        rows = frozenset(aliases.kept(link.annex_row) for link in book.links_of_task(key))
        return _Shown(cells, rows)

    return shown


def _annex_cells(book: Book) -> Callable[[str], _Shown]:
    def shown(key: str) -> _Shown:
        row = book.get(AnnexRow, key)
        return _Shown({column: annex_cell(book, row, column) for column in _ANNEX_CELLS})

    return shown


def _compare(
    before: Sequence[Row],
    after: Sequence[Row],
    aliases: _Aliases,
    cells_before: Callable[[str], _Shown],
    cells_after: Callable[[str], _Shown],
) -> TableComparison:
    old, new = _places(before), _places(after)
    pairs = _pairs(old, new, aliases)
    partners = set(pairs.values())
    merged, dropped = [], []
    for key, place in old.items():
        if key in pairs:
            continue
        into = new.get(aliases.kept(key)) if aliases.kept(key) != key else None
        if into is None:
            dropped.append(place)
        else:
            merged.append(MergedRow(place, into))
    order = sorted(pairs.items(), key=lambda pair: new[pair[1]].place)
    staying = _longest_ascending([old[key].place for key, _ in order])
    kept = []
    for index, (key, partner) in enumerate(order):
        moved = index not in staying
        cells = tuple(_differing(cells_before(key), cells_after(partner)))
        if moved or cells:
            kept.append(KeptRow(old[key], new[partner], moved, cells))
    added = tuple(place for key, place in new.items() if key not in partners)
    return TableComparison(added, tuple(dropped), tuple(merged), tuple(kept))


def _places(rows: Sequence[Row]) -> dict[str, RowPlace]:
    return {
        row.key: RowPlace(row.key, place, row.wording) for place, row in enumerate(rows, start=1)
    }


def _pairs(
    old: Mapping[str, RowPlace], new: Mapping[str, RowPlace], aliases: _Aliases
) -> dict[str, str]:
    """Join rows of the same key; then rows whose keys were retired in favour of one key, each at most once."""
    pairs = {key: key for key in old if key in new}
    free: dict[str, str] = {}
    for key in new:
        if key not in pairs:
            free.setdefault(aliases.kept(key), key)
    for key in old:
        if key not in pairs and (partner := free.pop(aliases.kept(key), None)) is not None:
            pairs[key] = partner
    return pairs


def _differing(before: _Shown, after: _Shown) -> Iterator[CellChange]:
    for column, text in before.cells.items():
        other = after.cells[column]
        same = before.listed == after.listed if column == LISTED.key else text == other
        if not same:
            yield CellChange(column, text, other)


def _longest_ascending(places: Sequence[int]) -> set[int]:
    """Return the indexes of a longest ascending subsequence, in time that grows as n log n.

    Of several as long, the one that this finds is always the same.
    """
    ends: list[int] = []  # the least last value of an ascending run of each length
    holders: list[int] = []  # where it stands
    earlier: list[int] = []
    for index, place in enumerate(places):
        length = bisect_left(ends, place)
        earlier.append(holders[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        holders[length : length + 1] = [index]
    found: set[int] = set()
    index = holders[-1] if holders else -1
    while index >= 0:
        found.add(index)
        index = earlier[index]
    return found


def _placed_lines(table: str, found: TableComparison) -> Iterator[tuple[float, Line]]:
    """Yield each line with the place it is shown at."""

    def line(
        difference: Difference,
        old: RowPlace | None,
        new: RowPlace | None,
        cell: CellChange | None = None,
    ) -> Line:
        row = old if new is None or difference is Difference.MERGED else new
        assert row is not None
        return Line(
            table,
            difference,
            row.key,
            old.place if old else None,
            new.place if new else None,
            cell.column if cell else None,
            cell.before if cell else old.wording if old else "",
            cell.after if cell else new.wording if new else "",
        )

    for row in found.dropped:
        yield row.place - 0.5, line(Difference.DROPPED, row, None)
    for merged in found.merged:
        yield merged.row.place - 0.5, line(Difference.MERGED, merged.row, merged.into)
    for row in found.added:
        yield row.place, line(Difference.ADDED, None, row)
    for kept in found.kept:
        if kept.moved:
            yield kept.after.place, line(Difference.MOVED, kept.before, kept.after)
        for cell in kept.cells:
            yield kept.after.place, line(Difference.CHANGED, kept.before, kept.after, cell)
