"""A revised policy: the tasks of its new version beside those of the old one, and what becomes of the clerk's edits.

Each cell is looked at three ways: as the old version was read, as the clerk has it now, as the new version is read.
Nothing is decided against the clerk: where both have changed a cell differently, the clerk's stays and is asked about.
How the outcome becomes one step is `desktop.services.revising`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from desktop.domain.book import Book
from desktop.domain.draft import Draft, DraftTask
from desktop.domain.matching import TaskWords, match
from desktop.domain.records import Assignment, Deadline, Policy, Record, Task
from desktop.domain.three_ways import CellOutcome, Outcome, Values, decide, drafted

_MARKS = re.compile(r"[^0-9a-z\u3400-\u9fff\U00020000-\U0003ffff]")
_BRACKETED_END = re.compile(r"[（(〔\[【][^（(〔\[【]*(?:稿|版|修订|修正|修改)[）)〕\]】]$")


class Head(Protocol):
    """What tells a policy: a `PolicyHead` as read, or a `Policy` of a book."""

    @property
    def title(self) -> str:
        """The title, or what was taken for it."""

    @property
    def doc_number(self) -> str | None:
        """发文字号, as printed."""


def same_matter(one: Head, other: Head) -> bool:
    """Say whether two policies are versions of one: the same 发文字号 or the same title.

    Brackets, spaces, punctuation and width do not count, nor a bracket that names the version (征求意见稿, 2018年修订).
    """
    numbers = [_bare(head.doc_number or "") for head in (one, other)]
    titles = [_bare(_BRACKETED_END.sub("", head.title.strip())) for head in (one, other)]
    return bool((numbers[0] and numbers[0] == numbers[1]) or (titles[0] and titles[0] == titles[1]))


def _bare(text: str) -> str:
    """Return the letters and figures of a text, for comparing only: what is stored is never rewritten."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text).lower())


@dataclass(frozen=True, slots=True)
class KeptTask:
    """A task of the book that the new version has too, at `place` in its draft."""

    key: str
    place: int
    cells: tuple[CellOutcome, ...]

    def outcome(self, column: str) -> Outcome:
        """Return what becomes of a cell. Raises `KeyError` for a column that is none of the three."""
        for cell in self.cells:
            if cell.column == column:
                return cell.outcome
        raise KeyError(column)


@dataclass(frozen=True, slots=True)
class RemovedTask:
    """A task that the clerk had deleted and the new version still has; `changed` where it says something else now."""

    key: str
    place: int
    wording: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Revised:
    """What a new version means for the tasks of `policy` (the old version's key).

    `kept` stands in the order of the new draft. `added` are places in it. `dropped` are keys of tasks that the new
    version does not have, `own` those among them that the clerk had made by hand. `removed` stay deleted. `order` are
    the tasks as they are to stand: keys, and places for the added ones.
    """

    policy: str
    kept: tuple[KeptTask, ...] = ()
    added: tuple[int, ...] = ()
    dropped: tuple[str, ...] = ()
    own: frozenset[str] = frozenset()
    removed: tuple[RemovedTask, ...] = ()
    order: tuple[str | int, ...] = ()

    @property
    def conflicts(self) -> tuple[tuple[str, CellOutcome], ...]:
        """The cells that both have changed, with their tasks' keys."""
        return tuple(
            (task.key, cell)
            for task in self.kept
            for cell in task.cells
            if cell.outcome is Outcome.CONFLICT
        )


@dataclass(frozen=True, slots=True)
class _OldReading:
    """The old version as it was read: its tasks in order, and their cells."""

    tasks: Mapping[str, Task]
    values: Mapping[str, Values] = field(default_factory=dict)

    @classmethod
    def of(cls, read: Mapping[str, Record], policy: str) -> _OldReading:
        units: defaultdict[str, list[Assignment]] = defaultdict(list)
        deadlines: defaultdict[str, list[Deadline]] = defaultdict(list)
        tasks = [r for r in read.values() if isinstance(r, Task) and r.policy == policy]
        for record in read.values():
            if isinstance(record, Assignment):
                units[record.owner].append(record)
            elif isinstance(record, Deadline):
                deadlines[record.owner].append(record)
        # By their place in the text: ranks are the clerk's as well, the text's order is not.
        tasks.sort(key=lambda t: (t.start, t.clause_start, t.key))
        values = {
            t.key: Values(
                t.wording,
                sorted(units[t.key], key=lambda a: a.order),
                sorted(deadlines[t.key], key=lambda d: d.order),
            )
            for t in tasks
        }
        return cls({t.key: t for t in tasks}, values)


def carry_over(
    read: Mapping[str, Record], clerk_book: Book, policy_key: str, new_draft: Draft
) -> Revised:
    """Return what the new version means for the policy's tasks in the clerk's book.

    `read` are the records as the old version was read, by key (what its import inserted). A task without one there was
    made by the clerk. Raises `KeyError` for a policy that is not in the book.
    """
    clerk_book.get(Policy, policy_key)
    reading = _OldReading.of(read, policy_key)
    present = {t.key: t for t in clerk_book.tasks if t.policy == policy_key}
    # Those the clerk deleted take part in the matching, else they would come back as new ones.
    candidates = [
        *present.values(),
        *(t for key, t in reading.tasks.items() if key not in present),
    ]
    matching = match(
        [_words_of(task, reading, clerk_book) for task in candidates],
        [_words_of_draft(task) for task in new_draft.tasks],
    )
    kept: list[KeptTask] = []
    removed: list[RemovedTask] = []
    for here, place in matching.pairs:
        key, task = candidates[here].key, new_draft.tasks[place]
        new, old = drafted(task, key), reading.values.get(key)
        if key in present:
            clerk = Values(
                present[key].wording, clerk_book.assignments(key), clerk_book.deadlines(key)
            )
            kept.append(KeptTask(key, place, decide(old, clerk, new)))
        else:
            assert old is not None
            changed = any(c.outcome is not Outcome.SAME for c in decide(old, old, new))
            changed = changed or task.text != reading.tasks[key].text
            removed.append(RemovedTask(key, place, task.wording, changed))
    dropped = tuple(
        candidates[here].key for here in matching.dropped if candidates[here].key in present
    )
    return Revised(
        policy_key,
        tuple(kept),
        matching.added,
        dropped,
        frozenset(key for key in dropped if key not in reading.tasks),
        tuple(removed),
        _order(list(present), kept, matching.added, dropped, reading),
    )


def _words_of(task: Task, reading: _OldReading, book: Book) -> TaskWords:
    values = reading.values.get(task.key)
    units = values.units if values else book.assignments(task.key)
    return TaskWords(
        task.number,
        values.wording if values else task.wording,
        task.text,
        task.clause,
        frozenset(a.name for a in units),
    )


def _words_of_draft(task: DraftTask) -> TaskWords:
    units = frozenset(mention.name for mention in task.units)
    return TaskWords(task.number, task.wording, task.text, task.clause, units)


def _order(
    present: Sequence[str],
    kept: Sequence[KeptTask],
    added: Sequence[int],
    dropped: Sequence[str],
    reading: _OldReading,
) -> tuple[str | int, ...]:
    """Put the tasks in the new version's order, or in the clerk's own where the clerk had moved any of them.

    An added task stands behind the one before it in the new version; a dropped one behind the one before it now.
    """
    places = {task.place: task.key for task in kept}
    keys = set(places.values())
    sequence: list[str | int] = [task.key for task in kept]
    read_order = [key for key in reading.tasks if key in keys]
    if [key for key in present if key in keys and key in reading.tasks] != read_order:
        sequence = [key for key in present if key in keys]
    before: str | int | None = None
    for place in sorted([*places, *added]):
        if place not in places:
            sequence.insert(_after(sequence, before), place)
        before = places.get(place, place)
    gone = set(dropped)
    for index, key in enumerate(present):
        if key in gone:
            sequence.insert(_after(sequence, present[index - 1] if index else None), key)
    return tuple(sequence)


def _after(sequence: Sequence[str | int], before: str | int | None) -> int:
    return 0 if before is None else sequence.index(before) + 1
