"""From any earlier schema to today's: numbered steps, each in terms of its own day.

A step uses Core and literal statements only, never the live classes, and runs inside the caller's transaction: all of
them or none. A step that renames or retypes a field must bring the journal's payloads along, or set a barrier.

A copy of the older file must be made before that transaction begins, since a backup cannot run inside it: whoever
opens a clerk's book sees to that first (`desktop.storage.backups.back_up_file`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from sqlalchemy import Connection, create_engine

from desktop.storage import schema_v1, schema_v2, schema_v3
from desktop.storage.engine import APPLICATION_ID, pragma
from desktop.support.errors import WorkbookError

#: The schema that this program reads and writes; in the file it is `user_version`. 0 is a file without tables.
SCHEMA_VERSION = 3


def _to_1(connection: Connection) -> None:
    """Make the tables of the first release."""
    for statement in schema_v1.STATEMENTS:
        connection.exec_driver_sql(statement)


def _to_2(connection: Connection) -> None:
    """Add what stages, further fields, versions of a policy, merged tasks, own units and facts of the book need."""
    for statement in schema_v2.STATEMENTS:
        connection.exec_driver_sql(statement)
    _seal(connection)


def _to_3(connection: Connection) -> None:
    """Add what is to change in the text of a policy."""
    for statement in schema_v3.STATEMENTS:
        connection.exec_driver_sql(statement)


def _seal(connection: Connection) -> None:
    """Put the journal's end and the sum of blobs beside the sum of rows, where there is a book.

    Raises `WorkbookError` (``workbook.damaged``) where one of them is no number of 64 hexadecimal digits.
    """
    query = "SELECT digest FROM journal ORDER BY sequence DESC LIMIT 1"
    last = connection.exec_driver_sql(query).scalar()
    blobs = sum(
        _number(name, "blob") for (name,) in connection.exec_driver_sql("SELECT sha256 FROM blob")
    )
    end = 0 if last is None else _number(last, "journal")
    for (rows,) in connection.exec_driver_sql("SELECT digest FROM book").fetchall():
        parts = (_number(rows, "book"), end, blobs % (1 << 256))
        cell = " ".join(f"{part:064x}" for part in parts)
        connection.exec_driver_sql("UPDATE book SET digest = ?", (cell,))


def _number(digest: object, part: str) -> int:
    if not isinstance(digest, str) or re.fullmatch("[0-9a-f]{64}", digest) is None:
        raise WorkbookError("workbook.damaged", part=part)
    return int(digest, 16)


#: The step that leads to each version from the one before.
STEPS: Mapping[int, Callable[[Connection], None]] = {1: _to_1, 2: _to_2, 3: _to_3}


def schema_version(connection: Connection) -> int:
    """Return the file's schema version. Raises `WorkbookError` (``workbook.newer``) beyond this program's."""
    found = pragma(connection, "user_version")
    if found > SCHEMA_VERSION:
        raise WorkbookError("workbook.newer", found=found, known=SCHEMA_VERSION)
    return found


def migrate(connection: Connection) -> None:
    """Bring the file to `SCHEMA_VERSION`.

    Call it inside `engine.writing`; a copy of the file, made before that, is the caller's care. Raises
    `WorkbookError` (``workbook.newer``, ``workbook.damaged``).
    """
    found = schema_version(connection)
    for version in range(found + 1, SCHEMA_VERSION + 1):
        STEPS[version](connection)
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def definitions(connection: Connection) -> frozenset[tuple[str, str | None]]:
    """Return the file's tables and indexes, each with the statement that made it."""
    rows = connection.exec_driver_sql("SELECT type || ' ' || name, sql FROM sqlite_master")
    return frozenset((str(name), sql) for name, sql in rows)


@cache
def expected_definitions() -> frozenset[tuple[str, str | None]]:
    """Return the definitions of every sound file of `SCHEMA_VERSION`: all came to it by the same steps.

    Anything else is damage, or a trigger or view that somebody put there and that we would run.
    """
    engine = create_engine("sqlite://", isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            migrate(connection)
            return definitions(connection)
    finally:
        engine.dispose()
