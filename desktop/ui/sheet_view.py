"""A table with the keys of a spreadsheet, whose rows get their height when they come into sight."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from desktop.domain.columns import NUMBER, WORDING, Align
from desktop.support.clipboard import to_html, to_tsv
from desktop.ui.book_models import BookModel, Index, Row
from desktop.ui.cell_block import pasted_block, put_on_clipboard
from desktop.ui.cell_delegate import CellDelegate
from desktop.ui.column_fit import fitted
from desktop.ui.row_drag import RowDrag
from desktop.ui.row_heights import RowHeights

_LEAST_WIDTH = 34  # pixels a column keeps at least
_TITLE_ROOM = 12  # pixels beside a title
#: How many characters of a cell stand side by side at least.
_LEAST_CHARACTERS = {Align.JUSTIFY: 6, Align.CENTER: 5, Align.LEFT: 5}
_LEAST_OF_WORDING = 8
_USUAL_NUMBER = "（10）"


class SheetView(QTableView):
    """A view over a `BookModel`. `typed` asks that many cells be typed as one step, with its label.

    `jump` is emitted on Enter or double click in a cell that leads to the other table; `moved` when another row is
    current. `placed` gives records that were dragged and the place before which they fell; `refused` why none can be;
    `columns_set` that other columns are shown.
    """

    typed = Signal(list, str)
    placed = Signal(list, int)
    refused = Signal(str)
    jump = Signal(QModelIndex)
    moved = Signal()
    columns_set = Signal()

    def __init__(self, model: BookModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        #: What the table says while it has no rows.
        self.empty_text = ""
        self._fitting = False
        #: While the rows are others all at once: the cells selected and, last, the current one, by key and column.
        self._selected: list[tuple[str, int]] = []
        self._resetting = False
        # Kept apart from the widths: a table that is narrow for a moment must not forget them.
        self._shares: list[int] = []
        self._hidden = frozenset(c.key for c in model.columns if not c.printed)
        self.heights = RowHeights(self)
        self._delegate = CellDelegate(self)
        self.setItemDelegate(self._delegate)
        self._delegate.stepped.connect(self.step)
        self._delegate.give_help = self._give_help
        #: Helps with the editors of cells: called with a new editor, the record and the column's key.
        self.helped_by: Callable[[QPlainTextEdit, Row, str], None] | None = None
        self.setWordWrap(True)
        self.setTabKeyNavigation(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(_LEAST_WIDTH)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().lineSpacing() * 2 + 6)
        self.verticalHeader().setMinimumSectionSize(self.fontMetrics().lineSpacing() + 8)
        self.setModel(model)
        self._offer_sorting()
        self.drag = RowDrag(self, self._handle(), lambda: self.book_model().why_fixed)
        self.drag.dropped.connect(self._dropped)
        self.drag.refused.connect(self.refused)
        self.set_column_widths([])
        self.turn_columns(())
        self.horizontalHeader().sectionResized.connect(self._column_resized)
        self.doubleClicked.connect(self._double_clicked)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show a model and hear when its rows change."""
        super().setModel(model)
        if model is not None:
            self.heights.watch(model)
            model.modelAboutToBeReset.connect(self._remember_selection)
            model.modelReset.connect(self._select_again)

    def book_model(self) -> BookModel:
        """Return the model, as what it is."""
        model = self.model()
        assert isinstance(model, BookModel)
        return model

    def selected_rows(self) -> list[Row]:
        """Return the records of the rows in which a cell is selected, in order; else the current one."""
        # By ranges: a list of every chosen cell takes long where a whole table is chosen.
        chosen = self.selectionModel().selection()
        ranges = [chosen.at(i) for i in range(chosen.count())]
        places = sorted({n for r in ranges for n in range(r.top(), r.bottom() + 1)})
        if not places and self.currentIndex().isValid():
            places = [self.currentIndex().row()]
        return [self.book_model().row(place) for place in places]

    def current_row(self) -> Row | None:
        """Return the record of the current row."""
        index = self.currentIndex()
        return self.book_model().row(index.row()) if index.isValid() else None

    def show_row(self, key: str, column: int | None = None) -> bool:
        """Make the row of a record the current one; False while it is not shown."""
        place = self.book_model().place_of(key)
        if place is None:
            return False
        present = max(0, self.currentIndex().column())
        self.go_to(self.model().index(place, present if column is None else column))
        return True

    def go_to(self, index: QModelIndex) -> None:
        """Make a cell the current one and bring it into sight, with its column where that was hidden."""
        if index.isValid() and self.isColumnHidden(index.column()):
            self.show_column(self.book_model().columns[index.column()].key, True)
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self.scrollTo(index)
        self.heights.follow_current()

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Keep the current row at its place while others come in, or the first row in sight where it is not."""
        shown = self.viewport().rect().intersects(self.visualRect(self.currentIndex()))
        row = self.currentIndex() if shown else self.indexAt(QPoint(0, 0))
        anchor = QPersistentModelIndex(row)
        before = self.rowViewportPosition(anchor.row())
        yield
        if anchor.isValid():
            self.updateGeometries()  # the bar reaches as far as the new rows only then
            self.fit_columns()  # their numbers may be wider
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.rowViewportPosition(anchor.row()) - before)
            if shown:
                self.heights.follow_current()

    def show_sorted(
        self, column: int | None, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder
    ) -> None:
        """Show the rows by a column; in the book's own order for None."""
        self.sortByColumn(-1 if column is None else column, order)

    def step(self, rows: int, columns: int) -> None:
        """Go on by rows or columns, staying inside the table."""
        index = self.currentIndex()
        row = min(max(0, index.row() + rows), self.model().rowCount() - 1)
        shown = self._shown_columns()
        place = shown.index(index.column()) if index.column() in shown else 0
        column = shown[min(max(0, place + columns), len(shown) - 1)]
        if row >= 0:
            self.go_to(self.model().index(row, column))

    def copy(self) -> None:
        """Copy the selected cells for sheets and for Word."""
        block = self._selected_block()
        if block:
            put_on_clipboard(to_tsv(block), to_html(block))

    def paste(self) -> None:
        """Put a block from the clipboard at the current cell; cells that cannot be edited are left out."""
        index = self.currentIndex()
        data = QGuiApplication.clipboard().mimeData()
        if not index.isValid() or not (data.text() or data.html()):
            return
        cells = []
        # What lies side by side in another program falls on columns side by side here: hidden ones are passed over.
        columns = [c for c in self._shown_columns() if c >= index.column()]
        for i, texts in enumerate(pasted_block(data.text(), data.html())):
            for column, typed in zip(columns, texts, strict=False):
                place = self.model().index(index.row() + i, column)
                if place.isValid() and place.flags() & Qt.ItemFlag.ItemIsEditable:
                    cells.append((*self._cell(place), typed))
        self.typed.emit(cells, "粘贴")

    def clear_cells(self) -> None:
        """Empty the selected cells that can be edited."""
        editable = [i for i in self.selectedIndexes() if i.flags() & Qt.ItemFlag.ItemIsEditable]
        editable.sort(key=lambda i: (i.row(), i.column()))
        self.typed.emit([(*self._cell(i), "") for i in editable], "清除内容")

    def edit(self, *args: object) -> bool | None:  # type: ignore[override]
        """Open an editor; a key that types begins with the old text selected, so that it replaces it."""
        self._delegate.replacing = (
            len(args) > 1 and args[1] == QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        return super().edit(*args)  # type: ignore[call-overload]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes down, Tab goes right, Delete empties, copy and paste take blocks."""
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(-1 if back else 1)
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.step(0, -1 if back or event.key() == Qt.Key.Key_Backtab else 1)
        elif event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self.clear_cells()
        else:
            super().keyPressEvent(event)

    def commit_editor(self) -> None:
        """Give the text of an open editor to the book and close it."""
        for editor in self.viewport().findChildren(QPlainTextEdit):
            self._delegate.commitData.emit(editor)
            self._delegate.closeEditor.emit(editor, CellDelegate.EndEditHint.NoHint)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Pass on what comes ready, without being composed first: Qt opens the editor and drops it."""
        opens = self.state() != QAbstractItemView.State.EditingState
        super().inputMethodEvent(event)
        editor = QApplication.focusWidget()
        if (
            opens
            and event.commitString()
            and not event.preeditString()
            and isinstance(editor, QPlainTextEdit)
            and self.isAncestorOf(editor)
        ):
            QApplication.sendEvent(editor, event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell when another row is current."""
        super().currentChanged(current, previous)
        self.heights.follow_current()
        if not self._resetting:
            self.moved.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns into the new width, in the proportions they have."""
        super().resizeEvent(event)
        self.fit_columns()
        self.heights.measure_soon()

    def showEvent(self, event: QShowEvent) -> None:
        """Measure what is seen first."""
        super().showEvent(event)
        self.fit_columns()
        self.heights.measure_soon()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say what to do while there are no rows."""
        super().paintEvent(event)
        if self.empty_text and self.model().rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().placeholderText().color())
            room = self.viewport().rect().adjusted(24, 24, -24, -24)
            how = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, int(how), self.empty_text)
            painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.heights.forget()

    def set_column_widths(self, widths: list[int]) -> None:
        """Take remembered widths, or those of the registry; they are scaled to the table's own width."""
        own = [max(1, round(c.width * 10)) for c in self.book_model().columns]
        if min(widths, default=0) <= 0 or len(widths) > len(own):
            widths = own
        # A program that had fewer columns remembered: the new ones are in proportion.
        scale = sum(widths) / sum(own[: len(widths)])
        self._shares = [*widths, *(max(1, round(w * scale)) for w in own[len(widths) :])]
        self.fit_columns()

    def column_widths(self) -> list[int]:
        """Return the widths to remember, in proportion to one another."""
        return list(self._shares)

    def fit_columns(self) -> None:
        """Scale the columns so that nothing lies sideways out of sight."""
        if not self.isVisible() or not self._shares:
            return
        shown = self._shown_columns()
        room = self.viewport().width()
        widths = fitted([self._shares[c] for c in shown], room, self._least(shown))
        if widths == [self.columnWidth(c) for c in shown]:
            return
        self._fitting = True
        for column, width in zip(shown, widths, strict=True):
            self.setColumnWidth(column, width)
        self._fitting = False
        self.heights.forget()

    def least_width(self) -> int:
        """Return the width in pixels in which every column shown can still be read."""
        beside = self.verticalScrollBar().sizeHint().width() + 2 * self.frameWidth()
        if not self.verticalHeader().isHidden():
            beside += self.verticalHeader().sizeHint().width()
        return sum(self._least(self._shown_columns())) + beside

    def _least(self, columns: list[int]) -> list[int]:
        """Return for each column what its title takes, and some characters of a text that is long."""
        metrics, header = self.fontMetrics(), self.horizontalHeader().fontMetrics()
        least: list[int] = []
        for place in columns:
            column = self.book_model().columns[place]
            title = header.horizontalAdvance(column.title) + _TITLE_ROOM
            count = _LEAST_CHARACTERS[column.align]
            if column.key == WORDING.key:
                count = _LEAST_OF_WORDING
            elif column.align is Align.CENTER and not column.editable:
                count = 0  # a number
            # The longest usual number is never cut: without it two rows look alike.
            words = _USUAL_NUMBER if column.key == NUMBER.key else "单" * count
            text = metrics.horizontalAdvance(words)
            least.append(max(_LEAST_WIDTH, title, text + _TITLE_ROOM))
        return least

    def shows(self, column: str) -> bool:
        """Say whether the column of that key is to be seen."""
        return column not in self._hidden

    def show_column(self, column: str, shown: bool) -> None:
        """Show or hide the column of that key; one that the registry does not let go stays."""
        self._set_hidden(self._hidden - {column} if shown else self._hidden | {column})

    def columns_turned(self) -> list[str]:
        """Return the keys of columns that are shown or hidden otherwise than the registry has them unasked."""
        columns = self.book_model().columns
        return [c.key for c in columns if c.printed is not self.shows(c.key)]

    def turn_columns(self, keys: Collection[str]) -> None:
        """Show or hide the columns of `keys` otherwise than the registry has them, and all others as it has them."""
        columns = self.book_model().columns
        self._set_hidden(frozenset(c.key for c in columns if c.printed is (c.key in keys)))

    def _remember_selection(self) -> None:
        model = self.book_model()
        cells = [*self.selectedIndexes(), self.currentIndex()]
        self._selected = [(model.row(i.row()).key, i.column()) for i in cells if i.isValid()]
        self._resetting = True

    def _select_again(self) -> None:
        """Select what stayed, as a view does of itself where rows come and go one after another."""
        model = self.book_model()
        kept, current = QItemSelection(), QModelIndex()
        for key, column in self._selected:
            place = model.place_of(key)
            # The last one is the current cell; whether it is selected, too, the others say.
            kept.select(current, current)
            current = QModelIndex() if place is None else model.index(place, column)
        flags = QItemSelectionModel.SelectionFlag
        if current.isValid():
            self.selectionModel().setCurrentIndex(current, flags.NoUpdate)
            self.scrollTo(current)
        self.selectionModel().select(kept, flags.ClearAndSelect)
        self._resetting = False
        if self._selected and not current.isValid():
            self.moved.emit()

    def _set_hidden(self, hidden: Collection[str]) -> None:
        columns = self.book_model().columns
        self._hidden = frozenset(c.key for c in columns if c.key in hidden and c.hideable)
        self._fitting = True
        for place, column in enumerate(columns):
            self.setColumnHidden(place, not self.shows(column.key))
        self._fitting = False
        if self.isColumnHidden(self.currentIndex().column()):
            self.go_to(self.currentIndex().siblingAtColumn(self._shown_columns()[0]))
        self.columns_set.emit()
        self.fit_columns()
        self.heights.forget()

    def _shown_columns(self) -> list[int]:
        return [i for i, c in enumerate(self.book_model().columns) if self.shows(c.key)]

    def _column_resized(self) -> None:
        if self._fitting:
            return
        shown = self._shown_columns()
        widths = [self.columnWidth(c) for c in shown]
        # Those hidden keep their proportion to the others.
        scale = sum(widths) / sum(self._shares[c] for c in shown)
        self._shares = [max(1, round(share * scale)) for share in self._shares]
        for column, width in zip(shown, widths, strict=True):
            self._shares[column] = width
        self.heights.forget()

    def _offer_sorting(self) -> None:
        """Have the header sort by a click: upwards, downwards, then in the book's own order again."""
        header = self.horizontalHeader()
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)

    def _handle(self) -> int:
        """Return the column by which rows are dragged."""
        return [c.key for c in self.book_model().columns].index(NUMBER.key)

    def _dropped(self, places: list[int], before: int) -> None:
        model = self.book_model()
        self.placed.emit([model.row(place) for place in places], before)

    def _enter(self, rows: int) -> None:
        index = self.currentIndex()
        if self._jumps(index):
            self.jump.emit(index)
        else:
            self.step(rows, 0)

    def _double_clicked(self, index: QModelIndex) -> None:
        if self._jumps(index):
            self.jump.emit(index)

    def _jumps(self, index: QModelIndex) -> bool:
        """Whether the cell leads to the other table: 附件 of a task, 序号 of an annex row."""
        model = self.book_model()
        return (
            index.isValid()
            and model.columns[index.column()].key == model.jump_column
            and bool(index.data())
        )

    def _cell(self, index: Index) -> tuple[Row, str]:
        model = self.book_model()
        return model.row(index.row()), model.columns[index.column()].key

    def _give_help(self, editor: QPlainTextEdit, index: Index) -> None:
        if self.helped_by is not None:
            self.helped_by(editor, *self._cell(index))

    def _selected_block(self) -> list[list[str]]:
        indexes = self.selectedIndexes()
        rows = sorted({i.row() for i in indexes})
        columns = sorted({i.column() for i in indexes})
        texts = {(i.row(), i.column()): str(i.data() or "") for i in indexes}
        return [[texts.get((r, c), "") for c in columns] for r in rows]
