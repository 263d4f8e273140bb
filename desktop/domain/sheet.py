"""The table as it leaves the program: formatted strings and their lay-out, nothing to look up any more.

A `Sheet` is built once from a snapshot and handed to every writer, so the PDF, the xlsx, the docx and the preview
cannot disagree. It carries no marks of doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.columns import Align, Column


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A printed column. `width` is its share of the table's width in millimetres on an A4 portrait page (156 mm)."""

    key: str
    title: str
    width: float
    align: Align


class RowKind(StrEnum):
    """A row of cells, or a full-width line that names the group of the rows below it."""

    CELLS = "cells"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row. A group line has one cell, its text. Line feeds within a cell are kept."""

    cells: tuple[str, ...]
    kind: RowKind = RowKind.CELLS


@dataclass(frozen=True, slots=True)
class Sheet:
    """An annex ready to be set.

    `mark` is 附件, 附件1 … without a colon, or empty; `title` stands on the third line of the first page.
    `first_page` is the printed number of the first page (1 or more), or None for no page numbers.
    """

    title: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[SheetRow, ...]
    mark: str = "附件"
    first_page: int | None = 1


def build_sheet(
    title: str, columns: Sequence[Column], rows: Sequence[Sequence[str]], *, mark: str = "附件"
) -> Sheet:
    """Make a sheet of `rows`, one string per column in the order of `columns`.

    Raises `ValueError` when a row's length differs from the number of columns.
    """
    for row in rows:
        if len(row) != len(columns):
            raise ValueError(f"a row of {len(row)} cells under {len(columns)} columns")
    return Sheet(
        title=title,
        columns=tuple(SheetColumn(c.key, c.title, c.width, c.align) for c in columns),
        rows=tuple(SheetRow(tuple(row)) for row in rows),
        mark=mark,
    )
