"""A book that is damaged or does not open: what is wrong with it, and the ways on. The file itself is never touched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog

from desktop.domain.records import (
    AnnexRow,
    Assignment,
    Deadline,
    DoubtRecord,
    Extra,
    Link,
    Setting,
    Task,
)
from desktop.domain.row_words import KIND_WORDS
from desktop.services import damage, keeping
from desktop.services.damage import Examined
from desktop.services.keeping import Backup, Condition, Recovered
from desktop.services.messages import Message, explain, listing_fault, part_word, say
from desktop.services.opening import SUFFIX
from desktop.support.errors import FengongError
from desktop.ui.backup_dialog import BackupDialog
from desktop.ui.notices import Icon, ask, tell, tell_error

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow
    from desktop.ui.workspace import Workspace

_BOOKS = f"分工簿 (*{SUFFIX})"
_OTHERS_WORK = "正在读取另一个文件，请等它完成后再试。"
_SHOWN = (Task.kind, AnnexRow.kind)
_WORDS: Mapping[str, str] = {
    **KIND_WORDS,
    Link.kind: "任务与附件的对应",
    Assignment.kind: "单位分工",
    Deadline.kind: "完成时限",
    DoubtRecord.kind: "待核",
    Extra.kind: "自加栏目的内容",
    Setting.kind: "设置",
}


class DamageActs(QObject):
    """What the window does for a book that may be hurt."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._checking: Workspace | None = None
        self._told: FengongError | None = None

    def check(self) -> None:
        """检查分工簿: check the open book in the background, and say so or show what is wrong."""
        window = self._window
        workspace = window.workspace
        if workspace is None or self._checking is workspace:
            return
        window.commit_editor()
        desk = workspace.link.desk
        self._checking = workspace
        window.info.say("正在后台检查分工簿，可以继续工作。")

        def checked(examined: Examined) -> None:
            self._checking = None
            if examined.diagnosis.sound:
                window.info.say("检查完毕，没有发现问题。")
            else:
                window.info.hide()
                self.show(examined)

        def failed(error: FengongError) -> None:
            self._checking = None
            tell_error(window, error, desk.path.name)

        workspace.jobs.run(lambda: damage.examine_open(desk), checked, failed)

    def show(
        self,
        examined: Examined,
        error: FengongError | None = None,
        fault: FengongError | None = None,
    ) -> None:
        """Say what is wrong with a file and offer what can be done.

        `error` is the one it did not open with; `fault` is why the way chosen last did not work, which is said instead.
        """
        window, path = self._window, examined.path
        if fault is None and error is not None and examined.diagnosis.sound:
            fault = error  # the file itself is not what is wrong
        message = explain(fault) if fault is not None else _wording(examined)
        text, more = f"{path.name}：{message.happened}", _more(examined, message)
        answers: dict[str, Callable[[], None]] = {}
        nothing_left = fault is not None and fault.reason == "workbook.nothing_left"
        if examined.diagnosis.recoverable and not nothing_left:
            answers["恢复到新文件…"] = lambda: self._recover(examined, error)
        if examined.backups:
            answers["从备份恢复…"] = lambda: self._choose_backup(examined, error)
        if error is not None and examined.readable:
            answers["只读打开"] = lambda: window.opener.open_book(path, read_only=True)
        if examined.diagnosis.condition is Condition.MISSING and window.memory.knows(path):
            answers["不再列出"] = lambda: self._forget(path)
        if answers:
            ask(window, text, more, answers, "取消").setIcon(Icon.Warning)
        else:
            tell(window, text, more, icon=Icon.Warning)

    def tell_unkept(self) -> None:
        """Say once why the backup of the day could not be made."""
        workspace = self._window.workspace
        unkept = workspace.link.desk.unkept if workspace is not None else None
        if unkept is not None and unkept is not self._told:
            self._window.info.say(explain(unkept).line())
        self._told = unkept

    def _recover(self, examined: Examined, error: FengongError | None) -> None:
        window, path = self._window, examined.path
        target = self._ask_target(path, "恢复到新文件", "恢复")
        if target is None:
            self.show(examined, error)
            return
        person, workspace = window.memory.settings.person, window.workspace

        def recover() -> Recovered:
            if workspace is not None and workspace.link.desk.path == path:
                return workspace.link.desk.recover(target)
            return keeping.recover_into(path, target, person=person)

        def done(recovered: Recovered) -> None:
            window.opener.open_book(target, say=f"这是从 {path.name} 恢复出来的新文件。")
            tell(window, f"已恢复到新文件 {target.name}。", told(recovered))

        if not window.opener.make_book(
            f"正在把 {path.name} 恢复到新文件…",
            recover,
            done,
            lambda fault: self.show(examined, error, fault),
        ):
            window.info.say(_OTHERS_WORK)

    def _forget(self, path: Path) -> None:
        window = self._window
        window.memory.forget_book(str(path))
        window.welcome.show_recent(window.memory.settings.recent)

    def _choose_backup(self, examined: Examined, error: FengongError | None) -> None:
        window = self._window
        dialog = BackupDialog(window, hurt=True)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show_lines(examined.backups)

        def restore(backup: Backup) -> None:
            name = f"恢复{backup.made_at.astimezone():%m%d}"
            target = self._ask_target(examined.path, "恢复为新文件", name)
            if target is not None:
                dialog.accept()
                self._restore(backup, target, examined, error)

        dialog.restore.connect(restore)
        dialog.rejected.connect(lambda: self.show(examined, error))
        dialog.open()

    def _restore(
        self, backup: Backup, target: Path, examined: Examined, error: FengongError | None
    ) -> None:
        window = self._window
        made = f"{backup.made_at.astimezone():%Y-%m-%d %H:%M}"
        what = f"这是从{made}的备份恢复出来的新文件，此后的修改不在其中。"
        if not window.opener.make_book(
            "正在从备份恢复…",
            lambda: keeping.restore(backup, target),
            lambda _done: window.opener.open_book(target, say=what),
            lambda fault: self.show(examined, error, fault),
        ):
            window.info.say(_OTHERS_WORK)

    def _ask_target(self, path: Path, title: str, mark: str) -> Path | None:
        # Beside the damaged file, where the clerk will look for it; never under its name.
        start = str(path.with_name(f"{path.stem}（{mark}）{SUFFIX}"))
        chosen, _kind = QFileDialog.getSaveFileName(self._window, title, start, _BOOKS)
        if not chosen:
            return None
        return Path(chosen if chosen.endswith(SUFFIX) else chosen + SUFFIX)


def told(recovered: Recovered) -> str:
    """Say what came over and what was lost, in sentences, one on a line."""
    kept = [f"{_WORDS[k]}{recovered.kept.get(k, 0)}项" for k in _SHOWN]
    lines = [
        f"恢复了{'、'.join(kept)}，原文等资料{recovered.blobs}份，修改记录{recovered.entries}步。"
    ]
    lost = [f"{_WORDS.get(k, k)}{n}项" for k, n in sorted(recovered.lost.items(), key=_rank) if n]
    if recovered.blobs_lost:
        lost.append(f"原文等资料{recovered.blobs_lost}份")
    if lost:
        lines.append(f"没能恢复：{'、'.join(lost)}。")
    if recovered.entries_lost:
        lines.append(f"修改记录缺了{recovered.entries_lost}步，缺失以前的修改不能再撤销。")
    if recovered.whole:
        lines.append("经核对，内容与最后一次保存时完全一致。")
    else:
        lines.append("个别内容可能是较早的，请逐项核对后再使用。")
    lines.append("损坏的文件没有改动，核对之前请不要删除。")
    return "\n".join(lines)


def _rank(lost: tuple[str, int]) -> int:
    """Order kinds as the words list them; what has no word comes last."""
    kinds = list(_WORDS)
    return kinds.index(lost[0]) if lost[0] in kinds else len(kinds)


def _wording(examined: Examined) -> Message:
    diagnosis = examined.diagnosis
    return say(f"condition.{diagnosis.condition.value}", part=diagnosis.part)


def _more(examined: Examined, message: Message) -> str:
    """Return what was kept, where the damage is, which backups there are, and what to do."""
    lines = [message.kept]
    part = part_word(examined.diagnosis.part)
    if part and examined.diagnosis.condition is Condition.DAMAGED:
        lines.append(f"损坏的部位：{part}。")
    if examined.backups:
        last = examined.backups[0].made_at
        lines.append(
            f"本机有它的{len(examined.backups)}份备份，最近一份是{last:%Y-%m-%d %H:%M}的。"
        )
    elif examined.unlisted is not None:
        lines.append(
            f"现在查不到它在本机的备份（{listing_fault(examined.unlisted)}），备份可能还在。"
        )
    elif examined.hurt:
        lines.append("本机没有找到它的备份。")
    lines.append(message.advice)
    return "\n".join(line for line in lines if line)
