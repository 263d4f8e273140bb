"""A revised policy in three turns: what it would do to the open book, the clerk's yes, one undo step.

The plan holds the very step that it tells of, so what was shown is what is done. `desktop.services.revising` makes it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from desktop.domain.book import Book
from desktop.domain.cells import deadline_text
from desktop.domain.changes import ChangeSet
from desktop.domain.columns import WORDING
from desktop.domain.draft import DraftTask
from desktop.domain.records import Policy, Task
from desktop.domain.revising import KeptTask, Revised, same_matter
from desktop.domain.three_ways import Outcome, units_words
from desktop.services.desk import Desk
from desktop.services.importing import Reading
from desktop.services.revising import ANNEX, CONFLICT, revise_step
from desktop.support.errors import StaleChange, WorkbookError

#: Below this share of the shorter version's tasks (0 to 1) the two share too little to be versions of one policy.
_LEAST_SHARED = 1 / 3
#: The name, in `Line.column`, of a task's text, which is no cell of the table.
TEXT = "text"


class Effect(StrEnum):
    """What becomes of a task or cell: asked about, changed, new, not in the new version, or deleted and left so."""

    CONFLICT = "conflict"
    CHANGED = "changed"
    ADDED = "added"
    DROPPED = "dropped"
    REMOVED = "removed"


_EFFECTS = {Outcome.CONFLICT: Effect.CONFLICT, Outcome.NEW: Effect.CHANGED}


class Warned(StrEnum):
    """Why the new version may be none.

    Hardly a task in common and another title and number; only the one or only the other.
    """

    OTHER_DOCUMENT = "other_document"
    LITTLE_SHARED = "little_shared"
    OTHER_HEAD = "other_head"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that the new version brings. `before` is the book's text, `after` the new version's.

    `number` is the task's place from 1: in the book as it is, for an added one as it will be, None for a deleted one.
    `column` (wording, units, deadline or `TEXT`) is None where the whole task is meant.
    """

    effect: Effect
    number: int | None
    wording: str
    column: str | None = None
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a new version does. All counts are tasks, but `conflicts`, which are cells.

    `unchanged` and `changed` do not count a task whose only difference is a conflict. `shared` is how many tasks both
    versions have; `notes` are the questions on the document as a whole, in Chinese.
    """

    title: str
    earlier: str
    unchanged: int
    changed: int
    added: int
    dropped: int
    conflicts: int
    shared: int
    lines: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()
    warned: Warned | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A step made for `book`, what it refers to, and what it means. `policy` is the key of the new version."""

    book: Book
    step: ChangeSet
    blobs: Mapping[str, bytes]
    policy: str
    summary: Summary


def holds(book: Book, read: Reading) -> bool:
    """Say whether the book has the very file already, as a policy or as an earlier version of one."""
    digest = hashlib.sha256(read.original).hexdigest()
    return any(policy.original == digest for policy in book.policies)


def earlier_versions(book: Book, read: Reading) -> list[Policy]:
    """Return the book's current policies that a document may be a new version of: the same number or title."""
    return [p for p in book.current_policies if same_matter(p, read.draft.head)]


def plan_revision(desk: Desk, policy_key: str, read: Reading) -> Plan:
    """Return what taking in `read` as the new version of a policy would do; nothing is written.

    Raises `KeyError` for a policy that is not in the book, and `WorkbookError`: ``workbook.has_version`` where the
    book holds the very same file already.
    """
    book = desk.book
    earlier = book.get(Policy, policy_key)
    if holds(book, read):
        raise WorkbookError("workbook.has_version")
    now = datetime.now(UTC).astimezone()
    step, blobs, revised = revise_step(book, policy_key, read, desk.readings(), now)
    after = book.applied(step)
    (policy,) = (p for p in after.policies if book.find(Policy, p.key) is None)
    return Plan(
        book, step, blobs, policy.key, _summary(book, after, earlier, policy, read, revised)
    )


def adopt(desk: Desk, plan: Plan) -> None:
    """Show a planned step and send it to the disk, as one undo step.

    Raises as `Desk.submit` does; `StaleChange` also where the book is another by now than the one planned for.
    """
    _check_still(desk, plan)
    desk.submit(plan.step, plan.blobs)


def _check_still(desk: Desk, plan: Plan) -> None:
    """Refuse a step whose preview may no longer hold, also where it would still fit."""
    if desk.book is not plan.book and desk.book.tables != plan.book.tables:
        raise StaleChange("stale.preview")


def _summary(
    book: Book, after: Book, earlier: Policy, policy: Policy, read: Reading, revised: Revised
) -> Summary:
    lines = sorted(
        _lines(book, after, read, revised), key=lambda line: list(Effect).index(line.effect)
    )
    counts = Counter(line.effect for line in lines)
    changed = {n.number for n in lines if n.effect is Effect.CHANGED}
    asked = {n.number for n in lines if n.effect is Effect.CONFLICT}
    shared = len(revised.kept) + len(revised.removed)
    return Summary(
        title=policy.title,
        earlier=earlier.title,
        unchanged=len(revised.kept) - len(changed | asked),
        changed=len(changed),
        added=counts[Effect.ADDED],
        dropped=counts[Effect.DROPPED],
        conflicts=counts[Effect.CONFLICT],
        shared=shared,
        lines=tuple(lines),
        notes=tuple(d.message for d in after.doubts(policy.key) if d.code in (ANNEX, CONFLICT)),
        warned=_warned(earlier, read, revised, shared),
    )


def _warned(earlier: Policy, read: Reading, revised: Revised, shared: int) -> Warned | None:
    """Judge by tasks and head together: a title may be misread or renamed, and a draft may be rewritten."""
    before = shared + len(revised.dropped) - len(revised.own)
    little = before > 0 and shared <= min(before, len(read.draft.tasks)) * _LEAST_SHARED
    if same_matter(earlier, read.draft.head):
        return Warned.LITTLE_SHARED if little else None
    return Warned.OTHER_DOCUMENT if little else Warned.OTHER_HEAD


def _lines(book: Book, after: Book, read: Reading, revised: Revised) -> Iterator[Line]:
    places = {task.key: number for number, task in enumerate(book.tasks, start=1)}
    for kept in sorted(revised.kept, key=lambda k: places[k.key]):
        task = book.get(Task, kept.key)
        yield from _of_kept(task, places[kept.key], kept, read.draft.tasks[kept.place])
    for number, task in enumerate(after.tasks, start=1):
        if task.key not in places:
            yield Line(Effect.ADDED, number, task.wording, after=_cells(after, task))
    for key in sorted(revised.dropped, key=places.__getitem__):
        task = book.get(Task, key)
        yield Line(Effect.DROPPED, places[key], task.wording, before=_cells(book, task))
    for removed in revised.removed:
        yield Line(Effect.REMOVED, None, removed.wording)


def _of_kept(task: Task, number: int, kept: KeptTask, new: DraftTask) -> Iterator[Line]:
    """Tell the cells that both changed or that follow the new version; a text that changed behind them by itself."""
    told: set[str] = set()
    for cell in kept.cells:
        effect = _EFFECTS.get(cell.outcome)
        if effect is not None:
            told.add(cell.column)
            yield Line(effect, number, task.wording, cell.column, cell.clerk, cell.new)
    if task.text != new.text and WORDING.key not in told:
        yield Line(Effect.CHANGED, number, task.wording, TEXT, task.text, new.text)


def _cells(book: Book, task: Task) -> str:
    parts = (units_words(book.assignments(task.key)), deadline_text(book.deadlines(task.key)))
    return "，".join(part for part in parts if part)
