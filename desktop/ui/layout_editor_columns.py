"""The columns of a layout as a list: which are shown, their 标题 and widths, their order by key and by drag."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QDragLeaveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDoubleSpinBox,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from desktop.domain.layout import COLUMNS, Content
from desktop.domain.layout_edits import ColumnChoice

_NAME, _TITLE, _WIDTH = 0, 1, 2
_HEADS = ("栏目", "表头文字", "宽度（毫米）")
#: Millimetres of 156, as `layout_json` takes them.
_LEAST, _MOST = 1.0, 400.0
_LONGEST_TITLE = 60
_KEY = Qt.ItemDataRole.UserRole
_MARK = "⚠ "

Item = Qt.ItemFlag


class ColumnList(QTreeWidget):
    """Space shows or hides the column, F2 or typing edits it, Alt+↑/↓ and dragging move it; `changed` tells."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("栏目")
        self.setHeaderLabels(_HEADS)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.EditKeyPressed | trigger.DoubleClicked)
        self.setItemDelegateForColumn(_TITLE, _Titles(self))
        self.setItemDelegateForColumn(_WIDTH, _Widths(self))
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_TITLE, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_WIDTH, QHeaderView.ResizeMode.ResizeToContents)
        self.itemChanged.connect(lambda _item, _column: self.changed.emit())

    def show_choices(self, content: Content, found: Sequence[ColumnChoice], editable: bool) -> None:
        """Show columns that rows of `content` can have; the current cell stays with its column."""
        place = self.currentIndex().column()
        current = self.currentItem()
        key = current.data(_NAME, _KEY) if current is not None else None
        with QSignalBlocker(self):
            self.clear()
            for choice in found:
                self.addTopLevelItem(_item(COLUMNS[content][choice.key].title, choice, editable))
            keys = [choice.key for choice in found]
            row = keys.index(key) if key in keys else 0
            self.setCurrentIndex(self.model().index(row, max(place, _NAME)))

    def choices(self) -> tuple[ColumnChoice, ...]:
        """Return what the list says, in its order."""
        return tuple(
            ColumnChoice(
                str(item.data(_NAME, _KEY)),
                item.checkState(_NAME) is Qt.CheckState.Checked,
                item.text(_TITLE),
                float(item.data(_WIDTH, Qt.ItemDataRole.EditRole)),
            )
            for item in self._items()
        )

    def mark(self, said: dict[str, str]) -> None:
        """Mark the columns, by key, of which something is said, and say it in their tips."""
        with QSignalBlocker(self):
            for item in self._items():
                words = said.get(str(item.data(_NAME, _KEY)), "")
                name = item.text(_NAME).removeprefix(_MARK)
                item.setText(_NAME, f"{_MARK}{name}" if words else name)
                for column in (_NAME, _TITLE, _WIDTH):
                    item.setToolTip(column, words)

    def move_current(self, by: int) -> None:
        """Move the current column by so many places."""
        item = self.currentItem()
        place = self.indexOfTopLevelItem(item) + by if item is not None else -1
        if item is None or not item.flags() & Item.ItemIsEditable:
            return
        if by and 0 <= place < self.topLevelItemCount():
            column = self.currentColumn()
            with QSignalBlocker(self):
                self.takeTopLevelItem(place - by)
                self.insertTopLevelItem(place, item)
                self.setCurrentItem(item, column)
            self.changed.emit()

    def commit(self) -> None:
        """Have an open editor give what was typed to the list."""
        if self.state() is QAbstractItemView.State.EditingState:
            self.setFocus()

    def edit(self, *where: Any) -> Any:
        """Edit titles and widths; what a column is called in the registry stays, but its check answers."""
        if len(where) > 1 and where[0].column() == _NAME:
            index, _trigger, event = where
            where = (index, QAbstractItemView.EditTrigger.NoEditTriggers, event)
        return super().edit(*where)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with Alt."""
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in (
            Qt.Key.Key_Up,
            Qt.Key.Key_Down,
        ):
            self.move_current(-1 if event.key() == Qt.Key.Key_Up else 1)
            return
        super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Put the column that was dragged before or behind the one it was dropped on."""
        at = event.position().toPoint()
        index = self.indexAt(at)
        place = self.topLevelItemCount()
        if index.isValid():
            place = index.row() + (at.y() > self.visualRect(index).center().y())
        # It is moved here, so that nothing is left for Qt to remove.
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self.dragLeaveEvent(QDragLeaveEvent())
        now = self.currentIndex().row()
        self.move_current((place if place <= now else place - 1) - now)

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self.topLevelItem(place) for place in range(self.topLevelItemCount()))
        return [item for item in found if item is not None]


def _item(name: str, choice: ColumnChoice, editable: bool) -> QTreeWidgetItem:
    item = QTreeWidgetItem()
    flags = Item.ItemIsEnabled | Item.ItemIsSelectable
    if editable:
        # Not droppable upon: columns stand between one another, not in one another.
        flags |= Item.ItemIsUserCheckable | Item.ItemIsEditable | Item.ItemIsDragEnabled
    item.setFlags(flags)
    item.setText(_NAME, name)
    item.setData(_NAME, _KEY, choice.key)
    item.setCheckState(_NAME, Qt.CheckState.Checked if choice.shown else Qt.CheckState.Unchecked)
    item.setText(_TITLE, choice.title)
    item.setData(_WIDTH, Qt.ItemDataRole.EditRole, float(choice.width))
    item.setTextAlignment(_WIDTH, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return item


Index = QModelIndex | QPersistentModelIndex


class _Titles(QStyledItemDelegate):
    """A line of text that is not too long."""

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index
    ) -> QWidget:
        """Give a line."""
        line = QLineEdit(parent)
        line.setMaxLength(_LONGEST_TITLE)
        return line


class _Widths(QStyledItemDelegate):
    """Millimetres."""

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index
    ) -> QWidget:
        """Give a number with its bounds."""
        box = QDoubleSpinBox(parent)
        box.setRange(_LEAST, _MOST)
        box.setDecimals(0)
        box.setFrame(False)
        return box
