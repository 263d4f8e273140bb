"""How one list of rows becomes another: runs to remove, a new order of the rest, runs to insert.

A view that is told so keeps its selection and its place; a reset would lose both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield ``(first, last)`` of each unbroken run in ascending `places`."""
    first = last = None
    for place in places:
        if last is not None and place == last + 1:
            last = place
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = place
    if first is not None and last is not None:
        yield first, last


def removed_runs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the runs of `old` that are gone, last first, so that removing one leaves the others in place."""
    kept = set(new)
    return list(runs([i for i, key in enumerate(old) if key not in kept]))[::-1]


def inserted_runs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the runs of `new` that are fresh, first one first."""
    known = set(old)
    return list(runs([i for i, key in enumerate(new) if key not in known]))
