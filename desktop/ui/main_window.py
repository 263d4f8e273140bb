"""The main window: puts the parts together, and keeps one book open at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QLabel,
    QMainWindow,
    QSizePolicy,
    QStackedWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.changes import ChangeSet
from desktop.domain.unit import UnitDirectory
from desktop.services.conflicts import why_stale
from desktop.services.desk import Desk, Notice
from desktop.services.importing import Reading
from desktop.services.keeping import Why
from desktop.services.messages import say
from desktop.support.errors import FengongError
from desktop.ui.actions import Actions
from desktop.ui.column_menu import offer_columns
from desktop.ui.commands import Commands
from desktop.ui.damage_acts import DamageActs
from desktop.ui.desk_link import DeskLink
from desktop.ui.dialogs import TextDialog
from desktop.ui.exporter import Exporter, export_title
from desktop.ui.import_review import review
from desktop.ui.info_bar import BusyBar, InfoBar
from desktop.ui.jobs import Jobs
from desktop.ui.keeping_acts import why_read_only
from desktop.ui.many_rows import link_row
from desktop.ui.memory import Memory
from desktop.ui.messages import brief
from desktop.ui.notices import tell_error
from desktop.ui.opener import Opener
from desktop.ui.previewer import Previewer
from desktop.ui.reading_report import details_html, has_details, summary
from desktop.ui.revision_acts import Reviser
from desktop.ui.unsaved import Unsaved
from desktop.ui.version_question import VersionQuestion
from desktop.ui.welcome import WelcomePage, example_policy
from desktop.ui.workspace import READING, Workspace

TITLE = "任务分工簿"
_SMALL_SCREEN = 1600
_FOLLOW_MILLISECONDS = 30_000
_NEED_BOOK = (
    *("policy_info", "save", "copy_to", "clean_copy", "stages", "backups", "check"),
    *("close", "jump", "copy"),
    *("find", "find_next", "find_previous", "show_all", "copy_units", "own_units"),
    "amendments",
    *("tasks", "annex", "next_doubt", "pane", "left", "right"),
)
#: Of these, what can be done with a part of a book, while the rest is being read.
_NEED_NO_WHOLE = ("close", "jump", "copy", "show_all", "tasks", "annex", "pane", "left", "right")
_OPENING = ("import", "paste_policy", "open", "example")


class MainWindow(QMainWindow):
    """Welcome page or open book, with the bars above and the status line below."""

    def __init__(self, memory: Memory | None = None) -> None:
        super().__init__()
        self.memory = memory or Memory()
        self.jobs = Jobs(self)
        self.workspace: Workspace | None = None
        self.saved_at: datetime | None = None
        self.failure = ""
        self.setWindowTitle(TITLE)
        self.setAcceptDrops(True)
        self.info = InfoBar()
        self.read_only_bar = InfoBar()
        self.busy = BusyBar()
        self.unsaved = Unsaved(self, self._submit_again)
        self.opener = Opener(self, self.jobs, self.memory, self.busy)
        self.exporter = Exporter(self, self.jobs, self.info, self.busy)
        self.previewer = Previewer(self, self.jobs, self.memory)
        self.previewer.export_wanted.connect(self.exporter.begin)
        self.reviser = Reviser(self)
        self.versions = VersionQuestion(self)
        self.opener.claim = self.versions.claim
        self.commands = Commands(self)
        self.opener.review = lambda reading, begin: review(self, reading, begin)
        self.damage = DamageActs(self)
        handlers = {**self.commands.handlers(), "check": self.damage.check}
        self.actions_ = Actions(self, handlers)
        self.welcome = WelcomePage()
        self._pages = QStackedWidget()
        self._status = QLabel()
        #: Looks now and then whether somebody else has written to the book, or taken it over.
        self._follow = QTimer(self)
        self._follow.setInterval(_FOLLOW_MILLISECONDS)
        self._follow.timeout.connect(self.follow)
        self._build()
        self._connect()
        if not self.memory.restore_window(self):
            self._fill_screen()
        self.show_welcome()

    @property
    def bars(self) -> tuple[InfoBar, ...]:
        """What may say something above the page, from top to bottom."""
        return (self.read_only_bar, self.unsaved.bar, self.info)

    def open_path(self, path: Path) -> None:
        """Open a book or policy; a book that is open already is shown."""
        workspace = self.workspace
        if workspace is not None and _is_file(workspace.link.desk.path, path):
            self.info.say("这个分工簿已经打开。")
            return
        self.opener.open_path(path)

    def show_welcome(self) -> None:
        """Show the first page."""
        self.welcome.show_recent(self.memory.settings.recent)
        self._pages.setCurrentWidget(self.welcome)
        self.refresh()

    def show_book(
        self, desk: Desk, directory: UnitDirectory, *, read_only: bool = False
    ) -> Workspace:
        """Show a book; none is open."""
        link = DeskLink(desk, directory, read_only=read_only, parent=self)
        read_only = link.read_only
        workspace = Workspace(link)
        self.workspace = workspace
        for view in (workspace.tasks, workspace.annex):
            self.memory.restore_columns(view)
            offer_columns(view)
        self._pages.addWidget(workspace)
        self._pages.setCurrentWidget(workspace)
        link.changed.connect(self._changed)
        link.saved.connect(self._saved)
        link.failed.connect(self._failed)
        link.refused.connect(
            lambda error: tell_error(self, error, why=why_stale(error, link.desk.book, link.book))
        )
        link.read.connect(lambda: self._read_whole(workspace))
        link.unread.connect(lambda error: self._unread(workspace, error))
        workspace.failed.connect(lambda error: tell_error(self, error))
        workspace.selected.connect(self.refresh)
        workspace.said.connect(self.say)
        workspace.details.sides.link_wanted.connect(lambda row: link_row(workspace, row))
        self.saved_at = datetime.now().astimezone()
        self.failure = ""
        self.unsaved.drop()
        if link.whole:
            self.memory.keep_book(desk.path, link.book)
        if read_only:
            self.read_only_bar.say(why_read_only(workspace), closable=False)
        if desk.on_share:
            self.info.say(say("share.noticed").happened)
        self._follow.start()
        self.setWindowTitle(f"{TITLE} — {desk.path.name}")
        _go_to_first(workspace)
        workspace.tasks.setFocus()
        self.refresh()
        return workspace

    def close_book(self, then: Callable[[], object] | None = None) -> bool:
        """Wait until the book is on disk and let go of it; False where a step failed that must be told first.

        Where steps are kept that could not be saved it asks, returns False, and calls `then` once they are given up.
        """
        workspace = self.workspace
        if workspace is None:
            return True
        self.reviser.leave()
        self.commit_editor()
        if not workspace.link.settle():
            return False
        if self.unsaved:
            self.unsaved.ask_to_drop(then or _nothing)
            return False
        self.memory.keep_window(self, (workspace.tasks, workspace.annex))
        self._follow.stop()
        workspace.jobs.close()
        workspace.link.desk.close()
        if workspace.link.whole:
            self.memory.keep_book(workspace.link.desk.path, workspace.book)
        self.workspace = None
        self._pages.removeWidget(workspace)
        workspace.deleteLater()
        workspace.link.deleteLater()
        self.info.hide()
        self.read_only_bar.hide()
        self.setWindowTitle(TITLE)
        return True

    def commit_editor(self) -> None:
        """Have an open cell editor, and a field being typed in, give their text to the book."""
        if self.workspace is not None:
            self.workspace.view.commit_editor()
            self.workspace.details.extras.commit()

    def follow(self) -> None:
        """Show what another program has written to the book since, and say so when it has been taken over."""
        workspace = self.workspace
        if workspace is not None:
            link = workspace.link
            workspace.jobs.run(link.desk.refresh, self._followed, link.refused.emit)

    def _followed(self, anew: bool) -> None:
        workspace = self.workspace
        if workspace is None:
            return
        link = workspace.link
        if link.desk.read_only and not link.read_only:
            link.read_only = True
            workspace.let_edit()
            self.read_only_bar.say(why_read_only(workspace), closable=False)
            self.refresh()
        if anew:
            link.show_anew()
            self.say("分工簿有新的修改，已更新。")

    def say(self, text: str) -> None:
        """Say something in passing."""
        if text:
            self.statusBar().showMessage(text, 6000)

    def refresh(self) -> None:
        """Bring actions and the status line up to date."""
        workspace, actions = self.workspace, self.actions_
        whole = workspace is not None and workspace.link.whole
        actions.enable(tuple(n for n in _NEED_BOOK if n not in _NEED_NO_WHOLE), whole)
        actions.enable(_NEED_NO_WHOLE, workspace is not None)
        actions.enable(_OPENING, not (self.opener.running or self.reviser.running))
        self.welcome.setEnabled(not self.opener.running)
        self.commands.refresh(actions)
        if workspace is None or not whole:
            self._status.setText("" if workspace is None else READING)
            actions["export"].setText("导出附件…")
            actions["export"].setIconText("导出附件")
            return
        book = workspace.book
        actions["export"].setText(f"{export_title(book)}…")
        actions["export"].setIconText(export_title(book))
        self._status.setText(
            f"{len(book.tasks)}项任务 · 附件{len(book.annex)}项 · 待核{len(book.open_doubts)}"
            f" · {self.save_state()}"
        )

    def save_state(self) -> str:
        """Say whether everything is on disk."""
        workspace = self.workspace
        if workspace is not None and workspace.link.read_only:
            return "只读"
        if workspace is not None and workspace.link.desk.unsaved:
            return "正在保存…"
        if self.failure:
            return f"未能保存（{self.failure}）"
        return f"已保存 {self.saved_at:%H:%M}" if self.saved_at else ""

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave nothing half done: the disk first, then every thread."""
        self.opener.cancel()
        if self.workspace is None:
            self.memory.keep_window(self, ())
        if not self.close_book(self.close):
            event.ignore()
            return
        self.jobs.close()
        self.commands.close_manual()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file."""
        if _dropped_file(event.mimeData()) is not None and not self.opener.running:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what is dropped."""
        path = _dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.open_path(path)

    def _fill_screen(self) -> None:
        """Take a small screen whole and most of a large one."""
        room = self.screen().availableGeometry()
        if room.width() <= _SMALL_SCREEN:
            self.setGeometry(room)
            self.setWindowState(Qt.WindowState.WindowMaximized)
        else:
            self.resize(room.size() * 0.8)

    def _build(self) -> None:
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for bar in (self.busy, *self.bars):
            layout.addWidget(bar)
        layout.addWidget(self._pages, 1)
        self._pages.addWidget(self.welcome)
        self.setCentralWidget(centre)
        self.statusBar().addPermanentWidget(self._status)
        self._status.setAccessibleName("状态")
        self.addToolBar(self._toolbar())

    def _toolbar(self) -> QToolBar:
        bar = QToolBar("工具栏")
        bar.setObjectName("toolbar")
        bar.setMovable(False)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        names = (
            "import",
            "undo",
            "redo",
            "|",
            "split",
            "merge",
            "up",
            "down",
            "|",
            "list",
            "|",
            "preview",
            "export",
            "|",
        )
        for name in names:
            if name == "|":
                bar.addSeparator()
            else:
                bar.addAction(self.actions_[name])
        self.actions_["import"].setIconText("导入")
        self.actions_["preview"].setIconText("预览打印")
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(spacer)
        self.actions_["find"].setIconText("查找")
        bar.addAction(self.actions_["find"])
        return bar

    def _connect(self) -> None:
        welcome, actions = self.welcome, self.actions_
        welcome.open_policy.connect(actions["import"].trigger)
        welcome.open_book.connect(actions["open"].trigger)
        welcome.paste_policy.connect(actions["paste_policy"].trigger)
        welcome.example_chosen.connect(self.commands.open_example)
        welcome.recent_chosen.connect(lambda path: self.open_path(Path(path)))
        actions["example"].setVisible(example_policy() is not None)
        actions.recent.aboutToShow.connect(self.commands.fill_recent)
        actions.columns.aboutToShow.connect(self.commands.fill_columns)
        self.opener.opened.connect(self._opened)
        self.opener.damaged.connect(self.damage.show)
        self.opener.began.connect(self.refresh)
        self.opener.ended.connect(self.refresh)
        self.unsaved.emptied.connect(self._changed)
        self.reviser.turned.connect(self.refresh)

    def _opened(
        self,
        opened: tuple[Desk, UnitDirectory],
        read_only: bool,
        reading: Reading | None,
        say: str,
    ) -> None:
        if not self.close_book():
            opened[0].close()
            return
        self.show_book(*opened, read_only=read_only)
        if reading is not None:
            buttons: dict[str, Callable[[], object]] = {}
            if opened[0].book.open_doubts:
                buttons["下一处待核（F8）"] = self.actions_["next_doubt"].trigger
            if has_details(reading):
                buttons["查看"] = lambda: self._show_reading(reading)
            self.info.say(summary(reading), buttons)
        elif say:
            self.info.say(say)
        self.versions.resume()

    def _show_reading(self, reading: Reading) -> None:
        dialog = TextDialog("读取情况", summary(reading), details_html(reading.draft), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _read_whole(self, workspace: Workspace) -> None:
        if workspace is not self.workspace:
            return  # closed as the last of it was read
        self.memory.keep_book(workspace.link.desk.path, workspace.book)
        if workspace.tasks.current_row() is None:
            _go_to_first(workspace)

    def _unread(self, workspace: Workspace, error: FengongError) -> None:
        """Let go of a book whose rest cannot be read, and tell of it as of one that does not open."""
        if workspace is not self.workspace:
            return
        desk = workspace.link.desk
        if self.close_book():
            self.show_welcome()
            read_only = desk.why_read_only is Why.ASKED
            self.opener.tell_unread(error, desk.path, read_only=read_only)

    def _changed(self) -> None:
        self.failure = ""
        self.refresh()

    def _saved(self) -> None:
        self.saved_at = datetime.now().astimezone()
        self.failure = ""
        self.damage.tell_unkept()
        self.refresh()

    def _submit_again(self, step: ChangeSet) -> bool:
        return self.workspace is not None and self.workspace.link.submit(step, again=True)

    def _failed(self, notice: Notice) -> None:
        error = notice.error
        assert error is not None
        self.unsaved.keep(notice)
        # Steps that fell with an earlier one need no box of their own, nor those whose asker tells it.
        if error.reason != "workbook.earlier_failed" and not notice.raised:
            workspace = self.workspace
            why = (
                why_stale(error, workspace.link.desk.book, notice.after)
                if workspace is not None
                else ""
            )
            tell_error(self, error, why=why)
            self.failure = brief(error)
        self.refresh()


def _nothing() -> None:
    """Go on with nothing."""


def _go_to_first(workspace: Workspace) -> None:
    if workspace.task_model.rowCount():
        workspace.tasks.go_to(workspace.task_model.index(0, 2))


def _is_file(book: Path, path: Path) -> bool:
    try:
        return path.samefile(book)
    except OSError:
        return False  # one of them is not there: opening will say so


def _dropped_file(data: QMimeData) -> Path | None:
    urls = data.urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
