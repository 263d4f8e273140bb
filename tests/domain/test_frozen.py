"""A frozen book comes back as it was, and its bytes depend on nothing but what is in it."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.book import Book
from desktop.domain.frozen import FROZEN_TYPES, freeze, thaw
from desktop.domain.records import RECORD_TYPES, Alias, Amendment, OwnUnit, Revision, Setting, Stage
from tests.services.books import seed_book
from tests.storage.books import importing, sample, steps


def kept(book: Book) -> Book:
    """The part of a book that a stage keeps."""
    frozen = {record_type.kind for record_type in FROZEN_TYPES}
    rows = (r for kind, table in book.tables.items() if kind in frozen for r in table.values())
    return Book.of(book.lineage, rows)


def test_every_kind_is_either_frozen_or_about_the_book() -> None:
    about = {Stage, Revision, Alias, Amendment, OwnUnit, Setting}
    assert set(FROZEN_TYPES) | about == set(RECORD_TYPES)
    assert not set(FROZEN_TYPES) & about


def test_a_seed_comes_back_whole() -> None:
    book = seed_book("001")
    assert thaw(freeze(book), book.lineage) == kept(book)
    assert len(thaw(freeze(book)).tasks) == 68


def test_the_bytes_are_pinned() -> None:
    frozen = freeze(Book.of("b", [r for r in sample() if r.kind in ("link", "deadline", "stage")]))
    head = '["section",["key","policy","parent","order","level","label","title","start","end"],[]]'
    assert head.encode() in frozen
    assert b'["link",["key","annex_row","task"],[["l1","r1","t1"]]]' in frozen
    due = '[["d1","r1",1,"2017年6月底前","by","2017-06-30"]]'
    assert due.encode() in frozen
    assert frozen.startswith(b'[1,[["policy",["key","order",')


@given(st.data())
def test_any_book_comes_back(data: st.DataObject) -> None:
    book = Book.of("b", sample())
    for number in range(data.draw(st.integers(0, 3))):
        book = book.applied(data.draw(steps(book, f"k{number}")))
    assert thaw(freeze(book), "b") == kept(book)
    assert freeze(thaw(freeze(book))) == freeze(book)


@given(st.randoms(use_true_random=False))
def test_neither_order_nor_lineage_shows_in_the_bytes(chance: random.Random) -> None:
    records = sample()
    chance.shuffle(records)
    assert freeze(Book.of("another", records)) == freeze(Book.of("b", sample()))
    assert freeze(Book("b").applied(importing())) == freeze(Book.of("b", sample()))


@given(st.data())
def test_another_content_has_other_bytes(data: st.DataObject) -> None:
    book = Book.of("b", sample())
    other = book.applied(data.draw(steps(book, "k")))
    assert (freeze(other) == freeze(book)) is (kept(other) == kept(book))


def test_even_a_lone_surrogate_comes_back() -> None:
    (link,) = (r for r in sample() if r.kind == "link")
    book = Book.of("b", [type(link).from_values("l\ud800", link.values())])
    assert thaw(freeze(book), "b") == book


NAMES = ["key", "annex_row", "task"]


@pytest.mark.parametrize(
    "stored",
    [
        None,
        {},
        [],
        [2, []],
        [1, 7],
        [1, [["link", NAMES]]],
        [1, [["stage", ["key"], []]]],
        [1, [["link", ["key", "task", "annex_row"], []]]],
        [1, [["link", NAMES, [["l1", "r1"]]]]],
        [1, [["link", NAMES, [["l1", "r1", "t1", "more"]]]]],
        [1, [["link", NAMES, [["l1", "r1", 0.5]]]]],
        [1, [["link", NAMES, [["l1", "r1", ["t1"]]]]]],
        [1, [["link", NAMES, [7]]]],
        [1, [[[], NAMES, []]]],
    ],
)
def test_what_is_no_frozen_book_is_refused(stored: object) -> None:
    with pytest.raises(ValueError, match="not a frozen book"):
        thaw(json.dumps(stored).encode())


@pytest.mark.parametrize("content", [b"", b"[1,[]", b"\xff\xfe", b"[" * 100_000])
def test_damaged_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="not a frozen book"):
        thaw(content)
