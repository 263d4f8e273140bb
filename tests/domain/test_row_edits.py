"""Whole rows: listed, moved, removed, and back again."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.cells import annex_cell, task_cell
from desktop.domain.edits import edit_cell
from desktop.domain.extras import edit_extra
from desktop.domain.records import Extra, Task
from desktop.domain.row_edits import add_task, list_in_annex, move_rows, remove_rows
from desktop.services.directory import unit_directory
from tests.services.books import seed_book

DIRECTORY = unit_directory()
HUNAN = seed_book("001")
HUBEI = seed_book("003")


def test_listing_puts_a_row_in_the_order_of_the_text() -> None:
    task = HUNAN.tasks[0]
    book = HUNAN.applied(list_in_annex(HUNAN, [task]))
    assert len(book.annex) == 16
    assert annex_cell(book, book.annex[0], "wording") == task_cell(book, task, "wording")
    assert task_cell(book, task, "listed") == "1"
    assert not list_in_annex(book, [task])


def test_a_listed_row_has_cells_of_its_own() -> None:
    task = HUNAN.tasks[0]
    book = HUNAN.applied(list_in_annex(HUNAN, [task]))
    row = book.annex[0]
    book = book.applied(edit_cell(book, row, "units", "省科技厅", DIRECTORY))
    assert annex_cell(book, row, "units") == "省科技厅"
    assert len(book.assignments(task.key)) == 8


def test_listing_all_keeps_their_order() -> None:
    book = HUBEI.applied(list_in_annex(HUBEI, list(reversed(HUBEI.tasks))))
    assert [r.wording for r in book.annex] == [t.wording for t in HUBEI.tasks]


def test_removing_takes_everything_that_hangs_on_a_row() -> None:
    step = remove_rows(HUNAN, [HUNAN.tasks[10], HUNAN.tasks[13]])
    book = HUNAN.applied(step)
    assert len(book.tasks) == 66
    assert book.links_of_row(book.annex[0].key) == []
    assert HUNAN.applied(step).applied(step.inverted()).tables == HUNAN.tables


def test_removing_a_task_takes_its_further_fields() -> None:
    gone, stays = HUNAN.tasks[10], HUNAN.tasks[11]
    policy = HUNAN.policies[0]
    book = HUNAN
    for owner, name in (
        (gone.key, "leader"),
        (gone.key, "contact"),
        (stays.key, "leader"),
        (policy.key, "source_number"),
    ):
        book = book.applied(edit_extra(book, owner, name, "值"))
    step = remove_rows(book, [gone])
    after = book.applied(step)
    assert {e.owner for e in after.all(Extra)} == {stays.key, policy.key}
    assert after.applied(step.inverted()).tables == book.tables
    # An annex row has none, and leaves those of its task.
    row = book.applied(list_in_annex(book, [gone])).annex[0]
    listed = book.applied(list_in_annex(book, [gone]))
    assert listed.applied(remove_rows(listed, [row])).all(Extra) == book.all(Extra)


def test_moving_and_its_edges() -> None:
    third = HUNAN.annex[2]
    book = HUNAN.applied(move_rows(HUNAN, [third], -1))
    assert book.annex[1].key == third.key
    assert not move_rows(HUNAN, [HUNAN.annex[0]], -1)
    assert not move_rows(HUNAN, [HUNAN.annex[-1]], 1)
    pair = HUNAN.annex[1:3]
    book = HUNAN.applied(move_rows(HUNAN, pair, 1))
    assert [r.key for r in book.annex[2:4]] == [r.key for r in pair]


def test_listing_carries_every_open_doubt_along() -> None:
    book = seed_book("002")
    before = sorted(d.message for t in book.tasks for d in book.doubts(t.key))
    listed = book.applied(list_in_annex(book, book.tasks))
    assert sorted(d.message for r in listed.annex for d in listed.doubts(r.key)) == before
    assert len(before) == 8


@given(place=st.integers(0, len(HUNAN.tasks)), behind=st.booleans())
@settings(max_examples=4, deadline=None)
def test_two_hundred_tasks_go_to_one_place_each_as_one_step(place: int, behind: bool) -> None:
    book, policy, expected = HUNAN, HUNAN.policies[0], [t.key for t in HUNAN.tasks]
    for number in range(200):
        at = place + number * behind
        key = f"n{number}"
        task = Task(key, policy.key, None, 0, "", "甲", "甲", "", 0, 1, 1, 1)
        step = add_task(book, policy, task, DIRECTORY, "省财政厅", place=at)
        assert step.label == "设为任务"
        after = book.applied(step)
        assert after.applied(step.inverted()).tables == book.tables
        book = after
        expected.insert(at, key)
        assert [t.key for t in book.tasks] == expected
    assert len({t.order for t in book.tasks}) == len(book.tasks)


def test_listing_again_and_again_before_one_row_finds_room() -> None:
    first, *others = HUBEI.tasks
    book = HUBEI.applied(list_in_annex(HUBEI, [first, HUBEI.tasks[-1]]))
    for task in reversed(others[:-1]):
        book = book.applied(list_in_annex(book, [task]))
    assert [r.wording for r in book.annex] == [t.wording for t in HUBEI.tasks]
