"""Telling a workbook from anything else, before it is trusted."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from desktop.storage.blobs import check_blobs
from desktop.storage.engine import APPLICATION_ID, open_engine, pragma, writing
from desktop.storage.faults import typed_faults
from desktop.storage.migrations import (
    SCHEMA_VERSION,
    definitions,
    expected_definitions,
    migrate,
    schema_version,
)
from desktop.support.errors import WorkbookError

_MAGIC = b"SQLite format 3\x00"


def connect(path: Path, *, read_only: bool) -> Connection:
    """Connect to the workbook at `path`, of today's schema or, for writing, brought to it.

    Raises `WorkbookError` as `Workbook.open` says.
    """
    with typed_faults():
        _look_at_head(path, read_only=read_only)
        engine = open_engine(path, "ro" if read_only else "rw")
        try:
            connection = engine.connect()
            _recognise(connection, read_only=read_only)
        except BaseException:
            engine.dispose()
            raise
    return connection


def check_contents(connection: Connection) -> None:
    """Check the file's tables, structure and blobs. Raises `WorkbookError` (``workbook.damaged``)."""
    check_tables(connection)
    check_structure(connection)
    check_blobs(connection)


def check_tables(connection: Connection) -> None:
    """Check that the file has the tables it should. Raises `WorkbookError` (``workbook.damaged``)."""
    if definitions(connection) != expected_definitions():
        raise WorkbookError("workbook.damaged", part="tables")


def check_structure(connection: Connection) -> None:
    """Have SQLite check all of the file. Raises `WorkbookError` (``workbook.damaged``)."""
    if connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar() != "ok":
        raise WorkbookError("workbook.damaged", part="structure")


def _look_at_head(path: Path, *, read_only: bool) -> None:
    """Refuse what is no SQLite file; SQLite would take an empty file for a new database."""
    # For writing it is opened so too: SQLite would quietly fall back to reading.
    with path.open("rb" if read_only else "rb+") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise WorkbookError("workbook.not_a_workbook")


def _recognise(connection: Connection, *, read_only: bool) -> None:
    # Asked of SQLite and not read from the header: after a crash the header may be half of an unfinished step.
    try:
        application = pragma(connection, "application_id")
    except DBAPIError as error:
        if getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_READONLY_ROLLBACK:
            raise WorkbookError("workbook.unfinished") from error
        raise
    if application != APPLICATION_ID:
        raise WorkbookError("workbook.not_a_workbook")
    version = schema_version(connection)
    if version < 1:
        raise WorkbookError("workbook.damaged", part="version")
    if version == SCHEMA_VERSION:
        return
    if read_only:
        raise WorkbookError("workbook.older", found=version, known=SCHEMA_VERSION)
    with writing(connection):
        migrate(connection)
