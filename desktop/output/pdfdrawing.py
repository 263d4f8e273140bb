"""Draws a set page: its operators, from the place of every line and rule on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from desktop.domain.columns import Align
from desktop.domain.sheet import RowKind
from desktop.output import page
from desktop.output.fonts import Role
from desktop.output.linebreak import STRETCH_LIMIT, Line
from desktop.output.page import Geometry
from desktop.output.paginate import Page, PlacedRow, merged_parts
from desktop.output.pdfpage import BASELINE, Other, Pen, gap_count, rule
from desktop.output.surround import PlacedPassage
from desktop.output.typeset import Box, SetCell

_GAP_LIMIT: Final = 0.15  # ems of white added between two characters, at most
_DASH_HEIGHT: Final = 0.38  # of a dash's upper edge over the baseline, of its size

#: From the page as it is read to the sheet that stands upright, which is then turned by 90 degrees.
_TURN = f"0 1 -1 0 {page.PAGE_WIDTH:.3f} 0 cm"


def sheet_size(paper: Geometry) -> tuple[float, float]:
    """Width and height of the sheet of paper as it stands in the file."""
    return (paper.height, paper.width) if paper.turned else (paper.width, paper.height)


class PageDrawing:
    """Draws pages of one kind of paper."""

    def __init__(self, paper: Geometry, pens: Mapping[Role, Pen]) -> None:
        """Draw with `pens`, one for each part that a typeface plays."""
        self._paper = paper
        self._pens = pens

    def operators(self, one: Page, head: tuple[PlacedPassage, ...]) -> str:
        """The table's part on `one`, below `head` where that is not empty."""
        parts = [self._passage(placed) for placed in head]
        shared = {id(rows[0]): (merged, rows) for merged, rows in merged_parts(one)}
        for placed in one.rows:
            if id(placed) in shared:
                merged, rows = shared[id(placed)]
                parts += self._cell(merged.cell, merged.box, rows[0].top, rows[-1].bottom)
            parts += self._row(placed)
        if one.note is not None:
            parts.append(self._passage(one.note))
        parts += self._rules(one)
        drawn = "\n".join(filter(None, parts))
        return f"q {_TURN}\n{drawn}\nQ" if self._paper.turned else drawn

    def on_sheet(self, top: float) -> tuple[float, float]:
        """The place in the file of the left end of a horizontal line `top` below the type area's top."""
        x, y = self._paper.left, self._paper.height - self._paper.top - top
        return (page.PAGE_WIDTH - y, x) if self._paper.turned else (x, y)

    def number(self, number: int, *, two_sided: bool) -> str:
        """— 1 — one character in from the outer edge, below the 版心 of the upright sheet."""
        paper = self._paper
        # A turned table leaves the number where the upright pages of the document have it.
        left, right, foot = paper.left, paper.width - paper.right, paper.bottom
        if paper.turned:
            left, right, foot = page.LEFT, page.PAGE_WIDTH - page.RIGHT, page.BOTTOM
        text, size, pen = f"— {number} —", page.NUMBER_SIZE, self._pens[Role.SONG]
        on_right = number % 2 or not two_sided
        x = right - size - pen.width(text, size) if on_right else left + size
        return pen.operators(text, size, (x, foot - page.NUMBER_DROP - _DASH_HEIGHT * size))

    def _at(self, left: float, top: float, size: float) -> tuple[float, float]:
        """The baseline of characters whose square begins at `left`, `top` of the type area."""
        return (
            self._paper.left + left,
            self._paper.height - self._paper.top - top - size * BASELINE,
        )

    def _passage(self, placed: PlacedPassage) -> str:
        passage, top, out = placed.passage, placed.top, []
        pen = self._pens[passage.role]
        for line in passage.lines:
            left, fill = _stand(line, passage.align, self._paper.body_width, passage.size)
            at = self._at(left, top, passage.size)
            out.append(
                pen.operators(line.text, passage.size, at, fill, line.squeeze * passage.size)
            )
            top += passage.leading
        return "\n".join(filter(None, out))

    def _row(self, placed: PlacedRow) -> list[str]:
        row, out = placed.row, []
        for cell, box in zip(row.cells, row.boxes, strict=True):
            out += self._cell(cell, box, placed.top, placed.bottom, row.role)
        return out

    def _cell(
        self, cell: SetCell, box: Box, top: float, bottom: float, role: Role = Role.FANG
    ) -> list[str]:
        """The cell's lines in the middle between two rules."""
        size, leading = self._paper.cell_size, self._paper.cell_leading
        pen, bold, out = self._pens[role], self._pens[Role.HEI], []
        top = (top + bottom - len(cell.lines) * leading + leading - size) / 2
        for line in cell.lines:
            left, fill = _stand(line, box.align, box.measure, size)
            at = self._at(box.left + page.CELL_PADDING + left, top, size)
            other = Other(bold, _within(line, cell.strong)) if cell.strong else None
            out.append(pen.operators(line.text, size, at, fill, line.squeeze * size, other))
            top += leading
        return out

    def _rules(self, one: Page) -> list[str]:
        """Rules between rows and columns, none through a group line or a shared cell, and the heavier frame."""
        if not one.rows:
            return []
        paper = self._paper
        left, right = paper.left, paper.left + paper.body_width
        origin = paper.height - paper.top
        out = [f"{page.RULE:g} w"]
        above: PlacedRow | None = None
        for placed in one.rows:
            if above is not None:
                merged = placed.row.merged
                shared = merged is not None and merged is above.row.merged
                start = left + placed.row.boxes[1].left if merged and shared else left
                out.append(rule(start, origin - placed.top, right, origin - placed.top))
            above = placed
        for x, top, bottom in _column_rules(one):
            out.append(rule(left + x, origin - top, left + x, origin - bottom))
        height = one.bottom - one.top
        frame = f"{left:.2f} {origin - one.bottom:.2f} {paper.body_width:.2f} {height:.2f} re S"
        return [*out, f"{page.FRAME:g} w {frame}"]


def _column_rules(one: Page) -> Iterator[tuple[float, float, float]]:
    """Place, top and bottom of the rules between columns, each as long as rows of cells follow each other."""
    run: list[PlacedRow] = []
    for placed in [*one.rows, None]:
        if placed is not None and placed.row.kind is RowKind.CELLS:
            run.append(placed)
            continue
        if run:
            for box in run[0].row.boxes[1:]:
                yield box.left, run[0].top, run[-1].bottom
        run = []


def _stand(line: Line, align: Align, measure: float, size: float) -> tuple[float, float]:
    """Where a line begins in its `measure`, and the white to spread over it."""
    white = measure - line.width * size
    if align is Align.CENTER:
        return white / 2, 0.0
    if align is Align.LEFT or line.last or white > STRETCH_LIMIT * size:
        return 0.0, 0.0
    room = gap_count(line.text) * _GAP_LIMIT
    return 0.0, max(0.0, white) if white <= room * size else 0.0


def _within(line: Line, stretches: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """The parts of `stretches` that fall on `line`, counted from its beginning."""
    length = len(line.text)
    own = ((max(0, s - line.start), min(length, e - line.start)) for s, e in stretches)
    return tuple((start, end) for start, end in own if start < end)
