"""打印: the pages of a proof go to the printer one by one, beside the window, until the last or until 取消."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from desktop.services.proof import Proof
from desktop.support.errors import OutputError
from desktop.ui.page_view import grey_image

#: What a black-and-white laser printer sets; finer costs memory and time, and nobody sees it.
DPI = 300
_POINTS_PER_INCH = 72


def new_printer(proof: Proof, *, two_sided: bool, title: str) -> QPrinter:
    """Return a printer set up for the proof's paper, which the clerk may change in the system's dialog."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setCreator("任务分工簿")
    printer.setResolution(DPI)
    # The page brings its own margins; the printer's would move it.
    printer.setFullPage(True)
    printer.setPageLayout(_paper(proof, 0))
    printer.setDuplex(
        QPrinter.DuplexMode.DuplexLongSide if two_sided else QPrinter.DuplexMode.DuplexNone
    )
    return printer


def print_proof(
    proof: Proof,
    printer: QPrinter,
    cancelled: threading.Event,
    progress: Callable[[int, int], object],
) -> int:
    """Print the pages that `printer` is set to, in its number of copies; return how many pages went out.

    Call it beside the window: a page takes tenths of a second. `progress` gets the pages done and to do. Raises
    `OutputError` (``output.printer``) where the printer cannot be begun or breaks off. Pages that went out before
    `cancelled` was set stay printed.
    """
    wanted = _wanted(proof, printer)
    painter = QPainter()
    if not painter.begin(printer):
        raise OutputError("output.printer", name=printer.printerName())
    done = 0
    try:
        for index in wanted:
            turned = not done or (not cancelled.is_set() and _turn(printer, proof, index))
            drawn = turned and _draw(painter, printer, proof, index)
            if cancelled.is_set():
                printer.abort()
                break
            if not drawn:
                raise OutputError("output.printer", name=printer.printerName())
            done += 1
            progress(done, len(wanted))
    finally:
        ended = painter.end()
    if not ended and not cancelled.is_set():
        raise OutputError("output.printer", name=printer.printerName())
    return done


def _wanted(proof: Proof, printer: QPrinter) -> list[int]:
    """Return the indices of the pages in the order in which they go out."""
    first, last = printer.fromPage() or 1, printer.toPage() or len(proof)
    pages = list(range(first - 1, min(last, len(proof))))
    if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
        pages.reverse()
    # Where the printer does not make copies, they are pages like others.
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    if printer.collateCopies():
        return pages * copies
    return [page for page in pages for _ in range(copies)]


def _upright(proof: Proof, index: int) -> tuple[float, float]:
    """Return width and height, in points, of the sheet of paper as it lies in the printer."""
    width, height = proof.sizes[index]
    return (height, width) if proof.turns[index] % 180 else (width, height)


def _paper(proof: Proof, index: int) -> QPageLayout:
    width, height = _upright(proof, index)
    a4 = QPageSize(QPageSize.PageSizeId.A4)
    larger = max(width, height) > a4.size(QPageSize.Unit.Point).height() + 1
    lies = width > height
    return QPageLayout(
        QPageSize(QPageSize.PageSizeId.A3) if larger else a4,
        QPageLayout.Orientation.Landscape if lies else QPageLayout.Orientation.Portrait,
        QMarginsF(0, 0, 0, 0),
    )


def _turn(printer: QPrinter, proof: Proof, index: int) -> bool:
    """Begin the next sheet; where the document changes its paper, so does the printer."""
    if index and _upright(proof, index) != _upright(proof, index - 1):
        printer.setPageLayout(_paper(proof, index))
    return printer.newPage()


def _draw(painter: QPainter, printer: QPrinter, proof: Proof, index: int) -> bool:
    """Draw one page in its true size, smaller only where the clerk chose smaller paper; False where it is gone."""
    picture = proof.picture(index, DPI, upright=True)
    if picture is None:
        return False
    width, height = (
        points / _POINTS_PER_INCH * printer.resolution() for points in _upright(proof, index)
    )
    paper = printer.pageLayout().fullRectPixels(printer.resolution())
    scale = min(1.0, paper.width() / width, paper.height() / height)
    # A sheet is rounded to whole points of the printer: that is no smaller paper.
    scale = 1.0 if scale > 0.99 else scale
    painter.drawImage(QRectF(0, 0, width * scale, height * scale), grey_image(picture))
    return True
