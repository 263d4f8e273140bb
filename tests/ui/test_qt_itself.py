"""Faults of the binding that would end the program, told by name rather than by a crash after some minutes."""

from __future__ import annotations

import sys

import PySide6
import pytest
from PySide6.QtCore import QObject, Signal

CALLS = 500


class Sender(QObject):
    sent = Signal()


@pytest.mark.xfail(
    condition=PySide6.__version__ == "6.12.0" and sys.version_info < (3, 12),
    reason="PySide6 6.12.0 drops one reference to None with every call on Pythons where None can die",
)
def test_calls_into_qt_keep_none_and_true_alive(qapp: QObject) -> None:
    sender = Sender()
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(CALLS):
        sender.property("nothing")
        sender.sent.emit()
    after = sys.getrefcount(None), sys.getrefcount(True)
    assert [abs(b - a) < CALLS // 2 for a, b in zip(before, after, strict=True)] == [True, True]
