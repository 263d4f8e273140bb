"""向下填充: the first of several rows gives its cells to the others."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.domain.book import Book
from desktop.domain.cells import task_cell
from desktop.domain.changes import Change, ChangeSet
from desktop.domain.columns import DEADLINE, UNITS, WORDING
from desktop.domain.differences import copied_cell
from desktop.domain.edits import Row, edit_cell
from desktop.domain.plans import carried_out
from desktop.domain.records import Task
from desktop.domain.unit import UnitDirectory

#: Cells that are copied with all that stands behind their text.
_WHOLE = (WORDING.key, UNITS.key, DEADLINE.key)


def fill_down(
    book: Book, rows: Sequence[Row], columns: Sequence[str], directory: UnitDirectory
) -> ChangeSet:
    """Give the cells of the first of `rows` to the others, as one step.

    `columns` are keys of columns that are edited. 牵头 and 配合 of a task are filled as if typed, each by itself.
    Raises `KeyError` for a column that is not the rows'.
    """
    source, *others = rows

    def plan(present: Book, row: Row) -> ChangeSet:
        changes: list[Change] = []
        for column in columns:
            here = present.get(type(row), row.key)
            if column in _WHOLE:
                step = copied_cell(present, source, here, column)
            else:
                assert isinstance(source, Task)
                step = edit_cell(present, here, column, task_cell(book, source, column), directory)
            present = present.applied(step)
            changes.extend(step.changes)
        return ChangeSet("", tuple(changes))

    return carried_out(book, others, plan, "向下填充")
