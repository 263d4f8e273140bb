"""Says below a deadline's editor how its text is understood, and opens the builder of phrases."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QToolButton

from desktop.domain.deadline_words import phrase_at, understood
from desktop.ui.deadline_builder import DeadlineBuilder
from desktop.ui.editor_help import EditorHelp, overlay, put_beside
from desktop.ui.info_bar import as_bar, as_bar_button

_EMPTY = "空着，不设时限"


class DeadlineHelp(EditorHelp):
    """The line of meaning. F4 or Alt+↓ opens the builder for the phrase at the cursor."""

    def __init__(self, editor: QPlainTextEdit, base_year: int | None, builder_year: int) -> None:
        """`base_year` is put in where a phrase has none; the builder begins with `builder_year`."""
        self._base_year = base_year
        self._builder_year = builder_year
        self.line = QFrame()
        self.label = QLabel()
        self.button = QToolButton()
        super().__init__(editor)
        as_bar(self.line)
        overlay(self.line, editor)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setAccessibleName("时限的理解")
        self.button.setText("年月日… F4")
        as_bar_button(self.button)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.setAccessibleName("选择年、月、日")
        self.button.clicked.connect(self.build)
        layout = QHBoxLayout(self.line)
        layout.setContentsMargins(6, 1, 2, 1)
        layout.addWidget(self.label)
        layout.addWidget(self.button)

    @property
    def said(self) -> str:
        """How the text is understood, in words."""
        return self.label.text()

    def look(self) -> None:
        """Say how the text as it is now is understood."""
        if not self.editor.isVisible():
            return
        self.label.setText(understood(self.editor.toPlainText(), self._base_year) or _EMPTY)
        # Read out with the editor, which keeps the keyboard.
        self.editor.setAccessibleDescription(self.said)
        self.line.adjustSize()
        put_beside(self.line, self.editor, self.editor.rect())
        self.line.show()

    def close(self) -> None:
        """Take the line away."""
        self.line.hide()

    def wants(self, event: QKeyEvent) -> bool:
        """Keep F4 and Alt+↓ from the shortcuts of the window."""
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        return (event.key() == Qt.Key.Key_F4 and plain) or (event.key() == Qt.Key.Key_Down and alt)

    def takes(self, event: QKeyEvent) -> bool:
        """Open the builder."""
        if self.composing or not self.wants(event):
            return False
        self.build()
        return True

    def build(self) -> None:
        """Open the builder for the phrase at the cursor; what is chosen takes its place."""
        text = self.editor.toPlainText()
        start, end = phrase_at(text, self.editor.textCursor().position())
        builder = DeadlineBuilder(
            text[start:end].strip(), self._builder_year, self._base_year, self.editor
        )
        builder.chosen.connect(lambda phrase: self._put(phrase, start, end))
        corner = self.editor.mapToGlobal(QPoint(0, self.editor.height()))
        builder.open_at(corner, QRect(self.editor.mapToGlobal(QPoint()), self.editor.size()))

    def _put(self, phrase: str, start: int, end: int) -> None:
        cursor = self.editor.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, cursor.MoveMode.KeepAnchor)
        cursor.insertText(phrase)
        self.editor.setTextCursor(cursor)
