"""Keeping a book in the window: stages, backups, copies for outsiders, two windows on one file, 修改记录."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.changes import change_set, update
from desktop.domain.extras import edit_extra
from desktop.domain.records import Extra
from desktop.services import keeping
from desktop.services.desk import Desk
from desktop.services.stages import freeze_stage, stages
from desktop.storage import Workbook
from desktop.support.errors import WorkbookError
from desktop.ui import keeping_acts
from desktop.ui.backup_dialog import BackupDialog
from desktop.ui.main_window import MainWindow
from desktop.ui.previewer import title_of
from desktop.ui.stage_dialogs import FreezeDialog, StagesDialog
from desktop.ui.workspace import Workspace

PATIENCE = 20_000
HUNAN = "001_0fec313776e3621d.txt"


@pytest.fixture
def hunan(opened: Callable[[Path], Workspace], seeds: Path) -> Workspace:
    return opened(seeds / HUNAN)


def dialog(kind: type[QDialog]) -> QDialog:
    (found,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
    return found


def reword(workspace: Workspace, words: str) -> None:
    task = workspace.book.tasks[0]
    assert workspace.submit(
        change_set("修改任务表述", [update(task, replace(task, wording=words))])
    )


def test_a_stage_is_frozen_and_compared_with_now(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    window.actions_["freeze"].trigger()
    freezing = dialog(FreezeDialog)
    assert isinstance(freezing, FreezeDialog)
    assert freezing.name == "征求意见稿"
    freezing.freeze_button.click()
    qtbot.waitUntil(lambda: bool(stages(hunan.book)), timeout=PATIENCE)
    qtbot.waitUntil(lambda: not window.actions_["undo"].isEnabled(), timeout=PATIENCE)
    reword(hunan, "改过的表述")
    window.actions_["stages"].trigger()
    shown = dialog(StagesDialog)
    assert isinstance(shown, StagesDialog)
    qtbot.waitUntil(lambda: shown.tree.topLevelItemCount() == 1, timeout=PATIENCE)
    item = shown.tree.topLevelItem(0)
    assert [item.text(c) for c in (0, 1, 2, 4)] == ["任务第1项", "修改", "任务表述", "改过的表述"]
    hunan.show_tab(annex=True)
    shown.tree.itemActivated.emit(item, 0)
    assert hunan.tasks.current_row().key == hunan.book.tasks[0].key


def test_a_moved_row_is_told_from_where_to_where(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    freeze_stage(hunan.link.desk, "征求意见稿", "")
    window.actions_["annex"].trigger()
    hunan.annex.go_to(hunan.annex_model.index(3, 1))
    window.actions_["down"].trigger()
    window.actions_["stages"].trigger()
    shown = dialog(StagesDialog)
    assert isinstance(shown, StagesDialog)
    qtbot.waitUntil(lambda: shown.tree.topLevelItemCount() == 1, timeout=PATIENCE)
    item = shown.tree.topLevelItem(0)
    told = (item.text(0), item.text(1))
    assert told in (("附件第4项→第5项", "移动"), ("附件第5项→第4项", "移动"))


def test_a_comparison_is_printed_from_where_it_is_seen(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    freeze_stage(hunan.link.desk, "征求意见稿", "")
    freeze_stage(hunan.link.desk, "会签稿", "")
    reword(hunan, "改过的表述")
    window.actions_["stages"].trigger()
    shown = dialog(StagesDialog)
    assert isinstance(shown, StagesDialog)
    shown.earlier.setCurrentIndex(0)
    shown.later.setCurrentIndex(1)
    assert not shown.print_button.isEnabled()
    shown.later.setCurrentIndex(2)
    shown.print_button.click()
    preview = window.previewer.dialog
    assert preview is not None
    qtbot.waitUntil(lambda: preview.proof is not None, timeout=PATIENCE)
    assert preview.choice.layout.name == "两稿对照表"
    assert preview.choice.before == "征求意见稿"
    assert title_of("湖南", preview.choice) == "湖南两稿对照表"
    preview.close()
    window.actions_["preview"].trigger()
    again = window.previewer.dialog
    assert again is not None
    assert title_of("湖南", again.choice) == "湖南附件"
    again.close()


def test_without_a_stage_there_is_nothing_to_compare_and_it_is_said(
    window: MainWindow, hunan: Workspace
) -> None:
    window.actions_["stages"].trigger()
    assert "还没有冻结过阶段" in window.info.text
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, StagesDialog)]


def test_a_backup_is_made_restored_and_erased(
    qtbot: QtBot,
    window: MainWindow,
    hunan: Workspace,
    books: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window.actions_["backups"].trigger()
    shown = dialog(BackupDialog)
    assert isinstance(shown, BackupDialog)
    before = len(keeping.backups_of(hunan.book))
    shown.now_button.click()
    qtbot.waitUntil(lambda: shown.tree.topLevelItemCount() == before + 1, timeout=PATIENCE)
    assert shown.tree.topLevelItem(0).text(3) == "项数相同"
    target = books / "恢复.fengong"
    monkeypatch.setattr(
        keeping_acts.QFileDialog, "getSaveFileName", lambda *_args: (str(target), "")
    )
    shown.restore_button.click()
    qtbot.waitUntil(target.is_file, timeout=PATIENCE)
    qtbot.waitUntil(lambda: "已恢复到" in window.info.text, timeout=PATIENCE)
    restored = Desk.open(target)
    assert len(restored.book.tasks) == 68
    restored.close()
    shown.tree.selectAll()
    shown.erase_button.click()
    box = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox))
    next(b for b in box.findChildren(QPushButton) if b.text() == "删除").click()
    qtbot.waitUntil(lambda: shown.tree.topLevelItemCount() == 0, timeout=PATIENCE)
    assert keeping.backups_of(hunan.book) == []
    assert not shown.restore_button.isEnabled()


def test_a_clean_copy_has_no_history_and_no_names(
    qtbot: QtBot, window: MainWindow, hunan: Workspace, books: Path
) -> None:
    reword(hunan, "改过的表述")
    hunan.link.settle()
    target = books / "清洁.fengong"
    keeping_acts.write_clean_copy(window, target)
    qtbot.waitUntil(target.is_file, timeout=PATIENCE)
    qtbot.waitUntil(lambda: "清洁副本已存到" in window.info.text, timeout=PATIENCE)
    assert "李明".encode() not in target.read_bytes()
    copy = Desk.open(target)
    assert copy.book.tasks[0].wording == "改过的表述"
    assert len(copy.entries()) == 1
    copy.close()


def test_what_a_clean_copy_leaves_behind_is_said_before_it_is_made(
    window: MainWindow,
    hunan: Workspace,
    books: Path,
    box: Callable[[], QMessageBox],
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    target = books / "清洁.fengong"
    monkeypatch.setattr(keeping_acts.QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    hunan.submit(edit_extra(hunan.book, hunan.book.tasks[0].key, "office", "规划处"))
    hunan.submit(edit_extra(hunan.book, hunan.book.policies[0].key, "handle_by", "5月10日"))
    window.actions_["clean_copy"].trigger()
    asked = box()
    for title in ("收文号", "责任领导", "承办处室", "联系人", "自定单位的说明", "姓名"):
        assert title in asked.informativeText()
    assert "来文字号和办结时限随副本带走" in asked.informativeText()
    assert not target.exists()
    asked.defaultButton().click()
    qtbot.waitUntil(lambda: "清洁副本已存到" in window.info.text, timeout=PATIENCE)
    assert "承办处室" in window.info.text
    copy = Desk.open(target)
    assert [e.value for e in copy.book.all(Extra)] == ["5月10日"]
    copy.close()


def test_a_book_that_somebody_else_writes_is_read_and_followed(
    qtbot: QtBot, hunan: Workspace, make_window: Callable[[], MainWindow]
) -> None:
    path = hunan.link.desk.path
    second = make_window()
    second.open_path(path)
    qtbot.waitUntil(lambda: second.workspace is not None, timeout=PATIENCE)
    other = second.workspace
    assert other is not None
    assert other.link.read_only
    assert "李明" in second.read_only_bar.text
    assert "正在修改" in second.read_only_bar.text
    reword(hunan, "改过的表述")
    hunan.link.settle()
    second.follow()
    qtbot.waitUntil(lambda: other.book.tasks[0].wording == "改过的表述", timeout=PATIENCE)
    model = other.task_model
    assert model.index(0, 2).data() == "改过的表述"
    assert not second.actions_["freeze"].isEnabled()


def test_the_same_book_is_not_opened_twice_in_a_window(
    window: MainWindow, hunan: Workspace
) -> None:
    window.open_path(hunan.link.desk.path)
    assert not window.opener.running
    assert window.workspace is hunan
    assert "已经打开" in window.info.text


def test_the_journal_tells_what_changed_and_of_one_row(qtbot: QtBot, hunan: Workspace) -> None:
    reword(hunan, "改过的表述")
    hunan.side.setCurrentWidget(hunan.journal)
    tree = hunan.journal.tree
    qtbot.waitUntil(lambda: tree.topLevelItemCount() == 2, timeout=PATIENCE)
    first = tree.topLevelItem(0)
    first.setExpanded(True)
    assert "改过的表述" in first.child(0).text(0)
    hunan.show_record(hunan.book.tasks[5].key)
    hunan.journal.one.click()
    qtbot.waitUntil(lambda: tree.topLevelItemCount() == 1, timeout=PATIENCE)
    assert tree.topLevelItem(0).text(0).startswith("导入")


def test_a_stage_that_cannot_be_frozen_is_told_once(
    qtbot: QtBot,
    window: MainWindow,
    hunan: Workspace,
    box: Callable[[], QMessageBox],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_args: object, **_facts: object) -> None:
        raise WorkbookError("workbook.disk_full")

    heard: list[object] = []
    hunan.link.failed.connect(heard.append)
    with monkeypatch.context() as patched:
        patched.setattr(Workbook, "commit", full)
        window.actions_["freeze"].trigger()
        dialog(FreezeDialog).accept()
        found = box()
        qtbot.waitUntil(lambda: bool(heard), timeout=PATIENCE)
    boxes = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox)]
    assert [b for b in boxes if b.isVisible()] == [found]
    assert "磁盘已满" in found.text()
    assert not window.unsaved, "a stage is frozen anew, with the book as it is then"
    assert stages(hunan.book) == []
