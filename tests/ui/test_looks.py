"""What every page and dialog owes the clerk: Chinese words, names, the keyboard, room for the table."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QTextCursor
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.domain.book import Book
from desktop.support.clipboard_html import table_of
from desktop.ui.cell_block import from_tsv, put_on_clipboard
from desktop.ui.main_window import MainWindow
from desktop.ui.qt_words import translate
from desktop.ui.workspace import Workspace
from tests.ui.conftest import PATIENCE

Open = Callable[[Path], Workspace]
HUNAN = "001_0fec313776e3621d.txt"
FUJIAN = "004_567eaca98945f940.txt"
DIALOGS = (
    *("paste_policy", "freeze", "stages", "backups", "preview", "export", "policy_info"),
    *(
        "settings",
        "own_units",
        "amendments",
        "keys",
        "about",
        "layouts",
        "replace_unit",
        "bulk",
        "move_to",
    ),
)


@pytest.fixture
def hunan(opened: Open, seeds: Path) -> Workspace:
    return opened(seeds / HUNAN)


@pytest.fixture
def words(qapp: QApplication) -> None:
    translate(qapp)
    translate(qapp)


def dialogs() -> list[QDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]


def controls(within: QWidget) -> list[QWidget]:
    """What a person uses: not the parts that Qt makes controls of."""
    kinds = ("QAbstractItemView", "QPlainTextEdit", "QTextEdit", "QLineEdit", "QAbstractButton")
    kinds = (*kinds, "QComboBox", "QAbstractSpinBox")
    return [
        w
        for w in within.findChildren(QWidget)
        if any(w.inherits(k) for k in kinds)
        and w.isVisibleTo(within)
        and not w.objectName().startswith("qt_")
        and not (w.parentWidget() and w.parentWidget().inherits("QAbstractSpinBox"))
        and not (w.parentWidget() and w.parentWidget().inherits("QComboBox"))
        and not (w.parentWidget() and w.parentWidget().inherits("QTableView"))
        and not (w.parentWidget() and w.parentWidget().inherits("QLineEdit"))
        and not w.inherits("QHeaderView")
    ]


def name_of(control: QWidget, within: QWidget) -> str:
    label = next((b for b in within.findChildren(QLabel) if b.buddy() is control), None)
    text = control.text() if isinstance(control, QAbstractButton) else ""
    return control.accessibleName() or text or (label.text() if label is not None else "")


def test_every_control_of_every_dialog_has_a_name_and_the_keyboard(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    window.actions_["freeze"].trigger()
    dialogs()[0].accept()
    qtbot.waitUntil(lambda: "已冻结" in window.info.text, timeout=PATIENCE)
    faults: list[tuple[str, str]] = []
    for action in DIALOGS:
        window.actions_[action].trigger()
        qtbot.waitUntil(lambda: len(dialogs()) == 1, timeout=PATIENCE)
        (dialog,) = dialogs()
        found = controls(dialog)
        assert found, action
        faults += [(action, type(c).__name__) for c in found if not name_of(c, dialog)]
        faults += [
            (action, f"{name_of(c, dialog)} by mouse only")
            for c in found
            if c.isEnabled() and not c.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        dialog.close()
        QApplication.sendPostedEvents(None, 52)  # deferred deletion
        qtbot.waitUntil(lambda: not dialogs(), timeout=PATIENCE)
    assert faults == []


def menus(window: MainWindow) -> list[QMenu]:
    return [m for a in window.menuBar().actions() if isinstance(m := a.menu(), QMenu)]


def test_letters_and_shortcuts_belong_to_one_entry(window: MainWindow) -> None:
    def letters(actions: list[QAction]) -> list[str]:
        return [m[1] for a in actions for m in re.findall(r"(^|[^&])&(\w)", a.text())]

    bar = letters(window.menuBar().actions())
    assert len(bar) == len(menus(window)) == len(set(bar))
    for menu in menus(window):
        assert len(letters(menu.actions())) == len(set(letters(menu.actions())))
    named = window.findChildren(QAction)
    keys = Counter(k.toString() for a in named for k in a.shortcuts() if a.objectName())
    assert [key for key, times in keys.items() if times > 1] == []


def latin(within: QWidget) -> list[str]:
    """Return the texts shown that hold a word in Latin letters and none in Chinese."""
    texts = [w.text() for w in within.findChildren(QLabel)]
    texts += [w.text() for w in within.findChildren(QAbstractButton)]
    texts += [w.toolTip() for w in within.findChildren(QWidget)]
    texts += [a.text() for a in within.findChildren(QAction)]
    return [t for t in texts if re.search("[A-Za-z]{3}", t) and not re.search("[一-鿿]", t)]


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize("mode", list(QFileDialog.FileMode))
@pytest.mark.parametrize("accept", list(QFileDialog.AcceptMode))
def test_qt_s_own_file_dialog_speaks_chinese(
    qtbot: QtBot, tmp_path: Path, mode: QFileDialog.FileMode, accept: QFileDialog.AcceptMode
) -> None:
    dialog = QFileDialog(None, "打开", str(tmp_path))
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(mode)
    dialog.setAcceptMode(accept)
    dialog.show()
    assert latin(dialog) == []


@pytest.mark.usefixtures("words")
def test_boxes_and_the_print_dialog_speak_chinese(qtbot: QtBot) -> None:
    box = QMessageBox()
    qtbot.addWidget(box)
    box.setDetailedText("…")
    box.setStandardButtons(
        QMessageBox.StandardButton.Ok
        | QMessageBox.StandardButton.Cancel
        | QMessageBox.StandardButton.Save
        | QMessageBox.StandardButton.Yes
        | QMessageBox.StandardButton.No
        | QMessageBox.StandardButton.Close
    )
    assert len(box.buttons()) == 7
    assert latin(box) == []
    printer = QPrinter()
    dialog = QPrintDialog(printer)
    qtbot.addWidget(dialog)
    assert latin(dialog) == []


def test_menus_of_editors_are_chinese_in_any_language_of_the_system(root: Path) -> None:
    code = (
        "from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QDialogButtonBox as B\n"
        "from desktop.ui.app import make_application\n"
        "app = make_application()\n"
        "texts = [a.text() for w in (QLineEdit('a'), QPlainTextEdit('a'))\n"
        "         for a in w.createStandardContextMenu().actions() if a.text()]\n"
        "box = B(B.StandardButton.Ok | B.StandardButton.Cancel)\n"
        "texts += [b.text() for b in box.buttons()]\n"
        "print(ascii(texts))\n"
    )
    env = {"LANG": "C", "LC_ALL": "C", "QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    texts = done.stdout.encode().decode("unicode_escape")
    for word in ("撤销", "剪切", "复制", "粘贴", "全选", "确定", "取消"):
        assert word in texts
    assert "Undo" not in texts


@pytest.mark.parametrize("width", [1366, 1024, 800, 640])
def test_the_table_can_be_read_in_any_window(
    qtbot: QtBot, window: MainWindow, hunan: Workspace, width: int
) -> None:
    window.resize(width, 700)
    qtbot.waitUntil(lambda: window.width() == width)
    QApplication.processEvents()
    for annex in (False, True):
        hunan.show_tab(annex=annex)
        QApplication.processEvents()
        view = hunan.view
        assert view.width() >= hunan.tasks.least_width()
        assert view.horizontalScrollBar().maximum() == 0
        header = view.horizontalHeader()
        for place, column in enumerate(view.book_model().columns):
            if view.shows(column.key):
                assert view.columnWidth(place) > header.fontMetrics().horizontalAdvance(
                    column.title
                )


def test_what_gave_way_comes_back_and_what_was_put_away_stays(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    def widen(width: int) -> None:
        window.resize(width, 700)
        qtbot.waitUntil(lambda: window.width() == width)
        QApplication.processEvents()

    widen(1366)
    assert hunan.navigation.isVisible()
    assert hunan.right.isVisible()
    widen(640)
    assert not hunan.navigation.isVisible()
    assert not window.actions_["left"].isChecked()
    window.actions_["left"].trigger()
    assert hunan.navigation.isVisible()
    widen(660)
    assert hunan.navigation.isVisible()
    widen(1366)
    assert hunan.right.isVisible()
    window.actions_["right"].trigger()
    widen(640)
    widen(1366)
    assert hunan.navigation.isVisible()
    assert not hunan.right.isVisible()


def test_the_lit_place_stays_in_sight_in_another_width(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    def lit() -> bool:
        text = hunan.source.text
        first = text.extraSelections()[0]
        cursor = QTextCursor(first.cursor)
        cursor.setPosition(cursor.selectionStart())
        return text.viewport().rect().contains(text.cursorRect(cursor).center())

    hunan.tasks.go_to(hunan.task_model.index(40, 2))
    qtbot.waitUntil(lit)
    for width in (1100, 1366):
        window.resize(width, 700)
        qtbot.waitUntil(lambda width=width: window.width() == width)
        qtbot.waitUntil(lit)


def test_the_whole_annex_goes_to_the_clipboard_with_titles_and_lines(
    window: MainWindow, hunan: Workspace
) -> None:
    window.actions_["copy_annex"].trigger()
    data = QApplication.clipboard().mimeData()
    texts = from_tsv(data.text())
    assert texts[0] == ["序号", "重点任务", "责任部门", "时间进度"]
    assert len(texts) == 1 + len(hunan.book.annex)
    assert table_of(data.html()) == texts
    assert "border:.5pt solid" in data.html()
    assert "待核" in window.info.text


def test_cells_from_another_program_keep_their_lines(window: MainWindow, hunan: Workspace) -> None:
    def wordings(book: Book) -> list[str]:
        return [task.wording for task in book.tasks[:3]]

    hunan.tasks.go_to(hunan.task_model.index(0, 2))
    cell = "第一行<br style='mso-data-placement:same-cell'>第二行"
    rows = f"<tr><td>{cell}</td></tr><tr><td>乙</td></tr>"
    put_on_clipboard('"第一行\n第二行"\r\n乙\r\n', f"<body><table>{rows}</table></body>")
    third = wordings(hunan.book)[2]
    hunan.tasks.paste()
    assert wordings(hunan.book) == ["第一行\n第二行", "乙", third]


@pytest.mark.parametrize("editor", [QLineEdit, QPlainTextEdit])
@pytest.mark.usefixtures("words")
def test_the_menu_of_an_editor_speaks_chinese(qtbot: QtBot, editor: type[QLineEdit]) -> None:
    widget = editor()
    qtbot.addWidget(widget)
    menu = widget.createStandardContextMenu()
    qtbot.addWidget(menu)
    texts = [a.text() for a in menu.actions() if a.text()]
    assert texts
    assert [t for t in texts if not re.search("[一-鿿]", t)] == []


def test_what_can_be_chosen_is_named_too(window: MainWindow, hunan: Workspace) -> None:
    hunan.open_search()
    found = [w for w in hunan.findChildren(QComboBox) if w.isVisibleTo(window)]
    assert found
    assert [type(w).__name__ for w in found if not name_of(w, window)] == []


def test_f6_and_tab_reach_what_a_bar_offers(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    pressed: list[str] = []
    window.info.say("…", {"查看": lambda: pressed.append("查看"), "再说": lambda: None})
    hunan.view.setFocus()
    for _ in range(8):
        window.actions_["pane"].trigger()
        here = QApplication.focusWidget()
        if isinstance(here, QAbstractButton) and here.text() == "查看":
            break
    qtbot.keyClick(here, Qt.Key.Key_Space)
    assert pressed == ["查看"]
    for text in ("再说", "✕"):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        here = QApplication.focusWidget()
        assert isinstance(here, QAbstractButton)
        assert here.text() == text
    qtbot.keyClick(here, Qt.Key.Key_Space)
    assert not window.info.isVisible()
