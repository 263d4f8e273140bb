"""记入本簿单位名录: one step makes a name known and settles every question about it, and no other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.domain.book import Book
from desktop.domain.changes import change_set, insert, update
from desktop.domain.columns import LEAD, UNITS
from desktop.domain.edits import edit_cell
from desktop.domain.own_units import own_units, with_own_units
from desktop.domain.records import (
    AnnexRow,
    Assignment,
    DoubtRecord,
    OwnUnit,
    Policy,
    Task,
    new_key,
)
from desktop.domain.row_edits import list_in_annex
from desktop.services.directory import unit_directory
from desktop.services.own_units import (
    Uses,
    doubted_unit,
    drop_own_unit,
    is_own_name,
    put_own_unit,
    remember_units,
    uses_of_own_units,
)
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


def unit(name: str, **fields: str) -> OwnUnit:
    blank = {"region": "湖南", "full_name": "", "aliases": "", "note": ""}
    return OwnUnit(new_key(), name=name, **(blank | fields))


def put(book: Book, own: OwnUnit) -> Book:
    step, refused = put_own_unit(book, own, SHIPPED)
    assert step
    assert not refused
    return book.applied(step)


def test_a_unit_put_in_by_hand_settles_the_doubts_about_it(book: Book) -> None:
    step, refused = put_own_unit(book, unit("省算力局筹备组", aliases=NAME), SHIPPED)
    after = book.applied(step)
    assert (step.label, refused) == ("增加单位名称：省算力局筹备组", ())
    assert not asking(after)
    assert all(a.known for a in after.all(Assignment) if a.name == NAME)
    assert after.applied(step.inverted()) == book


def test_what_is_removed_is_a_question_again_and_the_cells_stay(book: Book) -> None:
    known = book.applied(remember_units(book, asking(book)))
    (own,) = own_units(known)
    step = drop_own_unit(known, own.key, SHIPPED)
    after = known.applied(step)
    assert step.label == f"删除单位名称：{NAME}"
    assert own_units(after) == []
    assert after == book  # the very doubts that were settled are open again
    assert after.applied(step.inverted()) == known


def test_a_name_that_never_was_a_question_becomes_one_when_its_unit_goes(book: Book) -> None:
    known = put(book, unit("省低空经济局"))
    known = typed(known, known.tasks[4], LEAD.key, "省低空经济局")
    assert not asking(known, "省低空经济局")
    own = next(u for u in own_units(known) if u.name == "省低空经济局")
    after = known.applied(drop_own_unit(known, own.key, SHIPPED))
    assert [d.owner for d in asking(after, "省低空经济局")] == [known.tasks[4].key]
    assert after.assignments(known.tasks[4].key)[0].name == "省低空经济局"


def test_a_row_that_names_a_unit_twice_has_its_question_once(book: Book) -> None:
    place = next(a for a in book.all(Assignment) if a.name == NAME)
    twice = book.applied(change_set("", [insert(replace(place, key=new_key(), order=1))]))
    own = unit(NAME)
    known = put(twice, own)
    assert not asking(known)
    (kept,) = own_units(known)
    again = known.applied(drop_own_unit(known, kept.key, SHIPPED))
    assert again == twice


def test_a_name_that_the_shipped_directory_has_stays_known(book: Book) -> None:
    known = put(book, unit("省科技厅", aliases="科厅"))
    own = own_units(known)[0]
    after = known.applied(drop_own_unit(known, own.key, SHIPPED))
    assert after == book


def test_an_alias_edited_away_is_a_question_and_the_new_one_none(book: Book) -> None:
    known = put(book, unit("省算力局筹备组", aliases=NAME))
    own = own_units(known)[0]
    step, _ = put_own_unit(known, replace(own, aliases="算力局"), SHIPPED)
    assert len(asking(known.applied(step))) == 3
    back, _ = put_own_unit(known.applied(step), replace(own, name=NAME, aliases=""), SHIPPED)
    assert not asking(known.applied(step).applied(back))


def test_names_that_are_taken_are_left_out_and_said(book: Book) -> None:
    book = put(book, unit("省低空经济局", aliases="低空局"))
    own = unit("省算力局", full_name="省科学技术厅", aliases="算力局、低空局、省发改委")
    step, refused = put_own_unit(book, own, SHIPPED)
    made = next(u for u in own_units(book.applied(step)) if u.name == "省算力局")
    assert (made.full_name, made.aliases) == ("", "算力局")
    said = [m.happened for m in refused]
    assert len(said) == 3
    assert said[0] == "“省科学技术厅”已是程序自带目录中“省科技厅”的名称，没有记入。"
    assert said[1] == "“低空局”已是本簿名录中“省低空经济局”的名称，没有记入。"


def test_a_unit_has_a_name_and_no_other_ones(book: Book) -> None:
    book = put(book, unit("省低空经济局", aliases="低空局"))
    for name, said in ((" ", "单位没有名称"), ("低空局", "“省低空经济局”已经用了“低空局”")):
        step, refused = put_own_unit(book, unit(name), SHIPPED)
        assert not step
        assert said in refused[0].happened


def test_a_shipped_unit_is_given_a_further_alias(book: Book) -> None:
    own = unit("省科技厅", full_name="湖南省科学技术厅", aliases="科厅")
    (made,) = own_units(put(book, own))
    assert (made.full_name, made.aliases) == ("湖南省科学技术厅", "科厅")


def test_uses_are_counted_under_every_name_and_once_a_row(book: Book) -> None:
    known = put(book, unit("省算力局筹备组", aliases=NAME))
    known = put(known, unit("省低空经济局"))
    known = typed(known, known.tasks[4], LEAD.key, f"{NAME}、省算力局筹备组")
    known = put(known, unit("没人用的单位", region="浙江", aliases=f"浙江{NAME}"))
    uses = {u.name: uses_of_own_units(known)[u.key] for u in own_units(known)}
    assert uses["省算力局筹备组"] == Uses(tasks=3, annex_rows=1)
    assert not uses["省低空经济局"]
    assert not uses["没人用的单位"]


def test_it_is_said_what_makes_a_name_known(book: Book) -> None:
    known = put(book, unit(NAME))
    places = {a.name: a for a in known.assignments(known.tasks[0].key)}
    assert is_own_name(known, places[NAME])
    assert not is_own_name(known, places["省科技厅"])
    assert not is_own_name(book, places[NAME])
    elsewhere = put(book, unit(NAME, region="浙江"))
    assert not is_own_name(elsewhere, places[NAME])
