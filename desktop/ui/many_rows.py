"""What the menus do to many rows at once, each by a dialog that never blocks the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QInputDialog

from desktop.domain.differences import link_task
from desktop.domain.edits import Row
from desktop.domain.moving import place_rows
from desktop.domain.records import AnnexRow, Task
from desktop.domain.unit import Role
from desktop.ui.plan_dialog import PlanDialog
from desktop.ui.task_chooser import TaskChooser
from desktop.ui.unit_dialogs import BulkDialog, ReplaceDialog, ReplaceUnitDialog
from desktop.ui.workspace import Workspace


def bulk(workspace: Workspace) -> str:
    """批量修改 of the chosen rows."""
    rows = workspace.selected_rows()
    if not rows:
        return "请先选中要修改的各行"
    _open(workspace, BulkDialog(workspace.link, workspace.jobs, rows, workspace))
    return ""


def replace_one_unit(workspace: Workspace) -> str:
    """替换单位, beginning with the unit chosen in the list, else the one that leads the current row."""
    chosen = workspace.navigation.units.selectedItems()
    row = workspace.view.current_row()
    name = chosen[0].text(0) if chosen else ""
    if not name and row is not None:
        units = workspace.book.assignments(row.key)
        name = next((u.name for u in units if u.role == Role.LEAD), "")
    _open(workspace, ReplaceUnitDialog(workspace.link, workspace.jobs, name, workspace))
    return ""


def replace_all(workspace: Workspace, words: str) -> str:
    """替换, beginning with what stands in the line of 查找."""
    _open(workspace, ReplaceDialog(workspace.link, workspace.jobs, words, workspace))
    return ""


def choose_task(workspace: Workspace) -> str:
    """关联任务 of the current annex row."""
    row = workspace.view.current_row()
    if not isinstance(row, AnnexRow):
        return "请先在附件中选中一项"
    link_row(workspace, row)
    return ""


def link_row(workspace: Workspace, row: AnnexRow) -> None:
    """Have a task chosen for an annex row, and link them."""
    dialog = TaskChooser(workspace.book, row, workspace)

    def accepted() -> None:
        task = workspace.book.find(Task, dialog.chosen)
        present = workspace.book.find(AnnexRow, row.key)
        if task is not None and present is not None:
            workspace.submit(link_task(workspace.book, present, task))

    dialog.accepted.connect(accepted)
    _show(dialog)


def move_to(workspace: Workspace) -> str:
    """移到: have the chosen rows stand from a row on whose number is asked for."""
    rows, count = workspace.selected_rows(), workspace.view.model().rowCount()
    if not rows or workspace.view.book_model().why_fixed:
        return workspace.view.book_model().why_fixed
    last = count - len(rows) + 1
    dialog = QInputDialog(workspace)
    dialog.setInputMode(QInputDialog.InputMode.IntInput)
    dialog.setWindowTitle("移到")
    dialog.setLabelText(f"把所选{len(rows)}行移到第几行（1—{last}）：")
    dialog.setOkButtonText("移动")
    dialog.setCancelButtonText("取消")
    dialog.setIntRange(1, last)
    dialog.setIntValue(1 + (workspace.view.book_model().place_of(rows[0].key) or 0))

    def accepted() -> None:
        others = [r for r in _all(workspace) if r.key not in {m.key for m in rows}]
        at = dialog.intValue() - 1
        before = _all(workspace).index(others[at]) if at < len(others) else len(_all(workspace))
        if workspace.submit(place_rows(workspace.book, rows, before)):
            workspace.show_record(rows[0].key)

    dialog.accepted.connect(accepted)
    _show(dialog)
    return ""


def _all(workspace: Workspace) -> list[Row]:
    return workspace.view.book_model().records(workspace.book)


def _open(workspace: Workspace, dialog: PlanDialog) -> None:
    dialog.accepted.connect(lambda: workspace.said.emit(dialog.result_text))
    _show(dialog)


def _show(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
