"""A line across the window that says something and can be closed, and one for work under way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QToolButton,
    QWidget,
)


class InfoBar(QFrame):
    """Hidden until there is something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        as_bar(self)
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._close = QToolButton()
        self._close.setText("✕")
        as_bar_button(self._close)
        self._close.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._close.setToolTip("关闭")
        self._close.setAccessibleName("关闭提示")
        self._close.clicked.connect(self.hide)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(8, 4, 8, 4)
        self._layout.addWidget(self._label, 1)
        self._layout.addWidget(self._close)
        self._buttons: list[QPushButton] = []
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._label.text()

    @property
    def first(self) -> QWidget | None:
        """What takes the keyboard when it comes here: the first button, else what closes it."""
        shown = [b for b in (*self._buttons, self._close) if b.isVisible()]
        return shown[0] if shown else None

    def say(
        self,
        text: str,
        buttons: Mapping[str, Callable[[], object]] | None = None,
        *,
        closable: bool = True,
    ) -> None:
        """Show a line with buttons."""
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = []
        self._label.setText(text)
        self.setAccessibleName(text)
        for label, act in (buttons or {}).items():
            button = QPushButton(label)
            button.clicked.connect(lambda _checked=False, act=act: act())
            self._layout.insertWidget(self._layout.count() - 1, button)
            self._buttons.append(button)
            button.show()
        for before, after in pairwise((*self._buttons, self._close)):
            QWidget.setTabOrder(before, after)
        self._close.setVisible(closable)
        self.show()


class BusyBar(QFrame):
    """Says what is under way; `cancelled` when the clerk has had enough."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        as_bar(self)
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        progress = QProgressBar()
        progress.setRange(0, 0)
        progress.setMaximumWidth(160)
        progress.setTextVisible(False)
        progress.setAccessibleName("正在处理")
        self.cancel_button = QPushButton("取消")
        self.cancel_button.clicked.connect(self.cancelled)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.addWidget(self._label, 1)
        layout.addWidget(progress)
        layout.addWidget(self.cancel_button)
        self.hide()

    def begin(self, text: str, *, cancellable: bool = True) -> None:
        """Show that work is under way."""
        self._label.setText(text)
        self.setAccessibleName(text)
        self.cancel_button.setVisible(cancellable)
        self.show()


def as_bar(frame: QFrame) -> None:
    """Have a frame look like what is said beside the work, not like part of it."""
    frame.setFrameShape(QFrame.Shape.StyledPanel)
    frame.setAutoFillBackground(True)
    frame.setBackgroundRole(QPalette.ColorRole.ToolTipBase)
    frame.setForegroundRole(QPalette.ColorRole.ToolTipText)


def as_bar_button(button: QToolButton) -> None:
    """Have a flat button on a bar be legible on it, where the bar is light and the window dark."""
    button.setAutoRaise(True)
    palette = button.palette()
    palette.setColor(QPalette.ColorRole.ButtonText, palette.color(QPalette.ColorRole.ToolTipText))
    button.setPalette(palette)
