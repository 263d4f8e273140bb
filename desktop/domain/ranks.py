"""Ranks: integers with gaps, so that a row can be put between two others without touching them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desktop.domain.records import ORDER_STEP

#: The gap that renumbered rows get at least: ten more can be put into it one behind the other.
_LEAST_GAP = 1 << 10


def rank_after(ranks: Sequence[int], place: int) -> int | None:
    """Return a rank for a new row at `place` (0 is first) among `ranks`, ascending; None where the gap is used up."""
    before = ranks[place - 1] if place > 0 else None
    after = ranks[place] if place < len(ranks) else None
    if before is None and after is None:
        return ORDER_STEP
    if after is None:
        return (before or 0) + ORDER_STEP
    if before is None:
        return after - ORDER_STEP
    middle = (before + after) // 2
    return middle if before < middle < after else None


def with_room(ranks: Sequence[int], place: int) -> tuple[int, Mapping[int, int]]:
    """Return a rank for a new row at `place` (0 is first) among `ranks`, ascending, and new ranks by place for others.

    No other row changes its rank while there is a gap. Where it is used up, as few neighbours as give every one of them
    a gap of `_LEAST_GAP` change theirs, so that a long book is not written anew for one row.
    """
    rank = rank_after(ranks, place)
    if rank is not None:
        return rank, {}
    width = 1
    while True:
        low, high = max(0, place - width), min(len(ranks), place + width)
        spread = _spread(
            ranks[low - 1] if low else None,
            ranks[high] if high < len(ranks) else None,
            high - low + 1,
        )
        if spread is not None:
            rank = spread.pop(place - low)
            return rank, dict(zip(range(low, high), spread, strict=True))
        width *= 2


def _spread(before: int | None, after: int | None, count: int) -> list[int] | None:
    """Return `count` ranks between two, evenly; None where the gaps would be too small for more to come."""
    if before is not None and after is not None:
        gap = (after - before) // (count + 1)
        return None if gap < _LEAST_GAP else [before + gap * (n + 1) for n in range(count)]
    if after is not None:
        before = after - ORDER_STEP * (count + 1)
    return [(before or 0) + rank for rank in fresh_ranks(count)]


def fresh_ranks(count: int) -> list[int]:
    """Return `count` ranks with full gaps."""
    return [ORDER_STEP * (index + 1) for index in range(count)]
