"""The records of a book on their way back through its journal: one state, changed in place, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from desktop.domain.book import Book
from desktop.domain.changes import Change, ChangeSet
from desktop.domain.records import (
    RECORD_TYPE,
    RECORD_TYPES,
    AnnexRow,
    Assignment,
    Deadline,
    DoubtRecord,
    Extra,
    Link,
    Policy,
    Record,
    Task,
    Value,
)
from desktop.support.errors import StaleChange

#: A row by its kind and key.
Owner = tuple[str, str]

#: Fields by which a record belongs to others, with the kinds that these can be of.
_BELONGS: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    **{
        child.kind: (("owner", (Task.kind, AnnexRow.kind, Policy.kind)),)
        for child in (Assignment, Deadline, DoubtRecord)
    },
    Extra.kind: (("owner", (Task.kind, Policy.kind)),),
    Link.kind: (("task", (Task.kind,)), ("annex_row", (AnnexRow.kind,))),
}


class Past:
    """Begins with the records of a snapshot, which it leaves alone; `undo` takes it one step back."""

    def __init__(self, book: Book) -> None:
        self.tables: dict[str, dict[str, Record]] = {
            t.kind: dict(book.tables.get(t.kind, {})) for t in RECORD_TYPES
        }
        self._children: dict[str, dict[Owner, Record]] = {}
        self._places: dict[str, Mapping[str, int]] = {}
        for kind in _BELONGS:
            for record in self.tables[kind].values():
                self._hang(record)

    def children(self, owner: str, kind: str) -> list[Any]:
        """Return the records of `kind` that belong to a row, in order."""
        found = [r for (k, _), r in self._children.get(owner, {}).items() if k == kind]
        return sorted(found, key=lambda r: (getattr(r, "order", 0), r.key))

    def places(self, kind: str) -> Mapping[str, int]:
        """Return the place of every row of `kind` in its table, from 1."""
        known = self._places.get(kind)
        if known is None:
            rows: list[Any] = sorted(
                self.tables[kind].values(), key=lambda r: (getattr(r, "order", 0), r.key)
            )
            known = self._places[kind] = {r.key: place for place, r in enumerate(rows, start=1)}
        return known

    def owners(self, step: ChangeSet) -> list[Owner]:
        """Return the rows that `step`, the last one done, touched, in its order; units and the like count as theirs."""
        stated = {c.key: c.kind for c in step.changes}
        found: dict[Owner, None] = {}
        for change in step.changes:
            if change.kind not in _BELONGS:
                found[change.kind, change.key] = None
                continue
            for key, kinds in self._belongs(change):
                kind = next((k for k in kinds if key in self.tables[k]), stated.get(key))
                if kind in kinds:
                    found[kind, key] = None
        return list(found)

    def undo(self, step: ChangeSet) -> None:
        """Go back to before `step`. Raises `StaleChange` where it did not lead to what stands here."""
        for change in reversed(step.changes):
            self._put(change.inverted())

    def _belongs(self, change: Change) -> Iterator[tuple[str, tuple[str, ...]]]:
        present = self.tables[change.kind].get(change.key)
        for field, kinds in _BELONGS[change.kind]:
            sides: list[Value] = [getattr(present, field)] if present is not None else []
            sides += [
                side[field] for side in (change.before, change.after) if side and field in side
            ]
            for key in dict.fromkeys(sides):
                if isinstance(key, str):
                    yield key, kinds

    def _put(self, change: Change) -> None:
        rows = self.tables[change.kind]
        present = rows.pop(change.key, None)
        if (present is None) is not (change.before is None):
            raise StaleChange("stale.differs", kind=change.kind, key=change.key)
        if present is not None and change.before is not None:
            if any(getattr(present, name) != value for name, value in change.before.items()):
                raise StaleChange("stale.differs", kind=change.kind, key=change.key)
            self._unhang(present)
        if change.after is not None:
            values = present.values() if present is not None else {}
            record = RECORD_TYPE[change.kind].from_values(change.key, values | dict(change.after))
            rows[change.key] = record
            self._hang(record)
        if present is None or change.after is None or "order" in change.after:
            self._places.pop(change.kind, None)

    def _hang(self, record: Record) -> None:
        for field, _kinds in _BELONGS.get(record.kind, ()):
            owned = self._children.setdefault(getattr(record, field), {})
            owned[record.kind, record.key] = record

    def _unhang(self, record: Record) -> None:
        for field, _kinds in _BELONGS.get(record.kind, ()):
            del self._children[getattr(record, field)][record.kind, record.key]
