"""Units typed with Pinyin initials, through the real window; an input method is never disturbed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.cells import annex_cell
from desktop.ui.book_models import CHIPS_ROLE
from desktop.ui.editor_help import help_of
from desktop.ui.main_window import MainWindow
from desktop.ui.sheet_view import SheetView
from desktop.ui.unit_completer import UnitCompleter
from desktop.ui.workspace import Workspace

HUNAN = "001_0fec313776e3621d.txt"
Key = Qt.Key


@pytest.fixture
def hunan(opened: Callable[[Path], Workspace], seeds: Path) -> Workspace:
    return opened(seeds / HUNAN)


def go(view: SheetView, row: int, key: str) -> None:
    columns = [c.key for c in view.book_model().columns]
    view.go_to(view.model().index(row, columns.index(key)))
    view.setFocus()


def editor_of(view: SheetView) -> QPlainTextEdit:
    return next(e for e in view.findChildren(QPlainTextEdit) if e.isVisible())


def no_editor(view: SheetView) -> bool:
    return not [e for e in view.findChildren(QPlainTextEdit) if e.isVisible()]


def completer_of(view: SheetView) -> UnitCompleter:
    found = help_of(editor_of(view))
    assert isinstance(found, UnitCompleter)
    return found


def offered(view: SheetView) -> list[str]:
    completer = completer_of(view)
    if not completer.shown:
        return []
    return [completer.list.item(i).text() for i in range(completer.list.count())]


def begin(qtbot: QtBot, view: SheetView, letters: str) -> None:
    """Type on a cell: the first letter opens the editor, which has the keyboard from then on."""
    qtbot.keyClicks(view, letters[0])
    qtbot.keyClicks(editor_of(view), letters[1:])


def compose(widget: SheetView | QPlainTextEdit, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    QApplication.sendEvent(widget, event)
    QApplication.processEvents()


def roles(workspace: Workspace, place: int) -> list[tuple[str, str]]:
    row = workspace.view.book_model().row(place)
    return [(a.name, a.role) for a in workspace.book.assignments(row.key)]


def test_initials_bring_a_unit_and_a_mark_begins_another(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    view = hunan.tasks
    before = roles(hunan, 0)
    go(view, 0, "lead")
    begin(qtbot, view, "jyt")
    assert offered(view)[0] == "省教育厅"
    qtbot.keyClick(editor_of(view), Key.Key_Return)
    editor = editor_of(view)
    assert editor.toPlainText() == "省教育厅"
    assert not completer_of(view).shown
    compose(editor, "", "、")
    qtbot.keyClicks(editor, "kjt")
    assert offered(view)[0] == "省科技厅"
    qtbot.keyClick(editor, Key.Key_Tab)
    assert editor.toPlainText() == "省教育厅、省科技厅"
    assert hunan.view.currentIndex().row() == 0
    qtbot.keyClick(editor, Key.Key_Return)
    assert no_editor(view)
    assert view.model().index(0, 3).data() == "省教育厅、省科技厅"
    leads = [name for name, role in roles(hunan, 0) if role == "lead"]
    assert leads == ["省教育厅", "省科技厅"]
    window.actions_["undo"].trigger()
    assert roles(hunan, 0) == before


def test_arrows_choose_and_a_click_takes_without_the_keyboard_leaving(
    qtbot: QtBot, hunan: Workspace
) -> None:
    view = hunan.tasks
    go(view, 0, "others")
    begin(qtbot, view, "sj")
    completer, editor = completer_of(view), editor_of(view)
    assert completer.list.currentRow() == 0
    qtbot.keyClick(editor, Key.Key_Down)
    qtbot.keyClick(editor, Key.Key_Down)
    qtbot.keyClick(editor, Key.Key_Up)
    assert completer.list.currentRow() == 1
    qtbot.keyClick(editor, Key.Key_Up)
    qtbot.keyClick(editor, Key.Key_Up)
    assert completer.list.currentRow() == completer.list.count() - 1
    item = completer.list.item(2)
    name = item.text().split("（")[0]
    place = completer.list.visualItemRect(item).center()
    qtbot.mouseClick(completer.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert editor.toPlainText() == name
    assert editor.hasFocus()


def test_escape_closes_the_list_first_and_then_the_editor(qtbot: QtBot, hunan: Workspace) -> None:
    view = hunan.tasks
    go(view, 0, "lead")
    before = view.currentIndex().data()
    begin(qtbot, view, "kjt")
    qtbot.keyClick(editor_of(view), Key.Key_Escape)
    assert not completer_of(view).shown
    assert editor_of(view).toPlainText() == "kjt"
    completer = completer_of(view)
    qtbot.keyClick(editor_of(view), Key.Key_Escape)
    assert no_editor(view)
    assert completer.list.isHidden()
    assert view.currentIndex().data() == before


def test_an_existing_cell_opens_without_a_list_and_leaves_out_what_it_has(
    qtbot: QtBot, hunan: Workspace
) -> None:
    view = hunan.tasks
    go(view, 0, "others")
    present = str(view.currentIndex().data()).rstrip("等").split("、")
    assert "省教育厅" in present
    qtbot.keyClick(view, Key.Key_F2)
    editor = editor_of(view)
    assert offered(view) == []
    compose(editor, "", "、")
    qtbot.keyClicks(editor, "jyt")
    assert "省教育厅" not in [o.split("（")[0] for o in offered(view)]


def test_a_name_written_out_is_kept_by_enter(qtbot: QtBot, hunan: Workspace) -> None:
    view = hunan.tasks
    go(view, 0, "lead")
    compose(view, "", "湖南省科学技术厅")
    assert completer_of(view).list.currentRow() == -1
    qtbot.keyClick(editor_of(view), Key.Key_Return)
    assert no_editor(view)
    assert view.model().index(0, 3).data() == "湖南省科学技术厅"
    go(view, 1, "lead")
    compose(view, "", "省乱写厅")
    assert offered(view) == []
    qtbot.keyClick(editor_of(view), Key.Key_Return)
    (chip,) = view.model().index(1, 3).data(CHIPS_ROLE)
    assert (chip.name, chip.doubtful) == ("省乱写厅", True)


def test_composing_shows_no_list_takes_no_key_and_loses_no_letter(
    qtbot: QtBot, hunan: Workspace
) -> None:
    view = hunan.tasks
    go(view, 0, "lead")
    compose(view, "k")
    editor = editor_of(view)
    compose(editor, "kj")
    assert offered(view) == []
    for key in (Key.Key_Return, Key.Key_Tab, Key.Key_Escape):
        qtbot.keyClick(editor, key)
        assert editor.isVisible()
    assert editor.toPlainText() == ""
    compose(editor, "", "科技")
    assert editor.toPlainText() == "科技"
    assert offered(view)[0] == "省科技厅"
    compose(editor, "t")
    assert offered(view) == []
    compose(editor, "")
    compose(editor, "", "厅")
    qtbot.keyClick(editor, Key.Key_Return)
    assert editor.toPlainText() == "省科技厅"


def test_the_list_never_covers_the_line_being_typed(qtbot: QtBot, hunan: Workspace) -> None:
    view = hunan.tasks
    for row in (0, hunan.task_model.rowCount() - 1):
        go(view, row, "lead")
        QApplication.processEvents()
        begin(qtbot, view, "s")
        completer, editor = completer_of(view), editor_of(view)
        window = editor.window()
        line = editor.cursorRect()
        line.moveTopLeft(editor.viewport().mapTo(window, line.topLeft()))
        shown = completer.list.geometry()
        assert not shown.intersects(line)
        assert window.rect().contains(shown)
        assert completer.list.isVisible()
        qtbot.keyClick(editor, Key.Key_Escape)
        qtbot.keyClick(editor, Key.Key_Escape)


def test_leaving_the_cell_takes_the_list_along(qtbot: QtBot, hunan: Workspace) -> None:
    view = hunan.tasks
    go(view, 0, "lead")
    begin(qtbot, view, "kjt")
    popup = completer_of(view).list
    assert popup.isVisible()
    view.commit_editor()
    assert not popup.isVisible()


def test_the_first_place_asks_for_the_lead_and_a_no_puts_it_back(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    window.actions_["annex"].trigger()
    view, model = hunan.annex, hunan.annex_model
    row = next(
        i for i in range(model.rowCount()) if model.index(i, 2).data() == "省科技厅、省教育厅"
    )
    go(view, row, "units")
    qtbot.keyClick(view, Key.Key_F2)
    editor = editor_of(view)
    editor.selectAll()
    compose(editor, "", "省教育厅、省科技厅")
    qtbot.keyClick(editor, Key.Key_Return)
    bar = hunan.lead_bar
    assert bar.isVisible()
    assert bar.text == "“省教育厅”已排在第一位（原为“省科技厅”），改为牵头？"
    assert roles(hunan, row) == [("省教育厅", "lead"), ("省科技厅", "participant")]
    no = next(b for b in bar.findChildren(QPushButton) if b.text().startswith("否"))
    no.click()
    assert bar.isHidden()
    assert roles(hunan, row) == [("省科技厅", "lead"), ("省教育厅", "participant")]
    assert annex_cell(hunan.book, hunan.book.annex[row], "units") == "省科技厅、省教育厅"
    window.actions_["undo"].trigger()
    assert roles(hunan, row)[0] == ("省教育厅", "lead")
    window.actions_["undo"].trigger()
    assert roles(hunan, row)[0] == ("省科技厅", "lead")


def test_the_question_goes_with_yes_and_with_undo(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    window.actions_["annex"].trigger()
    model, bar = hunan.annex_model, hunan.lead_bar
    row = next(
        i for i in range(model.rowCount()) if model.index(i, 2).data() == "省科技厅、省教育厅"
    )
    model.setData(model.index(row, 2), "省教育厅、省科技厅")
    yes = next(b for b in bar.findChildren(QPushButton) if b.text().startswith("是"))
    label = hunan.link.desk.undo_label
    yes.click()
    assert bar.isHidden()
    assert hunan.link.desk.undo_label == label
    assert roles(hunan, row)[0] == ("省教育厅", "lead")
    window.actions_["undo"].trigger()
    QApplication.clipboard().setText("省教育厅、省科技厅")
    go(hunan.annex, row, "units")
    hunan.annex.paste()
    assert bar.isVisible()
    window.actions_["undo"].trigger()
    assert bar.isHidden()


def test_chips_wrap_and_the_row_is_as_high_as_they_are(hunan: Workspace) -> None:
    view = hunan.tasks
    view.heights.measure()
    column = 4
    view.setColumnWidth(column, 60)
    narrow = view.sizeHintForRow(0)
    view.heights.measure()
    assert view.rowHeight(0) >= narrow
    view.setColumnWidth(column, 900)
    assert view.sizeHintForRow(0) < narrow


def test_the_last_row_stays_in_sight_while_rows_above_it_grow(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    window.resize(1366, 700)
    view = hunan.tasks
    QApplication.processEvents()
    go(view, hunan.task_model.rowCount() - 1, "others")
    QApplication.processEvents()
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()))
    qtbot.keyClick(view, Key.Key_F2)
    cell = view.visualRect(view.currentIndex())
    assert editor_of(view).geometry().top() <= cell.top()
