"""记入本簿单位名录: one step makes a name known and settles every question about it, and no other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.domain.book import Book
from desktop.domain.changes import change_set, update
from desktop.domain.columns import LEAD, UNITS
from desktop.domain.edits import edit_cell
from desktop.domain.own_units import own_units, with_own_units
from desktop.domain.records import AnnexRow, Assignment, DoubtRecord, Policy, Task
from desktop.domain.row_edits import list_in_annex
from desktop.services.directory import unit_directory
from desktop.services.own_units import doubted_unit, remember_units
from tests.services.books import seed_book

SHIPPED = unit_directory()
NAME = "省智能算力局"


@pytest.fixture
def book() -> Book:
    """A Hunan policy with an unknown unit in two tasks, and in the annex row of the first."""
    book = seed_book("001")
    if not book.annex:
        book = book.applied(list_in_annex(book, book.tasks[:1]))
    for row in (book.tasks[0], book.tasks[1]):
        book = typed(book, row, LEAD.key, f"{NAME}、省科技厅")
    return typed(book, book.annex[0], UNITS.key, f"{NAME}、省科技厅")


def typed(book: Book, row: Task | AnnexRow, column: str, text: str) -> Book:
    present = book.get(type(row), row.key)
    return book.applied(edit_cell(book, present, column, text, with_own_units(SHIPPED, book)))


def asking(book: Book, name: str = NAME) -> list[DoubtRecord]:
    return [d for d in book.open_doubts if doubted_unit(book, d) == name]


def test_one_step_adds_the_unit_and_settles_every_doubt_of_its_name(book: Book) -> None:
    others = [d for d in book.open_doubts if d not in asking(book)]
    assert len(asking(book)) == 3
    step = remember_units(book, asking(book)[:1])
    after = book.applied(step)
    (unit,) = own_units(after)
    assert (unit.name, unit.region) == (NAME, "湖南")
    assert step.label == f"记入本簿单位名录：{NAME}"
    assert after.open_doubts == others
    assert all(a.known for a in after.all(Assignment) if a.name == NAME)
    assert after.applied(step.inverted()) == book


def test_the_name_typed_again_raises_no_doubt(book: Book) -> None:
    after = book.applied(remember_units(book, asking(book)[:1]))
    after = typed(after, after.tasks[5], LEAD.key, NAME)
    assert not [d for d in after.doubts(after.tasks[5].key) if d.code == "unit.unknown"]
    (place,) = [a for a in after.assignments(after.tasks[5].key) if a.name == NAME]
    assert place.known


def test_several_units_are_one_step(book: Book) -> None:
    book = typed(book, book.tasks[2], LEAD.key, "省低空经济局")
    doubts = [*asking(book), *asking(book, "省低空经济局")]
    step = remember_units(book, doubts)
    after = book.applied(step)
    assert {u.name for u in own_units(after)} == {NAME, "省低空经济局"}
    assert len(own_units(after)) == 2
    assert not asking(after)
    assert not asking(after, "省低空经济局")


def test_a_longer_name_that_holds_the_name_keeps_its_doubt(book: Book) -> None:
    book = typed(book, book.tasks[2], LEAD.key, f"{NAME}办公室")
    after = book.applied(remember_units(book, asking(book)))
    assert len(asking(after, f"{NAME}办公室")) == 1


def test_only_questions_about_a_units_name_are_answered(book: Book) -> None:
    doubt = asking(book)[0]
    assert doubted_unit(book, replace(doubt, code="unit.glued")) is None
    assert doubted_unit(book, replace(doubt, settled="dismissed")) is None
    assert doubted_unit(book, replace(doubt, owner="nobody")) is None
    assert not remember_units(book, [replace(doubt, code="deadline.slip")])
    assert not remember_units(book, [])


def test_a_policy_without_region_has_the_name_known_everywhere(book: Book) -> None:
    policy = book.policies[0]
    book = book.applied(change_set("", [update(policy, replace(policy, region=None))]))
    after = book.applied(remember_units(book, asking(book)[:1]))
    assert own_units(after)[0].region == "通用"
    assert not asking(after)


def test_rows_of_another_region_keep_their_doubt(book: Book) -> None:
    first = book.policies[0]
    other = replace(first, key="f" * 32, region="江苏", order=first.order + 1)
    moved = book.tasks[1]
    changes = [update(moved, replace(moved, policy=other.key))]
    records = [*book.all(Policy), other]
    tables = {**book.tables, Policy.kind: {p.key: p for p in records}}
    both = Book("", tables).applied(change_set("", changes))
    after = both.applied(remember_units(both, [d for d in asking(both) if d.owner != moved.key]))
    assert [d.owner for d in asking(after)] == [moved.key]
    assert {a.owner for a in after.all(Assignment) if a.name == NAME and not a.known} == {moved.key}


def test_a_name_already_known_still_settles_what_is_open(book: Book) -> None:
    after = book.applied(remember_units(book, asking(book)[:1]))
    left = asking(book)[0]
    again = after.applied(change_set("", [update(after.get(DoubtRecord, left.key), left)]))
    assert len(asking(again)) == 1
    settled = again.applied(remember_units(again, asking(again)))
    assert len(own_units(settled)) == 1
    assert not asking(settled)
