"""Further fields of tasks and policies, and units that a clerk makes known, in the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.columns import LEAD
from desktop.domain.extras import edit_extra, extra
from desktop.domain.own_units import own_units
from desktop.domain.row_edits import remove_rows
from desktop.services.desk import Desk
from desktop.services.directory import unit_directory
from desktop.services.opening import add_policy
from desktop.ui.desk_link import DeskLink
from desktop.ui.main_window import MainWindow
from desktop.ui.policy_dialog import PolicyDialog
from desktop.ui.workspace import Workspace
from tests.services.books import seed_reading

PATIENCE = 20_000
HUNAN = "001_0fec313776e3621d.txt"
NAME = "省智能算力局"
REMEMBER = "记入本簿单位名录"


@pytest.fixture
def hunan(opened: Callable[[Path], Workspace], seeds: Path) -> Workspace:
    return opened(seeds / HUNAN)


@pytest.fixture
def policy_dialog(window: MainWindow, hunan: Workspace) -> PolicyDialog:
    window.actions_["policy_info"].trigger()
    (found,) = hunan.findChildren(PolicyDialog)
    return found


def kept(workspace: Workspace, place: int, name: str) -> str:
    return extra(workspace.book, workspace.book.tasks[place].key, name)


def write(line: QLineEdit, text: str) -> None:
    """Type as the input method does, which Chinese needs."""
    line.setFocus()
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(line, event)


def typed(workspace: Workspace, name: str, text: str) -> None:
    """Type into a field of the task shown, without leaving it."""
    write(workspace.details.extras.lines[name], text)


def go_to(workspace: Workspace, place: int) -> None:
    workspace.show_record(workspace.book.tasks[place].key)


def test_a_field_left_is_one_step_and_undo_takes_it_back(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    line = hunan.details.extras.lines["leader"]
    typed(hunan, "leader", " 王强 ")
    assert kept(hunan, 0, "leader") == ""
    qtbot.keyClick(line, Qt.Key.Key_Return)
    hunan.tasks.setFocus()
    assert kept(hunan, 0, "leader") == "王强"
    assert line.text() == "王强"
    assert hunan.link.desk.undo_label == "修改责任领导"
    window.actions_["undo"].trigger()
    assert kept(hunan, 0, "leader") == ""
    assert line.text() == ""
    assert hunan.link.desk.undo_label != "修改责任领导"
    window.actions_["redo"].trigger()
    assert line.text() == "王强"


def test_a_field_left_as_it_was_is_no_step(qtbot: QtBot, hunan: Workspace) -> None:
    before = hunan.link.desk.undo_label
    typed(hunan, "office", "   ")
    hunan.tasks.setFocus()
    assert hunan.link.desk.undo_label == before
    assert hunan.details.extras.lines["office"].text() == ""


def test_each_task_has_its_own_and_an_annex_row_none(qtbot: QtBot, hunan: Workspace) -> None:
    extras = hunan.details.extras
    typed(hunan, "contact", "张敏 0731-84212345")
    hunan.tasks.setFocus()
    go_to(hunan, 1)
    assert extras.lines["contact"].text() == ""
    go_to(hunan, 0)
    assert extras.lines["contact"].text() == "张敏 0731-84212345"
    hunan.show_tab(annex=True)
    assert extras.isHidden()


def test_going_on_by_a_key_keeps_what_is_typed_for_its_task(qtbot: QtBot, hunan: Workspace) -> None:
    typed(hunan, "office", "规划处")
    hunan.tasks.go_to(hunan.task_model.index(3, 2))
    assert hunan.details.extras.lines["office"].text() == ""
    qtbot.waitUntil(lambda: kept(hunan, 0, "office") == "规划处", timeout=PATIENCE)
    assert kept(hunan, 3, "office") == ""


def test_the_window_commits_what_is_typed_before_it_undoes_or_closes(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    path = hunan.link.desk.path
    typed(hunan, "leader", "王强")
    window.actions_["undo"].trigger()
    assert hunan.link.desk.redo_label == "修改责任领导"
    assert hunan.details.extras.lines["leader"].text() == ""
    typed(hunan, "leader", "李伟")
    assert window.close_book()
    desk = Desk.open(path)
    assert extra(desk.book, desk.book.tasks[0].key, "leader") == "李伟"
    desk.close()


def test_undo_by_key_in_an_untouched_field_is_the_windows(
    qtbot: QtBot, window: MainWindow, hunan: Workspace
) -> None:
    line = hunan.details.extras.lines["leader"]
    typed(hunan, "leader", "王强")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert kept(hunan, 0, "leader") == ""
    write(line, "赵")
    qtbot.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert line.text() == ""
    assert hunan.link.desk.redo_label == "修改责任领导"


def test_other_changes_do_not_disturb_typing(qtbot: QtBot, hunan: Workspace) -> None:
    task = hunan.book.tasks[0]
    typed(hunan, "leader", "王")
    hunan.submit(edit_extra(hunan.book, task.key, "office", "规划处"))
    assert hunan.details.extras.lines["leader"].text() == "王"
    assert hunan.details.extras.lines["office"].text() == "规划处"


def test_a_field_of_a_task_that_went_is_let_go(qtbot: QtBot, hunan: Workspace) -> None:
    task = hunan.book.tasks[0]
    typed(hunan, "leader", "王强")
    hunan.submit(remove_rows(hunan.book, [task]))
    hunan.details.extras.commit()
    assert extra(hunan.book, task.key, "leader") == ""
    assert kept(hunan, 0, "leader") == ""


def test_another_window_follows_and_cannot_edit(
    qtbot: QtBot, hunan: Workspace, make_window: Callable[[], MainWindow]
) -> None:
    second = make_window()
    second.open_path(hunan.link.desk.path)
    qtbot.waitUntil(lambda: second.workspace is not None, timeout=PATIENCE)
    other = second.workspace
    assert other is not None
    assert not any(line.isEnabled() for line in other.details.extras.lines.values())
    hunan.submit(edit_extra(hunan.book, hunan.book.tasks[0].key, "leader", "王强"))
    hunan.link.settle()
    second.follow()
    line = other.details.extras.lines["leader"]
    qtbot.waitUntil(lambda: line.text() == "王强", timeout=PATIENCE)
    second.actions_["policy_info"].trigger()
    (dialog,) = other.findChildren(PolicyDialog)
    assert not any(line.isEnabled() for line in dialog.form.lines.values())
    assert not second.actions_["remember_unit"].isEnabled()


def test_the_policys_facts_are_shown_and_its_fields_kept(
    qtbot: QtBot, hunan: Workspace, policy_dialog: PolicyDialog
) -> None:
    policy = hunan.book.policies[0]
    assert policy_dialog.facts["标题"].text() == policy.title
    assert policy_dialog.facts["成文日期"].text() == "—"
    assert policy_dialog.choice.isHidden()
    line = policy_dialog.form.lines["receipt_number"]
    line.setFocus()
    write(line, "收〔2017〕128号")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert policy_dialog.isVisible()
    assert extra(hunan.book, policy.key, "receipt_number") == "收〔2017〕128号"
    assert hunan.link.desk.undo_label == "修改收文号"
    hunan.link.undo()
    assert line.text() == ""
    write(policy_dialog.form.lines["handle_by"], "2017年5月10日")
    policy_dialog.reject()
    assert extra(hunan.book, policy.key, "handle_by") == "2017年5月10日"


def test_a_book_of_several_policies_has_one_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desk.create(tmp_path / "a.fengong", person="李明")
    for number in ("000", "003"):
        add_policy(desk, seed_reading(number))
    link = DeskLink(desk, unit_directory())
    first, second = link.book.policies
    dialog = PolicyDialog(link, second)
    qtbot.addWidget(dialog)
    assert not dialog.choice.isHidden()
    assert dialog.facts["发文字号"].text() == "鄂政办函〔2021〕38号"
    assert dialog.facts["成文日期"].text() == "2021年10月19日"
    write(dialog.form.lines["source_number"], "鄂政办函〔2021〕38号")
    dialog.choice.setCurrentIndex(0)
    dialog.choice.activated.emit(0)
    assert dialog.facts["发文机关"].text() == "湖南省人民政府办公厅"
    assert dialog.form.lines["source_number"].text() == ""
    dialog.reject()
    assert extra(link.book, second.key, "source_number") == "鄂政办函〔2021〕38号"
    assert extra(link.book, first.key, "source_number") == ""
    desk.close()


def type_unknown(workspace: Workspace, place: int) -> None:
    column = [c.key for c in workspace.task_model.columns].index(LEAD.key)
    workspace.task_model.setData(workspace.task_model.index(place, column), NAME)


def unknown(workspace: Workspace) -> list[str]:
    return [d.message for d in workspace.book.open_doubts if NAME in d.message]


def test_a_unit_in_doubt_is_made_known_from_the_details(hunan: Workspace) -> None:
    for place in (0, 1):
        type_unknown(hunan, place)
    assert len(unknown(hunan)) == 2
    buttons = [b for b in hunan.details.findChildren(QPushButton) if b.text() == REMEMBER]
    next(b for b in buttons if not b.isHidden() and NAME in b.accessibleDescription()).click()
    assert [u.name for u in own_units(hunan.book)] == [NAME]
    assert unknown(hunan) == []
    type_unknown(hunan, 2)
    assert unknown(hunan) == []
    hunan.link.undo()
    hunan.link.undo()
    assert len(unknown(hunan)) == 2
    type_unknown(hunan, 3)
    assert len(unknown(hunan)) == 3


def test_the_menu_makes_the_units_of_the_chosen_rows_known(
    window: MainWindow, hunan: Workspace
) -> None:
    type_unknown(hunan, 0)
    go_to(hunan, 0)
    QApplication.processEvents()
    assert window.actions_["remember_unit"].isEnabled()
    window.actions_["remember_unit"].trigger()
    assert [u.name for u in own_units(hunan.book)] == [NAME]
    assert hunan.link.desk.undo_label == f"{REMEMBER}：{NAME}"
    assert "1处待核" in window.statusBar().currentMessage()
    assert not window.actions_["remember_unit"].isEnabled()
