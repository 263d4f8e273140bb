"""What a cell shows of the records behind it. How a typed text becomes records is `desktop.domain.edits`.

One place for window, print and files, so that they agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from desktop.domain.book import Book
from desktop.domain.columns import (
    DEADLINE,
    LEAD,
    LISTED,
    NUMBER,
    OTHERS,
    POLICY_EXTRAS,
    SECTION,
    SOURCE_TEXT,
    TASK_EXTRAS,
    UNITS,
    WORDING,
)
from desktop.domain.extras import extra
from desktop.domain.records import AnnexRow, Assignment, Deadline, DoubtRecord, Section, Task
from desktop.domain.unit import Role
from desktop.domain.unit_list import part_of

_FURTHER = frozenset(c.key for c in TASK_EXTRAS)

#: Which field a doubt must be on for its mark to stand in a column.
DOUBT_FIELDS = {
    NUMBER.key: ("task", "number"),
    WORDING.key: ("wording", "text"),
    LEAD.key: ("role", "units"),
    OTHERS.key: ("units",),
    UNITS.key: ("units", "role"),
    DEADLINE.key: ("deadline",),
}

_DIGIT = re.compile("[0-9０-９]")


def cell_doubts(book: Book, row: Task | AnnexRow, column: str) -> tuple[DoubtRecord, ...]:
    """Return the open doubts whose mark stands on a cell.

    A doubt about one unit stands where that unit does: 牵头 or 配合; one that names none of a row's units, on 配合.
    """
    fields = DOUBT_FIELDS.get(column, ())
    found = [d for d in book.doubts(row.key) if d.field in fields]
    if column not in (LEAD.key, OTHERS.key):
        return tuple(found)
    leads = [a.name for a in book.assignments(row.key) if a.role == Role.LEAD]

    def on_lead(doubt: DoubtRecord) -> bool:
        return doubt.field == "role" or any(f"“{name}”" in doubt.message for name in leads)

    return tuple(d for d in found if on_lead(d) is (column == LEAD.key))


def units_text(assignments: Sequence[Assignment], *, parts: bool = True) -> str:
    """Write units as printed: each name with the mark before it and the words after it.

    Without `parts` a （牵头） is left out: the column says it.
    """
    return "".join(
        ("" if index == 0 else a.joiner or "、")
        + a.name
        + (a.tail if parts else part_of(a.tail)[1])
        for index, a in enumerate(assignments)
    )


def deadline_text(deadlines: Sequence[Deadline]) -> str:
    """Write the phrases as printed, with ； between several."""
    return "；".join(d.text for d in deadlines)


def task_cell(book: Book, task: Task, column: str) -> str:
    """Return what the task table shows. `column` is a key of `ALL_TASK_COLUMNS`; raises `KeyError` for another."""
    match column:
        case NUMBER.key:
            return task.number
        case LISTED.key:
            rows = (book.annex_numbers.get(link.annex_row) for link in book.links_of_task(task.key))
            return "、".join(str(number) for number in rows if number)
        case WORDING.key:
            return task.wording
        case LEAD.key:
            return units_text(
                [a for a in book.assignments(task.key) if a.role == Role.LEAD], parts=False
            )
        case OTHERS.key:
            return units_text(
                [a for a in book.assignments(task.key) if a.role != Role.LEAD], parts=False
            )
        case DEADLINE.key:
            return deadline_text(book.deadlines(task.key))
        case SECTION.key:
            path = book.path(task.section)
            return path[-1].label + path[-1].title if path else ""
        case _ if column in _FURTHER:
            return extra(book, task.key, column)
    raise KeyError(column)


def annex_cell(book: Book, row: AnnexRow, column: str) -> str:
    """Return what the annex shows and prints. `column` is a key of `ANNEX_COLUMNS`; raises `KeyError` for another."""
    match column:
        case NUMBER.key:
            return str(book.annex_numbers[row.key])
        case WORDING.key:
            return row.wording
        case UNITS.key:
            return units_text(book.assignments(row.key))
        case DEADLINE.key:
            return deadline_text(book.deadlines(row.key))
    raise KeyError(column)


def tasks_of(book: Book, row: Task | AnnexRow) -> list[Task]:
    """Return the tasks behind a row: itself, or those that an annex row is linked to, in order."""
    if isinstance(row, Task):
        return [row]
    found = (book.find(Task, link.task) for link in book.links_of_row(row.key))
    return [task for task in found if task is not None]


def headings_of(book: Book, task: Task) -> list[Section]:
    """Return the headings above a task, the highest first, without the one that is the item itself (1., not （一）)."""
    path = book.path(task.section)
    if path and path[-1].label == task.number and _DIGIT.search(task.number):
        return path[:-1]
    return path


def printed_cell(book: Book, row: Task | AnnexRow, column: str) -> str:
    """Return what any column of the registry prints of a task or an annex row, number and units apart.

    What is kept of tasks and policies an annex row shows of those it comes from, each text once: 原文 paragraph by
    paragraph, the others with 、 between them. Raises `KeyError` for a column that no row has.
    """
    match column:
        case WORDING.key:
            return row.wording
        case DEADLINE.key:
            return deadline_text(book.deadlines(row.key))
        case LISTED.key:
            if isinstance(row, Task):
                return task_cell(book, row, column)
            return str(book.annex_numbers[row.key])
    tasks = tasks_of(book, row)
    if column == SOURCE_TEXT.key:
        return "\n".join(dict.fromkeys(task.text for task in tasks))
    if column == SECTION.key:
        return _together(task_cell(book, task, column) for task in tasks)
    if column in {c.key for c in TASK_EXTRAS}:
        return _together(extra(book, task.key, column) for task in tasks)
    if column in {c.key for c in POLICY_EXTRAS}:
        own = [] if row.policy is None else [row.policy]
        policies = dict.fromkeys(own or (task.policy for task in tasks))
        return _together(extra(book, policy, column) for policy in policies)
    raise KeyError(column)


def _together(texts: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(text for text in texts if text))
