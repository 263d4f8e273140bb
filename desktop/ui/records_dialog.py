"""A dialog that lists records of the open book, each edited in its row: what its kinds have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.changes import ChangeSet
from desktop.domain.records import Record
from desktop.ui.desk_link import DeskLink

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Words:
    """What a dialog says: its title, what it is for, its columns with their shares of the width, and what is so."""

    title: str
    about: str
    columns: tuple[tuple[str, int], ...]
    empty: str
    read_only: str


class RecordsDialog(QDialog, Generic[R]):
    """Each cell left, each record removed is one step. A record begun is a draft, not in the book, until it holds.

    What a kind of records adds: which are listed, what their cells say, and what becomes of what is typed.
    """

    def __init__(self, link: DeskLink, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.title)
        self._link = link
        self._words = words
        #: The record of each row; the last may be one that is not in the book yet.
        self._rows: list[R] = []
        self._draft: R | None = None
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
        if self._rows:
            self.table.setCurrentCell(0, 0)
        self.table.setFocus()

    def add(self) -> None:
        """增加: begin a record, with the cell that is typed first open."""
        if self._draft is None:
            self._draft = self._begun()
            self._fill()
        place, column = len(self._rows) - 1, self._first_typed()
        self.table.setCurrentCell(place, column)
        self.table.edit(self.table.model().index(place, column))

    def remove(self) -> None:
        """删除: remove the current record."""
        record = self._current()
        if record is None:
            return
        if record is self._draft:
            self._draft = None
            self._fill()
            return
        self._remove(record)

    def done(self, result: int) -> None:
        """Leave the dialog; a cell being typed in is kept."""
        self.table.setFocus()
        super().done(result)

    def _listed(self) -> Sequence[R]:
        """Return the records of the book, in order."""
        raise NotImplementedError

    def _texts(self, records: Sequence[R]) -> list[tuple[str, ...]]:
        """Return what the cells of each record say."""
        raise NotImplementedError

    def _is_typed(self, _column: int) -> bool:
        """Say whether the cells of a column can be typed in."""
        return True

    def _first_typed(self) -> int:
        """Return the column that a new record is begun in."""
        return 0

    def _begun(self) -> R:
        """Return a record to be filled in."""
        raise NotImplementedError

    def _take(self, record: R, column: int, typed: str) -> None:
        """Take what was typed, and leave the table as the book and the draft are."""
        raise NotImplementedError

    def _remove(self, record: R) -> None:
        """Remove a record from the book."""
        raise NotImplementedError

    def _keep_draft(self, record: R) -> None:
        self._draft = record
        self._fill()

    def _keep(self, step: ChangeSet, record: R, column: int) -> None:
        """Submit what was typed of a record; of a draft becomes a record of the book."""
        if step and self._link.submit(step) and record is self._draft:
            self._draft = None
            made = {c.key for c in step.changes if c.kind == record.kind}
            self._fill()
            self._go_to(made, column)
        else:
            self._fill()  # the cell as the book has it

    def _changed(self, item: QTableWidgetItem) -> None:
        if not self._filling:
            self._take(self._rows[item.row()], item.column(), item.text())

    def _undo(self) -> None:
        # Said, since a step of before this dialog changes what lies behind it.
        label = self._link.desk.undo_label
        self._link.undo()
        self._say(f"已撤销：{label}" if label else "没有可以撤销的。")

    def _redo(self) -> None:
        label = self._link.desk.redo_label
        self._link.redo()
        self._say(f"已重做：{label}" if label else "没有可以重做的。")

    def _fill(self) -> None:
        """Show the book's records as they are, the current cell staying with its record."""
        current, column = self._current(), self.table.currentColumn()
        self._rows = [*self._listed(), *([self._draft] if self._draft is not None else [])]
        self._filling = True
        self.table.setRowCount(len(self._rows))
        for row, texts in enumerate(self._texts(self._rows)):
            for place, text in enumerate(texts):
                self._put(row, place, text)
        self._filling = False
        if current is not None:
            self._go_to({current.key}, max(0, column))
        self._refresh_buttons()

    def _put(self, row: int, column: int, text: str) -> None:
        item = self.table.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            self.table.setItem(row, column, item)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self._is_typed(column) and not self._link.read_only:
            flags |= Qt.ItemFlag.ItemIsEditable
        item.setFlags(flags)
        item.setText(text)
        item.setToolTip(text)

    def _go_to(self, keys: set[str], column: int) -> None:
        place = next((i for i, record in enumerate(self._rows) if record.key in keys), None)
        if place is not None and (place, column) != (
            self.table.currentRow(),
            self.table.currentColumn(),
        ):
            self.table.setCurrentCell(place, column)

    def _current(self) -> R | None:
        row = self.table.currentRow()
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def _refresh_buttons(self) -> None:
        read_only = self._link.read_only
        self.table.setEnabled(not read_only or bool(self._rows))
        self.add_button.setEnabled(not read_only)
        self.remove_button.setEnabled(not read_only and self._current() is not None)
        if read_only:
            self._say(self._words.read_only)
        elif not self._rows:
            self._say(self._words.empty)
        elif self.said.text() == self._words.empty:
            self._say("")

    def _say(self, text: str) -> None:
        self.said.setText(text)

    def _table(self) -> QTableWidget:
        table = QTableWidget(0, len(self._words.columns))
        table.setAccessibleName(self._words.title)
        table.setHorizontalHeaderLabels([title for title, _share in self._words.columns])
        table.verticalHeader().hide()
        table.setWordWrap(True)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        return table

    def _build(self) -> None:
        about = QLabel(self._words.about)
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
        shares = [share for _title, share in self._words.columns]
        for column, share in enumerate(shares):
            self.table.setColumnWidth(column, room * share // sum(shares))

    def _button(self, text: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button
