"""A fact about the book is said once."""

from __future__ import annotations

from desktop.domain.book import Book
from desktop.domain.changes import change_set
from desktop.domain.facts import DIRECTORY_VERSION, fact, fact_change
from desktop.domain.records import Setting


def test_a_fact_is_said_changed_and_taken_back() -> None:
    book = Book.of("b", [])
    assert fact(book, DIRECTORY_VERSION) is None
    book = book.applied(change_set("", [fact_change(book, DIRECTORY_VERSION, "1")]))
    assert fact_change(book, DIRECTORY_VERSION, "1") is None
    step = change_set("", [fact_change(book, DIRECTORY_VERSION, "2")])
    assert fact(book.applied(step), DIRECTORY_VERSION) == "2"
    assert len(book.applied(step).all(Setting)) == 1
    assert book.applied(step).applied(step.inverted()) == book
    assert fact(book, "directory") is None
