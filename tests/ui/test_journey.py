"""The whole way of a clerk through the real window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pypdfium2
from docx import Document
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop.ui.main_window import MainWindow
from desktop.ui.sheet_view import SheetView
from desktop.ui.workspace import Workspace
from tests.ui.conftest import agree_until

PATIENCE = 20_000
Open = Callable[[Path], Workspace]
Saved = Callable[[Workspace], None]
HUNAN = "001_0fec313776e3621d.txt"
FUJIAN = "004_567eaca98945f940.txt"


def go(view: SheetView, row: int, key: str) -> None:
    columns = [c.key for c in view.book_model().columns]
    view.go_to(view.model().index(row, columns.index(key)))


def cell(view: SheetView, row: int, key: str) -> str:
    columns = [c.key for c in view.book_model().columns]
    return str(view.model().index(row, columns.index(key)).data())


def editor_of(view: SheetView) -> QPlainTextEdit:
    return next(e for e in view.findChildren(QPlainTextEdit) if e.isVisible())


def commit_by_input_method(widget: SheetView | QPlainTextEdit, text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def export(qtbot: QtBot, window: MainWindow, folder: Path) -> list[Path]:
    window.actions_["export"].trigger()
    qtbot.waitUntil(lambda: window.exporter.dialog is not None, timeout=PATIENCE)
    dialog = window.exporter.dialog
    assert dialog is not None
    dialog.folder.setText(str(folder))
    dialog.name.setText("附件")
    paths = dialog.paths()
    dialog.export_button.click()
    qtbot.waitUntil(lambda: window.info.text.startswith("已导出到"), timeout=PATIENCE)
    return paths


def table_of(path: Path) -> list[list[str]]:
    """The rows of the only table in a .docx, its head included."""
    (table,) = Document(str(path)).tables
    return [[c.text for c in row.cells] for row in table.rows]


def test_hunan_from_policy_to_files_and_back(
    qtbot: QtBot,
    window: MainWindow,
    make_window: Callable[[], MainWindow],
    opened: Open,
    saved: Saved,
    seeds: Path,
    books: Path,
    tmp_path: Path,
) -> None:
    workspace = opened(seeds / HUNAN)
    assert (workspace.task_model.rowCount(), workspace.annex_model.rowCount()) == (68, 15)
    assert "读出68项任务、附件15项" in window.info.text
    view = workspace.tasks

    go(view, 2, "deadline")
    qtbot.keyClick(view, "2")  # opens the editor, which has the keyboard from then on
    qtbot.keyClicks(editor_of(view), "018-06")
    qtbot.keyClick(editor_of(view), Qt.Key.Key_Return)
    assert cell(view, 2, "deadline") == "2018-06"
    assert view.currentIndex().row() == 3

    go(view, 2, "others")
    qtbot.keyClick(view, Qt.Key.Key_F2)
    editor = editor_of(view)
    editor.selectAll()
    commit_by_input_method(editor, "省财政厅、省教育厅")
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert cell(view, 2, "others") == "省财政厅、省教育厅"

    go(view, 2, "wording")
    window.actions_["list"].trigger()
    assert workspace.annex_model.rowCount() == 16
    assert cell(view, 2, "listed")
    window.actions_["undo"].trigger()
    assert workspace.annex_model.rowCount() == 15
    window.actions_["undo"].trigger()
    assert cell(view, 2, "others") != "省财政厅、省教育厅"
    window.actions_["redo"].trigger()
    window.actions_["redo"].trigger()
    assert workspace.annex_model.rowCount() == 16
    assert window.actions_["redo"].isEnabled() is False
    assert window.actions_["undo"].text() == "撤销：列入附件"
    saved(workspace)
    assert "68项任务 · 附件16项" in window._status.text()
    assert "已保存" in window._status.text()

    paths = export(qtbot, window, tmp_path)
    assert [p.suffix for p in paths] == [".pdf", ".xlsx", ".docx"]
    assert len(table_of(tmp_path / "附件.docx")) == 17
    sheet = openpyxl.load_workbook(tmp_path / "附件.xlsx").active
    assert sheet is not None
    pdf = pypdfium2.PdfDocument(str(tmp_path / "附件.pdf"))
    text = "".join(pdf[i].get_textpage().get_text_range() for i in range(len(pdf)))
    pdf.close()
    assert "重点任务分工及进度安排表" in text.replace("\r\n", "")

    shown = [
        [cell(view, r, k) for k in ("wording", "lead", "others", "deadline")] for r in range(68)
    ]
    window.close()
    (book,) = books.glob("*.fengong")
    again = make_window()
    again.open_path(book)
    qtbot.waitUntil(lambda: again.workspace is not None, timeout=PATIENCE)
    assert again.workspace is not None
    view = again.workspace.tasks
    assert shown == [
        [cell(view, r, k) for k in ("wording", "lead", "others", "deadline")] for r in range(68)
    ]
    assert again.workspace.annex_model.rowCount() == 16
    again.actions_["undo"].trigger()
    assert again.workspace.annex_model.rowCount() == 15


def test_fujian_has_no_annex_and_prints_every_task(
    qtbot: QtBot, window: MainWindow, opened: Open, seeds: Path, tmp_path: Path
) -> None:
    workspace = opened(seeds / FUJIAN)
    assert (workspace.task_model.rowCount(), workspace.annex_model.rowCount()) == (31, 0)
    assert window.actions_["export"].iconText() == "导出附件（全部31项任务）"
    export(qtbot, window, tmp_path)
    rows = table_of(tmp_path / "附件.docx")[1:]
    assert [row[0] for row in rows] == [str(n) for n in range(1, 32)]


def test_the_same_file_leads_back_to_its_book(
    qtbot: QtBot, window: MainWindow, opened: Open, seeds: Path, books: Path
) -> None:
    workspace = opened(seeds / HUNAN)
    window.open_path(seeds / HUNAN)
    qtbot.waitUntil(lambda: "已经在打开的分工簿里" in window.info.text, timeout=PATIENCE)
    assert window.workspace is workspace
    assert not workspace.link.read_only
    window.actions_["close"].trigger()
    opened(seeds / HUNAN)
    assert "已经读过" in window.info.text
    assert len(list(books.glob("*.fengong"))) == 1


def test_pasted_text_without_a_clause_opens_without_tasks(
    qtbot: QtBot, window: MainWindow, saved: Saved
) -> None:
    window.opener.open_pasted("关于召开会议的通知\n\n各单位：\n请于明日参加会议。\n")
    agree_until(qtbot, lambda: window.workspace is not None)
    workspace = window.workspace
    assert workspace is not None
    assert workspace.task_model.rowCount() == 0
    assert "没有任务" in window.info.text
    assert not window.actions_["export"].isEnabled()
    qtbot.waitUntil(lambda: workspace.source.trace is not None, timeout=PATIENCE)
    cursor = workspace.source.text.document().find("请于明日参加会议")
    workspace.source.text.setTextCursor(cursor)
    workspace.source.mark_button.click()
    assert workspace.task_model.rowCount() == 1
    assert cell(workspace.tasks, 0, "wording") == "请于明日参加会议"
    saved(workspace)


def test_an_input_method_begins_to_type_on_the_cell(
    qtbot: QtBot, window: MainWindow, opened: Open, seeds: Path
) -> None:
    workspace = opened(seeds / FUJIAN)
    view = workspace.tasks
    go(view, 0, "wording")
    view.setFocus()
    commit_by_input_method(view, "健全机制")
    editor = editor_of(view)
    assert editor.toPlainText() == "健全机制"
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    commit_by_input_method(editor, "并落实")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert cell(view, 0, "wording") == "健全机制\n并落实"
