"""What a search found, as a table: number, kind, the passage with its hit marked, units and deadline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.domain.book import Book
from desktop.domain.cells import deadline_text, units_text
from desktop.domain.document import Span
from desktop.domain.records import AnnexRow, Policy, Task
from desktop.domain.search_findings import Finding, Findings
from desktop.domain.search_source import SourceHit
from desktop.ui.book_models import Index
from desktop.ui.positions import DocumentPositions

KINDS = {Task.kind: "任务分解", AnnexRow.kind: "附件", Policy.kind: "原文"}
_TITLES = ("序号", "类别", "内容", "单位", "时限")
PASSAGE = 2
#: The role under which a passage tells where its words stand.
_MARKS_ROLE = Qt.ItemDataRole.UserRole + 1
_MARK_COLOUR = QColor(0xFF, 0xE0, 0x80)
_INK = QColor(0, 0, 0)
_BEFORE = 12  # characters shown before the first hit
_LONGEST = 160


def passage(text: str, places: Sequence[Span]) -> tuple[str, tuple[Span, ...]]:
    """Return one line of `text` that begins shortly before the first place, with the places in it."""
    start = max(0, places[0].start - _BEFORE) if places else 0
    end = start + _LONGEST
    head, tail = "…" if start else "", "…" if end < len(text) else ""
    line = "".join(" " if c.isspace() else c for c in text[start:end])
    shift = len(head) - start
    inside = [Span(p.start + shift, min(p.end, end) + shift) for p in places if p.start < end]
    return head + line + tail, tuple(inside)


class ResultModel(QAbstractTableModel):
    """The findings listed. Passages are made when they come into sight."""

    def __init__(self) -> None:
        super().__init__()
        self._found: Sequence[Finding] = ()
        self._book = Book("")
        self._passages: dict[int, tuple[str, tuple[Span, ...]]] = {}

    def show(self, found: Findings) -> None:
        """Show other findings."""
        self.beginResetModel()
        self._found, self._book = found.listed, found.book
        self._passages.clear()
        self.endResetModel()

    def finding(self, place: int) -> Finding:
        """Return what a row shows."""
        return self._found[place]

    def place_of(self, finding: Finding | None) -> int | None:
        """Return the row that shows the same record or paragraph, or None."""
        name = _name(finding)
        return next((i for i, f in enumerate(self._found) if _name(f) == name), None)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many are listed."""
        return 0 if parent is not None and parent.isValid() else len(self._found)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(_TITLES)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's title."""
        shown = role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal
        return _TITLES[section] if shown else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer the view."""
        place, column = index.row(), index.column()
        if role == _MARKS_ROLE and column == PASSAGE:
            return self._passage(place)[1]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_TITLES[column]}：{self._text(place, column)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._text(place, column) or None
        return self._text(place, column) if role == Qt.ItemDataRole.DisplayRole else None

    def _text(self, place: int, column: int) -> str:
        found = self._found[place]
        if column == PASSAGE:
            return self._passage(place)[0]
        if isinstance(found, SourceHit):
            return KINDS[Policy.kind] if column == 1 else ""
        owner = found.row.key
        match column:
            case 0:
                return str(found.number)
            case 1:
                return KINDS[found.row.kind]
            case 3:
                return units_text(self._book.assignments(owner))
        return deadline_text(self._book.deadlines(owner))

    def _passage(self, place: int) -> tuple[str, tuple[Span, ...]]:
        known = self._passages.get(place)
        if known is None:
            found = self._found[place]
            if isinstance(found, SourceHit):
                text, places = found.text, found.places()
            else:
                _field, text, places = found.passage(self._book)
            known = self._passages[place] = passage(text, places)
        return known


def _name(finding: Finding | None) -> object:
    if isinstance(finding, SourceHit):
        return finding.policy, finding.start
    return finding.row.key if finding is not None else None


class PassageDelegate(QStyledItemDelegate):
    """Draws a passage on one line, its hits bold and underlined: grey screens and eyes differ."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell without its text, then the text with its marks."""
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        palette = option.palette
        ink = palette.highlightedText().color() if selected else palette.text().color()
        room = option.rect.adjusted(4, 0, -4, 0)
        layout = QTextLayout(text, option.font)
        # One line, cut where the cell ends.
        wrap = QTextOption()
        wrap.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(wrap)
        layout.setFormats(_formats(text, index.data(_MARKS_ROLE) or (), selected))
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(room.width())
        layout.endLayout()
        painter.save()
        painter.setClipRect(room)
        painter.setPen(ink)
        top = room.top() + (room.height() - line.height()) / 2
        layout.draw(painter, QPointF(room.left(), top))
        painter.restore()


def _formats(text: str, places: Sequence[Span], selected: bool) -> list[QTextLayout.FormatRange]:
    positions = DocumentPositions(text)
    ranges = []
    for place in places:
        made = QTextLayout.FormatRange()
        made.start = positions.to_document(place.start)
        made.length = positions.to_document(place.end) - made.start
        shape = QTextCharFormat()
        shape.setFontWeight(QFont.Weight.Bold)
        shape.setFontUnderline(True)
        if not selected:
            shape.setBackground(_MARK_COLOUR)
            shape.setForeground(_INK)
        made.format = shape
        ranges.append(made)
    return ranges
