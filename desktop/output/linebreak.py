"""Breaks Chinese text into lines. Lengths are in ems of the type.

First the greedy way, which is right for nearly all paragraphs of full-width characters. Where it
leaves a line with much white at its end, breaks a word, or leaves one character alone on the last
line (孤字), the paragraph is broken again from a few lines before at the least total cost.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from desktop.output.kinsoku import FREE, SQUEEZED, WORD, break_costs

#: A justified line is stretched by no more than this; else it stays ragged.
STRETCH_LIMIT: Final = 1.25

_SLACK = 1e-6
_LINE = 100.0  # a line more costs as much as about ten ems of white
_LOOSE = 12.0  # a line too loose to be justified
_ORPHAN = 60.0  # one character alone on the last line
_BROKEN_ANEW = 4  # lines before one that is broken badly
_NEARLY_FULL = 4.0  # ems of white at a line's end
_BLANKS = " \u3000"
_MARKS = SQUEEZED | frozenset("…—％%.,;:?!)")
_PAUSES = frozenset("、，；。：")


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is to be set.

    `width` is in ems, as squeezed. A final mark that would not fit hangs over the end with the
    empty half of its square; where that is not enough, `squeeze` ems are taken from each mark
    before it. `last` tells the end of a paragraph, which is not justified. `start` is the place
    of its first character in the text that was broken.
    """

    text: str
    width: float
    last: bool
    squeeze: float = 0.0
    start: int = 0


def break_lines(text: str, advances: Mapping[str, float], measure: float) -> list[Line]:
    """Break `text` at its line feeds and wherever else `measure` demands it.

    `advances` gives each character's width and is asked only for those of `text`. The lines
    joined give the text back but for spaces at the ends of lines and the line feeds. A line holds
    one character at least, so a measure of nothing or less is no error.
    """
    known = advances.__getitem__
    if "\n" not in text:
        return break_set(text, list(map(known, text)), measure)
    return break_set(text, [0.0 if char == "\n" else known(char) for char in text], measure)


def break_set(text: str, widths: Sequence[float], measure: float) -> list[Line]:
    """The same for a text in mixed typefaces: `widths` has one entry for each of its characters."""
    lines: list[Line] = []
    start = 0
    for paragraph in text.split("\n"):
        trimmed = paragraph.rstrip(_BLANKS)
        own = widths[start : start + len(trimmed)]
        lines.extend(_Paragraph(trimmed, own, measure, start).lines())
        start += len(paragraph) + 1
    return lines


class _Paragraph:
    """One paragraph with the sums that make any stretch of it cheap to measure."""

    def __init__(self, text: str, widths: Sequence[float], measure: float, start: int) -> None:
        self.text = text
        self.start = start
        self.measure = measure + _SLACK
        self.widths = widths
        self.sums = list(accumulate(self.widths, initial=0.0))
        self.fits = not text or self.sums[-1] <= self.measure
        self.costs = [] if self.fits else break_costs(text)

    def lines(self) -> list[Line]:
        if self.fits:
            return [Line(self.text, self.sums[-1], last=True, start=self.start)]
        ends = self._greedy()
        clean = self._clean_lines(ends)
        if clean < len(ends):
            kept = max(0, clean - _BROKEN_ANEW)
            ends = [*ends[:kept], *self._cheapest(ends[kept - 1] if kept else 0)]
        return [self._line(start, end) for start, end in self._spans(ends)]

    def _line(self, start: int, end: int) -> Line:
        text = self.text[start:end].rstrip(_BLANKS)
        end_of_text = start + len(text)
        natural = self.sums[end_of_text] - self.sums[start]
        width = self._set_width(start, end_of_text)
        squeeze = 0.0
        if natural > width:
            inner = sum(char in SQUEEZED for char in text[:-1])
            taken = natural - width - self.widths[end_of_text - 1] / 2
            squeeze = taken / inner if inner and taken > _SLACK else 0.0
        return Line(text, width, end == len(self.text), squeeze, self.start + start)

    def _spans(self, ends: list[int]) -> list[tuple[int, int]]:
        starts = [0, *(self._skip_spaces(end) for end in ends[:-1])]
        return list(zip(starts, ends, strict=True))

    def _set_width(self, start: int, end: int) -> float:
        """The width of a line, its marks squeezed if a mark at its end would not fit otherwise."""
        width = self.sums[end] - self.sums[start]
        if width > self.measure and end - start > 1 and self.text[end - 1] in SQUEEZED:
            final = width - self.widths[end - 1] / 2
            if final <= self.measure:
                return final
            marks = zip(self.text[start:end], self.widths[start:end], strict=True)
            spare = sum(width / 2 for char, width in marks if char in SQUEEZED)
            return max(width - spare, self.measure)
        return width

    def _fitted_width(self, start: int, end: int) -> float:
        """The same without the spaces that will be trimmed from the end."""
        while end > start + 1 and self.text[end - 1] in _BLANKS:
            end -= 1
        return self._set_width(start, end)

    def _skip_spaces(self, place: int) -> int:
        while place < len(self.text) and self.text[place] in _BLANKS:
            place += 1
        return place

    def _greedy(self) -> list[int]:
        """The ends of lines filled as far as they go, each at a free break where there is one."""
        ends: list[int] = []
        start, length = 0, len(self.text)
        while start < length:
            end = self._furthest(start)
            if end < length:
                end = self._free_break(start, end)
            ends.append(end)
            start = self._skip_spaces(end)
        return ends

    def _furthest(self, start: int) -> int:
        # All that fits as it is, then what fits by squeezing or by losing spaces.
        end = max(start + 1, bisect_right(self.sums, self.sums[start] + self.measure, start) - 1)
        while end < len(self.text) and self._fitted_width(start, end + 1) <= self.measure:
            end += 1
        return end

    def _free_break(self, start: int, end: int) -> int:
        for place in range(end, start, -1):
            if self.costs[place] == FREE:
                # 、省 / 科技厅 reads better as 、/ 省科技厅 if the line can be stretched to fill.
                if (
                    place - start > 5
                    and self.text[place - 2] in _PAUSES
                    and self._fills(start, place - 1)
                ):
                    return place - 1
                return place
        return end

    def _fills(self, start: int, end: int) -> bool:
        return self.measure - self._fitted_width(start, end) <= STRETCH_LIMIT

    def _clean_lines(self, ends: list[int]) -> int:
        """How many lines from the first on are well broken."""
        spans = self._spans(ends)
        for number, (start, end) in enumerate(spans[:-1]):
            if self.costs[end] != FREE or not self._fills(start, end):
                return number
        return len(spans) - 1 if self._is_orphan(*spans[-1]) else len(spans)

    def _is_orphan(self, start: int, end: int) -> bool:
        text = self.text[start:end]
        return start > 0 and sum(char not in _MARKS for char in text) <= 1

    def _cheapest(self, begin: int) -> list[int]:
        """The ends of lines with the least total cost, from the end `begin` of a line on.

        Lines that are nearly full are enough to choose from, unless they tear a word.
        """
        ends = self._cheapest_of(begin, _NEARLY_FULL)
        if any(self.costs[end] >= WORD for end in ends[:-1]):
            ends = self._cheapest_of(begin, self.measure)
        return ends

    def _cheapest_of(self, begin: int, most_white: float) -> list[int]:
        """The same by the shortest path from place to place, each line with `most_white` at most."""
        length = len(self.text)
        best = [float("inf")] * (length + 1)
        origin = [0] * (length + 1)
        best[begin] = 0.0
        text, sums, costs, measure = self.text, self.sums, self.costs, self.measure
        for place in range(begin, length):
            if best[place] == float("inf"):
                continue
            start = self._skip_spaces(place) if place else 0  # a paragraph keeps its indent
            begun = best[place] + _LINE
            fullest = sums[start] + measure
            first = bisect_left(sums, fullest - most_white, start + 1)
            for end in range(min(first, length), length + 1):
                width = sums[end] - sums[start]
                if width > measure + 1 and end > start + 1:
                    break
                if width > measure or text[end - 1] in _BLANKS:
                    width = self._fitted_width(start, end)
                    if width > measure and end > start + 1:
                        continue
                if end == length:
                    cost = begun + (_ORPHAN if self._is_orphan(start, end) else 0.0)
                else:
                    white = measure - width
                    cost = begun + costs[end]
                    if white > 0:
                        cost += white * white + (_LOOSE if white > STRETCH_LIMIT else 0.0)
                # Of equal ways the one with the fuller first lines.
                if cost <= best[end]:
                    best[end], origin[end] = cost, place
        ends: list[int] = []
        place = length
        while place > begin:
            ends.append(place)
            place = origin[place]
        return ends[::-1]


class RoughAdvances(dict[str, float]):
    """Widths without a font, for files that are set by another program: one em, ASCII half."""

    def __missing__(self, char: str) -> float:
        """Half an em for ASCII, one for all else; kept for the next time."""
        width = self[char] = 0.5 if char.isascii() else 1.0
        return width
