"""A frame of units drawn as chips costs no more than half again what it costs to draw them as wrapped text."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.book import Book
from desktop.domain.records import Assignment, Deadline, Record, Task
from desktop.ui.book_models import CHIPS_ROLE, Index, TaskModel
from desktop.ui.sheet_view import SheetView
from tests.proofs import report
from tests.services.books import seed_book

pytestmark = pytest.mark.slow

_FRAMES = 60
_PIXELS = 97  # a frame scrolls so far
_TIMES = 5
_MOST = 1.5


class PlainModel(TaskModel):
    """The same rows, whose units are text like any other."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return None if role == CHIPS_ROLE else super().data(index, role)


def many(book: Book, times: int) -> Book:
    """The book with its tasks, units and deadlines `times` over."""
    records: list[Record] = []
    for copy in range(times):
        tasks = [replace(t, key=f"{t.key}-{copy}", order=t.order) for t in book.all(Task)]
        records += tasks
        for kind in (Assignment, Deadline):
            records += [
                replace(r, key=f"{r.key}-{copy}", owner=f"{r.owner}-{copy}") for r in book.all(kind)
            ]
    return Book.of("lineage", records)


def shown(qtbot: QtBot, model: TaskModel) -> SheetView:
    view = SheetView(model, "tasks")
    qtbot.addWidget(view)
    view.resize(960, 640)
    view.show()
    qtbot.waitExposed(view)
    QApplication.processEvents()
    return view


def scroll(view: SheetView) -> None:
    bar = view.verticalScrollBar()
    bar.setValue(0)
    for frame in range(_FRAMES):
        bar.setValue(frame * _PIXELS)
        view.viewport().repaint()
        QApplication.processEvents()


def seconds(act: Callable[[], object]) -> float:
    """The processor's time of the quickest of several runs, which other programs hardly change."""
    found = []
    for _ in range(_TIMES):
        start = time.process_time()
        act()
        found.append(time.process_time() - start)
    return min(found)


def test_a_frame_of_chips_against_one_of_plain_text(
    qtbot: QtBot, record_property: Callable[[str, object], None]
) -> None:
    book = many(seed_book("001"), 15)
    plain, chips = (shown(qtbot, model(book)) for model in (PlainModel, TaskModel))
    for view in (plain, chips):
        scroll(view)  # both have measured the rows and read the cells
    frames = [1000 * seconds(lambda view=view: scroll(view)) / _FRAMES for view in (plain, chips)]
    # The first time a row comes into sight it is measured, too.
    first = []
    for view in (plain, chips):
        view.book_model().set_book(many(seed_book("001"), 15))
        start = time.process_time()
        scroll(view)
        first.append(1000 * (time.process_time() - start) / _FRAMES)
    ratio = frames[1] / frames[0]
    figures = {
        "rows": plain.model().rowCount(),
        "plain_ms": round(frames[0], 2),
        "chips_ms": round(frames[1], 2),
        "ratio": round(ratio, 2),
        "first_plain_ms": round(first[0], 2),
        "first_chips_ms": round(first[1], 2),
    }
    for name, figure in figures.items():
        record_property(name, figure)
    report(", ".join(f"{name} {figure}" for name, figure in figures.items()))
    assert chips.model().index(0, 4).data(CHIPS_ROLE)
    assert ratio <= _MOST
    assert first[1] / first[0] <= _MOST
