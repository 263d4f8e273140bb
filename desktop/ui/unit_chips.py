"""Units drawn as chips that wrap over the lines of a cell; where each stands is worked out once a width."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPalette, QPen

from desktop.domain.chips import UnitChip

#: Stands before a name that an open question is about.
DOUBT = "●"
_MARGIN = 3.0  # pixels between the cell's border and its chips
_PAD = 5.0  # pixels between a chip's outline and its name
_GAP = 3.0  # pixels between two chips of a line
_ROUND = 6.0  # pixels
_MOST_LAYOUTS = 4000
_CLOSING = ("，", "；", "、", "。", ",", ";")


@dataclass(frozen=True, slots=True)
class _Run:
    """A piece of text in one line; `x`, `y` its left end on the base line, from the corner of the cell."""

    x: float
    y: float
    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class ChipLayout:
    """Where everything of one cell stands, in pixels from its upper left corner."""

    height: float
    runs: tuple[_Run, ...]
    outlines: QPainterPath
    doubtful: QPainterPath


class _Faces:
    """What is measured of one font."""

    def __init__(self, font: QFont) -> None:
        # A copy: an option's font is the option's own, and goes with it.
        self.plain = QFont(font)
        self.metrics = QFontMetricsF(font)
        self.line = self.metrics.height() + 2
        self.step = self.line + 3

    @cached_property
    def bold(self) -> QFont:
        font = QFont(self.plain)
        font.setBold(True)
        return font

    @cached_property
    def bold_metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self.bold)

    def of(self, bold: bool) -> QFontMetricsF:
        return self.bold_metrics if bold else self.metrics


class ChipPainter:
    """Measures and draws cells of chips; keeps what it has worked out."""

    def __init__(self) -> None:
        self._layouts: dict[tuple[object, ...], ChipLayout] = {}
        self._faces: dict[str, _Faces] = {}
        self._latest: tuple[QFont, _Faces] | None = None

    def layout(
        self, chips: tuple[UnitChip, ...], note: str, *, marked: bool, width: int, font: QFont
    ) -> ChipLayout:
        """Return where the chips of a cell of that width stand; `marked` leaves the first line to a mark."""
        faces = self._faces_of(font)
        key = (chips, note, marked, width, id(faces))  # they are kept as long as the layouts
        found = self._layouts.get(key)
        if found is None:
            if len(self._layouts) >= _MOST_LAYOUTS:
                self._layouts.clear()
            found = _laid_out(chips, note, marked, float(width), faces)
            self._layouts[key] = found
        return found

    def draw(
        self,
        painter: QPainter,
        layout: ChipLayout,
        corner: QPointF,
        font: QFont,
        palette: QPalette,
        *,
        selected: bool,
    ) -> None:
        """Draw a cell's chips; the outline of one in question is broken, so that no colour is needed to see it."""
        faces = self._faces_of(font)
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        ink = palette.color(role)
        faint = QColor(ink)
        faint.setAlpha(110)
        painter.translate(corner)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(faint, 1.0))
        painter.drawPath(layout.outlines)
        if not layout.doubtful.isEmpty():
            painter.setPen(QPen(ink, 1.0, Qt.PenStyle.DashLine))
            painter.drawPath(layout.doubtful)
        painter.setPen(ink)
        painter.setFont(faces.plain)
        bold = False
        for run in layout.runs:
            if run.bold is not bold:
                bold = run.bold
                painter.setFont(faces.bold if bold else faces.plain)
            painter.drawText(QPointF(run.x, run.y), run.text)
        painter.translate(-corner)

    def _faces_of(self, font: QFont) -> _Faces:
        if self._latest is not None and self._latest[0] == font:
            return self._latest[1]
        name = font.key()  # takes longer than drawing a name
        faces = self._faces.get(name)
        if faces is None:
            faces = self._faces[name] = _Faces(font)
        self._latest = QFont(font), faces
        return faces


class _Lines:
    """The place where the next piece goes, line by line."""

    def __init__(self, width: float, faces: _Faces, top: float) -> None:
        self.left, self.right = _MARGIN, max(width - _MARGIN, _MARGIN + 2 * _PAD + faces.line)
        self.x, self.y = self.left, top
        self.faces = faces

    @property
    def base(self) -> float:
        return self.y + 1 + self.faces.metrics.ascent()

    @property
    def begun(self) -> bool:
        return self.x > self.left

    def next(self) -> None:
        self.x = self.left
        self.y += self.faces.step


def _laid_out(
    chips: tuple[UnitChip, ...], note: str, marked: bool, width: float, faces: _Faces
) -> ChipLayout:
    lines = _Lines(width, faces, 2.0 + (faces.metrics.lineSpacing() if marked else 0.0))
    runs: list[_Run] = []
    outlines, doubtful = QPainterPath(), QPainterPath()
    for chip in chips:
        _put_chip(chip, lines, runs, doubtful if chip.doubtful else outlines)
        if chip.after:
            _put_text(chip.after, lines, runs)
            lines.x += _GAP
    if note:
        if lines.begun:
            lines.next()
        _put_text(note, lines, runs)
    bottom = lines.y + (faces.line if chips or note else 0.0)
    return ChipLayout(bottom + 2.0, tuple(runs), outlines, doubtful)


def _put_chip(chip: UnitChip, lines: _Lines, runs: list[_Run], outline: QPainterPath) -> None:
    faces = lines.faces
    text = DOUBT + chip.name if chip.doubtful else chip.name
    metrics = faces.of(chip.lead)
    width = metrics.horizontalAdvance(text)
    # A mark that closes never begins a line, so its chip goes with it.
    # Its ink is in its left half.
    after = faces.metrics.horizontalAdvance(chip.after) / 2 if chip.after in _CLOSING else 0.0
    if lines.begun and lines.x + width + 2 * _PAD + after > lines.right:
        lines.next()
    room = lines.right - lines.left - 2 * _PAD - after
    pieces = [text] if width <= room else _broken(text, metrics, room, room)
    top = lines.y
    for place, piece in enumerate(pieces):
        if place:
            # Within one chip lines stand as close as text does.
            lines.y += faces.line
        runs.append(_Run(lines.x + _PAD, lines.base, piece, chip.lead))
    wide = width if len(pieces) == 1 else room
    outline.addRoundedRect(
        QRectF(lines.x + 0.5, top + 0.5, wide + 2 * _PAD - 1, lines.y - top + faces.line - 1),
        _ROUND,
        _ROUND,
    )
    lines.x += wide + 2 * _PAD + _GAP


def _put_text(text: str, lines: _Lines, runs: list[_Run]) -> None:
    metrics = lines.faces.metrics
    room = lines.right - lines.left
    lines.x -= _GAP / 2 if lines.begun else 0
    width = metrics.horizontalAdvance(text)
    if text in _CLOSING:
        runs.append(_Run(lines.x, lines.base, text))
        lines.x += width
        return
    if lines.begun and lines.x + width > lines.right and width <= room:
        lines.next()
    first = lines.right - lines.x
    for place, piece in enumerate(_broken(text, metrics, first, room)):
        if place:
            lines.next()
        if piece:
            runs.append(_Run(lines.x, lines.base, piece))
            lines.x += metrics.horizontalAdvance(piece)


def _broken(text: str, metrics: QFontMetricsF, first: float, room: float) -> list[str]:
    """Break text into pieces, the first for `first` pixels, the others for `room`; only the first may be empty."""
    pieces: list[str] = []
    piece, left, used = "", first, 0.0
    for character in text:
        wide = metrics.horizontalAdvance(character)
        if used + wide > left and (piece or not pieces):
            pieces.append(piece)
            piece, left, used = "", room, 0.0
        piece += character
        used += wide
    return [*pieces, piece]
