"""版式 while it is edited: its first page, of the open book where that has such rows, else an empty form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop.domain.book import Book
from desktop.domain.layout import OF_ROWS, UNIT_PLACE, Content, Layout
from desktop.domain.row_sheets import printed_rows
from desktop.domain.sheet import Sheet, SheetRow
from desktop.domain.sheets import ANNEX_TITLE, SheetOptions, sheets
from desktop.support.errors import OutputError

#: Rows that are shown: more than a page holds.
_ROWS = 40
_EMPTY_ROWS = 6


def first_page(book: Book | None, layout: Layout) -> Sheet:
    """Return a sheet that shows what `layout` looks like, with the first rows of `book` where it has any of the kind.

    `layout` must be sound (`desktop.domain.layout_json.check`).
    """
    made = _of_book(book, layout) if book is not None else []
    if made and made[0].rows:
        return made[0]
    columns = layout.sheet_columns()
    empty = SheetRow(("",) * len(columns))
    return Sheet(
        title=(made[0].title if made else layout.title or ANNEX_TITLE).replace(
            UNIT_PLACE, "××单位"
        ),
        columns=columns,
        rows=(empty,) * _EMPTY_ROWS,
        mark=layout.mark,
        setup=layout.setup,
    )


def _of_book(book: Book, layout: Layout) -> Sequence[Sheet]:
    if layout.content is Content.COMPARISON:
        return []
    if layout.content not in OF_ROWS:
        return sheets(book, layout).sheets
    keys = frozenset(row.key for row in printed_rows(book, layout.content)[:_ROWS])
    try:
        made = sheets(book, layout, SheetOptions(rows=keys)).sheets
    except OutputError:  # no row names a unit
        return []
    return [replace(sheet, rows=sheet.rows[:_ROWS]) for sheet in made[:1]]
