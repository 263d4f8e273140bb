"""关联任务: choosing the task that an annex row comes from, with a line to narrow them down."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.book import Book
from desktop.domain.cells import tasks_of, units_text
from desktop.domain.folding import fold, fold_words
from desktop.domain.records import AnnexRow, Task

_KEY = Qt.ItemDataRole.UserRole


class TaskChooser(QDialog):
    """Accepted with `chosen`, the key of a task that the row is not linked to yet."""

    def __init__(self, book: Book, row: AnnexRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("关联任务")
        about = QLabel(f"附件第{book.annex_numbers[row.key]}项：{row.wording}")
        about.setTextFormat(Qt.TextFormat.PlainText)
        about.setWordWrap(True)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("输入任务表述、原文或单位中的几个字")
        self.filter.setAccessibleName("筛选任务")
        self.filter.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName("任务")
        self.list.setWordWrap(True)
        self.list.setAlternatingRowColors(True)
        buttons = QDialogButtonBox()
        self.ok = buttons.addButton("关联", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (about, self.filter, self.list, buttons):
            layout.addWidget(widget)
        self._words: list[str] = []
        linked = {t.key for t in tasks_of(book, row)}
        for place, task in enumerate(book.tasks, start=1):
            if task.key not in linked:
                self._add(book, task, place)
        self.filter.textChanged.connect(self._narrow)
        self.list.itemDoubleClicked.connect(lambda _item: self.accept())
        self.list.currentItemChanged.connect(self._refresh)
        self._narrow("")
        self.resize(620, 480)
        self.filter.setFocus()

    @property
    def chosen(self) -> str:
        """The key of the chosen task; empty while there is none."""
        if self.list.currentRow() < 0 or self.list.currentItem().isHidden():
            return ""
        return str(self.list.currentItem().data(_KEY))

    def accept(self) -> None:
        """Take the chosen task; without one the dialog stays."""
        if self.chosen:
            super().accept()

    def _add(self, book: Book, task: Task, place: int) -> None:
        units = units_text(book.assignments(task.key))
        item = QListWidgetItem(f"{place}　{task.wording}\n　　{units or '未指明单位'}")
        item.setData(_KEY, task.key)
        self.list.addItem(item)
        self._words.append(fold("\n".join((task.wording, task.text, units))))

    def _narrow(self, text: str) -> None:
        keys = fold_words(text)
        first = None
        for row, words in enumerate(self._words):
            shown = all(key in words for key in keys)
            self.list.item(row).setHidden(not shown)
            if shown and first is None:
                first = row
        if first is not None and not self.chosen:
            self.list.setCurrentRow(first)
        self._refresh()

    def _refresh(self) -> None:
        self.ok.setEnabled(bool(self.chosen))
