"""版式 through the real window: shipped layouts are copied, own ones changed, kept, renamed and deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QMessageBox,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from desktop.domain.layout import Content, Grouping, Layout, LeadShown, Numbering
from desktop.domain.sheet import Paper, TypeSize
from desktop.domain.sheets import sheets
from desktop.services.exporting import export
from desktop.services.layouts import (
    copy_layout,
    default_layout,
    delete_layout,
    find_layout,
    layouts,
    save_layout,
)
from desktop.support.errors import OutputError
from desktop.support.paths import settings_folder
from desktop.ui.combo import Choices
from desktop.ui.layout_editor import LayoutEditor, NameDialog
from desktop.ui.main_window import MainWindow
from desktop.ui.workspace import Workspace
from tests.ui.conftest import PATIENCE

Open = Callable[[Path], Workspace]
Box = Callable[[], QMessageBox]


def opened_editor(qtbot: QtBot, window: MainWindow) -> LayoutEditor:
    window.actions_["layouts"].trigger()
    (editor,) = (d for d in window.findChildren(LayoutEditor) if d.isVisible())
    qtbot.waitUntil(editor.isActiveWindow, timeout=PATIENCE)
    return editor


@pytest.fixture
def editor(qtbot: QtBot, window: MainWindow) -> LayoutEditor:
    """The editor while no book is open."""
    return opened_editor(qtbot, window)


@pytest.fixture
def own(qtbot: QtBot, editor: LayoutEditor) -> LayoutEditor:
    """The editor with a copy of the Hunan annex."""
    named(qtbot, editor, editor.copy_button, "本厅四栏表")
    return editor


def named(qtbot: QtBot, editor: LayoutEditor, button: QPushButton, name: str) -> None:
    """Press a button that asks for a name, and type one."""
    button.click()
    (dialog,) = (d for d in editor.findChildren(NameDialog) if d.isVisible())
    dialog.line.setText(name)
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    QApplication.processEvents()


def pick(combo: QComboBox, value: object) -> None:
    """Choose as a clerk does."""
    assert isinstance(combo, Choices)
    combo.choose(value)
    combo.activated.emit(combo.currentIndex())


def go_to(editor: LayoutEditor, key: str, column: int = 0) -> None:
    rows = [choice.key for choice in editor.form.columns.choices()]
    editor.form.columns.setCurrentIndex(editor.form.columns.model().index(rows.index(key), column))
    editor.form.columns.setFocus()


def answer(box: QMessageBox, text: str) -> None:
    next(button for button in box.buttons() if button.text() == text).click()


def titles(layout: Layout) -> list[str]:
    return [column.title for column in layout.sheet_columns()]


def type_title(editor: LayoutEditor, text: str) -> None:
    editor.form.title.clear()
    editor.form.title.textEdited.emit("")
    editor.form.title.setText(text)
    editor.form.title.textEdited.emit(text)


def test_shipped_ones_are_only_looked_at(qtbot: QtBot, editor: LayoutEditor) -> None:
    assert editor.list.count() == 9
    assert editor.list.currentItem().text() == "附件四栏表（自带）"
    assert "不能改" in editor.note.text()
    for control in (editor.rename_button, editor.delete_button, editor.save_button):
        assert not control.isEnabled()
    for field in (editor.form.content, editor.form.title, editor.form.lead, editor.form.mark):
        assert not field.isEnabled()
    go_to(editor, "units")
    qtbot.keyClick(editor.form.columns, Qt.Key.Key_Space)
    qtbot.keyClick(editor.form.columns, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert not editor.edited
    qtbot.waitUntil(lambda: editor.preview.proof is not None, timeout=PATIENCE)
    editor.list.setCurrentRow(6)
    assert editor.form.paper.value is Paper.A3_LANDSCAPE


def test_the_whole_way_by_keyboard_from_a_copy_to_the_printed_table(
    qtbot: QtBot, window: MainWindow, opened: Open, seeds: Path, tmp_path: Path
) -> None:
    workspace = opened(next(seeds.glob("001*")))
    editor = opened_editor(qtbot, window)
    named(qtbot, editor, editor.copy_button, "本厅三栏表")
    assert layouts().own == (replace(default_layout(), key="own-1", name="本厅三栏表"),)
    columns = editor.form.columns
    go_to(editor, "deadline")
    qtbot.keyClick(columns, Qt.Key.Key_Space)
    go_to(editor, "units", 1)
    qtbot.keyClick(columns, Qt.Key.Key_F2)
    line = next(w for w in columns.findChildren(QLineEdit) if w.isVisible())
    line.setText("责任单位")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    QApplication.processEvents()
    go_to(editor, "units", 2)
    qtbot.keyClick(columns, Qt.Key.Key_F2)
    box = next(w for w in columns.findChildren(QDoubleSpinBox) if w.isVisible())
    box.setValue(60)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    QApplication.processEvents()
    qtbot.keyClick(columns, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    type_title(editor, "全省任务分工表")
    pick(editor.form.size_box, TypeSize.SI)
    qtbot.waitUntil(editor.isActiveWindow, timeout=PATIENCE)
    editor.form.mark.click()
    with qtbot.waitSignal(editor.changed, timeout=PATIENCE) as told:
        qtbot.keyClick(editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert told.args == ["own-1"]
    assert editor.note.text() == "已保存。"
    assert not editor.edited
    kept = find_layout("本厅三栏表")
    assert titles(kept) == ["序号", "责任单位", "重点任务"]
    assert kept.sheet_columns()[1].width == 60
    assert kept.setup.size is TypeSize.SI
    (sheet,) = sheets(workspace.book, kept).sheets
    assert (sheet.title, sheet.mark) == ("全省任务分工表", "")
    assert [c.title for c in sheet.columns] == titles(kept)
    path = tmp_path / "表.csv"
    export([sheet], [path])
    assert "序号,责任单位,重点任务" in path.read_text(encoding="utf-8-sig")


def test_the_page_follows_what_is_changed(
    qtbot: QtBot, window: MainWindow, opened: Open, seeds: Path
) -> None:
    opened(next(seeds.glob("001*")))
    editor = opened_editor(qtbot, window)
    named(qtbot, editor, editor.copy_button, "本厅四栏表")
    with qtbot.waitSignal(
        editor.preview.shown,
        timeout=PATIENCE,
        check_params_cb=lambda la: la.setup.paper is Paper.A3_LANDSCAPE,
    ):
        pick(editor.form.paper, Paper.A3_LANDSCAPE)
    proof = editor.preview.proof
    assert proof is not None
    assert proof.sizes[0] == pytest.approx((1190.55, 841.89), abs=0.5)


def test_every_kind_of_layout_shows_a_page_without_a_book(
    qtbot: QtBot, editor: LayoutEditor
) -> None:
    for row in range(1, editor.list.count()):
        with qtbot.waitSignal(editor.preview.shown, timeout=PATIENCE):
            editor.list.setCurrentRow(row)
        assert editor.preview.message.text() == ""


def test_fields_follow_one_another(own: LayoutEditor) -> None:
    form = own.form
    pick(form.lead, LeadShown.COLUMN)
    assert titles(form.layout_) == ["序号", "重点任务", "牵头单位", "配合单位", "时间进度"]
    pick(form.grouping, Grouping.COLUMN)
    assert titles(form.layout_)[0] == "章节"
    assert form.level.isEnabled()
    pick(form.level, 1)
    pick(form.numbering, Numbering.PER_GROUP)
    pick(form.content, Content.UNIT)
    assert titles(form.layout_)[-1] == "承担角色"
    assert form.faults == ()
    pick(form.sides, False)
    assert not form.layout_.setup.two_sided
    pick(form.content, Content.AMENDMENTS)
    assert not form.lead.isEnabled()
    assert form.faults == ()


def test_what_is_wrong_is_said_beside_its_field(qtbot: QtBot, own: LayoutEditor) -> None:
    form = own.form
    type_title(own, "长" * 201)
    assert form.said("title") == "太长，或含有不能印的字符"
    assert not own.save_button.isEnabled()
    assert "改正" in own.preview.message.text()
    type_title(own, "分工表")
    assert form.said("title") == ""
    pick(form.numbering, Numbering.PER_GROUP)
    assert form.said("numbering") == "没有分组，不能按组编号"
    pick(form.numbering, Numbering.CONTINUOUS)
    pick(form.grouping, Grouping.COLUMN)
    go_to(own, "section")
    form.down_button.click()
    assert "放在第一栏" in form.said("columns")
    assert form.columns.currentItem().text(0) == "章节"
    form.up_button.click()
    assert form.said("columns") == ""
    pick(form.grouping, Grouping.NONE)
    for key in ("number", "wording", "units", "deadline"):
        go_to(own, key)
        qtbot.keyClick(form.columns, Qt.Key.Key_Space)
    assert form.said("columns") == "至少勾选一栏"
    assert layouts().own[0].columns == default_layout().columns, "nothing is kept unasked"


def test_leaving_with_changes_asks(qtbot: QtBot, own: LayoutEditor, box: Box) -> None:
    type_title(own, "甲")
    own.list.setCurrentRow(0)
    answer(box(), "继续修改")
    assert own.list.currentItem().text() == "本厅四栏表"
    assert own.form.layout_.title == "甲"
    own.list.setCurrentRow(0)
    answer(box(), "不保存")
    assert own.list.currentItem().text() == "附件四栏表（自带）"
    assert layouts().own[0].title == ""
    own.list.setCurrentRow(9)
    type_title(own, "乙")
    own.close()
    answer(box(), "保存")
    assert layouts().own[0].title == "乙"
    qtbot.waitUntil(lambda: not own.isVisible(), timeout=PATIENCE)


def test_changes_can_be_given_up(own: LayoutEditor) -> None:
    type_title(own, "甲")
    own.back_button.click()
    assert not own.edited
    assert own.form.title.text() == ""


def test_a_name_that_is_taken_is_said_while_it_is_typed(qtbot: QtBot, own: LayoutEditor) -> None:
    own.rename_button.click()
    (dialog,) = (d for d in own.findChildren(NameDialog) if d.isVisible())
    dialog.line.setText("单位任务清单")
    assert "已经有叫“单位任务清单”的版式" in dialog.said.text()
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.reject()
    assert own.list.currentItem().text() == "本厅四栏表"


def test_another_name_keeps_what_is_not_saved_unsaved(qtbot: QtBot, own: LayoutEditor) -> None:
    type_title(own, "甲")
    named(qtbot, own, own.rename_button, "新名")
    assert own.list.currentItem().text() == "新名"
    assert (layouts().own[0].name, layouts().own[0].title) == ("新名", "")
    assert own.form.layout_.title == "甲"
    own.save_button.click()
    assert (layouts().own[0].name, layouts().own[0].title) == ("新名", "甲")


def test_deleting_asks(own: LayoutEditor, box: Box) -> None:
    own.delete_button.click()
    answer(box(), "取消")
    assert len(layouts().own) == 1
    own.delete_button.click()
    answer(box(), "删除")
    assert layouts().own == ()
    assert own.list.count() == 9
    assert not own.delete_button.isEnabled()


def test_what_was_changed_elsewhere_is_asked_about(own: LayoutEditor, box: Box) -> None:
    theirs = replace(layouts().own[0], title="他们的")
    save_layout(theirs)
    type_title(own, "我的")
    own.save_button.click()
    asked = box()
    assert "已在别处改动" in asked.text()
    answer(asked, "不保存")
    assert layouts().own == (theirs,)
    assert own.form.layout_.title == "我的", "what was typed stays"
    own.save_button.click()
    answer(box(), "仍然保存")
    assert layouts().own[0].title == "我的"


def test_one_deleted_elsewhere_can_still_be_kept(own: LayoutEditor, box: Box) -> None:
    type_title(own, "我的")
    delete_layout("own-1")
    own.save_button.click()
    answer(box(), "仍然保存")
    assert [layout.title for layout in layouts().own] == ["我的"]


def test_a_broken_file_is_named_and_stays(qtbot: QtBot, window: MainWindow) -> None:
    folder = settings_folder() / "layouts"
    folder.mkdir()
    (folder / "own-1.json").write_text("{", encoding="utf-8")
    editor = opened_editor(qtbot, window)
    assert "“own-1.json”没有采用" in editor.broken.text()
    named(qtbot, editor, editor.copy_button, "本厅四栏表")
    assert (folder / "own-1.json").read_text(encoding="utf-8") == "{"
    assert [layout.key for layout in layouts().own] == ["own-2"]


def test_a_folder_that_refuses_is_told_and_nothing_is_lost(own: LayoutEditor, box: Box) -> None:
    folder = settings_folder() / "layouts"
    (folder / "own-1.json").unlink()
    folder.rmdir()
    folder.touch()
    type_title(own, "我的")
    own.save_button.click()
    answer(box(), "仍然保存")  # it is gone, as far as can be seen
    assert "没有保存" in box().text()
    assert own.form.layout_.title == "我的"
    assert own.edited


def test_it_begins_with_the_layout_in_use(qtbot: QtBot, window: MainWindow) -> None:
    copied = copy_layout(default_layout(), "本厅四栏表")
    window.memory.keep(window.memory.settings.with_pages(copied, copied.setup))
    editor = opened_editor(qtbot, window)
    assert editor.list.currentItem().text() == "本厅四栏表"


@pytest.mark.parametrize(
    ("dragged", "target", "lower_half", "order"),
    [
        ("deadline", "number", False, ["deadline", "number", "wording", "units"]),
        ("number", "units", True, ["wording", "units", "number", "deadline"]),
        ("number", "wording", False, ["number", "wording", "units", "deadline"]),
    ],
)
def test_a_column_is_dragged_to_its_place(
    own: LayoutEditor, dragged: str, target: str, *, lower_half: bool, order: list[str]
) -> None:
    columns = own.form.columns
    go_to(own, dragged)
    rows = [choice.key for choice in columns.choices()]
    rect = columns.visualRect(columns.model().index(rows.index(target), 0))
    at = rect.bottomLeft() if lower_half else rect.topLeft()
    mime = columns.model().mimeData([columns.currentIndex()])
    drop = QDropEvent(
        QPointF(at),
        Qt.DropAction.MoveAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    columns.dropEvent(drop)
    assert [column.key for column in own.form.layout_.columns] == order
    assert columns.topLevelItemCount() == len(rows)
    assert drop.dropAction() is not Qt.DropAction.MoveAction, "Qt would remove a row"


def test_a_page_that_cannot_be_made_is_told(
    qtbot: QtBot, own: LayoutEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OutputError("output.no_font", role="title")

    monkeypatch.setattr("desktop.ui.layout_editor_preview.first_page", refuse)
    qtbot.waitUntil(lambda: own.preview.message.text() == "", timeout=PATIENCE)
    pick(own.form.paper, Paper.A4_LANDSCAPE)
    qtbot.waitUntil(lambda: "字体" in own.preview.message.text(), timeout=PATIENCE)
    assert own.save_button.isEnabled(), "it can be kept all the same"


def test_every_control_has_a_name_and_is_reached_by_keys(own: LayoutEditor) -> None:
    form = own.form
    for widget in (own.list, form.columns, form.content, form.lead, form.title, own.preview.view):
        assert widget.accessibleName()
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_saving_by_key_takes_what_is_being_typed(qtbot: QtBot, own: LayoutEditor) -> None:
    qtbot.waitUntil(own.isActiveWindow, timeout=PATIENCE)
    go_to(own, "units", 1)
    qtbot.keyClick(own.form.columns, Qt.Key.Key_F2)
    line = next(w for w in own.form.columns.findChildren(QLineEdit) if w.isVisible())
    line.setText("责任单位")
    qtbot.keyClick(line, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert titles(layouts().own[0])[2] == "责任单位"
    assert own.note.text() == "已保存。"


def test_saving_by_key_what_does_not_hold_says_so(qtbot: QtBot, own: LayoutEditor) -> None:
    qtbot.waitUntil(own.isActiveWindow, timeout=PATIENCE)
    pick(own.form.numbering, Numbering.PER_GROUP)
    qtbot.keyClick(own, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert own.note.text() == "改正标出的设置后才能保存。"
    assert layouts().own[0].numbering is Numbering.CONTINUOUS


def test_a_column_is_hidden_by_a_click_on_its_check(qtbot: QtBot, own: LayoutEditor) -> None:
    columns = own.form.columns
    rect = columns.visualRect(columns.model().index(2, 0))
    at = rect.topLeft() + QPoint(10, rect.height() // 2)
    qtbot.mouseClick(columns.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert [c.key for c in own.form.layout_.columns] == ["number", "wording", "deadline"]
    qtbot.mouseClick(columns.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert own.form.layout_.columns == default_layout().columns
    assert not own.edited
