"""The list of what would change, a line a row, each of which can be left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.domain.edits import Row
from desktop.domain.plans import Planned
from desktop.ui.shortened import around

Index = QModelIndex | QPersistentModelIndex
_TITLES = ("改", "位置", "栏目", "原来", "改为", "说明")
_NOTE = 5


class PlanModel(QAbstractTableModel):
    """Rows that a plan would change, in order, with a tick before each."""

    def __init__(self) -> None:
        super().__init__()
        self._planned: Sequence[Planned] = ()
        self._names: Mapping[str, str] = {}
        self._left_out: set[str] = set()

    def show_planned(self, planned: Sequence[Planned], names: Mapping[str, str]) -> None:
        """Show others; a row that was left out stays so."""
        self.beginResetModel()
        self._planned, self._names = planned, names
        self.endResetModel()

    def ticked(self) -> list[Row]:
        """Return the rows that are to change."""
        return [p.row for p in self._planned if p.row.key not in self._left_out]

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many rows would change."""
        return 0 if parent is not None and parent.isValid() else len(self._planned)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(_TITLES)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's title."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return _TITLES[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let the first column be ticked."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer the view."""
        if not index.isValid():
            return None
        planned, column = self._planned[index.row()], index.column()
        name = self._names.get(planned.row.key, "")
        if column == 0:
            ticked = planned.row.key not in self._left_out
            if role == Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return f"{name}：{'修改' if ticked else '不改'}"
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _texts(planned, name)[column]
        if role == Qt.ItemDataRole.ToolTipRole and column != _NOTE:
            return "\n".join(
                f"{c.title}：{c.before or '（空）'} → {c.after or '（空）'}" for c in planned.cells
            )
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a tick."""
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != 0:
            return False
        key = self._planned[index.row()].row.key
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self._left_out.discard(key)
        else:
            self._left_out.add(key)
        self.dataChanged.emit(index, index)
        return True


def _texts(planned: Planned, name: str) -> tuple[str, ...]:
    pairs = [around(c.before, c.after) for c in planned.cells]
    return (
        "",
        name,
        "\n".join(c.title for c in planned.cells),
        "\n".join(before or "（空）" for before, _ in pairs),
        "\n".join(after or "（空）" for _, after in pairs),
        planned.note,
    )


class PlanTable(QTableView):
    """Shows a `PlanModel`. The space key ticks the current row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan_model = PlanModel()
        self.setModel(self.plan_model)
        self.setAccessibleName("将要修改的内容")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for column, mode in enumerate(
            (
                QHeaderView.ResizeMode.ResizeToContents,
                QHeaderView.ResizeMode.ResizeToContents,
                QHeaderView.ResizeMode.ResizeToContents,
                QHeaderView.ResizeMode.Stretch,
                QHeaderView.ResizeMode.Stretch,
                QHeaderView.ResizeMode.ResizeToContents,
            )
        ):
            header.setSectionResizeMode(column, mode)
        header.setResizeContentsPrecision(200)

    def show_planned(self, planned: Sequence[Planned], names: Mapping[str, str]) -> None:
        """Show what would change; rows of several cells get a line for each."""
        self.plan_model.show_planned(planned, names)
        line = self.fontMetrics().lineSpacing()
        self.verticalHeader().setDefaultSectionSize(line + 8)
        for place, entry in enumerate(planned):
            if len(entry.cells) > 1:
                self.setRowHeight(place, line * len(entry.cells) + 8)
        self.setColumnHidden(_NOTE, not any(p.note for p in planned))
        if planned:
            self.setCurrentIndex(self.plan_model.index(0, 0))
