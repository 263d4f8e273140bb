"""The annex as a PDF that needs nothing done to it: A4, the page of GB/T 9704-2012, fonts embedded.

The same sheet and the same fonts give the same bytes. The file names no author and no date.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from desktop.domain.columns import Align
from desktop.domain.sheet import RowKind, Sheet
from desktop.output import page
from desktop.output.fonts import FontSet, Role
from desktop.output.linebreak import STRETCH_LIMIT, Line
from desktop.output.paginate import Page, PlacedRow, paginate
from desktop.output.pdfpage import BASELINE, PageCanvas, Pen, rule, stretchable_gaps
from desktop.output.saving import save
from desktop.output.tidy import tidy_sheet
from desktop.output.typeset import Box, SetSheet, set_sheet

_PRODUCER = "任务分工簿"
_GAP_LIMIT = 0.25  # ems of white added between two characters, at most
_DASH_HEIGHT = 0.38  # of a dash's upper edge over the baseline, of its size

# reportlab's fonts read their files through a position of their own, so documents take turns.
_ONE_AT_A_TIME = threading.Lock()


def write_pdf(sheets: Sequence[Sheet], path: Path, fonts: FontSet | None = None) -> None:
    """Set `sheets` and save them as `path`, whole or not at all. Raises what `made_pdf` and `save` raise."""
    save(path, made_pdf(sheets, fonts))


def made_pdf(sheets: Sequence[Sheet], fonts: FontSet | None = None) -> bytes:
    """Set `sheets`; return the whole file.

    Without `fonts` the installed and bundled ones are looked for, which takes a while.
    Raises `OutputError`: what `set_sheet` raises, and ``output.title_too_long``.
    """
    (sheet,) = sheets
    tidied = tidy_sheet(sheet)
    with _ONE_AT_A_TIME:
        document = _Document(tidied, FontSet() if fonts is None else fonts)
        return document.drawn()


class _Document:
    """One sheet on its way onto a canvas."""

    def __init__(self, sheet: Sheet, fonts: FontSet) -> None:
        self._sheet = sheet
        self._set: SetSheet = set_sheet(sheet, fonts)
        self._pages: list[Page] = paginate(self._set)
        self._fonts = fonts

    def drawn(self) -> bytes:
        """Draw every page; the whole file."""
        content = BytesIO()
        canvas = PageCanvas(
            content,
            pagesize=(page.PAGE_WIDTH, page.PAGE_HEIGHT),
            pageCompression=1,
            invariant=1,
            pdfVersion=(1, 7),
            lang="zh-CN",
        )
        title = "".join(self._sheet.title.split("\n"))
        canvas.setTitle(title)
        canvas.setAuthor("")
        canvas.setSubject("")
        canvas.setCreator(_PRODUCER)
        canvas.setProducer(_PRODUCER)
        canvas.setViewerPreference("DisplayDocTitle", "true")
        canvas.bookmarkPage("annex")
        canvas.addOutlineEntry(f"{self._sheet.mark} {title}".strip(), "annex", 0)
        pens = {role: Pen(canvas, self._fonts.face(role)) for role in Role}
        for index, one in enumerate(self._pages):
            canvas.addLiteral("\n".join(filter(None, self._page(index, one, pens))))
            canvas.showPage()
        canvas.save()
        return content.getvalue()

    def _page(self, index: int, one: Page, pens: dict[Role, Pen]) -> list[str]:
        out: list[str] = []
        if index == 0:
            out += self._head(pens)
        for placed in one.rows:
            out += _row(placed, pens[placed.row.role])
        out += _rules(one)
        if self._sheet.setup.first_page is not None:
            out.append(_page_number(self._sheet.setup.first_page + index, pens[Role.SONG]))
        return out

    def _head(self, pens: dict[Role, Pen]) -> list[str]:
        """The mark on the first line and the title from the third."""
        out = [
            pens[Role.HEI].operators(self._sheet.mark, page.MARK_SIZE, _at(0, 0, page.MARK_SIZE))
        ]
        pen, size = pens[Role.TITLE], page.TITLE_SIZE
        # A title's characters are centred on the height of the 3号 ones that a text line would have.
        top = 2 * page.LINE_PITCH + (page.MARK_SIZE - size) / 2
        for text in self._set.title:
            left = (page.BODY_WIDTH - pen.width(text, size)) / 2
            out.append(pen.operators(text, size, _at(left, top, size)))
            top += page.TITLE_LEADING
        return out


def _at(left: float, top: float, size: float) -> tuple[float, float]:
    """Page coordinates of the baseline of characters whose square begins at `left`, `top`."""
    return page.LEFT + left, page.PAGE_HEIGHT - page.TOP - top - size * BASELINE


def _row(placed: PlacedRow, pen: Pen) -> list[str]:
    out: list[str] = []
    row, size, leading = placed.row, page.CELL_SIZE, page.CELL_LEADING
    for lines, box in zip(row.cells, row.boxes, strict=True):
        top = placed.top + (row.height - len(lines) * leading) / 2 + (leading - size) / 2
        for line in lines:
            left, fill = _stand(line, box, size)
            out.append(
                pen.operators(line.text, size, _at(left, top, size), fill, line.squeeze * size)
            )
            top += leading
    return out


def _stand(line: Line, box: Box, size: float) -> tuple[float, float]:
    """Where a line begins in its row, and the white to spread over it."""
    white = box.measure - line.width * size
    if box.align is Align.CENTER:
        return box.left + page.CELL_PADDING + white / 2, 0.0
    left = box.left + page.CELL_PADDING
    if box.align is Align.LEFT or line.last or white > STRETCH_LIMIT * size:
        return left, 0.0
    gaps = sum(stretchable_gaps(line.text))
    return left, max(0.0, white) if white <= gaps * _GAP_LIMIT * size else 0.0


def _rules(one: Page) -> list[str]:
    """Rules between rows and columns, none through a group line, and the heavier frame."""
    left, right = page.LEFT, page.LEFT + page.BODY_WIDTH
    origin = page.PAGE_HEIGHT - page.TOP
    out = [f"0 Tc {page.RULE:g} w"]
    for placed in one.rows:
        top, bottom = origin - placed.top, origin - placed.top - placed.row.height
        if placed.top > one.top:
            out.append(rule(left, top, right, top))
        if placed.row.kind is RowKind.CELLS:
            out += [rule(left + b.left, top, left + b.left, bottom) for b in placed.row.boxes[1:]]
    height = one.bottom - one.top
    out.append(
        f"{page.FRAME:g} w {left:.2f} {origin - one.bottom:.2f} {page.BODY_WIDTH:.2f} {height:.2f} re S"
    )
    return out


def _page_number(number: int, pen: Pen) -> str:
    """— 1 — one character in from the outer edge: odd pages on the right, even ones on the left."""
    text, size = f"— {number} —", page.NUMBER_SIZE
    inset = page.BODY_WIDTH - pen.width(text, size) - size if number % 2 else size
    baseline = page.BOTTOM - page.NUMBER_DROP - _DASH_HEIGHT * size
    return pen.operators(text, size, (page.LEFT + inset, baseline))
