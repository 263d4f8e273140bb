"""Search grows with the book and no faster, and the next snapshot's index costs little of the first one's."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from desktop.domain.book import Book
from desktop.domain.changes import change_set, update
from desktop.domain.folding import FoldedText
from desktop.domain.search import Between, Query, SearchIndex, Undated, find_in_text
from desktop.domain.unit import Role
from tests.benchmarks.search_books import big_book

pytestmark = pytest.mark.slow

QUERIES = {
    "one_character": Query("推"),
    "two_characters": Query("推进"),
    "five_characters": Query("推进重点项"),
    "nothing": Query("没有这样的话"),
    "three_words": Query("推进 人才 财政"),
    "unit": Query(unit="省财厅"),
    "lead": Query(unit="省财厅", role=Role.LEAD),
    "section": Query(section="p3"),
    "between": Query(deadline=Between(date(2018, 1, 1), date(2019, 1, 1))),
    "no_deadline": Query(deadline=Undated.NONE),
    "doubts": Query(doubts=True),
    "several": Query("人才", "省财厅", Role.LEAD, "p3", Between(date(2018, 1, 1)), doubts=True),
}


def milliseconds(work: Callable[[], object], times: int = 5) -> float:
    """Milliseconds of processor time of the quickest run."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best * 1000


@pytest.fixture(scope="module")
def books() -> tuple[Book, Book]:
    """Books of 7,000 and of 35,000 tasks (124,000 assignments); neither fits into a processor's caches."""
    small, large = big_book(100), big_book(500)
    assert (len(large.tables["task"]), len(large.tables["assignment"])) == (35_000, 124_000)
    return small, large


@pytest.fixture(scope="module")
def indexes(books: tuple[Book, Book]) -> tuple[SearchIndex, SearchIndex]:
    small, large = (SearchIndex(book) for book in books)
    return small, large


@pytest.mark.parametrize("name", QUERIES)
def test_five_times_the_book_costs_about_five_times_as_much(
    indexes: tuple[SearchIndex, SearchIndex],
    name: str,
    record_property: Callable[[str, object], None],
) -> None:
    query = QUERIES[name]
    small, large = (milliseconds(lambda index=index: index.find(query)) for index in indexes)
    record_property(f"milliseconds_{name}", round(large, 1))
    assert large <= 15 * small


def test_an_index_grows_with_the_book_and_follows_an_edit(
    books: tuple[Book, Book], record_property: Callable[[str, object], None]
) -> None:
    small, large = (milliseconds(lambda book=book: SearchIndex(book), 2) for book in books)
    book = books[1]
    index, task = SearchIndex(book), book.tasks[100]
    after = book.applied(change_set("", [update(task, replace(task, wording="新"))]))
    moved = milliseconds(lambda: index.moved_to(after))
    record_property("milliseconds_index", round(large))
    record_property("milliseconds_after_an_edit", round(moved, 1))
    assert large <= 15 * small
    assert moved <= large / 10


def test_a_long_source_is_searched_in_time_that_grows_with_it(
    books: tuple[Book, Book],
) -> None:
    text = "\n".join(task.text for task in books[1].tasks)
    small = milliseconds(lambda: find_in_text(FoldedText(text[: len(text) // 10]), "专精特新"))
    assert milliseconds(lambda: find_in_text(FoldedText(text), "专精特新"), 2) <= 20 * small


def test_a_source_of_one_line_too() -> None:
    line = "推进" * 20_000
    small = milliseconds(lambda: find_in_text(FoldedText(line[:4_000]), "进推"))
    assert milliseconds(lambda: find_in_text(FoldedText(line), "进推")) <= 20 * small
