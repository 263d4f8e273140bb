"""本簿单位名录 in the window: each cell and each removal is a step, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from desktop.domain.changelog import tell_unsaved
from desktop.domain.changes import change_set, insert
from desktop.domain.columns import LEAD
from desktop.domain.own_units import add_own_unit, own_units
from desktop.domain.records import Alias, OwnUnit, new_key
from desktop.ui.main_window import MainWindow
from desktop.ui.own_units_dialog import OwnUnitsDialog
from desktop.ui.workspace import Workspace

PATIENCE = 20_000
HUNAN = "001_0fec313776e3621d.txt"
NAME = "省智能算力局"
TITLES = ["名称", "全称", "别名、简称", "地区", "说明", "用在"]


@pytest.fixture
def hunan(opened: Callable[[Path], Workspace], seeds: Path) -> Workspace:
    return opened(seeds / HUNAN)


@pytest.fixture
def dialog(qtbot: QtBot, window: MainWindow, hunan: Workspace) -> OwnUnitsDialog:
    """The directory with one unit that a task names, in a book with a doubt about another."""
    hunan.submit(add_own_unit(hunan.book, NAME, region="湖南"))
    type_lead(hunan, 0, NAME)
    type_lead(hunan, 1, "省低空经济局")
    dialog = opened_dialog(window, hunan)
    qtbot.waitUntil(dialog.isActiveWindow, timeout=PATIENCE)
    return dialog


def opened_dialog(window: MainWindow, workspace: Workspace) -> OwnUnitsDialog:
    window.actions_["own_units"].trigger()
    (found,) = workspace.findChildren(OwnUnitsDialog)
    return found


def type_lead(workspace: Workspace, place: int, name: str) -> None:
    column = [c.key for c in workspace.task_model.columns].index(LEAD.key)
    workspace.task_model.setData(workspace.task_model.index(place, column), name)


def row(dialog: OwnUnitsDialog, place: int) -> list[str]:
    return [dialog.table.item(place, c).text() for c in range(dialog.table.columnCount())]


def editor(dialog: OwnUnitsDialog) -> QLineEdit:
    found = dialog.table.viewport().findChildren(QLineEdit)
    return next(line for line in found if line.isVisible())


def typed(qtbot: QtBot, dialog: OwnUnitsDialog, text: str) -> None:
    """Put a text into the cell being edited and press Enter."""
    line = editor(dialog)
    line.setText(text)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    QApplication.processEvents()


def edit(qtbot: QtBot, dialog: OwnUnitsDialog, place: int, title: str, text: str) -> None:
    dialog.table.setCurrentCell(place, TITLES.index(title))
    qtbot.keyClick(dialog.table, Qt.Key.Key_F2)
    typed(qtbot, dialog, text)


def unknown(workspace: Workspace, name: str = NAME) -> int:
    return len([d for d in workspace.book.open_doubts if name in d.message])


def test_units_are_listed_with_where_they_are_used(dialog: OwnUnitsDialog) -> None:
    header = dialog.table.horizontalHeader().model()
    assert [header.headerData(c, Qt.Orientation.Horizontal) for c in range(len(TITLES))] == TITLES
    assert row(dialog, 0) == [NAME, "", "", "湖南", "", "任务1项"]
    assert not dialog.table.item(0, 5).flags() & Qt.ItemFlag.ItemIsEditable


def test_a_unit_is_added_by_keys_and_settles_its_doubt(
    qtbot: QtBot, hunan: Workspace, dialog: OwnUnitsDialog
) -> None:
    assert unknown(hunan, "省低空经济局") == 1
    qtbot.keyClick(dialog.table, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 2, timeout=PATIENCE)
    typed(qtbot, dialog, "省低空经济局")
    assert [u.name for u in own_units(hunan.book)] == ["省低空经济局", NAME]
    assert hunan.link.desk.undo_label == "增加单位名称：省低空经济局"
    assert row(dialog, 0)[3:] == ["湖南", "", "任务1项"]
    assert dialog.table.currentRow() == 0
    assert unknown(hunan, "省低空经济局") == 0
    assert dialog.isVisible()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [u.name for u in own_units(hunan.book)] == [NAME]
    assert dialog.table.rowCount() == 1
    assert unknown(hunan, "省低空经济局") == 1
    assert dialog.said.text() == "已撤销：增加单位名称：省低空经济局"
    qtbot.keyClick(dialog.table, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert len(own_units(hunan.book)) == 2


def test_a_cell_left_is_one_step(qtbot: QtBot, hunan: Workspace, dialog: OwnUnitsDialog) -> None:
    edit(qtbot, dialog, 0, "别名、简称", "算力局，算力办")
    assert own_units(hunan.book)[0].aliases == "算力局、算力办"
    assert row(dialog, 0)[2] == "算力局、算力办"
    assert hunan.link.desk.undo_label == f"修改单位名称：{NAME}"
    edit(qtbot, dialog, 0, "说明", "等挂牌")
    hunan.link.undo()
    assert row(dialog, 0)[2:5] == ["算力局、算力办", "湖南", ""]
    before = hunan.book
    edit(qtbot, dialog, 0, "说明", "")
    assert hunan.book is before


def test_a_taken_alias_is_refused_in_a_sentence(
    qtbot: QtBot, hunan: Workspace, dialog: OwnUnitsDialog
) -> None:
    edit(qtbot, dialog, 0, "别名、简称", "算力局、省科学技术厅")
    assert own_units(hunan.book)[0].aliases == "算力局"
    assert "“省科学技术厅”已是程序自带目录中“省科技厅”的名称" in dialog.said.text()
    edit(qtbot, dialog, 0, "名称", " ")
    assert row(dialog, 0)[0] == NAME
    assert "请先填写名称" in dialog.said.text()
    edit(qtbot, dialog, 0, "别名、简称", "算力办")
    assert dialog.said.text() == ""


def test_the_region_is_chosen(qtbot: QtBot, hunan: Workspace, dialog: OwnUnitsDialog) -> None:
    dialog.table.setCurrentCell(0, TITLES.index("地区"))
    qtbot.keyClick(dialog.table, Qt.Key.Key_F2)
    (box,) = dialog.table.viewport().findChildren(QComboBox)
    assert (box.currentText(), box.itemText(0)) == ("湖南", "通用")
    box.setCurrentText("通用")
    box.activated.emit(0)
    assert own_units(hunan.book)[0].region == "通用"
    assert row(dialog, 0)[3] == "通用"


def test_removing_asks_where_the_unit_is_used_and_the_doubt_comes_back(
    qtbot: QtBot, hunan: Workspace, dialog: OwnUnitsDialog, box: Callable[[], QMessageBox]
) -> None:
    wording = hunan.book.assignments(hunan.book.tasks[0].key)[0].name
    qtbot.keyClick(dialog.table, Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
    asked = box()
    assert "任务1项" in asked.informativeText()
    next(b for b in asked.buttons() if b.text() == "取消").click()
    assert len(own_units(hunan.book)) == 1
    dialog.remove()
    next(b for b in box().buttons() if b.text() == "删除").click()
    assert own_units(hunan.book) == []
    assert hunan.book.assignments(hunan.book.tasks[0].key)[0].name == wording
    assert unknown(hunan) == 1
    assert dialog.table.rowCount() == 0
    hunan.link.undo()
    assert unknown(hunan) == 0
    assert row(dialog, 0)[0] == NAME


def test_what_nobody_uses_goes_at_once(
    qtbot: QtBot, hunan: Workspace, dialog: OwnUnitsDialog
) -> None:
    hunan.submit(add_own_unit(hunan.book, "甲局", region="湖南"))
    dialog.table.setCurrentCell(0, 0)
    assert row(dialog, 0)[0] == "甲局"
    dialog.remove_button.click()
    assert [u.name for u in own_units(hunan.book)] == [NAME]
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox)]


def test_a_unit_begun_without_a_name_is_no_step(
    qtbot: QtBot, hunan: Workspace, dialog: OwnUnitsDialog
) -> None:
    before = hunan.book
    dialog.add()
    typed(qtbot, dialog, "")
    edit(qtbot, dialog, 1, "说明", "先写说明")
    assert row(dialog, 1)[4] == "先写说明"
    dialog.table.setCurrentCell(1, 0)
    dialog.remove()
    assert dialog.table.rowCount() == 1
    assert hunan.book is before
    dialog.add()
    typed(qtbot, dialog, "")
    edit(qtbot, dialog, 1, "说明", "先写说明")
    edit(qtbot, dialog, 1, "名称", "甲局")
    added = own_units(hunan.book)[0]
    assert (added.name, added.note) == ("甲局", "先写说明")


def test_what_is_typed_is_kept_when_the_dialog_closes(
    hunan: Workspace, dialog: OwnUnitsDialog
) -> None:
    dialog.add()
    editor(dialog).setText("甲局")
    dialog.reject()
    assert {u.name for u in own_units(hunan.book)} == {NAME, "甲局"}


def test_a_reader_sees_it_greyed(
    qtbot: QtBot,
    hunan: Workspace,
    dialog: OwnUnitsDialog,
    make_window: Callable[[], MainWindow],
) -> None:
    dialog.reject()
    hunan.link.settle()
    second = make_window()
    second.open_path(hunan.link.desk.path)
    qtbot.waitUntil(lambda: second.workspace is not None, timeout=PATIENCE)
    assert second.workspace is not None
    reader = opened_dialog(second, second.workspace)
    assert row(reader, 0)[0] == NAME
    assert not reader.add_button.isEnabled()
    assert not reader.remove_button.isEnabled()
    assert not any(
        reader.table.item(0, c).flags() & Qt.ItemFlag.ItemIsEditable for c in range(len(TITLES))
    )
    assert "只读" in reader.said.text()


def test_the_details_say_whose_directory_has_a_unit(
    hunan: Workspace, dialog: OwnUnitsDialog
) -> None:
    hunan.show_record(hunan.book.tasks[0].key)
    text = hunan.details._label.text()
    assert f"{NAME}　<b>牵头</b>　<span style='color:gray'>本簿名录中有" in text
    assert "目录中有</span>" in text
    hunan.show_record(hunan.book.tasks[1].key)
    assert "目录中没有" in hunan.details._label.text()
    assert hunan.book.all(OwnUnit)


def test_the_details_and_the_journal_say_that_tasks_were_merged(hunan: Workspace) -> None:
    task = hunan.book.tasks[0]
    hunan.show_record(task.key)
    assert "合并" not in hunan.details._label.text()
    step = change_set("合并任务", [insert(Alias(new_key(), new_key(), task.key)) for _ in range(2)])
    hunan.submit(step)
    assert "由3项任务合并而来" in hunan.details._label.text()
    assert tell_unsaved(hunan.book, step)[0].endswith(f"并入：{task.wording}")
