"""A workbook's contents as one immutable snapshot, and the applying of changes to it.

Threads hand snapshots about freely; a change makes a new one that shares what did not change. Storage applies the
same changes to the file by the same rule: every `before` must be what is there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from desktop.domain.changes import Change, ChangeSet
from desktop.domain.records import (
    RECORD_TYPE,
    RECORD_TYPES,
    AnnexRow,
    Assignment,
    Deadline,
    DoubtRecord,
    Link,
    Policy,
    Record,
    Section,
    Task,
)
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
        return cls(lineage, tables)

    def applied(self, step: ChangeSet) -> Book:
        """Return the snapshot after `step`.

        Raises `StaleChange` when a row is not as the step says it was; this snapshot stays as it is.
        """
        tables: dict[str, Mapping[str, Record]] = dict(self.tables)
        copied: dict[str, dict[str, Record]] = {}
        for change in step.changes:
            rows = copied.get(change.kind)
            if rows is None:
                rows = copied[change.kind] = dict(tables.get(change.kind, {}))
                tables[change.kind] = rows
            _apply(rows, change)
        return Book(self.lineage, tables)

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
        records: list[Any] = list(self.tables.get(record_type.kind, {}).values())
        if records and hasattr(records[0], "order"):
            records.sort(key=lambda r: (r.order, r.key))
        return records

    @cached_property
    def policies(self) -> list[Policy]:
        """The policies in order."""
        return self.all(Policy)

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
    def _assignments(self) -> Mapping[str, list[Assignment]]:
        return _by_owner(self.all(Assignment))

    @cached_property
    def _deadlines(self) -> Mapping[str, list[Deadline]]:
        return _by_owner(self.all(Deadline))

    @cached_property
    def _doubts(self) -> Mapping[str, list[DoubtRecord]]:
        return _by_owner(self.all(DoubtRecord))

    @cached_property
    def _rows_of_task(self) -> Mapping[str, list[Link]]:
        links: defaultdict[str, list[Link]] = defaultdict(list)
        for link in self.all(Link):
            links[link.task].append(link)
        return links

    @cached_property
    def _tasks_of_row(self) -> Mapping[str, list[Link]]:
        links: defaultdict[str, list[Link]] = defaultdict(list)
        for link in self.all(Link):
            links[link.annex_row].append(link)
        return links

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
        place = {r.key: i for i, r in enumerate([*self.policies, *self.tasks, *self.annex])}
        found = [d for ds in self._doubts.values() for d in ds if not d.settled]
        return sorted(found, key=lambda d: place.get(d.owner, len(place)))

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


def _by_owner(records: Iterable[R]) -> Mapping[str, list[R]]:
    groups: defaultdict[str, list[R]] = defaultdict(list)
    for record in records:
        groups[record.owner].append(record)  # type: ignore[attr-defined]
    return groups


def _apply(rows: dict[str, Record], change: Change) -> None:
    present = rows.get(change.key)
    if change.before is None:
        if present is not None or change.after is None:
            raise StaleChange("stale.exists", kind=change.kind, key=change.key)
        rows[change.key] = RECORD_TYPE[change.kind].from_values(change.key, change.after)
        return
    if present is None:
        raise StaleChange("stale.missing", kind=change.kind, key=change.key)
    values = present.values()
    if any(values[name] != value for name, value in change.before.items()):
        raise StaleChange("stale.differs", kind=change.kind, key=change.key)
    if change.after is None:
        del rows[change.key]
        return
    rows[change.key] = RECORD_TYPE[change.kind].from_values(change.key, values | dict(change.after))
