"""How a worksheet is printed: paper, margins, page numbers, and the head of the table on every page."""

from __future__ import annotations

from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from desktop.domain.sheet import PageSetup, Paper
from desktop.output import page

_PAPER_SIZE: Final = {Paper.A4: 9, Paper.A4_LANDSCAPE: 9, Paper.A3_LANDSCAPE: 8}
_INCH: Final = 72.0
_FROM_EDGE: Final = page.BOTTOM - page.NUMBER_DROP - page.NUMBER_SIZE
_NUMBER: Final = f'&"宋体,常规"&{page.NUMBER_SIZE:.0f}'
_AT_LEFT: Final = f"{_NUMBER}\u3000— &P —"
_AT_RIGHT: Final = f"{_NUMBER}— &P —\u3000"


def set_up_page(table: Worksheet, setup: PageSetup, *, continues: bool) -> None:
    """Give `table` the paper, the margins and the page numbers of `setup`.

    A table that `continues` goes on with the page numbers of the worksheet before it when both are printed together.
    """
    paper = page.geometry(setup)
    printed = table.page_setup
    printed.paperSize = _PAPER_SIZE[setup.paper]
    printed.orientation = "landscape" if paper.width > paper.height else "portrait"
    printed.fitToWidth = 1
    printed.fitToHeight = 0
    table.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    table.print_options.horizontalCentered = True
    margins = table.page_margins
    margins.top, margins.bottom = paper.top / _INCH, paper.bottom / _INCH
    margins.left, margins.right = paper.left / _INCH, paper.right / _INCH
    from_edge = min(_FROM_EDGE, paper.top / 2, paper.bottom / 2)
    margins.header = margins.footer = from_edge / _INCH
    if setup.first_page is not None:
        if not continues:
            printed.firstPageNumber = setup.first_page
            printed.useFirstPageNumber = True
        _number_pages(table, turned=paper.turned, two_sided=setup.two_sided)


def set_up_table(table: Worksheet, head: tuple[int, int], last: tuple[int, int]) -> None:
    """Repeat the rows `head` (first and last) on every page and print up to `last` (row and column)."""
    table.print_title_rows = f"{head[0]}:{head[1]}"
    table.print_area = f"A1:{get_column_letter(last[1])}{last[0]}"


def _number_pages(table: Worksheet, *, turned: bool, two_sided: bool) -> None:
    """Odd numbers on the right of the sheet of paper, even ones on its left.

    On a turned sheet these corners are read as lower and upper left: the number stands there, but upright, since
    no spreadsheet can turn it.
    """
    pages = table.HeaderFooter
    pages.differentOddEven = two_sided
    if turned:
        pages.oddFooter = HeaderFooterItem(left=_HeaderFooterPart(_AT_LEFT))
        if two_sided:
            pages.evenHeader = HeaderFooterItem(left=_HeaderFooterPart(_AT_LEFT))
    else:
        pages.oddFooter = HeaderFooterItem(right=_HeaderFooterPart(_AT_RIGHT))
        if two_sided:
            pages.evenFooter = HeaderFooterItem(left=_HeaderFooterPart(_AT_LEFT))
