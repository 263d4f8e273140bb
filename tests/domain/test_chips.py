"""A cell of units as chips: one a unit, with the words that are printed after it."""

from __future__ import annotations

import pytest

from desktop.domain.book import Book
from desktop.domain.cells import annex_cell, task_cell
from desktop.domain.chips import UnitChip, unit_chips
from desktop.domain.edits import edit_cell
from desktop.domain.records import AnnexRow, Task
from desktop.services.directory import unit_directory
from tests.services.books import seed_book

DIRECTORY = unit_directory()
HUNAN = seed_book("001")


def typed(row: Task | AnnexRow, column: str, text: str) -> tuple[UnitChip, ...]:
    book = HUNAN.applied(edit_cell(HUNAN, row, column, text, DIRECTORY))
    return unit_chips(book, row, column)


def test_what_chips_say_is_what_the_cell_says() -> None:
    def said(book: Book, row: Task | AnnexRow, column: str) -> str:
        return "".join(c.name + c.after for c in unit_chips(book, row, column))

    for task in HUNAN.tasks:
        for column in ("lead", "others"):
            assert said(HUNAN, task, column) == task_cell(HUNAN, task, column).replace("、", "")
    for row in HUNAN.annex:
        assert said(HUNAN, row, "units") == annex_cell(HUNAN, row, "units").replace("、", "")


def test_the_lead_is_marked_only_where_the_column_does_not_say_it() -> None:
    chips = typed(HUNAN.annex[0], "units", "省科技厅、省教育厅")
    assert [(c.name, c.lead) for c in chips] == [("省科技厅", True), ("省教育厅", False)]
    assert [c.lead for c in typed(HUNAN.tasks[0], "lead", "省科技厅")] == [False]


def test_what_leaves_a_list_open_and_marks_between_are_text_after_a_chip() -> None:
    chips = typed(HUNAN.annex[0], "units", "省科技厅（牵头）、省教育厅；省财政厅等有关部门")
    assert [c.after for c in chips] == ["（牵头）", "；", "等有关部门"]
    (chip,) = typed(HUNAN.tasks[0], "lead", "省科技厅（牵头）")
    assert chip.after == ""


def test_only_the_unit_in_question_is_in_doubt() -> None:
    chips = typed(HUNAN.annex[0], "units", "省科技厅、省乱写厅")
    assert [c.doubtful for c in chips] == [False, True]


def test_a_column_without_units_has_no_chips() -> None:
    with pytest.raises(KeyError):
        unit_chips(HUNAN, HUNAN.tasks[0], "wording")
