"""合并: neighbouring tasks become one. The first keeps its key; the others' keys lead to it (`Alias`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from desktop.domain.book import Book
from desktop.domain.changes import Change, ChangeSet, change_set, delete, insert, update
from desktop.domain.columns import TASK_EXTRAS
from desktop.domain.draft import Doubt
from desktop.domain.edits import doubt_record, in_role, mention_of
from desktop.domain.extras import extra_record, extras_of
from desktop.domain.ranks import fresh_ranks
from desktop.domain.records import (
    Alias,
    Assignment,
    Deadline,
    Link,
    Section,
    Task,
    new_key,
)
from desktop.domain.unit import Mention, Role
from desktop.domain.unit_rows import united
from desktop.support.errors import RefusedEdit

#: The code of the question which of several values of a further field holds: what such a field says stays inside.
FIELDS_DIFFER = "merge.fields_differ"

_TITLES = {c.key: c.title for c in TASK_EXTRAS}
_ENDS = "。；，"


def merge_tasks(book: Book, tasks: Sequence[Task]) -> ChangeSet:
    """Return the step that makes one task of several that stand next to one another.

    The first keeps its key, number and section. Span, wording, units, deadlines, annex rows and doubts are those of
    all, without doubles. Where they disagree who leads or in a further field, the first's holds and a doubt says so.
    Raises `RefusedEdit` for tasks that are not neighbours, of several policies, or of sections that do not stand under
    the same heading.
    """
    places = {task.key: place for place, task in enumerate(book.tasks)}
    tasks = sorted(tasks, key=lambda t: places[t.key])
    _check(book, tasks, places)
    first, *others = tasks
    start, end = min(t.start for t in tasks), max(t.end for t in tasks)
    clause = _clause(tasks, start, end)
    merged = replace(
        first,
        wording=joined_wordings(t.wording for t in tasks),
        text="\n".join(t.text for t in tasks if t.text),
        start=start,
        end=end,
        clause="\n".join(dict.fromkeys(t.clause for t in tasks if t.clause)),
        clause_start=clause.clause_start,
        clause_end=clause.clause_end,
    )
    changes: list[Change | None] = [update(first, merged)]
    changes.extend(_units(book, tasks))
    changes.extend(_deadlines(book, tasks))
    changes.extend(_doubts(book, tasks))
    changes.extend(_links(book, tasks))
    changes.extend(_extras(book, tasks))
    for task in others:
        changes.append(delete(task))
        changes.append(insert(Alias(new_key(), task.key, first.key)))
    return change_set(f"合并{len(tasks)}项任务", changes)


def joined_wordings(wordings: Iterable[str]) -> str:
    """Join wordings by ；, each once; a single one stays as it is."""
    said = list(dict.fromkeys(w.strip() for w in wordings if w.strip()))
    return "；".join([*(w.rstrip(_ENDS) for w in said[:-1]), *said[-1:]])


def united_units(lists: Sequence[Sequence[Assignment]]) -> tuple[list[Mention], str]:
    """Unite units: the first list that has any decides who leads; return what to ask where another says otherwise."""
    named = [[mention_of(a) for a in units] for units in lists if units]
    leads = [tuple(m.name for m in units if m.role is Role.LEAD) for units in named]
    units = united(named)
    if not units:
        return [], ""
    own = {m.name for m in named[0]}
    rest = Role.PARTICIPANT if leads[0] else Role.RESPONSIBLE
    mixed = len({frozenset(names) for names in leads}) > 1
    if mixed or not leads[0]:
        units = [m if m.name in own else in_role(m, rest) for m in units]
    if not mixed:
        return units, ""
    said = "；".join("、".join(names) or "不分牵头" for names in dict.fromkeys(leads))
    present = f"现由“{'、'.join(leads[0])}”牵头" if leads[0] else "现不分牵头、配合"
    return units, f"几项任务的牵头单位不同（{said}），{present}，请确定"


def leads_differ(question: str) -> Doubt:
    """Return the doubt that asks what `united_units` wants to know."""
    return Doubt("role", "merge.leads_differ", question)


def united_phrases(lists: Sequence[Sequence[Deadline]]) -> list[Deadline]:
    """Unite deadlines in order, each phrase once; they keep keys and owners."""
    found: dict[str, Deadline] = {}
    for deadlines in lists:
        for deadline in deadlines:
            found.setdefault(deadline.text, deadline)
    return list(found.values())


def _check(book: Book, tasks: Sequence[Task], places: dict[str, int]) -> None:
    if len(tasks) < 2:
        raise RefusedEdit("edit.merge_one")
    if len({t.policy for t in tasks}) > 1:
        raise RefusedEdit("edit.merge_policies")
    if len({t.section for t in tasks}) > 1:
        # An item that has one task is often a section of its own: those under one heading are alike.
        sections = [book.find(Section, t.section) if t.section else None for t in tasks]
        if len({s.parent if s is not None else "" for s in sections}) > 1:
            raise RefusedEdit("edit.merge_sections")
    if places[tasks[-1].key] - places[tasks[0].key] != len(tasks) - 1:
        raise RefusedEdit("edit.merge_apart")


def _clause(tasks: Sequence[Task], start: int, end: int) -> Task:
    """Return the task whose clause is lit: the last that does not lie within the joined span, so that all is seen."""
    with_clause = [t for t in tasks if t.clause_end > t.clause_start]
    outside = [t for t in with_clause if not start <= t.clause_start < end]
    return (outside or with_clause or list(tasks))[-1]


def _units(book: Book, tasks: Sequence[Task]) -> Iterator[Change | None]:
    first = tasks[0]
    old = [a for t in tasks for a in book.assignments(t.key)]
    units, question = united_units([book.assignments(t.key) for t in tasks])
    records: dict[str, Assignment] = {}
    for assignment in old:
        records.setdefault(assignment.name, assignment)
    kept = {records[u.name].key for u in units}
    for assignment in old:
        if assignment.key not in kept:
            yield delete(assignment)
    for unit, rank in zip(units, fresh_ranks(len(units)), strict=True):
        record = records[unit.name]
        yield update(
            record,
            replace(record, owner=first.key, order=rank, role=unit.role.value, tail=unit.tail),
        )
    if question:
        yield insert(doubt_record(first.key, leads_differ(question)))


def _deadlines(book: Book, tasks: Sequence[Task]) -> Iterator[Change | None]:
    kept = united_phrases([book.deadlines(t.key) for t in tasks])
    for task in tasks:
        for deadline in book.deadlines(task.key):
            if deadline not in kept:
                yield delete(deadline)
    for deadline, rank in zip(kept, fresh_ranks(len(kept)), strict=True):
        yield update(deadline, replace(deadline, owner=tasks[0].key, order=rank))


def _doubts(book: Book, tasks: Sequence[Task]) -> Iterator[Change | None]:
    """Let every question go on, the same one once."""
    asked: set[tuple[str, str, str]] = set()
    for task in tasks:
        for doubt in book.doubts(task.key, settled=True):
            question = (doubt.code, doubt.message, doubt.settled)
            if question in asked:
                yield delete(doubt)
            else:
                yield update(doubt, replace(doubt, owner=tasks[0].key))
            asked.add(question)


def _links(book: Book, tasks: Sequence[Task]) -> Iterator[Change | None]:
    linked: set[str] = set()
    for task in tasks:
        for link in book.links_of_task(task.key):
            if link.annex_row in linked:
                yield delete(link)
            else:
                yield update(link, Link(link.key, link.annex_row, tasks[0].key))
            linked.add(link.annex_row)


def _extras(book: Book, tasks: Sequence[Task]) -> Iterator[Change | None]:
    first = tasks[0]
    kept = {e.name: e.value for e in extras_of(book, first.key)}
    differing: list[str] = []
    for task in tasks[1:]:
        for other in extras_of(book, task.key):
            yield delete(other)
            if other.name not in kept:
                kept[other.name] = other.value
                yield insert(extra_record(first.key, other.name, other.value))
            elif kept[other.name] != other.value:
                differing.append(_TITLES[other.name])
    question = _fields_differ(dict.fromkeys(differing))
    if differing and all(d.message != question.message for t in tasks for d in book.doubts(t.key)):
        yield insert(doubt_record(first.key, question))


def _fields_differ(titles: Iterable[str]) -> Doubt:
    """Ask about fields without a word of what they say: names and telephone numbers do not belong in a question."""
    message = f"合并的任务{'、'.join(titles)}不同，保留了前一项的，其余的见修改记录，请核对"
    return Doubt("task", FIELDS_DIFFER, message)
