"""The desk as the window sees it: notices from the worker's thread become signals in the window's."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from desktop.domain.book import Book
from desktop.domain.changes import ChangeSet
from desktop.domain.own_units import with_own_units
from desktop.domain.records import OwnUnit
from desktop.domain.unit import UnitDirectory
from desktop.services.desk import Desk, Event, Notice
from desktop.support.errors import FengongError, StaleChange


class DeskLink(QObject):
    """One open book. `changed` means that `book` is another snapshot; it comes before `submit` returns.

    `saved` and `failed` (with the notice) come later, from the disk; `failed` at once where the book had changed behind
    what is shown, so that what was typed is kept. `refused` means that a step was not to be done at all.
    A large book is not `whole` at first; `read` says that it is now, after `changed`, `unread` (with the error) that
    its rest cannot be read.
    """

    changed = Signal()
    saved = Signal()
    failed = Signal(object)
    refused = Signal(object)
    read = Signal()
    unread = Signal(object)
    _from_worker = Signal(object)

    def __init__(
        self,
        desk: Desk,
        directory: UnitDirectory,
        *,
        read_only: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self._shipped = directory
        self.read_only = read_only or desk.read_only
        self._failures = self._told = 0
        self._from_worker.connect(self._hear_worker, Qt.ConnectionType.QueuedConnection)
        desk.listen(self._hear)
        # The worker may take steps back at any moment; what is shown changes only in the window's thread.
        # In this order: a book that is whole now stays so, and its notice may have come before anyone listened.
        self._ended = self.whole = desk.whole
        self._book = desk.book
        self._directory = with_own_units(directory, self._book)
        if desk.unread is not None:
            self._from_worker.emit(Notice(Event.READ, error=desk.unread))

    @property
    def book(self) -> Book:
        """The snapshot to show."""
        return self._book

    @property
    def writable(self) -> bool:
        """Whether steps are taken: not of a book for reading only, nor before all of it is read."""
        return self.whole and not self.read_only

    @property
    def directory(self) -> UnitDirectory:
        """The units by which cells are read: the book's own before the shipped ones."""
        return self._directory

    @property
    def shipped(self) -> UnitDirectory:
        """The shipped directory, without the book's own units."""
        return self._shipped

    def submit(self, step: ChangeSet, *, again: bool = False) -> bool:
        """Show a step and send it to the disk; False where nothing changes or it was refused.

        One that is sent `again` is kept by who sends it.
        """
        if not self.writable or not step:
            return False
        try:
            self.desk.submit(step)
        except StaleChange as error:
            if again:
                self.refused.emit(error)
            else:
                # The step was made from what is still shown, so it fits that.
                after = self._book.applied(step)
                self.failed.emit(Notice(Event.FAILED, step, error, after, again=True))
            self._show()
            return False
        except FengongError as error:
            self.refused.emit(error)
            return False
        return True

    def show_anew(self) -> None:
        """Show what the desk has read anew from the file."""
        self._show()

    def settle(self) -> bool:
        """Wait for the disk; False where a step was taken back that the window has not told of yet."""
        self.desk.wait()
        return self._failures == self._told

    def undo(self) -> bool:
        """Take back the last step; False where there is none, or it is refused."""
        return self._turn(self.desk.undo)

    def redo(self) -> bool:
        """Do again the step undone last; False where there is none, or it is refused."""
        return self._turn(self.desk.redo)

    def _turn(self, turn: Callable[[], bool]) -> bool:
        if not self.writable:
            return False
        try:
            return turn()
        except FengongError as error:
            self.refused.emit(error)
            return False

    def _hear(self, notice: Notice) -> None:
        if notice.event is Event.CHANGED:
            self._show()
            return
        if notice.event is Event.FAILED:
            self._failures += 1
        self._from_worker.emit(notice)

    def _hear_worker(self, notice: Notice) -> None:
        if notice.event is Event.SAVED:
            self.saved.emit()
            return
        if notice.event is Event.READ:
            self._hear_read(notice.error)
            return
        self._told += 1
        self._show()
        self.failed.emit(notice)

    def _hear_read(self, error: FengongError | None) -> None:
        if self._ended:
            return
        self._ended = True
        if error is not None:
            self.unread.emit(error)
            return
        self.whole = True
        self._show()
        self.read.emit()

    def _show(self) -> None:
        before, self._book = self._book, self.desk.book
        # A table that a step left alone is the same one in both snapshots.
        own = [book.tables.get(OwnUnit.kind) for book in (before, self._book)]
        if own[0] is not own[1]:
            self._directory = with_own_units(self._shipped, self._book)
        self.changed.emit()
