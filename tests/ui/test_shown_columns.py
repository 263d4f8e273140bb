"""显示列: which columns the tables show, and further fields edited in them like other cells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.domain.columns import ALL_TASK_COLUMNS, CONTACT, LEADER, LISTED, OFFICE, WORDING
from desktop.domain.extras import extra
from desktop.ui.book_models import TaskModel
from desktop.ui.main_window import MainWindow
from desktop.ui.sheet_view import SheetView
from desktop.ui.workspace import Workspace
from tests.services.books import text_book

PATIENCE = 20_000
HUNAN = "001_0fec313776e3621d.txt"
PLACES = {c.key: i for i, c in enumerate(ALL_TASK_COLUMNS)}


@pytest.fixture
def hunan(opened: Callable[[Path], Workspace], seeds: Path) -> Workspace:
    return opened(seeds / HUNAN)


def checks(window: MainWindow) -> dict[str, QAction]:
    window.actions_.columns.aboutToShow.emit()
    return {a.text(): a for a in window.actions_.columns.actions()}


def shown(view: SheetView) -> list[str]:
    columns = view.book_model().columns
    return [c.title for i, c in enumerate(columns) if not view.isColumnHidden(i)]


def test_further_fields_are_hidden_until_asked_for(window: MainWindow, hunan: Workspace) -> None:
    assert shown(hunan.tasks) == [c.title for c in ALL_TASK_COLUMNS if c.printed]
    found = checks(window)
    assert "任务表述" not in found
    assert [t for t, a in found.items() if not a.isChecked()] == ["责任领导", "承办处室", "联系人"]
    found["责任领导"].trigger()
    found["章节"].trigger()
    assert "责任领导" in shown(hunan.tasks)
    assert "章节" not in shown(hunan.tasks)
    assert checks(window)["责任领导"].isChecked()
    assert hunan.tasks.horizontalHeader().length() == hunan.tasks.viewport().width()
    window.actions_["annex"].trigger()
    assert list(checks(window)) == ["序号", "责任部门", "时间进度"]


def test_no_book_has_no_columns(window: MainWindow) -> None:
    (only,) = checks(window).values()
    assert not only.isEnabled()


def test_a_further_field_is_typed_into_its_cell(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    hunan.tasks.show_column(LEADER.key, True)
    index = hunan.task_model.index(0, PLACES[LEADER.key])
    hunan.tasks.go_to(index)
    assert hunan.task_model.setData(index, " 王副省长 ")
    assert index.data() == "王副省长"
    assert hunan.link.desk.undo_label == "修改责任领导"
    assert hunan.details.extras.lines["leader"].text() == "王副省长"
    window.actions_["undo"].trigger()
    assert index.data() == ""
    window.actions_["redo"].trigger()
    assert extra(hunan.book, hunan.book.tasks[0].key, "leader") == "王副省长"


def test_blocks_go_over_shown_columns_only(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    view, model = hunan.tasks, hunan.task_model
    view.show_column(LEADER.key, True)
    view.show_column(CONTACT.key, True)
    QApplication.clipboard().setText("王强\t张敏\r\n李伟\t赵刚\r\n")
    view.go_to(model.index(0, PLACES[LEADER.key]))
    window.actions_["paste"].trigger()
    names = [(LEADER.key, "王强", "李伟"), (OFFICE.key, "", ""), (CONTACT.key, "张敏", "赵刚")]
    for key, *texts in names:
        assert [model.index(r, PLACES[key]).data() for r in range(2)] == texts
    assert window.actions_["undo"].text() == "撤销：粘贴"
    for r in range(2):
        for key in (LEADER.key, OFFICE.key, CONTACT.key):
            flag = QItemSelectionModel.SelectionFlag.Select
            view.selectionModel().select(model.index(r, PLACES[key]), flag)
    window.actions_["copy"].trigger()
    assert QApplication.clipboard().text() == "王强\t张敏\r\n李伟\t赵刚"
    window.actions_["clear"].trigger()
    assert hunan.book.tables["extra"] == {}
    window.actions_["undo"].trigger()
    window.actions_["undo"].trigger()
    assert hunan.book.tables["extra"] == {}


def test_what_is_not_seen_is_neither_cleared_nor_copied(
    window: MainWindow, hunan: Workspace
) -> None:
    hunan.task_model.setData(hunan.task_model.index(0, PLACES[CONTACT.key]), "张敏")
    hunan.tasks.selectRow(0)
    window.actions_["copy"].trigger()
    assert "张敏" not in QApplication.clipboard().text()
    window.actions_["clear"].trigger()
    assert hunan.book.tasks[0].wording == ""
    assert extra(hunan.book, hunan.book.tasks[0].key, "contact") == "张敏"


def test_the_header_offers_the_same(hunan: Workspace) -> None:
    hunan.tasks.horizontalHeader().customContextMenuRequested.emit(QPoint(5, 5))
    (menu,) = [m for m in hunan.tasks.findChildren(QMenu) if m.isVisible()]
    next(a for a in menu.actions() if a.text() == "承办处室").trigger()
    menu.close()
    assert hunan.tasks.shows(OFFICE.key)


def test_a_reader_chooses_columns_but_types_nothing(
    qtbot: QtBot, hunan: Workspace, make_window: Callable[[], MainWindow]
) -> None:
    second = make_window()
    second.open_path(hunan.link.desk.path)
    qtbot.waitUntil(lambda: second.workspace is not None, timeout=PATIENCE)
    assert second.workspace is not None
    checks(second)["联系人"].trigger()
    index = second.workspace.task_model.index(0, PLACES[CONTACT.key])
    assert second.workspace.tasks.shows(CONTACT.key)
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable


def test_tab_passes_hidden_columns_over(qtbot: QtBot, hunan: Workspace) -> None:
    hunan.tasks.show_column(LISTED.key, False)
    hunan.tasks.go_to(hunan.task_model.index(0, 0))
    qtbot.keyClick(hunan.tasks, Qt.Key.Key_Tab)
    assert hunan.tasks.currentIndex().column() == PLACES[WORDING.key]
    for _ in range(20):
        qtbot.keyClick(hunan.tasks, Qt.Key.Key_Tab)
    assert hunan.tasks.currentIndex().column() == PLACES["section"]


def test_the_wording_stays_and_the_current_cell_is_never_hidden(hunan: Workspace) -> None:
    hunan.tasks.show_column(WORDING.key, False)
    assert "任务表述" in shown(hunan.tasks)
    hunan.tasks.go_to(hunan.task_model.index(3, PLACES["deadline"]))
    hunan.tasks.show_column("deadline", False)
    current = hunan.tasks.currentIndex()
    assert current.row() == 3
    assert not hunan.tasks.isColumnHidden(current.column())


def test_a_doubt_in_a_hidden_column_is_shown_where_one_goes_to_it(
    window: MainWindow, hunan: Workspace
) -> None:
    doubt = next(d for d in hunan.book.open_doubts if d.field == "deadline")
    view = hunan.tasks if doubt.owner in {t.key for t in hunan.book.tasks} else hunan.annex
    view.show_column("deadline", False)
    hunan.show_record(doubt.owner, "deadline")
    assert view.shows("deadline")


def test_the_window_remembers_what_is_shown_and_how_wide(
    qtbot: QtBot, window: MainWindow, hunan: Workspace, make_window: Callable[[], MainWindow]
) -> None:
    hunan.tasks.show_column(LEADER.key, True)
    hunan.tasks.show_column("section", False)
    hunan.tasks.setColumnWidth(PLACES[LEADER.key], 140)
    widths = hunan.tasks.column_widths()
    path = hunan.link.desk.path
    window.close()
    second = make_window()
    second.open_path(path)
    qtbot.waitUntil(lambda: second.workspace is not None, timeout=PATIENCE)
    assert second.workspace is not None
    again = second.workspace.tasks
    assert again.shows(LEADER.key)
    assert not again.shows("section")
    assert not again.shows(OFFICE.key)
    assert again.column_widths() == widths
    assert second.workspace.annex.columns_turned() == []


def test_widths_remembered_by_a_program_with_fewer_columns_hold(qtbot: QtBot) -> None:
    view = SheetView(TaskModel(text_book("1.甲。（责任单位：省科技厅）")), "tasks")
    qtbot.addWidget(view)
    old = [24, 24, 126, 48, 88, 60, 80]
    view.set_column_widths(old)
    widths = view.column_widths()
    assert widths[:7] == old
    assert [round(w / 2) for w in widths[7:]] == [round(c.width) for c in (LEADER, OFFICE, CONTACT)]
    view.set_column_widths([5, 0])
    assert view.column_widths()[0] == 120
