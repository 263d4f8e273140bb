"""A Sheet for the clipboard: its titles and rows, as a spreadsheet or Word takes them."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.domain.columns import Align
from desktop.domain.sheet import RowKind, Sheet, SheetRow
from desktop.output.tidy import tidy_sheet
from desktop.support.clipboard import html_cell, html_table, to_tsv


def sheet_tsv(sheet: Sheet) -> str:
    """Write `sheet` as tab-separated text; a group line is a row of one cell."""
    tidied = tidy_sheet(sheet)
    titles = [column.title for column in tidied.columns]
    return to_tsv([titles, *(row.cells for row in tidied.rows)])


def sheet_html(sheet: Sheet) -> str:
    """Write `sheet` as a ruled HTML table; titles and what stands out are bold, group lines go across it."""
    tidied = tidy_sheet(sheet)
    titles = [
        html_cell(column.title, tag="th", ruled=True, centred=True) for column in tidied.columns
    ]
    centred = [column.align is Align.CENTER for column in tidied.columns]
    return html_table([titles, *(_cells(row, centred) for row in tidied.rows)], ruled=True)


def _cells(row: SheetRow, centred: Sequence[bool]) -> list[str]:
    if row.kind is RowKind.GROUP:
        across = len(centred)
        return [html_cell(row.cells[0], columns=across, strong=_strong(row, 0), ruled=True)]
    return [
        html_cell(text, strong=_strong(row, i), ruled=True, centred=centred[i])
        for i, text in enumerate(row.cells)
    ]


def _strong(row: SheetRow, cell: int) -> list[tuple[int, int]]:
    return [(strong.start, strong.end) for strong in row.strong if strong.cell == cell]
