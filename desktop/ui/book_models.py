"""The two tables of a book as Qt models. They ask nothing of the disk: a snapshot is set, cells are read from it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import compress, count
from operator import is_not
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.domain.book import Book
from desktop.domain.cells import annex_cell, cell_doubts, task_cell, units_text
from desktop.domain.chips import UNIT_COLUMNS, UnitChip, unit_chips
from desktop.domain.columns import (
    ALL_TASK_COLUMNS,
    ANNEX_COLUMNS,
    DEADLINE,
    LISTED,
    NUMBER,
    OTHERS,
    Align,
    Column,
)
from desktop.domain.edits import meaning_of
from desktop.domain.records import AnnexRow, DoubtRecord, Task
from desktop.ui.row_order import inserted_runs, removed_runs
from desktop.ui.row_sort import kept_order, sorted_keys

Row = Task | AnnexRow
Index = QModelIndex | QPersistentModelIndex
#: What a cell is drawn with besides its text: chips (None where it holds no units), note and open doubts.
Drawn = tuple[tuple[UnitChip, ...] | None, str, tuple[DoubtRecord, ...]]

#: The role under which a cell tells its open doubts, as a tuple of `DoubtRecord`.
DOUBTS_ROLE = Qt.ItemDataRole.UserRole + 1
#: The role under which a cell of units tells its chips, as a tuple of `UnitChip`; None for other cells.
CHIPS_ROLE = Qt.ItemDataRole.UserRole + 2
#: The role under which such a cell tells what stands below its chips and is not its own.
NOTE_ROLE = Qt.ItemDataRole.UserRole + 3

#: A view takes this many runs of rows that come or go one after another; it renumbers all that follow for each.
_MOST_RUNS = 100
#: So many rows that come or go are not looked at for the runs that they make.
_MOST_ROWS = 5_000

#: The roles that a view may ask for; it asks for six others of every cell it draws.
_ANSWERED = frozenset(
    (
        *(Qt.ItemDataRole.EditRole, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.TextAlignmentRole),
        *(Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole),
        *(DOUBTS_ROLE, CHIPS_ROLE, NOTE_ROLE),
    )
)

# Made once: Qt asks for every cell of a selection, and joining flags takes longer than the rest of the answer.
_FLAGS = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_EDITABLE = _FLAGS | Qt.ItemFlag.ItemIsEditable

_ALIGNED = {
    Align.CENTER: Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop,
    Align.JUSTIFY: Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop,
    Align.LEFT: Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop,
}


class BookModel(QAbstractTableModel):
    """Rows of one kind under the columns of the registry. `edit` takes a typed cell to the book, where one may type."""

    columns: tuple[Column, ...] = ()
    #: The column from which one jumps to the other table.
    jump_column = ""

    def __init__(
        self,
        book: Book,
        edit: Callable[[Row, str, str], bool] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._book = book
        self.edit = edit
        self._only: Collection[str] | None = None
        self._sorted: tuple[Column, bool] | None = None
        self._order: list[str] = []
        self._rows: list[Row] = self._visible()
        self._places = _places([row.key for row in self._rows])
        self._cells: dict[str, tuple[str, ...]] = {}
        self._chips: dict[tuple[str, str], tuple[UnitChip, ...]] = {}
        self._drawn: dict[tuple[str, int], Drawn] = {}
        self._numbers: dict[str, int] = {}

    def records(self, book: Book) -> list[Row]:
        """Return every row of the table in `book`, in order."""
        raise NotImplementedError

    def cell(self, row: Row, column: str) -> str:
        """Return the text of a cell."""
        raise NotImplementedError

    def note(self, _row: Row, _column: str) -> str:
        """Return what a cell shows below its text that is not its own and cannot be edited in it."""
        return ""

    @property
    def filtered(self) -> bool:
        """Whether some rows may be hidden."""
        return self._only is not None

    @property
    def sorted_by(self) -> tuple[Column, bool] | None:
        """The column by which rows are shown sorted, and whether downwards; None in the book's own order."""
        return self._sorted

    @property
    def why_fixed(self) -> str:
        """Why rows cannot be moved; empty where they can."""
        if self.filtered:
            return "只看部分任务时不能移动，请先显示全部"
        return "按列排序时不能移动，请先恢复原顺序" if self._sorted is not None else ""

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Show the rows by a column; in the book's own order for a column below 0."""
        if column < 0:
            self._sorted = None
        else:
            described, descending = self.columns[column], order == Qt.SortOrder.DescendingOrder
            self._sorted = described, descending
            self._order = sorted_keys(
                self._book,
                self.records(self._book),
                described.key,
                lambda row: self.cell(row, described.key),
                descending=descending,
            )
        self.set_book(self._book)

    def set_book(self, book: Book) -> None:
        """Show another snapshot; rows that stay keep their selection."""
        self.show(book, self._only)

    def show(self, book: Book, keys: Collection[str] | None) -> None:
        """Show the rows of these keys, or all for None, as they are in another snapshot."""
        self._book, self._only = book, keys
        self._cells.clear()
        self._chips.clear()
        self._drawn.clear()
        self._numbers.clear()
        new = self._visible()
        changed = _replaced(self._rows, new)
        if changed is None:
            self._rearrange(new)
        else:
            self._rows = new
        if new:
            # Over all columns at once: a single cell would write into an editor that is open on it.
            self.dataChanged.emit(self.index(0, 0), self.index(len(new) - 1, len(self.columns) - 1))

    def row(self, place: int) -> Row:
        """Return the record in a row."""
        return self._rows[place]

    def place_of(self, key: str) -> int | None:
        """Return the row in which a record stands, or None while it is not shown."""
        return self._places.get(key)

    def doubts(self, row: Row, column: str) -> tuple[DoubtRecord, ...]:
        """Return the open doubts on a cell."""
        return cell_doubts(self._book, row, column)

    def drawn(self, place: int, section: int) -> Drawn:
        """Return what a cell is drawn with besides its text: chips, note and doubts.

        It answers a delegate at once what three roles would, each by a way through Qt and back.
        """
        row = self._rows[place]
        drawn = self._drawn.get((row.key, section))
        if drawn is None:
            column = self.columns[section].key
            chips = self.chips(row, column)
            note = "" if chips is None else self.note(row, column)
            drawn = self._drawn[row.key, section] = (chips, note, self.doubts(row, column))
        return drawn

    def chips(self, row: Row, column: str) -> tuple[UnitChip, ...] | None:
        """Return the chips of a cell of units, kept until the next snapshot; None for another cell."""
        if column not in UNIT_COLUMNS:
            return None
        chips = self._chips.get((row.key, column))
        if chips is None:
            chips = self._chips[row.key, column] = unit_chips(self._book, row, column)
        return chips

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows shown."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer a view; called very often, so cells are kept until the next snapshot."""
        if role not in _ANSWERED or not index.isValid():
            return None
        row = self._rows[index.row()]
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            text, note = self._texts(row)[index.column()], self.note(row, column.key)
            return f"{text}\n{note}" if text and note else text or note
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGNED[column.align]
        if role == Qt.ItemDataRole.EditRole:
            return self._texts(row)[index.column()]
        if role == DOUBTS_ROLE:
            return self.doubts(row, column.key)
        if role == CHIPS_ROLE:
            return self.chips(row, column.key)
        if role == NOTE_ROLE:
            return self.note(row, column.key)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, column.key) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            text = f"{column.title}：{self._texts(row)[index.column()] or '空'}"
            return "。".join([text, *(f"待核：{d.message}" for d in self.doubts(row, column.key))])
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed to the book."""
        if role != Qt.ItemDataRole.EditRole or self.edit is None or not index.isValid():
            return False
        row = self._rows[index.row()]
        if str(value) == self._texts(row)[index.column()]:
            return False
        return self.edit(row, self.columns[index.column()].key, str(value))

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Say what can be done with a cell."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        editable = self.edit is not None and self.columns[index.column()].editable
        return _EDITABLE if editable else _FLAGS

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's title, or a row's running number."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self.columns[section].title
        # Hidden or sorted rows keep the numbers by which everything else calls them.
        if not self.why_fixed:
            return str(section + 1)
        if not self._numbers:
            self._numbers = {r.key: n for n, r in enumerate(self.records(self._book), start=1)}
        return str(self._numbers.get(self._rows[section].key, section + 1))

    def _visible(self) -> list[Row]:
        rows = self.records(self._book)
        if self._sorted is not None:
            rows = kept_order(self._order, rows)
        only = self._only
        return rows if only is None else [r for r in rows if r.key in only]

    def _texts(self, row: Row) -> tuple[str, ...]:
        texts = self._cells.get(row.key)
        if texts is None:
            texts = self._cells[row.key] = tuple(self.cell(row, c.key) for c in self.columns)
        return texts

    def _tip(self, row: Row, column: str) -> str:
        lines = [f"● 待核：{d.message}" for d in self.doubts(row, column)]
        if column == DEADLINE.key:
            lines += [f"{d.text}：{meaning_of(d)}" for d in self._book.deadlines(row.key)]
        return "\n".join(lines)

    def _rearrange(self, new: list[Row]) -> None:
        """Have the rows be `new`, by the steps that a view can follow; where they are too many, all at once."""
        order = [r.key for r in new]
        old = [r.key for r in self._rows]
        many = abs(len(order) - len(old)) > _MOST_ROWS
        if many or len(removed_runs(old, order)) + len(inserted_runs(old, order)) > _MOST_RUNS:
            self.beginResetModel()
            self._rows, self._places = new, _places(order)
            self.endResetModel()
            return
        self._remove(old, order)
        self._reorder(order)
        self._insert(new)
        self._rows, self._places = new, _places(order)

    def _remove(self, old: list[str], new: list[str]) -> None:
        for first, last in removed_runs(old, new):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()

    def _reorder(self, new: list[str]) -> None:
        present = {row.key: row for row in self._rows}
        order = [key for key in new if key in present]
        if order == [row.key for row in self._rows]:
            return
        self.layoutAboutToBeChanged.emit()
        places = {key: i for i, key in enumerate(order)}
        before = self.persistentIndexList()
        after = [self.index(places[self._rows[i.row()].key], i.column()) for i in before]
        self._rows = [present[key] for key in order]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _insert(self, new: list[Row]) -> None:
        for first, last in inserted_runs([r.key for r in self._rows], [r.key for r in new]):
            self.beginInsertRows(QModelIndex(), first, last)
            self._rows[first:first] = new[first : last + 1]
            self.endInsertRows()


def _replaced(old: list[Row], new: list[Row]) -> list[int] | None:
    """Return the places of rows that are others now; None where rows came, went or moved."""
    if len(old) != len(new):
        return None
    changed = list(compress(count(), map(is_not, old, new)))
    return changed if all(old[i].key == new[i].key for i in changed) else None


def _places(keys: list[str]) -> dict[str, int]:
    return dict(zip(keys, count()))


class TaskModel(BookModel):
    """任务分解: every task of the book."""

    columns = ALL_TASK_COLUMNS
    jump_column = LISTED.key

    def records(self, book: Book) -> list[Row]:
        """Return the tasks."""
        return list(book.tasks)

    def cell(self, row: Row, column: str) -> str:
        """Return the text of a task's cell."""
        assert isinstance(row, Task)
        return task_cell(self._book, row, column)

    def note(self, row: Row, column: str) -> str:
        """Show the units that the policy adds to every task: ＋各市州人民政府（全文统一规定）."""
        assert isinstance(row, Task)
        inherited = self._book.inherited(row) if column == OTHERS.key else []
        return f"＋{units_text(inherited)}（全文统一规定）" if inherited else ""


class AnnexModel(BookModel):
    """附件: the rows of the issued table."""

    columns = ANNEX_COLUMNS
    jump_column = NUMBER.key

    def records(self, book: Book) -> list[Row]:
        """Return the annex rows."""
        return list(book.annex)

    def cell(self, row: Row, column: str) -> str:
        """Return the text of an annex row's cell."""
        assert isinstance(row, AnnexRow)
        return annex_cell(self._book, row, column)
