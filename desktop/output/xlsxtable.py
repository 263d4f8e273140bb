"""A Sheet in a worksheet: what stands around the table, the table, and where it is found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from desktop.domain.columns import Align
from desktop.domain.sheet import RowKind, Sheet
from desktop.output import page
from desktop.output.columnwidths import column_widths
from desktop.output.titlelines import rough_title_lines
from desktop.output.xlsxmerge import Room, merged_rows
from desktop.output.xlsxpage import set_up_page, set_up_table
from desktop.output.xlsxrows import Row, Rows
from desktop.support.xlsx import Look, leave_unmarked, rich_text, set_height
from desktop.support.xlsx_lines import (
    MAX_HEIGHT,
    MIN_HEIGHT,
    column_width,
    height_of,
    line_count,
    line_measure,
    parts_of,
)

_TITLE_FONT: Final = "方正小标宋简体"
_HEI, _FANG, _KAI = "黑体", "仿宋", "楷体"
_Stance = Literal["left", "center"]
_Height = Literal["top", "center"]
_THIN: Final = Side(style="thin")
_HAIR: Final = Side(style="hair")
_BOX: Final = Border(_THIN, _THIN, _THIN, _THIN)
_STANCE: Final[dict[Align, _Stance]] = {
    Align.CENTER: "center",
    Align.LEFT: "left",
    Align.JUSTIFY: "left",
}
#: A head higher than this (points) is not kept in view: it would leave a small screen no room to scroll in.
_MOST_FROZEN: Final = 320.0


def fill_paper(table: Worksheet, sheet: Sheet, *, continues: bool) -> None:
    """Write `sheet` as it is printed; `continues` as for `set_up_page`.

    Where the first cells are to be merged they are, and there is no filter, which merged cells would confuse.
    Raises `OutputError` ``output.no_columns``.
    """
    set_up_page(table, sheet.setup, continues=continues)
    writer = _Writer(table, sheet)
    writer.above()
    writer.rows(merges=sheet.merges_first)
    writer.below()
    writer.finish()


def fill_data(table: Worksheet, sheet: Sheet) -> None:
    """Write the rows of `sheet` to work with: no group lines, nothing merged, each value in its row, and a filter.

    Raises `OutputError` ``output.no_columns``.
    """
    set_up_page(table, sheet.setup, continues=True)
    writer = _Writer(table, sheet)
    writer.rows(merges=False, flat=True)
    writer.finish()


class _Writer:
    """Appends rows to a worksheet and remembers where what stands."""

    def __init__(self, table: Worksheet, sheet: Sheet) -> None:
        self._table = table
        self._sheet = sheet
        self._paper = page.geometry(sheet.setup)
        self._widths = [column_width(points / page.MM) for points in column_widths(sheet)]
        for number, width in enumerate(self._widths, start=1):
            table.column_dimensions[get_column_letter(number)].width = width
        self._size = self._paper.cell_size
        self._last = 0
        self._height = 0.0
        self._head = (0, 0)
        hei = Font(_HEI, self._size)
        self._head_look = Look(table, hei, _alignment("center"), _BOX)
        self._group_look = Look(table, hei, _alignment("left"), _BOX)
        self._looks: dict[tuple[bool, bool], list[Look]] = {}

    def above(self) -> None:
        """Write what stands above the table."""
        sheet, mark, pitch = self._sheet, page.MARK_SIZE, page.LINE_PITCH
        self._across(sheet.notice, Font(_HEI, mark), pitch)
        self._across(sheet.doc_number, Font(_FANG, mark), pitch)
        self._across(sheet.mark, Font(_HEI, mark), pitch)
        if sheet.title.strip():
            if self._last:
                self._append([], pitch)
            title = "\n".join(rough_title_lines(sheet.title, self._paper.body_width))
            font = Font(_TITLE_FONT, page.TITLE_SIZE)
            self._across(title, font, page.TITLE_LEADING, "center", room=pitch)
        if sheet.stage:
            self._across(sheet.stage_line, Font(_KAI, mark), pitch, "center")
        self._across(sheet.by_line, Font(_FANG, self._size), MIN_HEIGHT)

    def rows(self, *, merges: bool, flat: bool = False) -> None:
        """Write the head of the table and its rows; `flat` without group lines."""
        body = self._paper.body_height
        rows = Rows(self._sheet, self._widths, MAX_HEIGHT)
        head = [(row, max(row.height, page.HEADER_HEIGHT)) for row in rows.head()]
        tall = sum(height for _, height in head)
        if tall < body / 2:
            rows = Rows(self._sheet, self._widths, min(MAX_HEIGHT, body - tall))
        self._head = (self._last + 1, self._last + len(head))
        for row, height in head:
            self._append([self._head_look.cell(text) for text in row.texts], height)
        frozen = self._height
        spans: list[tuple[int, int]] = []
        if merges:
            room = Room(max(0.0, body - self._height), body - tall)
            made, spans = merged_rows(rows.sharing(), room)
        else:
            made = rows.separate(repeated=flat)
        first = self._last + 1
        for made_row in made:
            if made_row.kind is RowKind.CELLS:
                self._cells(made_row)
            elif not flat:
                self._group(made_row)
        for start, end in spans:
            self._merge(first + start, first + end, 1)
        if frozen <= _MOST_FROZEN:
            self._table.freeze_panes = f"A{first}"
        if made and not merges:
            last = get_column_letter(len(self._widths))
            self._table.auto_filter.ref = f"A{self._head[1]}:{last}{self._last}"

    def below(self) -> None:
        """Write the note, a size smaller than the cells where there is a smaller one."""
        smaller = self._sheet.setup.size.smaller
        self._across(self._sheet.note, Font(_FANG, smaller.points), MIN_HEIGHT)

    def finish(self) -> None:
        """Say what is printed, when all is written."""
        leave_unmarked(self._table, f"A1:{get_column_letter(len(self._widths))}{self._last}")
        set_up_table(self._table, self._head, (self._last, len(self._widths)))

    def _cells(self, row: Row) -> None:
        strong: dict[int, list[tuple[int, int]]] = {}
        for cell, stretch in row.strong:
            strong.setdefault(cell, []).append(stretch)
        texts: Sequence[str | CellRichText] = row.texts
        if strong:
            texts = [
                self._rich(text, strong[index]) if index in strong and text.strip() else text
                for index, text in enumerate(row.texts)
            ]
        looks = self._looks_of(row.first, row.final)
        self._append([look.cell(t) for look, t in zip(looks, texts, strict=True)], row.height)

    def _rich(self, text: str, stretches: list[tuple[int, int]]) -> CellRichText:
        return rich_text(text, stretches, Font(_FANG, self._size), Font(_HEI, self._size))

    def _group(self, row: Row) -> None:
        texts = [row.texts[0], *[""] * (len(self._widths) - 1)]
        self._append([self._group_look.cell(text) for text in texts], row.height)
        self._merge(self._last, self._last, len(self._widths))

    def _looks_of(self, first: bool, final: bool) -> list[Look]:
        """How the columns' cells look; where a row is in parts, these read on from one to the next."""
        known = self._looks.get((first, final))
        if known is None:
            font = Font(_FANG, self._size)
            border = Border(_THIN, _THIN, _THIN if first else _HAIR, _THIN if final else _HAIR)
            vertical: _Height = "center" if first and final else "top"
            known = self._looks[first, final] = [
                Look(self._table, font, _alignment(_STANCE[column.align], vertical), border)
                for column in self._sheet.columns
            ]
        return known

    def _across(
        self, text: str, font: Font, leading: float, stance: _Stance = "left", *, room: float = 0.0
    ) -> None:
        """Write `text` over the whole width: as many rows as it needs, none where it is empty.

        `leading` is the least height of a line, `room` what its row has beyond the lines.
        """
        if not text:
            return
        points = float(font.size or self._size)
        measure = line_measure(sum(self._widths), points)
        leading = max(leading, height_of(1, points) - height_of(0, points))
        most = int((MAX_HEIGHT - room) // leading)
        parts = parts_of(text, measure, most)
        single = len(parts) == 1 and line_count(text, measure) == 1 and stance == "left"
        look = Look(
            self._table, font, Alignment(vertical="center") if single else _alignment(stance)
        )
        for start, end in parts:
            part = text[start:end]
            self._append([look.cell(part)], line_count(part, measure) * leading + room)
            if not single:
                self._merge(self._last, self._last, len(self._widths))

    def _append(self, cells: list[Cell], height: float) -> None:
        self._last += 1
        self._table.append(cells)
        set_height(self._table, self._last, height)
        self._height += height

    def _merge(self, first: int, last: int, columns: int) -> None:
        if (first, columns) != (last, 1):
            # merge_cells() compares each range with all others and would make the cells anew.
            merged = CellRange(min_col=1, max_col=columns, min_row=first, max_row=last)
            self._table.merged_cells.ranges.add(merged)


def _alignment(horizontal: _Stance, vertical: _Height = "center") -> Alignment:
    return Alignment(horizontal=horizontal, vertical=vertical, wrap_text=True)
