"""Two states of a book compared by key."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.book import Book
from desktop.domain.compare import (
    CellChange,
    Difference,
    KeptRow,
    MergedRow,
    RowPlace,
    compare,
    lines,
)
from desktop.domain.edits import edit_cell
from desktop.domain.records import AnnexRow, Link, Task
from desktop.domain.row_edits import list_in_annex, move_rows, remove_rows
from desktop.services.directory import unit_directory
from tests.services.books import seed_book

DIRECTORY = unit_directory()
HUNAN = seed_book("001")
KEYS = "abcdefgh"


def rows(order: Sequence[str]) -> Book:
    """An annex of rows whose wordings are their keys."""
    return Book.of(
        "b", [AnnexRow(key, None, n, None, key, None, None) for n, key in enumerate(order)]
    )


def test_a_book_does_not_differ_from_itself() -> None:
    found = compare(HUNAN, HUNAN)
    assert not found
    assert lines(found) == []


def test_each_kind_of_difference_is_told() -> None:
    task, row, gone = HUNAN.tasks[4], HUNAN.annex[2], HUNAN.tasks[9]
    book = HUNAN.applied(edit_cell(HUNAN, task, "wording", "另一种写法", DIRECTORY))
    book = book.applied(edit_cell(book, task, "lead", "省教育厅", DIRECTORY))
    book = book.applied(edit_cell(book, row, "deadline", "2018年6月底前", DIRECTORY))
    book = book.applied(move_rows(book, [book.annex[7]], -1))
    book = book.applied(remove_rows(book, [gone]))
    found = compare(HUNAN, book)
    assert found.tasks.dropped == (RowPlace(gone.key, 10, gone.wording),)
    (changed,) = found.tasks.changed
    assert changed.after.key == task.key
    assert changed.cells == (
        CellChange("wording", task.wording, "另一种写法"),
        CellChange("lead", "省科技厅", "省教育厅"),
    )
    assert found.tasks.moved == ()
    (cell,) = found.annex.changed[0].cells
    assert (cell.column, cell.after) == ("deadline", "2018年6月底前")
    assert len(found.annex.moved) == 1
    assert compare(book, HUNAN).tasks.added == found.tasks.dropped


def test_numbers_that_follow_from_the_order_are_no_difference() -> None:
    book = HUNAN.applied(remove_rows(HUNAN, [HUNAN.annex[0]]))
    found = compare(HUNAN, book)
    assert len(found.annex.dropped) == 1
    assert found.annex.kept == ()
    (unlisted,) = found.tasks.changed  # only the task whose row went, not those renumbered
    assert unlisted.cells == (CellChange("listed", "1", ""),)


def test_listing_a_task_changes_its_cell_and_adds_a_row() -> None:
    task = HUNAN.tasks[0]
    found = compare(HUNAN, HUNAN.applied(list_in_annex(HUNAN, [task])))
    assert [row.wording for row in found.annex.added] == [task.wording]
    assert [(r.after.key, r.cells[0].column) for r in found.tasks.changed] == [(task.key, "listed")]


@pytest.mark.parametrize(
    ("after", "moved"),
    [
        ("abcdefgh", {""}),
        ("habcdefg", {"h"}),
        ("bcdefgha", {"a"}),
        ("abcfdegh", {"f"}),
        ("xacbdefgh", {"b", "c"}),
        ("badcfehg", {"aceg", "bdfh"}),
    ],
)
def test_the_fewest_rows_are_said_to_have_moved(after: str, moved: set[str]) -> None:
    found = compare(rows(KEYS), rows(after)).annex.moved
    assert "".join(sorted(row.after.key for row in found)) in moved


@given(st.permutations(KEYS), st.permutations(KEYS), st.sets(st.sampled_from(KEYS)))
def test_rows_that_did_not_move_stand_in_one_order(
    before: list[str], after: list[str], gone: set[str]
) -> None:
    after = [key for key in after if key not in gone]
    found = compare(rows(before), rows(after)).annex
    moved = {row.after.key for row in found.moved}
    still = [key for key in before if key not in moved | gone]
    assert still == [key for key in after if key not in moved]
    assert {row.key for row in found.dropped} == gone
    kept = [key for key in before if key not in gone]
    assert len(still) == longest_in_order(kept, after)


def longest_in_order(before: list[str], after: list[str]) -> int:
    """The length of a longest common subsequence, by trying all."""
    return max(
        size
        for size in range(len(before) + 1)
        for chosen in itertools.combinations(before, size)
        if [key for key in after if key in chosen] == list(chosen)
    )


def test_a_retired_key_leads_to_the_row_it_went_into() -> None:
    aliases = {"b": "c", "c": "a"}
    both = compare(rows("abc"), rows("a"), aliases).annex
    a, b, c = (RowPlace(key, n, key) for n, key in enumerate("abc", start=1))
    assert both.merged == (MergedRow(b, a), MergedRow(c, a))
    assert not both.dropped
    only = compare(rows("b"), rows("a"), aliases).annex
    assert only.kept == (KeptRow(replace(b, place=1), a, False, only.kept[0].cells),)
    assert [cell.column for cell in only.kept[0].cells] == ["wording"]
    back = compare(rows("a"), rows("b"), aliases).annex
    assert [(row.before.key, row.after.key) for row in back.kept] == [("a", "b")]


def test_a_task_listed_by_a_row_of_retired_key_is_listed_as_before() -> None:
    task = HUNAN.tasks[0]
    before = Book.of("b", [task, *rows("a").annex, Link("l", "a", task.key)])
    after = Book.of("b", [task, *rows("b").annex, Link("m", "b", task.key)])
    assert compare(before, after).tasks.changed
    assert not compare(before, after, {"a": "b"}).tasks.changed


def test_aliases_in_a_circle_end() -> None:
    found = compare(rows("a"), rows("c"), {"a": "b", "b": "a"}).annex
    assert [row.key for row in found.dropped] == ["a"]


def test_lines_stand_in_the_order_of_the_rows() -> None:
    found = lines(compare(rows("abcd"), rows("adxc")))
    assert [(x.difference, x.key, x.place_before, x.place_after) for x in found] == [
        (Difference.DROPPED, "b", 2, None),
        (Difference.MOVED, "d", 4, 2),
        (Difference.ADDED, "x", None, 3),
    ]
    assert {x.table for x in found} == {AnnexRow.kind}
    (line,) = lines(
        compare(HUNAN, HUNAN.applied(edit_cell(HUNAN, HUNAN.tasks[3], "wording", "新", DIRECTORY)))
    )
    assert (line.table, line.difference, line.column) == (
        Task.kind,
        Difference.CHANGED,
        "wording",
    )
    assert (line.before, line.after) == (HUNAN.tasks[3].wording, "新")
