"""The annex as a workbook that prints as it should and in which every cell is text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from desktop.domain.columns import Align
from desktop.domain.sheet import RowKind, Sheet
from desktop.output import page
from desktop.output.columnwidths import column_widths
from desktop.output.saving import save
from desktop.output.tidy import tidy_sheet
from desktop.output.titlelines import broken_title
from desktop.support.xlsx import (
    column_width,
    most_lines,
    new_workbook,
    put_text,
    row_height,
    wrapped,
)

_SHEET_NAME = "任务分工表"
_TITLE_FONT = Font(name="方正小标宋简体", size=page.TITLE_SIZE)
_MARK_FONT = Font(name="黑体", size=page.MARK_SIZE)
_HEAD_FONT = Font(name="黑体", size=page.CELL_SIZE)
_BODY_FONT = Font(name="仿宋", size=page.CELL_SIZE)

_MARK_ROW, _TITLE_ROW, _HEAD_ROW = 1, 3, 4
_A4 = 9
_FOOTER_TO_EDGE = page.BOTTOM - page.NUMBER_DROP - page.NUMBER_SIZE
_THIN = Side(style="thin")
_HAIR = Side(style="hair")

_STANCE = {Align.CENTER: "center", Align.LEFT: "left", Align.JUSTIFY: "left"}


def write_xlsx(sheets: Sequence[Sheet], path: Path) -> None:
    """Save `sheets` as `path`, whole or not at all.

    A row higher than Excel allows goes on in the rows below, with a faint rule between them.
    Raises `OutputError`: what `save` and `column_widths` raise.
    """
    (sheet,) = sheets
    book = new_workbook()
    table = book.active
    if not isinstance(table, Worksheet):  # a new workbook always has one; this tells mypy
        raise TypeError(type(table).__name__)
    table.title = _SHEET_NAME
    last = _Table(tidy_sheet(sheet), table).fill()
    _set_up_printing(table, sheet, last)
    book.properties.title = sheet.title.replace("\n", "")
    content = BytesIO()
    book.save(content)
    save(path, content.getvalue())


class _Table:
    """The cells of a sheet."""

    def __init__(self, sheet: Sheet, table: Worksheet) -> None:
        self._sheet = sheet
        self._table = table
        self._widths = [column_width(points / page.MM) for points in column_widths(sheet)]

    def fill(self) -> int:
        """Write everything; returns the number of the last row."""
        for number, width in enumerate(self._widths, start=1):
            self._table.column_dimensions[get_column_letter(number)].width = width
        self._head()
        last = _HEAD_ROW
        for row in self._sheet.rows:
            if row.kind is RowKind.GROUP:
                last += 1
                self._group(last, row.cells[0])
                continue
            pieces = list(self._pieces(row.cells))
            for index, texts in enumerate(pieces):
                last += 1
                self._cells(last, texts, first=index == 0, final=index == len(pieces) - 1)
        return last

    def _head(self) -> None:
        mark = put_text(self._table, _MARK_ROW, 1, self._sheet.mark)
        mark.font = _MARK_FONT
        for number in range(_MARK_ROW, _TITLE_ROW):
            self._table.row_dimensions[number].height = page.LINE_PITCH
        text = broken_title(self._sheet.title)
        title = put_text(self._table, _TITLE_ROW, 1, text)
        title.font = _TITLE_FONT
        title.alignment = _alignment("center")
        self._merge(_TITLE_ROW)
        lines = len(wrapped(text, sum(self._widths), page.TITLE_SIZE))
        self._height(_TITLE_ROW, lines * page.TITLE_LEADING + page.LINE_PITCH)
        titles = [column.title for column in self._sheet.columns]
        for number, text in enumerate(titles, start=1):
            cell = put_text(self._table, _HEAD_ROW, number, text)
            cell.font = _HEAD_FONT
            cell.alignment = _alignment("center")
            cell.border = Border(_THIN, _THIN, _THIN, _THIN)
        needed = row_height(titles, self._widths, page.CELL_SIZE)
        self._height(_HEAD_ROW, max(page.HEADER_HEIGHT, needed))

    def _group(self, number: int, text: str) -> None:
        cell = put_text(self._table, number, 1, text)
        cell.font = _HEAD_FONT
        cell.alignment = _alignment("left")
        for column in range(1, len(self._widths) + 1):
            self._table.cell(number, column).border = Border(_THIN, _THIN, _THIN, _THIN)
        self._merge(number)
        self._height(number, row_height([text], [sum(self._widths)], page.CELL_SIZE))

    def _cells(self, number: int, texts: list[str], *, first: bool, final: bool) -> None:
        border = Border(_THIN, _THIN, _THIN if first else _HAIR, _THIN if final else _HAIR)
        whole = first and final
        for index, (text, column) in enumerate(zip(texts, self._sheet.columns, strict=True)):
            cell: Cell = put_text(self._table, number, index + 1, text)
            cell.font = _BODY_FONT
            cell.border = border
            # The parts of a split row read on from one to the next, so they meet.
            vertical = "center" if whole else "top"
            cell.alignment = _alignment(_STANCE[column.align], vertical)
        self._height(number, row_height(texts, self._widths, page.CELL_SIZE))

    def _pieces(self, texts: tuple[str, ...]) -> Iterator[list[str]]:
        """`texts` in as many rows as Excel's limit of height asks for; joined they are `texts`.

        The parts are of half that height: three of them fill a page, of the highest only one does.
        """
        most = most_lines(page.CELL_SIZE)
        pairs = list(zip(texts, self._widths, strict=True))
        if max(len(wrapped(text, width, page.CELL_SIZE)) for text, width in pairs) <= most:
            yield list(texts)
            return
        columns = [_in_pieces(text, width, most // 2) for text, width in pairs]
        for index in range(max(map(len, columns))):
            yield [pieces[index] if index < len(pieces) else "" for pieces in columns]

    def _merge(self, number: int) -> None:
        if len(self._widths) > 1:
            self._table.merge_cells(
                start_row=number, start_column=1, end_row=number, end_column=len(self._widths)
            )

    def _height(self, number: int, points: float) -> None:
        self._table.row_dimensions[number].height = round(points, 1)


def _in_pieces(text: str, width: float, most: int) -> list[str]:
    """`text` in parts of at most `most` estimated lines; a line feed at a cut is the row's end."""
    pieces: list[str] = []
    lines: list[str] = []
    for paragraph in text.split("\n"):
        for index, line in enumerate(wrapped(paragraph, width, page.CELL_SIZE)):
            if len(lines) == most:
                pieces.append("".join(lines))
                lines = []
            lines.append(f"\n{line}" if index == 0 and lines else line)
    return [*pieces, "".join(lines)]


def _alignment(horizontal: str, vertical: str = "center") -> Alignment:
    return Alignment(horizontal=horizontal, vertical=vertical, wrap_text=True)


def _set_up_printing(table: Worksheet, sheet: Sheet, last: int) -> None:
    """The page of the standard; the head on every sheet of paper, the page numbers outside."""
    columns = get_column_letter(len(sheet.columns))
    table.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    table.print_area = f"A1:{columns}{last}"
    table.freeze_panes = f"A{_HEAD_ROW + 1}"
    table.page_setup.paperSize = _A4
    table.page_setup.orientation = "portrait"
    table.page_setup.fitToWidth = 1
    table.page_setup.fitToHeight = 0
    table.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    table.print_options.horizontalCentered = True
    margins, inch = table.page_margins, 72.0
    margins.top, margins.bottom = page.TOP / inch, page.BOTTOM / inch
    margins.left, margins.right = page.LEFT / inch, page.RIGHT / inch
    margins.header, margins.footer = 0.5, _FOOTER_TO_EDGE / inch
    if sheet.setup.first_page is None:
        return
    table.page_setup.firstPageNumber = sheet.setup.first_page
    table.page_setup.useFirstPageNumber = True
    table.HeaderFooter.differentOddEven = True
    number = f'&"宋体,常规"&{page.NUMBER_SIZE:.0f}'
    table.HeaderFooter.oddFooter = HeaderFooterItem(
        right=_HeaderFooterPart(f"{number}— &P —\u3000")
    )
    table.HeaderFooter.evenFooter = HeaderFooterItem(
        left=_HeaderFooterPart(f"{number}\u3000— &P —")
    )
