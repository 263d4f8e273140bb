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
    identity = Identity(lineage or new_key(), None, _stamp(now), __version__)
    with typed_faults():
        _refuse_unfit(path)
        _refuse_taken(path)
        with replacing(path) as temporary:
            with _only_connection(temporary) as connection, writing(connection):
                migrate(connection)
                write_identity(connection, identity)
            _refuse_taken(path)


def make_copy(
    source: Connection, source_path: Path, path: Path, now: datetime, lineage: str | None
) -> str:
    """Copy the book behind `source` to `path`; return the copy's lineage. Raises as `Workbook.save_copy` says."""
    stamp = _stamp(now)
    with typed_faults():
        _refuse_unfit(path)
        if path.exists() and path.samefile(source_path):
            raise WorkbookError("workbook.same_file")
        with replacing(path) as temporary:
            # The backup waits without end for a locked source; a read beforehand holds the lock it needs.
            with reading(source), closing(sqlite3.connect(temporary)) as target:
                parent, _ = read_identity(source)
                driver(source).backup(target)
            identity = Identity(lineage or new_key(), parent.lineage, stamp, __version__)
            with _only_connection(temporary) as connection, writing(connection):
                replace_identity(connection, identity)
    return identity.lineage


@contextmanager
def _only_connection(path: Path) -> Iterator[Connection]:
    engine = open_engine(path, "rw")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _refuse_unfit(path: Path) -> None:
    if not path.parent.is_dir():
        raise WorkbookError("workbook.no_folder")
    # After a crash SQLite takes such a file for the undoing of whatever book bears the name: a new one would be
    # destroyed by it. It may belong to a book that was renamed since, so it is not ours to delete.
    for ending in ("-journal", "-wal"):
        if path.with_name(path.name + ending).exists():
            raise WorkbookError("workbook.leftover_journal", name=path.name + ending)


def _refuse_taken(path: Path) -> None:
    if os.path.lexists(path):
        raise WorkbookError("workbook.exists")


def _stamp(now: datetime) -> str:
    if now.tzinfo is None:
        raise ValueError("a time without its offset")
    return now.isoformat(timespec="seconds")
