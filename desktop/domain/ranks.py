"""Ranks: integers with gaps, so that a row can be put between two others without touching them."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.domain.records import ORDER_STEP


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


def fresh_ranks(count: int) -> list[int]:
    """Return `count` ranks with full gaps."""
    return [ORDER_STEP * (index + 1) for index in range(count)]
