"""Which tasks of the text a table row is taken to come from, by the words they share."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NOT_WORDS = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]")
_ENOUGH = 0.6
_AS_GOOD = 0.08


def linked_tasks(
    wording: str, texts: Sequence[str], units: Sequence[frozenset[str]], row_units: frozenset[str]
) -> tuple[int, ...]:
    """Return the places in `texts` of the tasks that hold most of the row's words; none where no task holds enough.

    Among tasks that hold as many, those that share units with the row come first.
    """
    wanted = _pairs(wording)
    if not wanted:
        return ()
    scores = [len(wanted & _pairs(text)) / len(wanted) for text in texts]
    best = max(scores, default=0.0)
    if best < _ENOUGH:
        return ()
    close = [i for i, score in enumerate(scores) if score >= best - _AS_GOOD]
    sharing = [i for i in close if units[i] & row_units]
    return tuple(sharing or close)[:3]


def _pairs(text: str) -> frozenset[str]:
    bare = _NOT_WORDS.sub("", text)
    return frozenset(bare[i : i + 2] for i in range(len(bare) - 1))
