"""A change says the whole of what it does, inverts itself, and survives the journal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.book import Book
from desktop.domain.changes import (
    Change,
    ChangeSet,
    change_set,
    delete,
    from_json,
    insert,
    to_json,
    update,
)
from desktop.domain.records import Link, Task
from tests.storage.books import importing, sample, steps

LINK = Link("l", "r", "t")
TASK = next(r for r in sample() if isinstance(r, Task))


def test_insert_update_and_delete() -> None:
    assert insert(LINK) == Change("link", "l", None, {"annex_row": "r", "task": "t"})
    assert delete(LINK) == insert(LINK).inverted()
    other = replace(LINK, task="u")
    assert update(LINK, other) == Change("link", "l", {"task": "t"}, {"task": "u"})
    assert update(LINK, replace(LINK)) is None


def test_an_update_keeps_kind_and_key() -> None:
    with pytest.raises(ValueError, match="kind and key"):
        update(LINK, replace(LINK, key="m"))
    with pytest.raises(ValueError, match="kind and key"):
        update(LINK, replace(TASK, key="l"))


@pytest.mark.parametrize(
    ("kind", "before", "after", "message"),
    [
        ("links", None, {}, "unknown kind"),
        ("link", None, None, "neither side"),
        ("link", {"task": "t"}, {"tusk": "t"}, "unknown fields"),
        ("link", {"key": "l"}, {"key": "m"}, "unknown fields"),
        ("link", {"task": "t"}, {"annex_row": "r"}, "same fields"),
        ("link", {"task": "t"}, {}, "same fields"),
        ("link", None, {"task": "t"}, "every field"),
        ("link", {"task": "t"}, None, "every field"),
        ("link", {}, None, "every field"),
    ],
)
def test_a_change_that_makes_no_sense(
    kind: str, before: dict[str, str] | None, after: dict[str, str] | None, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Change(kind, "l", before, after)


def test_a_change_set_leaves_out_what_changes_nothing() -> None:
    step = change_set("改", [None, insert(LINK), update(LINK, LINK)])
    assert step == ChangeSet("改", (insert(LINK),))
    assert step
    assert not change_set("改", [None])


def test_an_inverse_goes_backwards() -> None:
    step = change_set("改", [insert(LINK), update(LINK, replace(LINK, task="u"))])
    assert [c.before for c in step.inverted().changes] == [{"task": "u"}, insert(LINK).after]
    assert step.inverted().inverted() == step


def test_the_journal_gives_a_step_back() -> None:
    step = importing()
    assert from_json(step.label, to_json(step)) == step
    assert "\\u" not in to_json(change_set("", [insert(replace(TASK, wording="推进"))])).replace(
        "\\u0000", ""
    )


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        ("", "Expecting value"),
        ("[[", "Expecting value"),
        ('[["links","l",null,{}]]', "unknown kind"),
        ('[["link","l",null,{"task":"t"}]]', "must name every field"),
        ('[["link","l"]]', "not enough values"),
    ],
)
def test_a_payload_that_this_version_does_not_know(payload: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        from_json("", payload)


@given(st.data())
def test_random_steps_invert_and_survive_the_journal(data: st.DataObject) -> None:
    book = Book.of("b", sample())
    step = data.draw(steps(book, "k"))
    assert from_json(step.label, to_json(step)) == step
    assert book.applied(step).applied(step.inverted()) == book
