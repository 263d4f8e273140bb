"""The table as it leaves the program: formatted strings and their lay-out, nothing to look up any more.

A `Sheet` is built once from a snapshot (`desktop.domain.sheets`) and handed to every writer, so the PDF, the xlsx, the
docx and the preview cannot disagree. It carries no marks of doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from desktop.domain.columns import Align, Column


class Paper(StrEnum):
    """What is printed on. A4 on its side is turned as GB/T 9704 says; A3 is for meeting papers, never the annex."""

    A4 = "a4"
    A4_LANDSCAPE = "a4-landscape"
    A3_LANDSCAPE = "a3-landscape"


class TypeSize(StrEnum):
    """The size of the table's type by its Chinese name."""

    SAN = "三号"
    SI = "四号"
    XIAO_SI = "小四"
    WU = "五号"

    @property
    def points(self) -> float:
        """Return the size in points: 16, 14, 12 or 10.5."""
        return _POINTS[self]

    @property
    def smaller(self) -> TypeSize:
        """Return the next smaller size, the smallest for itself."""
        sizes = list(TypeSize)
        return sizes[min(sizes.index(self) + 1, len(sizes) - 1)]


_POINTS = {TypeSize.SAN: 16.0, TypeSize.SI: 14.0, TypeSize.XIAO_SI: 12.0, TypeSize.WU: 10.5}


@dataclass(frozen=True, slots=True)
class PageSetup:
    """How pages are made.

    `first_page` is the printed number of the first page (1 or more), or None for no page numbers. On paper printed on
    both sides (`two_sided`) odd numbers stand on the right and even ones on the left; on one side all on the right.
    """

    paper: Paper = Paper.A4
    size: TypeSize = TypeSize.XIAO_SI
    two_sided: bool = True
    first_page: int | None = 1


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
class Strong:
    """A stretch of a cell's text that is printed in 黑体: from `start` up to `end`, in characters."""

    cell: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row. A group line has one cell, its text. Line feeds within a cell are kept.

    `strong` is what stands out in its cells, in their order and without overlap. `section` names the part of the
    document that the row belongs to, for bookmarks; it is not printed. A row that `begins` something new shares no
    first cell with the row before it, though the words be the same: two policies have a heading 一、重点任务 each.
    """

    cells: tuple[str, ...]
    kind: RowKind = RowKind.CELLS
    strong: tuple[Strong, ...] = ()
    section: str = ""
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table ready to be set, with what stands around it. An empty string of these is not printed.

    From above: `notice` (内部资料 注意保存) on a line of its own, `doc_number` (发文字号) where the annex is not bound
    with its text, `mark` (附件, 附件1 without a colon), `title` on the second line below the mark, `stage` (征求意见稿,
    without brackets) below it in brackets, `by_line` (the 单位 line) over the table's left edge, the table, `note`
    below it.

    `name` is what the sheet is called among others (a worksheet's tab, a bookmark); empty means its title.
    With `merges_first` neighbouring rows with the same text in the first column (`first_cell_runs`) print it as one
    cell, which is said again on the next page; the rows still have it each.
    """

    title: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[SheetRow, ...]
    mark: str = "附件"
    doc_number: str = ""
    notice: str = ""
    stage: str = ""
    by_line: str = ""
    note: str = ""
    name: str = ""
    merges_first: bool = False
    setup: PageSetup = PageSetup()

    @property
    def label(self) -> str:
        """Return what the sheet is called: its name, else its title on one line."""
        return self.name or self.title.replace("\n", "")

    @property
    def stage_line(self) -> str:
        """Return the stage as it is printed, in brackets; empty where there is none."""
        return self.stage if not self.stage or self.stage[0] in "（(" else f"（{self.stage}）"

    def with_setup(self, setup: PageSetup) -> Sheet:
        """Return the same table for other pages."""
        return replace(self, setup=setup)


def first_cell_runs(rows: Iterable[SheetRow]) -> Iterator[list[SheetRow]]:
    """Yield neighbouring rows that have one first cell in common, where a table merges first cells."""
    run: list[SheetRow] = []
    for row in rows:
        if run and (row.begins or (row.kind, row.cells[0]) != (run[0].kind, run[0].cells[0])):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


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
