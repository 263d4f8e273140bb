"""Tables that share what did not change, and the lists and groups of a book that follow its steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.book import Book
from desktop.domain.changes import change_set, update
from desktop.domain.records import AnnexRow, Policy, Section, Task
from desktop.domain.table import Table, differing
from tests.storage.books import importing, steps

_CHANGES = st.dictionaries(st.sampled_from("abcdefgh"), st.none() | st.integers(), max_size=5)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers()), st.lists(_CHANGES, max_size=8))
def test_a_table_is_what_a_dictionary_would_be(
    rows: dict[str, int], all_changes: list[Mapping[str, int | None]]
) -> None:
    table, wanted, earlier = Table(rows), dict(rows), []
    for changes in all_changes:
        earlier.append((table, dict(wanted)))
        table = table.with_changes(changes)
        for key, row in changes.items():
            if row is None:
                wanted.pop(key, None)
            else:
                wanted[key] = row
    for found, expected in earlier:
        keys = {key for key in "abcdefgh" if wanted.get(key) != expected.get(key)}
        assert differing(found, table) == differing(table, found) == keys
        assert differing(expected, wanted) == keys
    for found, expected in [*earlier, (table, wanted)]:
        assert found == expected
        assert dict(found) == expected
        assert len(found) == len(expected)
        assert {key: found.get(key) for key in "abcdefgh"} == {
            key: expected.get(key) for key in "abcdefgh"
        }
        assert all((key in found) is (key in expected) for key in "abcdefgh")


def test_what_is_replaced_keeps_its_place_and_what_is_added_comes_last() -> None:
    table = Table({"a": 1, "b": 2, "c": 3}).with_changes({"d": 4, "b": 5, "a": None})
    assert list(table.items()) == [("b", 5), ("c", 3), ("d", 4)]


def test_many_changes_are_worked_in() -> None:
    table: Table[int] = Table()
    for number in range(2000):
        table = table.with_changes({str(number % 700): number, str(number // 2): None})
    assert len(table._changed) <= 257
    assert len(table) == len(dict(table))


def test_a_table_does_not_equal_another_thing() -> None:
    assert Table({"a": 1}) != {"a": 2}
    assert Table({"a": 1}) != 1
    with pytest.raises(KeyError):
        Table({"a": 1}).with_changes({"a": None})["a"]


def _seen(book: Book) -> object:
    """Everything that a book keeps once asked for. Links and doubts have no order of their own."""
    owners = [key for table in book.tables.values() for key in table]
    key = lambda record: record.key  # noqa: E731
    return (
        [book.policies, book.sections, book.tasks, book.annex, book.annex_numbers],
        [(book.assignments(o), book.deadlines(o)) for o in owners],
        [sorted(book.doubts(o, settled=True), key=key) for o in owners],
        [sorted(book.links_of_task(o), key=key) for o in owners],
        [sorted(book.links_of_row(o), key=key) for o in owners],
        [d.owner for d in book.open_doubts],
    )


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_follows_the_steps_is_what_would_be_made_anew(data: st.DataObject) -> None:
    book = Book.of("", []).applied(importing())
    for number in range(data.draw(st.integers(1, 6))):
        _seen(book)
        before = {kind: dict(table) for kind, table in book.tables.items()}
        after = book.applied(data.draw(steps(book, f"k{number}")))
        assert {kind: dict(table) for kind, table in book.tables.items()} == before
        book = after
        anew = Book.of("", [r for table in book.tables.values() for r in table.values()])
        assert book == anew
        assert _seen(book) == _seen(anew)


def test_a_step_leaves_what_it_does_not_touch_as_it_was_made() -> None:
    book = Book.of("", []).applied(importing())
    _seen(book)
    task = book.tasks[0]

    after = book.applied(change_set("", [update(task, replace(task, wording="新"))]))
    assert after.tasks[0].wording == "新"
    for record_type, name in ((Policy, "policies"), (Section, "sections"), (AnnexRow, "annex")):
        assert getattr(after, name) is getattr(book, name), record_type
    assert after.annex_numbers is book.annex_numbers
    assert after.open_doubts is book.open_doubts
    assert after.all(Task) == after.tasks
