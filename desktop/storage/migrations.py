"""From any earlier schema to today's: numbered steps, each in terms of its own day.

A step uses Core and literal statements only, never the live classes, and runs inside the caller's transaction: all of
them or none. A step that renames or retypes a field must bring the journal's payloads along, or set a barrier.

A copy of the older file must be made before that transaction begins, since a backup cannot run inside it: its place is
`desktop.storage.opening`, between finding the version and `engine.writing`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from sqlalchemy import Connection, create_engine

from desktop.storage import schema_v1, schema_v2
from desktop.storage.engine import APPLICATION_ID, pragma
from desktop.support.errors import WorkbookError

#: The schema that this program reads and writes; in the file it is `user_version`. 0 is a file without tables.
SCHEMA_VERSION = 2


def _to_1(connection: Connection) -> None:
    """Make the tables of the first release."""
    for statement in schema_v1.STATEMENTS:
        connection.exec_driver_sql(statement)


def _to_2(connection: Connection) -> None:
    """Add what stages, further fields, versions of a policy, merged tasks, own units and facts of the book need."""
    for statement in schema_v2.STATEMENTS:
        connection.exec_driver_sql(statement)


#: The step that leads to each version from the one before.
STEPS: Mapping[int, Callable[[Connection], None]] = {1: _to_1, 2: _to_2}


def schema_version(connection: Connection) -> int:
    """Return the file's schema version. Raises `WorkbookError` (``workbook.newer``) beyond this program's."""
    found = pragma(connection, "user_version")
    if found > SCHEMA_VERSION:
        raise WorkbookError("workbook.newer", found=found, known=SCHEMA_VERSION)
    return found


def migrate(connection: Connection) -> None:
    """Bring the file to `SCHEMA_VERSION`.

    Call it inside `engine.writing`; a copy of the file, made before that, is the caller's care. Raises
    `WorkbookError` (``workbook.newer``).
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
