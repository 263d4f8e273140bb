"""An error that nobody foresaw: one box, a report without text of a document, and the program goes on."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from desktop.support.errors import FengongError, Unforeseen
from desktop.ui.crash import CrashReporter
from desktop.ui.jobs import Jobs
from desktop.ui.notices import tell_error

SECRET = "省科技厅牵头"


@dataclass
class Clock:
    now: float = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def reporter(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> Iterator[CrashReporter]:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    made = CrashReporter(clock=clock)
    made.install()
    yield made
    for box in boxes():
        box.close()
    made.deleteLater()


class Sender(QObject):
    sent = Signal(str)


def boxes() -> list[QMessageBox]:
    found = QApplication.topLevelWidgets()
    return [w for w in found if isinstance(w, QMessageBox) and w.isVisible()]


def fails(text: str) -> None:
    raise ValueError(text)


def fails_elsewhere(_text: str) -> None:
    raise KeyError(SECRET)


def press(box: QMessageBox, text: str) -> None:
    next(b for b in box.buttons() if b.text() == text).click()


@pytest.mark.usefixtures("reporter")
def test_errors_in_a_row_show_one_box_and_the_program_goes_on(qtbot: QtBot) -> None:
    sender = Sender()
    seen: list[str] = []
    for slot in (fails, fails_elsewhere, seen.append):
        sender.sent.connect(slot)
    for _ in range(3):
        sender.sent.emit(SECRET)
    qtbot.waitUntil(lambda: len(boxes()) == 1)
    QApplication.processEvents()
    (box,) = boxes()
    assert seen == [SECRET] * 3
    assert "已保存" in box.informativeText()
    press(box, "复制报告")
    copied = QApplication.clipboard().text()
    assert "ValueError" in copied
    assert "test_crash.py" in copied
    assert SECRET not in copied
    assert SECRET not in box.detailedText()
    qtbot.waitUntil(lambda: not boxes())


def test_the_same_error_again_and_again_does_not_besiege(
    qtbot: QtBot, reporter: CrashReporter, clock: Clock
) -> None:
    sender = Sender()
    sender.sent.connect(fails)
    sender.sent.emit("")
    qtbot.waitUntil(lambda: len(boxes()) == 1)
    press(boxes()[0], "继续")
    sender.sent.emit("")
    QApplication.processEvents()
    assert boxes() == []
    clock.now += 60
    sender.sent.emit("")
    qtbot.waitUntil(lambda: len(boxes()) == 1)


@pytest.mark.usefixtures("reporter")
def test_a_box_that_went_with_its_window_does_not_silence_the_next(qtbot: QtBot) -> None:
    window = QWidget()
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    sender = Sender()
    sender.sent.connect(fails)
    sender.sent.emit("")
    qtbot.waitUntil(lambda: len(boxes()) == 1)
    window.deleteLater()
    qtbot.waitUntil(lambda: boxes() == [])
    sender.sent.connect(fails_elsewhere)
    sender.sent.disconnect(fails)
    sender.sent.emit("")
    qtbot.waitUntil(lambda: len(boxes()) == 1)


@pytest.mark.usefixtures("reporter")
def test_a_job_that_breaks_is_told_once_and_ends_what_waited(
    qtbot: QtBot, request: pytest.FixtureRequest
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    jobs = Jobs(parent)
    request.addfinalizer(jobs.close)
    got: list[FengongError] = []

    def failed(error: FengongError) -> None:
        got.append(error)
        tell_error(parent, error)

    jobs.run(lambda: fails(SECRET), lambda _nothing: None, failed)
    qtbot.waitUntil(lambda: bool(got) and len(boxes()) == 1)
    assert isinstance(got[0], Unforeseen)
    done: list[int] = []
    jobs.run(lambda: 7, done.append, failed)
    qtbot.waitUntil(lambda: done == [7])
    assert len(boxes()) == 1


@pytest.mark.usefixtures("reporter")
def test_a_thread_that_breaks_is_told_too(qtbot: QtBot) -> None:
    thread = threading.Thread(target=fails, args=(SECRET,))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(boxes()) == 1)
