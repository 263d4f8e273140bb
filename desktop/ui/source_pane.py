"""原文: the policy as cleaned, with the place of the chosen row lit, and the way from a marked text to a task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeySequence, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.document import Span
from desktop.domain.trace import Trace
from desktop.ui.positions import DocumentPositions

_SPAN_COLOUR = QColor(0xFF, 0xF2, 0xB3)
_CLAUSE_COLOUR = QColor(0xCF, 0xE4, 0xF7)
_INK = QColor(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of source text to light; `clause` are the words that assign, `found` what a search found."""

    span: Span
    clause: bool = False
    found: bool = False


class _SourceText(QPlainTextEdit):
    """A text that cannot be edited leaves 撤销 and 重做 to the window."""

    def event(self, event: QEvent) -> bool:
        """Let the window have the shortcuts that a read-only text would only swallow."""
        if event.type() == QEvent.Type.ShortcutOverride and (
            event.matches(QKeySequence.StandardKey.Undo)  # type: ignore[attr-defined]
            or event.matches(QKeySequence.StandardKey.Redo)  # type: ignore[attr-defined]
        ):
            event.ignore()
            return False
        return super().event(event)


class SourcePane(QWidget):
    """Shows one policy's text. `marked` gives a stretch of source text that is to become a task."""

    marked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trace: Trace | None = None
        self._positions = DocumentPositions("")
        self._places: tuple[Place, ...] = ()
        self._title = QLabel("原文")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self.mark_button = QPushButton("设为任务")
        self.mark_button.setToolTip("把选中的原文设为一项任务")
        self.mark_button.setEnabled(False)
        self.mark_button.clicked.connect(self.mark)
        self.text = _SourceText()
        self.text.setReadOnly(True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        # A bar that came only once the text is laid out would break the lines anew and move what is lit away.
        self.text.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.text.setAccessibleName("原文")
        self.text.setPlaceholderText("选中一项任务后，这里显示它的原文。")
        self.text.selectionChanged.connect(self._selection_changed)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.mark_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 0)
        layout.addLayout(head)
        layout.addWidget(self.text)
        self._can_mark = True
        #: Where what is lit begins, in the document shown.
        self._first: int | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._scroll_to_first)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what is lit in sight: lines break elsewhere in another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._settle.start(0)

    @property
    def trace(self) -> Trace | None:
        """The text shown, with its way back to the source."""
        return self._trace

    def set_read_only(self, read_only: bool) -> None:
        """Offer 设为任务 or not."""
        self._can_mark = not read_only
        self.mark_button.setVisible(not read_only)

    def show_trace(self, trace: Trace | None) -> None:
        """Show another policy's text."""
        if trace is self._trace:
            return
        self._trace = trace
        text = trace.text if trace is not None else ""
        self._positions = DocumentPositions(text)
        self.text.setPlainText(text)
        self._light()

    def light(self, places: Sequence[Place]) -> None:
        """Light these places and bring the first into sight; nothing moves where they are lit already."""
        if tuple(places) != self._places:
            self._places = tuple(places)
            self._light()

    def selected_span(self) -> Span | None:
        """Return the selected stretch as source text positions."""
        chosen = self._selected()
        return self._trace.to_source(*chosen) if self._trace is not None and chosen else None

    def selected_text(self) -> str:
        """Return the selected words as the policy was cleaned, empty where none are."""
        chosen = self._selected()
        return self._trace.text[slice(*chosen)] if self._trace is not None and chosen else ""

    def _selected(self) -> tuple[int, int] | None:
        """Return from where up to where the text shown is selected, without the white around it."""
        cursor = self.text.textCursor()
        if self._trace is None or not cursor.hasSelection():
            return None
        start = self._positions.to_text(cursor.selectionStart())
        end = self._positions.to_text(cursor.selectionEnd())
        chosen = self._trace.text[start:end]
        start += len(chosen) - len(chosen.lstrip())
        end -= len(chosen) - len(chosen.rstrip())
        return (start, end) if start < end else None

    def caret(self) -> int | None:
        """Return where the caret stands, as a source text position; None while no text is shown."""
        if self._trace is None:
            return None
        place = self._positions.to_text(self.text.textCursor().position())
        return self._trace.to_source(place, place).start

    def mark(self) -> None:
        """设为任务: give the selected stretch away."""
        span = self.selected_span()
        if span is not None and self._can_mark:
            self.marked.emit(span)

    def _selection_changed(self) -> None:
        self.mark_button.setEnabled(self._can_mark and self.text.textCursor().hasSelection())

    def _light(self) -> None:
        self._first = None
        if self._trace is None:
            self.text.setExtraSelections([])
            return
        lit = [self._selection(p, self._trace) for p in self._places]
        self.text.setExtraSelections(lit)
        if lit:
            self._first = min(selection.cursor.selectionStart() for selection in lit)
            self._settle.start(0)

    def _selection(self, place: Place, trace: Trace) -> QTextEdit.ExtraSelection:
        found = trace.to_text(place.span.start, place.span.end)
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(self._positions.to_document(found.start))
        cursor.setPosition(self._positions.to_document(found.end), QTextCursor.MoveMode.KeepAnchor)
        shape = QTextCharFormat()
        shape.setForeground(_INK)
        shape.setBackground(_CLAUSE_COLOUR if place.clause else _SPAN_COLOUR)
        if place.clause or place.found:
            # Not by colour alone: grey screens and eyes differ.
            shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        selection = QTextEdit.ExtraSelection()
        selection.cursor = cursor
        selection.format = shape
        return selection

    def _scroll_to_first(self) -> None:
        """Put the place near the top, with a line before it, and the caret there for those who use the keyboard."""
        if self._first is None or self.text.textCursor().hasSelection():
            return
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(min(self._first, self.text.document().characterCount() - 1))
        self.text.setTextCursor(cursor)
        self.text.centerCursor()
        # Only now are the lines around it laid out, so that they can be counted; by their own height, for that of
        # the font's metrics is another where Chinese comes from a second font.
        line = self.text.cursorRect()
        above = line.top() // max(line.height(), 1)
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.value() + above - 1)
