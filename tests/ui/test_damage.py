"""A damaged book in the window: what is said of it, the ways on, and that the file itself is never touched."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.changes import change_set, update
from desktop.services import keeping
from desktop.services.desk import Desk
from desktop.services.directory import unit_directory
from desktop.services.importing import read_policy
from desktop.services.keeping import Recovered
from desktop.services.opening import start_book
from desktop.storage import Workbook
from desktop.support.errors import WorkbookError
from desktop.ui import damage_acts
from desktop.ui.backup_dialog import BackupDialog
from desktop.ui.damage_acts import told
from desktop.ui.main_window import MainWindow
from desktop.ui.workspace import Workspace

PATIENCE = 20_000
HUNAN = "001_0fec313776e3621d.txt"
RECOVER, RESTORE, READ = "恢复到新文件…", "从备份恢复…", "只读打开"
Box = Callable[[], QMessageBox]


@pytest.fixture
def book(seeds: Path, tmp_path: Path) -> Path:
    """A book that nobody has open, with one backup."""
    desk = start_book(read_policy(seeds / HUNAN, unit_directory()), tmp_path / "簿")
    desk.back_up()
    desk.close()
    return desk.path


@pytest.fixture
def hunan(opened: Callable[[Path], Workspace], seeds: Path) -> Workspace:
    return opened(seeds / HUNAN)


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path | None], None]:
    """Answer the file dialog with a path, or with nothing."""

    def answer(path: Path | None) -> None:
        answered = (str(path) if path else "", "")
        monkeypatch.setattr(damage_acts.QFileDialog, "getSaveFileName", lambda *_args: answered)

    return answer


def spoil(path: Path) -> None:
    """Change what is written without telling the book's seal."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE task SET wording = 'x'")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9000])


def behead(path: Path) -> None:
    path.write_bytes(bytes(16) + path.read_bytes()[16:])


def zero(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def no_book(path: Path) -> None:
    path.write_text("不是数据库", encoding="utf-8")


def labels(box: QMessageBox) -> list[str]:
    return sorted(b.text() for b in box.findChildren(QPushButton))


def click(box: QMessageBox, label: str) -> None:
    next(b for b in box.findChildren(QPushButton) if b.text() == label).click()


def backups_shown() -> BackupDialog:
    (found,) = [
        w for w in QApplication.topLevelWidgets() if isinstance(w, BackupDialog) and w.isVisible()
    ]
    return found


def opened_at(window: MainWindow, path: Path) -> bool:
    return window.workspace is not None and window.workspace.link.desk.path == path


@pytest.mark.parametrize(
    ("damage", "said", "answers", "backups"),
    [
        (spoil, "文件内容有损坏", {RECOVER, RESTORE, "取消"}, "1份备份"),
        (cut, "后面缺了一段", {RECOVER, RESTORE, "取消"}, "1份备份"),
        (behead, "文件开头已损坏", {RECOVER, RESTORE, "取消"}, "1份备份"),
        (no_book, "这不是分工簿文件", {RECOVER, "取消"}, "没有找到它的备份"),
    ],
)
def test_a_damaged_book_is_diagnosed_and_the_ways_on_are_offered(
    damage: Callable[[Path], None],
    said: str,
    answers: set[str],
    backups: str,
    window: MainWindow,
    box: Box,
    book: Path,
) -> None:
    damage(book)
    before = book.read_bytes()
    window.open_path(book)
    found = box()
    assert said in found.text()
    assert book.name in found.text()
    assert "原文件没有改动" in found.informativeText()
    assert backups in found.informativeText()
    assert set(labels(found)) == answers
    assert not window.opener.running
    click(found, "取消")
    assert window.workspace is None
    assert book.read_bytes() == before


def test_a_file_of_zeros_has_nothing_to_recover(window: MainWindow, box: Box, book: Path) -> None:
    zero(book)
    window.open_path(book)
    found = box()
    assert "文件是空的" in found.text()
    assert not {RECOVER, RESTORE, READ} & set(labels(found))


@pytest.mark.parametrize(
    ("lose", "said"), [(Path.unlink, "文件不在原来的位置"), (zero, "文件是空的")]
)
def test_a_book_opened_before_has_its_backups_whatever_became_of_the_file(
    lose: Callable[[Path], object],
    said: str,
    qtbot: QtBot,
    window: MainWindow,
    opened: Callable[[Path], Workspace],
    box: Box,
    book: Path,
    choose: Callable[[Path], None],
) -> None:
    opened(book)
    window.actions_["close"].trigger()
    lose(book)
    target = book.with_name("新的.fengong")
    choose(target)
    window.show_welcome()
    window.welcome.recent.itemActivated.emit(window.welcome.recent.item(0))
    found = box()
    assert said in found.text()
    assert "1份备份" in found.informativeText()
    click(found, RESTORE)
    backups_shown().restore_button.click()
    qtbot.waitUntil(lambda: opened_at(window, target), timeout=PATIENCE)
    assert window.workspace is not None
    assert len(window.workspace.book.tasks) == 68


def test_a_book_that_is_gone_stays_listed_until_the_clerk_lets_it_go(
    window: MainWindow, opened: Callable[[Path], Workspace], box: Box, book: Path
) -> None:
    opened(book)
    window.actions_["close"].trigger()
    book.unlink()
    window.show_welcome()
    assert window.welcome.recent.item(0).text().endswith("（找不到文件）")
    window.open_path(book)
    click(box(), "不再列出")
    assert window.welcome.recent.count() == 0
    assert window.memory.settings.recent == ()


def test_backups_that_cannot_be_looked_up_are_told_of(
    window: MainWindow, box: Box, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut(book)

    def refuse(_folder: Path) -> None:
        raise WorkbookError("workbook.permission")

    monkeypatch.setattr("desktop.storage.backups.list_backups", refuse)
    window.open_path(book)
    said = box().informativeText()
    assert "现在查不到它在本机的备份（没有读取备份文件夹的权限）" in said
    assert "没有找到" not in said


def test_what_can_be_read_goes_into_a_new_file_that_is_opened(
    qtbot: QtBot, window: MainWindow, box: Box, book: Path, choose: Callable[[Path], None]
) -> None:
    spoil(book)
    before = book.read_bytes()
    target = book.with_name("新的.fengong")
    choose(target)
    window.open_path(book)
    click(box(), RECOVER)
    qtbot.waitUntil(lambda: opened_at(window, target), timeout=PATIENCE)
    assert window.workspace is not None
    assert len(window.workspace.book.tasks) == 68
    assert window.workspace.book.tasks[0].wording != "x"
    said = box()
    assert target.name in said.text()
    assert "任务68项" in said.informativeText()
    assert "完全一致" in said.informativeText()
    assert "恢复出来的新文件" in window.info.text
    assert book.read_bytes() == before


def test_a_taken_name_or_no_name_leads_back_to_the_choice(
    window: MainWindow, box: Box, book: Path, choose: Callable[[Path | None], None]
) -> None:
    spoil(book)
    before = book.read_bytes()
    choose(None)
    window.open_path(book)
    click(box(), RECOVER)
    again = box()
    assert RECOVER in labels(again)
    choose(book)
    click(again, RECOVER)
    refused = box()
    assert "同名的分工簿已经存在" in refused.text()
    assert set(labels(refused)) == {RECOVER, RESTORE, "取消"}
    assert book.read_bytes() == before


def test_nothing_to_be_had_is_said_and_no_file_is_made(
    window: MainWindow, box: Box, book: Path, choose: Callable[[Path], None]
) -> None:
    no_book(book)
    target = book.with_name("新的.fengong")
    choose(target)
    window.open_path(book)
    click(box(), RECOVER)
    found = box()
    assert "没有能读出的内容" in found.text()
    assert RECOVER not in labels(found)
    assert not target.exists()


def test_a_backup_is_restored_into_a_new_file_that_is_opened(
    qtbot: QtBot, window: MainWindow, box: Box, book: Path, choose: Callable[[Path], None]
) -> None:
    cut(book)
    before = book.read_bytes()
    target = book.with_name("新的.fengong")
    choose(target)
    window.open_path(book)
    click(box(), RESTORE)
    shown = backups_shown()
    assert shown.tree.topLevelItem(0).text(3) == "任务68项，附件15项"
    assert not shown.erase_button.isVisible()
    shown.restore_button.click()
    qtbot.waitUntil(lambda: opened_at(window, target), timeout=PATIENCE)
    assert window.workspace is not None
    assert len(window.workspace.book.tasks) == 68
    assert "备份恢复出来的新文件" in window.info.text
    assert book.read_bytes() == before


def test_leaving_the_backups_leads_back_to_the_choice(
    window: MainWindow, box: Box, book: Path
) -> None:
    cut(book)
    window.open_path(book)
    click(box(), RESTORE)
    backups_shown().reject()
    assert RECOVER in labels(box())


def test_a_sound_book_that_would_not_open_can_be_read(
    qtbot: QtBot,
    window: MainWindow,
    box: Box,
    book: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patched:

        def broken(*_args: object, **_facts: object) -> Desk:
            raise WorkbookError("workbook.io")

        patched.setattr(Desk, "open", broken)
        window.open_path(book)
        found = box()
    assert labels(found) == sorted([READ, "取消"])
    click(found, READ)
    qtbot.waitUntil(lambda: opened_at(window, book), timeout=PATIENCE)
    assert window.workspace is not None
    assert window.workspace.link.read_only


def test_a_check_of_a_sound_book_finds_nothing(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    before = hunan.link.desk.path.read_bytes()
    window.actions_["check"].trigger()
    qtbot.waitUntil(lambda: "没有发现问题" in window.info.text, timeout=PATIENCE)
    assert hunan.link.desk.path.read_bytes() == before
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox)]


def test_a_check_that_finds_damage_offers_the_ways_on(
    qtbot: QtBot,
    window: MainWindow,
    hunan: Workspace,
    box: Box,
    choose: Callable[[Path], None],
) -> None:
    hunan.link.desk.back_up()
    path = hunan.link.desk.path
    spoil(path)
    window.actions_["check"].trigger()
    found = box()
    assert "文件内容有损坏" in found.text()
    assert "损坏的部位：任务、附件等内容" in found.informativeText()
    assert set(labels(found)) == {RECOVER, RESTORE, "取消"}
    target = path.with_name("新的.fengong")
    choose(target)
    click(found, RECOVER)
    qtbot.waitUntil(lambda: opened_at(window, target), timeout=PATIENCE)


def test_there_is_nothing_to_check_without_a_book(window: MainWindow) -> None:
    assert not window.actions_["check"].isEnabled()


def test_why_there_is_no_backup_of_the_day_is_said_once(
    qtbot: QtBot,
    window: MainWindow,
    hunan: Workspace,
    saved: Callable[[Workspace], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = datetime.now().astimezone() + timedelta(days=1)
    monkeypatch.setattr(keeping, "_now", lambda: now)

    def full(*_args: object, **_facts: object) -> None:
        raise WorkbookError("workbook.disk_full")

    monkeypatch.setattr(Workbook, "back_up", full)
    window.info.hide()
    reword(hunan, "甲")
    qtbot.waitUntil(lambda: "没有做成备份（本机磁盘已满）" in window.info.text, timeout=PATIENCE)
    assert window.info.isVisible()
    window.info.hide()
    reword(hunan, "乙")
    saved(hunan)
    assert not window.info.isVisible()


def reword(workspace: Workspace, words: str) -> None:
    task = workspace.book.tasks[0]
    step = change_set("修改任务表述", [update(task, replace(task, wording=words))])
    assert workspace.submit(step)


def test_no_backups_are_said_in_a_line(qtbot: QtBot) -> None:
    dialog = BackupDialog()
    qtbot.addWidget(dialog)
    dialog.show_lines([])
    dialog.show()
    assert dialog.empty.isVisible()
    assert dialog.empty.text() == "还没有备份。"
    assert not dialog.tree.isVisible()
    assert not dialog.restore_button.isEnabled()


def test_no_column_of_the_backups_is_cut_off(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    hunan.link.desk.back_up()
    window.actions_["backups"].trigger()
    shown = backups_shown()
    qtbot.waitUntil(lambda: shown.tree.topLevelItemCount() == 1, timeout=PATIENCE)
    assert not shown.empty.isVisible()
    header = shown.tree.header()
    for column in range(shown.tree.columnCount()):
        assert header.sectionSize(column) >= shown.tree.sizeHintForColumn(column)
    room = shown.screen().availableGeometry().width()
    assert header.length() <= shown.tree.viewport().width() or shown.width() >= room


def test_what_was_lost_is_told_kind_by_kind() -> None:
    text = told(
        Recovered(
            lineage="0" * 32,
            whole=False,
            kept={"task": 66, "annex_row": 15, "link": 80},
            lost={"deadline": 1, "task": 2},
            blobs=2,
            blobs_lost=1,
            entries=3,
            entries_lost=4,
        )
    )
    assert "恢复了任务66项、附件15项" in text
    assert "没能恢复：任务2项、完成时限1项、原文等资料1份。" in text
    assert "缺了4步" in text
    assert "完全一致" not in text
