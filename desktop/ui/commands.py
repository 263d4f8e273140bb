"""What each action does, and when it can be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSysInfo, Qt, qVersion
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPlainTextEdit, QWidget

import desktop
from desktop.domain.records import Task
from desktop.services.opening import SUFFIX
from desktop.support.errors import FengongError
from desktop.ui import keeping_acts, many_rows, out_acts, row_acts
from desktop.ui.actions import Actions, keys_html
from desktop.ui.amendments_dialog import AmendmentsDialog, opinion_on
from desktop.ui.column_menu import fill_columns
from desktop.ui.dialogs import PasteDialog, TextDialog
from desktop.ui.manual import ManualWindow
from desktop.ui.notices import tell, tell_error
from desktop.ui.own_units_dialog import OwnUnitsDialog
from desktop.ui.policy_dialog import PolicyDialog
from desktop.ui.settings_dialog import SettingsDialog
from desktop.ui.welcome import example_policy, recent_title
from desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

_POLICIES = "政策文件 (*.txt *.docx *.md *.text);;所有文件 (*)"
_BOOKS = f"分工簿 (*{SUFFIX})"
_TEXTS = (QPlainTextEdit, QLineEdit)
_EDITING = ("paste", "clear")


class Commands:
    """The window's own; each method is one action."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._manual: ManualWindow | None = None

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Return what to call for each action, by name."""
        return {
            "import": self.open_policy,
            "revise": self._window.reviser.begin,
            "revise_pasted": self._window.reviser.begin_pasted,
            "paste_policy": self.paste_policy,
            "open": self.open_book,
            "save": self.save,
            "copy_to": self.save_copy,
            "clean_copy": lambda: keeping_acts.save_clean_copy(self._window),
            "freeze": lambda: keeping_acts.freeze(self._window),
            "stages": lambda: keeping_acts.show_stages(self._window),
            "backups": lambda: keeping_acts.show_backups(self._window),
            "preview": lambda: out_acts.preview(self._window),
            "export": lambda: out_acts.export(self._window),
            "policy_info": self.show_policy,
            "layouts": self.edit_layouts,
            "settings": self.settings,
            "close": self.close,
            "quit": self._window.close,
            "undo": self.undo,
            "redo": self.redo,
            "copy": self.copy,
            "paste": self.paste,
            "clear": lambda: self._with(lambda w: w.view.clear_cells()),
            "find": lambda: self._with(Workspace.open_search),
            "find_next": lambda: self.find_next(1),
            "find_previous": lambda: self.find_next(-1),
            "list": lambda: self._act(row_acts.list_rows),
            "up": lambda: self._act(lambda w: row_acts.move(w, -1)),
            "down": lambda: self._act(lambda w: row_acts.move(w, 1)),
            "mark": lambda: self._with(Workspace.mark_selection),
            "split": lambda: self._act(row_acts.split),
            "merge": lambda: self._act(row_acts.merge),
            "move_to": lambda: self._act(many_rows.move_to),
            "fill_down": lambda: self._act(row_acts.fill),
            "bulk": lambda: self._act(many_rows.bulk),
            "replace": lambda: self._act(self._replace),
            "replace_unit": lambda: self._act(many_rows.replace_one_unit),
            "link": lambda: self._act(many_rows.choose_task),
            "delete": lambda: self._act(row_acts.remove),
            "unlist": lambda: self._act(row_acts.remove),
            "jump": lambda: self._with(Workspace.jump),
            "copy_annex": lambda: out_acts.copy_annex(self._window),
            "show_all": lambda: self._with(Workspace.show_all),
            "copy_units": lambda: self._with(lambda w: w.navigation.copy_units()),
            "remember_unit": lambda: self._act(row_acts.remember_units),
            "own_units": self.show_own_units,
            "amendments": self.show_amendments,
            "tasks": lambda: self._with(lambda w: w.show_tab(annex=False)),
            "annex": lambda: self._with(lambda w: w.show_tab(annex=True)),
            "sort_up": lambda: self._with(row_acts.sort_by_current),
            "sort_down": lambda: self._with(
                lambda w: row_acts.sort_by_current(w, Qt.SortOrder.DescendingOrder)
            ),
            "sort_none": lambda: self._with(lambda w: w.view.show_sorted(None)),
            "next_doubt": lambda: self._act(row_acts.next_doubt),
            "pane": lambda: self._with(lambda w: w.next_pane(self._window.bars)),
            "left": lambda: self._toggle("left"),
            "right": lambda: self._toggle("right"),
            "manual": self.show_manual,
            "keys": self.show_keys,
            "example": self.open_example,
            "about": self.about,
        }

    def refresh(self, actions: Actions) -> None:
        """Enable what can be done now, and say in tips why the rest cannot."""
        workspace = self._window.workspace
        editable = workspace is not None and workspace.link.writable
        rows = workspace.selected_rows() if workspace is not None else []
        on_tasks = bool(rows) and isinstance(rows[0], Task)
        actions.enable(("list", "delete"), editable and on_tasks)
        actions.enable(("unlist",), editable and bool(rows) and not on_tasks)
        actions.enable(_EDITING, editable and bool(rows))
        asked = workspace is not None and bool(row_acts.unit_doubts_of(workspace))
        actions.enable(("remember_unit",), editable and asked)
        actions.enable(("mark", "freeze"), editable)
        idle = not (self._window.opener.running or self._window.reviser.running)
        actions.enable(("revise", "revise_pasted"), workspace is not None and editable and idle)
        actions.enable(("replace", "replace_unit"), editable)
        actions.enable(("sort_up", "sort_down"), bool(rows))
        sorting = workspace is not None and workspace.view.book_model().sorted_by is not None
        actions.enable(("sort_none",), sorting)
        actions.enable(("split",), editable and on_tasks and len(rows) == 1)
        actions.enable(("merge",), editable and on_tasks and len(rows) > 1)
        actions.enable(("fill_down", "bulk"), editable and bool(rows))
        actions.enable(("link",), editable and bool(rows) and not on_tasks)
        filtered = workspace is not None and workspace.filtered
        fixed = workspace.view.book_model().why_fixed if workspace is not None else ""
        actions.enable(("up", "down", "move_to"), editable and bool(rows) and not fixed)
        for name, text in (("up", "上移"), ("down", "下移"), ("move_to", "移到第几行")):
            actions[name].setToolTip(f"{text}：{fixed}" if fixed else text)
        actions.enable(("show_all",), filtered)
        self._refresh_undo(actions, workspace if editable else None)
        content = (
            workspace is not None
            and workspace.link.whole
            and bool(workspace.book.tasks or workspace.book.annex)
        )
        actions.enable(("preview", "copy_annex"), content)
        actions.enable(("export",), content and not self._window.exporter.running)
        for name in ("left", "right"):
            shown = workspace is not None and not _panel(workspace, name).isHidden()
            actions[name].setChecked(shown)

    def undo(self) -> None:
        """撤销; what an open editor holds is a step too, and the first to be taken back."""
        self._window.commit_editor()
        workspace = self._window.workspace
        label = workspace.link.desk.undo_label if workspace is not None else None
        if workspace is not None and workspace.link.undo():
            # What was said of the step itself is no longer so.
            self._window.say(f"已撤销：{label}")

    def redo(self) -> None:
        """重做."""
        self._window.commit_editor()
        workspace = self._window.workspace
        label = workspace.link.desk.redo_label if workspace is not None else None
        if workspace is not None and workspace.link.redo():
            self._window.say(f"已重做：{label}")

    def copy(self) -> None:
        """复制, from the text that has the keyboard, else from the table."""
        text = QApplication.focusWidget()
        if isinstance(text, _TEXTS):
            text.copy()
        else:
            self._with(lambda w: w.view.copy())

    def paste(self) -> None:
        """粘贴, into the text that has the keyboard, else into the table."""
        text = QApplication.focusWidget()
        if isinstance(text, _TEXTS) and not text.isReadOnly():
            text.paste()
        else:
            self._with(lambda w: w.view.paste())

    def open_policy(self) -> None:
        """导入政策文件."""
        path, _kind = QFileDialog.getOpenFileName(self._window, "导入政策文件", "", _POLICIES)
        if path:
            self._window.open_path(Path(path))

    def open_book(self) -> None:
        """打开分工簿."""
        folder = str(self._window.memory.settings.folder())
        path, _kind = QFileDialog.getOpenFileName(self._window, "打开分工簿", folder, _BOOKS)
        if path:
            self._window.open_path(Path(path))

    def open_example(self) -> None:
        """看示例."""
        path = example_policy()
        if path is not None:
            self._window.opener.open_policy(path, reviewed=False)

    def paste_policy(self) -> None:
        """粘贴政策全文."""
        dialog = PasteDialog(self._window)
        dialog.accepted.connect(lambda: self._window.opener.open_pasted(dialog.policy_text))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def fill_recent(self) -> None:
        """List the books opened before in their menu."""
        menu = self._window.actions_.recent
        menu.clear()
        for book in self._window.memory.settings.recent:
            action = menu.addAction(recent_title(book).replace("&", "&&"))
            action.setToolTip(book.path)
            action.triggered.connect(
                lambda _checked=False, path=book.path: self._window.open_path(Path(path))
            )
        if menu.isEmpty():
            menu.addAction("没有").setEnabled(False)

    def fill_columns(self) -> None:
        """List the columns of the table on top in their menu."""
        workspace = self._window.workspace
        view = workspace.view if workspace is not None else None
        fill_columns(self._window.actions_.columns, view)

    def save(self) -> None:
        """保存: everything is saved as it is typed; say so."""
        self._window.commit_editor()
        workspace = self._window.workspace
        if workspace is None or not workspace.link.settle():
            return  # what failed is told by a box of its own
        self._window.refresh()
        self._window.say(f"{self._window.save_state()}。修改随时自动保存。")

    def save_copy(self) -> None:
        """另存副本."""
        workspace = self._window.workspace
        if workspace is None:
            return
        self._window.commit_editor()
        here = workspace.link.desk.path
        start = str(here.with_name(f"{here.stem}（副本）{SUFFIX}"))
        chosen, _kind = QFileDialog.getSaveFileName(self._window, "另存副本", start, _BOOKS)
        if chosen:
            path = Path(chosen)
            self.write_copy(path if path.suffix.lower() == SUFFIX else Path(chosen + SUFFIX))

    def write_copy(self, path: Path) -> None:
        """Write a copy of the open book to `path`, beside the window."""
        workspace = self._window.workspace
        if workspace is None:
            return
        desk, window = workspace.link.desk, self._window
        workspace.jobs.run(
            lambda: desk.save_copy(path),
            lambda _nothing: window.info.say(f"副本已存到 {path}。现在打开的仍是原来的分工簿。"),
            lambda error: tell_error(window, error, path.name),
        )

    def show_policy(self) -> None:
        """来文信息, of the policy that the current row comes from."""
        workspace = self._window.workspace
        policy = workspace.policy() if workspace is not None else None
        if workspace is None or policy is None:
            self._window.say("分工簿中没有政策文件")
            return
        # Within the workspace, so that it goes with the book.
        dialog = PolicyDialog(workspace.link, policy, workspace)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def show_amendments(self) -> None:
        """正文修改意见."""
        workspace = self._window.workspace
        if workspace is None:
            return
        self._window.commit_editor()
        policy = workspace.policy()
        if policy is None:
            self._window.say("分工簿中没有政策文件")
            return
        dialog = AmendmentsDialog(workspace.link, lambda: opinion_on(workspace, policy), workspace)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        if workspace.link.writable and workspace.source.selected_span() is not None:
            dialog.add()  # what was selected is what is to change

    def show_own_units(self) -> None:
        """本簿单位名录."""
        workspace = self._window.workspace
        if workspace is not None:
            self._window.commit_editor()
            dialog = OwnUnitsDialog(workspace.link, workspace)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def edit_layouts(self) -> None:
        """版式."""
        # What draws the page takes a third of a second to read, and a start must not wait for it.
        from desktop.ui.layout_editor import LayoutEditor

        self._window.commit_editor()
        workspace = self._window.workspace
        whole = workspace is not None and workspace.link.whole
        book = workspace.book if workspace is not None and whole else None
        dialog = LayoutEditor(
            self._window.jobs, book, self._window, key=self._window.memory.settings.layout
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def settings(self) -> None:
        """设置."""
        memory = self._window.memory
        dialog = SettingsDialog(memory.settings, self._window.jobs, self._window)

        def accepted() -> None:
            if not memory.keep(dialog.settings(memory.settings)):
                tell_error(self._window, FengongError("settings.not_kept"))
            if self._window.workspace is not None:
                self._window.workspace.link.desk.person = memory.settings.person

        dialog.accepted.connect(accepted)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def close(self) -> None:
        """关闭: back to the first page."""
        if self._window.close_book(self.close):
            self._window.show_welcome()

    def find_next(self, by: int) -> None:
        """Go to the next finding, or ask what to find."""
        workspace = self._window.workspace
        if workspace is not None and workspace.search.query().empty:
            workspace.open_search()
        elif workspace is not None:
            self._window.commit_editor()
            workspace.search.step(by)

    def show_manual(self) -> None:
        """使用手册, at the page last looked at."""
        if self._manual is None:
            self._manual = ManualWindow()
        self._manual.come_forward()

    def close_manual(self) -> None:
        """Close 使用手册, which is a window of its own."""
        if self._manual is not None:
            self._manual.close()

    def show_keys(self) -> None:
        """操作与快捷键."""
        dialog = TextDialog("操作与快捷键", "", keys_html(), self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def about(self) -> None:
        """关于."""
        tell(
            self._window,
            f"任务分工簿 {desktop.__version__}",
            "从政策文件读出任务、单位和时限，核对后印成附件。\n"
            "离线使用，文件只保存在本机。\n\n"
            f"Qt {qVersion()}，{QSysInfo.prettyProductName()}",
        )

    def _replace(self, workspace: Workspace) -> str:
        return many_rows.replace_all(workspace, workspace.search.box.text())

    def _refresh_undo(self, actions: Actions, workspace: Workspace | None) -> None:
        desk = workspace.link.desk if workspace is not None else None
        for name, text, label in (
            ("undo", "撤销", desk.undo_label if desk else None),
            ("redo", "重做", desk.redo_label if desk else None),
        ):
            actions[name].setEnabled(label is not None)
            said = f"{text}：{label}" if label else text
            actions[name].setText(said.replace("&", "&&"))
            actions[name].setToolTip(said)
            actions[name].setIconText(text)

    def _toggle(self, name: str) -> None:
        workspace = self._window.workspace
        if workspace is not None:
            panel = _panel(workspace, name)
            panel.setVisible(panel.isHidden())
            self._window.refresh()

    def _with(self, act: Callable[[Workspace], object]) -> None:
        if self._window.workspace is not None:
            act(self._window.workspace)

    def _act(self, act: Callable[[Workspace], str]) -> None:
        if self._window.workspace is not None:
            self._window.commit_editor()
            self._window.say(act(self._window.workspace))


def _panel(workspace: Workspace, name: str) -> QWidget:
    return workspace.navigation if name == "left" else workspace.right
