"""The further fields of a policy or task as a small form: each field is one step once it is left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from desktop.domain.book import Book
from desktop.domain.columns import Column
from desktop.domain.extras import extra

_TURNS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class ExtrasForm(QWidget):
    """Shows the fields of one record. `edited` gives owner, field and text where a clerk has typed another one.

    What stands in a field is what the book holds, unless the clerk is typing in it: then the typed text stays, whatever
    else changes. A field left for another record is edited in the record it was typed for.
    """

    edited = Signal(str, str, str)

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._owner = ""
        self._stored = {c.key: "" for c in columns}
        self._left: list[tuple[str, str, str]] = []
        self.lines: dict[str, QLineEdit] = {}
        layout = QFormLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for column in columns:
            line = QLineEdit()
            line.setObjectName(column.key)
            line.setAccessibleName(column.title)
            line.editingFinished.connect(lambda name=column.key: self._finish(name))
            line.installEventFilter(self)
            layout.addRow(f"{column.title}：", line)
            self.lines[column.key] = line

    def show_owner(self, book: Book, owner: str) -> None:
        """Show what `book` keeps of `owner`, the key of a policy or task; nothing is kept of an empty one."""
        if owner != self._owner:
            self._leave()
            self._owner = owner
        for name, line in self.lines.items():
            self._stored[name] = extra(book, owner, name)
            if not line.isModified() and line.text() != self._stored[name]:
                line.setText(self._stored[name])

    def set_read_only(self, read_only: bool) -> None:
        """Have the fields take text or not."""
        for line in self.lines.values():
            line.setEnabled(not read_only)

    def commit(self) -> None:
        """Have a field that is being typed in give its text to the book."""
        self._emit_left()
        for name in self.lines:
            self._finish(name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave 撤销 and 重做 to the window where a field has no typing of its own to take back."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            turn = any(event.matches(key) for key in _TURNS)
            if turn and isinstance(watched, QLineEdit) and not _has_turns(watched):
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def _finish(self, name: str) -> None:
        line = self.lines[name]
        if not line.isModified():
            return
        line.setModified(False)
        self.edited.emit(self._owner, name, line.text())
        # As the book took it: cleaned, or as before where it refused. This also ends the field's own undoing.
        line.setText(self._stored[name])

    def _leave(self) -> None:
        """Keep what is typed for the record that is left, and hand it on once the tables have settled."""
        for name, line in self.lines.items():
            if line.isModified():
                self._left.append((self._owner, name, line.text()))
                line.setModified(False)
        if self._left:
            QTimer.singleShot(0, self, self._emit_left)

    def _emit_left(self) -> None:
        left, self._left = self._left, []
        for owner, name, text in left:
            self.edited.emit(owner, name, text)


def _has_turns(line: QLineEdit) -> bool:
    return line.isUndoAvailable() or line.isRedoAvailable()
