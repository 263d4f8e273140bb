"""修改记录: what was done to the book, by whom and when, latest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from desktop.domain.history import Entry, EntryKind

_BEFORE = {EntryKind.DO: "", EntryKind.UNDO: "撤销：", EntryKind.REDO: "重做："}


def local_time(stored: str) -> str:
    """Write a stored time in local time, to the minute."""
    return datetime.fromisoformat(stored).astimezone().strftime("%Y-%m-%d %H:%M")


class JournalPane(QTreeWidget):
    """A list that is filled as a whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("修改记录")
        self.setHeaderLabels(["修改", "姓名", "时间"])
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show the journal, given oldest first."""
        self.clear()
        for entry in reversed(entries):
            label = _BEFORE[entry.kind] + entry.label
            item = QTreeWidgetItem([label, entry.person or "—", local_time(entry.time)])
            item.setToolTip(0, label)
            self.addTopLevelItem(item)
