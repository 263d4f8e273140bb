"""Keeping a book safe: who writes in it, its backups, what is wrong with a file and what can be had out of it.

`Keeper` is the part that an open desk needs; the functions are what a clerk asks for. Everything here may wait for a
disk or share: the window calls it in a worker.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from desktop.domain.book import Book
from desktop.domain.records import AnnexRow, Task
from desktop.services.messages import backup_fault, reason_word
from desktop.storage import Workbook
from desktop.storage import backups as stored
from desktop.storage.backups import Backup, Contents, Reason
from desktop.storage.inspection import Condition, Diagnosis, check_copy, inspect
from desktop.storage.lock import BEAT_SECONDS, Held, Lock, held_error, holder
from desktop.storage.migrations import SCHEMA_VERSION
from desktop.storage.recovery import Recovered, recover
from desktop.support import atomic
from desktop.support.errors import FengongError, WorkbookError
from desktop.support.paths import backups_folder
from desktop.support.places import on_network

__all__ = [
    "Backup",
    "BackupLine",
    "Condition",
    "Contents",
    "Diagnosis",
    "Held",
    "Keeper",
    "Reason",
    "Recovered",
    "Why",
    "backups_of",
    "check",
    "erase",
    "open_kept",
    "recover_into",
    "restore",
]

_RECOVERY = "从损坏的文件中恢复"
#: Seconds after which a copy made for a check can only be one that a crash left.
_LEFTOVER_AGE = 24 * 60 * 60


class Why(StrEnum):
    """Why a book is open for reading only. The codes have their wording in the message table, as ``only.…``."""

    ASKED = "asked"
    HELD = "held"
    TAKEN_OVER = "taken_over"
    PLACE = "place"
    FULL = "full"


#: Why no lock could be made, where the book can be read all the same.
_NO_LOCK = {"workbook.permission": Why.PLACE, "workbook.disk_full": Why.FULL}


class Keeper:
    """Stands behind an open desk; its methods are called in the worker that owns the file."""

    def __init__(
        self, path: Path, lock: Lock | None, held_by: Held | None, why: Why | None
    ) -> None:
        """Take over a lock that was taken; `open_kept` and `Keeper.of_new` are the ways in."""
        self.path = path
        self.held_by = held_by
        self.why = why
        self.on_share = on_network(path)
        self.unkept: FengongError | None = None
        self._lock = lock
        self._day: date | None = None
        self._stop = threading.Event()

    @classmethod
    def of_new(cls, path: Path, person: str) -> Keeper:
        """Take the lock of a book just made. Where that fails it is written in without one: nobody else knows it."""
        try:
            taken = Lock.take(path, person=person, now=_now())
        except WorkbookError:
            return cls(path, None, None, None)
        if isinstance(taken, Held):
            return cls(path, None, taken, Why.HELD)
        return cls(path, taken, None, None)

    def begin(self, last_entry: str, run: Callable[[Callable[[], None]], object]) -> None:
        """Start keeping: `last_entry` is the time of the journal's last one (ISO, or empty).

        `run` has a call made in the worker; by it the lock is kept young until `close`.
        """
        self._day = _local_day(last_entry)
        if self._lock is not None:
            beat = threading.Thread(target=self._beat, args=(run,), name="lock", daemon=True)
            beat.start()

    def check_may_write(self) -> None:
        """Raise `WorkbookError` where the book is for reading only.

        ``workbook.held`` says who writes in it, ``workbook.read_only`` where nobody else does.
        """
        if self.why is None:
            return
        if self.held_by is not None:
            raise held_error("workbook.held", self.held_by)
        raise WorkbookError("workbook.read_only")

    def before_commit(self, workbook: Workbook) -> None:
        """Make sure that the lock is still ours, and back the book up before its first change of a day.

        Why no backup could be made stands in `unkept`: it is to be told, and no reason to refuse the step. Raises
        `WorkbookError` (``workbook.taken_over``) where somebody else holds the book now; it is then read-only.
        """
        if self._lock is not None and (taker := self._lock.keep()) is not None:
            self.held_by, self.why, self._lock = taker, Why.TAKEN_OVER, None
            raise held_error("workbook.taken_over", taker)
        today = _now().date()
        if self._day in (None, today):
            self._day = today
            return
        self._day = today
        try:
            self.back_up(workbook, Reason.DAY)
            self.unkept = None
        except FengongError as error:
            self.unkept = WorkbookError("workbook.backup", why=backup_fault(error))

    def back_up(self, workbook: Workbook, reason: Reason) -> Backup:
        """Back the book up as it is on disk, and thin out its older backups. Raises `WorkbookError`."""
        folder = stored.folder_of(backups_folder(), workbook.identity.lineage)
        now = _now()
        backup = workbook.back_up(folder, reason, now=now)
        stored.thin(folder, now)
        return backup

    def look(self) -> None:
        """See anew who writes in the book, where that was somebody else."""
        if self.held_by is not None:
            self.held_by = holder(self.path)

    def close(self) -> None:
        """Let go of the lock."""
        self._stop.set()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _beat(self, run: Callable[[Callable[[], None]], object]) -> None:
        while not self._stop.wait(BEAT_SECONDS):
            try:
                run(self._keep_young)
            except RuntimeError:
                return  # the worker has gone

    def _keep_young(self) -> None:
        # A taker is told of at the next commit, where a step has to be taken back.
        if self._lock is not None:
            self._lock.keep()


def open_kept(
    path: Path, *, person: str, read_only: bool, at_once: bool = False
) -> tuple[Workbook, Keeper]:
    """Open the book at `path` for writing under its lock, or else for reading, as the keeper's `why` says.

    For reading only: where asked, where somebody else holds the book, where the place takes no writing. A book of an
    earlier schema is backed up before it is brought forward. `at_once` and errors are those of `Workbook.open`.
    """
    if read_only:
        workbook = Workbook.open(path, read_only=True, at_once=at_once)
        return workbook, Keeper(path, None, None, Why.ASKED)
    lock, held_by, why = _take(path, person)
    try:
        if lock is not None:
            _back_up_older(path)
        workbook = Workbook.open(path, read_only=lock is None, at_once=at_once)
        return workbook, Keeper(path, lock, held_by, why)
    except BaseException:
        if lock is not None:
            lock.release()
        raise


def _take(path: Path, person: str) -> tuple[Lock | None, Held | None, Why | None]:
    if not path.is_file():
        # The opening itself says what is wrong; no lock is left beside nothing.
        return None, None, Why.ASKED
    if not _takes_writing(path):
        return None, holder(path), Why.PLACE
    try:
        taken = Lock.take(path, person=person, now=_now())
    except WorkbookError as error:
        if error.reason not in _NO_LOCK:
            raise
        return None, holder(path), _NO_LOCK[error.reason]
    return (None, taken, Why.HELD) if isinstance(taken, Held) else (taken, None, None)


def _takes_writing(path: Path) -> bool:
    try:
        with path.open("rb+"):
            return True
    except OSError:
        return False


def _back_up_older(path: Path) -> None:
    try:
        found = stored.schema_in_header(path)
    except OSError:
        return  # the opening itself says what is wrong
    ours = (Condition.OLDER, Condition.UNFINISHED)
    if 0 < found < SCHEMA_VERSION and inspect(path).condition in ours:
        stored.back_up_file(path, backups_folder(), Reason.MIGRATION, _now())


@dataclass(frozen=True, slots=True)
class BackupLine:
    """A backup as 恢复 shows it. `differs` counts its tasks and annex rows against the book as it is now.

    `contents` is None where the backup cannot be read; `reason` is in the clerk's words, `made_at` in local time.
    """

    backup: Backup
    made_at: datetime
    reason: str
    contents: Contents | None
    differs: Mapping[str, int]


def backups_of(book: Book) -> list[BackupLine]:
    """Return the backups of a book, the youngest first. Raises `WorkbookError` where their folder cannot be read."""
    now = {kind: len(table) for kind, table in book.tables.items()}
    return [
        _line(b, now) for b in stored.list_backups(stored.folder_of(backups_folder(), book.lineage))
    ]


def _line(backup: Backup, now: Mapping[str, int]) -> BackupLine:
    try:
        contents = stored.look_into(backup)
    except WorkbookError:
        contents = None
    counts = contents.counts if contents is not None else {}
    differs = {
        kind: counts[kind] - now.get(kind, 0)
        for kind in (Task.kind, AnnexRow.kind)
        if kind in counts and counts[kind] != now.get(kind, 0)
    }
    return BackupLine(
        backup, backup.made_at.astimezone(), reason_word(backup.reason), contents, differs
    )


def restore(backup: Backup, path: Path) -> None:
    """Write the book of a backup to `path`, where no file is. Raises the `WorkbookError`s of `backups.restore`."""
    stored.restore(backup, path, _now())


def erase(backups: Iterable[Backup]) -> None:
    """Delete backups for good. Raises `WorkbookError` (``workbook.permission``); those before it are gone."""
    stored.erase(backups)


def check(path: Path, run: Callable[[Callable[[], Any]], Any] = lambda work: work()) -> Diagnosis:
    """Check the whole book at `path` on a copy, while it is in use. May take as long as reading all of it twice.

    `run` has what touches the file done in the thread that owns it, where the book is open here (`Desk.check`).
    """
    workspace = backups_folder()
    atomic.clear_leftovers(workspace, older_than=time.time() - _LEFTOVER_AGE)
    return check_copy(path, workspace, run)


def recover_into(
    path: Path,
    target: Path,
    *,
    person: str = "",
    run: Callable[[Callable[[], Any]], Any] = lambda work: work(),
) -> Recovered:
    """Put what can be read of a damaged file into a new book at `target`. Raises as `recovery.recover`.

    `run` has what touches the file done in the thread that owns it, where the book is open here (`Desk.recover`).
    """
    return recover(path, target, now=_now(), label=_RECOVERY, person=person, run=run)


def _now() -> datetime:
    return datetime.now(UTC).astimezone()


def _local_day(iso: str) -> date | None:
    try:
        return datetime.fromisoformat(iso).astimezone().date()
    except ValueError:
        return None
