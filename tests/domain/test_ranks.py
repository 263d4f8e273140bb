"""Ranks: a row can always be put between two others, and few others change for it."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.ranks import fresh_ranks, with_room
from desktop.domain.records import ORDER_STEP


def put(ranks: list[int], place: int) -> tuple[list[int], int]:
    """Return the ranks with a new one at `place`, and how many others changed."""
    rank, renewed = with_room(ranks, place)
    after = [renewed.get(n, r) for n, r in enumerate(ranks)]
    after.insert(place, rank)
    return after, len(renewed)


def strictly_ascending(ranks: list[int]) -> bool:
    return all(a < b for a, b in itertools.pairwise(ranks))


def test_a_gap_is_used_before_others_change() -> None:
    assert with_room([], 0) == (ORDER_STEP, {})
    assert with_room([10, 20], 1) == (15, {})
    rank, renewed = with_room([10, 11], 1)
    assert renewed
    assert put([10, 11], 1)[0][1] == rank


@given(
    ranks=st.lists(st.integers(-(10**12), 10**12), max_size=12).map(sorted),
    place=st.integers(0, 12),
)
def test_a_row_comes_to_stand_where_it_was_wanted(ranks: list[int], place: int) -> None:
    """Also among ranks that are the same, as a damaged or foreign file may have them: those near it are set right."""
    place = min(place, len(ranks))
    after, _ = put(ranks, place)
    assert sorted(after) == after
    before_it, behind_it = after[:place], after[place + 1 :]
    assert all(rank < after[place] for rank in before_it)
    assert all(rank > after[place] for rank in behind_it)


@given(count=st.integers(0, 300), data=st.data())
def test_two_hundred_at_one_place(count: int, data: st.DataObject) -> None:
    ranks = fresh_ranks(count)
    place = data.draw(st.integers(0, count))
    follows = data.draw(st.booleans(), "each new one behind the one before, or before it")
    changed = 0
    for number in range(200):
        ranks, moved = put(ranks, place + number * follows)
        assert strictly_ascending(ranks)
        changed += moved
    assert len(ranks) == count + 200
    assert changed <= 200 * 10, "a row must not cost the whole book"
