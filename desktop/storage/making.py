"""New files: an empty book, or a copy with a lineage of its own. Each appears whole or not at all."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from desktop import __version__
from desktop.domain.records import new_key
from desktop.storage.engine import driver, open_engine, reading, writing
from desktop.storage.faults import typed_faults
from desktop.storage.identity import Identity, read_identity, replace_identity, write_identity
from desktop.storage.migrations import migrate
from desktop.support.atomic import replacing
from desktop.support.errors import WorkbookError


def make_new(path: Path, now: datetime, lineage: str | None) -> None:
    """Make an empty book where no file is. Raises `WorkbookError` as `Workbook.create` says."""
    with making(path, new_identity(now, lineage)):
        pass


def new_identity(now: datetime, lineage: str | None = None, parent: str | None = None) -> Identity:
    """Return the identity of a book made now by this program; a lineage is drawn where none is given."""
    return Identity(lineage or new_key(), parent, _stamp(now), __version__)


def make_copy(
    source: Connection, source_path: Path, path: Path, now: datetime, lineage: str | None
) -> str:
    """Copy the book behind `source` to `path`; return the copy's lineage. Raises as `Workbook.save_copy` says."""
    with typed_faults():
        refuse_unfit(path)
        # An open book whose file was removed can still be saved elsewhere, over another file too.
        if path.exists() and source_path.exists() and path.samefile(source_path):
            raise WorkbookError("workbook.same_file")
        with replacing(path) as temporary:
            copy_pages(source, temporary)
            with only_connection(temporary) as connection, writing(connection):
                parent, _ = read_identity(connection)
                identity = new_identity(now, lineage, parent.lineage)
                replace_identity(connection, identity)
    return identity.lineage


def copy_pages(source: Connection, target: Path) -> None:
    """Write one state of the file behind `source` to the file `target`. Call it inside `typed_faults`."""
    # The backup waits without end for a locked source; a read beforehand holds the lock it needs.
    with reading(source), closing(sqlite3.connect(target)) as into:
        source.exec_driver_sql("SELECT count(*) FROM sqlite_master").fetchall()
        driver(source).backup(into)


@contextmanager
def making(path: Path, identity: Identity, *, dangling: bool = False) -> Iterator[Connection]:
    """Make a book at `path`, where no file is, of what is written to the connection inside, in one transaction.

    With `dangling` rows may refer to what is not there (bytes that were lost). The book appears whole or not at all.
    Raises `WorkbookError`: ``workbook.exists``, ``workbook.no_folder``, ``workbook.leftover_journal``, and those of
    `faults`.
    """
    with typed_faults():
        refuse_unfit(path)
        refuse_taken(path)
        with replacing(path) as temporary:
            with only_connection(temporary) as connection:
                if dangling:
                    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
                with writing(connection):
                    migrate(connection)
                    write_identity(connection, identity)
                    yield connection
            refuse_taken(path)


@contextmanager
def only_connection(path: Path) -> Iterator[Connection]:
    """Connect to the file at `path` for writing, without looking at it; close it afterwards."""
    engine = open_engine(path, "rw")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def refuse_unfit(path: Path) -> None:
    """Raise `WorkbookError` where a new book cannot be: ``workbook.no_folder``, ``workbook.leftover_journal``."""
    if not path.parent.is_dir():
        raise WorkbookError("workbook.no_folder")
    # After a crash SQLite takes such a file for the undoing of whatever book bears the name: a new one would be
    # destroyed by it. It may belong to a book that was renamed since, so it is not ours to delete.
    for ending in ("-journal", "-wal"):
        if path.with_name(path.name + ending).exists():
            raise WorkbookError("workbook.leftover_journal", name=path.name + ending)


def refuse_taken(path: Path) -> None:
    """Raise `WorkbookError` (``workbook.exists``) where anything bears that name."""
    if os.path.lexists(path):
        raise WorkbookError("workbook.exists")


def _stamp(now: datetime) -> str:
    if now.tzinfo is None:
        raise ValueError("a time without its offset")
    return now.isoformat(timespec="seconds")
