"""The merged column of a table held together by spaces: names that stand beside the middle of the rows they group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from desktop.extraction.aligned_columns import Line
from desktop.extraction.aligned_rows import TALLEST, Block
from desktop.extraction.columns import Meaning

_COUNT = re.compile(r"(\d{1,3})\s*项")
#: What speaks against a division of the rows into groups, in lines.
_PER_GROUP = 1.0
_GAP_IN_NAME = 2.0
_WRONG_COUNT = 2.0
_BEGINS_WITH_BRACKET = 5.0


def name_groups(
    lines: Sequence[Line], blocks: Sequence[Block], meanings: tuple[Meaning, ...], before: str
) -> list[str]:
    """Name the group of each block: a name stands in the middle of its rows; rows before the first go on `before`."""
    column = meanings.index(Meaning.GROUP) if Meaning.GROUP in meanings else None
    if column is None:
        return [""] * len(blocks)
    names = [
        [(i, c.text) for i in range(b.first, b.end) if (c := lines[i].pieces[column]) is not None]
        for b in blocks
    ]
    if all(names):  # no cell is merged: each row has a name of its own
        return ["".join(text for _line, text in label).replace(" ", "") for label in names]
    best: dict[int, tuple[float, list[str]]] = {0: (0.0, [])}
    # Rows at a page's head may go on the group of the page before.
    for count in range(1, len(blocks) + 1):
        if any(names[count - 1]):
            break
        if before:
            best[count] = (0.0, [before] * count)
    for end in range(1, len(blocks) + 1):
        options = [best[end]] if end in best else []
        for begin in range(max(0, end - TALLEST), end):
            label = [part for block in names[begin:end] for part in block]
            if begin in best and label:
                cost, done = best[begin]
                name = "".join(text for _line, text in label).replace(" ", "")
                cost += _group_cost(lines, blocks[begin:end], label, name)
                options.append((cost, [*done, *[name] * (end - begin)]))
        if options:
            best[end] = min(options, key=lambda o: o[0])
    return best[len(blocks)][1] if len(blocks) in best else [before] * len(blocks)


def _group_cost(
    lines: Sequence[Line], blocks: Sequence[Block], label: list[tuple[int, str]], name: str
) -> float:
    filled = [
        i for b in (blocks[0], blocks[-1]) for i in range(b.first, b.end) if not lines[i].blank
    ]
    middle, beside = (label[0][0] + label[-1][0]) / 2, (filled[0] + filled[-1]) / 2
    cost = _PER_GROUP + abs(middle - beside)
    cost += sum(_GAP_IN_NAME * max(0, b - a - 2) for (a, _), (b, _) in pairwise(label))
    counted = _COUNT.search(name)
    if counted and int(counted[1]) != sum(not b.continued for b in blocks):
        cost += _WRONG_COUNT
    if label[0][1].startswith(("（", "(")):
        cost += _BEGINS_WITH_BRACKET
    return cost
