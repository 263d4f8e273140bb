"""Work beside the window: a function runs in a thread, its result comes back in the window's own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from desktop.support.errors import FengongError, Unforeseen


@dataclass(frozen=True, slots=True)
class _Ends:
    done: Callable[[Any], object]
    failed: Callable[[FengongError], object]
    discard: Callable[[Any], object] | None
    owner: QObject | None


class Jobs(QObject):
    """A small pool. Close it before its owner goes: a running thread at exit would abort the program."""

    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="window")
        self._open: dict[Future, _Ends] = {}
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], object],
        failed: Callable[[FengongError], object],
        discard: Callable[[Any], object] | None = None,
        *,
        owner: QObject | None = None,
    ) -> None:
        """Run `work`; then call `done` with its result or `failed` with its `FengongError`, in this thread.

        `discard` is called instead with a result that comes too late; `done` is not called once `owner`, say a dialog,
        is gone. Any other error is a bug: the exception hook shows it, and `failed` gets an `Unforeseen`, so that
        nobody waits for ever.
        """
        future = self._pool.submit(work)
        self._open[future] = _Ends(done, failed, discard, owner)
        future.add_done_callback(self._ended.emit)

    def close(self) -> None:
        """Wait for what runs, and drop what was not yet delivered."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        late, self._open = self._open, {}
        for future, ends in late.items():
            if ends.discard is not None and not future.cancelled() and future.exception() is None:
                ends.discard(future.result())

    def _deliver(self, future: Future) -> None:
        ends = self._open.pop(future, None)
        if ends is None:  # closed meanwhile
            return
        error = future.exception()
        if isinstance(error, FengongError):
            ends.failed(error)
        elif error is not None:
            sys.excepthook(type(error), error, error.__traceback__)
            ends.failed(Unforeseen("unforeseen"))
        elif ends.owner is None or isValid(ends.owner):
            ends.done(future.result())
