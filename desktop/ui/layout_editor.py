"""版式: the shipped layouts to look at and copy, the office's own to change, rename and delete."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.book import Book
from desktop.domain.layout import Content, Layout
from desktop.services.layouts import (
    Shelf,
    copy_layout,
    delete_layout,
    layouts,
    save_layout,
    shipped_layouts,
)
from desktop.services.messages import explain
from desktop.support.errors import LayoutError
from desktop.ui.jobs import Jobs
from desktop.ui.layout_editor_form import LayoutForm
from desktop.ui.layout_editor_preview import LayoutPreview
from desktop.ui.notices import ask, tell_error

_SHIPPED = "自带的版式不能改。要改，先点“复制为新版式”。"
_SAVED = "已保存。"
_FAULTY = "改正标出的设置后才能保存。"
_KEY = Qt.ItemDataRole.UserRole
_LONGEST_NAME = 60


class LayoutEditor(QDialog):
    """`changed` gives the key of a layout that was made, kept, renamed or deleted.

    `book` fills the page that is shown; `key` is the layout to begin with.
    """

    changed = Signal(str)

    def __init__(
        self, jobs: Jobs, book: Book | None, parent: QWidget | None = None, *, key: str = ""
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("版式")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._shelf = Shelf(shipped_layouts())
        #: The layout shown, as it is kept.
        self._kept = self._shelf.first(key)
        self.list = QListWidget()
        self.list.setAccessibleName("版式")
        self.form = LayoutForm(_usual())
        self.preview = LayoutPreview(jobs, book)
        self.note = _plain_label()
        self.broken = _plain_label()
        self.copy_button = self._button("复制为新版式(&N)…", self._ask_copy)
        self.rename_button = self._button("改名(&R)…", self._ask_rename)
        self.delete_button = self._button("删除(&D)…", self._ask_delete)
        self.save_button = self._button("保存(&S)", self.save)
        # Not the button's own: what is still being typed in a cell has not enabled that.
        QShortcut(QKeySequence.StandardKey.Save, self).activated.connect(self.save)
        self.back_button = self._button("放弃修改", self._show_kept)
        self._build()
        self.list.currentItemChanged.connect(self._chosen)
        self.form.changed.connect(lambda: self._refresh())
        self.finished.connect(self.preview.let_go)
        self._fill(key)
        self.list.setFocus()

    @property
    def own(self) -> bool:
        """Whether the layout shown is the office's own."""
        return self._kept in self._shelf.own

    @property
    def edited(self) -> bool:
        """Whether there is something to save."""
        return self.form.layout_ != self._kept

    def save(self) -> bool:
        """保存: keep the draft in place of the layout it was made from; asks where that is another by now."""
        self.form.commit()
        if self.form.faults:
            self._refresh(_FAULTY)
            return False
        if not self.edited:
            self._refresh(_SAVED)
            return True
        return self._save(self._kept)

    def copy(self, name: str) -> None:
        """复制为新版式: make an own one of what is shown and go on with it."""
        self._do(lambda: copy_layout(self._kept, name).key)

    def rename(self, name: str) -> None:
        """改名; what is not saved stays so."""
        draft, kept = self.form.layout_, self._kept
        try:
            renamed = replace(kept, name=name)
            save_layout(renamed, before=kept)
        except LayoutError as error:
            tell_error(self, error)
            return
        self._shelf, self._kept = layouts(), renamed
        self._list()
        self.form.show_layout(replace(draft, name=name), editable=True)
        self._refresh()
        self.changed.emit(renamed.key)

    def delete(self) -> None:
        """删除, which was asked."""
        key = self._kept.key

        def act() -> str:
            delete_layout(key)
            return ""

        if self._do(act):
            self.changed.emit(key)

    def reject(self) -> None:
        """Leave; what is not saved is asked about."""
        self._leave(super().reject)

    def _save(self, before: Layout | None) -> bool:
        draft = self.form.layout_
        try:
            save_layout(draft, before=before)
        except LayoutError as error:
            if error.reason != "layout.changed":
                tell_error(self, error)
                return False
            message = explain(error)
            more = "".join((message.kept, message.advice))
            ask(self, message.happened, more, {"仍然保存": lambda: self._save(None)}, "不保存")
            return False
        self._kept = draft
        self._fill(draft.key)
        self._refresh(_SAVED)
        self.changed.emit(draft.key)
        return True

    def _do(self, act: Callable[[], str]) -> bool:
        """Do something that changes the shelf; then show the layout whose key it returns, if any."""
        try:
            key = act()
        except LayoutError as error:
            tell_error(self, error)
            return False
        self._fill(key)
        if key:
            self.changed.emit(key)
        return True

    def _leave(self, then: Callable[[], object]) -> None:
        """Go on with `then` once what is not saved is kept or given up."""
        self.form.commit()
        if not self.edited:
            then()
            return

        def keep() -> None:
            if self.save():
                then()

        def drop() -> None:
            self._show_kept()
            then()

        answers = {"保存": keep, "不保存": drop} if not self.form.faults else {"不保存": drop}
        ask(self, f"“{self._kept.name}”的修改还没有保存。", "", answers, "继续修改")

    def _chosen(self, now: QListWidgetItem | None, before: QListWidgetItem | None) -> None:
        if now is None:
            return
        key = str(now.data(_KEY))
        self.form.commit()
        if self.edited and before is not None:
            with QSignalBlocker(self.list):
                self.list.setCurrentItem(before)
            self._leave(lambda: self._fill(key))
            return
        self._kept = self._shelf.first(key)
        self._show_kept()

    def _show_kept(self) -> None:
        self.form.show_layout(self._kept, editable=self.own)
        self._refresh()

    def _refresh(self, said: str = "") -> None:
        faults = self.form.faults
        self.preview.show_layout(None if faults else self.form.layout_)
        self.note.setText(said if self.own else _SHIPPED)
        for button in (self.rename_button, self.delete_button):
            button.setEnabled(self.own)
        self.save_button.setEnabled(self.own and self.edited and not faults)
        self.back_button.setEnabled(self.own and self.edited)

    def _list(self) -> None:
        """List the shelf; the layout shown is the current one."""
        with QSignalBlocker(self.list):
            self.list.clear()
            for layout in self._shelf.all:
                shipped = layout in self._shelf.shipped
                item = QListWidgetItem(f"{layout.name}（自带）" if shipped else layout.name)
                item.setData(_KEY, layout.key)
                self.list.addItem(item)
                if layout.key == self._kept.key:
                    self.list.setCurrentItem(item)
        self.broken.setText("\n".join(self._shelf.broken))
        self.broken.setVisible(bool(self._shelf.broken))

    def _fill(self, key: str) -> None:
        self._shelf = layouts()
        self._kept = self._shelf.first(key)
        self._list()
        self._show_kept()

    def _ask_copy(self) -> None:
        self._leave(
            lambda: self._ask_name(
                "复制为新版式", self._shelf.free_name(self._kept.name), self.copy
            )
        )

    def _ask_rename(self) -> None:
        self._ask_name("改名", self._kept.name, self.rename)

    def _ask_name(self, title: str, name: str, then: Callable[[str], None]) -> None:
        taken = {layout.name for layout in layouts().all} - (
            {self._kept.name} if name == self._kept.name else set()
        )
        dialog = NameDialog(title, name, taken, self)
        dialog.accepted.connect(lambda: then(dialog.name))
        dialog.finished.connect(self.activateWindow)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _ask_delete(self) -> None:
        name = self._kept.name
        more = "已经印出和导出的表不受影响。删除后不能撤销。"
        ask(self, f"删除版式“{name}”？", more, {"删除": self.delete}, "取消")

    def _build(self) -> None:
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        for button in (self.copy_button, self.rename_button, self.delete_button):
            left.addWidget(button)
        left.addWidget(self.broken)
        middle = QVBoxLayout()
        middle.addWidget(self.note)
        middle.addWidget(self.form, 1)
        upper = QHBoxLayout()
        upper.addLayout(left, 3)
        upper.addLayout(middle, 7)
        upper.addWidget(self.preview, 7)
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        buttons.addButton(self.back_button, role.ResetRole)
        buttons.addButton(self.save_button, role.ActionRole)
        close = buttons.addButton("关闭", role.RejectRole)
        close.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addLayout(upper, 1)
        whole.addWidget(buttons)
        room = (self.parentWidget() or self).screen().availableGeometry()
        self.resize(min(1280, room.width() - 40), min(760, room.height() - 60))

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: act())
        return button


class NameDialog(QDialog):
    """Asks for a `name` that no other layout has."""

    def __init__(
        self, title: str, name: str, taken: Collection[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._taken = taken
        self.line = QLineEdit(name)
        self.line.setAccessibleName("版式名称")
        self.line.setMaxLength(_LONGEST_NAME)
        self.line.selectAll()
        self.said = _plain_label()
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.line.textChanged.connect(self._check)
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel("版式名称："))
        layout.addWidget(self.line)
        layout.addWidget(self.said)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(380)
        self._check()

    @property
    def name(self) -> str:
        """The name typed."""
        return self.line.text().strip()

    def _check(self) -> None:
        taken = self.name in self._taken
        self.said.setText(f"已经有叫“{self.name}”的版式，请换一个名称。" if taken else "")
        ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(bool(self.name) and not taken)


def _usual() -> dict[Content, Layout]:
    """Return for each kind of rows the first shipped layout that has it."""
    return {layout.content: layout for layout in reversed(shipped_layouts())}


def _plain_label() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
