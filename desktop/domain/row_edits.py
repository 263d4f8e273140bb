"""What a clerk does with whole rows, as change sets: list in the annex, move, remove, add."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from desktop.domain.book import Book
from desktop.domain.changes import Change, ChangeSet, change_set, delete, insert, update
from desktop.domain.edits import Row, assignment_of, surroundings
from desktop.domain.extras import extras_of
from desktop.domain.ranks import fresh_ranks, with_room
from desktop.domain.records import AnnexRow, Link, Policy, Task, new_key
from desktop.domain.unit import UnitDirectory
from desktop.domain.unit_list import parse_units


def list_in_annex(book: Book, tasks: Sequence[Task]) -> ChangeSet:
    """列入附件: give each task that has no annex row one of its own, in the tasks' order, linked to it."""
    changes: list[Change] = []
    added = book
    for task in sorted(tasks, key=lambda t: t.order):
        if added.links_of_task(task.key):
            continue
        step = change_set("列入附件", _new_row(added, task))
        added = added.applied(step)
        changes.extend(step.changes)
    return ChangeSet("列入附件", tuple(changes))


def _new_row(book: Book, task: Task) -> Iterator[Change | None]:
    rows = book.annex
    place = _place_in_annex(book, task)
    rank, renumbered = room(rows, place)
    yield from renumbered
    row = AnnexRow(new_key(), task.policy, rank, None, task.wording, task.start, task.end)
    yield insert(row)
    yield insert(Link(new_key(), row.key, task.key))
    for assignment in book.assignments(task.key):
        yield insert(replace(assignment, key=new_key(), owner=row.key))
    for deadline in book.deadlines(task.key):
        yield insert(replace(deadline, key=new_key(), owner=row.key))
    for doubt in book.doubts(task.key):
        yield insert(replace(doubt, key=new_key(), owner=row.key))


def room(rows: Sequence[Row], place: int) -> tuple[int, list[Change | None]]:
    """Return the rank of a new row at `place`, and what gives its neighbours new ranks where it needs room."""
    rank, ranks = with_room([r.order for r in rows], place)
    return rank, [update(rows[n], replace(rows[n], order=order)) for n, order in ranks.items()]


def _place_in_annex(book: Book, task: Task) -> int:
    """After the last row that comes from an earlier task, else at the end of an annex without links."""
    rows = book.annex
    for place in range(len(rows), 0, -1):
        for link in book.links_of_row(rows[place - 1].key):
            source = book.find(Task, link.task)
            if source is not None and source.order < task.order:
                return place
    return 0 if any(book.links_of_row(r.key) for r in book.annex) else len(book.annex)


def remove_rows(book: Book, rows: Sequence[Row]) -> ChangeSet:
    """删除任务 or 移出附件: remove rows with everything that hangs on them."""
    what = "移出附件" if rows and isinstance(rows[0], AnnexRow) else "删除任务"
    changes: list[Change] = []
    for row in rows:
        links = book.links_of_task(row.key) if isinstance(row, Task) else book.links_of_row(row.key)
        changes.extend(delete(link) for link in links)
        changes.extend(delete(a) for a in book.assignments(row.key))
        changes.extend(delete(d) for d in book.deadlines(row.key))
        changes.extend(delete(d) for d in book.doubts(row.key, settled=True))
        changes.extend(delete(e) for e in extras_of(book, row.key))
        changes.append(delete(row))
    return ChangeSet(what, tuple(changes))


def move_rows(book: Book, rows: Sequence[Row], step: int) -> ChangeSet:
    """上移 (`step` -1) or 下移 (+1): change places with the neighbour, the rows keeping together."""
    if not rows:
        return ChangeSet("移动", ())
    siblings: list[Row] = list(book.tasks) if isinstance(rows[0], Task) else list(book.annex)
    moved = {r.key for r in rows}
    order = [r.key for r in siblings]
    places = [i for i, key in enumerate(order) if key in moved]
    edge = places[0] if step < 0 else places[-1]
    if not 0 <= edge + step < len(order):
        return ChangeSet("移动", ())
    for place in places if step < 0 else reversed(places):
        order[place], order[place + step] = order[place + step], order[place]
    ranks = [r.order for r in siblings]
    by_key = {r.key: r for r in siblings}
    changes = (
        update(by_key[k], replace(by_key[k], order=rank))
        for k, rank in zip(order, ranks, strict=True)
        if by_key[k].order != rank
    )
    return change_set("上移" if step < 0 else "下移", changes)


def add_task(
    book: Book,
    policy: Policy,
    task: Task,
    directory: UnitDirectory,
    units: str = "",
    *,
    place: int | None = None,
) -> ChangeSet:
    """设为任务: add a task that the clerk marked in the source, with the units typed for it, if any.

    It comes to stand at `place` (0 to their number) among the book's tasks, its neighbours making room where they must;
    without one, where its own `order` puts it.
    """
    renumbered: list[Change | None] = []
    if place is not None:
        rank, renumbered = room(book.tasks, place)
        task = replace(task, order=rank)
    around = surroundings(book, task, directory)
    mentions = parse_units(units, directory, around.region) if units else ()
    changes = [*renumbered, insert(replace(task, policy=policy.key))]
    for mention, rank in zip(mentions, fresh_ranks(len(mentions)), strict=True):
        changes.append(insert(assignment_of(task.key, mention, rank)))
    return change_set("设为任务", changes)
