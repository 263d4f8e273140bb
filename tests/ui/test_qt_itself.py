"""Faults of the binding that would end the program, told by name rather than by a crash after some minutes.

PySide6 6.12.0 has one on Python 3.11: every call drops a reference to None. Hence the pin to 6.11.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal

CALLS = 500


class Sender(QObject):
    sent = Signal()


def test_calls_into_qt_keep_none_and_true_alive(qapp: QObject) -> None:
    sender = Sender()
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(CALLS):
        sender.property("nothing")
        sender.sent.emit()
    after = sys.getrefcount(None), sys.getrefcount(True)
    assert [abs(b - a) < CALLS // 2 for a, b in zip(before, after, strict=True)] == [True, True]
