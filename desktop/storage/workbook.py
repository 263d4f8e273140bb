"""A `.fengong` file, open.

One thread owns a `Workbook`: the one that created or opened it must make every call, `close` included (SQLite's driver
raises `sqlite3.ProgrammingError` in any other). What it returns is immutable and may go anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Self

from sqlalchemy import Connection

from desktop.domain.book import Book
from desktop.domain.changes import ChangeSet
from desktop.domain.history import Entry, EntryKind, History, StoredStep
from desktop.storage.applier import apply
from desktop.storage.backups import Backup, Reason, back_up
from desktop.storage.blobs import check_blobs, check_named, read_blob, store_blobs
from desktop.storage.clean import make_clean_copy
from desktop.storage.engine import pragma, reading, writing
from desktop.storage.faults import typed_faults
from desktop.storage.glimpse import is_large, read_glimpse
from desktop.storage.identity import Identity, add_to_sum, read_identity
from desktop.storage.journal import Journal
from desktop.storage.making import make_copy, make_new
from desktop.storage.opening import check_structure, check_tables, connect
from desktop.storage.rows import MODULUS, read_all, record_digest
from desktop.support.errors import WorkbookError

_NO_BLOBS: Mapping[str, bytes] = MappingProxyType({})


class Workbook:
    """Made by `create` or `open`. Every method may raise the `WorkbookError`s of `desktop.storage.faults`."""

    def __init__(self, path: Path, connection: Connection, *, read_only: bool) -> None:
        """Take over an open connection; `create` and `open` are the ways in."""
        self.path = path
        self.read_only = read_only
        self._connection = connection
        self._journal = Journal(connection)
        self._version = 0
        #: Whether the file as a whole was checked when it was opened.
        self.checked = False

    @classmethod
    def create(cls, path: Path, *, now: datetime, lineage: str | None = None) -> Self:
        """Make an empty book at `path` and open it. `now` carries its offset; a lineage is drawn where none is given.

        The file appears whole or not at all. Raises `WorkbookError`: ``workbook.exists``, ``workbook.no_folder``,
        ``workbook.leftover_journal`` (see `making`).
        """
        make_new(path, now, lineage)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, at_once: bool = False) -> Self:
        """Open an existing book, brought to today's schema; its blobs and journal are checked against their digests.

        With `at_once` a large file is not (`checked` says so): only `glimpse` is to be used before `checks` are made.

        Raises `WorkbookError`: ``workbook.missing``, ``workbook.not_a_workbook``, ``workbook.damaged``,
        ``workbook.permission``, ``workbook.busy``, ``workbook.newer``, and for `read_only` ``workbook.older`` (an
        earlier schema) or ``workbook.unfinished`` (a crash left a step that only a writer can take back).
        """
        connection = connect(path, read_only=read_only)
        workbook = cls(path, connection, read_only=read_only)
        try:
            with reading(connection):
                check_tables(connection)
                large = is_large(connection)
            if not (at_once and large):
                for check in workbook.checks():
                    check()
                workbook.checked = True
        except BaseException:
            workbook.close()
            raise
        return workbook

    @property
    def identity(self) -> Identity:
        """The book's lineage, its parent's, when and by which version it was made."""
        with reading(self._connection):
            return read_identity(self._connection)[0]

    def checks(self) -> list[Callable[[], None]]:
        """Return the checks of the file as a whole, to be called in their order.

        Each takes long where the file is large, and raises `WorkbookError` (``workbook.damaged``).
        """
        return [
            partial(self._look, check_structure),
            partial(self._look, check_blobs),
            partial(self._look, lambda _connection: self._journal.check()),
        ]

    def _look(self, check: Callable[[Connection], None]) -> None:
        with reading(self._connection):
            check(self._connection)

    def glimpse(self) -> Book:
        """Return a part of the contents at once, however large the book (`desktop.storage.glimpse`).

        What is there is as stored, but nothing has checked it against its sum.
        """
        with reading(self._connection):
            lineage = read_identity(self._connection)[0].lineage
            return Book.of(lineage, list(read_glimpse(self._connection)))

    def book(self) -> Book:
        """Return the contents. Raises `WorkbookError` (``workbook.damaged``) when they are not what was written."""
        with reading(self._connection):
            version = pragma(self._connection, "data_version")
            identity, total = read_identity(self._connection)
            records = list(read_all(self._connection))
        if (identity.digest() + sum(map(record_digest, records))) % MODULUS != total:
            raise WorkbookError("workbook.damaged", part="rows")
        self._version = version
        return Book.of(identity.lineage, records)

    def changed(self) -> bool:
        """Say whether another program has written to the file since `book` was last read. Costs next to nothing.

        Raises `WorkbookError` (``workbook.vanished``) where the file is no longer in its place.
        """
        with typed_faults():
            if not self.path.exists():
                raise WorkbookError("workbook.vanished", name=self.path.name)
            return pragma(self._connection, "data_version") != self._version

    def commit(
        self,
        step: ChangeSet,
        *,
        kind: EntryKind = EntryKind.DO,
        of: int | None = None,
        time: str,
        person: str = "",
        barrier: bool = False,
        blobs: Mapping[str, bytes] = _NO_BLOBS,
    ) -> Entry:
        """Write `step`, its blobs and its journal entry, all or nothing; on return they are on the disk.

        `of` is the DO entry that an undo or redo concerns; `time` is ISO with offset; `blobs` are bytes by their
        SHA-256. An empty step is an entry all the same (a barrier may change nothing).

        Raises `StaleChange` when a row or the history is not as the step says, and `WorkbookError`:
        ``workbook.disk_full``, ``workbook.io``, ``workbook.busy``, ``workbook.read_only``, ``workbook.moved``,
        ``workbook.permission``, ``workbook.reference``, ``workbook.value``, ``workbook.text``,
        ``workbook.blob_digest``. After any of them the file is as before and the workbook can go on.
        """
        if (of is None) is not (kind is EntryKind.DO):
            raise ValueError("an undo or redo names the entry it concerns, and only they do")
        if self.read_only:
            raise WorkbookError("workbook.read_only")
        check_named(blobs)
        with writing(self._connection):
            store_blobs(self._connection, blobs)
            add_to_sum(self._connection, apply(self._connection, step))
            return self._journal.append(step, kind, of, time, person, barrier)

    def entries(self) -> list[Entry]:
        """Return the journal, oldest first."""
        with reading(self._connection):
            return self._journal.entries()

    def history(self) -> History:
        """Return what can be undone and redone. Reads the journal only where it is not as it was seen last."""
        with reading(self._connection):
            return self._journal.history()

    def last_time(self) -> str:
        """Return the time of the journal's last entry, or an empty text where there is none."""
        with reading(self._connection):
            return self._journal.last_time()

    def step(self, sequence: int) -> StoredStep:
        """Return one entry of the journal with its changes; see `Journal.step` for its errors."""
        with reading(self._connection):
            return self._journal.step(sequence)

    def steps_before(self, sequence: int | None, most: int) -> list[StoredStep]:
        """Return up to `most` entries with their changes, latest first; see `Journal.steps_before`."""
        with reading(self._connection):
            return self._journal.steps_before(sequence, most)

    def naming(self, word: str) -> set[int]:
        """Return the sequences of the entries whose changes name `word`, a kind or a field; see `Journal.naming`."""
        with reading(self._connection):
            return self._journal.naming(word)

    def blob(self, digest: str) -> bytes:
        """Return the bytes under a SHA-256, checked; see `blobs.read_blob` for its errors."""
        with reading(self._connection):
            return read_blob(self._connection, digest)

    def save_copy(self, path: Path, *, now: datetime, lineage: str | None = None) -> str:
        """另存副本: write all of it to `path`, in place of a file there, as a book of its own; return its lineage.

        Raises `WorkbookError`: ``workbook.same_file``, ``workbook.no_folder``, ``workbook.leftover_journal``,
        ``workbook.disk_full``; what stood at `path` is then untouched.
        """
        return make_copy(self._connection, self.path, path, now, lineage)

    def save_clean_copy(
        self, path: Path, *, now: datetime, label: str, lineage: str | None = None
    ) -> str:
        """清洁副本 for outsiders: write the contents, as they stand, to `path`, where no file is; return its lineage.

        The copy has no history but one entry (`label`) that puts everything there, no person's name, no settled
        doubt, no frozen stage, no parent, and only the originals that its policies refer to. See `clean` for what
        goes out and what stays. Raises `WorkbookError` as `making` says.
        """
        return make_clean_copy(self._connection, path, now, label, lineage)

    def back_up(self, folder: Path, reason: Reason, *, now: datetime) -> Backup:
        """Write a backup of the book as it is on disk into `folder`; see `backups.back_up`."""
        return back_up(self._connection, folder, reason, now)

    def close(self) -> None:
        """Let go of the file. Calling it again does nothing."""
        self._connection.close()
        self._connection.engine.dispose()
