"""Going about in an open book: jumping, filtering, marking, doubts, blocks of cells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.records import AnnexRow, Task
from desktop.ui.main_window import MainWindow
from desktop.ui.workspace import Workspace

PATIENCE = 20_000
HUNAN = "001_0fec313776e3621d.txt"


@pytest.fixture
def hunan(opened: Callable[[Path], Workspace], seeds: Path) -> Workspace:
    return opened(seeds / HUNAN)


def test_a_task_lights_its_words_and_its_clause(hunan: Workspace) -> None:
    lit = hunan.source.text.extraSelections()
    texts = [selection.cursor.selectedText() for selection in lit]
    assert texts[0].startswith("围绕高端装备制造")
    assert texts[1].startswith("（责任单位：省科技厅")
    assert lit[1].format.fontUnderline()
    assert not lit[0].format.fontUnderline()


def test_one_jumps_to_the_annex_and_back(qtbot: QtBot, hunan: Workspace) -> None:
    linked = next(t for t in hunan.book.tasks if hunan.book.links_of_task(t.key))
    hunan.show_record(linked.key, "listed")
    qtbot.keyClick(hunan.tasks, Qt.Key.Key_Return)
    assert hunan.view is hunan.annex
    row = hunan.annex.current_row()
    assert isinstance(row, AnnexRow)
    assert linked.key in {n.task for n in hunan.book.links_of_row(row.key)}
    hunan.show_record(row.key, "number")
    qtbot.keyClick(hunan.annex, Qt.Key.Key_Return)
    assert hunan.view is hunan.tasks
    assert isinstance(hunan.tasks.current_row(), Task)


def test_a_unit_filters_and_everything_comes_back(window: MainWindow, hunan: Workspace) -> None:
    (item,) = hunan.navigation.units.findItems("省教育厅", Qt.MatchFlag.MatchExactly)
    hunan.navigation.units.setCurrentItem(item)
    assert hunan.task_model.rowCount() == int(item.text(1))
    assert hunan.filter_bar.isVisible()
    assert not window.actions_["up"].isEnabled()
    assert "显示全部" in window.actions_["up"].toolTip()
    window.actions_["show_all"].trigger()
    assert hunan.task_model.rowCount() == 68
    assert not hunan.filter_bar.isVisible()
    assert window.actions_["up"].isEnabled()


def test_a_section_filters_with_all_below_it(hunan: Workspace) -> None:
    tree = hunan.navigation.sections
    policy = tree.topLevelItem(0)
    assert policy is not None
    tasks = next(
        policy.child(i) for i in range(policy.childCount()) if "重点任务" in policy.child(i).text(0)
    )
    tree.setCurrentItem(tasks)
    assert hunan.task_model.rowCount() == int(tasks.text(1)) == 57
    tree.setCurrentItem(policy)
    assert hunan.task_model.rowCount() == 68


def test_a_proposal_is_taken_and_the_mark_goes(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    doubt = next(d for d in hunan.book.open_doubts if d.field == "deadline" and d.proposal)
    hunan.show_record(doubt.owner, "deadline")
    accept = next(b for b in hunan.details.findChildren(QPushButton) if b.text() == "采纳建议")
    count = len(hunan.book.open_doubts)
    accept.click()
    assert hunan.view.currentIndex().data() == doubt.proposal
    assert len(hunan.book.open_doubts) == count - 1
    assert f"待核{count - 1}" in window._status.text()


def test_the_question_of_the_row_is_in_sight_and_the_keyboard_stays_in_the_table(
    qtbot: QtBot, window: MainWindow, opened: Callable[[Path], Workspace], seeds: Path
) -> None:
    workspace = opened(next(seeds.glob("002*")))
    details, bar = workspace.details, workspace.details.verticalScrollBar()
    window.actions_["next_doubt"].trigger()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    first = next(b for b in details.findChildren(QPushButton) if b.text() == "忽略")
    first.setFocus()
    count = len(workspace.book.open_doubts)
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert len(workspace.book.open_doubts) == count - 1
    assert f"还有{count - 1}处待核" in window.statusBar().currentMessage()
    QApplication.processEvents()
    assert bar.value() == 0
    assert workspace.tasks.hasFocus()
    bar.setValue(bar.maximum())
    window.actions_["next_doubt"].trigger()
    QApplication.processEvents()
    assert bar.value() == 0


def test_the_next_doubt_goes_round(window: MainWindow, hunan: Workspace) -> None:
    seen = []
    for _ in range(2 * len(hunan.book.open_doubts)):
        window.actions_["next_doubt"].trigger()
        row = hunan.view.current_row()
        assert row is not None
        assert hunan.book.doubts(row.key)
        seen.append(row.key)
    assert len(set(seen)) > 1


def test_what_an_import_leaves_in_doubt_is_one_click_away(
    window: MainWindow, hunan: Workspace
) -> None:
    (go,) = (b for b in window.info.findChildren(QPushButton) if "F8" in b.text())
    go.click()
    row = hunan.view.current_row()
    assert row is not None
    assert hunan.book.doubts(row.key)


def test_a_doubt_in_the_current_row_comes_before_those_below(
    window: MainWindow, hunan: Workspace
) -> None:
    doubted = [d.owner for d in hunan.book.open_doubts if hunan.book.find(Task, d.owner)]
    assert len(doubted) > 1
    hunan.show_record(doubted[0], "wording")
    places = []
    for _ in range(2):
        window.actions_["next_doubt"].trigger()
        row = hunan.view.current_row()
        assert row is not None
        places.append(row.key)
        assert hunan.task_model.columns[hunan.view.currentIndex().column()].key == "lead"
    assert places == doubted[:2]


@pytest.mark.parametrize("name", ["001", "003", "004"])
def test_what_is_lit_begins_near_the_top(
    qtbot: QtBot, opened: Callable[[Path], Workspace], seeds: Path, name: str
) -> None:
    workspace = opened(next(seeds.glob(f"{name}*")))
    text = workspace.source.text

    def near_top() -> bool:
        first = text.extraSelections()[0]
        cursor = QTextCursor(first.cursor)
        cursor.setPosition(cursor.selectionStart())
        place = text.cursorRect(cursor)
        return 0 <= place.top() <= 3 * place.height()

    for row in (0, 7, 15):
        workspace.tasks.go_to(workspace.task_model.index(row, 2))
        qtbot.waitUntil(near_top)
        QApplication.processEvents()
        assert near_top()


def test_the_annex_seen_first_has_a_chosen_row(window: MainWindow, hunan: Workspace) -> None:
    window.actions_["annex"].trigger()
    assert [i.row() for i in hunan.annex.selectedIndexes()] == [0]
    window.actions_["down"].trigger()
    assert [i.row() for i in hunan.annex.selectedIndexes()] == [1]


def test_what_is_taken_back_is_said(window: MainWindow, hunan: Workspace) -> None:
    hunan.tasks.go_to(hunan.task_model.index(3, 2))
    window.actions_["list"].trigger()
    assert "已列入附件" in window.statusBar().currentMessage()
    window.actions_["undo"].trigger()
    assert window.statusBar().currentMessage() == "已撤销：列入附件"
    window.actions_["redo"].trigger()
    assert window.statusBar().currentMessage() == "已重做：列入附件"


def test_undo_keeps_the_selection(window: MainWindow, hunan: Workspace) -> None:
    hunan.tasks.go_to(hunan.task_model.index(30, 2))
    chosen = hunan.tasks.current_row()
    hunan.task_model.setData(hunan.task_model.index(5, 2), "改")
    window.actions_["undo"].trigger()
    assert hunan.tasks.current_row() == chosen
    window.actions_["down"].trigger()
    assert hunan.tasks.currentIndex().row() == 31
    window.actions_["undo"].trigger()
    assert hunan.tasks.currentIndex().row() == 30


def test_blocks_are_copied_pasted_and_cleared_as_one_step(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    view, model = hunan.tasks, hunan.task_model
    QApplication.clipboard().setText("2018年底前\r\n2019年底前\r\n")
    view.go_to(model.index(0, 5))
    qtbot.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [model.index(r, 5).data() for r in range(2)] == ["2018年底前", "2019年底前"]
    assert window.actions_["undo"].text() == "撤销：粘贴"
    view.selectionModel().select(model.index(1, 5), QItemSelectionModel.SelectionFlag.Select)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QApplication.clipboard().mimeData()
    assert data.text() == "2018年底前\r\n2019年底前"
    assert ">2019年底前</td>" in data.html()
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert [model.index(r, 5).data() for r in range(2)] == ["", ""]
    window.actions_["undo"].trigger()
    assert model.index(0, 5).data() == "2018年底前"
    window.actions_["undo"].trigger()
    assert model.index(0, 5).data() == ""


def test_the_menu_copies_from_the_text_that_has_the_keyboard(
    window: MainWindow, hunan: Workspace
) -> None:
    text = hunan.source.text
    text.setTextCursor(text.document().find("围绕高端装备制造"))
    text.setFocus()
    window.actions_["copy"].trigger()
    assert QApplication.clipboard().text() == "围绕高端装备制造"


def test_ctrl_z_belongs_to_an_open_editor_and_not_to_the_source(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    hunan.task_model.setData(hunan.task_model.index(0, 2), "改过")
    hunan.source.text.setFocus()
    qtbot.keyClick(hunan.source.text, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert hunan.task_model.index(0, 2).data() != "改过"
    hunan.task_model.setData(hunan.task_model.index(0, 2), "再改")
    hunan.tasks.go_to(hunan.task_model.index(0, 2))
    hunan.tasks.setFocus()
    qtbot.keyClick(hunan.tasks, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert editor is not None
    qtbot.keyClick(editor, "x")
    qtbot.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert hunan.task_model.index(0, 2).data() == "再改"


def test_removing_says_so_and_can_be_undone(window: MainWindow, hunan: Workspace) -> None:
    window.actions_["delete"].trigger()
    assert hunan.task_model.rowCount() == 67
    assert "已删除任务1项" in window.statusBar().currentMessage()
    window.actions_["undo"].trigger()
    assert hunan.task_model.rowCount() == 68
    window.actions_["annex"].trigger()
    hunan.annex.go_to(hunan.annex_model.index(0, 1))
    window.actions_["unlist"].trigger()
    assert hunan.annex_model.rowCount() == 14


def test_f6_goes_round_all_panes(qtbot: QtBot, window: MainWindow, hunan: Workspace) -> None:
    window.resize(1366, 700)
    window.info.hide()
    visited = []
    for _ in range(5):
        window.actions_["pane"].trigger()
        visited.append(QApplication.focusWidget())
    assert visited[-1] is hunan.tasks
    assert len(set(map(id, visited))) == 5


def test_every_control_has_a_name(window: MainWindow, hunan: Workspace) -> None:
    def nameless(widget: QWidget) -> bool:
        text = getattr(widget, "text", None)
        said = text() if callable(text) else ""
        return not (widget.accessibleName() or said)

    kinds = ("QTreeView", "QTableView", "QPlainTextEdit", "QLineEdit", "QPushButton", "QListView")
    controls = [
        w
        for w in window.findChildren(QWidget)
        if any(w.inherits(k) for k in kinds) and w.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
    assert len(controls) > 8
    assert [(type(w).__name__, w.objectName()) for w in controls if nameless(w)] == []


def test_it_fits_a_small_screen_without_scrolling_sideways(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    window.resize(1366, 700)
    assert window.minimumSizeHint().width() <= 1366
    qtbot.waitUntil(lambda: window.width() == 1366)
    for annex in (False, True):
        hunan.show_tab(annex=annex)
        QApplication.processEvents()
        assert hunan.view.horizontalScrollBar().maximum() == 0
        hunan.view.heights.measure()
        least = hunan.view.fontMetrics().lineSpacing()
        assert hunan.view.rowHeight(0) >= least


def test_only_rows_in_sight_are_measured(hunan: Workspace) -> None:
    hunan.tasks.heights.measure()
    assert 0 < hunan.tasks.heights.measured < 40
