"""A Sheet for the clipboard: its titles and rows, as a spreadsheet or Word takes them."""

from __future__ import annotations

from desktop.domain.sheet import RowKind, Sheet, SheetRow
from desktop.output.tidy import tidy_sheet
from desktop.support.clipboard import html_cell, html_table, to_tsv


def sheet_tsv(sheet: Sheet) -> str:
    """Write `sheet` as tab-separated text; a group line is a row of one cell."""
    tidied = tidy_sheet(sheet)
    titles = [column.title for column in tidied.columns]
    return to_tsv([titles, *(row.cells for row in tidied.rows)])


def sheet_html(sheet: Sheet) -> str:
    """Write `sheet` as an HTML table; group lines go across it, what stands out is bold."""
    tidied = tidy_sheet(sheet)
    titles = [html_cell(column.title, tag="th") for column in tidied.columns]
    return html_table([titles, *(_cells(row, len(titles)) for row in tidied.rows)])


def _cells(row: SheetRow, columns: int) -> list[str]:
    if row.kind is RowKind.GROUP:
        return [html_cell(row.cells[0], columns=columns, strong=_strong(row, 0))]
    return [html_cell(text, strong=_strong(row, i)) for i, text in enumerate(row.cells)]


def _strong(row: SheetRow, cell: int) -> list[tuple[int, int]]:
    return [(strong.start, strong.end) for strong in row.strong if strong.cell == cell]
