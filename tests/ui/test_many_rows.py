"""Many rows at once, and an annex row beside its tasks, in a real window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.cells import annex_cell, task_cell
from desktop.domain.columns import ALL_TASK_COLUMNS
from desktop.domain.extras import extra
from desktop.domain.records import AnnexRow, Task
from desktop.domain.unit import Role
from desktop.ui.main_window import MainWindow
from desktop.ui.plan_dialog import PlanDialog
from desktop.ui.task_chooser import TaskChooser
from desktop.ui.unit_dialogs import BulkDialog, ReplaceDialog, ReplaceUnitDialog
from desktop.ui.workspace import Workspace

PATIENCE = 20_000
HUNAN = "001_0fec313776e3621d.txt"
PLACES = {c.key: i for i, c in enumerate(ALL_TASK_COLUMNS)}
D = TypeVar("D", bound=PlanDialog)


@pytest.fixture
def hunan(window: MainWindow, opened: Callable[[Path], Workspace], seeds: Path) -> Workspace:
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(1366, 700)
    return opened(seeds / HUNAN)


def dialog(window: MainWindow, hunan: Workspace, action: str, kind: type[D]) -> D:
    QApplication.processEvents()
    window.actions_[action].trigger()
    return next(d for d in hunan.findChildren(kind) if d.isVisible())


def listed(qtbot: QtBot, of: PlanDialog, count: int) -> list[list[str]]:
    """Wait until so many rows are listed and return the list."""
    model = of.table.plan_model
    qtbot.waitUntil(
        lambda: model.rowCount() == count and of.do_button.isEnabled() is bool(count),
        timeout=PATIENCE,
    )
    return [[model.index(r, c).data() or "" for c in range(1, 6)] for r in range(count)]


def carry_out(qtbot: QtBot, of: PlanDialog) -> None:
    with qtbot.waitSignal(of.accepted, timeout=PATIENCE):
        of.do_button.click()


def named(workspace: Workspace, unit: str) -> set[str]:
    book = workspace.book
    rows = [*book.tasks, *book.annex]
    return {r.key for r in rows if unit in {a.name for a in book.assignments(r.key)}}


def test_a_unit_is_replaced_everywhere_but_where_it_is_unticked(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    (item,) = hunan.navigation.units.findItems("省经信委", Qt.MatchFlag.MatchExactly)
    hunan.navigation.units.setCurrentItem(item)
    before, tables = named(hunan, "省经信委"), hunan.book.tables
    led = {
        a.owner
        for key in before
        for a in hunan.book.assignments(key)
        if a.name == "省经信委" and a.role == Role.LEAD
    }
    texts = [t.text for t in hunan.book.tasks]
    found = dialog(window, hunan, "replace_unit", ReplaceUnitDialog)
    assert found.old.currentText() == "省经信委"
    assert not found.do_button.isEnabled()
    found.new.setEditText("省工业和信息化厅")
    lines = listed(qtbot, found, len(before))
    assert all("省工业和信息化厅" in line[3] for line in lines)
    assert f"任务{len(before) - 1}项、附件1项" in found.said.text()
    model = found.table.plan_model
    spared = model.ticked()[1].key
    found.table.setCurrentIndex(model.index(1, 0))
    qtbot.keyClick(found.table, Qt.Key.Key_Space)
    assert f"任务{len(before) - 2}项" in found.said.text()
    carry_out(qtbot, found)
    assert named(hunan, "省经信委") == {spared}
    assert named(hunan, "省工业和信息化厅") == before - {spared}
    assert led - {spared} == {
        a.owner
        for key in before
        for a in hunan.book.assignments(key)
        if a.name == "省工业和信息化厅" and a.role == Role.LEAD
    }
    assert [t.text for t in hunan.book.tasks] == texts
    assert f"已修改{len(before) - 1}项" in window.statusBar().currentMessage()
    assert hunan.link.desk.undo_label == "替换单位：省经信委 → 省工业和信息化厅"
    window.actions_["undo"].trigger()
    assert hunan.book.tables == tables


def test_a_unit_that_is_there_already_is_said_and_kept_once(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    found = dialog(window, hunan, "replace_unit", ReplaceUnitDialog)
    found.old.setEditText("省经信委")
    found.tables.tasks.setChecked(False)
    found.new.setEditText("省科技厅")
    (line,) = listed(qtbot, found, 1)
    assert line[0].startswith("附件第")
    assert line[4] == "已有“省科技厅”，合并为一个"
    carry_out(qtbot, found)
    row = hunan.book.annex[2]
    assert [a.name for a in hunan.book.assignments(row.key)].count("省科技厅") == 1
    assert len(named(hunan, "省经信委")) == 17


def test_a_text_is_replaced_after_a_look(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    hunan.search.box.setText("12底")
    found = dialog(window, hunan, "replace", ReplaceDialog)
    assert found.old.text() == "12底"
    found.new.setText("12月底")
    (line,) = listed(qtbot, found, 1)
    assert line[:4] == ["附件第5项", "时间进度", "2017年12底前启动", "2017年12月底前启动"]
    found.columns["deadline"].setChecked(False)
    listed(qtbot, found, 0)
    qtbot.waitUntil(lambda: "没有要修改的" in found.said.text(), timeout=PATIENCE)
    found.columns["deadline"].setChecked(True)
    listed(qtbot, found, 1)
    carry_out(qtbot, found)
    assert annex_cell(hunan.book, hunan.book.annex[4], "deadline") == "2017年12月底前启动"
    assert hunan.book.doubts(hunan.book.annex[4].key) == []


def test_a_list_left_changes_nothing(qtbot: QtBot, window: MainWindow, hunan: Workspace) -> None:
    tables = hunan.book.tables
    found = dialog(window, hunan, "replace", ReplaceDialog)
    found.old.setText("科技")
    found.new.setText("科学技术")
    qtbot.waitUntil(found.do_button.isEnabled, timeout=PATIENCE)
    found.reject()
    assert hunan.book.tables == tables


def choose(hunan: Workspace, rows: list[int], column: int = 2) -> list[str]:
    view = hunan.view
    view.go_to(view.model().index(rows[0], column))
    for row in rows:
        view.selectionModel().select(
            view.model().index(row, column), QItemSelectionModel.SelectionFlag.Select
        )
    return [r.key for r in view.selected_rows()]


def test_chosen_rows_get_a_deadline_a_unit_and_a_leader(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    keys = choose(hunan, [0, 1, 4])
    found = dialog(window, hunan, "bulk", BulkDialog)
    assert "已选3项" in found.windowTitle()
    found.text.setText("2018年底前")
    listed(qtbot, found, 3)
    carry_out(qtbot, found)
    tasks = [hunan.book.get(Task, key) for key in keys]
    assert {task_cell(hunan.book, t, "deadline") for t in tasks} == {"2018年底前"}
    assert hunan.link.desk.undo_label == "批量设时限"
    for word, text, column, expected in (
        ("添加单位", "省林业厅", "others", "省林业厅"),
        ("添加牵头单位", "省林业厅", "lead", "省林业厅"),
    ):
        found = dialog(window, hunan, "bulk", BulkDialog)
        found.what.setCurrentText(word)
        found.unit.setEditText(text)
        listed(qtbot, found, 3)
        carry_out(qtbot, found)
        assert all(expected in task_cell(hunan.book, t, column) for t in tasks)
    found = dialog(window, hunan, "bulk", BulkDialog)
    found.what.setCurrentText("删去单位")
    found.old.setEditText("省林业厅")
    listed(qtbot, found, 3)
    carry_out(qtbot, found)
    assert not named(hunan, "省林业厅") & set(keys)
    found = dialog(window, hunan, "bulk", BulkDialog)
    found.what.setCurrentText("填写责任领导")
    found.text.setText("王强")
    listed(qtbot, found, 3)
    carry_out(qtbot, found)
    assert {extra(hunan.book, key, "leader") for key in keys} == {"王强"}
    for _ in range(5):
        window.actions_["undo"].trigger()
    assert {extra(hunan.book, key, "leader") for key in keys} == {""}
    assert {task_cell(hunan.book, t, "deadline") for t in tasks} == {""}


def test_the_annex_has_no_further_fields(window: MainWindow, hunan: Workspace) -> None:
    hunan.show_tab(annex=True)
    choose(hunan, [0, 1], 1)
    found = dialog(window, hunan, "bulk", BulkDialog)
    assert found.what.findText("填写责任领导") == -1


def sides(hunan: Workspace) -> str:
    QApplication.processEvents()
    labels = hunan.details.sides.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


def button(hunan: Workspace, text: str, about: str = "") -> QPushButton:
    QApplication.processEvents()
    return next(
        b
        for b in hunan.details.sides.findChildren(QPushButton)
        if b.text() == text and b.accessibleDescription().startswith(about) and b.isVisible()
    )


def test_a_row_and_its_task_are_seen_side_by_side_and_either_follows(
    window: MainWindow, hunan: Workspace
) -> None:
    task = hunan.book.tasks[0]
    hunan.show_record(task.key)
    window.actions_["list"].trigger()
    row = hunan.book.get(AnnexRow, hunan.book.links_of_task(task.key)[0].annex_row)
    hunan.show_record(row.key, "deadline")
    assert "不同" not in sides(hunan)
    column = hunan.annex.currentIndex()
    hunan.annex_model.setData(column, "2019年底前")
    assert "≠ 与正文任务不同" in sides(hunan)
    assert "附件：2019年底前\n任务：（空）" in sides(hunan)
    button(hunan, "照附件改任务", "时间进度").click()
    assert task_cell(hunan.book, task, "deadline") == "2019年底前"
    assert "不同" not in sides(hunan)
    assert hunan.link.desk.undo_label == "改任务"
    window.actions_["undo"].trigger()
    hunan.show_record(task.key)
    assert f"≠ 与附件第{hunan.book.annex_numbers[row.key]}项不同" in sides(hunan)
    button(hunan, "照任务改附件", "时间进度").click()
    assert annex_cell(hunan.book, row, "deadline") == ""
    assert "不同" not in sides(hunan)


def test_a_row_of_several_tasks_leads_to_none_of_them_alone(hunan: Workspace) -> None:
    row = hunan.book.annex[3]
    assert len(hunan.book.links_of_row(row.key)) == 2
    hunan.show_record(row.key)
    assert not button(hunan, "照附件改任务").isEnabled()
    assert button(hunan, "照任务改附件").isEnabled()


def test_a_row_is_linked_to_a_task_and_parted_again(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    hunan.show_tab(annex=True)
    row = hunan.book.annex[0]
    linked = {n.task for n in hunan.book.links_of_row(row.key)}
    hunan.show_record(row.key)
    QApplication.processEvents()
    window.actions_["link"].trigger()
    (chooser,) = hunan.findChildren(TaskChooser)
    assert chooser.list.count() == 68 - len(linked)
    chooser.filter.setText("没有这样的话")
    assert not chooser.ok.isEnabled()
    chooser.accept()
    assert chooser.isVisible()
    wanted = hunan.book.tasks[0]
    chooser.filter.setText(wanted.wording)
    qtbot.keyClick(chooser.filter, Qt.Key.Key_Return)
    assert not chooser.isVisible()
    assert {n.task for n in hunan.book.links_of_row(row.key)} == linked | {wanted.key}
    assert "来自第1项任务" in sides(hunan)
    button(hunan, "取消关联", "第1项任务").click()
    assert {n.task for n in hunan.book.links_of_row(row.key)} == linked
    assert hunan.book.find(Task, wanted.key) == wanted
    button(hunan, "关联任务…").click()
    assert any(d.isVisible() for d in hunan.findChildren(TaskChooser))


def test_a_book_that_is_read_only_offers_nothing(window: MainWindow, hunan: Workspace) -> None:
    hunan.link.read_only = True
    hunan.show_tab(annex=True)
    hunan.annex.go_to(hunan.annex_model.index(3, 1))
    QApplication.processEvents()
    names = ("split", "merge", "move_to", "fill_down", "bulk", "replace", "replace_unit", "link")
    window.refresh()
    assert not any(window.actions_[name].isEnabled() for name in names)
    assert not [b for b in hunan.details.sides.findChildren(QPushButton) if b.isVisible()]
