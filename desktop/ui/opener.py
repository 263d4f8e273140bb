"""Opening: a policy, a pasted text or a book, read beside the window, with 取消; one at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.unit import UnitDirectory
from desktop.services import damage, importing, opening
from desktop.services.damage import Examined
from desktop.services.desk import Desk
from desktop.services.directory import unit_directory
from desktop.services.importing import Reading
from desktop.support.errors import FengongError
from desktop.ui.info_bar import BusyBar
from desktop.ui.jobs import Jobs
from desktop.ui.memory import Memory
from desktop.ui.notices import ask, tell_error

#: Faults of a book under which it may still be read.
_READABLE = ("workbook.permission", "workbook.busy", "workbook.read_only")
#: Faults under which the file itself is looked at: it may be hurt.
_HURT = ("workbook.damaged", "workbook.not_a_workbook", "workbook.io", "workbook.missing")


class Opener(QObject):
    """`opened` gives the desk and what to say of it; `began` and `ended` frame the work.

    `damaged` gives what was found out about a book that does not open, and the error that it did not open with.
    """

    opened = Signal(object, bool, object, str)  # desk, read only, Reading or None, what to say
    damaged = Signal(object, object)  # Examined, FengongError
    began = Signal()
    ended = Signal()

    def __init__(self, window: QWidget, jobs: Jobs, memory: Memory, busy: BusyBar) -> None:
        super().__init__(window)
        self._window = window
        self._jobs = jobs
        self._memory = memory
        self._busy = busy
        self._cancel = threading.Event()
        self.running = False
        #: Asked before a policy begins a book: True where who is asked takes charge, and may call the second argument.
        self.claim: Callable[[Reading, Callable[[], object]], bool] = lambda _reading, _begin: False
        #: Shown what was read before a book is begun with it; calls the second argument with what the clerk agrees to.
        self.review: Callable[[Reading, Callable[[Reading], object]], object] = (
            lambda reading, begin: begin(reading)
        )
        busy.cancelled.connect(self.cancel)

    def open_path(self, path: Path) -> None:
        """Open a book or a policy, whichever the name says."""
        if opening.is_workbook(path):
            self.open_book(path)
        else:
            self.open_policy(path)

    def open_policy(self, path: Path, *, reviewed: bool = True) -> None:
        """Read a policy file and begin a book with it once it is `reviewed`, or open the book that has it."""
        cancelled = self._begin(f"正在读取 {path.name}…")
        if cancelled is None:
            return
        region = self._memory.settings.region
        self._jobs.run(
            lambda: importing.read_policy(path, unit_directory(), cancelled.is_set, region),
            lambda reading: self._read(reading, cancelled, reviewed=reviewed),
            lambda error: self._failed(error, path.name),
        )

    def open_pasted(self, text: str) -> None:
        """Read pasted text and begin a book with it."""
        cancelled = self._begin("正在读取粘贴的文字…")
        if cancelled is None:
            return
        region = self._memory.settings.region
        self._jobs.run(
            lambda: importing.read_pasted(text, unit_directory(), region),
            lambda reading: self._read(reading, cancelled),
            lambda error: self._failed(error, "粘贴的文字"),
        )

    def open_book(self, path: Path, *, read_only: bool = False, say: str = "") -> None:
        """Open a book."""
        if self._begin(f"正在打开 {path.name}…", cancellable=False) is None:
            return
        person = self._memory.settings.person
        self._jobs.run(
            lambda: (
                Desk.open(path, person=person, read_only=read_only, at_once=True),
                unit_directory(),
            ),
            lambda opened: self._give(opened, read_only, None, say),
            lambda error: self._book_failed(error, path, read_only),
            _let_go,
        )

    def tell_unread(self, error: FengongError, path: Path, *, read_only: bool) -> None:
        """Tell of a book whose rest could not be read, and was closed, as of one that did not open."""
        if self._begin(f"正在查看 {path.name}…", cancellable=False) is None:
            tell_error(self._window, error, path.name)
        else:
            self._book_failed(error, path, read_only)

    def make_book(
        self,
        text: str,
        make: Callable[[], Any],
        done: Callable[[Any], object],
        failed: Callable[[FengongError], object],
    ) -> bool:
        """Have `make` write a book in a worker, while `text` says so; False where other work is under way."""
        if self._begin(text, cancellable=False) is None:
            return False
        self._jobs.run(
            make, lambda made: self._end_with(done, made), lambda e: self._end_with(failed, e)
        )
        return True

    def cancel(self) -> None:
        """取消: stop reading; nothing was written."""
        self._cancel.set()

    def _begin(self, text: str, *, cancellable: bool = True) -> threading.Event | None:
        if self.running:
            return None
        self.running = True
        self._cancel = threading.Event()
        self._busy.begin(text, cancellable=cancellable)
        self.began.emit()
        return self._cancel

    def _end(self) -> None:
        self.running = False
        self._busy.hide()
        self.ended.emit()

    def _end_with(self, then: Callable[[Any], object], result: object) -> None:
        self._end()
        then(result)

    def _read(self, reading: Reading, cancelled: threading.Event, *, reviewed: bool = True) -> None:
        self._end()
        if cancelled.is_set() or self.claim(
            reading, lambda: self.review(reading, self._begin_book)
        ):
            return
        there = self._memory.settings.book_with(reading.document.sha256)
        if there is not None:
            self.open_book(there, say="这个文件已经读过，打开的是它的分工簿，没有新建。")
            return
        if reviewed:
            self.review(reading, self._begin_book)
        else:
            self._begin_book(reading)

    def _begin_book(self, reading: Reading) -> None:
        settings = self._memory.settings
        if self._begin("正在建立分工簿…", cancellable=False) is None:
            return
        self._jobs.run(
            lambda: (
                opening.start_book(reading, settings.folder(), person=settings.person),
                unit_directory(),
            ),
            lambda opened: self._give(opened, False, reading, ""),
            lambda error: self._failed(error, ""),
            _let_go,
        )

    def _give(
        self, opened: tuple[Desk, UnitDirectory], read_only: bool, reading: Reading | None, say: str
    ) -> None:
        self._end()
        self.opened.emit(opened, read_only, reading, say)

    def _failed(self, error: FengongError, about: str) -> None:
        self._end()
        if error.reason != "source.cancelled":
            tell_error(self._window, error, about)

    def _book_failed(self, error: FengongError, path: Path, read_only: bool) -> None:
        if error.reason in _HURT or (read_only and error.reason == "workbook.permission"):
            known = self._memory.settings.lineage_at(path)
            self._busy.begin(f"正在查看 {path.name} 哪里有问题…", cancellable=False)
            self._jobs.run(
                lambda: damage.examine(path, known),
                lambda examined: self._examined(examined, error),
                lambda _other: self._failed(error, path.name),
            )
            return
        self._end()
        if read_only or error.reason not in _READABLE:
            tell_error(self._window, error, path.name)
            return
        answers: dict[str, Callable[[], None]] = {
            "只读打开": lambda: self.open_book(path, read_only=True)
        }
        ask(
            self._window,
            f"{path.name} 现在不能修改。",
            "可以只读打开，查看和导出。",
            answers,
            "取消",
        )

    def _examined(self, examined: Examined, error: FengongError) -> None:
        self._end()
        self.damaged.emit(examined, error)


def _let_go(opened: tuple[Desk, UnitDirectory]) -> None:
    """Close a book that was opened for a window that is gone."""
    opened[0].close()
