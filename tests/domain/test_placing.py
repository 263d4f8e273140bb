"""Ranks of tasks once some are put between others."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.placing import placed
from desktop.domain.records import Task

TASK = Task("", "p", None, 0, "", "", "", "", 0, 0, 0, 0)


def tasks(**ranks: int) -> list[Task]:
    """Tasks by key and rank, in their order."""
    made = [replace(TASK, key=key, order=rank) for key, rank in ranks.items()]
    return sorted(made, key=lambda t: (t.order, t.key))


def test_nothing_added_changes_nothing() -> None:
    assert placed(tasks(a=5, b=9), ["a", "b"]) == {"a": 5, "b": 9}
    assert placed([], []) == {}


def test_the_added_stand_evenly_in_the_gap() -> None:
    assert placed(tasks(a=10, b=40), ["a", 0, 1, "b"]) == {"a": 10, 0: 20, 1: 30, "b": 40}


def test_tasks_change_places_among_themselves_only() -> None:
    ranks = placed(tasks(a=10, other=20, b=30), ["b", "a"])
    assert ranks == {"b": 10, "other": 20, "a": 30}


def test_before_the_first_and_behind_the_last() -> None:
    ranks = placed(tasks(a=10, b=20), [0, "a", "b", 1])
    assert ranks[0] < 10 == ranks["a"] < 20 == ranks["b"] < ranks[1]


def test_another_policys_tasks_are_not_mixed_in() -> None:
    ranks = placed(tasks(a=10, b=20, other=30), ["a", "b", 0])
    assert 20 < ranks[0] < 30


def test_a_book_without_tasks_of_it_takes_them_at_its_end() -> None:
    ranks = placed(tasks(other=7), [0, 1])
    assert 7 < ranks[0] < ranks[1]
    assert ranks["other"] == 7


@given(st.data())
def test_the_order_is_as_asked_and_the_others_keep_theirs(data: st.DataObject) -> None:
    numbers = st.integers(-20, 20) | st.integers(-(1 << 40), 1 << 40)
    ranks = data.draw(st.lists(numbers, max_size=8))
    book = tasks(**{f"k{n}": rank for n, rank in enumerate(ranks)})
    mine = data.draw(st.lists(st.sampled_from([t.key for t in book] or [0]), unique=True))
    named = [key for key in mine if isinstance(key, str)]
    order = data.draw(st.permutations([*named, *range(data.draw(st.integers(0, 4)))]))
    result = placed(book, order)
    everything = sorted(result, key=lambda entry: result[entry])
    assert len(set(result.values())) == len(book) + len(order) - len(named)
    assert [entry for entry in everything if entry in order] == order
    others = [t.key for t in book if t.key not in named]
    assert [entry for entry in everything if entry in others] == others
    distinct = len(set(ranks)) == len(ranks)
    if distinct and len(order) == len(named):
        assert sorted(result.values()) == sorted(ranks)


def test_ranks_that_are_the_same_are_told_apart() -> None:
    ranks = placed(tasks(a=5, b=5), ["a", "b"])
    assert ranks["a"] < ranks["b"]
