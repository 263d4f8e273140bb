"""改为牵头? is asked where order carries the lead, and a no puts it back."""

from __future__ import annotations

from desktop.domain.book import Book
from desktop.domain.cells import annex_cell
from desktop.domain.edits import edit_cell
from desktop.domain.lead_question import LeadChange, changed_leads, keep_leads, still_asked
from desktop.services.directory import unit_directory
from tests.services.books import seed_book

DIRECTORY = unit_directory()
HUNAN = seed_book("001")
ROW = HUNAN.annex[1].key


def units(book: Book, text: str) -> Book:
    row = book.annex[1]
    return book.applied(edit_cell(book, row, "units", text, DIRECTORY))


START = units(HUNAN, "省科技厅、省教育厅和省财政厅等")


def roles(book: Book) -> list[tuple[str, str]]:
    return [(a.name, a.role) for a in book.assignments(ROW)]


def asked(text: str) -> tuple[LeadChange, ...]:
    return changed_leads(START, units(START, text), [ROW, ROW])


def test_a_unit_moved_or_added_to_the_first_place_is_asked_about_once() -> None:
    (moved,) = asked("省财政厅、省科技厅、省教育厅")
    assert moved == LeadChange(ROW, "省科技厅", "省财政厅")
    (added,) = asked("省发改委、省科技厅、省教育厅")
    assert added.now == "省发改委"


def test_what_leaves_the_lead_where_it_was_asks_nothing() -> None:
    assert asked("省科技厅、省财政厅、省教育厅") == ()
    assert asked("省教育厅") == ()
    assert asked("") == ()
    assert asked("省财政厅（牵头）、省科技厅") == ()


def test_a_policy_whose_order_says_nothing_asks_nothing() -> None:
    hubei = seed_book("003")
    row = next(t for t in hubei.tasks if len(hubei.assignments(t.key)) > 1)
    names = [a.name for a in hubei.assignments(row.key)]
    step = edit_cell(hubei, row, "others", "、".join(reversed(names)), DIRECTORY)
    assert changed_leads(hubei, hubei.applied(step), [row.key]) == ()


def test_a_no_puts_the_lead_back_to_the_first_place_and_undoes_exactly() -> None:
    after = units(START, "省财政厅、省科技厅；省教育厅等")
    changes = changed_leads(START, after, [ROW])
    step = keep_leads(after, changes)
    kept = after.applied(step)
    assert roles(kept) == [
        ("省科技厅", "lead"),
        ("省财政厅", "participant"),
        ("省教育厅", "participant"),
    ]
    row = kept.annex[1]
    assert annex_cell(kept, row, "units") == "省科技厅、省财政厅；省教育厅等"
    assert step.label == "仍由省科技厅牵头"
    assert kept.applied(step.inverted()) == after


def test_a_row_changed_since_is_no_longer_asked_about() -> None:
    after = units(START, "省财政厅、省科技厅")
    changes = changed_leads(START, after, [ROW])
    assert still_asked(after, changes) == changes
    again = units(after, "省科技厅、省财政厅")
    assert still_asked(again, changes) == ()
    assert not keep_leads(again, changes)
