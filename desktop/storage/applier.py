"""The one place that writes records: a change set against the rows it names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, bindparam, delete, insert, update

from desktop.domain.book import Book
from desktop.domain.changes import ChangeSet
from desktop.domain.records import RECORD_TYPE, Record
from desktop.storage.rows import read_some, record_digest, row_of, utf8
from desktop.storage.schema import RECORD_TABLE


def apply(connection: Connection, step: ChangeSet) -> int:
    """Write `step` into the rows; call it inside `engine.writing`. Returns by how much the rows' sum changes.

    The rows it names are read and the step is tried on them by the rule that holds in memory, so file and snapshot
    cannot part. Raises `StaleChange` when a row is not as the step says, `WorkbookError` for a value that no column
    holds.
    """
    before = Book.of("", _named(connection, step))
    after = before.applied(step)
    return sum(
        _write_kind(connection, kind, list(before.tables[kind].values()), after.tables[kind])
        for kind in RECORD_TYPE
    )


def _named(connection: Connection, step: ChangeSet) -> Iterator[Record]:
    keys: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for change in step.changes:
        utf8(change.key, change.kind)
        keys[change.kind][change.key] = None
    for kind, wanted in keys.items():
        yield from read_some(connection, kind, list(wanted))


def _write_kind(
    connection: Connection, kind: str, before: list[Record], after: Mapping[str, Record]
) -> int:
    """Make the rows of one kind what they are after, in as few statements as there are sorts of change."""
    table = RECORD_TABLE[kind]
    known = {record.key for record in before}
    removed = [r for r in before if r.key not in after]
    changed = [r for r in before if r.key in after and after[r.key] != r]
    renewed = [after[r.key] for r in changed]
    added = [r for r in after.values() if r.key not in known]
    # Made before any is written: this also refuses what no file can hold.
    updates = [row_of(r) | {"of_key": r.key} for r in renewed]
    inserts = [row_of(r) for r in added]
    gained = sum(map(record_digest, renewed)) + sum(map(record_digest, added))
    lost = sum(map(record_digest, changed)) + sum(map(record_digest, removed))
    this_row = table.c.key == bindparam("of_key")
    if removed:
        connection.execute(delete(table).where(this_row), [{"of_key": r.key} for r in removed])
    if updates:
        connection.execute(update(table).where(this_row), updates)
    if inserts:
        connection.execute(insert(table), inserts)
    return gained - lost
