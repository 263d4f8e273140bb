"""A window with settings of its own, whose boxes never outlive the test."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from desktop.ui.import_review import ImportReview
from desktop.ui.main_window import MainWindow
from desktop.ui.workspace import Workspace

PATIENCE = 20_000  # milliseconds a wait may take on a busy machine


def agree_until(qtbot: QtBot, reached: Callable[[], bool]) -> None:
    """Confirm the import that is shown for review, and wait until what follows from it is reached."""

    def agreed() -> bool:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, ImportReview) and widget.isVisible():
                widget.confirm_button.click()
        return reached()

    qtbot.waitUntil(agreed, timeout=PATIENCE)


@pytest.fixture(autouse=True)
def books(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings in a temporary folder; return where new books are made."""
    settings = tmp_path / "settings"
    settings.mkdir()
    folder = tmp_path / "books"
    stored = {"books_folder": str(folder), "person": "李明"}
    (settings / "settings.json").write_text(json.dumps(stored), encoding="utf-8")
    monkeypatch.setenv("FENGONG_SETTINGS", str(settings))
    return folder


@pytest.fixture
def make_window(qtbot: QtBot, books: Path) -> Iterator[Callable[[], MainWindow]]:
    """Make windows; close them, and every box, whatever happened, while `books` still holds."""
    assert not books.exists()
    made: list[MainWindow] = []

    def make() -> MainWindow:
        window = MainWindow()
        made.append(window)
        window.show()
        qtbot.waitExposed(window)
        return window

    try:
        yield make
    finally:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog):
                widget.close()
        for window in made:
            window.close()
            window.deleteLater()
        QApplication.clipboard().clear()


@pytest.fixture
def window(make_window: Callable[[], MainWindow]) -> MainWindow:
    """One window."""
    return make_window()


@pytest.fixture
def opened(qtbot: QtBot, window: MainWindow) -> Callable[[Path], Workspace]:
    """Open a file in the window and wait until it is shown with its text."""

    def open_file(path: Path) -> Workspace:
        before = window.workspace
        window.open_path(path)
        agree_until(qtbot, lambda: window.workspace not in (None, before))
        workspace = window.workspace
        assert workspace is not None
        qtbot.waitUntil(lambda: workspace.source.trace is not None, timeout=PATIENCE)
        return workspace

    return open_file


@pytest.fixture
def box(qtbot: QtBot) -> Callable[[], QMessageBox]:
    """Wait for a message box and return it."""

    def found() -> list[QMessageBox]:
        return [
            w
            for w in QApplication.topLevelWidgets()
            if isinstance(w, QMessageBox) and w.isVisible()
        ]

    def wait() -> QMessageBox:
        qtbot.waitUntil(lambda: bool(found()), timeout=PATIENCE)
        return found()[0]

    return wait


@pytest.fixture
def saved(qtbot: QtBot) -> Callable[[Workspace], None]:
    """Wait until everything is on disk and the window knows."""

    def wait(workspace: Workspace) -> None:
        qtbot.waitUntil(lambda: workspace.link.desk.unsaved == 0, timeout=PATIENCE)
        QApplication.processEvents()

    return wait
