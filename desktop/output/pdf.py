"""The annex as a PDF that needs nothing done to it: the page of GB/T 9704-2012, fonts embedded.

The same sheets and the same fonts give the same bytes. The file names no author and no date.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from desktop.domain.sheet import RowKind, Sheet, SheetRow
from desktop.output.fonts import FontSet, Role
from desktop.output.paginate import Page, paginate
from desktop.output.pdfdrawing import PageDrawing, sheet_size
from desktop.output.pdfpage import PageCanvas, Pen
from desktop.output.saving import save
from desktop.output.tidy import tidy_sheet
from desktop.output.truetype import DamagedFont
from desktop.output.typeset import set_sheet

_PRODUCER = "任务分工簿"

# reportlab's fonts read their files through a position of their own, so documents take turns.
_ONE_AT_A_TIME = threading.Lock()


def write_pdf(sheets: Sequence[Sheet], path: Path, fonts: FontSet | None = None) -> tuple[str, ...]:
    """Save what `made_pdf` makes of `sheets` as `path`, whole or not at all; return what no font has.

    Raises `OutputError`: what `made_pdf` and `save` raise.
    """
    content, substituted = made_pdf(sheets, fonts)
    save(path, content)
    return substituted


def made_pdf(
    sheets: Sequence[Sheet], fonts: FontSet | None = None
) -> tuple[bytes, tuple[str, ...]]:
    """Set `sheets`, one at least; return the whole file, and the characters that no font has.

    Each sheet begins on a page of its own. Page numbers go on from sheet to sheet, from the first page
    of the first that has one; a sheet whose `first_page` is None is counted, but its pages bear no number.
    Without `fonts` the installed and bundled ones are looked for, which takes a while.

    Each character that no font has is printed as `fonts.SUBSTITUTE`, and the clerk must be told; they
    come in their order. Raises `OutputError`: what `set_sheet` raises; `ValueError` without a sheet.
    """
    if not sheets:
        raise ValueError("there is no sheet to set")
    tidied = [tidy_sheet(sheet) for sheet in sheets]
    with _ONE_AT_A_TIME, _no_search_for_cycles():
        content, substituted = _drawn(tidied, FontSet() if fonts is None else fonts)
    return content, tuple(sorted(substituted))


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Let the garbage collector rest: a table makes a million small objects, none of them garbage yet.

    The search through them would take a seventh of the time.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _drawn(sheets: Sequence[Sheet], fonts: FontSet) -> tuple[bytes, set[str]]:
    """The file, drawn anew without any font that turns out to be damaged."""
    while True:
        document = _Document(sheets, fonts)
        try:
            return document.drawn(), document.substituted
        except DamagedFont as damaged:
            if not fonts.reject(damaged.font):
                raise


class _Document:
    """Sheets on their way onto a canvas."""

    def __init__(self, sheets: Sequence[Sheet], fonts: FontSet) -> None:
        self._sheets = sheets
        self._fonts = fonts
        self._content = BytesIO()
        self._canvas = PageCanvas(
            self._content, pageCompression=1, invariant=1, pdfVersion=(1, 7), lang="zh-CN"
        )
        self.substituted: set[str] = set()
        self._pens = {role: Pen(self._canvas, fonts.face(role), self.substituted) for role in Role}
        self._number: int | None = None
        self._bookmarks = 0

    def drawn(self) -> bytes:
        """Draw every page; the whole file. Raises `DamagedFont`."""
        canvas = self._canvas
        canvas.setTitle(self._sheets[0].title.replace("\n", ""))
        canvas.setAuthor("")
        canvas.setSubject("")
        canvas.setCreator(_PRODUCER)
        canvas.setProducer(_PRODUCER)
        canvas.setViewerPreference("DisplayDocTitle", "true")
        for sheet in self._sheets:
            self._draw(sheet)
        canvas.save()
        return self._content.getvalue()

    def _draw(self, sheet: Sheet) -> None:
        set_one = set_sheet(sheet, self._fonts)
        pages = paginate(set_one)
        drawing = PageDrawing(set_one.paper, self._pens)
        if self._number is None:
            self._number = sheet.setup.first_page
        headings = dict(_headings(sheet))
        for index, one in enumerate(pages):
            self._canvas.turn_sheet(sheet_size(set_one.paper), turned=set_one.paper.turned)
            if index == 0:
                self._bookmark(sheet.label, 0, drawing.on_sheet(0.0))
            for number, top in _beginnings(one):
                if number in headings:
                    self._bookmark(headings.pop(number), 1, drawing.on_sheet(top))
            self._canvas.addLiteral(drawing.operators(one, set_one.head if index == 0 else ()))
            if self._number is not None:
                if sheet.setup.first_page is not None:
                    two_sided = sheet.setup.two_sided
                    self._canvas.addLiteral(drawing.number(self._number, two_sided=two_sided))
                self._number += 1
            self._canvas.showPage()

    def _bookmark(self, title: str, level: int, at: tuple[float, float]) -> None:
        """Let an entry of the outline lead to a place on the open page."""
        key = f"b{self._bookmarks}"
        self._bookmarks += 1
        self._canvas.bookmarkPage(key, fit="XYZ", left=round(at[0], 2), top=round(at[1], 2))
        self._canvas.addOutlineEntry(title, key, level)


def _beginnings(one: Page) -> Iterator[tuple[int, float]]:
    """The number of each row on `one` and its upper rule."""
    for placed in one.rows:
        yield placed.number, placed.top


def _headings(sheet: Sheet) -> Iterator[tuple[int, str]]:
    """The rows at which a part of the table begins, and what the part is called.

    Parts are named by the group lines where there are any, else by the first cells that rows share,
    else by the sections that the rows belong to.
    """
    grouped = any(row.kind is RowKind.GROUP for row in sheet.rows)
    current = ""
    for number, row in enumerate(sheet.rows):
        name = _part(row, grouped=grouped, merged=sheet.merges_first).replace("\n", "")
        begins = row.kind is RowKind.GROUP or (sheet.merges_first and row.begins)
        if name and (name != current or begins):
            yield number, name
        current = name or current


def _part(row: SheetRow, *, grouped: bool, merged: bool) -> str:
    if grouped:
        return row.cells[0] if row.kind is RowKind.GROUP else ""
    return row.cells[0] if merged else row.section
