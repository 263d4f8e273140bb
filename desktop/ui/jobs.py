"""Work beside the window: a function runs in a thread, its result comes back in the window's own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from desktop.support.errors import FengongError

Done = Callable[[Any], object]
Failed = Callable[[FengongError], object]


class Jobs(QObject):
    """A small pool. Close it before the window goes: a running thread at exit would abort the program."""

    _ended = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="window")
        self._running: set[Future] = set()
        self._closed = False
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(self, work: Callable[[], Any], done: Done, failed: Failed) -> None:
        """Run `work`; then call `done` with its result or `failed` with its `FengongError`, in this thread.

        Any other error is a bug and is raised here, where the exception hook shows it.
        """
        future = self._pool.submit(work)
        self._running.add(future)
        future.add_done_callback(lambda f: self._ended.emit(f, done, failed))

    def wait(self) -> None:
        """Wait for what runs; its results come later. Nothing may start meanwhile."""
        wait(self._running)

    def close(self) -> None:
        """Wait for what runs; results that come after this are dropped."""
        self._closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _deliver(self, future: Future, done: Done, failed: Failed) -> None:
        self._running.discard(future)
        if self._closed or future.cancelled():
            return
        try:
            result = future.result()
        except FengongError as error:
            failed(error)
            return
        done(result)
