"""The first page: the doors into the program and the books opened before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCommandLinkButton,
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.services.settings import RecentBook
from desktop.support.paths import seeds

EXAMPLE = "001_0fec313776e3621d.txt"
_WIDTH = 560
#: How many rows the books opened before take at least and at most.
_FEW, _MANY = 3, 8


def example_policy() -> Path | None:
    """Return the example that ships with the program, where it does."""
    path = seeds() / EXAMPLE
    return path if path.is_file() else None


def recent_title(book: RecentBook) -> str:
    """Return how a book opened before is listed."""
    return book.title if Path(book.path).is_file() else f"{book.title}（找不到文件）"


class WelcomePage(QWidget):
    """Emits what was chosen; `recent_chosen` with a path."""

    open_policy = Signal()
    open_book = Signal()
    paste_policy = Signal()
    example_chosen = Signal()
    recent_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QWidget()
        column.setFixedWidth(_WIDTH)
        layout = QVBoxLayout(column)
        title = QLabel("任务分工簿")
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 2)
        title.setFont(font)
        layout.addWidget(title)
        layout.addWidget(QLabel("从政策文件读出任务、单位和时限，核对后印成附件。"))
        layout.addSpacing(12)
        doors = (
            ("打开政策文件…", "文本或Word文件；读出任务，建立新的分工簿", self.open_policy),
            ("打开分工簿…", "继续以前的工作", self.open_book),
            ("粘贴政策全文…", "从网页或公文系统复制来的文字", self.paste_policy),
            ("看示例（湖南2017）", "湖南省促进科技成果转移转化实施方案", self.example_chosen),
        )
        for text, description, signal in doors:
            door = QCommandLinkButton(text, description)
            door.clicked.connect(signal)
            layout.addWidget(door)
            if signal is self.example_chosen:
                door.setVisible(example_policy() is not None)
        self._recent_label = QLabel("最近打开")
        self.recent = QListWidget()
        self.recent.setAccessibleName("最近打开的分工簿")
        self.recent.itemActivated.connect(self._activated)
        self._recent_label.setBuddy(self.recent)
        layout.addSpacing(8)
        layout.addWidget(self._recent_label)
        layout.addWidget(self.recent)
        hint = QLabel("也可以把文件拖到窗口里。")
        layout.addWidget(hint)
        page = QWidget()
        outer = QVBoxLayout(page)
        outer.addStretch(1)
        outer.addWidget(column, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(2)
        # On a low screen the doors stay within reach.
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def show_recent(self, books: Sequence[RecentBook]) -> None:
        """List the books opened before; one whose file is gone leads to its backups."""
        self.recent.clear()
        for book in books:
            item = QListWidgetItem(recent_title(book))
            item.setToolTip(book.path)
            item.setData(Qt.ItemDataRole.UserRole, book.path)
            self.recent.addItem(item)
        row = max(self.recent.sizeHintForRow(0), self.recent.fontMetrics().lineSpacing())
        rows = min(max(self.recent.count(), _FEW), _MANY)
        self.recent.setFixedHeight(rows * row + 2 * self.recent.frameWidth())
        for widget in (self._recent_label, self.recent):
            widget.setVisible(self.recent.count() > 0)

    def _activated(self, item: QListWidgetItem) -> None:
        self.recent_chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))
