"""拆分, 合并, moving by drag, filling, sorting: what a clerk does with rows, in a real window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog
from pytestqt.qtbot import QtBot

from desktop.domain.columns import ALL_TASK_COLUMNS
from desktop.domain.records import Alias, Task
from desktop.services.desk import Desk
from desktop.ui.main_window import MainWindow
from desktop.ui.sheet_view import SheetView
from desktop.ui.workspace import Workspace

HUNAN = "001_0fec313776e3621d.txt"
PLACES = {c.key: i for i, c in enumerate(ALL_TASK_COLUMNS)}
Select = QItemSelectionModel.SelectionFlag


@pytest.fixture
def hunan(window: MainWindow, opened: Callable[[Path], Workspace], seeds: Path) -> Workspace:
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(1366, 700)
    return opened(seeds / HUNAN)


def choose(view: SheetView, rows: list[int], columns: list[int]) -> None:
    view.go_to(view.model().index(rows[0], columns[0]))
    for row in rows:
        for column in columns:
            view.selectionModel().select(view.model().index(row, column), Select.Select)


def put_caret_behind(workspace: Workspace, words: str) -> None:
    found = workspace.source.text.document().find(words)
    assert not found.isNull()
    found.setPosition(found.selectionEnd())
    workspace.source.text.setTextCursor(found)


def order(workspace: Workspace) -> list[str]:
    return [t.key for t in workspace.book.tasks]


def said(window: MainWindow) -> str:
    return window.statusBar().currentMessage()


def first_with_two_sentences(workspace: Workspace) -> Task:
    return next(t for t in workspace.book.tasks if "。" in t.text[:-1])


def test_a_task_is_split_at_the_caret_by_its_keys_and_merged_again(
    qtbot: QtBot, window: MainWindow, hunan: Workspace, saved: Callable[[Workspace], None]
) -> None:
    task = first_with_two_sentences(hunan)
    before = order(hunan)
    tables = hunan.book.tables
    sentence, rest = task.text.split("。", 1)
    hunan.show_record(task.key)
    QApplication.processEvents()
    put_caret_behind(hunan, sentence[-12:] + "。")
    hunan.source.text.setFocus()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(hunan.source.text, Qt.Key.Key_Return, both)
    assert len(hunan.book.tasks) == 69
    assert "已拆成两项" in said(window)
    place = before.index(task.key)
    first, second = hunan.book.tasks[place : place + 2]
    assert first.key == task.key
    assert (first.text, second.text) == (sentence + "。", rest.strip())
    assert hunan.view.current_row() == second
    lit = [s.cursor.selectedText() for s in hunan.source.text.extraSelections()]
    assert lit[0].startswith(rest.strip()[:10])
    choose(hunan.tasks, [place, place + 1], [PLACES["wording"]])
    QApplication.processEvents()
    qtbot.keyClick(hunan.tasks, Qt.Key.Key_M, both)
    assert order(hunan) == before
    assert hunan.book.retired_into(task.key) == [second.key]
    assert "合并成一项" in said(window)
    assert hunan.view.current_row() == hunan.book.get(Task, task.key)
    saved(hunan)
    for action, count, aliases in (("undo", 69, 0), ("redo", 68, 1), ("undo", 69, 0)):
        window.actions_[action].trigger()
        assert (len(hunan.book.tasks), len(hunan.book.all(Alias))) == (count, aliases)
    assert hunan.book.get(Task, second.key) == second
    window.actions_["undo"].trigger()
    assert hunan.book.tables == tables
    window.actions_["redo"].trigger()
    window.actions_["redo"].trigger()
    saved(hunan)
    # What is on disk is what is shown.
    path, shown_tables = hunan.link.desk.path, hunan.book.tables
    window.actions_["close"].trigger()
    desk = Desk.open(path, person="李明")
    try:
        assert desk.book.tables == shown_tables
    finally:
        desk.close()


def test_where_nothing_can_be_split_a_sentence_says_why(
    window: MainWindow, hunan: Workspace
) -> None:
    task = first_with_two_sentences(hunan)
    hunan.show_record(task.key)
    QApplication.processEvents()
    QApplication.processEvents()
    window.actions_["split"].trigger()
    assert "开头或末尾" in said(window)
    put_caret_behind(hunan, hunan.book.tasks[40].text[:8])
    window.actions_["split"].trigger()
    assert "不在这项任务的原文里" in said(window)
    assert len(hunan.book.tasks) == 68
    choose(hunan.tasks, [3, 5], [2])
    QApplication.processEvents()
    assert not window.actions_["split"].isEnabled()
    window.actions_["merge"].trigger()
    assert "不相邻" in said(window) or "同一章节" in said(window)
    assert len(hunan.book.tasks) == 68


def drag(view: SheetView, row: int, to: int, *, below: bool, release: bool = True) -> None:
    """Drag by the 序号 cell of `row` onto the upper or lower half of the row `to`."""
    view.heights.measure()
    QApplication.processEvents()
    model, port = view.model(), view.viewport()
    begin = view.visualRect(model.index(row, 0)).center()
    target = view.visualRect(model.index(to, 0))
    end = QPoint(begin.x(), target.bottom() - 2 if below else target.top() + 2)
    QTest.mousePress(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, begin)
    for at in ((begin + end) / 2, end):
        event = QMouseEvent(
            QMouseEvent.Type.MouseMove,
            QPointF(at),
            QPointF(port.mapToGlobal(at)),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(port, event)
    if release:
        QTest.mouseRelease(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)


@pytest.mark.parametrize("annex", [False, True])
def test_rows_are_dragged_by_their_numbers(
    window: MainWindow, hunan: Workspace, annex: bool
) -> None:
    hunan.show_tab(annex=annex)
    QApplication.processEvents()
    view = hunan.view
    records = [r.key for r in view.book_model().records(hunan.book)]
    drag(view, 0, 2, below=True)
    a, b, c, *rest = records
    moved = [b, c, a, *rest]
    assert [r.key for r in view.book_model().records(hunan.book)] == moved
    assert hunan.link.desk.undo_label == "移动"
    assert view.drag.line.isHidden()
    current = view.current_row()
    assert current is not None
    assert current.key == a
    choose(view, [0, 1], [0, 1])
    drag(view, 1, 2, below=True)
    assert [r.key for r in view.book_model().records(hunan.book)] == [a, b, c, *rest]
    assert [r.key for r in view.selected_rows()] == [b, c]
    window.actions_["undo"].trigger()
    window.actions_["undo"].trigger()
    assert [r.key for r in view.book_model().records(hunan.book)] == records


def test_a_drag_shows_a_line_and_is_left_by_escape(qtbot: QtBot, hunan: Workspace) -> None:
    before = order(hunan)
    drag(hunan.tasks, 0, 2, below=False, release=False)
    assert hunan.tasks.drag.line.isVisible()
    top = hunan.tasks.rowViewportPosition(2)
    assert abs(hunan.tasks.drag.line.geometry().center().y() - top) <= 2
    qtbot.keyClick(hunan.tasks, Qt.Key.Key_Escape)
    assert hunan.tasks.drag.line.isHidden()
    QTest.mouseRelease(hunan.tasks.viewport(), Qt.MouseButton.LeftButton)
    assert order(hunan) == before
    assert hunan.link.desk.undo_label is None or "移动" not in hunan.link.desk.undo_label


def test_a_click_on_a_number_still_chooses(hunan: Workspace) -> None:
    view = hunan.tasks
    choose(view, [0, 1, 2], [0, 2])
    at = view.visualRect(view.model().index(1, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert [r.key for r in view.selected_rows()] == [hunan.book.tasks[1].key]


def test_while_filtered_or_sorted_nothing_is_dragged_and_it_says_why(
    window: MainWindow, hunan: Workspace
) -> None:
    before = order(hunan)
    hunan.tasks.show_sorted(PLACES["deadline"])
    drag(hunan.tasks, 0, 2, below=True)
    assert "恢复原顺序" in said(window)
    hunan.sort_bar.back.click()
    (item,) = hunan.navigation.units.findItems("省教育厅", Qt.MatchFlag.MatchExactly)
    hunan.navigation.units.setCurrentItem(item)
    drag(hunan.tasks, 0, 2, below=True)
    assert "显示全部" in said(window)
    assert order(hunan) == before


def test_a_row_goes_to_the_place_that_is_typed(window: MainWindow, hunan: Workspace) -> None:
    keys = order(hunan)
    choose(hunan.tasks, [10, 11], [2])
    QApplication.processEvents()
    window.actions_["move_to"].trigger()
    (dialog,) = hunan.findChildren(QInputDialog)
    assert dialog.intValue() == 11
    dialog.setIntValue(1)
    dialog.accept()
    assert order(hunan) == [*keys[10:12], *keys[:10], *keys[12:]]
    choose(hunan.tasks, [0, 1], [2])
    QApplication.processEvents()
    window.actions_["move_to"].trigger()
    dialog = next(d for d in hunan.findChildren(QInputDialog) if d.isVisible())
    dialog.setIntValue(dialog.intMaximum())
    dialog.accept()
    assert order(hunan) == [*keys[:10], *keys[12:], *keys[10:12]]


def click_header(view: SheetView, column: int) -> None:
    header = view.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(column) + 12, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QApplication.processEvents()


def shown(view: SheetView, column: int) -> list[str]:
    model = view.model()
    return [model.index(r, column).data() for r in range(model.rowCount())]


def test_a_click_on_the_header_sorts_for_viewing_only(window: MainWindow, hunan: Workspace) -> None:
    view, column = hunan.tasks, PLACES["deadline"]
    for row, text in ((3, "2018年底前"), (7, "2017年6月底前"), (9, "持续推进")):
        view.model().setData(view.model().index(row, column), text)
    keys, book = order(hunan), hunan.book
    written = [t for t in shown(view, column) if t]
    click_header(view, column)
    up = shown(view, column)
    assert up[: len(written)][0] == "2017年6月底前"
    assert up[len(written) - 1] == "持续推进"
    assert not any(up[len(written) :])
    assert hunan.sort_bar.isVisible()
    assert not window.actions_["up"].isEnabled()
    assert "原顺序" in window.actions_["up"].toolTip()
    header = [view.model().headerData(r, Qt.Orientation.Vertical) for r in range(68)]
    assert header == [str(1 + keys.index(view.book_model().row(r).key)) for r in range(68)]
    # An edited row stays under the clerk's hands.
    chosen = view.book_model().row(0).key
    view.model().setData(view.model().index(0, column), "2030年底前")
    assert view.book_model().row(0).key == chosen
    window.actions_["undo"].trigger()
    click_header(view, column)
    down = shown(view, column)
    assert down[len(written) - 1] == "2017年6月底前"
    assert not any(down[len(written) :])
    click_header(view, column)
    assert [view.book_model().row(r).key for r in range(68)] == keys
    assert not hunan.sort_bar.isVisible()
    assert window.actions_["up"].isEnabled()
    assert order(hunan) == [t.key for t in book.tasks]


def test_the_menu_sorts_too(window: MainWindow, hunan: Workspace) -> None:
    view, column = hunan.tasks, PLACES["lead"]
    keys = order(hunan)
    view.go_to(view.model().index(5, column))
    QApplication.processEvents()
    assert not window.actions_["sort_none"].isEnabled()
    chosen = view.current_row()
    window.actions_["sort_up"].trigger()
    up = [t for t in shown(view, column) if t]
    assert view.current_row() == chosen
    # By Pinyin: fā before kē.
    assert up.index("省发改委") < up.index("省科技厅")
    window.actions_["sort_down"].trigger()
    assert [t for t in shown(view, column) if t] != up
    window.actions_["sort_none"].trigger()
    assert [view.book_model().row(r).key for r in range(68)] == keys


def test_the_annex_numbers_stay_while_sorted(hunan: Workspace) -> None:
    hunan.show_tab(annex=True)
    hunan.annex.show_sorted(1)
    assert shown(hunan.annex, 0) != [str(n) for n in range(1, 16)]
    assert sorted(shown(hunan.annex, 0), key=int) == [str(n) for n in range(1, 16)]
    hunan.show_tab(annex=False)
    assert not hunan.sort_bar.isVisible()
    hunan.show_tab(annex=True)
    assert hunan.sort_bar.isVisible()


def test_cells_are_filled_down_as_one_step(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    view, column = hunan.tasks, PLACES["deadline"]
    view.model().setData(view.model().index(2, column), "2018年底前")
    choose(view, [2, 3, 4], [column])
    qtbot.keyClick(view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert shown(view, column)[2:5] == ["2018年底前"] * 3
    assert hunan.link.desk.undo_label == "向下填充"
    # Like a sheet: a single cell takes what stands above it.
    view.go_to(view.model().index(5, column))
    qtbot.keyClick(view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert shown(view, column)[5] == "2018年底前"
    window.actions_["undo"].trigger()
    window.actions_["undo"].trigger()
    assert shown(view, column)[2] == "2018年底前"
    assert shown(view, column)[3] != "2018年底前"
    hunan.show_tab(annex=True)
    choose(hunan.annex, [0, 1], [2])
    qtbot.keyClick(hunan.annex, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    first, second = hunan.book.annex[:2]
    assert [(a.name, a.role) for a in hunan.book.assignments(first.key)] == [
        (a.name, a.role) for a in hunan.book.assignments(second.key)
    ]
    view.go_to(view.model().index(0, 0))
    hunan.show_tab(annex=False)
    window.actions_["fill_down"].trigger()
    assert "不能填充" in said(window)
