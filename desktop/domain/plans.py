"""What one thing done to many rows would change in each, shown before it is done as one step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop.domain.book import Book
from desktop.domain.cells import annex_cell, task_cell
from desktop.domain.changes import Change, ChangeSet
from desktop.domain.columns import (
    ALL_TASK_COLUMNS,
    ANNEX_COLUMNS,
    LEAD,
    LISTED,
    NUMBER,
    SECTION,
    Column,
)
from desktop.domain.edits import Row
from desktop.domain.records import AnnexRow, Task
from desktop.domain.unit import Role

#: Does one thing to one row of a book; an empty step where it changes nothing there.
Plan = Callable[[Book, Row], ChangeSet]

_UNTOLD = (NUMBER.key, LISTED.key, SECTION.key)


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell before and after; `title` is its column's."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A row that a plan would change, and how; `note` is empty or says what else to know."""

    row: Row
    cells: tuple[CellChange, ...]
    note: str = ""


def planned(
    book: Book, rows: Iterable[Row], plan: Plan, note: Callable[[Row], str] | None = None
) -> list[Planned]:
    """Return those of `rows` that `plan` would change, each by itself."""
    found = []
    for row in rows:
        step = plan(book, row)
        if step:
            cells = _changes(book, book.applied(step), row)
            found.append(Planned(row, cells, note(row) if note is not None else ""))
    return found


def carried_out(book: Book, rows: Iterable[Row], plan: Plan, label: str) -> ChangeSet:
    """Return one step that does `plan` to every row, each against the book as those before it left it."""
    changes: list[Change] = []
    for row in rows:
        present = book.get(type(row), row.key)
        step = plan(book, present)
        book = book.applied(step)
        changes.extend(step.changes)
    return ChangeSet(label, tuple(changes))


def row_names(book: Book) -> Mapping[str, str]:
    """Return what the window calls each task and annex row, by key: 第12项任务, 附件第5项."""
    tasks = {t.key: f"第{place}项任务" for place, t in enumerate(book.tasks, start=1)}
    return tasks | {key: f"附件第{number}项" for key, number in book.annex_numbers.items()}


def _changes(before: Book, after: Book, row: Row) -> tuple[CellChange, ...]:
    cells = []
    for column in _columns(row):
        old, new = _cell(before, row, column.key), _cell(after, row, column.key)
        if old != new:
            cells.append(CellChange(column.title, old, new))
    return tuple(cells)


def _columns(row: Row) -> Sequence[Column]:
    columns = ALL_TASK_COLUMNS if isinstance(row, Task) else (*ANNEX_COLUMNS, LEAD)
    return [c for c in columns if c.key not in _UNTOLD]


def _cell(book: Book, row: Row, column: str) -> str:
    present = book.get(type(row), row.key)
    if isinstance(present, Task):
        return task_cell(book, present, column)
    if column == LEAD.key:
        # The annex has no column of it, but a change of who leads must be seen.
        return "、".join(a.name for a in book.assignments(row.key) if a.role == Role.LEAD)
    assert isinstance(present, AnnexRow)
    return annex_cell(book, present, column)
