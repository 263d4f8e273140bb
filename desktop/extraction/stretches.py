"""Is a place inside one of many stretches of text? Asked once for every clause and line, so it must be quick."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from desktop.domain.document import Span


class Stretches:
    """A set of stretches that do not overlap; ``place in stretches`` is a look-up by bisection."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans, key=lambda s: s.start)
        self._starts = [s.start for s in ordered]
        self._ends = [s.end for s in ordered]

    def __contains__(self, place: int) -> bool:
        """Say whether `place` lies in one of them."""
        index = bisect_right(self._starts, place) - 1
        return index >= 0 and place < self._ends[index]
