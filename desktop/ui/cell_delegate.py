"""How a cell is drawn and edited: wrapped text, the 待核 mark, and an editor of several lines."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.ui.book_models import CHIPS_ROLE, DOUBTS_ROLE, NOTE_ROLE, BookModel, Drawn, Index
from desktop.ui.editor_help import help_of, is_composing
from desktop.ui.unit_chips import ChipLayout, ChipPainter

MARK = "● 待核"
_MARK_COLOUR = QColor(0xA6, 0x3C, 0x00)
_MARK_COLOUR_ON_DARK = QColor(0xFF, 0xA0, 0x60)
_ADDS_LINE = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier
_MARGIN = 3
#: The least width of an editor of units, in characters: a name and what is offered are to be read.
_UNITS_WIDTH = 14
_CLOSING = (
    *(Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab),
    Qt.Key.Key_Escape,
)
_LINE_BREAK = "\u2028"  # what a style takes for a line break


class CellDelegate(QStyledItemDelegate):
    """Draws and edits every cell of both tables. `stepped` tells where the selection goes after an edit."""

    stepped = Signal(int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        #: Whether the next editor begins with its text selected, so that typing replaces it.
        self.replacing = False
        #: Gives a new editor of a cell what helps with it.
        self.give_help: Callable[[QPlainTextEdit, Index], None] | None = None
        self._chips = ChipPainter()
        #: While Qt paints a cell: what it is drawn with.
        self._painted: Drawn | None = None

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Leave the first line to the mark where there is a doubt; the view has the text wrapped."""
        super().initStyleOption(option, index)
        if (self._painted or _drawn(index))[2]:
            option.text = _LINE_BREAK + option.text

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell, units as chips, and the mark in its first line."""
        drawn = _drawn(index)
        chips = self._laid_out(option, drawn)
        if chips is None:
            self._painted = drawn
            super().paint(painter, option, index)
            self._painted = None
        else:
            self._paint_chips(painter, option, chips)
        if not drawn[2]:
            return
        painter.save()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        dark = option.palette.base().color().lightness() < 128
        own = _MARK_COLOUR_ON_DARK if dark else _MARK_COLOUR
        painter.setPen(option.palette.highlightedText().color() if selected else own)
        painter.setFont(option.font)
        room: QRect = option.rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter, MARK)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return how much room a cell takes in the width of its column."""
        chips = self._laid_out(option, _drawn(index))
        if chips is None:
            return super().sizeHint(option, index)
        return QSize(option.rect.width(), math.ceil(chips.height) + 1)

    def _laid_out(self, option: QStyleOptionViewItem, drawn: Drawn) -> ChipLayout | None:
        chips, note, doubts = drawn
        if chips is None:
            return None
        return self._chips.layout(
            chips, note, marked=bool(doubts), width=option.rect.width(), font=option.font
        )

    def _paint_chips(
        self, painter: QPainter, option: QStyleOptionViewItem, chips: ChipLayout
    ) -> None:
        painter.save()
        painter.setClipRect(option.rect)
        # The style draws what lies under the text of any cell: selection, focus, stripes.
        option.widget.style().drawControl(
            QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget
        )
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        corner = QPointF(option.rect.topLeft())
        self._chips.draw(painter, chips, corner, option.font, option.palette, selected=selected)
        painter.restore()

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Make a stock editor, so that input methods and 撤销 within it work as everywhere."""
        editor = QPlainTextEdit(parent)
        editor.setAccessibleName(
            str(index.model().headerData(index.column(), Qt.Orientation.Horizontal))
        )
        editor.setTabChangesFocus(False)
        editor.setAcceptDrops(False)  # a dropped file is opened, not written into the cell
        editor.setFrameStyle(QFrame.Shape.Box | QFrame.Shadow.Plain)
        editor.document().setDocumentMargin(_MARGIN - 1)
        editor.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        editor.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if self.give_help is not None:
            self.give_help(editor, index)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Put the cell's text into the editor once; what is being typed is never overwritten."""
        assert isinstance(editor, QPlainTextEdit)
        if editor.property("begun"):
            return
        editor.setProperty("begun", True)
        editor.setPlainText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
        if self.replacing:
            editor.selectAll()
        else:
            cursor = editor.textCursor()
            cursor.movePosition(cursor.MoveOperation.End)
            editor.setTextCursor(cursor)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Take the text to the model."""
        assert isinstance(editor, QPlainTextEdit)
        model.setData(index, editor.toPlainText(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Cover the cell, with room for three lines and for the names of units, inside the table."""
        room: QRect = QRect(option.rect)
        least = editor.fontMetrics().lineSpacing() * 3 + 4 * _MARGIN
        room.setHeight(max(room.height(), least))
        parent = editor.parentWidget()
        if parent is not None and room.bottom() > parent.height():
            room.moveBottom(max(parent.height(), room.height()) - 1)
        if index.data(CHIPS_ROLE) is not None:
            wide = editor.fontMetrics().horizontalAdvance("单") * _UNITS_WIDTH
            room.setWidth(max(room.width(), wide))
            if parent is not None and room.right() >= parent.width():
                room.moveLeft(max(0, parent.width() - room.width()))
        editor.setGeometry(room)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter and Tab close the editor as in a sheet; Alt+Enter and Ctrl+Enter begin a new line.

        What helps with the cell takes its own keys first; while an input method composes, no key closes anything.
        """
        if isinstance(event, QKeyEvent) and isinstance(editor, QPlainTextEdit):
            helps = help_of(editor)
            if event.type() == QEvent.Type.ShortcutOverride and helps and helps.wants(event):
                event.accept()
                return True
            if event.type() != QEvent.Type.KeyPress:
                return super().eventFilter(editor, event)
            if is_composing(editor) and event.key() in _CLOSING:
                return True
            if helps is not None and helps.takes(event):
                return True
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            match event.key():
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    if event.modifiers() & _ADDS_LINE:
                        editor.insertPlainText("\n")
                    else:
                        self._finish(editor, -1 if back else 1, 0)
                    return True
                case Qt.Key.Key_Tab | Qt.Key.Key_Backtab:
                    back = back or event.key() == Qt.Key.Key_Backtab
                    self._finish(editor, 0, -1 if back else 1)
                    return True
        return super().eventFilter(editor, event)

    def _finish(self, editor: QPlainTextEdit, rows: int, columns: int) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        self.stepped.emit(rows, columns)


def _drawn(index: Index) -> Drawn:
    """Return the chips, note and doubts of a cell; of a model that is not ours, by their roles."""
    model = index.model()
    if isinstance(model, BookModel):
        return model.drawn(index.row(), index.column())
    return index.data(CHIPS_ROLE), index.data(NOTE_ROLE), index.data(DOUBTS_ROLE) or ()
