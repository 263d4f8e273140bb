"""The line that says by which column a table is shown sorted, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.ui.sheet_view import SheetView


class SortBar(QWidget):
    """Hidden while the table stands in the book's own order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: SheetView | None = None
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self.back = QPushButton("恢复原顺序")
        self.back.clicked.connect(self._back)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 2, 6, 2)
        layout.addWidget(self._label, 1)
        layout.addWidget(self.back)
        self.hide()

    def show_view(self, view: SheetView) -> None:
        """Say how `view`, the table on top, is sorted."""
        self._view = view
        found = view.book_model().sorted_by
        if found is not None:
            column, descending = found
            how = "降序" if descending else "升序"
            self._label.setText(f"按“{column.title}”{how}查看，序号和打印的顺序不变")
        self.setVisible(found is not None)

    def _back(self) -> None:
        if self._view is not None:
            self._view.show_sorted(None)
            self._view.setFocus()
