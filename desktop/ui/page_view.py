"""The pages of a proof below one another; each is drawn when it comes into view."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from desktop.services.proof import Picture, Proof
from desktop.support.errors import FengongError
from desktop.ui.jobs import Jobs

#: Points of a screen to an inch of paper at 100 %.
_SCREEN_DPI = 96
_POINTS_PER_INCH = 72
_GAP = 14
_LEAST_ZOOM, _MOST_ZOOM = 0.25, 4.0
_STEP = 1.25
#: Pages are drawn finer than they are shown: set to whole points of a screen, small characters stand unevenly.
_FINER = 2
#: Bytes of pictures kept.
_KEPT = 96 << 20

#: Instead of a zoom: as wide as the view, or the whole page in it.
FIT_WIDTH, FIT_PAGE = "适合宽度", "整页"


@dataclass(frozen=True, slots=True)
class _Key:
    """Which picture: of which proof's which page, in how many points of the screen."""

    generation: int
    page: int
    width: int
    height: int


class PageView(QAbstractScrollArea):
    """`page_changed` gives the number of the page in the middle, from 1, and how many there are."""

    page_changed = Signal(int, int)
    zoomed = Signal()
    failed = Signal(object)

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._proof: Proof | None = None
        self._generation = 0
        self._fit: str | None = FIT_PAGE
        self._zoom = 1.0
        self._images: OrderedDict[_Key, QImage] = OrderedDict()
        self._asked: set[_Key] = set()
        self._places: list[QRect] = []
        self._shown = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("预览")
        self.setBackgroundRole(QPalette.ColorRole.Mid)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Mid)
        self.verticalScrollBar().valueChanged.connect(self._tell_page)

    @property
    def zoom(self) -> float:
        """The present zoom, 1.0 for 100 %."""
        return self._zoom

    @property
    def page(self) -> int:
        """The number of the page in the middle, from 1; 0 where nothing is shown."""
        return self._shown

    def show_proof(self, proof: Proof) -> None:
        """Show another proof, at the place where the one before it was left; that one is closed."""
        self.close_proof()
        self._proof = proof
        self._arrange()
        self._shown = 0
        self._tell_page()
        self.viewport().update()

    def close_proof(self) -> None:
        """Let go of the proof, beside the window: a page of it may be on its way. What comes late is dropped."""
        before, self._proof = self._proof, None
        self._generation += 1
        self._images.clear()
        self._asked.clear()
        if before is not None:
            self._jobs.run(before.close, lambda _nothing: None, lambda _error: None)

    def set_zoom(self, zoom: float | str) -> None:
        """Show pages at `zoom`, 1.0 for 100 %, or `FIT_WIDTH` or `FIT_PAGE`, which follow the view's size."""
        page = self._shown
        if isinstance(zoom, str):
            self._fit = zoom
        else:
            self._fit = None
            self._zoom = min(_MOST_ZOOM, max(_LEAST_ZOOM, zoom))
        self._arrange()
        self.show_page(page)
        self.zoomed.emit()

    def show_page(self, number: int) -> None:
        """Bring the head of page `number`, from 1, into view."""
        if 1 <= number <= len(self._places):
            self.verticalScrollBar().setValue(self._places[number - 1].top() - _GAP // 2)
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is in view; ask for the pictures that are not there."""
        painter = QPainter(self.viewport())
        shift = -self.horizontalScrollBar().value(), -self.verticalScrollBar().value()
        for index, place in enumerate(self._places):
            seen = place.translated(*shift)
            if not seen.intersects(event.rect()):
                continue
            painter.fillRect(seen.translated(2, 2), QColor(0, 0, 0, 60))
            painter.fillRect(seen, Qt.GlobalColor.white)
            image = self._image(index)
            if image is not None:
                painter.drawImage(seen, image)
            else:
                painter.setPen(Qt.GlobalColor.gray)
                painter.drawText(seen, Qt.AlignmentFlag.AlignCenter, "正在显示…")
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the view's size."""
        super().resizeEvent(event)
        self._arrange()
        self._tell_page()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = event.angleDelta().y() / 120
            self.set_zoom(self._zoom * _STEP**steps)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the first or last page, or one further."""
        match event.key():
            case Qt.Key.Key_Home:
                self.show_page(1)
            case Qt.Key.Key_End:
                self.show_page(len(self._places))
            case Qt.Key.Key_PageDown:
                self.show_page(min(self._shown + 1, len(self._places)))
            case Qt.Key.Key_PageUp:
                self.show_page(max(self._shown - 1, 1))
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.set_zoom(self._zoom * _STEP)
            case Qt.Key.Key_Minus:
                self.set_zoom(self._zoom / _STEP)
            case _:
                super().keyPressEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Draw anew: pages are drawn where they stand."""
        del dx, dy
        self.viewport().update()

    def minimumSizeHint(self) -> QSize:
        """Room for a small page."""
        return QSize(320, 320)

    def _arrange(self) -> None:
        """Place the pages below one another, each in the middle."""
        sizes = self._proof.sizes if self._proof is not None else ()
        room = self.viewport().size()
        if self._fit is not None and sizes:
            self._zoom = self._fitting(sizes, room)
        scale = self._zoom * _SCREEN_DPI / _POINTS_PER_INCH
        widest = max((round(w * scale) for w, _ in sizes), default=0)
        whole = max(room.width(), widest + 2 * _GAP)
        top = _GAP
        self._places = []
        for width, height in sizes:
            size = QSize(round(width * scale), round(height * scale))
            self._places.append(
                QRect((whole - size.width()) // 2, top, size.width(), size.height())
            )
            top += size.height() + _GAP
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setRange(0, max(0, top - room.height()))
        vertical.setPageStep(room.height())
        vertical.setSingleStep(40)
        horizontal.setRange(0, max(0, whole - room.width()))
        horizontal.setPageStep(room.width())

    def _fitting(self, sizes: tuple[tuple[float, float], ...], room: QSize) -> float:
        width, height = max(w for w, _ in sizes), max(h for _, h in sizes)
        points = _POINTS_PER_INCH / _SCREEN_DPI
        zoom = (room.width() - 2 * _GAP) * points / width
        if self._fit == FIT_PAGE:
            zoom = min(zoom, (room.height() - 2 * _GAP) * points / height)
        return min(_MOST_ZOOM, max(_LEAST_ZOOM, zoom))

    def _tell_page(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        found = sum(place.top() - _GAP <= middle for place in self._places)
        if found != self._shown:
            self._shown = found
            self.page_changed.emit(found, len(self._places))

    def _image(self, index: int) -> QImage | None:
        """Return the page's picture as it is, one of another size till it comes, or None."""
        ratio = self.devicePixelRatioF()
        place = self._places[index]
        key = _Key(
            self._generation, index, round(place.width() * ratio), round(place.height() * ratio)
        )
        if key in self._images:
            self._images.move_to_end(key)
            return self._images[key]
        self._ask(key)
        return next((image for k, image in self._images.items() if k.page == index), None)

    def _ask(self, key: _Key) -> None:
        proof = self._proof
        if proof is None or key in self._asked:
            return
        self._asked.add(key)
        self._jobs.run(
            lambda: _drawn(proof, key),
            lambda image: self._take(key, image),
            lambda error: self._tell_failure(key, error),
        )

    def _tell_failure(self, key: _Key, error: FengongError) -> None:
        # Asked for again when it next comes into sight, not at once, so that a lasting fault does not go round.
        self._asked.discard(key)
        if key.generation == self._generation:
            self.failed.emit(error)

    def _take(self, key: _Key, image: QImage | None) -> None:
        self._asked.discard(key)
        if image is None or key.generation != self._generation:
            return
        self._images[key] = image
        while sum(i.sizeInBytes() for i in self._images.values()) > _KEPT and len(self._images) > 2:
            self._images.popitem(last=False)
        self.viewport().update()


def _drawn(proof: Proof, key: _Key) -> QImage | None:
    dpi = _POINTS_PER_INCH * key.width / proof.sizes[key.page][0]
    picture = proof.picture(key.page, dpi * _FINER)
    if picture is None:
        return None
    keep, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    return grey_image(picture).scaled(key.width, key.height, keep, smooth)


def grey_image(picture: Picture) -> QImage:
    """Return the picture as Qt's, with bytes of its own."""
    shape = picture.width, picture.height, picture.stride
    return QImage(picture.data, *shape, QImage.Format.Format_Grayscale8).copy()
