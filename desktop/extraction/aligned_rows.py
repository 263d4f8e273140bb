"""The rows of a table held together by spaces.

A line is no row: cells are wrapped, each centred in its row or begun at its top, and a page may cut a row. Each row has
one number. Of all ways to divide a page's lines that one is taken in which the numbers stand best, sentences and
brackets end with their row, and every row names somebody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.domain.unit_names import is_unit_like
from desktop.extraction.aligned_columns import Line
from desktop.extraction.columns import UNIT_COLUMNS, Meaning
from desktop.extraction.tables import NOTHING, Cell

_CLOSED = "。；！？"
#: No row is taller than this many lines; it bounds the work for a text that only begins like a table.
TALLEST = 60
#: What speaks against a division of the lines, in comparable weights.
_OFF_CENTRE = 1.2
OPEN_BRACKET = 5.0
OPEN_LIST = 4.0
NO_WORDING = 6.0
NO_UNITS = 4.0
_OPEN_SENTENCE = 3.0
_SHORT_CLOSED_INSIDE = 2.0
_CLOSED_INSIDE = 0.5
_BLANK_INSIDE = 2.0
_CONTINUED = 1.0
UNSURE = 3.0


@dataclass(frozen=True, slots=True)
class Block:
    """Lines ``[first, end)`` of a page that are one row; the first of a page may belong to the row before it."""

    first: int
    end: int
    cost: float
    off_centre: float = 0.0
    continued: bool = False


class Divider:
    """Divides a page's lines into rows, each with one number; `centred` says that it stands in the row's middle."""

    def __init__(
        self, lines: Sequence[Line], meanings: tuple[Meaning, ...], *, centred: bool
    ) -> None:
        """Prepare for one page."""
        self._lines = lines
        self._centred = centred
        self._wording = meanings.index(Meaning.WORDING)
        self._units = [i for i, m in enumerate(meanings) if m in UNIT_COLUMNS]
        self._times = [i for i, m in enumerate(meanings) if m is Meaning.DEADLINE]
        self._own = [i for i, m in enumerate(meanings) if m not in (Meaning.GROUP, Meaning.NUMBER)]
        self._anchors = [
            i
            for i, line in enumerate(lines)
            if line.pieces[0] is not None and line.pieces[0].text.isdecimal()
        ]
        widths = [len(c.text) for line in lines if (c := line.pieces[self._wording]) is not None]
        self._full = max(widths, default=0) * 0.85
        blank = sum(line.blank for line in lines)
        self._blank = _BLANK_INSIDE if blank * 5 < len(lines) * 2 else 0.0

    def divide(self) -> list[Block]:
        """Return the best division; a page without numbers is all of the row before it."""
        lines, anchors = self._lines, self._anchors
        filled = [i for i, line in enumerate(lines) if not line.blank]
        if not filled:
            return []
        if not anchors:
            return [Block(0, len(lines), _CONTINUED, continued=True)]
        # best[b]: the cheapest way to divide the lines before b, with the rows up to the number before b.
        best: dict[int, tuple[float, list[Block]]] = {0: (0.0, [])}
        for cut in range(max(1, anchors[0] - TALLEST), anchors[0] + 1):
            if any(not line.blank for line in lines[:cut]):
                block = Block(0, cut, _CONTINUED, continued=True)
                best[cut] = (block.cost, [block])
        for place, anchor in enumerate(anchors):
            following = anchors[place + 1] if place + 1 < len(anchors) else len(lines)
            ends = range(anchor + 1, min(following, anchor + TALLEST) + 1)
            if place + 1 == len(anchors):
                ends = range(len(lines), len(lines) + 1)
            reached: dict[int, tuple[float, list[Block]]] = {}
            for end in ends:
                options = []
                for begin, (cost, done) in best.items():
                    block = self._block(begin, end, anchor)
                    options.append((cost + block.cost, begin, done, block))
                total, _begin, done, block = min(options, key=lambda o: (o[0], o[1]))
                reached[end] = (total, [*done, block])
            best = reached
        return min(best.values(), key=lambda found: found[0])[1]

    def _block(self, begin: int, end: int, anchor: int) -> Block:
        """Weigh what speaks against lines ``[begin, end)`` being the row of the number in line `anchor`."""
        own = [
            i
            for i in range(begin, end)
            if i == anchor or any(self._lines[i].pieces[c] is not None for c in self._own)
        ]
        first, last, place = own[0], own[-1], own.index(anchor)
        off = abs(place - (len(own) - 1 - place)) if self._centred else place
        cost = _OFF_CENTRE * off
        off_centre = cost
        cost += self._blank * sum(line.blank for line in self._lines[first:last])
        cost += self._cost_of_wording([self._lines[i].pieces[self._wording] for i in own])
        if not any(self._lines[i].pieces[c] is not None for i in own for c in self._units):
            cost += NO_UNITS
        for column in self._own:
            said = "".join(c.text for i in own if (c := self._lines[i].pieces[column]) is not None)
            cost += OPEN_BRACKET * (said.count("（") != said.count("）"))
            if column in self._units and said:
                cost += OPEN_LIST * (said[-1] in "、，" or not _ends_a_list(said))
                cost += OPEN_LIST * (said[0] in "、，）")
            if column in self._times and said:
                cost += OPEN_LIST * (said[0] in "前底日")
        return Block(begin, end, cost, off_centre)

    def _cost_of_wording(self, pieces: list[Cell | None]) -> float:
        said = [piece.text for piece in pieces if piece is not None]
        if not said:
            return NO_WORDING
        cost = 0.0 if said[-1][-1] in _CLOSED + "）”" else _OPEN_SENTENCE
        for text in said[:-1]:
            if text[-1] in _CLOSED:
                cost += _CLOSED_INSIDE if len(text) >= self._full else _SHORT_CLOSED_INSIDE
        return cost


def _ends_a_list(said: str) -> bool:
    """Say whether a list of units may end so: with a unit, or with a sign that there is none."""
    last = re.split("[、，；]", said)[-1]
    return bool(NOTHING.match(said)) or is_unit_like(said) or is_unit_like(last) or "等" in last
