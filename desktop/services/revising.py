"""Taking a revised policy into a book: one undo step that keeps the tasks' keys and the clerk's edits.

The new version comes in as a policy of its own beside the old one; the tasks that both have go over to it. What the
new version no longer has stays with the old one and is asked about. Annex rows and links are not touched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from desktop.domain.book import Book
from desktop.domain.cells import deadline_text, units_text
from desktop.domain.changes import Change, ChangeSet, change_set, delete, insert, update
from desktop.domain.columns import DEADLINE, UNITS, WORDING
from desktop.domain.draft import Doubt, Draft, DraftTask, LeadRuleKind
from desktop.domain.edits import doubt_record
from desktop.domain.placing import placed
from desktop.domain.records import (
    AnnexRow,
    Assignment,
    Deadline,
    DoubtRecord,
    Policy,
    Record,
    Revision,
    new_key,
)
from desktop.domain.revising import KeptTask, Revised, carry_over
from desktop.domain.three_ways import CellOutcome, Outcome, Values, divides_as, drafted
from desktop.domain.unit_list import format_units
from desktop.services.importing import (
    Reading,
    policy_changes,
    policy_record,
    section_changes,
    task_changes,
    task_record,
)

CONFLICT = "revision.conflict"
DROPPED = "revision.dropped"
REMOVED = "revision.removed"
ANNEX = "revision.annex"

_COLUMN_OF_FIELD = {
    "wording": WORDING.key,
    "units": UNITS.key,
    "role": UNITS.key,
    "deadline": DEADLINE.key,
}
_HEAD_FIELDS = ("title", "doc_number", "issuer")
_STAYS = (Outcome.CLERK, Outcome.CONFLICT)


def revise_step(
    book: Book, policy_key: str, reading: Reading, read: Mapping[str, Record], now: datetime
) -> tuple[ChangeSet, Mapping[str, bytes], Revised]:
    """Return the step that takes in `reading` as the new version of a policy, its blobs by digest, and what it means.

    `read` are the records as they were last read (`desktop.domain.readings`). `now` carries its offset. Raises
    `KeyError` for a policy that is not in the book.
    """
    old = book.get(Policy, policy_key)
    revised = carry_over(read, book, policy_key, reading.draft)
    fresh, blobs = policy_record(book, reading, now)
    policy, questions = _carried_head(read.get(policy_key), old, fresh)
    questions = [*questions, *_policy_doubts(revised, read, reading.draft)]
    changes = [
        *_policy(book, old, policy, fresh, reading, questions),
        insert(Revision(new_key(), policy.key, old.key)),
        *_tasks(book, policy, reading.draft, revised),
    ]
    return change_set(f"导入新稿《{policy.title}》", changes), blobs, revised


def _carried_head(
    read: Record | None, clerk: Policy, new: Policy
) -> tuple[Policy, Sequence[Doubt]]:
    """Carry the clerk's corrections of title, number and issuer over to the new version."""
    if not isinstance(read, Policy):
        return new, ()
    doubts: list[Doubt] = []
    kept: dict[str, str | None] = {}
    for name in _HEAD_FIELDS:
        was, own, is_now = (getattr(policy, name) for policy in (read, clerk, new))
        if own in (was, is_now):
            continue
        kept[name] = own
        if is_now != was:
            doubts.append(
                Doubt(name, CONFLICT, _conflict(was or "", own or "", is_now or ""), is_now)
            )
    return Policy.from_values(new.key, new.values() | kept), doubts


def _policy(
    book: Book,
    old: Policy,
    policy: Policy,
    fresh: Policy,
    reading: Reading,
    questions: Sequence[Doubt],
) -> Iterator[Change | None]:
    """Insert the new version with its headings; what the clerk has answered once is not asked again."""
    kept = {name for name in _HEAD_FIELDS if getattr(policy, name) != getattr(fresh, name)}
    answered = {
        _question(d) for d in book.doubts(old.key, settled=True) if d.settled == "dismissed"
    }
    for change in policy_changes(policy, reading):
        if change.kind == DoubtRecord.kind:
            assert change.after is not None
            doubt = DoubtRecord.from_values(change.key, change.after)
            if doubt.field in kept or _question(doubt) in answered:
                continue
        yield change
    for question in questions:
        yield insert(doubt_record(policy.key, question))
    for doubt in book.doubts(old.key):
        yield _settled(doubt)  # of a text that no longer holds; the new one has raised its own


def _policy_doubts(revised: Revised, read: Mapping[str, Record], draft: Draft) -> Iterator[Doubt]:
    for task in revised.removed:
        if task.changed:
            message = f"曾删除的任务“{task.wording}”在新稿中有改动，没有恢复，请核对"
            yield Doubt("task", REMOVED, message)
    before, after = _read_annex(revised.policy, read), _drafted_annex(draft)
    gone, come = (before - after).total(), (after - before).total()
    if gone or come:
        message = (
            f"新稿附件中有{come}项为新增或有改动，原附件有{gone}项与新稿不同，附件没有改动，请核对"
        )
        yield Doubt("annex", ANNEX, message)


def _read_annex(policy: str, read: Mapping[str, Record]) -> Counter[Hashable]:
    """Count the rows of the old annex as they were read, by their cells."""
    rows = [r for r in read.values() if isinstance(r, AnnexRow) and r.policy == policy]
    units: dict[str, list[Assignment]] = {r.key: [] for r in rows}
    deadlines: dict[str, list[Deadline]] = {r.key: [] for r in rows}
    for record in read.values():
        if isinstance(record, Assignment) and record.owner in units:
            units[record.owner].append(record)
        elif isinstance(record, Deadline) and record.owner in deadlines:
            deadlines[record.owner].append(record)
    return Counter(
        (
            row.wording,
            units_text(sorted(units[row.key], key=lambda a: a.order)),
            deadline_text(sorted(deadlines[row.key], key=lambda d: d.order)),
        )
        for row in rows
    )


def _drafted_annex(draft: Draft) -> Counter[Hashable]:
    return Counter(
        (row.wording, format_units(row.units), "；".join(d.text for d in row.deadlines))
        for table in draft.tables
        for row in table.rows
    )


def _tasks(book: Book, policy: Policy, draft: Draft, revised: Revised) -> Iterator[Change | None]:
    sections = [new_key() for _ in draft.sections]
    yield from section_changes(policy, draft, sections)
    ranks = placed(book.tasks, revised.order)
    kept = {task.key: task for task in revised.kept}
    for old in book.tasks:
        if old.key not in kept:
            yield update(old, replace(old, order=ranks[old.key]))
            continue
        task, outcome = draft.tasks[kept[old.key].place], kept[old.key].outcome(WORDING.key)
        record = task_record(old.key, policy, task, ranks[old.key], sections)
        if outcome in _STAYS:
            record = replace(record, wording=old.wording)
        yield update(old, record)
        yield from _cells(book, kept[old.key], drafted(task, old.key))
        yield from _doubts(book, policy, kept[old.key], task)
    for place in revised.added:
        task = draft.tasks[place]
        yield from task_changes(task_record(new_key(), policy, task, ranks[place], sections), task)
    for key in revised.dropped:
        yield insert(doubt_record(key, _dropped(policy, own=key in revised.own)))


def _cells(book: Book, task: KeptTask, new: Values) -> Iterator[Change]:
    """Write units and deadlines where the new reading holds.

    Such a cell is written as a whole, so that the step alone tells how it was read; a unit keeps its key by its name.
    """
    if task.outcome(UNITS.key) is Outcome.NEW:
        old = book.assignments(task.key)
        yield from (delete(unit) for unit in old)
        keys: dict[str, list[str]] = {}
        for unit in old:
            keys.setdefault(unit.name, []).append(unit.key)
        for unit in new.units:
            free = keys.get(unit.name)
            yield insert(replace(unit, key=free.pop(0)) if free else unit)
    if task.outcome(DEADLINE.key) is Outcome.NEW:
        before = book.deadlines(task.key)
        yield from (delete(deadline) for deadline in before)
        for place, deadline in enumerate(new.deadlines):
            keeps = place < len(before)
            yield insert(replace(deadline, key=before[place].key) if keeps else deadline)


def _doubts(book: Book, policy: Policy, kept: KeptTask, task: DraftTask) -> Iterator[Change | None]:
    """Settle what is no question any more and raise what the new reading asks, but for cells that stay the clerk's."""
    outcomes = {cell.column: cell.outcome for cell in kept.cells}

    def of(field: str) -> Outcome:
        return outcomes.get(_COLUMN_OF_FIELD.get(field, ""), Outcome.NEW)

    asked = {_question(d) for d in task.doubts}
    standing: set[Hashable] = set()
    for doubt in book.doubts(kept.key, settled=True):
        if doubt.settled:
            if doubt.settled == "dismissed":
                standing.add(_question(doubt))
            continue
        outcome = of(doubt.field)
        replaced = doubt.code == CONFLICT and outcome is Outcome.CONFLICT
        if (outcome in _STAYS and not replaced) or _question(doubt) in asked:
            standing.add(_question(doubt))
        else:
            yield _settled(doubt)
    for raised in task.doubts:
        if of(raised.field) not in _STAYS and _question(raised) not in standing:
            yield insert(doubt_record(kept.key, raised))
    for cell in kept.cells:
        if cell.outcome is Outcome.CONFLICT:
            proposal = _proposal(book, policy, kept, cell, task)
            message = _conflict(cell.old, cell.clerk, cell.new)
            yield insert(doubt_record(kept.key, Doubt(cell.column, CONFLICT, message, proposal)))


def _proposal(
    book: Book, policy: Policy, kept: KeptTask, cell: CellOutcome, task: DraftTask
) -> str | None:
    """Return what the cell would hold if the clerk took the new version's; None where one text cannot say it."""
    if cell.column != UNITS.key:
        return cell.new
    first = policy.lead_rule == LeadRuleKind.FIRST_LISTED
    new, clerk = drafted(task, kept.key).units, book.assignments(kept.key)
    return units_text(new) if divides_as(new, clerk, first=first) else None


def _question(doubt: Doubt | DoubtRecord) -> Hashable:
    return doubt.field, doubt.code, doubt.message


def _settled(doubt: DoubtRecord) -> Change | None:
    return update(doubt, replace(doubt, settled="edited"))


def _conflict(old: str | None, clerk: str, new: str) -> str:
    known = "" if old is None else f"原稿为“{old or '（空）'}”，"
    return (
        f"{known}人工{'填写' if old is None else '改'}为“{clerk or '（空）'}”，新稿为“{new or '（空）'}”，"
        "现保留人工的，请确定"
    )


def _dropped(policy: Policy, *, own: bool) -> Doubt:
    if own:
        message = f"新稿《{policy.title}》中没有读出这项人工添加的任务，请确定保留还是删除"
    else:
        message = f"新稿《{policy.title}》中没有这项任务，请确定保留还是删除"
    return Doubt("task", DROPPED, message)
