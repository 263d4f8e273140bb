"""备份与恢复: the backups of a book with what differs; one is restored into a new file, never over the book."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.services.keeping import Backup, BackupLine

_LINE = Qt.ItemDataRole.UserRole
_WORDS = {"task": "任务", "annex_row": "附件"}


class BackupDialog(QDialog):
    """Shows backups, as `show_lines` is given them; `restore`, `erase` and `back_up` say what the clerk wants."""

    restore = Signal(object)
    erase = Signal(object)
    back_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("备份与恢复")
        told = QLabel(
            "每天第一次修改之前自动备份，存在本机，不在分工簿旁边。恢复时另存为一个新文件，现在的分工簿不动。"
        )
        told.setWordWrap(True)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName("备份")
        self.tree.setHeaderLabels(["时间", "原因", "大小", "与现在相比", "最后一步"])
        self.tree.setRootIsDecorated(False)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        header = self.tree.header()
        for column in range(4):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.now_button = buttons.addButton("现在备份", role)
        self.restore_button = buttons.addButton("恢复为新文件…", role)
        self.erase_button = buttons.addButton("删除备份", role)
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        self.now_button.clicked.connect(self.back_up)
        self.restore_button.clicked.connect(lambda: self.restore.emit(self.chosen()[0]))
        self.erase_button.clicked.connect(lambda: self.erase.emit(self.chosen()))
        self.tree.itemSelectionChanged.connect(self._refresh)
        layout = QVBoxLayout(self)
        layout.addWidget(told)
        layout.addWidget(self.tree)
        layout.addWidget(buttons)
        self.resize(760, 400)
        self._refresh()

    def show_lines(self, lines: Sequence[BackupLine]) -> None:
        """Show the backups, given the youngest first."""
        self.tree.clear()
        for line in lines:
            contents = line.contents
            item = QTreeWidgetItem(
                [
                    f"{line.made_at:%Y-%m-%d %H:%M}",
                    line.reason,
                    f"{max(1, line.backup.size // 1024)} KB",
                    _differs(line),
                    contents.label if contents is not None else "",
                ]
            )
            item.setData(0, _LINE, line.backup)
            self.tree.addTopLevelItem(item)
        youngest = self.tree.topLevelItem(0)
        if youngest is not None:
            self.tree.setCurrentItem(youngest)
        self._refresh()

    def chosen(self) -> list[Backup]:
        """Return the backups selected."""
        return [item.data(0, _LINE) for item in self.tree.selectedItems()]

    def _refresh(self) -> None:
        count = len(self.tree.selectedItems())
        self.restore_button.setEnabled(count == 1)
        self.erase_button.setEnabled(count > 0)


def _differs(line: BackupLine) -> str:
    if line.contents is None:
        return "无法读取"
    told = [
        f"{_WORDS[kind]}{'多' if more > 0 else '少'}{abs(more)}项"
        for kind, more in line.differs.items()
    ]
    return "，".join(told) or "项数相同"
