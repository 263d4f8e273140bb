"""Search over a book: what holds the words, has the unit, stands in the section, falls due in the time.

Texts are folded once for each snapshot (`SearchIndex`); the rest is asked of the records as they are, which at 120,000
assignments takes a few milliseconds. There is no full-text table in the file: the trigram index of SQLite silently
finds nothing for a word of two characters, and most words here have two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from desktop.domain.book import Book
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
from desktop.domain.unit import Role

R = TypeVar("R", bound=Record)
Row = Task | AnnexRow

#: The fields in which words are looked for, by kind of row.
TEXT_FIELDS: Mapping[str, tuple[str, ...]] = {
    Task.kind: ("wording", "text", "clause"),
    AnnexRow.kind: ("wording",),
}


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

    Every one of `words`, divided by white space, must stand in the row's texts. `unit` is a unit's name as the cells
    show it, a task's inherited units included; `role` narrows it. `section` is the key of a section, with those below
    it, or of a policy; an annex row stands where its tasks do, else in its policy. `doubts` asks for open doubts.
    `kinds` says which of the two tables to search.
    """

    words: str = ""
    unit: str | None = None
    role: Role | None = None
    section: str | None = None
    deadline: Between | Undated | None = None
    doubts: bool = False
    kinds: tuple[str, ...] = (Task.kind, AnnexRow.kind)


@dataclass(frozen=True, slots=True)
class Hit:
    """A row found. `keys` are the folded words it was found by."""

    row: Row
    keys: tuple[str, ...] = ()

    def places(self) -> Mapping[str, tuple[Span, ...]]:
        """Return where the words stand, by field of the row, for those fields that hold any.

        It costs some microseconds for each character of the row, so ask for the rows that are shown.
        """
        found = {
            name: FoldedText(getattr(self.row, name)).places(self.keys)
            for name in TEXT_FIELDS[self.row.kind]
        }
        return {name: spans for name, spans in found.items() if spans}


class SearchIndex:
    """The folded texts of one snapshot; `moved_to` makes that of the next, folding only the rows that changed.

    `texts` holds by kind and key each record with its texts folded into one.
    """

    def __init__(self, book: Book, before: SearchIndex | None = None) -> None:
        """Fold every row that `before` does not hold as it is in `book`.

        All of 35,000 tasks take about a second: beside the window, then.
        """
        self.book = book
        self.texts: dict[str, dict[str, tuple[Record, str]]] = {}
        for kind, names in TEXT_FIELDS.items():
            known = {} if before is None else before.texts[kind]
            texts = self.texts[kind] = {}
            for key, record in book.tables.get(kind, {}).items():
                entry = known.get(key)
                if entry is None or entry[0] is not record:
                    entry = (record, _joined(record, names))
                texts[key] = entry

    def moved_to(self, book: Book) -> SearchIndex:
        """Return the index of another snapshot; rows that both share are not folded again. This one stays."""
        return self if book is self.book else SearchIndex(book, self)

    def find(self, query: Query) -> list[Hit]:
        """Return the rows that `query` asks for: tasks in their order, then annex rows in theirs."""
        keys = fold_words(query.words)
        tests = [test for test in self._tests(query) if test is not None]
        found: list[Hit] = []
        for kind, rows in ((Task.kind, self.book.tasks), (AnnexRow.kind, self.book.annex)):
            if kind not in query.kinds:
                continue
            texts = self.texts[kind]
            chosen: Iterable[Task | AnnexRow] = rows
            for key in keys:
                chosen = [r for r in chosen if key in texts[r.key][1]]
            for test in tests:
                chosen = [r for r in chosen if test(r)]
            found.extend(Hit(row, keys) for row in chosen)
        return found

    def _tests(self, query: Query) -> Iterable[Callable[[Row], bool] | None]:
        book = self.book
        yield None if query.unit is None and query.role is None else _of_unit(book, query)
        yield None if query.section is None else _in_section(book, query.section)
        yield None if query.deadline is None else _due(book, query.deadline)
        if query.doubts:
            owners = {d.owner for d in _records(book, DoubtRecord) if not d.settled}
            yield lambda row: row.key in owners


def _joined(record: Record, names: Iterable[str]) -> str:
    """Return a row's folded texts as one; a line feed, which no key holds, keeps them apart."""
    # As a rule the wording is the text, and then it is kept once.
    return "\n".join(dict.fromkeys(fold(getattr(record, name)) for name in names))


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


def find_in_text(text: FoldedText | str, words: str) -> tuple[Span, ...]:
    """Return where `words` stand in a policy's text, in order; nothing unless every one of them does.

    Give a `FoldedText` to search the same text again without folding it anew.
    """
    folded = FoldedText(text) if isinstance(text, str) else text
    keys = fold_words(words)
    return folded.places(keys) if folded.holds(keys) else ()
