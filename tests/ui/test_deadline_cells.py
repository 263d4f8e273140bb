"""A deadline that says how it is understood while it is typed, and the builder, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop.ui.deadline_builder import DeadlineBuilder
from desktop.ui.deadline_help import DeadlineHelp
from desktop.ui.editor_help import help_of
from desktop.ui.main_window import MainWindow
from desktop.ui.sheet_view import SheetView
from desktop.ui.workspace import Workspace

HUNAN = "001_0fec313776e3621d.txt"
COLUMN = 5
Key = Qt.Key


@pytest.fixture
def hunan(opened: Callable[[Path], Workspace], seeds: Path) -> Workspace:
    workspace = opened(seeds / HUNAN)
    view = workspace.tasks
    view.go_to(view.model().index(1, COLUMN))
    view.setFocus()
    return workspace


def editors(view: SheetView) -> list[QPlainTextEdit]:
    return [e for e in view.findChildren(QPlainTextEdit) if e.isVisible()]


def write(widget: SheetView | QPlainTextEdit, text: str, preedit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)
    QApplication.processEvents()


def help_in(view: SheetView) -> DeadlineHelp:
    (editor,) = editors(view)
    found = help_of(editor)
    assert isinstance(found, DeadlineHelp)
    return found


def builder(view: SheetView) -> DeadlineBuilder:
    (found,) = view.findChildren(DeadlineBuilder)
    assert found.isVisible()
    return found


def test_the_line_follows_what_is_typed(qtbot: QtBot, hunan: Workspace) -> None:
    view = hunan.tasks
    qtbot.keyClick(view, Key.Key_F2)
    helps = help_in(view)
    assert helps.said == "空着，不设时限"
    for text, said in (
        ("2017年12月底前完成", "2017-12-31 · 完成"),
        ("持续推进", "持续推进，不设截止日"),
        ("看情况", "没有读懂，照原文打印"),
        ("2017年12底前", "是否2017年12月底前？"),
    ):
        helps.editor.selectAll()
        write(helps.editor, text)
        assert helps.said == said
        assert helps.editor.accessibleDescription() == said
    assert helps.line.isVisible()
    assert helps.editor.hasFocus()
    line = helps.line.geometry()
    corner = helps.editor.mapTo(helps.editor.window(), helps.editor.rect().topLeft())
    assert not line.intersects(helps.editor.rect().translated(corner))
    frame = helps.line
    qtbot.keyClick(helps.editor, Key.Key_Return)
    assert not frame.isVisible()
    assert view.model().index(1, COLUMN).data() == "2017年12底前"


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Key.Key_F4, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Down, Qt.KeyboardModifier.AltModifier),
    ],
)
def test_the_builder_writes_by_keyboard_alone(
    qtbot: QtBot,
    window: MainWindow,
    hunan: Workspace,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier,
) -> None:
    view = hunan.tasks
    order = [task.key for task in hunan.book.tasks]
    write(view, "2018年6月底前")
    qtbot.keyClick(editors(view)[0], key, modifier)
    made = builder(view)
    assert made.phrase == "2018年6月底前"
    qtbot.keyClick(made.years, Key.Key_Down)
    qtbot.keyClick(made.years, Key.Key_Right)
    qtbot.keyClick(made.months, Key.Key_Up)
    qtbot.keyClick(made.months, Key.Key_Right)
    for _ in range(3):
        qtbot.keyClick(made.days, Key.Key_Down)
    qtbot.keyClick(made.days, Key.Key_Tab)
    qtbot.keyClick(made.deeds, Key.Key_Down)
    assert made.phrase == "2019年5月3日前完成"
    qtbot.keyClick(made.deeds, Key.Key_Return)
    (editor,) = editors(view)
    assert editor.toPlainText() == "2019年5月3日前完成"
    qtbot.waitUntil(editor.hasFocus)
    assert help_in(view).said == "2019-05-03 · 完成"
    qtbot.keyClick(editor, Key.Key_Return)
    assert editors(view) == []
    assert view.model().index(1, COLUMN).data() == "2019年5月3日前完成"
    assert [task.key for task in hunan.book.tasks] == order
    window.actions_["undo"].trigger()
    assert view.model().index(1, COLUMN).data() == ""


def test_the_builder_takes_the_place_of_the_phrase_at_the_cursor_only(
    qtbot: QtBot, hunan: Workspace
) -> None:
    view = hunan.tasks
    write(view, "2017年底前启动；2018年底前完成")
    (editor,) = editors(view)
    help_in(view).button.click()
    made = builder(view)
    assert made.phrase == "2018年底前完成"
    qtbot.keyClick(made.years, Key.Key_Down)
    made.write_button.click()
    assert editor.toPlainText() == "2017年底前启动；2019年底前完成"


def test_escape_closes_the_builder_and_then_the_editor(qtbot: QtBot, hunan: Workspace) -> None:
    view = hunan.tasks
    write(view, "2018年底前")
    (editor,) = editors(view)
    qtbot.keyClick(editor, Key.Key_F4)
    qtbot.keyClick(builder(view).years, Key.Key_Escape)
    qtbot.waitUntil(lambda: not [b for b in view.findChildren(DeadlineBuilder) if b.isVisible()])
    assert editors(view) == [editor]
    assert editor.toPlainText() == "2018年底前"
    qtbot.keyClick(editor, Key.Key_Escape)
    assert editors(view) == []
    assert view.model().index(1, COLUMN).data() == ""


def test_a_month_without_the_chosen_day_falls_back_to_its_end(
    qtbot: QtBot, hunan: Workspace
) -> None:
    view = hunan.tasks
    write(view, "2018年3月31日前")
    qtbot.keyClick(editors(view)[0], Key.Key_F4)
    made = builder(view)
    assert made.phrase == "2018年3月31日前"
    made.months.setCurrentRow(2)
    assert made.phrase == "2018年2月底前"
    assert made.days.count() == 29
    made.months.setCurrentRow(0)
    assert made.phrase == "2018年底前"


def test_composing_opens_no_builder(qtbot: QtBot, hunan: Workspace) -> None:
    view = hunan.tasks
    write(view, "", preedit="er")
    (editor,) = editors(view)
    qtbot.keyClick(editor, Key.Key_F4)
    assert view.findChildren(DeadlineBuilder) == []
    write(editor, "二")
    assert editor.toPlainText() == "二"
