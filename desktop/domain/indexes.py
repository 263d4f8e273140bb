"""Lists and groups of a book's records that follow a step, so that an edit of a large book does not sort it anew.

A `Differences` says what became of the records of one kind: by key, the record before and after (None: not there).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any, TypeVar

from desktop.domain.records import Record
from desktop.domain.table import Table

R = TypeVar("R", bound=Record)

# Not every kind of record has an order.
_order: Callable[[Record], int] = attrgetter("order")

Differences = Mapping[str, tuple[Record | None, Record | None]]


def rank(record: Record) -> tuple[int, str]:
    """Return what siblings are sorted by: their order, and the key where two have the same."""
    return _order(record), record.key


def in_order(records: Iterable[R]) -> list[R]:
    """Return records by their order; those of a kind that has none stay as they come."""
    found = list(records)
    if found and hasattr(found[0], "order"):
        found.sort(key=rank)
    return found


def reordered(records: list[R], differences: Differences) -> list[R]:
    """Return what `in_order` would give after the differences; `records` stays as it is."""
    found: list[Any] = list(records)
    for old, new in differences.values():
        if old is not None:
            place = bisect_left(found, rank(old), key=rank)
            if new is not None and rank(old) == rank(new):
                found[place] = new
                continue
            del found[place]
        if new is not None:
            found.insert(bisect_left(found, rank(new), key=rank), new)
    return found


def grouped(records: Iterable[R], field: str) -> Table[list[R]]:
    """Return the records by the value of a field, each group in order."""
    groups: defaultdict[str, list[R]] = defaultdict(list)
    owner = attrgetter(field)
    for record in in_order(records):
        groups[owner(record)].append(record)
    return Table(groups)


def regrouped(groups: Table[list[R]], differences: Differences, field: str) -> Table[list[R]]:
    """Return what `grouped` would give after the differences; only the groups they touch are made anew."""
    owner: Callable[[Record], str] = attrgetter(field)
    touched = {owner(side): None for sides in differences.values() for side in sides if side}
    added: defaultdict[str, list[Any]] = defaultdict(list)
    for old, new in differences.values():
        if new is not None and (old is None or owner(old) != owner(new)):
            added[owner(new)].append(new)
    after: dict[str, list[R] | None] = {}
    for name in touched:
        kept: list[Any] = []
        for record in groups.get(name, []):
            _, now = differences.get(record.key, (record, record))
            if now is not None and owner(now) == name:
                kept.append(now)
        after[name] = in_order(kept + added[name]) or None
    return groups.with_changes(after)


def keeps_order(differences: Differences) -> bool:
    """Say whether every place in the order is as before: only other fields changed."""
    return all(old and new and rank(old) == rank(new) for old, new in differences.values())
