"""Layouts come back from JSON as they went, and everything wrong with one is told at once, by its path."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.layout import Layout, LeadShown
from desktop.domain.layout_json import (
    FORM,
    LayoutFault,
    check,
    from_data,
    from_json,
    to_data,
    to_json,
)
from desktop.domain.sheet import PageSetup
from desktop.support.errors import LayoutError
from tests.domain.layouts import some_layouts


def small(**more: Any) -> dict[str, Any]:
    return {
        "key": "own",
        "name": "本办的表",
        "content": "annex",
        "columns": [{"key": "number"}, {"key": "units", "title": "责任单位", "width": 60}],
        **more,
    }


def faults(data: object) -> list[LayoutFault]:
    with pytest.raises(LayoutError) as caught:
        from_data(data)
    assert caught.value.reason == "layout.invalid"
    found = caught.value.data["faults"]
    assert isinstance(found, tuple)
    return list(found)


@given(some_layouts())
def test_a_layout_comes_back_the_same(layout: Layout) -> None:
    assert list(check(layout)) == []
    assert from_data(to_data(layout)) == layout
    assert from_json(to_json(layout)) == layout


@given(some_layouts(), st.data())
def test_no_json_value_anywhere_is_more_than_a_fault(layout: Layout, data: st.DataObject) -> None:
    """Whatever a person makes of a file, it is a layout or told by its path, never a crash."""
    stored = to_data(layout)
    table = data.draw(st.sampled_from([stored, stored["page"], *stored["columns"]]), label="where")
    junk = st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
        max_leaves=4,
    )
    table[data.draw(st.sampled_from(sorted(table)))] = data.draw(junk)
    try:
        read = from_data(stored)
    except LayoutError as error:
        told = error.data["faults"]
    else:
        told = from_data(to_data(read)) == read
    assert told


@given(st.text() | st.text().map(json.dumps))
def test_any_text_is_a_layout_or_an_error(text: str) -> None:
    with pytest.raises(LayoutError):
        from_json(text)


@pytest.mark.parametrize("text", ["[" * 100_000, '{"key": ' + "9" * 10_000 + "}", "{'a': 1}"])
def test_what_is_no_json(text: str) -> None:
    with pytest.raises(LayoutError) as caught:
        from_json(text)
    assert caught.value.reason == "layout.not_json"


def test_little_need_be_said() -> None:
    layout = from_data(small())
    assert layout.setup == PageSetup()
    assert layout.lead is LeadShown.ORDER
    assert layout.mark == ""
    number, units = layout.sheet_columns()
    assert (number.title, number.width) == ("序号", 12)
    assert (units.title, units.width) == ("责任单位", 60)


def test_every_fault_is_told_at_once_with_its_path() -> None:
    data = small(
        name=3,
        lead="bold",
        group_level=0,
        titel="错字",
        mark="附件：",
        page={"paper": "a5", "two_sided": 1, "first_page": "一"},
        columns=[{"key": "number", "width": True}, {"key": "unit"}, "units", {"key": "number"}],
    )
    assert {(f.path, f.code) for f in faults(data)} == {
        ("name", "text"),
        ("lead", "word"),
        ("group_level", "whole"),
        ("titel", "unknown_key"),
        ("mark", "mark"),
        ("page.paper", "word"),
        ("page.two_sided", "yes_or_no"),
        ("page.first_page", "whole"),
        ("columns[0].width", "width"),
        ("columns[1].key", "unknown_column"),
        ("columns[2]", "table"),
        ("columns[3].key", "twice"),
    }


@pytest.mark.parametrize("width", [0, 0.5, 401, 10**400, float("nan"), float("inf"), "12"])
def test_a_width_is_between_1_and_400(width: object) -> None:
    (fault,) = faults(small(columns=[{"key": "number", "width": width}]))
    assert (fault.path, fault.code) == ("columns[0].width", "width")


@pytest.mark.parametrize("key", ["a b", "../x", "CON", "lpt1", "表", "a" * 65, "a\n"])
def test_a_key_is_a_file_name_everywhere(key: str) -> None:
    assert {f.path for f in faults(small(key=key))} == {"key"}


@pytest.mark.parametrize("data", [None, [], "x", {}, {"form": 1}])
def test_what_is_no_layout_at_all(data: object) -> None:
    assert faults(data)


@pytest.mark.parametrize(
    ("more", "path", "code"),
    [
        ({"lead": "column"}, "lead", "lead_column"),
        ({"columns": [{"key": "lead"}]}, "lead", "lead_column"),
        ({"grouping": "column"}, "columns[0].key", "group_column"),
        ({"numbering": "per_group"}, "numbering", "no_groups"),
    ],
)
def test_fields_hold_together(more: dict[str, Any], path: str, code: str) -> None:
    (fault,) = faults(small(**more))
    assert (fault.path, fault.code) == (path, code)


def test_a_comparison_has_no_units_and_groups() -> None:
    columns = [{"key": "before"}]
    found = faults(
        small(content="comparison", columns=columns, grouping="rows", lead="word", numbering="text")
    )
    assert [(f.path, f.code) for f in found] == [
        ("grouping", "not_here"),
        ("numbering", "not_here"),
        ("lead", "not_here"),
    ]


def test_a_later_form_may_say_more_but_not_less() -> None:
    later = small(form=FORM + 1, colour="red", page={"margins": 3})
    later["columns"][0]["shade"] = True
    assert from_data(later) == from_data(small())
    (fault,) = faults({**later, "lead": "colour"})
    assert (fault.path, fault.code) == ("lead", "word")
