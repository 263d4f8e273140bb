"""A workbook's contents as one immutable snapshot, and the applying of changes to it.

Threads hand snapshots about freely; a change makes a new one that shares what did not change. Storage applies the
same changes to the file by the same rule: every `before` must be what is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from desktop.domain.changes import Change, ChangeSet
from desktop.domain.indexes import (
    Differences,
    grouped,
    in_order,
    keeps_order,
    rank,
    regrouped,
    reordered,
)
from desktop.domain.records import (
    RECORD_TYPE,
    RECORD_TYPES,
    Alias,
    AnnexRow,
    Assignment,
    Deadline,
    DoubtRecord,
    Link,
    Policy,
    Record,
    Revision,
    Section,
    Task,
)
from desktop.domain.table import Table
from desktop.support.errors import StaleChange

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Book:
    """All records by kind and key. `lineage` names the workbook; a copy saved under a new name has another."""

    lineage: str
    tables: Mapping[str, Mapping[str, Record]] = field(default_factory=dict)

    @classmethod
    def of(cls, lineage: str, records: Iterable[Record]) -> Book:
        """Build a snapshot from records in any order."""
        tables: dict[str, dict[str, Record]] = {t.kind: {} for t in RECORD_TYPES}
        for record in records:
            tables[record.kind][record.key] = record
        return cls(lineage, {kind: Table(rows) for kind, rows in tables.items()})

    def applied(self, step: ChangeSet) -> Book:
        """Return the snapshot after `step`; what it costs hardly grows with the book.

        Raises `StaleChange` when a row is not as the step says it was; this snapshot stays as it is.
        """
        changed: dict[str, dict[str, Record | None]] = {}
        for change in step.changes:
            rows = changed.setdefault(change.kind, {})
            present = (
                rows[change.key]
                if change.key in rows
                else self.tables.get(change.kind, {}).get(change.key)
            )
            rows[change.key] = _applied(present, change)
        tables = dict(self.tables)
        for kind, rows in changed.items():
            table = tables.get(kind, {})
            tables[kind] = (table if isinstance(table, Table) else Table(table)).with_changes(rows)
        after = Book(self.lineage, tables)
        self._hand_over(after, changed)
        return after

    def _hand_over(self, after: Book, changed: Mapping[str, Mapping[str, Record | None]]) -> None:
        """Let a later snapshot have the lists and groups made for this one, as far as they still hold."""
        made = dict(self.__dict__)
        differences: dict[str, Differences] = {
            kind: {key: (self.tables.get(kind, {}).get(key), row) for key, row in rows.items()}
            for kind, rows in changed.items()
        }
        ready = after.__dict__
        for name, record_type in _LISTS.items():
            if name in made:
                found = differences.get(record_type.kind)
                ready[name] = made[name] if found is None else reordered(made[name], found)
        for name, (record_type, owner) in _GROUPS.items():
            if name in made:
                found = differences.get(record_type.kind)
                ready[name] = made[name] if found is None else regrouped(made[name], found, owner)
        moved = {kind for kind in _RANKED if not keeps_order(differences.get(kind, {}))}
        if "annex_numbers" in made and AnnexRow.kind not in moved:
            ready["annex_numbers"] = made["annex_numbers"]
        if "open_doubts" in made and not moved and DoubtRecord.kind not in changed:
            ready["open_doubts"] = made["open_doubts"]

    def prepare(self) -> None:
        """Make the lists and groups now that are else made when first asked for, in whichever thread that is."""
        for name in (*_LISTS, *_GROUPS, "annex_numbers", "open_doubts"):
            getattr(self, name)

    def get(self, record_type: type[R], key: str) -> R:
        """Return one record. Raises `KeyError` where there is none."""
        record = self.tables.get(record_type.kind, {})[key]
        assert isinstance(record, record_type)
        return record

    def find(self, record_type: type[R], key: str) -> R | None:
        """Return one record, or None."""
        record = self.tables.get(record_type.kind, {}).get(key)
        return record if isinstance(record, record_type) else None

    def all(self, record_type: type[R]) -> list[R]:
        """Return every record of a type, by `order` where it has one."""
        return in_order(self.each(record_type))

    def each(self, record_type: type[R]) -> Iterable[R]:
        """Return every record of a type, in no order."""
        records: Iterable[Any] = self.tables.get(record_type.kind, {}).values()
        return records

    @cached_property
    def policies(self) -> list[Policy]:
        """The policies in order."""
        return self.all(Policy)

    @cached_property
    def current_policies(self) -> list[Policy]:
        """The policies that no later version has taken the place of, in order."""
        replaced = {revision.earlier for revision in self.all(Revision)}
        return [policy for policy in self.policies if policy.key not in replaced]

    @cached_property
    def sections(self) -> list[Section]:
        """The headings in order."""
        return self.all(Section)

    @cached_property
    def tasks(self) -> list[Task]:
        """The tasks in order."""
        return self.all(Task)

    @cached_property
    def annex(self) -> list[AnnexRow]:
        """The annex rows in order; 序号 is the place in this list, from 1."""
        return self.all(AnnexRow)

    @cached_property
    def _assignments(self) -> Table[list[Assignment]]:
        return grouped(self.all(Assignment), "owner")

    @cached_property
    def _deadlines(self) -> Table[list[Deadline]]:
        return grouped(self.all(Deadline), "owner")

    @cached_property
    def _doubts(self) -> Table[list[DoubtRecord]]:
        return grouped(self.all(DoubtRecord), "owner")

    @cached_property
    def _rows_of_task(self) -> Table[list[Link]]:
        return grouped(self.all(Link), "task")

    @cached_property
    def _tasks_of_row(self) -> Table[list[Link]]:
        return grouped(self.all(Link), "annex_row")

    @cached_property
    def annex_numbers(self) -> Mapping[str, int]:
        """The 序号 of each annex row, by key."""
        return {row.key: index for index, row in enumerate(self.annex, start=1)}

    def assignments(self, owner: str) -> list[Assignment]:
        """Return the units of a task or annex row, in order."""
        return self._assignments.get(owner, [])

    def inherited(self, task: Task) -> list[Assignment]:
        """Return the units that the policy adds to every task by a sentence (…均为责任单位，以下不再列出).

        They are the policy's own assignments. A task that a clerk made by hand has none.
        """
        return self.assignments(task.policy) if task.clause else []

    def deadlines(self, owner: str) -> list[Deadline]:
        """Return the deadlines of a task or annex row, in order."""
        return self._deadlines.get(owner, [])

    def doubts(self, owner: str, *, settled: bool = False) -> list[DoubtRecord]:
        """Return the open doubts of a policy, task or annex row; with `settled` the others too."""
        return [d for d in self._doubts.get(owner, []) if settled or not d.settled]

    @cached_property
    def open_doubts(self) -> list[DoubtRecord]:
        """Every doubt still open, in the order of the table that its owner stands in."""
        found = [d for d in self.all(DoubtRecord) if not d.settled]
        return sorted(found, key=lambda d: self._place(d.owner))

    def _place(self, owner: str) -> tuple[int, int, str]:
        for number, kind in enumerate(_RANKED):
            record = self.tables.get(kind, {}).get(owner)
            if record is not None:
                return number, *rank(record)
        return len(_RANKED), 0, ""

    def links_of_task(self, task: str) -> list[Link]:
        """Return the links from a task to annex rows, by 序号."""
        numbers = self.annex_numbers
        return sorted(self._rows_of_task.get(task, []), key=lambda n: numbers.get(n.annex_row, 0))

    def links_of_row(self, row: str) -> list[Link]:
        """Return the links from an annex row to tasks, in the tasks' order."""
        tasks = self.tables.get(Task.kind, {})

        def place(link: Link) -> int:
            task = tasks.get(link.task)
            return task.order if isinstance(task, Task) else 0

        return sorted(self._tasks_of_row.get(row, []), key=place)

    def retired_into(self, key: str) -> list[str]:
        """Return the keys of the tasks or annex rows that go on in the one of `key`, by whatever steps (合并任务)."""
        found = [key]
        aliases = self.all(Alias)
        for into in found:  # grows as it is walked
            found.extend(a.retired for a in aliases if a.kept == into and a.retired not in found)
        return found[1:]

    def path(self, section: str | None) -> list[Section]:
        """Return the headings from the highest down to `section`; empty for None."""
        found: list[Section] = []
        while section is not None and len(found) < 16:
            here = self.find(Section, section)
            if here is None:
                break
            found.append(here)
            section = here.parent
        return found[::-1]


#: The tables in the order in which a clerk sees them.
_RANKED = (Policy.kind, Task.kind, AnnexRow.kind)

#: What a book keeps once it was asked for: lists in order, and groups by the field that names their owner.
_LISTS: Mapping[str, type[Record]] = {
    "policies": Policy,
    "sections": Section,
    "tasks": Task,
    "annex": AnnexRow,
}
_GROUPS: Mapping[str, tuple[type[Record], str]] = {
    "_assignments": (Assignment, "owner"),
    "_deadlines": (Deadline, "owner"),
    "_doubts": (DoubtRecord, "owner"),
    "_rows_of_task": (Link, "task"),
    "_tasks_of_row": (Link, "annex_row"),
}


def _applied(present: Record | None, change: Change) -> Record | None:
    """Return the row after the change; None where it is gone. Raises `StaleChange`."""
    if change.before is None:
        if present is not None or change.after is None:
            raise _stale("stale.exists", change, present)
        return RECORD_TYPE[change.kind].from_values(change.key, change.after)
    if present is None:
        raise _stale("stale.missing", change, None)
    values = present.values()
    differing = tuple(name for name, value in change.before.items() if values[name] != value)
    if differing:
        raise _stale("stale.differs", change, present, differing)
    if change.after is None:
        return None
    return RECORD_TYPE[change.kind].from_values(change.key, values | dict(change.after))


def _stale(
    reason: str, change: Change, present: Record | None, fields: tuple[str, ...] = ()
) -> StaleChange:
    """Return the error with what tells the place: keys and names of fields, never what stands in them."""
    values = dict(change.after or {}) | dict(change.before or {})
    if present is not None:
        values |= present.values()
    owner = values.get("owner") or values.get("task") or ""
    return StaleChange(reason, kind=change.kind, key=change.key, owner=owner, fields=fields)
