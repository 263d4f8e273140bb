"""Sets a sheet's texts in lines and rows, before anything is known of pages. Lengths are points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from desktop.domain.columns import Align
from desktop.domain.sheet import RowKind, Sheet, SheetRow, Strong, first_cell_runs
from desktop.output import page
from desktop.output.columnwidths import column_widths
from desktop.output.fonts import FontSet, Role
from desktop.output.linebreak import Line, break_lines, break_set
from desktop.output.page import Geometry
from desktop.output.surround import Passage, PlacedPassage, head_of, note_of
from desktop.support.errors import OutputError

_CACHED_LENGTH = 32  # dates and units recur from row to row, long texts do not
_LEAST_START = 4  # lines of a first row that a page with title and header must have room for


@dataclass(frozen=True, slots=True)
class Box:
    """A cell's place in its row: from the left edge of the table, its width, how its text stands."""

    left: float
    width: float
    align: Align

    @property
    def measure(self) -> float:
        """The width that text may take."""
        return self.width - 2 * page.CELL_PADDING


@dataclass(frozen=True, slots=True)
class SetCell:
    """A cell's lines, and the stretches of its text that are set in 黑体, in characters of the cell."""

    lines: tuple[Line, ...]
    strong: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Merged:
    """What neighbouring rows share: the cell in their first column, `height` points at least."""

    cell: SetCell
    box: Box
    height: float


@dataclass(frozen=True, slots=True)
class SetRow:
    """A row in lines, `leading` points from one to the next: one cell and one box for each column.

    Of a row that shares its first cell `merged` is that cell, and its own first cell is empty.
    """

    cells: tuple[SetCell, ...]
    boxes: tuple[Box, ...]
    role: Role
    leading: float
    kind: RowKind = RowKind.CELLS
    least_height: float = 0.0
    merged: Merged | None = None

    @property
    def lines(self) -> int:
        """How many lines its longest cell has, 1 at least."""
        return max(1, *(len(cell.lines) for cell in self.cells))

    @property
    def height(self) -> float:
        """From its upper rule to its lower one."""
        return max(self.least_height, self.lines * self.leading + 2 * page.ROW_PADDING)

    def split(self, lines: int) -> tuple[SetRow, SetRow]:
        """The row's first `lines` lines and the rest of it."""
        return (
            replace(self, cells=tuple(SetCell(c.lines[:lines], c.strong) for c in self.cells)),
            replace(self, cells=tuple(SetCell(c.lines[lines:], c.strong) for c in self.cells)),
        )


@dataclass(frozen=True, slots=True)
class SetSheet:
    """A sheet in lines: what stands above the table, which begins at `top` on the first page, and below it."""

    paper: Geometry
    head: tuple[PlacedPassage, ...]
    top: float
    header: SetRow
    rows: tuple[SetRow, ...]
    note: Passage | None = None


def set_sheet(sheet: Sheet, fonts: FontSet) -> SetSheet:
    """Set `sheet` with the typefaces of `fonts`.

    Raises `OutputError`: ``output.no_columns``, ``output.title_too_long`` when what stands above the
    table leaves no room for a row, ``output.no_font``.
    """
    paper = page.geometry(sheet.setup)
    boxes = _boxes(sheet)
    setter = _Setter(fonts, paper)
    head, top = head_of(sheet, fonts, paper)
    header = setter.header(sheet, boxes)
    first_room = paper.body_height - top - header.height
    if first_room < start_height(paper):
        raise OutputError("output.title_too_long", lines=sum(len(p.passage.lines) for p in head))
    rows = setter.merged(sheet.rows, boxes, first_room) if sheet.merges_first else None
    return SetSheet(
        paper=paper,
        head=head,
        top=top,
        header=header,
        rows=rows or tuple(setter.row(row, boxes) for row in sheet.rows),
        note=note_of(sheet, fonts, paper),
    )


def start_height(paper: Geometry) -> float:
    """The room that the first part of a row taller than a page needs, to begin on a page."""
    return _LEAST_START * paper.cell_leading + 2 * page.ROW_PADDING


def _boxes(sheet: Sheet) -> tuple[Box, ...]:
    widths = column_widths(sheet)
    lefts = accumulate(widths, initial=0.0)
    return tuple(
        Box(left, width, column.align)
        for left, width, column in zip(lefts, widths, sheet.columns, strict=False)
    )


class _Setter:
    """Breaks cells into lines and remembers the short ones."""

    def __init__(self, fonts: FontSet, paper: Geometry) -> None:
        self._fonts = fonts
        self._paper = paper
        self._whole = (Box(0.0, paper.body_width, Align.LEFT),)
        self._known: dict[tuple[str, float, Role], tuple[Line, ...]] = {}

    def header(self, sheet: Sheet, boxes: tuple[Box, ...]) -> SetRow:
        """The row of column titles."""
        centred = tuple(replace(box, align=Align.CENTER) for box in boxes)
        titles = SheetRow(tuple(column.title for column in sheet.columns))
        return replace(self._row(titles, centred, Role.HEI), least_height=page.HEADER_HEIGHT)

    def row(self, row: SheetRow, boxes: tuple[Box, ...]) -> SetRow:
        """A row of cells, or a group line over the whole width."""
        if row.kind is RowKind.GROUP:
            return self._row(row, self._whole, Role.HEI)
        return self._row(row, boxes, Role.FANG)

    def merged(
        self, rows: Sequence[SheetRow], boxes: tuple[Box, ...], room: float
    ) -> tuple[SetRow, ...]:
        """All rows, neighbours with the same first cell sharing it, unless it is taller than `room`."""
        out: list[SetRow] = []
        for run in first_cell_runs(rows):
            cell = self._cell(run[0], 0, boxes[0], Role.FANG)
            height = len(cell.lines) * self._paper.cell_leading + 2 * page.ROW_PADDING
            if run[0].kind is RowKind.GROUP or len(run) == 1 or height > room:
                out += [self.row(row, boxes) for row in run]
                continue
            shared = Merged(cell, boxes[0], height)
            for row in run:
                own = replace(
                    row,
                    cells=("", *row.cells[1:]),
                    strong=tuple(s for s in row.strong if s.cell > 0),
                )
                out.append(replace(self.row(own, boxes), merged=shared))
        return tuple(out)

    def _row(self, row: SheetRow, boxes: tuple[Box, ...], role: Role) -> SetRow:
        cells = tuple(self._cell(row, index, box, role) for index, box in enumerate(boxes))
        return SetRow(cells, boxes, role, self._paper.cell_leading, row.kind)

    def _cell(self, row: SheetRow, index: int, box: Box, role: Role) -> SetCell:
        text = row.cells[index]
        measure = box.measure / self._paper.cell_size
        if row.strong and role is not Role.HEI:
            strong = tuple((s.start, s.end) for s in row.strong if s.cell == index)
            if strong:
                widths = self._widths(text, row.strong, index)
                return SetCell(tuple(break_set(text, widths, measure)), strong)
        key = (text, measure, role)
        lines = self._known.get(key)
        if lines is None:
            lines = tuple(break_lines(text, self._fonts.face(role).advances, measure))
            if len(text) <= _CACHED_LENGTH:
                self._known[key] = lines
        return SetCell(lines)

    def _widths(self, text: str, strong: Sequence[Strong], index: int) -> list[float]:
        """The width of each character of a cell that is set in two faces."""
        plain, bold = (self._fonts.face(role).advances for role in (Role.FANG, Role.HEI))
        widths = [0.0 if char == "\n" else plain[char] for char in text]
        for stretch in strong:
            if stretch.cell == index:
                for place in range(stretch.start, min(stretch.end, len(text))):
                    widths[place] = 0.0 if text[place] == "\n" else bold[text[place]]
        return widths
