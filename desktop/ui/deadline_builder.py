"""A small builder of deadlines: 年, 月, 日 or 底前, and what is done by then."""

from __future__ import annotations

from calendar import monthrange

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QWidget,
)

from desktop.domain.deadline_grammar import read_cell
from desktop.domain.deadline_words import VERBS, phrase, understood

_YEARS_ON = 18  # years after the first one
_ROWS = 8
_NO_MONTH, _NO_DAY, _NO_DEED = "（不写）", "底前", "（不写）"


class DeadlineBuilder(QFrame):
    """Four lists side by side; ←→ or Tab go from one to the next, Enter writes, Esc leaves. `chosen` has the phrase.

    A child of the editor, so that the editor stays open while the builder has the keyboard.
    """

    chosen = Signal(str)

    def __init__(self, present: str, year: int, base_year: int | None, editor: QWidget) -> None:
        """Begin with `present`, the phrase that stands in the cell, as far as it is understood; else with `year`."""
        super().__init__(editor, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        found = next(iter(read_cell(present, base_year)), None)
        date = found.date if found is not None else None
        first = min(year, date.year) if date else year
        last = max(year + _YEARS_ON, date.year if date else 0)
        self.years = _list("年", [f"{y}年" for y in range(first, last + 1)])
        self.months = _list("月", [_NO_MONTH, *(f"{m}月" for m in range(1, 13))])
        self.days = _list("日", [_NO_DAY])
        self.deeds = _list("做什么", [_NO_DEED, *VERBS])
        self.lists = (self.years, self.months, self.days, self.deeds)
        self._preview = QLabel()
        self._preview.setTextFormat(Qt.TextFormat.PlainText)
        self.write_button = QPushButton("写入")
        self.write_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.write_button.clicked.connect(self._write)
        self._build()
        self.years.setCurrentRow((date.year if date else year) - first)
        self.months.setCurrentRow(date.month if date and f"{date.month}月" in present else 0)
        self._fill_days()
        if date and f"{date.day}日" in present:
            self.days.setCurrentRow(date.day)
        deed = next((i for i, verb in enumerate(VERBS, 1) if present.endswith(verb)), 0)
        self.deeds.setCurrentRow(deed)
        for shown in self.lists:
            shown.installEventFilter(self)
            shown.currentRowChanged.connect(self._changed)
            shown.itemDoubleClicked.connect(self._write)
        self._changed()

    @property
    def phrase(self) -> str:
        """The phrase that is chosen now."""
        year = int(self.years.currentItem().text().removesuffix("年"))
        month = max(0, self.months.currentRow()) or None
        day = max(0, self.days.currentRow()) or None
        deed = VERBS[self.deeds.currentRow() - 1] if self.deeds.currentRow() > 0 else ""
        return phrase(year, month, day if month else None, deed)

    def open_at(self, below: QPoint, editor: QRect) -> None:
        """Show it below the editor, above it where the screen ends; all in global coordinates."""
        self.adjustSize()
        room = self.screen().availableGeometry()
        x = max(room.left(), min(below.x(), room.right() - self.width()))
        y = below.y()
        if y + self.height() > room.bottom():
            y = max(room.top(), editor.top() - self.height())
        self.move(x, y)
        self.show()
        for shown in self.lists:
            shown.scrollToItem(shown.currentItem())
        self.years.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """←→ change the list, Enter writes; Esc closes the builder only."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            place = next(i for i, shown in enumerate(self.lists) if shown is watched)
            match event.key():
                case Qt.Key.Key_Left | Qt.Key.Key_Backtab:
                    self.lists[max(0, place - 1)].setFocus()
                case Qt.Key.Key_Right | Qt.Key.Key_Tab:
                    self.lists[min(len(self.lists) - 1, place + 1)].setFocus()
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self._write()
                case Qt.Key.Key_Escape:
                    self.close()
                case _:
                    return super().eventFilter(watched, event)
            return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 6, 8, 6)
        for column, shown in enumerate(self.lists):
            title = QLabel(shown.accessibleName())
            grid.addWidget(title, 0, column)
            grid.addWidget(shown, 1, column)
        below = QHBoxLayout()
        below.addWidget(self._preview, 1)
        below.addWidget(self.write_button)
        grid.addLayout(below, 2, 0, 1, len(self.lists))

    def _changed(self) -> None:
        if self.sender() in (self.years, self.months):
            self._fill_days()
        self._preview.setText(f"{self.phrase}　（{understood(self.phrase)}）")

    def _fill_days(self) -> None:
        """Offer the days of the month; a choice that it does not have becomes 底前."""
        year = int(self.years.currentItem().text().removesuffix("年"))
        month = self.months.currentRow()
        count = monthrange(year, month)[1] if month > 0 else 0
        chosen = self.days.currentRow()
        blocked = self.days.blockSignals(True)
        self.days.clear()
        self.days.addItems([_NO_DAY, *(f"{day}日前" for day in range(1, count + 1))])
        self.days.setCurrentRow(chosen if 0 <= chosen <= count else 0)
        self.days.blockSignals(blocked)

    def _write(self) -> None:
        self.chosen.emit(self.phrase)
        self.close()


def _list(name: str, items: list[str]) -> QListWidget:
    shown = QListWidget()
    shown.setAccessibleName(name)
    shown.addItems(items)
    shown.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    frame = 2 * shown.frameWidth()
    bar = shown.verticalScrollBar().sizeHint().width()
    shown.setFixedSize(
        shown.sizeHintForColumn(0) + bar + frame + 12, shown.sizeHintForRow(0) * _ROWS + frame
    )
    return shown
