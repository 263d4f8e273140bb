"""An open book: the snapshot a clerk sees, and the one worker that owns the file.

A step shows at once in `book`; the worker commits it behind, in order. When a commit fails, that step and all that
were built on it are taken back, and listeners are told why. So a slow disk never blocks typing, and what is shown as
saved is on disk.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from desktop.domain.book import Book
from desktop.domain.changelog import Told
from desktop.domain.changes import ChangeSet
from desktop.domain.history import Entry, EntryKind, History
from desktop.domain.records import Record
from desktop.domain.trace import Trace
from desktop.services import journal_reading
from desktop.services.keeping import (
    Backup,
    Diagnosis,
    Held,
    Keeper,
    Reason,
    Recovered,
    Why,
    check,
    open_kept,
    recover_into,
)
from desktop.services.notice import Event, Notice
from desktop.services.rest import Rest, raise_unexpected
from desktop.services.turns import Done, Job, Turns
from desktop.storage import Workbook
from desktop.support import atomic, garbage
from desktop.support.errors import FengongError, StaleChange, WorkbookError

__all__ = ["Desk", "Event", "Notice"]

T = TypeVar("T")

#: Seconds after which a temporary file beside a book can only be one that a crash left.
_LEFTOVER_AGE = 24 * 60 * 60


_CLEAN_COPY = "清洁副本"


class Desk:
    """Open with `create` or `open`; close when done. Call it from one thread; listeners may hear from the worker."""

    def __init__(
        self,
        path: Path,
        worker: ThreadPoolExecutor,
        workbook: Workbook,
        keeper: Keeper,
        person: str,
    ) -> None:
        self.path = path
        self.person = person
        self._worker = worker
        self._workbook = workbook
        self._keeper = keeper
        self._listeners: list[Callable[[Notice], None]] = []
        self._lock = threading.RLock()
        self._epoch = 0
        self._closed = False
        self._waiting = 0
        # What is on disk is kept, so that taking a step back needs nothing of a disk that has just failed.
        if workbook.checked:
            self._rest = None
            self._take(*worker.submit(lambda: (workbook.book(), workbook.history())).result())
        else:
            self._rest = Rest(workbook, self._take, self._tell_read)
            self._take(worker.submit(workbook.glimpse).result(), History())
        keeper.begin(worker.submit(workbook.last_time).result(), worker.submit)
        if self._rest is not None:
            self._rest.begin(worker.submit)

    @classmethod
    def create(cls, path: Path, *, person: str = "") -> Desk:
        """Make a new book at `path`. Raises `WorkbookError`, also where a file of that name exists."""

        def make() -> tuple[Workbook, Keeper]:
            return Workbook.create(path, now=_now()), Keeper.of_new(path, person)

        return cls._begin(path, make, person)

    @classmethod
    def open(
        cls, path: Path, *, person: str = "", read_only: bool = False, at_once: bool = False
    ) -> Desk:
        """Open the book at `path`, for reading only where `why_read_only` says so. Raises `WorkbookError`.

        With `at_once` a large book is a glimpse at first and not `whole`: no step is taken until READ is told, and
        what is asked of the whole waits. An error that would have kept the book shut is then in that notice.
        """

        def door() -> tuple[Workbook, Keeper]:
            return open_kept(path, person=person, read_only=read_only, at_once=at_once)

        return cls._begin(path, door, person)

    @classmethod
    def _begin(cls, path: Path, door: Callable[[], tuple[Workbook, Keeper]], person: str) -> Desk:
        """Open the file in a new worker, which goes again where that fails."""
        atomic.clear_leftovers(path.parent, older_than=time.time() - _LEFTOVER_AGE)
        worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="workbook")
        try:
            workbook, keeper = worker.submit(door).result()
            try:
                return cls(path, worker, workbook, keeper, person)
            except BaseException:
                worker.submit(workbook.close).result()
                worker.submit(keeper.close).result()
                raise
        except BaseException:
            worker.shutdown()
            raise

    @property
    def read_only(self) -> bool:
        """Whether steps are refused."""
        return self._keeper.why is not None

    @property
    def why_read_only(self) -> Why | None:
        """Why steps are refused, or None."""
        return self._keeper.why

    @property
    def held_by(self) -> Held | None:
        """Who else has the book open for writing, as last seen (`refresh`), or None."""
        return self._keeper.held_by

    @property
    def unkept(self) -> FengongError | None:
        """Why the last backup before a day's first change could not be made (steps are saved all the same), or None."""
        return self._keeper.unkept

    @property
    def on_share(self) -> bool:
        """Whether the book lies on a network file system."""
        return self._keeper.on_share

    @property
    def whole(self) -> bool:
        """Whether `book` is all of the book, and no glimpse of it."""
        return self._rest is None or self._rest.done

    @property
    def unread(self) -> FengongError | None:
        """Why the rest of the book could not be read, if so; then there is nothing to do but to close it."""
        return self._rest.error if self._rest is not None else None

    @property
    def book(self) -> Book:
        """The snapshot as the clerk sees it, steps on their way to the disk included."""
        return self._book

    @property
    def unsaved(self) -> int:
        """How many steps are on their way to the disk."""
        return self._waiting

    @property
    def undo_label(self) -> str | None:
        """What 撤销 would take back, or None."""
        return self._turns.label(EntryKind.UNDO)

    @property
    def redo_label(self) -> str | None:
        """What 重做 would do again, or None."""
        return self._turns.label(EntryKind.REDO)

    def listen(self, listener: Callable[[Notice], None]) -> None:
        """Have `listener` called for every notice: CHANGED in the caller's thread, the others in the worker's."""
        self._listeners.append(listener)

    def submit(self, step: ChangeSet, blobs: Mapping[str, bytes] | None = None) -> None:
        """Show `step` and send it to the disk. An empty one is nothing.

        Raises, and nothing happened: `StaleChange` when the step does not fit the book, `WorkbookError` when the desk
        is read-only (``workbook.held``, ``workbook.read_only``) or not whole yet (``workbook.reading``).
        """
        if step:
            self._submit(step, blobs or {})

    def _submit(
        self,
        step: ChangeSet,
        blobs: Mapping[str, bytes],
        *,
        barrier: bool = False,
        raised: bool = False,
    ) -> Future[FengongError | None]:
        self._check_may_write()
        with self._lock:
            done = Done(step.label, step)
            future = self._send(step, EntryKind.DO, done, blobs, barrier=barrier, raised=raised)
            self._turns.did(done, barrier=barrier)
        self._tell(Notice(Event.CHANGED, step))
        return future

    def commit(
        self,
        step: ChangeSet,
        blobs: Mapping[str, bytes] | None = None,
        *,
        barrier: bool = False,
    ) -> None:
        """Submit `step` and return when it is on disk. Raises the `FengongError` that took it back.

        Nothing up to and with a `barrier` (a frozen stage) can be undone.
        """
        if not step:
            return
        error = self._submit(step, blobs or {}, barrier=barrier, raised=True).result()
        if error is not None:
            raise error

    def undo(self) -> bool:
        """Take back the last step. Returns False where there is none. Raises `WorkbookError` when read-only."""
        return self._turn(EntryKind.UNDO)

    def redo(self) -> bool:
        """Do again the step undone last. Returns False where there is none. Raises `WorkbookError` when read-only."""
        return self._turn(EntryKind.REDO)

    def trace(self, policy_text: str, policy_trace: str) -> Trace:
        """Return the traced text of a policy by the digests of its text and trace. Raises `WorkbookError`."""
        source, stored = self.original(policy_text), self.original(policy_trace)
        return Trace.from_json(
            source.decode("utf-8", "surrogatepass"), stored.decode("utf-8", "surrogatepass")
        )

    def original(self, digest: str) -> bytes:
        """Return a policy file as received. Raises `WorkbookError` where it is missing or damaged."""
        return self._ask_now(lambda: self._workbook.blob(digest))

    def entries(self) -> list[Entry]:
        """Return the journal, oldest first, as far as it is on disk."""
        return self._ask(self._workbook.entries)

    def told(self, rows: Collection[str] | None, most: int, limit: int) -> list[Told]:
        """Return the last `most` entries of 修改记录 with what they changed, newest first.

        `rows` are keys of tasks or annex rows to tell alone, None for the whole book; an entry tells at most `limit`
        cells. Raises `WorkbookError` where the journal cannot be read.
        """
        return journal_reading.told(
            self._ask, self._workbook, lambda: self._saved, rows, most, limit
        )

    def readings(self) -> Mapping[str, Record]:
        """Return the records as policies were last read (`desktop.domain.readings`), by key.

        Raises `WorkbookError` where the journal cannot be read.
        """
        return journal_reading.last_readings(self._ask, self._workbook)

    def save_copy(self, path: Path) -> None:
        """另存副本: write a copy with a lineage of its own. Raises `WorkbookError`."""
        self._ask(lambda: self._workbook.save_copy(path, now=_now()))

    def save_clean_copy(self, path: Path) -> None:
        """清洁副本: write a copy for outsiders, without history or names, where no file is. Raises `WorkbookError`."""
        self._ask(lambda: self._workbook.save_clean_copy(path, now=_now(), label=_CLEAN_COPY))

    def back_up(self, reason: Reason = Reason.ASKED) -> Backup:
        """Back the book up as it is on disk (before merging, or when asked to). Raises `WorkbookError`."""
        return self._ask(lambda: self._keeper.back_up(self._workbook, reason))

    def check(self) -> Diagnosis:
        """检查: check the whole book as it is on disk, on a copy; steps wait only while it is copied."""
        return check(self.path, self._run)

    def recover(self, target: Path) -> Recovered:
        """恢复到新文件: put what can be read of the file into a new book at `target`. Raises as `keeping.recover_into`.

        Steps wait only while the file is copied.
        """
        return recover_into(self.path, target, person=self.person, run=self._run)

    def refresh(self) -> bool:
        """Read the book anew if another program has written to the file; say whether it did. Cheap where it did not.

        A desk that has steps on their way to the disk leaves it to their commit. Any thread may call it. Raises
        `WorkbookError`, ``workbook.vanished`` where the file is gone; what is shown stays.
        """
        return self._ask(self._refresh)

    def _refresh(self) -> bool:
        self._keeper.look()
        if not self._workbook.changed():
            return False
        # Held throughout: a step that is built meanwhile would be built on what is about to go.
        with self._lock:
            if self._waiting:
                return False
            self._take(self._workbook.book(), self._workbook.history())
        return True

    def _take(self, book: Book, history: History) -> None:
        """Have the book as it is on disk be what is shown."""
        with self._lock:
            self._book = self._saved = book
            self._saved_turns = Turns.after(history)
            self._turns = self._saved_turns.copy()

    def _ask(self, work: Callable[[], T]) -> T:
        """Have `work` done in the worker, once all of the book is read."""

        def once_whole() -> T:
            if self._rest is not None:
                self._rest.finish()
            return work()

        return self._ask_now(once_whole)

    def _ask_now(self, work: Callable[[], T]) -> T:
        """Have `work` done in the worker, of as much as is read. Raises `WorkbookError` once the desk is closed."""

        def while_open() -> T:
            if self._closed:
                raise WorkbookError("workbook.closed")
            return work()

        try:
            future = self._worker.submit(while_open)
        except RuntimeError as error:  # the worker is gone
            raise WorkbookError("workbook.closed") from error
        return future.result()

    def _run(self, work: Callable[[], T]) -> T:
        """Have the thread that owns the file do `work`, or this one where the desk is closed by now."""
        try:
            future = self._worker.submit(work)
        except RuntimeError:  # nobody owns the file any more
            return work()
        return future.result()

    def _check_may_write(self) -> None:
        self._keeper.check_may_write()
        if self._rest is not None:
            self._rest.check()

    def _tell_read(self, error: FengongError | None) -> None:
        self._tell(Notice(Event.READ, error=error))

    def wait(self) -> None:
        """Return when every step sent so far is on disk or was taken back."""
        self._worker.submit(lambda: None).result()

    def close(self) -> None:
        """Wait for the disk and let go of the file. What is still to be read of it is not waited for."""
        if self._rest is not None:
            self._rest.stop()
        self._worker.submit(self._let_go).result()
        self._worker.shutdown()
        garbage.look_again()

    def _let_go(self) -> None:
        """Close the file, in the worker; what was asked for too late finds it so."""
        self._closed = True
        self._workbook.close()
        self._keeper.close()

    def _turn(self, kind: EntryKind) -> bool:
        if self._rest is not None:
            self._rest.check()
        done = self._turns.next(kind)
        if done is None:
            return False
        self._check_may_write()
        # Asked for before the lock is taken: the worker may need the lock to come to it.
        step = self._step_of(done)
        step = step.inverted() if kind is EntryKind.UNDO else step
        with self._lock:
            if self._turns.next(kind) is not done:
                return False  # a failed commit has meanwhile taken steps back
            self._send(step, kind, done, {})
            self._turns.turned(kind)
        self._tell(Notice(Event.CHANGED, step))
        return True

    def _step_of(self, done: Done) -> ChangeSet:
        """Return the step's changes, from the file where it is older than this session."""
        if done.step is None:
            assert done.sequence is not None
            sequence = done.sequence
            done.step = self._ask_now(lambda: self._workbook.step(sequence)).step
        return done.step

    def _send(
        self,
        step: ChangeSet,
        kind: EntryKind,
        done: Done,
        blobs: Mapping[str, bytes],
        *,
        barrier: bool = False,
        raised: bool = False,
    ) -> Future[FengongError | None]:
        book = self._book.applied(step)
        self._book = book
        self._waiting += 1
        job = Job(step, kind, done, book, self._epoch, blobs, barrier, raised)
        future = self._worker.submit(self._commit, job)
        future.add_done_callback(raise_unexpected)
        return future

    def _commit(self, job: Job) -> FengongError | None:
        """Commit one step, in the worker; return the error that took it back, or None."""
        with self._lock:
            stale = job.epoch != self._epoch
        if stale:
            return self._fail(job, WorkbookError("workbook.earlier_failed"))
        try:
            self._keeper.before_commit(self._workbook)
            entry = self._workbook.commit(
                job.step,
                kind=job.kind,
                of=None if job.kind is EntryKind.DO else job.done.sequence,
                time=_now().isoformat(timespec="seconds"),
                person=self.person,
                blobs=job.blobs,
                barrier=job.barrier,
            )
        except StaleChange as error:
            # Somebody else has written to the file: what it holds now is what counts.
            self._read_anew()
            self._take_back()
            return self._fail(job, error)
        except FengongError as error:
            self._take_back()
            return self._fail(job, error)
        except BaseException:
            # A bug: what is shown goes back to what is on disk, and the thread's hook gets to see it.
            self._take_back()
            self._fail(job, WorkbookError("workbook.failed"))
            raise
        with self._lock:
            self._kept(job, entry)
        self._tell(Notice(Event.SAVED, job.step))
        return None

    def _kept(self, job: Job, entry: Entry) -> None:
        """Note that a step is on disk."""
        self._saved = job.book
        self._waiting -= 1
        if job.kind is EntryKind.DO:
            job.done.sequence = entry.sequence
            self._saved_turns.did(job.done, barrier=job.barrier)
        else:
            self._saved_turns.turned(job.kind)

    def _read_anew(self) -> None:
        try:
            book = self._workbook.book()
            turns = Turns.after(self._workbook.history())
        except FengongError:
            return  # the file does not answer; the step is taken back all the same and its error told
        with self._lock:
            self._saved, self._saved_turns = book, turns

    def _take_back(self) -> None:
        """Return to what is on disk; steps still waiting were built on the failed one and fail with it."""
        with self._lock:
            self._epoch += 1
            self._book = self._saved
            self._turns = self._saved_turns.copy()

    def _fail(self, job: Job, error: FengongError) -> FengongError:
        with self._lock:
            self._waiting -= 1
        again = job.kind is EntryKind.DO and not (job.blobs or job.barrier or job.raised)
        self._tell(Notice(Event.FAILED, job.step, error, job.book, again, job.raised))
        return error

    def _tell(self, notice: Notice) -> None:
        for listener in tuple(self._listeners):
            listener(notice)


def _now() -> datetime:
    return datetime.now(UTC).astimezone()
