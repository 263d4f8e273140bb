"""Sets a sheet's texts in lines and rows, before anything is known of pages. Lengths are points."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from desktop.domain.columns import Align
from desktop.domain.sheet import RowKind, Sheet
from desktop.output import page
from desktop.output.columnwidths import column_widths
from desktop.output.fonts import FontSet, Role
from desktop.output.linebreak import Line, break_lines
from desktop.output.titlelines import title_lines, title_measure

_CACHED_LENGTH = 32  # dates and units recur from row to row, long texts do not


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
class SetRow:
    """A row in lines: one tuple of lines and one box for each cell."""

    cells: tuple[tuple[Line, ...], ...]
    boxes: tuple[Box, ...]
    role: Role
    kind: RowKind = RowKind.CELLS
    least_height: float = 0.0

    @property
    def lines(self) -> int:
        """How many lines its longest cell has, 1 at least."""
        return max(1, *map(len, self.cells))

    @property
    def height(self) -> float:
        """From its upper rule to its lower one."""
        return max(self.least_height, self.lines * page.CELL_LEADING + 2 * page.ROW_PADDING)

    def split(self, lines: int) -> tuple[SetRow, SetRow]:
        """The row's first `lines` lines and the rest of it."""
        return (
            SetRow(tuple(c[:lines] for c in self.cells), self.boxes, self.role, self.kind),
            SetRow(tuple(c[lines:] for c in self.cells), self.boxes, self.role, self.kind),
        )


@dataclass(frozen=True, slots=True)
class SetSheet:
    """A sheet in lines: `title` one string a line, `header` the row of column titles."""

    title: tuple[str, ...]
    header: SetRow
    rows: tuple[SetRow, ...]


def set_sheet(sheet: Sheet, fonts: FontSet) -> SetSheet:
    """Set `sheet` with the typefaces of `fonts`.

    Raises `OutputError`: ``output.no_columns``, ``output.no_glyph``, ``output.no_font``.
    """
    boxes = _boxes(sheet)
    setter = _Setter(fonts)
    header_boxes = tuple(Box(b.left, b.width, Align.CENTER) for b in boxes)
    whole = (Box(0.0, page.BODY_WIDTH, Align.LEFT),)
    return SetSheet(
        title=tuple(title_lines(sheet.title, fonts.face(Role.TITLE).advances, title_measure())),
        header=SetRow(
            setter.cells(tuple(c.title for c in sheet.columns), header_boxes, Role.HEI),
            header_boxes,
            Role.HEI,
            least_height=page.HEADER_HEIGHT,
        ),
        rows=tuple(
            SetRow(setter.cells(row.cells, whole, Role.HEI), whole, Role.HEI, row.kind)
            if row.kind is RowKind.GROUP
            else SetRow(setter.cells(row.cells, boxes, Role.FANG), boxes, Role.FANG, row.kind)
            for row in sheet.rows
        ),
    )


def _boxes(sheet: Sheet) -> tuple[Box, ...]:
    widths = column_widths(sheet)
    lefts = accumulate(widths, initial=0.0)
    return tuple(
        Box(left, width, column.align)
        for left, width, column in zip(lefts, widths, sheet.columns, strict=False)
    )


class _Setter:
    """Breaks cells into lines and remembers the short ones."""

    def __init__(self, fonts: FontSet) -> None:
        self._fonts = fonts
        self._known: dict[tuple[str, float, Role], tuple[Line, ...]] = {}

    def cells(
        self, texts: tuple[str, ...], boxes: tuple[Box, ...], role: Role
    ) -> tuple[tuple[Line, ...], ...]:
        """The lines of each text in its box."""
        return tuple(
            self._lines(text, box.measure, role) for text, box in zip(texts, boxes, strict=True)
        )

    def _lines(self, text: str, measure: float, role: Role) -> tuple[Line, ...]:
        key = (text, measure, role)
        if key in self._known:
            return self._known[key]
        advances = self._fonts.face(role).advances
        lines = tuple(break_lines(text, advances, measure / page.CELL_SIZE))
        if len(text) <= _CACHED_LENGTH:
            self._known[key] = lines
        return lines
