"""Rows in the order of one column, for viewing only: the book keeps its own order and 序号."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCollator, QLocale

from desktop.domain.book import Book
from desktop.domain.columns import DEADLINE, LISTED, NUMBER
from desktop.domain.records import AnnexRow, Task

Row = Task | AnnexRow
#: Behind every date: a deadline that has none (持续推进).
_NO_DATE = "9999"


def sorted_keys(
    book: Book, rows: Sequence[Row], column: str, cell: Callable[[Row], str], *, descending: bool
) -> list[str]:
    """Return the keys of `rows` by a column; rows that are equal keep their order, empty cells stand last.

    Deadlines go by their dates, numbers by their value, names by Pinyin.
    """
    filled = [(row, text) for row in rows if (text := cell(row))]
    empty = [row.key for row in rows if not cell(row)]
    collator = QCollator(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    collator.setNumericMode(True)

    def by_text(entry: tuple[Row, str]) -> object:
        return collator.sortKey(entry[1])

    def by_date(entry: tuple[Row, str]) -> object:
        dates = [d.date for d in book.deadlines(entry[0].key) if d.date]
        return min(dates, default=_NO_DATE)

    def by_annex(entry: tuple[Row, str]) -> object:
        return int(entry[1].split("、")[0])

    def by_place(entry: tuple[Row, str]) -> object:
        return book.annex_numbers.get(entry[0].key, 0)

    key = by_text
    if column == DEADLINE.key:
        key = by_date
    elif column == LISTED.key:
        key = by_annex
    elif column == NUMBER.key and rows and isinstance(rows[0], AnnexRow):
        key = by_place
    filled.sort(key=key, reverse=descending)  # type: ignore[arg-type]
    return [row.key for row, _ in filled] + empty


def kept_order(order: Sequence[str], rows: Sequence[Row]) -> list[Row]:
    """Return `rows` in an order made before: rows that it lacks stand behind the one that is before them in the book.

    So a row that is edited does not jump away under the clerk's hands.
    """
    present = {row.key: row for row in rows}
    found = [key for key in order if key in present]
    known = set(found)
    behind: dict[str | None, list[str]] = {}
    before = None
    for row in rows:
        if row.key in known:
            before = row.key
        else:
            behind.setdefault(before, []).append(row.key)
    arranged = list(behind.get(None, ()))
    for key in found:
        arranged += [key, *behind.get(key, ())]
    return [present[key] for key in arranged]
