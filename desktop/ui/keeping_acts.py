"""What the window does to keep a book: stages, backups, a copy for outsiders, and following another writer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton

from desktop.domain.compare import Comparison
from desktop.domain.records import Stage
from desktop.services import keeping
from desktop.services.keeping import Backup, Why
from desktop.services.messages import say
from desktop.services.opening import SUFFIX
from desktop.services.stages import compare_stages, freeze_stage, stages
from desktop.support.errors import FengongError
from desktop.ui import out_acts
from desktop.ui.backup_dialog import BackupDialog
from desktop.ui.notices import ask, tell_error
from desktop.ui.stage_dialogs import FreezeDialog, StagesDialog
from desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

_BOOKS = f"分工簿 (*{SUFFIX})"

_STAYS_BEHIND = (
    "留在本簿、不进副本的有：修改记录、冻结的阶段、姓名、已处理的待核，"
    "以及收文号、责任领导、承办处室、联系人和自定单位的说明。"
)


def why_read_only(workspace: Workspace) -> str:
    """Say why the book can only be read, and what can be done; empty where it can be written."""
    desk = workspace.link.desk
    why = desk.why_read_only or (Why.ASKED if workspace.link.read_only else None)
    if why is None:
        return ""
    held = desk.held_by
    facts = {"person": held.person, "machine": held.machine, "time": held.time} if held else {}
    message = say(f"only.{why.value}", **facts)
    return f"{message.happened}{message.advice}"


def freeze(window: MainWindow) -> None:
    """冻结为阶段."""
    workspace = window.workspace
    if workspace is None:
        return
    window.commit_editor()
    dialog = FreezeDialog([s.name for s in stages(workspace.book)], window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def accepted() -> None:
        desk, name, note = workspace.link.desk, dialog.name, dialog.note
        workspace.jobs.run(
            lambda: freeze_stage(desk, name, note),
            lambda stage: window.info.say(f"已冻结为“{stage.name}”。"),
            lambda error: tell_error(window, error),
        )

    dialog.accepted.connect(accepted)
    dialog.open()


def show_stages(window: MainWindow) -> None:
    """阶段与比较."""
    workspace = window.workspace
    if workspace is None:
        return
    frozen = stages(workspace.book)
    if not frozen:
        window.info.say("还没有冻结过阶段。用“文件 → 冻结为阶段”留下一个，以后可以随时比较。")
        return
    desk = workspace.link.desk

    def compare(earlier: Stage, later: Stage | None, answer: Callable[[Comparison], None]) -> None:
        workspace.jobs.run(
            lambda: compare_stages(desk, earlier, later),
            answer,
            lambda error: tell_error(window, error),
        )

    dialog = StagesDialog(frozen, compare, window)
    dialog.chosen.connect(workspace.show_record)

    def print_it(stage: str) -> None:
        dialog.accept()
        out_acts.preview(window, stage)

    dialog.print_wanted.connect(print_it)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def show_backups(window: MainWindow) -> None:
    """备份与恢复."""
    workspace = window.workspace
    if workspace is None:
        return
    desk, jobs = workspace.link.desk, workspace.jobs
    dialog = BackupDialog(window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def failed(error: FengongError) -> None:
        tell_error(window, error)

    def fill(_done: object = None) -> None:
        jobs.run(lambda: keeping.backups_of(desk.book), dialog.show_lines, failed, owner=dialog)

    def erase(chosen: Sequence[Backup]) -> None:
        ask(
            window,
            f"删除选中的{len(chosen)}份备份？",
            "删除后不能恢复。分工簿本身不受影响。",
            {"删除": lambda: jobs.run(lambda: keeping.erase(chosen), fill, failed)},
            "取消",
        )

    def restore(backup: Backup) -> None:
        here = desk.path
        start = str(here.with_name(f"{here.stem}（恢复{backup.made_at:%m%d}）{SUFFIX}"))
        chosen, _kind = QFileDialog.getSaveFileName(window, "恢复为新文件", start, _BOOKS)
        if chosen:
            path = Path(chosen if chosen.endswith(SUFFIX) else chosen + SUFFIX)
            jobs.run(
                lambda: keeping.restore(backup, path),
                lambda _done: window.info.say(f"已恢复到 {path}。现在打开的仍是原来的分工簿。"),
                failed,
            )

    dialog.restore.connect(restore)
    dialog.erase.connect(erase)
    dialog.back_up.connect(lambda: jobs.run(desk.back_up, fill, failed))
    fill()
    dialog.open()


def save_clean_copy(window: MainWindow) -> None:
    """清洁副本: a copy for outsiders; first say what stays behind."""
    if window.workspace is None:
        return
    window.commit_editor()
    begin = "选择存放位置…"
    box = ask(
        window,
        "另存一份给外单位的清洁副本？",
        f"{_STAYS_BEHIND}来文字号和办结时限随副本带走。",
        {begin: lambda: _choose_clean_copy(window)},
        "取消",
    )
    box.setDefaultButton(next(b for b in box.findChildren(QPushButton) if b.text() == begin))


def _choose_clean_copy(window: MainWindow) -> None:
    workspace = window.workspace
    if workspace is None:
        return
    here = workspace.link.desk.path
    start = str(here.with_name(f"{here.stem}（清洁副本）{SUFFIX}"))
    chosen, _kind = QFileDialog.getSaveFileName(window, "清洁副本", start, _BOOKS)
    if chosen:
        write_clean_copy(window, Path(chosen if chosen.endswith(SUFFIX) else chosen + SUFFIX))


def write_clean_copy(window: MainWindow, path: Path) -> None:
    """Write a clean copy of the open book to `path`, beside the window."""
    workspace = window.workspace
    if workspace is None:
        return
    desk = workspace.link.desk
    workspace.jobs.run(
        lambda: desk.save_clean_copy(path),
        lambda _done: window.info.say(f"清洁副本已存到 {path}，可以给外单位。{_STAYS_BEHIND}"),
        lambda error: tell_error(window, error, path.name),
    )
