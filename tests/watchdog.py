"""Measures how long the window's event loop does not come round."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer

_EVERY = 2  # milliseconds


class Watchdog(QObject):
    """Counts from `start` on. `processor` is the longest gap in seconds of the process's own processor time, which
    other programs hardly change: what the window did, or waited for its own threads to do; `wall` by the clock.
    """

    def __init__(self) -> None:
        super().__init__()
        self.processor = self.wall = 0.0
        self._last = (0.0, 0.0)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Begin, or begin anew."""
        self.processor = self.wall = 0.0
        self._last = (time.process_time(), time.perf_counter())
        self._timer.start()

    def stop(self) -> float:
        """Return the longest gap of processor time; the one that goes on now counts."""
        self._timer.stop()
        self._tick()
        return self.processor

    def _tick(self) -> None:
        now = (time.process_time(), time.perf_counter())
        self.processor = max(self.processor, now[0] - self._last[0])
        self.wall = max(self.wall, now[1] - self._last[1])
        self._last = now
