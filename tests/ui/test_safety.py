"""What happens when something goes wrong: bad files, a full disk, a sudden death."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.edits import edit_cell
from desktop.services.desk import Desk
from desktop.services.directory import unit_directory
from desktop.services.importing import read_policy
from desktop.services.opening import start_book
from desktop.storage import Workbook
from desktop.support.errors import WorkbookError
from desktop.ui.crash import report
from desktop.ui.main_window import MainWindow
from desktop.ui.workspace import Workspace
from tests.ui.conftest import agree_until

PATIENCE = 20_000
Open = Callable[[Path], Workspace]
Box = Callable[[], QMessageBox]
FUJIAN = "004_567eaca98945f940.txt"


def button(among: Iterable[QAbstractButton], label: str) -> QAbstractButton:
    return next(b for b in among if b.text() == label)


def bar_button(window: MainWindow, label: str) -> QAbstractButton:
    return button(window.unsaved.bar.findChildren(QPushButton), label)


def book_of(seeds: Path, folder: Path) -> Path:
    desk = start_book(read_policy(seeds / FUJIAN, unit_directory()), folder)
    desk.close()
    return desk.path


@pytest.mark.parametrize("bad", ["empty", "folder", "picture", "secret", "missing", "no_book"])
def test_a_bad_file_is_explained_and_nothing_is_made(
    bad: str, qtbot: QtBot, window: MainWindow, box: Box, tmp_path: Path, books: Path
) -> None:
    path = tmp_path / ("坏的.fengong" if bad == "no_book" else "文件.txt")
    said = {
        "empty": "文件是空的",
        "folder": "这是一个文件夹",
        "picture": "这是一张图片",
        "secret": "密级",
        "missing": "找不到这个文件",
        "no_book": "这不是分工簿文件",
    }
    match bad:
        case "folder":
            path.mkdir()
        case "picture":
            path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(2000))
        case "secret":
            path.write_text("机密★5年\n\n某省实施方案\n\n各市州人民政府：\n", encoding="utf-8")
        case "empty":
            path.write_bytes(b"")
        case "no_book":
            path.write_text("不是数据库", encoding="utf-8")
    window.open_path(path)
    found = box()
    assert said[bad] in found.text()
    assert path.name in found.text()
    assert window.workspace is None
    assert not window.opener.running
    assert not list(books.glob("*")) if books.exists() else True


def test_a_step_that_cannot_be_saved_is_taken_back_and_said(
    qtbot: QtBot,
    window: MainWindow,
    opened: Open,
    box: Box,
    seeds: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace = opened(seeds / FUJIAN)
    before = workspace.task_model.index(0, 2).data()

    def full(*_args: object, **_facts: object) -> None:
        raise WorkbookError("workbook.disk_full")

    model = workspace.task_model
    # Not `monkeypatch.undo`, which would undo the test's own settings folder, too.
    with monkeypatch.context() as patched:
        patched.setattr(Workbook, "commit", full)
        assert model.setData(model.index(0, 2), "存不下")
        found = box()
    assert "磁盘已满" in found.text()
    assert model.index(0, 2).data() == before
    assert "未能保存（磁盘已满" in window._status.text()
    found.close()
    assert model.setData(model.index(0, 2), "存下了")
    qtbot.waitUntil(lambda: "已保存" in window._status.text(), timeout=PATIENCE)


def other_writes(path: Path, words: str) -> None:
    """Have another program put `words` into the first task, past the lock."""
    other = Workbook.open(path)
    try:
        book = other.book()
        step = edit_cell(book, book.tasks[0], "wording", words, unit_directory())
        other.commit(step, time="2026-03-04T05:06:07+00:00")
    finally:
        other.close()


@pytest.mark.parametrize("noticed", [False, True])
def test_a_conflict_says_where_and_what_stands_there_and_keeps_what_was_typed(
    noticed: bool,
    qtbot: QtBot,
    window: MainWindow,
    opened: Open,
    box: Box,
    seeds: Path,
    saved: Callable[[Workspace], None],
) -> None:
    """Whether the file is found changed at the commit, or was read anew before the window heard of it."""
    workspace = opened(seeds / FUJIAN)
    saved(workspace)
    other_writes(workspace.link.desk.path, "别人写的")
    if noticed:
        assert workspace.link.desk.refresh()
    model = workspace.task_model
    model.setData(model.index(0, 2), "我写的")
    found = box()
    assert "以免覆盖" in found.text()
    assert found.informativeText().startswith("任务第1项“别人写的”的“任务表述”现在是“别人写的”")
    found.close()
    assert model.index(0, 2).data() == "别人写的"
    assert "我写的" in window.unsaved.text
    bar_button(window, "重新保存").click()
    qtbot.waitUntil(lambda: "别人写的" in box().informativeText(), timeout=PATIENCE)
    box().close()
    assert window.unsaved.text.count("→ 我写的") == 1
    bar_button(window, "复制内容").click()
    assert "我写的" in QGuiApplication.clipboard().text()
    bar_button(window, "不要了").click()


def test_a_window_does_not_close_over_a_step_that_failed(
    qtbot: QtBot,
    window: MainWindow,
    opened: Open,
    box: Box,
    seeds: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace = opened(seeds / FUJIAN)

    def full(*_args: object, **_facts: object) -> None:
        raise WorkbookError("workbook.disk_full")

    with monkeypatch.context() as patched:
        patched.setattr(Workbook, "commit", full)
        workspace.tasks.go_to(workspace.task_model.index(0, 2))
        qtbot.keyClick(workspace.tasks, "x")
        assert not window.close()
        assert window.workspace is workspace
        found = box()
    assert "磁盘已满" in found.text()
    found.close()
    assert not window.close(), "what was typed would go without a question"
    asked = box()
    assert "还有1步修改没有保存" in asked.text()
    button(asked.buttons(), "不保存，继续").click()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)
    assert window.workspace is None


def test_what_was_typed_is_kept_until_the_disk_takes_it(
    qtbot: QtBot,
    window: MainWindow,
    opened: Open,
    box: Box,
    seeds: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace = opened(seeds / FUJIAN)
    first, second = workspace.task_model.index(0, 2), workspace.task_model.index(1, 2)

    def full(*_args: object, **_facts: object) -> None:
        raise WorkbookError("workbook.disk_full")

    with monkeypatch.context() as patched:
        patched.setattr(Workbook, "commit", full)
        assert workspace.task_model.setData(first, "第一处")
        box().close()
        assert workspace.task_model.setData(second, "第二处")
        qtbot.waitUntil(lambda: "2步修改没有保存" in window.unsaved.bar.text, timeout=PATIENCE)
        box().close()
        assert window.unsaved.bar.isVisible()
        # The disk is still full: nothing is lost by trying.
        bar_button(window, "重新保存").click()
        box().close()
        workspace.link.desk.wait()
        qtbot.waitUntil(lambda: "2步修改没有保存" in window.unsaved.bar.text, timeout=PATIENCE)
    bar_button(window, "复制内容").click()
    copied = QGuiApplication.clipboard().text()
    assert "第一处" in copied
    assert "第二处" in copied
    bar_button(window, "重新保存").click()
    qtbot.waitUntil(lambda: "已保存" in window._status.text(), timeout=PATIENCE)
    workspace.link.desk.wait()
    assert first.data() == "第一处"
    assert second.data() == "第二处"
    assert not window.unsaved
    assert not window.unsaved.bar.isVisible()


def test_what_somebody_else_changed_first_is_not_overwritten_and_can_be_copied(
    qtbot: QtBot,
    window: MainWindow,
    opened: Open,
    box: Box,
    seeds: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace = opened(seeds / FUJIAN)
    cell = workspace.task_model.index(0, 2)

    def full(*_args: object, **_facts: object) -> None:
        raise WorkbookError("workbook.disk_full")

    with monkeypatch.context() as patched:
        patched.setattr(Workbook, "commit", full)
        assert workspace.task_model.setData(cell, "没有存下的")
        box().close()
    assert workspace.task_model.setData(cell, "后来存下的")
    workspace.link.desk.wait()
    bar_button(window, "重新保存").click()
    refused = box()
    assert "内容已被改动" in refused.text()
    refused.close()
    assert cell.data() == "后来存下的"
    assert "没有存下的" in window.unsaved.text
    bar_button(window, "不要了").click()
    assert not window.unsaved.bar.isVisible()
    assert "已保存" in window._status.text()


def test_what_was_reported_saved_outlives_a_kill(seeds: Path, tmp_path: Path, root: Path) -> None:
    path = book_of(seeds, tmp_path)
    child = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("killed_child.py")), str(path)],
        env=os.environ | {"PYTHONPATH": str(root), "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "saved\n"
    finally:
        child.kill()
        child.communicate()
    desk = Desk.open(path)
    try:
        assert desk.book.tasks[0].wording == "第一次修改"
        assert desk.undo_label == "修改任务表述"
    finally:
        desk.close()


def test_a_book_that_may_not_be_written_opens_read_only(
    qtbot: QtBot,
    window: MainWindow,
    box: Box,
    seeds: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = book_of(seeds, tmp_path)
    real = Workbook.open.__func__  # type: ignore[attr-defined]

    def refuse(
        cls: type[Workbook], path: Path, *, read_only: bool = False, at_once: bool = False
    ) -> Workbook:
        if not read_only:
            raise WorkbookError("workbook.permission")
        return real(cls, path, read_only=True)

    monkeypatch.setattr(Workbook, "open", classmethod(refuse))
    window.open_path(path)
    found = box()
    next(b for b in found.buttons() if b.text() == "只读打开").click()
    agree_until(qtbot, lambda: window.workspace is not None)
    assert window.workspace is not None
    model = window.workspace.task_model
    assert not model.setData(model.index(0, 2), "改不了")
    assert not window.actions_["list"].isEnabled()
    assert not window.actions_["undo"].isEnabled()
    assert window.actions_["export"].isEnabled()
    assert window.read_only_bar.isVisible()
    assert "只读" in window._status.text()


def test_reading_can_be_cancelled(
    qtbot: QtBot, window: MainWindow, seeds: Path, books: Path
) -> None:
    window.open_path(seeds / FUJIAN)
    assert window.busy.isVisible()
    window.busy.cancel_button.click()
    qtbot.waitUntil(lambda: not window.opener.running, timeout=PATIENCE)
    assert window.workspace is None
    assert not books.exists()


def test_a_dropped_file_opens(qtbot: QtBot, window: MainWindow, seeds: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(seeds / FUJIAN))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    # Called directly: Qt delivers a drop only after a drag that a platform began.
    window.dropEvent(event)
    assert event.isAccepted()
    agree_until(qtbot, lambda: window.workspace is not None)


def test_an_export_asks_before_it_replaces(
    qtbot: QtBot, window: MainWindow, opened: Open, box: Box, seeds: Path, tmp_path: Path
) -> None:
    opened(seeds / FUJIAN)
    there = tmp_path / "附件.pdf"
    there.write_bytes(b"old")
    window.actions_["export"].trigger()
    qtbot.waitUntil(lambda: window.exporter.dialog is not None, timeout=PATIENCE)
    dialog = window.exporter.dialog
    assert dialog is not None
    dialog.folder.setText(str(tmp_path))
    dialog.name.setText("附件")
    for suffix in (".xlsx", ".docx"):
        dialog.formats[suffix].setChecked(False)
    dialog.export_button.click()
    found = box()
    next(b for b in found.buttons() if b.text() == "取消").click()
    assert there.read_bytes() == b"old"
    assert not window.exporter.running
    found.close()


def test_one_file_that_cannot_be_written_keeps_no_other_back_and_is_named(
    qtbot: QtBot, window: MainWindow, opened: Open, box: Box, seeds: Path, tmp_path: Path
) -> None:
    opened(seeds / FUJIAN)
    (tmp_path / "附件.xlsx").mkdir()  # stands in the way as a file held open by Excel does
    window.actions_["export"].trigger()
    qtbot.waitUntil(lambda: window.exporter.dialog is not None, timeout=PATIENCE)
    dialog = window.exporter.dialog
    assert dialog is not None
    dialog.folder.setText(str(tmp_path))
    dialog.name.setText("附件")
    dialog.export_button.click()
    asked = box()
    next(b for b in asked.buttons() if b.text() == "替换").click()
    qtbot.waitUntil(lambda: "没有导出" in window.info.text, timeout=PATIENCE)
    assert "没有导出：附件.xlsx" in window.info.text
    told = box()
    assert told.text().startswith("附件.xlsx：")
    assert "其他文件已导出：附件.pdf、附件.docx。" in told.informativeText()
    assert all((tmp_path / f"附件{suffix}").stat().st_size for suffix in (".pdf", ".docx"))
    told.close()


def test_the_report_of_a_crash_holds_no_text() -> None:
    try:
        raise KeyError("省科技厅")
    except KeyError as error:
        text = report(type(error), error.__traceback__)
    assert "KeyError" in text
    assert "省科技厅" not in text
    assert "test_safety.py" in text


def test_a_copy_is_a_book_of_its_own(
    qtbot: QtBot, window: MainWindow, opened: Open, seeds: Path, tmp_path: Path
) -> None:
    workspace = opened(seeds / FUJIAN)
    copy = tmp_path / "副本.fengong"
    window.commands.write_copy(copy)
    qtbot.waitUntil(lambda: "副本已存到" in window.info.text, timeout=PATIENCE)
    desk = Desk.open(copy)
    try:
        assert len(desk.book.tasks) == 31
        assert desk.book.lineage != workspace.book.lineage
    finally:
        desk.close()


def test_the_journal_names_the_person(
    qtbot: QtBot, window: MainWindow, opened: Open, seeds: Path
) -> None:
    workspace = opened(seeds / FUJIAN)
    workspace.side.setCurrentIndex(1)
    qtbot.waitUntil(lambda: workspace.journal.topLevelItemCount() == 1, timeout=PATIENCE)
    item = workspace.journal.topLevelItem(0)
    assert item is not None
    assert item.text(0).startswith("导入《")
    assert item.text(1) == "李明"
    stored = datetime.strptime(item.text(2), "%Y-%m-%d %H:%M").astimezone()
    assert abs((datetime.now(UTC) - stored).total_seconds()) < 3600
