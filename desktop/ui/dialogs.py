"""Small dialogs: pasting a policy, what reading did not settle, the shortcuts."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)


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
