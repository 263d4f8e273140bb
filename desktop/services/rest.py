"""The rest of a large book that is shown before all of it is read.

It is read in the worker that owns the file, piece by piece: what the window asks meanwhile gets its turn between two
pieces, and closing waits for no more than one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from desktop.domain.book import Book
from desktop.domain.history import History
from desktop.storage import Workbook
from desktop.support import garbage
from desktop.support.errors import FengongError, WorkbookError


class Rest:
    """Made for a workbook that was opened at once.

    In the worker `take` gets the whole; then `ended` is called, with why there is none or with None.
    """

    def __init__(
        self,
        workbook: Workbook,
        take: Callable[[Book, History], None],
        ended: Callable[[FengongError | None], None],
    ) -> None:
        self._pieces = [*workbook.checks(), self._read_book]
        self._workbook = workbook
        self._take = take
        self._ended = ended
        self._stopped = threading.Event()
        #: Whether all of it is read.
        self.done = False
        #: Why it cannot be read.
        self.error: FengongError | None = None

    def begin(self, submit: Callable[[Callable[[], None]], Future[None]]) -> None:
        """Read the pieces one after another in the worker to which `submit` gives a call."""

        def go_on() -> None:
            if self._stopped.is_set() or self.error is not None or not self._pieces:
                return
            self._read_piece()
            if self._pieces and self.error is None:
                self.begin(submit)

        submit(go_on).add_done_callback(raise_unexpected)

    def finish(self) -> None:
        """Read what is left now, in the worker. Raises the `FengongError` for which it cannot be read."""
        while self._pieces and self.error is None and not self._stopped.is_set():
            self._read_piece()
        self.check()

    def check(self) -> None:
        """Raise the `FengongError` for which it cannot be read, or ``workbook.reading`` while it is not."""
        if self.error is not None:
            raise self.error
        if not self.done:
            raise WorkbookError("workbook.reading")

    def stop(self) -> None:
        """Read no further piece."""
        self._stopped.set()

    def _read_piece(self) -> None:
        try:
            self._pieces.pop(0)()
        except FengongError as error:
            self._fail(error)
        except BaseException:
            self._fail(WorkbookError("workbook.failed"))
            raise

    def _read_book(self) -> None:
        with garbage.left_alone():
            book, history = self._workbook.book(), self._workbook.history()
            book.prepare()
        self._take(book, history)
        self.done = True
        self._ended(None)

    def _fail(self, error: FengongError) -> None:
        self.error = error
        self._ended(error)


def raise_unexpected(future: Future[Any]) -> None:
    """Let a bug in the worker be seen: an error that is no `FengongError` goes to the thread's hook."""
    error = future.exception()
    if error is not None:
        threading.excepthook(
            threading.ExceptHookArgs(
                (type(error), error, error.__traceback__, threading.current_thread())
            )
        )
