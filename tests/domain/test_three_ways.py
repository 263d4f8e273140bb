"""One cell, three forms: who has changed it, and what holds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.records import Assignment, Deadline
from desktop.domain.three_ways import Outcome, Values, decide, divides_as, units_words

LEAD, HELPS, PLAIN = "lead", "participant", "responsible"


def unit(name: str, role: str = PLAIN, tail: str = "") -> Assignment:
    return Assignment(name, "t", 0, name, name, role, False, False, True, "、", tail)


def due(text: str, date: str | None = None) -> Deadline:
    return Deadline(text, "t", 0, text, "by", date)


def outcomes(old: Values | None, clerk: Values, new: Values) -> list[Outcome]:
    cells = decide(old, clerk, new)
    assert [cell.column for cell in cells] == ["wording", "units", "deadline"]
    return [cell.outcome for cell in cells]


FORMS = {
    "a": Values("甲", [unit("省科技厅")], [due("2020年底前")]),
    "b": Values("乙", [unit("省财政厅")], [due("2021年底前")]),
    "c": Values("丙", [], []),
}


@pytest.mark.parametrize(
    ("old", "clerk", "new", "outcome"),
    [
        ("a", "a", "a", Outcome.SAME),
        ("a", "b", "b", Outcome.SAME),
        ("a", "a", "b", Outcome.NEW),
        ("a", "a", "c", Outcome.NEW),
        ("a", "b", "a", Outcome.CLERK),
        ("a", "c", "a", Outcome.CLERK),
        ("a", "b", "c", Outcome.CONFLICT),
        ("a", "c", "b", Outcome.CONFLICT),
        ("", "a", "a", Outcome.SAME),
        ("", "a", "b", Outcome.CONFLICT),
        ("", "c", "a", Outcome.CONFLICT),
    ],
)
def test_every_case(old: str, clerk: str, new: str, outcome: Outcome) -> None:
    assert outcomes(FORMS.get(old), FORMS[clerk], FORMS[new]) == [outcome] * 3


@given(*[st.sampled_from(sorted(FORMS))] * 3)
def test_the_clerks_form_is_lost_only_where_it_was_the_old_one(a: str, b: str, c: str) -> None:
    for outcome in outcomes(FORMS[a], FORMS[b], FORMS[c]):
        assert outcome is not Outcome.NEW or a == b


def test_a_part_is_a_change_too() -> None:
    old = Values("", [unit("省科技厅", LEAD), unit("省财政厅", HELPS)])
    turned = Values("", [unit("省财政厅", LEAD), unit("省科技厅", HELPS)])
    opened = Values("", [unit("省科技厅", LEAD), unit("省财政厅", HELPS, "等")])
    assert outcomes(old, turned, old)[1] is Outcome.CLERK
    assert outcomes(old, old, opened)[1] is Outcome.NEW
    cell = decide(old, turned, opened)[1]
    assert (cell.outcome, cell.old) == (Outcome.CONFLICT, "牵头：省科技厅；配合：省财政厅")
    assert cell.new == "牵头：省科技厅；配合：省财政厅等"


def test_keys_ranks_and_the_first_mark_are_no_change() -> None:
    one = unit("省科技厅")
    other = replace(one, key="z", order=9, joiner="和", known=False)
    assert outcomes(None, Values("", [one]), Values("", [other]))[1] is Outcome.SAME


def test_the_same_phrase_of_another_year_takes_the_new_meaning() -> None:
    old, new = (
        Values("", [], [due("年底前", "2017-12-31")]),
        Values("", [], [due("年底前", "2018-12-31")]),
    )
    assert outcomes(old, old, new)[2] is Outcome.NEW
    clerk = Values("", [], [due("6月底前", "2017-06-30")])
    assert outcomes(old, clerk, new)[2] is Outcome.CLERK


def test_units_in_words() -> None:
    assert units_words([]) == ""
    assert units_words([unit("甲厅"), unit("乙厅")]) == "甲厅、乙厅"
    assert units_words([unit("甲厅", LEAD, "（牵头）")]) == "牵头：甲厅"


@pytest.mark.parametrize(
    ("units", "clerk", "first", "same"),
    [
        ([unit("甲", LEAD), unit("乙", HELPS)], [], True, True),
        ([unit("甲", HELPS), unit("乙", LEAD)], [], True, False),
        ([], [], True, False),
        ([unit("甲"), unit("乙")], [unit("甲")], False, True),
        ([unit("甲"), unit("乙")], [unit("甲", LEAD)], False, False),
        ([unit("甲", LEAD), unit("乙", HELPS)], [unit("甲", LEAD)], False, True),
        ([unit("甲", LEAD), unit("乙", HELPS)], [unit("乙", LEAD)], False, False),
        ([unit("甲", LEAD, "（牵头）"), unit("乙", HELPS)], [], False, True),
    ],
)
def test_a_list_is_proposed_only_where_its_parts_come_out_the_same(
    units: list[Assignment], clerk: list[Assignment], first: bool, same: bool
) -> None:
    assert divides_as(units, clerk, first=first) is same
