"""Which records refer to which, asked of the declared tables, so that a part of a book can be kept whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from desktop.domain.records import Record
from desktop.storage.schema import BLOB, RECORD_TABLE

#: The field of what belongs to a record of one of several kinds; no foreign key can say so.
_OWNER = "owner"


def _references(kind: str) -> Iterator[tuple[str, str, bool]]:
    """Yield each field of `kind` that refers, the table it refers to, and whether it may be empty."""
    for column in RECORD_TABLE[kind].columns:
        for key in column.foreign_keys:
            yield column.name, key.column.table.name, bool(column.nullable)


_REFERENCES: Mapping[str, tuple[tuple[str, str, bool], ...]] = {
    kind: tuple(_references(kind)) for kind in RECORD_TABLE
}


def blobs_of(record: Record) -> Iterator[str]:
    """Yield the SHA-256 names of the blobs that `record` refers to."""
    for field, table, _ in _REFERENCES[record.kind]:
        name = getattr(record, field)
        if table == BLOB.name and name is not None:
            yield name


def whole_part(records: Iterable[Record]) -> tuple[list[Record], list[Record]]:
    """Return those of `records` that refer to nothing missing among them, and the others.

    A reference that may be empty is emptied where its target is missing. References to blobs are left alone.
    """
    kept = list(records)
    dropped: list[Record] = []
    while True:
        keys: dict[str, set[str]] = {kind: set() for kind in RECORD_TABLE}
        for record in kept:
            keys[record.kind].add(record.key)
        every = set().union(*keys.values())
        mended = [_mended(record, keys, every) for record in kept]
        gone = [old for old, new in zip(kept, mended, strict=True) if new is None]
        kept = [record for record in mended if record is not None]
        if not gone:
            return kept, dropped
        dropped += gone


def _mended(record: Record, keys: Mapping[str, set[str]], every: set[str]) -> Record | None:
    emptied: dict[str, Any] = {}
    for field, table, optional in _REFERENCES[record.kind]:
        target = getattr(record, field)
        if table not in keys or target is None or target in keys[table]:
            continue
        if not optional:
            return None
        emptied[field] = None
    if getattr(record, _OWNER, None) is not None and getattr(record, _OWNER) not in every:
        return None
    return replace(record, **emptied) if emptied else record
