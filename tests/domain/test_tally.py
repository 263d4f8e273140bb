"""A tally that follows a book's steps has what one has that counts the last snapshot alone."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.book import Book
from desktop.domain.changes import change_set, insert
from desktop.domain.tally import Tally
from tests.services.books import seed_book
from tests.storage.books import importing, steps


def counted(book: Book) -> tuple[dict[str, int], dict[str, int]]:
    """Count as one would who had no time to save."""
    places: dict[str, int] = {}
    units: dict[str, int] = {}
    for task in book.tasks:
        for place in filter(None, (task.policy, task.section)):
            places[place] = places.get(place, 0) + 1
        for name in {a.name for a in (*book.assignments(task.key), *book.inherited(task))}:
            units[name] = units.get(name, 0) + 1
    return places, units


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_follows_the_steps_is_what_would_be_counted_anew(data: st.DataObject) -> None:
    tally, book = Tally(), Book.of("", []).applied(importing())
    books = [book]
    for number in range(data.draw(st.integers(1, 6))):
        book = book.applied(data.draw(steps(book, f"k{number}")))
        books.append(book)
    for snapshot in (*books, *reversed(books)):
        tally.follow(snapshot)
        assert (tally.places, tally.units) == counted(snapshot)


def test_the_units_of_a_policy_count_for_each_of_its_tasks_once() -> None:
    book = seed_book("001")
    task = next(t for t in book.tasks if t.clause and book.assignments(t.key))
    own = book.assignments(task.key)[0]
    tally = Tally()
    tally.follow(book)
    before = tally.units[own.name]
    bound = [t for t in book.tasks if t.policy == task.policy and t.clause]
    without = [t for t in bound if own.name not in {a.name for a in book.assignments(t.key)}]
    step = change_set("", [insert(replace(own, key="everywhere", owner=task.policy))])
    after = book.applied(step)
    tally.follow(after)
    assert tally.units[own.name] == before + len(without)
    assert without
    tally.follow(book)
    assert tally.units[own.name] == before
