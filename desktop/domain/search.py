"""Search over a book: what holds the words, has the unit, stands in the section, falls due in the time.

Texts are folded once (`SearchIndex`), and of a later snapshot only those that changed; the rest is asked of the records
as they are, which at 120,000 assignments takes a few milliseconds. There is no full-text table in the file: the trigram
index of SQLite silently finds nothing for a word of two characters, and most words here have two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeVar

from desktop.domain.book import Book
from desktop.domain.cells import annex_cell, task_cell
from desktop.domain.columns import DEADLINE, LEAD, OTHERS, UNITS, WORDING
from desktop.domain.deadline import DeadlineKind
from desktop.domain.document import Span
from desktop.domain.folding import FoldedText, fold, fold_words
from desktop.domain.records import (
    AnnexRow,
    Assignment,
    Deadline,
    DoubtRecord,
    Link,
    Policy,
    Record,
    Section,
    Task,
)
from desktop.domain.table import differing
from desktop.domain.unit import Role

R = TypeVar("R", bound=Record)
Row = Task | AnnexRow

#: The fields in which words are looked for, by kind of row.
TEXT_FIELDS: Mapping[str, tuple[str, ...]] = {
    Task.kind: (WORDING.key, "text", "clause"),
    AnnexRow.kind: (WORDING.key,),
}
#: The cells in which they are looked for besides, by the keys of their columns.
CELL_FIELDS: Mapping[str, tuple[str, ...]] = {
    Task.kind: (LEAD.key, OTHERS.key, DEADLINE.key),
    AnnexRow.kind: (UNITS.key, DEADLINE.key),
}
#: Kinds whose records belong to a row (`owner`) and show in its cells.
_OWNED = (Assignment.kind, Deadline.kind)


class Undated(StrEnum):
    """Rows by what their deadline lacks: no deadline at all, or one without a last day (持续推进)."""

    NONE = "none"
    CONTINUOUS = "continuous"


@dataclass(frozen=True, slots=True)
class Between:
    """A last day from `first` to `last`, both included; None leaves that side open."""

    first: date | None = None
    last: date | None = None

    def __post_init__(self) -> None:
        """Refuse a time that ends before it begins."""
        if self.first and self.last and self.first > self.last:
            raise ValueError(f"not a time: {self.first} to {self.last}")


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for. All that is given must hold; a query that gives nothing finds every row.

    Every one of `words`, divided by white space, must stand in the row's texts and cells. `unit` is a unit's name as
    the cells show it, a task's inherited units included; `role` narrows it. `section` is the key of a section, with
    those below it, or of a policy; an annex row stands where its tasks do, else in its policy. `doubts` asks for open
    doubts. `kinds` says which of the two tables to search, and with the kind of `Policy` the source texts.
    """

    words: str = ""
    unit: str | None = None
    role: Role | None = None
    section: str | None = None
    deadline: Between | Undated | None = None
    doubts: bool = False
    kinds: tuple[str, ...] = (Task.kind, AnnexRow.kind)

    @property
    def of_rows(self) -> bool:
        """Whether it asks what only a row has: a unit, a deadline, a doubt."""
        return bool(self.unit or self.role or self.deadline or self.doubts)

    @property
    def empty(self) -> bool:
        """Whether it asks for nothing in particular."""
        return not (fold_words(self.words) or self.section or self.of_rows)


@dataclass(frozen=True, slots=True)
class Hit:
    """A row found. `keys` are the folded words it was found by, `number` its place in its table, from 1."""

    row: Row
    keys: tuple[str, ...] = ()
    number: int = 0

    def places(self, book: Book) -> Mapping[str, tuple[Span, ...]]:
        """Return where the words stand, by field or column of the row, for those that hold any.

        `book` is the snapshot searched. It costs some microseconds for each character of the row, so ask for the rows
        that are shown.
        """
        found = {name: FoldedText(text).places(self.keys) for name, text in self.texts(book)}
        return {name: spans for name, spans in found.items() if spans}

    def texts(self, book: Book) -> list[tuple[str, str]]:
        """Return the texts searched with the field or column that each stands in."""
        return list(_texts(book, self.row))

    def passage(self, book: Book) -> tuple[str, str, tuple[Span, ...]]:
        """Return the field or column that shows best why the row was found, its text, and where the words stand in it.

        That is the first one with all the words, else the first with one of them, else the wording.
        """
        texts = self.texts(book)
        folded = [FoldedText(text) for _name, text in texts]
        best = next((i for i, f in enumerate(folded) if f.holds(self.keys)), None)
        if best is None:
            best = next((i for i, f in enumerate(folded) if any(k in f.key for k in self.keys)), 0)
        return *texts[best], folded[best].places(self.keys)


class SearchIndex:
    """The folded texts of one snapshot; `moved_to` makes that of the next, folding only the rows that changed.

    It never changes, so threads may hand it about. `texts` holds by kind and key the texts of each row folded into one.
    """

    def __init__(self, book: Book, before: SearchIndex | None = None) -> None:
        """Fold every row that `before` does not hold as it is in `book`.

        All of 35,000 tasks take about a second: beside the window, then.
        """
        self.book = book
        self.texts: dict[str, dict[str, str]] = {}
        owners = None if before is None else _owners_touched(before.book, book)
        for kind in TEXT_FIELDS:
            rows: Mapping[str, Any] = book.tables.get(kind, {})
            if before is None or owners is None:
                self.texts[kind] = {key: _joined(book, row) for key, row in rows.items()}
                continue
            texts = self.texts[kind] = dict(before.texts[kind])
            for key in owners | differing(before.book.tables.get(kind, {}), rows):
                row = rows.get(key)
                if row is not None:
                    texts[key] = _joined(book, row)
                else:
                    texts.pop(key, None)

    def moved_to(self, book: Book) -> SearchIndex:
        """Return the index of another snapshot; rows that both share are not folded again. This one stays."""
        return self if book is self.book else SearchIndex(book, self)

    @cached_property
    def units(self) -> list[str]:
        """The names of the units in the book, those with most parts first."""
        counts = Counter(a.name for a in _records(self.book, Assignment))
        return sorted(counts, key=lambda name: (-counts[name], name))

    @cached_property
    def _task_numbers(self) -> Mapping[str, int]:
        return {task.key: number for number, task in enumerate(self.book.tasks, start=1)}

    def find(self, query: Query) -> list[Hit]:
        """Return the rows that `query` asks for: tasks in their order, then annex rows in theirs."""
        return self.hits(self.rows(query), query)

    def hits(self, rows: Iterable[Row], query: Query) -> list[Hit]:
        """Return rows as what was found by `query`."""
        keys = fold_words(query.words)
        numbers = {Task.kind: self._task_numbers, AnnexRow.kind: self.book.annex_numbers}
        return [Hit(row, keys, numbers[row.kind][row.key]) for row in rows]

    def rows(self, query: Query) -> list[Row]:
        """Return what `find` finds, as the mere rows."""
        keys = fold_words(query.words)
        tests = [test for test in self._tests(query) if test is not None]
        found: list[Row] = []
        tables: tuple[tuple[str, Iterable[Row]], ...] = (
            (Task.kind, self.book.tasks),
            (AnnexRow.kind, self.book.annex),
        )
        for kind, rows in tables:
            if kind not in query.kinds:
                continue
            texts = self.texts[kind]
            chosen = rows
            for key in keys:
                chosen = [r for r in chosen if key in texts[r.key]]
            for test in tests:
                chosen = [r for r in chosen if test(r)]
            found.extend(chosen)
        return found

    def _tests(self, query: Query) -> Iterable[Callable[[Row], bool] | None]:
        book = self.book
        yield None if query.unit is None and query.role is None else _of_unit(book, query)
        yield None if query.section is None else _in_section(book, query.section)
        yield None if query.deadline is None else _due(book, query.deadline)
        if query.doubts:
            owners = {d.owner for d in _records(book, DoubtRecord) if not d.settled}
            yield lambda row: row.key in owners


def _texts(book: Book, row: Row) -> Iterable[tuple[str, str]]:
    for name in TEXT_FIELDS[row.kind]:
        yield name, getattr(row, name)
    for column in CELL_FIELDS[row.kind]:
        if isinstance(row, Task):
            yield column, task_cell(book, row, column)
        else:
            yield column, annex_cell(book, row, column)


def _joined(book: Book, row: Row) -> str:
    """Return a row's folded texts as one; a line feed, which no key holds, keeps them apart."""
    # As a rule the wording is the text, and then it is kept once.
    texts = dict.fromkeys(text for _name, text in _texts(book, row) if text)
    return "\n".join(map(fold, texts))


def _owners_touched(before: Book, after: Book) -> set[str]:
    """Return the owners of units and deadlines that came, went or changed."""
    found: set[str] = set()
    for kind in _OWNED:
        tables: list[Mapping[str, Any]] = [b.tables.get(kind, {}) for b in (before, after)]
        for key in differing(*tables):
            found.update(table[key].owner for table in tables if key in table)
    return found


def _records(book: Book, record_type: type[R]) -> Iterable[R]:
    """Return the records of a type in no order: sorting them all would cost more than looking at them."""
    records: Iterable[Any] = book.tables.get(record_type.kind, {}).values()
    return records


def _of_unit(book: Book, query: Query) -> Callable[[Row], bool]:
    names: dict[str, bool] = {}
    wanted = None if query.unit is None else fold(query.unit)
    owners: set[str] = set()
    for assignment in _records(book, Assignment):
        if query.role is not None and assignment.role != query.role:
            continue
        # The same few names stand in a book many thousand times.
        is_it = names.get(assignment.name)
        if is_it is None:
            is_it = names[assignment.name] = wanted is None or fold(assignment.name) == wanted
        if is_it:
            owners.add(assignment.owner)

    def test(row: Row) -> bool:
        # As `Book.inherited` has it: a policy's own units are those of each task that was read in it.
        return row.key in owners or (
            isinstance(row, Task) and bool(row.clause) and row.policy in owners
        )

    return test


def _in_section(book: Book, key: str) -> Callable[[Row], bool]:
    inside = sections_below(book, key)
    whole = book.find(Policy, key) is not None
    tasks = {
        t.key for t in _records(book, Task) if t.section in inside or (whole and t.policy == key)
    }
    linked: set[str] = set()
    rows: set[str] = set()
    for link in _records(book, Link):
        linked.add(link.annex_row)
        if link.task in tasks:
            rows.add(link.annex_row)

    def test(row: Row) -> bool:
        if isinstance(row, Task):
            return row.key in tasks
        return row.key in rows or (whole and row.policy == key and row.key not in linked)

    return test


def sections_below(book: Book, key: str) -> set[str]:
    """Return the keys of a section and of all below it; headings in a circle end."""
    below: dict[str | None, list[str]] = {}
    for section in _records(book, Section):
        below.setdefault(section.parent, []).append(section.key)
    inside: set[str] = set()
    waiting = [key]
    while waiting:
        here = waiting.pop()
        if here not in inside:
            inside.add(here)
            waiting.extend(below.get(here, ()))
    return inside


def _due(book: Book, wanted: Between | Undated) -> Callable[[Row], bool]:
    deadlines = _records(book, Deadline)
    if wanted is Undated.NONE:
        with_any = {d.owner for d in deadlines}
        return lambda row: row.key not in with_any
    if isinstance(wanted, Between):
        # Dates are stored as ISO, which sorts as the days do.
        first = wanted.first.isoformat() if wanted.first else ""
        last = wanted.last.isoformat() if wanted.last else "~"
        owners = {d.owner for d in deadlines if d.date is not None and first <= d.date <= last}
    else:
        owners = {d.owner for d in deadlines if d.meaning == DeadlineKind.CONTINUOUS}
    return lambda row: row.key in owners
