"""The page that an edited layout shows: of the open book where it has such rows, else an empty form."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.domain.book import Book
from desktop.domain.layout import Layout
from desktop.domain.records import Task
from desktop.domain.sheets import sheets
from desktop.services.layout_preview import first_page
from desktop.services.layouts import default_layout, find_layout, shipped_layouts
from tests.services.books import seed_book


def test_it_is_the_book_as_it_will_be_printed() -> None:
    book = seed_book("001")
    for key in ("hunan_annex", "grouped_rows", "grouped_merged", "meeting_a3"):
        layout = find_layout(key)
        assert first_page(book, layout) == sheets(book, layout).sheets[0], key


def test_of_a_long_table_only_the_first_rows_are_set() -> None:
    sheet = first_page(seed_book("001"), find_layout("full_text"))
    assert len(sheet.rows) == 40
    assert sheet.rows[0].cells[0] == "1"


def test_of_the_lists_of_units_the_first_is_shown() -> None:
    sheet = first_page(seed_book("001"), find_layout("by_unit"))
    assert sheet.title == f"{sheet.name}重点任务清单"
    assert sheet.rows


@pytest.mark.parametrize("layout", shipped_layouts(), ids=lambda layout: layout.key)
def test_without_rows_a_form_is_shown(layout: Layout) -> None:
    for book in (None, Book.of("lineage", ())):
        sheet = first_page(book, layout)
        assert sheet.columns == layout.sheet_columns()
        assert sheet.setup == layout.setup
        assert {cell for row in sheet.rows for cell in row.cells} == {""}
        assert "{" not in sheet.title


def test_lists_of_units_are_a_form_while_no_row_names_one() -> None:
    rows = list(seed_book("001").all(Task))[:2]
    layout = find_layout("by_unit")
    sheet = first_page(Book.of("lineage", [seed_book("001").policies[0], *rows]), layout)
    assert {cell for row in sheet.rows for cell in row.cells} == {""}


def test_a_title_of_its_own_stands_over_the_form() -> None:
    assert first_page(None, replace(default_layout(), title="分工表")).title == "分工表"
