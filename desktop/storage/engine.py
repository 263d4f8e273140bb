"""The one connection to a workbook's file, and its transactions.

Rollback journal, not WAL: clerks copy files and keep them on shares, and between two commits a plain copy of the file
is whole. `synchronous=EXTRA` also makes the end of a transaction durable. SQLAlchemy begins nothing by itself here:
every transaction is written out, so that a failed one leaves nothing behind.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import StaticPool

from desktop.storage.faults import typed_faults

#: Written into the header of every workbook ('FGb1'); by it a file is known as one.
APPLICATION_ID = 0x46476231

#: How long a statement waits for another program to let go of the file.
BUSY_SECONDS = 3.0

Mode = Literal["ro", "rw"]


def open_engine(path: Path, mode: Mode) -> Engine:
    """Return an engine whose single connection reads (`ro`) or also writes (`rw`) the existing file at `path`.

    The connection belongs to the thread that first uses it. Nothing is opened yet; the first use may raise.
    """
    # Parameters hold the text of documents: they must not reach messages, which reach logs.
    return create_engine(
        "sqlite://",
        creator=lambda: _connect(path, mode),
        poolclass=StaticPool,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
    )


def driver(connection: Connection) -> sqlite3.Connection:
    """Return the driver's connection beneath, for what SQLAlchemy has no word for."""
    found = connection.connection.driver_connection
    assert isinstance(found, sqlite3.Connection)
    return found


@contextmanager
def reading(connection: Connection) -> Iterator[None]:
    """See one state of the file throughout, undisturbed by other writers. Raises `WorkbookError`."""
    with _transaction(connection, "BEGIN"):
        yield


@contextmanager
def writing(connection: Connection) -> Iterator[None]:
    """Write all or nothing: committed at the end, rolled back on any error. Raises `WorkbookError`.

    The lock is taken at once, so what is read inside is still so at the commit. The connection is usable afterwards
    whatever happened.
    """
    with _transaction(connection, "BEGIN IMMEDIATE"):
        yield


@contextmanager
def _transaction(connection: Connection, begin: str) -> Iterator[None]:
    with typed_faults():
        connection.exec_driver_sql(begin)
        try:
            yield
            connection.exec_driver_sql("COMMIT")
        except BaseException:
            # A full disk makes SQLite roll back by itself; a second ROLLBACK would then be an error.
            if driver(connection).in_transaction:
                driver(connection).rollback()
            raise


def pragma(connection: Connection, name: str) -> int:
    """Return the value of an integer pragma."""
    return int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())


def file_uri(path: Path, mode: Mode) -> str:
    """Return SQLite's URI for `path`, whatever characters its name has."""
    name = path.absolute().as_posix()
    # A share's name begins with two slashes of its own; a drive's with none.
    root = "" if name.startswith("/") else "/"
    return f"file://{root}{quote(os.fsencode(name), safe='/:')}?mode={mode}"


def _connect(path: Path, mode: Mode) -> sqlite3.Connection:
    connection = sqlite3.connect(
        file_uri(path, mode), uri=True, isolation_level=None, timeout=BUSY_SECONDS
    )
    try:
        if mode == "rw":
            connection.execute("PRAGMA journal_mode=DELETE").fetchall()
            connection.execute("PRAGMA synchronous=EXTRA")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA cell_size_check=ON")
    except BaseException:
        connection.close()
        raise
    return connection
