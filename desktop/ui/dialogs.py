"""Small dialogs: pasting a policy, the settings, what reading did not settle, the shortcuts."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from desktop.services.settings import Settings


class PasteDialog(QDialog):
    """粘贴政策全文: accepted with `policy_text`, which is not blank."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("粘贴政策全文")
        self.edit = QPlainTextEdit()
        self.edit.setAccessibleName("政策全文")
        self.edit.setPlaceholderText("在这里粘贴政策全文（Ctrl+V），包括标题和落款。")
        self.edit.setTabChangesFocus(True)
        buttons = QDialogButtonBox()
        self.read_button = buttons.addButton("读取任务", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.edit.textChanged.connect(self._check)
        layout = QVBoxLayout(self)
        layout.addWidget(self.edit)
        layout.addWidget(buttons)
        self.resize(720, 480)
        self.edit.setPlainText(QGuiApplication.clipboard().text())
        self.edit.selectAll()
        self._check()

    @property
    def policy_text(self) -> str:
        """What was pasted."""
        return self.edit.toPlainText()

    def _check(self) -> None:
        self.read_button.setEnabled(bool(self.policy_text.strip()))


class SettingsDialog(QDialog):
    """设置: the name that signs the journal, and where new books are made."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("设置")
        self.person = QLineEdit(settings.person)
        self.person.setAccessibleName("姓名")
        self.person.setPlaceholderText("写入修改记录，可以不填")
        self.folder = QLineEdit(str(settings.folder()))
        self.folder.setAccessibleName("新分工簿文件夹")
        choose = QPushButton("浏览…")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        place = QHBoxLayout()
        place.addWidget(self.folder, 1)
        place.addWidget(choose)
        form = QFormLayout()
        form.addRow("姓名：", self.person)
        form.addRow("新分工簿文件夹：", place)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(buttons)
        self.setMinimumWidth(480)

    def books_folder(self, before: Settings) -> str:
        """Return the folder chosen; empty while it is the usual one, so that this follows the person."""
        chosen = self.folder.text().strip()
        if not chosen or (not before.books_folder and Path(chosen) == before.folder()):
            return before.books_folder if chosen else ""
        return chosen

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "新分工簿文件夹", self.folder.text())
        if chosen:
            self.folder.setText(chosen)


class TextDialog(QDialog):
    """Shows a text to read and copy, with 关闭 below it."""

    def __init__(self, title: str, heading: str, html: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        label = QLabel(heading)
        label.setWordWrap(True)
        self.browser = QTextBrowser()
        self.browser.setAccessibleName(title)
        self.browser.setHtml(html)
        buttons = QDialogButtonBox()
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        if heading:
            layout.addWidget(label)
        layout.addWidget(self.browser)
        layout.addWidget(buttons)
        self.resize(640, 460)
