"""Help beside a cell's editor that never takes the keyboard from it, nor stands in the way of an input method."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

_GAP = 2  # pixels between the editor or its line and what helps


class EditorHelp(QObject):
    """What helps with one editor, for as long as it is open."""

    def __init__(self, editor: QPlainTextEdit) -> None:
        super().__init__(editor)
        self.editor = editor
        editor.installEventFilter(self)
        editor.textChanged.connect(self.look)
        editor.cursorPositionChanged.connect(self.look)

    @property
    def composing(self) -> bool:
        """Whether an input method is putting characters together: its keys are its own then."""
        return is_composing(self.editor)

    def look(self) -> None:
        """Show what fits the text as it is now."""
        raise NotImplementedError

    def close(self) -> None:
        """Take away what is shown."""
        raise NotImplementedError

    def wants(self, _event: QKeyEvent) -> bool:
        """Say whether a key is meant for the help now, so that no shortcut takes it."""
        return False

    def takes(self, _event: QKeyEvent) -> bool:
        """Act on a key that was pressed in the editor; False leaves it to the editor."""
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the editor about, and go with it."""
        # The end of the editor is told, too, when Python may have taken this apart already.
        if watched is self.__dict__.get("editor"):
            match event.type():
                case QEvent.Type.Hide:
                    self.close()
                case QEvent.Type.Move | QEvent.Type.Resize | QEvent.Type.Show:
                    self.look()
                case QEvent.Type.InputMethod:
                    # Only when the editor has taken it does one know whether something is being composed.
                    QTimer.singleShot(0, self, self.look)
        return super().eventFilter(watched, event)


def is_composing(editor: QPlainTextEdit) -> bool:
    """Say whether an input method is putting characters together in an editor."""
    return bool(editor.textCursor().block().layout().preeditAreaText())


def help_of(editor: QPlainTextEdit) -> EditorHelp | None:
    """Return what helps with an editor, if anything does."""
    return editor.findChild(EditorHelp)


def overlay(frame: QFrame, editor: QWidget) -> None:
    """Make a frame of the editor's window that lies over everything and never has the keyboard."""
    frame.setParent(editor.window())
    frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    frame.hide()
    editor.destroyed.connect(frame.deleteLater)


def put_beside(frame: QWidget, editor: QWidget, line: QRect) -> None:
    """Put a frame below `line` (in the editor's coordinates), above it where there is no room, inside the window."""
    window = editor.window()
    below = editor.mapTo(window, QPoint(line.left(), line.bottom() + 1 + _GAP))
    above = editor.mapTo(window, line.topLeft()).y() - _GAP - frame.height()
    fits = below.y() + frame.height() <= window.height() or above < 0
    x = max(0, min(below.x(), window.width() - frame.width()))
    frame.move(x, below.y() if fits else above)
    frame.raise_()
