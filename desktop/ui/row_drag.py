"""Rows dragged to another place of their table by their numbers, with a line where they would fall."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QTableView, QWidget

_LINE = 3  # pixels
_EDGE = 24  # pixels at the upper and lower end within which the table scrolls by itself
_SCROLL = 12  # pixels a tick
_TICK = 30  # milliseconds


class RowDrag(QObject):
    """Watches one table. Rows are taken by their 序号 cell or by the number before the row.

    `dropped` gives the places of the rows shown and the place before which they fell (their number for behind all);
    `refused` the reason why rows cannot be moved now, as `why_fixed` has it. 序号 is the column of `handle`. A drag is
    left by Esc. It is no drag of the system's: it stays in the table, and the program goes on meanwhile.
    """

    dropped = Signal(list, int)
    refused = Signal(str)

    def __init__(self, view: QTableView, handle: int, why_fixed: Callable[[], str]) -> None:
        super().__init__(view)
        self._view = view
        self._handle = handle
        self._why_fixed = why_fixed
        self._pressed: QPoint | None = None
        self._rows: list[int] = []
        self._chosen = False  # whether the press fell on a row that was chosen already
        self.dragging = False
        self.line = QFrame(view.viewport())
        self.line.setFrameShape(QFrame.Shape.NoFrame)
        self.line.setAutoFillBackground(True)
        self.line.setBackgroundRole(view.palette().ColorRole.Highlight)
        self.line.hide()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self._scroll)
        self._at = QPoint()
        for widget in self._watched():
            widget.installEventFilter(self)
            widget.setMouseTracking(True)
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin, follow and end a drag; everything else is the table's."""
        # Qt tells of the table's end, too, when Python may have taken this apart already.
        view = self.__dict__.get("_view")
        if view is None:
            return False
        if watched is view:
            return self._key(event)
        if not isinstance(event, QMouseEvent) or not isinstance(watched, QWidget):
            return False
        at = self._view.viewport().mapFromGlobal(event.globalPosition().toPoint())
        match event.type():
            case QEvent.Type.MouseButtonPress:
                return self._press(watched, event, at)
            case QEvent.Type.MouseMove:
                return self._move(watched, event, at)
            case QEvent.Type.MouseButtonRelease:
                return self._release(watched, event)
        return False

    def _watched(self) -> tuple[QWidget, QWidget]:
        return self._view.viewport(), self._view.verticalHeader().viewport()

    def _key(self, event: QEvent) -> bool:
        if self.dragging and event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            assert isinstance(event, QKeyEvent)
            if event.key() == Qt.Key.Key_Escape:
                self._end()
            event.accept()
            return True
        return False

    def _row_at(self, watched: QWidget, at: QPoint) -> int:
        """Return the row whose handle lies there, or -1."""
        if watched is self._view.viewport():
            index = self._view.indexAt(at)
            return index.row() if index.isValid() and index.column() == self._handle else -1
        return self._view.rowAt(at.y())

    def _press(self, watched: QWidget, event: QMouseEvent, at: QPoint) -> bool:
        self._end()
        row = self._row_at(watched, at)
        if event.button() != Qt.MouseButton.LeftButton or event.modifiers() or row < 0:
            return False
        if watched is not self._view.viewport() and self._on_border(at, row):
            return False
        selected = {i.row() for i in self._view.selectionModel().selectedIndexes()}
        self._chosen = row in selected and len(selected) > 1
        self._rows = sorted(selected) if self._chosen else [row]
        self._pressed = at
        # The press itself would leave only this row of those chosen; it is made up for where nothing is dragged.
        return self._chosen

    def _on_border(self, at: QPoint, row: int) -> bool:
        """Whether a press there is meant for the height of a row."""
        top = self._view.rowViewportPosition(row)
        bottom = top + self._view.rowHeight(row)
        return min(at.y() - top, bottom - at.y()) <= _LINE

    def _move(self, watched: QWidget, event: QMouseEvent, at: QPoint) -> bool:
        if self._pressed is None:
            self._show_hand(watched, at)
            return False
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._end()
            return False
        if not self.dragging:
            if (at - self._pressed).manhattanLength() < QApplication.startDragDistance():
                return True
            why = self._why_fixed()
            if why:
                self._end()
                self.refused.emit(why)
                return True
            self.dragging = True
            self._timer.start()
            for widget in self._watched():
                widget.setCursor(Qt.CursorShape.ClosedHandCursor)
        self._at = at
        self._show_line()
        return True

    def _release(self, watched: QWidget, event: QMouseEvent) -> bool:
        rows, dragging = self._rows, self.dragging
        if self._pressed is None or event.button() != Qt.MouseButton.LeftButton:
            return False
        pressed, chosen = self._pressed, self._chosen
        place = self._place(self._at)
        self._end()
        if dragging:
            self.dropped.emit(rows, place)
            return True
        if chosen:
            if watched is self._view.viewport():
                self._view.setCurrentIndex(self._view.indexAt(pressed))
            else:
                self._view.selectRow(self._view.rowAt(pressed.y()))
            return True
        return False

    def _show_hand(self, watched: QWidget, at: QPoint) -> None:
        if self._row_at(watched, at) >= 0 and not self._why_fixed():
            watched.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            watched.unsetCursor()

    def _place(self, at: QPoint) -> int:
        """Return the row before which what is dropped there falls."""
        row = self._view.rowAt(min(max(0, at.y()), self._view.viewport().height() - 1))
        if row < 0:
            return self._view.model().rowCount()
        middle = self._view.rowViewportPosition(row) + self._view.rowHeight(row) // 2
        return row + (at.y() >= middle)

    def _show_line(self) -> None:
        place, rows = self._place(self._at), self._view.model().rowCount()
        if place < rows:
            top = self._view.rowViewportPosition(place)
        else:
            top = self._view.rowViewportPosition(rows - 1) + self._view.rowHeight(rows - 1)
        room = self._view.viewport()
        top = min(max(0, top - _LINE // 2), room.height() - _LINE)
        self.line.setGeometry(0, top, room.width(), _LINE)
        self.line.show()
        self.line.raise_()

    def _scroll(self) -> None:
        bar, height = self._view.verticalScrollBar(), self._view.viewport().height()
        if self._at.y() < _EDGE:
            bar.setValue(bar.value() - _SCROLL)
        elif self._at.y() > height - _EDGE:
            bar.setValue(bar.value() + _SCROLL)
        self._show_line()

    def _end(self) -> None:
        self._timer.stop()
        self.line.hide()
        self._pressed = None
        if self.dragging:
            for widget in self._watched():
                widget.unsetCursor()
        self.dragging = False
