"""The rows of a table held together by spaces.

A line is no row: cells are wrapped, each centred in its row or begun at its top, and a page may cut a row. Each row has
one number. Of all ways to divide a page's lines that one is taken in which the numbers stand best, sentences and
brackets end with their row, and every row names somebody.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from desktop.domain.unit_names import is_unit_like
from desktop.extraction.aligned_columns import Line
from desktop.extraction.columns import UNIT_COLUMNS, Meaning
from desktop.extraction.tables import NOTHING, Cell, is_number

_CLOSED = "。；！？"
#: No row is taller than this many lines; it bounds the work for a text that only begins like a table.
TALLEST = 40
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
    """Lines ``[first, end)`` of a page that are one row; the first of a page may belong to the row before it.

    `cost` is what speaks against it in all, `off_centre` the part of it that the place of its number makes.
    """

    first: int
    end: int
    cost: float
    off_centre: float = 0.0
    continued: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines ``[first, end)``, of those that count, as one row."""

    first: int
    end: int
    cost: float
    off_centre: float
    continued: bool = False


@dataclass(frozen=True, slots=True)
class _Way:
    """A row and the rows above it."""

    part: _Part
    before: _Way | None


class _Column:
    """One column's pieces on a page, ready to be asked about any run of lines in little time."""

    def __init__(self, pieces: Sequence[Cell | None], full: float) -> None:
        self._at = [i for i, piece in enumerate(pieces) if piece is not None]
        self._texts = [piece.text for piece in pieces if piece is not None]
        opened = [text.count("（") - text.count("）") for text in self._texts]
        self._opened = [0, *accumulate(opened)]
        self._inside = [0.0, *accumulate(_cost_inside(text, full) for text in self._texts)]

    def run(self, begin: int, end: int) -> tuple[int, int]:
        """Return which of the pieces stand in lines ``[begin, end)``."""
        return bisect_left(self._at, begin), bisect_left(self._at, end)

    def open_brackets(self, first: int, last: int) -> bool:
        """Say whether pieces ``[first, last)`` leave a bracket open, or close one of others."""
        return self._opened[last] != self._opened[first]

    def closed_inside(self, first: int, last: int) -> float:
        """Weigh the sentences that end before the last of the pieces."""
        return self._inside[last - 1] - self._inside[first]

    def beginning(self, first: int) -> str:
        """Return the first sign of the pieces."""
        return self._texts[first][0]

    def ending(self, first: int, last: int) -> str:
        """Return the last words of the pieces: of the last line, and of the one before it, where a name may begin."""
        return "".join(self._texts[max(first, last - 2) : last])


class Divider:
    """Divides a page's lines into rows, each with one number; `centred` says that it stands in the row's middle.

    Only lines with cells of the rows' own are divided: blank ones and a group's name count for nothing.
    """

    def __init__(
        self, lines: Sequence[Line], meanings: tuple[Meaning, ...], *, centred: bool
    ) -> None:
        """Prepare for one page."""
        self._count = len(lines)
        self._centred = centred
        own_columns = [i for i, m in enumerate(meanings) if m is not Meaning.GROUP]
        self._own = [i for i, line in enumerate(lines) if any(line.pieces[c] for c in own_columns)]
        shown = [lines[i] for i in self._own]
        self._anchors = [
            place
            for place, line in enumerate(shown)
            if line.pieces[0] is not None and is_number(line.pieces[0].text)
        ]
        blank = [line.blank for line in lines]
        # How many blank lines stand above each of the lines that count.
        above = [0, *accumulate(blank)]
        self._blanks = [above[i] for i in self._own]
        self._blank = _BLANK_INSIDE if sum(blank) * 5 < len(lines) * 2 else 0.0
        wording = meanings.index(Meaning.WORDING)
        widths = [len(c.text) for line in shown if (c := line.pieces[wording]) is not None]
        full = max(widths, default=0) * 0.85
        self._columns = {
            column: _Column([line.pieces[column] for line in shown], full)
            for column in own_columns
            if meanings[column] is not Meaning.NUMBER
        }
        self._wording = wording
        self._units = [i for i, m in enumerate(meanings) if m in UNIT_COLUMNS]
        self._times = [i for i, m in enumerate(meanings) if m is Meaning.DEADLINE]

    def divide(self) -> list[Block]:
        """Return the best division; a page without numbers is all of the row before it."""
        own, anchors = self._own, self._anchors
        if not own:
            return []
        if not anchors:
            return [Block(0, self._count, _CONTINUED, continued=True)]
        # best[b]: the least cost of dividing the lines before b, and the way there, last block first.
        best: dict[int, tuple[float, _Way | None]] = {0: (0.0, None)}
        for cut in range(max(1, anchors[0] - TALLEST), anchors[0] + 1):
            best[cut] = (_CONTINUED, _Way(_Part(0, cut, _CONTINUED, 0.0, continued=True), None))
        for place, anchor in enumerate(anchors):
            if place + 1 < len(anchors):
                ends = range(anchor + 1, min(anchors[place + 1], anchor + TALLEST) + 1)
            else:
                ends = range(len(own), len(own) + 1)
            reached: dict[int, tuple[float, _Way | None]] = {}
            for end in ends:
                part, cost, way = min(
                    ((self._part(begin, end, anchor), *found) for begin, found in best.items()),
                    key=lambda option: (option[0].cost + option[1], option[0].first),
                )
                reached[end] = (cost + part.cost, _Way(part, way))
            best = reached
        way = min(best.values(), key=lambda found: found[0])[1]
        parts: list[_Part] = []
        while way is not None:
            parts.append(way.part)
            way = way.before
        return [self._block(part) for part in reversed(parts)]

    def _block(self, part: _Part) -> Block:
        """Return a part in lines of the page; what stands between two rows goes with the upper one."""
        first = self._own[part.first] if part.first else 0
        end = self._own[part.end] if part.end < len(self._own) else self._count
        return Block(first, end, part.cost, part.off_centre, part.continued)

    def _part(self, begin: int, end: int, anchor: int) -> _Part:
        """Weigh what speaks against lines ``[begin, end)`` being the row of the number in line `anchor`."""
        above, below = anchor - begin, end - 1 - anchor
        off_centre = _OFF_CENTRE * (abs(above - below) if self._centred else above)
        cost = off_centre + self._blank * (self._blanks[end - 1] - self._blanks[begin])
        named = False
        for index, column in self._columns.items():
            first, last = column.run(begin, end)
            if first == last:
                cost += NO_WORDING if index == self._wording else 0.0
                continue
            cost += OPEN_BRACKET * column.open_brackets(first, last)
            if index == self._wording:
                closed = column.ending(first, last)[-1] in _CLOSED + "）”"
                cost += column.closed_inside(first, last) + (0.0 if closed else _OPEN_SENTENCE)
            elif index in self._units:
                named = True
                ending = column.ending(first, last)
                cost += OPEN_LIST * (ending[-1] in "、，" or not _ends_a_list(ending))
                cost += OPEN_LIST * (column.beginning(first) in "、，）")
            elif index in self._times:
                cost += OPEN_LIST * (column.beginning(first) in "前底日")
        return _Part(begin, end, cost + (0.0 if named else NO_UNITS), off_centre)


def _cost_inside(text: str, full: float) -> float:
    """Weigh a sentence that ends within a row: the less likely, the shorter its line."""
    if text[-1] not in _CLOSED:
        return 0.0
    return _CLOSED_INSIDE if len(text) >= full else _SHORT_CLOSED_INSIDE


def _ends_a_list(said: str) -> bool:
    """Say whether a list of units may end so: with a unit, or with a sign that there is none."""
    last = re.split("[、，；]", said)[-1]
    return bool(NOTHING.match(said)) or is_unit_like(said) or is_unit_like(last) or "等" in last
