"""A ChangeSet is one step of the clerk: the only form in which anything is written.

It lists rows inserted, updated and deleted with their values before and after, so it can be checked against what is
there, applied, stored in the journal, shown in 修改记录, and turned round.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.domain.records import RECORD_TYPE, Record, Value


@dataclass(frozen=True, slots=True)
class Change:
    """One row's change. An insert has no `before`, a delete no `after`; both name every field.

    An update names the same fields on both sides, only those that differ.
    """

    kind: str
    key: str
    before: Mapping[str, Value] | None
    after: Mapping[str, Value] | None

    def __post_init__(self) -> None:
        """Refuse a change that is none, or that names unknown things."""
        if self.kind not in RECORD_TYPE:
            raise ValueError(f"unknown kind {self.kind!r}")
        if self.before is None and self.after is None:
            raise ValueError("a change with neither side")
        known = set(RECORD_TYPE[self.kind].field_names())
        for side in (self.before, self.after):
            if side is not None and not set(side) <= known:
                raise ValueError(f"unknown fields of {self.kind}: {set(side) - known}")
        if (
            self.before is not None
            and self.after is not None
            and set(self.before) != set(self.after)
        ):
            raise ValueError("an update must name the same fields on both sides")
        if (self.before is None or self.after is None) and set(
            self.before or self.after or ()
        ) != known:
            raise ValueError(f"an insert or delete must name every field of {self.kind}")

    def inverted(self) -> Change:
        """Return the change that undoes this one."""
        return Change(self.kind, self.key, self.after, self.before)


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """One undo step. `label` is Chinese, as the undo menu shows it (修改时限)."""

    label: str
    changes: tuple[Change, ...]

    def inverted(self) -> ChangeSet:
        """Return the step back: every change turned round, last first."""
        return ChangeSet(self.label, tuple(c.inverted() for c in reversed(self.changes)))

    def __bool__(self) -> bool:
        """Say whether there is anything to do."""
        return bool(self.changes)


def insert(record: Record) -> Change:
    """Return the change that adds `record`."""
    return Change(record.kind, record.key, None, record.values())


def delete(record: Record) -> Change:
    """Return the change that removes `record`."""
    return Change(record.kind, record.key, record.values(), None)


def update(old: Record, new: Record) -> Change | None:
    """Return the change from `old` to `new`, or None where they are alike.

    Raises `ValueError` when they are not the same row.
    """
    if (old.kind, old.key) != (new.kind, new.key):
        raise ValueError("an update must keep kind and key")
    before, after = old.values(), new.values()
    differing = [name for name in before if before[name] != after[name]]
    if not differing:
        return None
    return Change(
        old.kind, old.key, {n: before[n] for n in differing}, {n: after[n] for n in differing}
    )


def change_set(label: str, changes: Iterable[Change | None]) -> ChangeSet:
    """Gather changes into one step, leaving out those that change nothing."""
    return ChangeSet(label, tuple(c for c in changes if c is not None))


def to_json(step: ChangeSet) -> str:
    """Return the journal's payload for `step`. The label is stored beside it."""
    return json.dumps(
        [[c.kind, c.key, c.before, c.after] for c in step.changes],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def from_json(label: str, payload: str) -> ChangeSet:
    """Read a journal payload back. Raises `ValueError` for one that this version does not know."""
    rows: list[list[Any]] = json.loads(payload)
    return ChangeSet(
        label, tuple(Change(kind, key, before, after) for kind, key, before, after in rows)
    )
