"""Where an annex row and the tasks it comes from differ, and taking one side's cell over to the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from desktop.domain.book import Book
from desktop.domain.cells import DOUBT_FIELDS, deadline_text, tasks_of
from desktop.domain.changes import Change, ChangeSet, change_set, delete, insert, update
from desktop.domain.columns import ANNEX_COLUMNS, DEADLINE, UNITS, WORDING
from desktop.domain.draft import Doubt
from desktop.domain.edits import Row, raised, replaced, settled, unit_records
from desktop.domain.merging import joined_wordings, leads_differ, united_phrases, united_units
from desktop.domain.ranks import fresh_ranks
from desktop.domain.records import AnnexRow, Deadline, Link, Task, new_key
from desktop.domain.unit import Mention, Role
from desktop.domain.unit_list import format_units

_COLUMNS = (WORDING.key, UNITS.key, DEADLINE.key)
_TITLES = {c.key: c.title for c in ANNEX_COLUMNS}


@dataclass(frozen=True, slots=True)
class Differing:
    """A cell (key of an annex column) that says one thing in the annex and another in its tasks."""

    column: str
    title: str
    in_annex: str
    in_tasks: str


@dataclass(frozen=True, slots=True)
class _Cells:
    """Wording, units and deadlines of a row, or of several as one; `question` is what to ask about who leads."""

    wording: str
    units: Sequence[Mention]
    question: str
    deadlines: Sequence[Deadline]

    def said(self, column: str) -> str:
        if column == WORDING.key:
            return self.wording.strip().rstrip("。")
        if column == UNITS.key:
            return _parts(self.units)
        return deadline_text(self.deadlines)


def differences(book: Book, row: AnnexRow) -> list[Differing]:
    """Return the cells of an annex row that differ from those of its tasks taken together; none without tasks."""
    tasks = tasks_of(book, row)
    if not tasks:
        return []
    annex, text = _cells(book, [row]), _cells(book, tasks)
    return [
        Differing(column, _TITLES[column], annex.said(column), text.said(column))
        for column in _COLUMNS
        if annex.said(column) != text.said(column)
    ]


def take_to_annex(book: Book, row: AnnexRow, columns: Sequence[str] = _COLUMNS) -> ChangeSet:
    """改附件: give cells of the row (keys of annex columns) what its tasks say."""
    tasks = tasks_of(book, row)
    changes = [c for column in columns for c in _taken(book, tasks, row, column)] if tasks else []
    return change_set("改附件", changes)


def take_to_task(book: Book, row: AnnexRow, columns: Sequence[str] = _COLUMNS) -> ChangeSet:
    """改任务: give cells of the row's task what the row says; empty unless it has exactly one task."""
    tasks = tasks_of(book, row)
    if len(tasks) != 1:
        return ChangeSet("改任务", ())
    changes = [c for column in columns for c in _taken(book, [row], tasks[0], column)]
    return change_set("改任务", changes)


def copied_cell(book: Book, source: Row, target: Row, column: str) -> ChangeSet:
    """Give a row the wording, all units or the deadlines of another, with their roles and open questions.

    `column` is the key of an annex column; units are copied as a whole.
    """
    return change_set("复制", _taken(book, [source], target, column))


def link_task(book: Book, row: AnnexRow, task: Task) -> ChangeSet:
    """关联任务: say that an annex row comes from a task; empty where that is said already."""
    if any(link.task == task.key for link in book.links_of_row(row.key)):
        return ChangeSet("关联任务", ())
    return change_set("关联任务", [insert(Link(new_key(), row.key, task.key))])


def unlink_task(book: Book, row: AnnexRow, task: Task) -> ChangeSet:
    """取消关联: take that back; both rows stay as they are."""
    links = [link for link in book.links_of_row(row.key) if link.task == task.key]
    return change_set("取消关联", [delete(link) for link in links])


def _cells(book: Book, rows: Sequence[Row]) -> _Cells:
    units, question = united_units([book.assignments(r.key) for r in rows])
    return _Cells(
        joined_wordings(r.wording for r in rows) if len(rows) > 1 else rows[0].wording,
        units,
        question,
        united_phrases([book.deadlines(r.key) for r in rows]),
    )


def _parts(units: Sequence[Mention]) -> str:
    """Write units with their roles, where the list divides them."""
    leads = [m for m in units if m.role is Role.LEAD]
    if not leads:
        return format_units(list(units))
    rest = [m for m in units if m.role is not Role.LEAD]
    led = f"牵头：{format_units(_headed(leads))}"
    return f"{led}；配合：{format_units(_headed(rest))}" if rest else led


def _headed(units: list[Mention]) -> list[Mention]:
    """Leave out （牵头） behind a name: the word before the list says it."""
    return [replace(m, tail="" if m.tail.startswith(("（", "(")) else m.tail) for m in units]


def _taken(book: Book, sources: Sequence[Row], target: Row, column: str) -> Iterator[Change | None]:
    cells = _cells(book, sources)
    changes = list(_written(book, cells, target, column))
    if not changes:
        return
    yield from changes
    yield from settled(book, target, column, changes[0])
    # What was unsure on the one side is as unsure on the other.
    unsure = [
        Doubt(d.field, d.code, d.message, d.proposal)
        for source in sources
        for d in book.doubts(source.key)
        if d.field in DOUBT_FIELDS[column]
    ]
    if column == UNITS.key and cells.question:
        unsure.append(leads_differ(cells.question))
    yield from raised(book, target, unsure)


def _written(book: Book, cells: _Cells, target: Row, column: str) -> Iterator[Change]:
    if column == WORDING.key:
        change = update(target, replace(target, wording=cells.wording))
        if change is not None:
            yield change
    elif column == UNITS.key:
        old = book.assignments(target.key)
        yield from replaced(old, unit_records(target.key, old, cells.units))
    elif column == DEADLINE.key:
        past = book.deadlines(target.key)
        ranks = fresh_ranks(len(cells.deadlines))
        new = [
            replace(
                d,
                key=past[i].key if i < len(past) else new_key(),
                owner=target.key,
                order=rank,
            )
            for i, (d, rank) in enumerate(zip(cells.deadlines, ranks, strict=True))
        ]
        yield from replaced(past, new)
    else:
        raise KeyError(column)
