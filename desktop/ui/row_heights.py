"""Row heights measured when rows come into sight; measuring ten thousand at once would take seconds."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QObject, QTimer
from PySide6.QtWidgets import QTableView

_PASSES = 4


class RowHeights(QObject):
    """Keeps the rows in sight of one view as high as their text; the others keep a guess until they are seen."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._measured: set[int] = set()
        self._measuring = False
        self._follow = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.measure)
        view.verticalScrollBar().valueChanged.connect(self.measure_soon)

    @property
    def measured(self) -> int:
        """How many rows have been measured since they were last forgotten."""
        return len(self._measured)

    def watch(self, model: QAbstractItemModel) -> None:
        """Measure again whenever rows of `model` change."""
        for signal in (
            model.dataChanged,
            model.rowsInserted,
            model.rowsRemoved,
            model.layoutChanged,
            model.modelReset,
        ):
            signal.connect(self.forget)

    def forget(self) -> None:
        """Have the rows in sight measured again."""
        self._measured.clear()
        self.measure_soon()

    def measure_soon(self) -> None:
        """Measure once what happens now is over; many signals come together."""
        self._timer.start(0)

    def follow_current(self) -> None:
        """Measure soon, and keep the current row in sight while the others grow."""
        self._follow = True
        self.measure_soon()

    def measure(self) -> None:
        """Measure the rows in sight now."""
        if self._measuring or not self._view.isVisible():
            return
        self._measuring = True
        try:
            self._measure_in_sight()
        finally:
            self._measuring = False
        self._follow = False

    def _measure_in_sight(self) -> None:
        # Growing rows push the current one out of sight; scrolling to it brings others in, which grow too.
        bar = self._view.verticalScrollBar()
        for _ in range(_PASSES):
            self._measure_from(max(0, self._view.rowAt(0)))
            if not self._follow:
                return
            before = bar.value()
            # Else the bar ends where the rows ended before they grew, and the last of them stay out of sight.
            self._view.updateGeometries()
            self._view.scrollTo(self._view.currentIndex())
            if bar.value() == before:
                return

    def _measure_from(self, row: int) -> None:
        bottom, rows = self._view.viewport().height(), self._view.model().rowCount()
        while row < rows and self._view.rowViewportPosition(row) < bottom:
            if row not in self._measured:
                self._view.resizeRowToContents(row)
                self._measured.add(row)
            row += 1
