"""备份与恢复: the backups of a book with what differs; one is restored into a new file, never over the book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
_WIDTH, _HEIGHT = 760, 400
_NOW = "每天第一次修改之前自动备份，存在本机，不在分工簿旁边。恢复时另存为一个新文件，现在的分工簿不动。"
_HURT = "这是本机上这个分工簿的备份。恢复时另存为一个新文件，损坏的文件不动。"


class BackupDialog(QDialog):
    """Shows backups, as `show_lines` is given them; `restore`, `erase` and `back_up` say what the clerk wants.

    Of a book that does not open (`hurt`) they say what they hold instead of what differs, and can only be restored.
    """

    restore = Signal(object)
    erase = Signal(object)
    back_up = Signal()

    def __init__(self, parent: QWidget | None = None, *, hurt: bool = False) -> None:
        super().__init__(parent)
        self.setWindowTitle("从备份恢复" if hurt else "备份与恢复")
        self._tell = _holds if hurt else _differs
        told = QLabel(_HURT if hurt else _NOW)
        told.setWordWrap(True)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName("备份")
        self.tree.setHeaderLabels(
            ["时间", "原因", "大小", "内容" if hurt else "与现在相比", "最后一步"]
        )
        self.tree.setRootIsDecorated(False)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        # As wide as what they hold, the last one too: what does not fit the screen is scrolled to, never cut off.
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.tree.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.empty = QLabel("还没有备份。")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.hide()
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
        self._layout = layout = QVBoxLayout(self)
        layout.addWidget(told)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.empty, 1)
        layout.addWidget(buttons)
        for button in (self.now_button, self.erase_button) if hurt else ():
            button.hide()
        self.resize(_WIDTH, _HEIGHT)
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
                    self._tell(line),
                    contents.label if contents is not None else "",
                ]
            )
            item.setData(0, _LINE, line.backup)
            self.tree.addTopLevelItem(item)
        youngest = self.tree.topLevelItem(0)
        if youngest is not None:
            self.tree.setCurrentItem(youngest)
        self.tree.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self._widen()
        self._refresh()

    def chosen(self) -> list[Backup]:
        """Return the backups selected."""
        return [item.data(0, _LINE) for item in self.tree.selectedItems()]

    def _widen(self) -> None:
        """Grow until every column is seen, as far as the screen goes; a clerk's own width is never taken back."""
        columns = sum(self._width_of(n) for n in range(self.tree.columnCount()))
        frame = 2 * self.tree.frameWidth() + self.tree.verticalScrollBar().sizeHint().width()
        margins = self._layout.contentsMargins()
        wanted = columns + frame + margins.left() + margins.right()
        room = self.screen().availableGeometry().width()
        self.resize(max(self.width(), min(wanted, room)), self.height())

    def _width_of(self, column: int) -> int:
        header = self.tree.header()
        return max(self.tree.sizeHintForColumn(column), header.sectionSizeHint(column))

    def _refresh(self) -> None:
        count = len(self.tree.selectedItems())
        self.restore_button.setEnabled(count == 1)
        self.erase_button.setEnabled(count > 0)


def _holds(line: BackupLine) -> str:
    counts: Mapping[str, int] = line.contents.counts if line.contents is not None else {}
    return "，".join(f"{word}{counts.get(kind, 0)}项" for kind, word in _WORDS.items())


def _differs(line: BackupLine) -> str:
    if line.contents is None:
        return "无法读取"
    told = [
        f"{_WORDS[kind]}{'多' if more > 0 else '少'}{abs(more)}项"
        for kind, more in line.differs.items()
    ]
    return "，".join(told) or "项数相同"
