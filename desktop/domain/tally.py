"""How many tasks there are in each section and for each unit, counted once and then kept up with the book's edits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from desktop.domain.book import Book
from desktop.domain.records import Assignment, Policy, Record, Task
from desktop.domain.table import differing


class Tally:
    """Follows one snapshot after another; what an edit costs does not grow with the book.

    `places` has the tasks by the key of their policy and by that of the section they stand in, without those below it;
    `units` by the name of each unit that has a part in them. None is counted 0.
    """

    def __init__(self) -> None:
        self._book = Book("")
        self.places: Counter[str] = Counter()
        self.units: Counter[str] = Counter()

    def follow(self, book: Book) -> None:
        """Count the tasks of `book`."""
        before, self._book = self._book, book
        touched = _touched(before, book)
        if touched is None:
            self._count_all(book)
            return
        for key in touched:
            self._count(before, key, -1)
            self._count(book, key, 1)

    def _count_all(self, book: Book) -> None:
        # As `_count` would one by one, in a third of the time: the window waits for it when a large book is read.
        self.places, self.units = Counter(), Counter()
        places, units = self.places, self.units
        everywhere = {p.key: {a.name for a in book.assignments(p.key)} for p in book.policies}
        for task in book.tasks:
            places[task.policy] += 1
            if task.section is not None:
                places[task.section] += 1
            names = {a.name for a in book.assignments(task.key)}
            if task.clause and everywhere.get(task.policy):
                names |= everywhere[task.policy]
            for name in names:
                units[name] += 1

    def _count(self, book: Book, key: str, sign: int) -> None:
        task = book.find(Task, key)
        if task is None:
            return
        for place in (task.policy, task.section):
            if place is not None:
                _add(self.places, place, sign)
        for name in {a.name for a in (*book.assignments(key), *book.inherited(task))}:
            _add(self.units, name, sign)


def _touched(before: Book, after: Book) -> set[str] | None:
    """Return the keys of the tasks that may count otherwise; None where all are to be counted anew."""
    tables = [(_rows(before, kind), _rows(after, kind)) for kind in (Task.kind, Assignment.kind)]
    if any(len(rows) < len(after_rows) // 2 for rows, after_rows in tables):
        return None
    touched = differing(*tables[0])
    for key in differing(*tables[1]):
        for rows in tables[1]:
            assignment = rows.get(key)
            if isinstance(assignment, Assignment):
                touched.add(assignment.owner)
    # The units of a policy have a part in every task of it.
    policies = _rows(before, Policy.kind).keys() | _rows(after, Policy.kind).keys()
    if not touched.isdisjoint(policies):
        return None
    return touched


def _rows(book: Book, kind: str) -> Mapping[str, Record]:
    return book.tables.get(kind, {})


def _add(counts: Counter[str], name: str, sign: int) -> None:
    counts[name] += sign
    if not counts[name]:
        del counts[name]
