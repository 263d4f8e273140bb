"""The sheets that are kept as golden files: the Hunan policy in every shipped layout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from desktop.domain.amendments import add_amendment, amendment_of
from desktop.domain.book import Book
from desktop.domain.changes import change_set, insert
from desktop.domain.edits import edit_cell
from desktop.domain.extras import edit_extra
from desktop.domain.layout import Content, Layout
from desktop.domain.records import new_key
from desktop.domain.row_edits import move_rows, remove_rows
from desktop.domain.sheets import Earlier, SheetOptions, sheets
from desktop.services.directory import unit_directory
from desktop.services.layouts import shipped_layouts
from tests.domain.sheet_dump import dump
from tests.services.books import seed_book

FOLDER = Path(__file__).parent / "golden"


def later_book(book: Book) -> Book:
    """A later state: a deadline put right, a unit added, a row moved, one gone, one new."""
    directory = unit_directory()
    slip, lead, gone = book.annex[4], book.annex[1], book.annex[9]
    book = book.applied(edit_cell(book, slip, "deadline", "2017年12月底前启动", directory))
    book = book.applied(edit_cell(book, lead, "units", "省科技厅、省教育厅", directory))
    book = book.applied(move_rows(book, [book.annex[7]], -1))
    book = book.applied(remove_rows(book, [gone]))
    rank = book.annex[-1].order + 1
    new = replace(gone, key=new_key(), order=rank, wording="建立联席会议制度")
    return book.applied(change_set("增加", [insert(new)]))


def filled_book(book: Book) -> Book:
    """The book with further fields of two tasks, and two amendments."""
    for link in book.links_of_row(book.annex[0].key):
        book = book.applied(edit_extra(book, link.task, "leader", "分管副省长"))
        book = book.applied(edit_extra(book, link.task, "contact", "张处长 0731-1234567"))
    for task, proposed in ((book.tasks[1], "健全登记机制。"), (book.tasks[0], "")):
        noted = replace(amendment_of(book, task), proposed=proposed, reason="与附件一致")
        book = book.applied(add_amendment(book, noted))
    return book


def golden_text(layout: Layout, book: Book) -> str:
    """The sheets of one layout as text."""
    if layout.content is Content.COMPARISON:
        options = SheetOptions(earlier=Earlier(book, "征求意见稿", "送审稿"))
        return dump(sheets(later_book(book), layout, options))
    options = SheetOptions()
    if layout.content is Content.UNIT:
        options = SheetOptions(units=("省财政厅", "省教育厅"))
    return dump(sheets(filled_book(book), layout, options))


def golden_texts() -> Mapping[str, str]:
    """Every golden file's content by its layout's key."""
    book = seed_book("001")
    return {layout.key: golden_text(layout, book) for layout in shipped_layouts()}


if __name__ == "__main__":
    for key, text in golden_texts().items():
        (FOLDER / f"{key}.txt").write_text(text, encoding="utf-8")
