"""Offers units while a list of them is typed; the editor keeps the keyboard throughout."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QPlainTextEdit

from desktop.domain.completion import Offer, Source, word_at
from desktop.ui.editor_help import EditorHelp, overlay, put_beside

_UP, _DOWN = Qt.Key.Key_Up, Qt.Key.Key_Down
_TAKING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_LEAST_WIDTH = 160  # pixels

#: Returns what a typed word may mean, without the names that stand in the cell already.
Offering = Callable[[str, Iterable[str]], tuple[Offer, ...]]
#: Reads the names of the units in a text.
Naming = Callable[[str], Iterable[str]]


class UnitCompleter(EditorHelp):
    """The list of offers below the line being typed. ↑↓ choose, Enter or Tab takes, Esc closes the list only."""

    def __init__(self, editor: QPlainTextEdit, offering: Offering, naming: Naming) -> None:
        self._offering = offering
        self._naming = naming
        self._offers: tuple[Offer, ...] = ()
        self._start = 0
        #: The text and the place in it that the list was made for.
        self._made_for = ("", -1)
        self.list = QListWidget()
        super().__init__(editor)
        overlay(self.list, editor)
        self.list.setAccessibleName("可选单位")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.itemClicked.connect(self._clicked)
        # Read out with the editor, which keeps the keyboard.
        self.list.currentTextChanged.connect(editor.setAccessibleDescription)
        editor.textChanged.connect(self._typed)

    @property
    def shown(self) -> bool:
        """Whether there is a list to choose from."""
        return not self.list.isHidden()

    def look(self) -> None:
        """Follow the line being typed; close the list where it is no longer about what stands there."""
        if not self.shown:
            return
        if self.composing or self._here() != self._made_for:
            self.close()
        else:
            self._show()

    def close(self) -> None:
        """Close the list."""
        self.list.hide()

    def takes(self, event: QKeyEvent) -> bool:
        """Choose, take or close while the list is shown."""
        if not self.shown or self.composing or event.modifiers() & ~_PAD:
            return False
        row = self.list.currentRow()
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                count = self.list.count()
                # From no choice at all ↓ goes to the first and ↑ to the last.
                step = 1 if event.key() == _DOWN else (-1 if row >= 0 else 0)
                self.list.setCurrentRow((row + step) % count)
                return True
            case Qt.Key.Key_Escape:
                self.close()
                return True
            case key if key in _TAKING and row >= 0:
                self._take(row)
                return True
        return False

    def _here(self) -> tuple[str, int]:
        return self.editor.toPlainText(), self.editor.textCursor().position()

    def _typed(self) -> None:
        """Make the list anew for what stands before the cursor."""
        if not self.editor.isVisible() or self.composing or self.editor.textCursor().hasSelection():
            self.close()
            return
        text, position = self._made_for = self._here()
        word = word_at(text, position)
        if word is None:
            self.close()
            return
        self._start, typed = word
        self._offers = self._offering(typed, self._naming(text[: self._start] + text[position:]))
        if not self._offers or (len(self._offers) == 1 and self._offers[0].name == typed):
            self.close()
            return
        self.list.clear()
        self.list.addItems([_said(offer) for offer in self._offers])
        # A name that is written out is what the clerk wants: Enter must not put another in its place.
        whole = any(typed in (offer.name, offer.by) for offer in self._offers)
        self.list.setCurrentRow(-1 if whole else 0)
        self._show()

    def _show(self) -> None:
        frame = 2 * self.list.frameWidth()
        wide = max(_LEAST_WIDTH, self.list.sizeHintForColumn(0) + frame + 8)
        high = self.list.sizeHintForRow(0) * self.list.count() + frame
        self.list.resize(min(wide, self.editor.window().width()), high)
        line = self.editor.cursorRect()
        line.translate(self.editor.viewport().pos())
        cursor = self.editor.textCursor()
        cursor.setPosition(self._start)
        begin = self.editor.cursorRect(cursor)
        if begin.top() == self.editor.cursorRect().top():
            line.moveLeft(begin.left() + self.editor.viewport().x())
        put_beside(self.list, self.editor, line)
        self.list.show()

    def _clicked(self) -> None:
        self._take(self.list.currentRow())

    def _take(self, row: int) -> None:
        offer = self._offers[row]
        end = self._made_for[1]
        cursor = self.editor.textCursor()
        cursor.setPosition(self._start)
        cursor.setPosition(end, cursor.MoveMode.KeepAnchor)
        blocked = self.editor.blockSignals(True)
        cursor.insertText(offer.name)
        self.editor.blockSignals(blocked)
        self.editor.setTextCursor(cursor)
        self.close()


_PAD = Qt.KeyboardModifier.KeypadModifier


def _said(offer: Offer) -> str:
    notes = []
    if offer.by:
        notes.append(offer.by)
    if offer.source is Source.OWN:
        notes.append("本簿名录")
    if offer.source is Source.UNPROVED:
        notes.append("目录中没有")
    if not offer.current:
        notes.append("当时没有或已撤并")
    return offer.name + (f"（{'，'.join(notes)}）" if notes else "")
