"""Editing a layout: what one field brings with it, and that nothing else changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.layout import (
    COLUMNS,
    OF_ROWS,
    Content,
    Grouping,
    Layout,
    LayoutColumn,
    LeadShown,
    Numbering,
)
from desktop.domain.layout_edits import (
    choices,
    with_choices,
    with_content,
    with_grouping,
    with_lead,
)
from desktop.domain.layout_json import check, faults_of

ANNEX = Layout(
    "a",
    "甲",
    Content.ANNEX,
    tuple(LayoutColumn(key) for key in ("number", "wording", "units", "deadline")),
)
USUAL = {
    Content.ANNEX: ANNEX,
    Content.COMPARISON: Layout(
        "c", "乙", Content.COMPARISON, (LayoutColumn("number"), LayoutColumn("before"))
    ),
    Content.AMENDMENTS: Layout("m", "丙", Content.AMENDMENTS, (LayoutColumn("original"),)),
}


def keys(layout: Layout) -> list[str]:
    return [column.key for column in layout.columns]


def test_all_columns_can_be_chosen_the_shown_ones_first() -> None:
    found = choices(ANNEX)
    assert [c.key for c in found if c.shown] == keys(ANNEX)
    assert {c.key for c in found} == set(COLUMNS[Content.ANNEX])
    assert found[:4] == tuple(c for c in found if c.shown)


def test_a_column_hidden_titled_widened_and_moved() -> None:
    number, wording, units, deadline, *others = choices(ANNEX)
    told = replace(units, title="责任单位", width=50.0)
    made = with_choices(ANNEX, [told, wording, replace(number, shown=False), deadline, *others])
    assert made.columns == (
        LayoutColumn("units", "责任单位", 50.0),
        LayoutColumn("wording"),
        LayoutColumn("deadline"),
    )
    assert faults_of(made) == ()


def test_the_lead_follows_its_column() -> None:
    apart = with_choices(
        ANNEX, [replace(c, shown=c.key in ("wording", "lead")) for c in choices(ANNEX)]
    )
    assert apart.lead is LeadShown.COLUMN
    together = with_choices(apart, [replace(c, shown=c.key == "wording") for c in choices(apart)])
    assert together.lead is LeadShown.ORDER


def test_the_columns_follow_the_lead() -> None:
    apart = with_lead(ANNEX, LeadShown.COLUMN)
    assert keys(apart) == ["number", "wording", "lead", "others", "deadline"]
    assert [c.title for c in apart.sheet_columns()][2:4] == ["牵头单位", "配合单位"]
    assert keys(with_lead(apart, LeadShown.WORD)) == keys(ANNEX)
    assert with_lead(ANNEX, LeadShown.STRONG) == replace(ANNEX, lead=LeadShown.STRONG)
    bare = replace(ANNEX, columns=(LayoutColumn("number"),))
    assert keys(with_lead(bare, LeadShown.COLUMN)) == ["number", "lead", "others"]


def test_the_first_column_follows_the_groups() -> None:
    merged = with_grouping(ANNEX, Grouping.COLUMN)
    assert keys(merged) == ["section", *keys(ANNEX)]
    counted = replace(merged, numbering=Numbering.PER_GROUP)
    assert with_grouping(counted, Grouping.NONE) == ANNEX
    assert with_grouping(counted, Grouping.ROWS).numbering is Numbering.PER_GROUP
    without = with_choices(counted, choices(counted)[1:])
    assert (without.grouping, without.numbering) == (Grouping.NONE, Numbering.CONTINUOUS)


def test_other_rows_keep_their_columns_or_have_the_usual_ones() -> None:
    listed = with_content(ANNEX, Content.UNIT, USUAL)
    assert keys(listed) == [*keys(ANNEX), "role"]
    assert with_content(listed, Content.ANNEX, USUAL) == ANNEX
    grouped = with_grouping(ANNEX, Grouping.COLUMN)
    compared = with_content(grouped, Content.COMPARISON, USUAL)
    assert keys(compared) == ["number", "before"]
    assert (compared.grouping, compared.lead) == (Grouping.NONE, LeadShown.ORDER)
    assert with_content(compared, Content.COMPARISON, USUAL) == compared
    assert (
        with_content(compared, Content.TASKS, {**USUAL, Content.TASKS: ANNEX}).columns
        == ANNEX.columns
    )


def edits() -> st.SearchStrategy[tuple[str, object]]:
    return st.one_of(
        st.tuples(st.just("lead"), st.sampled_from(LeadShown)),
        st.tuples(st.just("grouping"), st.sampled_from(Grouping)),
        st.tuples(st.just("content"), st.sampled_from(OF_ROWS)),
    )


@given(st.lists(edits(), max_size=12))
def test_whatever_is_chosen_holds_together(chosen: list[tuple[str, object]]) -> None:
    layout = ANNEX
    for name, value in chosen:
        if isinstance(value, LeadShown):
            layout = with_lead(layout, value)
        elif isinstance(value, Grouping):
            layout = with_grouping(layout, value)
        elif isinstance(value, Content):
            layout = with_content(layout, value, USUAL)
        assert list(check(layout)) == [], name
        assert len(set(keys(layout))) == len(layout.columns)
        assert with_choices(layout, choices(layout)).sheet_columns() == layout.sheet_columns()


@pytest.mark.parametrize(
    ("layout", "path", "code"),
    [
        (replace(ANNEX, columns=()), "columns", "columns"),
        (replace(ANNEX, title="长" * 201), "title", "text"),
        (replace(ANNEX, numbering=Numbering.PER_GROUP), "numbering", "no_groups"),
        (replace(ANNEX, columns=(LayoutColumn("units", "\x00"),)), "columns[0].title", "text"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(layout: Layout, path: str, code: str) -> None:
    assert [(fault.path, fault.code) for fault in faults_of(layout)] == [(path, code)]
