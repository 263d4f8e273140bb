"""本簿单位名录: the units that this book knows besides the shipped ones, each edited in its row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.own_units import ANY_REGION, own_units
from desktop.domain.records import OwnUnit, new_key
from desktop.services.own_units import Uses, drop_own_unit, put_own_unit, uses_of_own_units
from desktop.ui.desk_link import DeskLink
from desktop.ui.notices import ask

#: The fields of a unit in the order of their columns, with their titles; behind them stands where it is used.
_FIELDS = (
    ("name", "名称"),
    ("full_name", "全称"),
    ("aliases", "别名、简称"),
    ("region", "地区"),
    ("note", "说明"),
)
_NAME, _REGION, _USES = 0, 3, len(_FIELDS)
_SHARES = (22, 24, 26, 9, 20, 19)
_ABOUT = "这里的单位，本分工簿读到时不再提示待核。双击或按F2修改；几个别名之间用顿号（、）分开。"
_READ_ONLY = "分工簿是只读的，名录只能查看。"
_EMPTY = "还没有。点“增加”填写，或在待核处点“记入本簿单位名录”。"


class OwnUnitsDialog(QDialog):
    """Lists the own units of an open book. Each cell left, each unit removed is one step; what is refused is said."""

    def __init__(self, link: DeskLink, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("本簿单位名录")
        self._link = link
        #: The unit of each row; the last may be one that has no name yet and is not in the book.
        self._units: list[OwnUnit] = []
        self._draft: OwnUnit | None = None
        self._filling = False
        self.table = self._table()
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setAccessibleName("提示")
        self.add_button = self._button("增加(&N)", self.add)
        self.remove_button = self._button("删除(&D)", self.remove)
        self._build()
        self.table.itemChanged.connect(self._changed)
        self.table.itemSelectionChanged.connect(self._refresh_buttons)
        link.changed.connect(self._fill)
        for keys, act in (
            (QKeySequence.StandardKey.Undo, self._undo),
            (QKeySequence.StandardKey.Redo, self._redo),
        ):
            QShortcut(keys, self).activated.connect(act)
        self._fill()
        if self._units:
            self.table.setCurrentCell(0, _NAME)
        self.table.setFocus()

    def add(self) -> None:
        """增加: begin a unit, whose name is typed first."""
        if self._draft is None:
            self._draft = OwnUnit(new_key(), self._usual_region(), "", "", "", "")
            self._fill()
        place = len(self._units) - 1
        self.table.setCurrentCell(place, _NAME)
        self.table.edit(self.table.model().index(place, _NAME))

    def remove(self) -> None:
        """删除: remove the current unit; first ask where cells name it."""
        unit = self._current()
        if unit is None:
            return
        if unit is self._draft:
            self._draft = None
            self._fill()
            return
        uses = uses_of_own_units(self._link.book)[unit.key]
        if not uses:
            self._drop(unit.key)
            return
        ask(
            self,
            f"从本簿单位名录中删除“{unit.name}”？",
            f"用到它的有：{_used(uses)}。格子里的文字不变；目录里没有的名称会重新标为待核。可以撤销。",
            {"删除": lambda: self._drop(unit.key)},
            "取消",
        )

    def done(self, result: int) -> None:
        """Leave the dialog; a cell being typed in is kept."""
        self.table.setFocus()
        super().done(result)

    def _drop(self, key: str) -> None:
        book = self._link.book
        if book.find(OwnUnit, key) is None:
            return  # gone while it was asked
        if self._link.submit(drop_own_unit(book, key, self._link.shipped)):
            again = len(self._link.book.open_doubts) - len(book.open_doubts)
            self._say(f"已删除，{again}处重新标为待核。" if again else "已删除。")

    def _undo(self) -> None:
        # Said, since a step of before this dialog changes what lies behind it.
        label = self._link.desk.undo_label
        self._link.undo()
        self._say(f"已撤销：{label}" if label else "没有可以撤销的。")

    def _redo(self) -> None:
        label = self._link.desk.redo_label
        self._link.redo()
        self._say(f"已重做：{label}" if label else "没有可以重做的。")

    def _changed(self, item: QTableWidgetItem) -> None:
        if self._filling:
            return
        unit = self._units[item.row()]
        typed = replace(unit, **{_FIELDS[item.column()][0]: item.text()})
        if unit is self._draft and not typed.name.strip():
            self._draft = typed
            self._fill()
            return
        step, refused = put_own_unit(self._link.book, typed, self._link.shipped)
        said = [*(m.happened for m in refused), *dict.fromkeys(m.advice for m in refused)]
        self._say("".join(said))
        if step and self._link.submit(step) and unit is self._draft:
            self._draft = None
            made = {c.key for c in step.changes if c.kind == OwnUnit.kind}
            self._fill()
            self._go_to(made, item.column())
        else:
            self._fill()  # the cell as the book has it

    def _fill(self) -> None:
        """Show the book's units as they are, the current cell staying with its unit."""
        current, column = self._current(), self.table.currentColumn()
        book = self._link.book
        uses = uses_of_own_units(book)
        self._units = [*own_units(book), *([self._draft] if self._draft is not None else [])]
        self._filling = True
        self.table.setRowCount(len(self._units))
        for row, unit in enumerate(self._units):
            texts = [str(getattr(unit, name)) for name, _title in _FIELDS]
            named = _used(uses[unit.key]) if unit.key in uses else ""
            for place, text in enumerate((*texts, named)):
                self._put(row, place, text, editable=place != _USES)
        self._filling = False
        if current is not None:
            self._go_to({current.key}, max(0, column))
        self._refresh_buttons()

    def _put(self, row: int, column: int, text: str, *, editable: bool) -> None:
        item = self.table.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            self.table.setItem(row, column, item)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if editable and not self._link.read_only:
            flags |= Qt.ItemFlag.ItemIsEditable
        item.setFlags(flags)
        item.setText(text)
        item.setToolTip(text)

    def _go_to(self, keys: set[str], column: int) -> None:
        place = next((i for i, unit in enumerate(self._units) if unit.key in keys), None)
        if place is not None and (place, column) != (
            self.table.currentRow(),
            self.table.currentColumn(),
        ):
            self.table.setCurrentCell(place, column)

    def _current(self) -> OwnUnit | None:
        row = self.table.currentRow()
        return self._units[row] if 0 <= row < len(self._units) else None

    def _usual_region(self) -> str:
        regions = {p.region for p in self._link.book.current_policies}
        only = regions.pop() if len(regions) == 1 else None
        return only or ANY_REGION

    def _refresh_buttons(self) -> None:
        read_only = self._link.read_only
        self.table.setEnabled(not read_only or bool(self._units))
        self.add_button.setEnabled(not read_only)
        self.remove_button.setEnabled(not read_only and self._current() is not None)
        if not self._units:
            self._say(_READ_ONLY if read_only else _EMPTY)
        elif read_only:
            self._say(_READ_ONLY)
        elif self.said.text() == _EMPTY:
            self._say("")

    def _say(self, text: str) -> None:
        self.said.setText(text)

    def _table(self) -> QTableWidget:
        table = QTableWidget(0, len(_FIELDS) + 1)
        table.setAccessibleName("本簿单位名录")
        table.setHorizontalHeaderLabels([*(title for _name, title in _FIELDS), "用在"])
        table.verticalHeader().hide()
        table.setWordWrap(True)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        table.setItemDelegateForColumn(_REGION, _Regions(self._regions, self))
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        return table

    def _regions(self) -> list[str]:
        here = (p.region for p in self._link.book.current_policies if p.region)
        used = (u.region for u in own_units(self._link.book))
        return list(dict.fromkeys((ANY_REGION, *here, *used, *self._link.shipped.regions())))

    def _build(self) -> None:
        about = QLabel(_ABOUT)
        about.setWordWrap(True)
        acts = QHBoxLayout()
        acts.addWidget(self.add_button)
        acts.addWidget(self.remove_button)
        acts.addStretch(1)
        buttons = QDialogButtonBox()
        close = buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        close.setAutoDefault(False)  # Enter belongs to the table
        buttons.rejected.connect(self.reject)
        acts.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.addWidget(about)
        layout.addWidget(self.table)
        layout.addWidget(self.said)
        layout.addLayout(acts)
        self.resize(900, 420)
        room = self.width() - 40
        for column, share in enumerate(_SHARES):
            self.table.setColumnWidth(column, room * share // sum(_SHARES))

    def _button(self, text: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button


class _Regions(QStyledItemDelegate):
    """Has a region chosen from those that documents can be of."""

    def __init__(self, regions: Callable[[], list[str]], parent: QObject) -> None:
        super().__init__(parent)
        self._regions = regions

    def createEditor(
        self,
        parent: QWidget,
        _option: QStyleOptionViewItem,
        _index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        """Offer the regions."""
        box = QComboBox(parent)
        box.addItems(self._regions())
        box.activated.connect(lambda _place: self._chosen(box))
        QTimer.singleShot(0, box, box.showPopup)
        return box

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Begin with the region of now."""
        assert isinstance(editor, QComboBox)
        editor.setCurrentText(str(index.data() or ""))

    def _chosen(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)


def _used(uses: Uses) -> str:
    parts = []
    if uses.tasks:
        parts.append(f"任务{uses.tasks}项")
    if uses.annex_rows:
        parts.append(f"附件{uses.annex_rows}项")
    if uses.policies:
        parts.append("全文统一规定")
    return "、".join(parts) or "没有用到"
