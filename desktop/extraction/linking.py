"""Which tasks of the text a table row is taken to come from, by the words they share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_NOT_WORDS = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]")
_ENOUGH = 0.6
_AS_GOOD = 0.08
_MOST = 3


class Linker:
    """The tasks of a document, ready to be asked for each row. The pairs of characters of each are made once."""

    def __init__(
        self, texts: Sequence[str], units: Sequence[frozenset[str]], first: int = 0
    ) -> None:
        self._units = units
        self._first = first
        self._holders: dict[str, list[int]] = {}
        for index, text in enumerate(texts):
            for pair in _pairs(text):
                self._holders.setdefault(pair, []).append(index)

    def tasks_of(self, wording: str, row_units: frozenset[str]) -> tuple[int, ...]:
        """Return the places of the tasks that hold most of the row's words; none where no task holds enough.

        Among tasks that hold as many, those that share units with the row are taken.
        """
        wanted = _pairs(wording)
        shared = Counter(index for pair in wanted for index in self._holders.get(pair, ()))
        if not shared or max(shared.values()) < _ENOUGH * len(wanted):
            return ()
        least = max(shared.values()) - _AS_GOOD * len(wanted)
        close = sorted(index for index, count in shared.items() if count >= least)
        sharing = [index for index in close if self._units[index] & row_units]
        return tuple(self._first + index for index in (sharing or close)[:_MOST])


def _pairs(text: str) -> frozenset[str]:
    bare = _NOT_WORDS.sub("", text)
    return frozenset(bare[i : i + 2] for i in range(len(bare) - 1))
