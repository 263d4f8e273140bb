"""A large book in the window: rows at once, edits when all of it is read, damage told as at opening."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.changes import change_set, update
from desktop.domain.columns import TASK_EXTRAS
from desktop.domain.document import Span
from desktop.domain.records import Task
from desktop.services.desk import Desk
from desktop.services.directory import unit_directory
from desktop.services.importing import read_policy
from desktop.services.opening import start_book
from desktop.storage import Workbook
from desktop.support.errors import FengongError
from desktop.ui.main_window import MainWindow
from desktop.ui.workspace import READING, Workspace
from tests.held import Held

PATIENCE = 20_000
HUNAN = "001_0fec313776e3621d.txt"
ROWS = 8
_AFTER_ALL = ("export", "check", "find_next", "policy_info", "copy_to", "stages", "backups", "save")
_EDITS = ("list", "delete", "paste", "clear", "freeze", "revise", "undo", "mark")


@pytest.fixture
def path(seeds: Path, tmp_path: Path) -> Path:
    """A book that nobody has open."""
    desk = start_book(read_policy(seeds / HUNAN, unit_directory()), tmp_path / "簿")
    desk.close()
    return desk.path


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch, path: Path) -> Held:
    return Held(monkeypatch, rows=ROWS)


@pytest.fixture
def glimpsed(held: Held, path: Path, opened: Callable[[Path], Workspace]) -> Workspace:
    return opened(path)


def status(window: MainWindow) -> str:
    return window._status.text()


def whole(qtbot: QtBot, held: Held, workspace: Workspace) -> None:
    with qtbot.waitSignal(workspace.link.read, timeout=PATIENCE):
        held.release()


def place(workspace: Workspace) -> int:
    view = workspace.tasks
    return view.rowViewportPosition(view.currentIndex().row())


def boxes() -> list[QMessageBox]:
    tops = QApplication.topLevelWidgets()
    return [w for w in tops if isinstance(w, QMessageBox) and w.isVisible()]


def in_sight(workspace: Workspace) -> bool:
    view = workspace.tasks
    return view.viewport().rect().intersects(view.visualRect(view.currentIndex()))


def test_rows_are_shown_at_once_and_take_no_edit(window: MainWindow, glimpsed: Workspace) -> None:
    workspace, model = glimpsed, glimpsed.task_model
    before = workspace.link.desk.path.read_bytes()
    assert model.rowCount() == ROWS
    assert model.index(0, 2).data()
    assert status(window) == READING
    assert [workspace.tabs.tabText(i) for i in range(2)] == ["任务分解（…）", "附件（…）"]
    assert workspace.navigation.sections.isColumnHidden(1)
    assert not model.setData(model.index(0, 2), "改不了")
    row = workspace.tasks.current_row()
    assert row is not None
    workspace.details.extras.edited.emit(row.key, TASK_EXTRAS[0].key, "改不了")
    workspace.source.marked.emit(Span(0, 20))
    window.commands.undo()
    actions = window.actions_
    assert [name for name in (*_AFTER_ALL, *_EDITS) if actions[name].isEnabled()] == []
    assert not actions["find"].isEnabled()
    assert all(actions[name].isEnabled() for name in ("close", "annex", "jump"))
    assert model.rowCount() == ROWS
    assert workspace.link.desk.path.read_bytes() == before


def test_the_rest_comes_without_losing_the_row(
    qtbot: QtBot, window: MainWindow, held: Held, glimpsed: Workspace
) -> None:
    workspace, tasks = glimpsed, glimpsed.tasks
    tasks.show_row(workspace.task_model.row(3).key)
    current = tasks.current_row()
    whole(qtbot, held, workspace)
    assert current is not None
    assert tasks.current_row() == current
    assert in_sight(workspace)
    count = len(workspace.book.tasks)
    assert workspace.task_model.rowCount() == count > ROWS
    assert f"{count}项任务" in status(window)
    assert workspace.tabs.tabText(0) == f"任务分解（{count}）"
    assert not workspace.navigation.sections.isColumnHidden(1)
    actions = window.actions_
    assert [name for name in (*_AFTER_ALL, "list", "undo") if not actions[name].isEnabled()] == []
    model = workspace.task_model
    index = model.index(tasks.currentIndex().row(), 2)
    assert model.setData(index, "改得了")
    assert index.data() == "改得了"
    workspace.link.settle()
    assert window.memory.settings.recent[0].path == str(workspace.link.desk.path)


def test_rows_that_come_in_above_leave_the_current_one_in_place(
    qtbot: QtBot, held: Held, path: Path, opened: Callable[[Path], Workspace]
) -> None:
    desk = Desk.open(path)
    # The rows that were taken in first stand last now.
    first, last = desk.book.tasks[:ROWS], desk.book.tasks[-1].order
    moved = [update(t, replace(t, order=last + n)) for n, t in enumerate(first, start=1)]
    count = len(desk.book.tasks)
    desk.commit(change_set("移动", moved))
    desk.close()
    workspace = opened(path)
    assert workspace.tasks.current_row() == workspace.book.get(Task, first[0].key)
    workspace.tasks.heights.measure()
    before = place(workspace)
    whole(qtbot, held, workspace)
    assert workspace.tasks.current_row() == workspace.book.get(Task, first[0].key)
    assert workspace.tasks.currentIndex().row() == count - ROWS
    assert place(workspace) == before
    # The rows that came in are as high as their text only when they are seen.
    workspace.tasks.heights.measure()
    assert in_sight(workspace)


def test_damage_in_the_rest_is_told_as_of_a_book_that_does_not_open(
    qtbot: QtBot,
    window: MainWindow,
    held: Held,
    path: Path,
    opened: Callable[[Path], Workspace],
    box: Callable[[], QMessageBox],
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(
            "UPDATE task SET wording = 'x' WHERE rowid = (SELECT max(rowid) FROM task)"
        )
    before = path.read_bytes()
    opened(path)
    held.release()
    found = box()
    assert "文件内容有损坏" in found.text()
    assert "恢复到新文件…" in [b.text() for b in found.findChildren(QPushButton)]
    assert window.workspace is None
    assert status(window) == ""
    assert window.welcome.isVisible()
    assert not window.opener.running
    assert path.read_bytes() == before
    assert [book.path for book in window.memory.settings.recent] == []


def test_a_damaged_text_is_told_once(
    qtbot: QtBot,
    window: MainWindow,
    held: Held,
    path: Path,
    box: Callable[[], QMessageBox],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE blob SET content = x'00'")
    asked: list[FengongError] = []
    told = Workspace._no_trace
    monkeypatch.setattr(Workspace, "_no_trace", lambda w, e: (asked.append(e), told(w, e)))
    window.open_path(path)
    qtbot.waitUntil(lambda: bool(asked), timeout=PATIENCE)
    assert boxes() == []
    held.release()
    assert "文件内容有损坏" in box().text()
    assert len(boxes()) == 1


def test_a_reading_that_ended_before_the_window_listened_is_heard(
    qtbot: QtBot, window: MainWindow, held: Held, path: Path
) -> None:
    desk = Desk.open(path, at_once=True)
    desk.entries()
    workspace = window.show_book(desk, unit_directory())
    assert workspace.link.whole
    assert workspace.task_model.rowCount() == len(desk.book.tasks) > ROWS
    assert window.close_book()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE journal SET label = 'x'")
    hurt = Desk.open(path, at_once=True)
    with pytest.raises(Exception, match="damaged"):
        hurt.entries()
    window.show_book(hurt, unit_directory())
    qtbot.waitUntil(lambda: window.workspace is None, timeout=PATIENCE)


def test_the_window_closes_while_it_reads(
    qtbot: QtBot,
    make_window: Callable[[], MainWindow],
    held: Held,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    real = Workbook.book

    def slow(self: Workbook) -> object:
        begun.set()
        assert go_on.wait(PATIENCE / 1000)
        return real(self)

    monkeypatch.setattr(Workbook, "book", slow)
    window = make_window()
    window.open_path(path)
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=PATIENCE)
    held.release()
    assert begun.wait(PATIENCE / 1000)
    threading.Timer(0, go_on.set).start()
    assert window.close()
    assert window.workspace is None
    monkeypatch.setattr(Workbook, "book", real)
    again = Desk.open(path)
    assert not again.read_only
    again.close()


def test_a_version_of_a_book_half_read_is_asked_about_when_all_is(
    qtbot: QtBot,
    window: MainWindow,
    held: Held,
    glimpsed: Workspace,
    seeds: Path,
    tmp_path: Path,
    box: Callable[[], QMessageBox],
) -> None:
    revised = tmp_path / "新稿.txt"
    text = (seeds / HUNAN).read_bytes().decode("utf-8")
    revised.write_bytes(text.replace("健全", "完善", 1).encode("utf-8"))
    window.open_path(revised)
    qtbot.waitUntil(lambda: not window.opener.running, timeout=PATIENCE)
    assert not boxes()
    whole(qtbot, held, glimpsed)
    assert "像是它的新稿" in box().text()
