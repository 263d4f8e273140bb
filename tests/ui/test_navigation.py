"""The left side keeps its items while numbers change, and filtering many rows keeps what is selected."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QTreeWidget
from pytestqt.qtbot import QtBot

from desktop.domain.book import Book
from desktop.domain.changes import change_set, update
from desktop.domain.records import Assignment, Task
from desktop.domain.row_edits import remove_rows
from desktop.ui.book_models import TaskModel
from desktop.ui.navigation import Navigation
from desktop.ui.row_filter import of_unit
from desktop.ui.sheet_view import SheetView
from tests.services.books import seed_book


@pytest.fixture(scope="module")
def book() -> Book:
    return seed_book("001")


def shown(tree: QTreeWidget) -> list[tuple[str, str, str]]:
    found, waiting = [], [tree.topLevelItem(i) for i in range(tree.topLevelItemCount())]
    while waiting:
        item = waiting.pop(0)
        assert item is not None
        found.append((item.text(0), item.text(1), item.toolTip(0)))
        waiting = [item.child(i) for i in range(item.childCount())] + waiting
    return found


def test_numbers_are_those_of_a_fresh_navigation_after_each_step(qtbot: QtBot, book: Book) -> None:
    kept, tasks = Navigation(), book.tasks
    qtbot.addWidget(kept)
    kept.set_book(book)
    kept.sections.setCurrentItem(kept.sections.topLevelItem(0).child(0))
    chosen = kept.sections.selectedItems()[0].text(0)
    unit = book.assignments(tasks[0].key)[0]
    other_place = replace(tasks[0], section=tasks[-1].section)
    for step in (
        change_set("改单位", [update(unit, replace(unit, name="从来没有的局"))]),
        change_set("改章节", [update(tasks[0], other_place)]),
        remove_rows(book, tasks[5:9]),
    ):
        after = book.applied(step)
        for snapshot in (after, book):
            fresh = Navigation()
            qtbot.addWidget(fresh)
            fresh.set_book(snapshot)
            kept.set_book(snapshot)
            assert shown(kept.sections) == shown(fresh.sections)
            assert shown(kept.units) == shown(fresh.units)
            assert kept.sections.selectedItems()[0].text(0) == chosen


def test_many_rows_that_go_at_once_leave_the_others_selected(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, book: Book
) -> None:
    monkeypatch.setattr("desktop.ui.book_models._MOST_RUNS", 0)
    model = TaskModel(book)
    view = SheetView(model, "tasks")
    qtbot.addWidget(view)
    view.show()
    resets, moves = [], []
    model.modelReset.connect(lambda: resets.append(1))
    view.moved.connect(lambda: moves.append(view.current_row()))
    name = next(a.name for a in book.all(Assignment) if book.find(Task, a.owner) is not None)
    _title, keys = of_unit(name)(book)
    kept = next(t for t in book.tasks[10:] if t.key in keys)
    view.show_row(kept.key, 3)
    moves.clear()
    model.show(book, keys)
    assert resets
    assert view.current_row() == kept
    assert view.selected_rows() == [kept]
    assert view.currentIndex().column() == 3
    assert moves == []
    model.show(book, {t.key for t in book.tasks} - {kept.key})
    assert view.current_row() is None
    assert moves == [None]
