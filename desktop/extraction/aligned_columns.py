"""The columns of a table held together by spaces: where they are held apart, and what each line has in each.

Between two titles runs a stretch in which (nearly) no line has ink; there the lines are cut.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from desktop.domain.document import Span
from desktop.extraction.tables import Cell

PAGE_NUMBER = re.compile(r"\s*[—–\-－―]{1,2} ?\d{1,4} ?[—–\-－―]{1,2}\s*$")
GAP = re.compile(r" {2,}|\u3000")
#: How many signs of a word may hang over the bound of its column.
_OVERHANG = 2

_Measure = Callable[[str], list[int]]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page with its pieces by column: text and place, or None.

    `mistakes` counts the words that had to be cut and the wide spaces that divide nothing.
    """

    span: Span
    pieces: tuple[Cell | None, ...]
    mistakes: int = 0

    @property
    def blank(self) -> bool:
        """Whether no column has anything in this line."""
        return not any(self.pieces)


@dataclass(frozen=True, slots=True)
class Page:
    """The lines between one head and the next; `titles` are the places of the titles in the head."""

    head: Cell
    titles: tuple[tuple[int, int], ...]
    lines: tuple[Cell, ...]


def cut_columns(page: Page) -> list[Line]:
    """Cut the lines where the columns are held apart, counting characters, or ems where that divides better."""
    tries = []
    for measure in (_by_characters, _by_width):
        placed = [(line, measure(line.text)) for line in page.lines]
        bounds = _bounds(page, placed, measure)
        tries.append([_line(line, places, bounds) for line, places in placed])
    return min(tries, key=lambda lines: sum(line.mistakes for line in lines))


def _by_characters(line: str) -> list[int]:
    return list(range(len(line) + 1))


def _by_width(line: str) -> list[int]:
    places, at = [0], 0
    for character in line:
        at += 1 if character.isascii() else 2
        places.append(at)
    return places


def _bounds(page: Page, placed: list[tuple[Cell, list[int]]], measure: _Measure) -> list[int]:
    """Return where each column after the first begins."""
    ink: Counter[int] = Counter()
    for line, places in placed:
        if PAGE_NUMBER.match(line.text):
            continue
        for index, character in enumerate(line.text):
            if not character.isspace():
                ink.update(range(places[index], places[index + 1]))
    head = measure(page.head.text)
    bounds = []
    for (_start, left), (right, _end) in pairwise(page.titles):
        candidates = range(head[left], max(head[right], head[left] + 1))
        least = min(ink[place] for place in candidates)
        # The last of the emptiest places before the next column's ink: cells begin there more often than they end.
        bounds.append(1 + max(place for place in candidates if ink[place] == least))
    return bounds


def _line(line: Cell, places: list[int], bounds: list[int]) -> Line:
    """Give each word of a line to its column. A word across a bound is cut there, if much of it is on both sides."""
    if PAGE_NUMBER.match(line.text):
        return Line(line.span, (None,) * (len(bounds) + 1))
    found: dict[int, list[int]] = {}
    mistakes = 0
    for word in re.finditer(r"[^\s\u3000]+", line.text):
        at, end = word.span()
        for column, last in _columns_of(word.span(), places, bounds):
            mistakes += last < end
            start, stop = found.get(column, [at, at])
            mistakes += bool(GAP.search(line.text, stop, at))
            found[column] = [start, last]
            at = last
    pieces: list[Cell | None] = [None] * (len(bounds) + 1)
    for column, (start, stop) in found.items():
        place = Span(line.span.start + start, line.span.start + stop)
        pieces[column] = Cell(line.text[start:stop], place)
    return Line(line.span, tuple(pieces), mistakes)


def _columns_of(
    word: tuple[int, int], places: list[int], bounds: list[int]
) -> Iterator[tuple[int, int]]:
    """Yield the columns a word stands in, each with where its part ends; a sign or two over a bound are no part."""
    start, end = word
    first = bisect_right(bounds, places[start])
    for column in range(first, bisect_right(bounds, places[end - 1])):
        cut = next(i for i in range(start, end) if places[i] >= bounds[column])
        if end - cut <= _OVERHANG:
            break
        if cut - start > _OVERHANG:
            yield column, cut
            start = cut
        first = column + 1
    yield first, end
