"""Where tasks stand once some are put between others: ranks for all, as few of them new as can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desktop.domain.ranks import fresh_ranks
from desktop.domain.records import ORDER_STEP, Task


def placed(tasks: Sequence[Task], order: Sequence[str | int]) -> Mapping[str | int, int]:
    """Return a rank for each of `tasks`, by key, and for each added one, by its number.

    `tasks` are all of the book, in order. `order` names some of them by key, as they are to stand, and the added ones
    by number. Those named change places among themselves only; an added one stands behind the one before it. Every
    rank but those of the added stays in its place, unless two ranks are the same or a gap is used up: then all are
    fresh.
    """
    named = {entry for entry in order if isinstance(entry, str)}
    ranked: list[tuple[str | int, int | None]] = []
    wanted = iter(order)
    coming: str | int | None = next(wanted, None)
    for task in tasks:
        if task.key not in named:
            ranked.append((task.key, task.order))
            continue
        while isinstance(coming, int):
            ranked.append((coming, None))
            coming = next(wanted, None)
        assert coming is not None
        ranked.append((coming, task.order))
        coming = next(wanted, None)
        while isinstance(coming, int):  # at once: what follows may be another policy's
            ranked.append((coming, None))
            coming = next(wanted, None)
    while coming is not None:
        ranked.append((coming, None))
        coming = next(wanted, None)
    ranks = _filled([rank for _, rank in ranked]) or fresh_ranks(len(ranked))
    return {entry: rank for (entry, _), rank in zip(ranked, ranks, strict=True)}


def _filled(ranks: Sequence[int | None]) -> list[int] | None:
    """Put ranks where there are none, evenly in the gaps; return None where they do not fit."""
    filled: list[int] = []
    missing = 0
    for rank in (*ranks, None):
        end = len(filled) + missing == len(ranks)
        if rank is None and not end:
            missing += 1
            continue
        before = filled[-1] if filled else None
        if before is None:
            before = 0 if rank is None else rank - ORDER_STEP * (missing + 1)
        gap = ORDER_STEP if rank is None else (rank - before) // (missing + 1)
        if gap < 1:  # used up, or two ranks the same
            return None
        filled.extend(before + gap * (n + 1) for n in range(missing))
        missing = 0
        if rank is not None:
            filled.append(rank)
    return filled
