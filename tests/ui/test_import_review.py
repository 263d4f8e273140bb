"""核对导入 in the real window: nothing is written before 确认导入."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.unit import Role
from desktop.ui.import_review import ImportReview
from desktop.ui.main_window import MainWindow
from tests.ui.conftest import PATIENCE

Review = Callable[[str], ImportReview]


def reviews() -> list[ImportReview]:
    return [
        w for w in QApplication.topLevelWidgets() if isinstance(w, ImportReview) and w.isVisible()
    ]


@pytest.fixture
def review(qtbot: QtBot, window: MainWindow, seeds: Path) -> Review:
    """Open a seed by the beginning of its name and return its review."""

    def show(name: str) -> ImportReview:
        window.open_path(next(seeds.glob(f"{name}*")))
        qtbot.waitUntil(lambda: bool(reviews()), timeout=PATIENCE)
        return reviews()[0]

    return show


def lit(dialog: ImportReview) -> str:
    """The words of the source that are lit."""
    selections = dialog.source.text.extraSelections()
    return "".join(selection.cursor.selectedText() for selection in selections)


def tabs(dialog: ImportReview) -> list[str]:
    return [dialog.tabs.tabText(i) for i in range(dialog.tabs.count())]


def test_it_shows_what_was_read_and_writes_nothing(
    review: Review, window: MainWindow, books: Path
) -> None:
    dialog = review("001")
    assert tabs(dialog)[:3] == ["任务（68）", "附件（15）", "待核（5）"]
    assert dialog.source.trace is not None
    assert not books.exists()
    dialog.reject()
    assert window.workspace is None
    assert not books.exists()


def test_enter_confirms_and_one_undo_takes_it_back(
    qtbot: QtBot, review: Review, window: MainWindow
) -> None:
    dialog = review("001")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=PATIENCE)
    workspace = window.workspace
    assert workspace is not None
    assert len(workspace.book.tasks) == 68
    window.actions_["undo"].trigger()
    assert not workspace.book.tasks
    assert not workspace.book.policies


def test_a_row_lights_its_place(review: Review) -> None:
    dialog = review("001")
    before = lit(dialog)
    dialog.tasks.go_to(dialog.task_model.index(5, 2))
    after = lit(dialog)
    assert after != before


def test_a_doubt_lights_its_row(review: Review) -> None:
    dialog = review("001")
    dialog.tabs.setCurrentWidget(dialog.doubts)
    place = [
        i
        for i in range(dialog.doubts.topLevelItemCount())
        if dialog.doubts.topLevelItem(i).text(0) == "附件第5项"
    ]
    dialog.doubts.setCurrentItem(dialog.doubts.topLevelItem(place[0]))
    assert "启动省级示范性技术转移机构建设" in lit(dialog)


def test_what_was_cleaned_is_shown_unsure_first(review: Review) -> None:
    dialog = review("002")
    first = dialog.cleaning.topLevelItem(0)
    assert first is not None
    assert "拿不准" in first.text(0)


def test_the_numbers_are_shown_whole(review: Review) -> None:
    dialog = review("004")
    number = [c.key for c in dialog.task_model.columns].index("number")
    room = dialog.tasks.columnWidth(number)
    index = dialog.task_model.index(0, number)
    assert index.data() == "（1）"
    assert dialog.tasks.fontMetrics().horizontalAdvance(index.data()) < room


def test_who_leads_is_asked_once_and_answered(
    qtbot: QtBot, review: Review, window: MainWindow
) -> None:
    dialog = review("003")
    lead = [c.key for c in dialog.task_model.columns].index("lead")
    several = [
        row
        for row in range(dialog.task_model.rowCount())
        if not dialog.task_model.index(row, lead).data()
    ]
    assert several
    dialog.lead.setCurrentIndex(1)
    assert all(dialog.task_model.index(row, lead).data() for row in several)
    dialog.confirm_button.click()
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=PATIENCE)
    workspace = window.workspace
    assert workspace is not None
    task = workspace.book.tasks[several[0]]
    roles = [a.role for a in workspace.book.assignments(task.key)]
    assert roles[0] == Role.LEAD
    assert set(roles[1:]) == {Role.PARTICIPANT}


def test_it_is_not_asked_where_the_document_says_so(review: Review) -> None:
    assert review("001").lead.count() == 0


def test_the_example_opens_at_once(qtbot: QtBot, window: MainWindow) -> None:
    window.welcome.example_chosen.emit()
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=PATIENCE)
    assert not reviews()
