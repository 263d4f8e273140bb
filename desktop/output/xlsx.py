"""The annex as a workbook that prints as it should and in which every cell is text."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from lxml.etree import SerialisationError
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from desktop.domain.sheet import Sheet
from desktop.output.saving import refusal, save
from desktop.output.tidy import tidy_sheet
from desktop.output.xlsxtable import fill_data, fill_paper
from desktop.support.xlsx import new_workbook, worksheet_name

#: The worksheet with the flat rows of a table whose first cells are merged for paper.
DATA_NAME = "数据"


def write_xlsx(sheets: Sequence[Sheet], path: Path) -> None:
    """Save `sheets` as `path`, whole or not at all: each as a worksheet that is printed and worked in.

    A sheet with merged first cells has a worksheet for paper, and after all of these one to work in (数据), with the
    value in each row and the filter. A row higher than Excel allows or a page holds goes on in the rows below, with a
    faint rule between them.
    Raises `OutputError`: what `save` and `column_widths` raise.
    """
    book = new_workbook()
    book.remove(book.worksheets[0])
    tidied = [tidy_sheet(sheet) for sheet in sheets]
    for index, sheet in enumerate(tidied):
        fill_paper(_worksheet(book, sheet.label), sheet, continues=index > 0)
    for sheet in tidied:
        if sheet.merges_first:
            name = DATA_NAME if len(tidied) == 1 else f"{DATA_NAME} {sheet.label}"
            fill_data(_worksheet(book, name), sheet)
    book.properties.title = tidied[0].title.replace("\n", "")
    save(path, _packed(book, path))


def _packed(book: Workbook, path: Path) -> bytes:
    """The bytes of `book`. Raises `OutputError`: openpyxl keeps worksheets in temporary files until all are written."""
    content = BytesIO()
    try:
        book.save(content)
    except SerialisationError as fault:  # it names the system's error: IO_ENOSPC
        number: int = getattr(errno, str(fault).removeprefix("IO_"), errno.EIO)
        raise refusal(path, OSError(number, os.strerror(number))) from fault
    except OSError as fault:
        raise refusal(path, fault) from fault
    return content.getvalue()


def _worksheet(book: Workbook, name: str) -> Worksheet:
    table: Worksheet = book.create_sheet(worksheet_name(name, book.sheetnames))
    return table
