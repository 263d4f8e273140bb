"""导入新稿 from beginning to end: which policy, its file or text, reading it with 取消, what it would do, the step."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog

from desktop.domain.records import Policy
from desktop.domain.unit import UnitDirectory
from desktop.services import importing
from desktop.services.importing import Reading
from desktop.services.messages import explain
from desktop.services.revision_import import (
    Plan,
    adopt,
    plan_revision,
)
from desktop.support.errors import FengongError
from desktop.ui.dialogs import PasteDialog
from desktop.ui.notices import tell_error
from desktop.ui.revision_dialog import ChoosePolicyDialog, RevisionDialog, counts
from desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

_POLICIES = "政策文件 (*.txt *.docx *.md *.text);;所有文件 (*)"


class Reviser(QObject):
    """Takes in one new version at a time. `turned` when `running` has changed."""

    turned = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._cancel: threading.Event | None = None
        self._dialog: RevisionDialog | None = None
        window.busy.cancelled.connect(self.cancel)

    @property
    def running(self) -> bool:
        """Whether a file is being read or held against the book."""
        return self._cancel is not None

    def begin(self) -> None:
        """导入新稿: ask which policy, where the book has several, and for the file."""
        self._choose_policy("选择文件…", self._choose_file)

    def begin_pasted(self) -> None:
        """粘贴新稿全文: ask which policy, where the book has several, and for the text."""
        self._choose_policy("粘贴全文…", self._paste)

    def read(self, path: Path, policy: Policy) -> None:
        """Read a file as the new version of a policy of the open book, and show what it would do."""
        self._read(
            policy,
            path.name,
            lambda directory, cancelled: importing.read_policy(
                path, directory, cancelled.is_set, policy.region
            ),
        )

    def read_pasted(self, text: str, policy: Policy) -> None:
        """Read pasted text as the new version of a policy of the open book, and show what it would do."""
        self._read(
            policy,
            "粘贴的文字",
            lambda directory, _: importing.read_pasted(text, directory, policy.region),
        )

    def take(self, workspace: Workspace, earlier: Sequence[Policy], reading: Reading) -> None:
        """Hold a policy that was read already against its earlier version; ask which, where it may be several's."""

        def compare(policy: Policy) -> None:
            if self._window.workspace is workspace and not self.running:
                self._cancel = cancelled = threading.Event()
                self.turned.emit()
                # Read without the names that the clerk has made known to this book.
                read = functools.partial(importing.read_again, reading, workspace.link.directory)
                self._compare(workspace, policy, read, reading.document.name, cancelled)

        self._one_of(earlier, "逐项对照", compare)

    def _choose_policy(self, go_on: str, then: Callable[[Policy], object]) -> None:
        workspace = self._window.workspace
        if workspace is None:
            return
        self._window.commit_editor()
        policies = workspace.book.current_policies
        if policies:
            self._one_of(policies, go_on, then)
        else:
            self._window.info.say("分工簿里还没有政策，谈不上新稿。请用“导入政策文件”。")

    def _one_of(
        self, policies: Sequence[Policy], go_on: str, then: Callable[[Policy], object]
    ) -> None:
        """Go on with the only one of `policies`, or with the one that the clerk chooses."""
        if len(policies) == 1:
            then(policies[0])
            return
        dialog = ChoosePolicyDialog(policies, go_on, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: then(dialog.policy))
        dialog.open()

    def _read(
        self,
        policy: Policy,
        name: str,
        read: Callable[[UnitDirectory, threading.Event], Reading],
    ) -> None:
        window, workspace = self._window, self._window.workspace
        if workspace is None or self.running or window.opener.running:
            return
        self._cancel = cancelled = threading.Event()
        directory = workspace.link.directory  # with the names that the clerk has made known
        window.busy.begin(f"正在读取 {name}…")
        self.turned.emit()
        window.jobs.run(
            lambda: read(directory, cancelled),
            lambda reading: self._compare(workspace, policy, lambda: reading, name, cancelled),
            lambda error: self._failed(error, name, cancelled),
        )

    def cancel(self) -> None:
        """取消: stop reading; nothing was written."""
        if self._cancel is not None:
            self._cancel.set()

    def leave(self) -> None:
        """Let go of a book that is about to be closed."""
        if self._dialog is not None:
            self._dialog.reject()
        if self._cancel is not None:
            self._cancel.set()
            self._end()

    def _choose_file(self, policy: Policy) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self._window, f"《{policy.title or policy.name}》的新稿", "", _POLICIES
        )
        if chosen:
            self.read(Path(chosen), policy)

    def _paste(self, policy: Policy) -> None:
        dialog = PasteDialog(self._window)
        dialog.setWindowTitle(f"粘贴《{policy.title or policy.name}》的新稿")
        dialog.read_button.setText("与分工簿对照")
        dialog.accepted.connect(lambda: self.read_pasted(dialog.policy_text, policy))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _compare(
        self,
        workspace: Workspace,
        policy: Policy,
        read: Callable[[], Reading],
        name: str,
        cancelled: threading.Event,
    ) -> None:
        if cancelled is not self._cancel:
            return  # the book was closed meanwhile
        if cancelled.is_set():
            self._end()
            return
        self._window.busy.begin("正在与分工簿对照…", cancellable=False)
        self._window.commit_editor()
        desk = workspace.link.desk
        workspace.jobs.run(
            lambda: plan_revision(desk, policy.key, read()),
            lambda plan: self._show(workspace, plan),
            lambda error: self._failed(error, name, cancelled),
        )

    def _show(self, workspace: Workspace, plan: Plan) -> None:
        self._end()
        dialog = RevisionDialog(plan.summary, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._adopt(workspace, plan))
        dialog.finished.connect(self._closed)
        self._dialog = dialog
        dialog.open()

    def _closed(self) -> None:
        self._dialog = None

    def _adopt(self, workspace: Workspace, plan: Plan) -> None:
        desk = workspace.link.desk
        try:
            adopt(desk, plan)
        except FengongError as error:
            tell_error(self._window, error)
            return
        # Said once it is on disk: a step that fails is taken back and told by a box of its own.
        workspace.jobs.run(
            desk.wait,
            lambda _done: self._adopted(workspace, plan),
            lambda error: tell_error(self._window, error),
        )

    def _adopted(self, workspace: Workspace, plan: Plan) -> None:
        if workspace.link.desk.book.find(Policy, plan.policy) is None:
            return
        summary = plan.summary
        told = f"已采用新稿：{counts(summary)}。"
        if summary.conflicts or summary.dropped:
            told += "冲突和不再有的任务已标为待核，按F8逐处查看。"
        self._window.info.say(f"{told}用“撤销”可以一次全部恢复。")

    def _failed(self, error: FengongError, name: str, cancelled: threading.Event) -> None:
        if cancelled is not self._cancel:
            return
        self._end()
        if error.reason == "workbook.has_version":
            self._window.info.say(f"{name}：{explain(error).line()}")
        elif error.reason != "source.cancelled":
            tell_error(self._window, error, name)

    def _end(self) -> None:
        self._cancel = None
        self._window.busy.hide()
        self.turned.emit()
