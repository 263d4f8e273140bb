"""The first rows of a large book: one policy with what belongs to it, to show while the rest is read.

What it costs does not grow with the book: rows are found through the indices, and no more of them than a window shows
at first. Nothing vouches for them but their types; the sum does for the whole.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from desktop.domain.records import (
    AnnexRow,
    Assignment,
    Deadline,
    DoubtRecord,
    Extra,
    Link,
    Policy,
    Record,
    Section,
    Setting,
    Task,
)
from desktop.storage.engine import pragma
from desktop.storage.rows import read_query, read_where, row_of
from desktop.storage.schema import RECORD_TABLE
from desktop.support.errors import WorkbookError

#: Bytes from which on a file is large: to check and read one of this size takes some 50 ms.
LARGE = 4 << 20

#: How many rows of one table are read at most, those of what belongs to them aside.
_MOST = 100


def is_large(connection: Connection) -> bool:
    """Say whether the file takes long to read, by its size."""
    return pragma(connection, "page_count") * pragma(connection, "page_size") >= LARGE


def read_glimpse(connection: Connection) -> Iterator[Record]:
    """Read the first current policy, its first sections, tasks and annex rows, and all that belongs to these.

    Raises `WorkbookError` (``workbook.damaged``) for a value of a type that its field has not.
    """
    for record in _read(connection):
        try:
            row_of(record)
        except WorkbookError as error:
            raise WorkbookError("workbook.damaged", part=record.kind) from error
        yield record


def _read(connection: Connection) -> Iterator[Record]:
    settings = RECORD_TABLE[Setting.kind]
    yield from read_query(connection, Setting.kind, select(settings).limit(_MOST))
    policies = list(_first_policy(connection))
    yield from policies
    if not policies:
        return
    policy = policies[0].key
    yield from _of_policy(connection, Section.kind, policy)
    tasks = list(_of_policy(connection, Task.kind, policy))
    rows = list(_of_policy(connection, AnnexRow.kind, policy))
    yield from tasks
    yield from rows
    shown = {record.key for record in (*policies, *tasks, *rows)}
    for kind in (Assignment.kind, Deadline.kind, DoubtRecord.kind, Extra.kind):
        yield from read_where(connection, kind, "owner", sorted(shown))
    for link in read_where(connection, Link.kind, "task", [task.key for task in tasks]):
        if isinstance(link, Link) and link.annex_row in shown:
            yield link


def _first_policy(connection: Connection) -> Iterator[Record]:
    """Read the first of the policies that no later version has taken the place of."""
    policy, revision = RECORD_TABLE[Policy.kind], RECORD_TABLE["revision"]
    current = policy.c.key.not_in(select(revision.c.earlier))
    query = select(policy).where(current).order_by(policy.c.order, policy.c.key).limit(1)
    return read_query(connection, Policy.kind, query)


def _of_policy(connection: Connection, kind: str, policy: str) -> Iterator[Record]:
    # Not sorted: that would read them all. They lie as they were taken in, which is the policy's own order.
    table = RECORD_TABLE[kind]
    return read_query(connection, kind, select(table).where(table.c.policy == policy).limit(_MOST))
