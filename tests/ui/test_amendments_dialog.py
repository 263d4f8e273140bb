"""正文修改意见 in the window: from what is selected in the source to the printed table, each change one step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop.domain.amendments import amendments
from desktop.domain.records import Amendment
from desktop.domain.sheets import sheets
from desktop.services.layouts import find_layout
from desktop.ui.amendments_dialog import AmendmentsDialog
from desktop.ui.main_window import MainWindow
from desktop.ui.workspace import Workspace
from tests.ui.conftest import PATIENCE

HUNAN = "001_0fec313776e3621d.txt"
PLACE, ORIGINAL, PROPOSED, REASON = range(4)


@pytest.fixture
def hunan(qtbot: QtBot, opened: Callable[[Path], Workspace], seeds: Path) -> Workspace:
    workspace = opened(seeds / HUNAN)
    workspace.show_record(workspace.book.tasks[0].key)
    qtbot.waitUntil(lambda: workspace.source.trace is not None, timeout=PATIENCE)
    return workspace


def select(workspace: Workspace, words: str) -> None:
    """Select the first of these words in the source."""
    text = workspace.source.text
    cursor = text.document().find(words)
    assert not cursor.isNull()
    text.setTextCursor(cursor)


def opened_dialog(qtbot: QtBot, window: MainWindow, workspace: Workspace) -> AmendmentsDialog:
    window.actions_["amendments"].trigger()
    (found,) = (d for d in workspace.findChildren(AmendmentsDialog) if d.isVisible())
    qtbot.waitUntil(found.isActiveWindow, timeout=PATIENCE)
    return found


def typed(qtbot: QtBot, dialog: AmendmentsDialog, text: str) -> None:
    """Put a text into the cell being edited and press Enter."""
    found = dialog.table.viewport().findChildren(QPlainTextEdit)
    editor = next(e for e in found if e.isVisible())
    editor.setPlainText(text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()


def edit(qtbot: QtBot, dialog: AmendmentsDialog, place: int, column: int, text: str) -> None:
    dialog.table.setCurrentCell(place, column)
    qtbot.keyClick(dialog.table, Qt.Key.Key_F2)
    typed(qtbot, dialog, text)


def row(dialog: AmendmentsDialog, place: int) -> list[str]:
    return [dialog.table.item(place, c).text() for c in range(dialog.table.columnCount())]


def test_from_the_selected_words_to_the_printed_table(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    words = hunan.book.tasks[0].text[4:14]
    select(hunan, words)
    dialog = opened_dialog(qtbot, window, hunan)
    before = hunan.book
    place = "二、重点任务（一）开展科技成果信息汇交和发布第1项"
    assert row(dialog, 0) == [place, words, words, ""]
    assert hunan.book is before, "a draft is no step"
    typed(qtbot, dialog, "新的写法")
    (made,) = amendments(hunan.book)
    assert (made.place, made.original, made.proposed) == (place, words, "新的写法")
    assert hunan.link.desk.undo_label == "增加正文修改意见"
    edit(qtbot, dialog, 0, REASON, "与上位文件一致")
    assert amendments(hunan.book)[0].reason == "与上位文件一致"
    (printed,) = sheets(hunan.book, find_layout("amendments")).sheets
    assert printed.rows[0].cells[1:] == (place, words, "新的写法", "与上位文件一致")
    qtbot.keyClick(dialog.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert row(dialog, 0)[REASON] == ""
    assert dialog.said.text() == "已撤销：修改正文修改意见"
    dialog.remove_button.click()
    assert dialog.table.rowCount() == 0
    assert not hunan.book.all(Amendment)
    hunan.link.undo()
    assert row(dialog, 0)[PROPOSED] == "新的写法"


def test_without_a_selection_the_current_task_is_taken(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    dialog = opened_dialog(qtbot, window, hunan)
    dialog.add_button.click()
    assert row(dialog, 0)[ORIGINAL] == hunan.book.tasks[0].text
    typed(qtbot, dialog, "")
    assert amendments(hunan.book)[0].proposed == "", "empty means that it goes"


def test_a_draft_that_proposes_nothing_is_no_step(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    dialog = opened_dialog(qtbot, window, hunan)
    before = hunan.book
    dialog.add()
    typed(qtbot, dialog, hunan.book.tasks[0].text)
    edit(qtbot, dialog, 0, REASON, "先写理由")
    assert row(dialog, 0)[REASON] == "先写理由"
    assert "还没有记下" in dialog.said.text()
    assert hunan.book is before
    dialog.table.setCurrentCell(0, PLACE)
    dialog.remove()
    assert dialog.table.rowCount() == 0
    dialog.add()
    typed(qtbot, dialog, "甲")
    edit(qtbot, dialog, 0, PLACE, "第1条")
    assert (amendments(hunan.book)[0].place, dialog.said.text()) == ("第1条", "")


def test_what_is_typed_is_kept_when_the_dialog_closes(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    dialog = opened_dialog(qtbot, window, hunan)
    dialog.add()
    found = dialog.table.viewport().findChildren(QPlainTextEdit)
    next(e for e in found if e.isVisible()).setPlainText("甲")
    dialog.reject()
    assert [a.proposed for a in amendments(hunan.book)] == ["甲"]


def test_a_reader_sees_it_greyed(
    qtbot: QtBot, window: MainWindow, hunan: Workspace, make_window: Callable[[], MainWindow]
) -> None:
    dialog = opened_dialog(qtbot, window, hunan)
    dialog.add()
    typed(qtbot, dialog, "甲")
    dialog.reject()
    hunan.link.settle()
    second = make_window()
    second.open_path(hunan.link.desk.path)
    qtbot.waitUntil(lambda: second.workspace is not None, timeout=PATIENCE)
    assert second.workspace is not None
    reader = opened_dialog(qtbot, second, second.workspace)
    assert row(reader, 0)[PROPOSED] == "甲"
    assert not reader.add_button.isEnabled()
    assert not reader.remove_button.isEnabled()
    assert not reader.table.item(0, PROPOSED).flags() & Qt.ItemFlag.ItemIsEditable
    assert "只读" in reader.said.text()
