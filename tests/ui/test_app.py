"""Starting up, closing down, and what is remembered between."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from desktop.domain.records import DoubtRecord, Policy
from desktop.services.desk import Desk
from desktop.services.directory import unit_directory
from desktop.services.importing import read_policy
from desktop.ui.app import open_first, show_splash, translate
from desktop.ui.dialogs import PasteDialog
from desktop.ui.fonts import use_bundled_font_where_needed
from desktop.ui.main_window import MainWindow
from desktop.ui.reading_report import details_html
from desktop.ui.welcome import example_policy
from desktop.ui.workspace import Workspace

PATIENCE = 20_000
Open = Callable[[Path], Workspace]
FUJIAN = "004_567eaca98945f940.txt"


@pytest.fixture
def own_font(qapp: QApplication) -> Iterator[None]:
    font = qapp.font()
    yield
    qapp.setFont(font)


def test_standard_buttons_speak_chinese(qapp: QApplication, qtbot: QtBot) -> None:
    translate(qapp)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(buttons)
    assert "取消" in buttons.button(QDialogButtonBox.StandardButton.Cancel).text()


@pytest.mark.usefixtures("own_font")
def test_the_bundled_font_serves_where_there_is_none(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFontDatabase, "families", lambda *_system: [])
    assert use_bundled_font_where_needed()
    assert "Fengong" in qapp.font().family() or "Noto" in qapp.font().family()


def test_the_last_book_opens_by_itself(
    qtbot: QtBot,
    make_window: Callable[[], MainWindow],
    opened: Open,
    seeds: Path,
    window: MainWindow,
) -> None:
    workspace = opened(seeds / FUJIAN)
    workspace.tasks.setColumnWidth(2, workspace.tasks.columnWidth(2) + 80)
    window.showNormal()
    window.resize(780, 640)
    size = window.size()
    window.close()
    again = make_window()
    open_first(again, [])
    qtbot.waitUntil(lambda: again.workspace is not None, timeout=PATIENCE)
    assert again.workspace is not None
    assert again.size() == size
    wide, narrow = (w.tasks.column_widths() for w in (workspace, again.workspace))
    assert narrow == wide
    again.commands.close()
    assert again.workspace is None
    assert again.welcome.recent.count() == 1
    item = again.welcome.recent.item(0)
    assert item is not None
    again.welcome.recent.itemActivated.emit(item)
    qtbot.waitUntil(lambda: again.workspace is not None, timeout=PATIENCE)


def test_the_example_is_a_door(qtbot: QtBot, window: MainWindow) -> None:
    assert example_policy() is not None
    window.welcome.example_chosen.emit()
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=PATIENCE)


def test_text_in_an_open_editor_is_kept_when_the_window_closes(
    qtbot: QtBot, window: MainWindow, opened: Open, seeds: Path, books: Path
) -> None:
    workspace = opened(seeds / FUJIAN)
    workspace.tasks.go_to(workspace.task_model.index(0, 2))
    qtbot.keyClick(workspace.tasks, "x")
    window.close()
    (path,) = books.glob("*.fengong")
    desk = Desk.open(path)
    try:
        assert desk.book.tasks[0].wording == "x"
    finally:
        desk.close()


def test_a_book_still_opening_is_closed_with_the_window(
    qtbot: QtBot,
    make_window: Callable[[], MainWindow],
    opened: Open,
    seeds: Path,
    books: Path,
    window: MainWindow,
) -> None:
    opened(seeds / FUJIAN)
    window.close()
    (path,) = books.glob("*.fengong")
    again = make_window()
    again.open_path(path)
    again.close()
    assert again.workspace is None
    path.rename(path.with_name("改名.fengong"))


def test_saving_answers_that_it_is_saved(window: MainWindow, opened: Open, seeds: Path) -> None:
    opened(seeds / FUJIAN)
    window.actions_["save"].trigger()
    assert "已保存" in window.statusBar().currentMessage()


def test_doubts_on_the_whole_policy_are_shown(
    window: MainWindow, opened: Open, seeds: Path
) -> None:
    workspace = opened(seeds / FUJIAN)
    policy = workspace.book.all(Policy)[0]
    doubt = DoubtRecord("d", policy.key, "lead_rule", "lead.unclear", "牵头规则不清", None, "")
    tables = dict(workspace.book.tables)
    tables[DoubtRecord.kind] = {"d": doubt}
    workspace.details.show_row(replace(workspace.book, tables=tables), None, policy)
    texts = [w.text() for w in workspace.details.findChildren(type(workspace.details._label))]
    assert "● 待核（整个文件）：牵头规则不清" in texts


def test_pasting_offers_the_clipboard_and_wants_text(qtbot: QtBot) -> None:
    QApplication.clipboard().setText("关于…的通知")
    dialog = PasteDialog()
    qtbot.addWidget(dialog)
    assert dialog.policy_text == "关于…的通知"
    dialog.edit.setPlainText(" \n")
    assert not dialog.read_button.isEnabled()


def test_what_reading_was_unsure_of_can_be_looked_at(
    qtbot: QtBot, window: MainWindow, opened: Open, seeds: Path
) -> None:
    draft = read_policy(seeds / "003_07267b6f87dfbefc.txt", unit_directory()).draft
    html = details_html(draft)
    assert "清理中拿不准的" in html
    assert "繁体字" in html
    assert "其他" not in html


def test_panels_can_be_put_away(window: MainWindow, opened: Open, seeds: Path) -> None:
    workspace = opened(seeds / FUJIAN)
    window.resize(1366, 700)
    for name, panel in (("left", workspace.navigation), ("right", workspace.right)):
        assert window.actions_[name].isChecked()
        window.actions_[name].trigger()
        assert not panel.isVisible()
        assert not window.actions_[name].isChecked()
        window.actions_[name].trigger()
        assert panel.isVisible()


def test_tab_goes_right_and_enter_goes_down(
    qtbot: QtBot, window: MainWindow, opened: Open, seeds: Path
) -> None:
    view = opened(seeds / FUJIAN).tasks
    view.go_to(view.model().index(0, 2))
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert (view.currentIndex().row(), view.currentIndex().column()) == (1, 3)
    qtbot.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view, Qt.Key.Key_Backtab)
    assert (view.currentIndex().row(), view.currentIndex().column()) == (0, 2)


def test_the_program_shows_something_before_it_loads_the_rest(root: Path) -> None:
    code = (
        "import sys, desktop.ui.app; print([m for m in ('sqlalchemy', 'lxml') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False
    )
    assert (done.stdout.strip(), done.returncode) == ("[]", 0)


def test_the_splash_goes_when_the_window_comes(qtbot: QtBot, window: MainWindow) -> None:
    splash = show_splash()
    qtbot.addWidget(splash)
    assert splash.isVisible()
    splash.finish(window)
    assert not splash.isVisible()
