"""The columns of a table held together by spaces: where they are held apart, and what each line has in each.

Between two titles runs a stretch in which (nearly) no line has ink; there the lines are cut.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from desktop.domain.document import Span
from desktop.domain.unit_names import is_post, may_be_unit
from desktop.extraction.columns import UNIT_COLUMNS, Meaning
from desktop.extraction.tables import Cell, is_number

PAGE_NUMBER = re.compile(r"\s*[—–\-－―]{1,2} ?\d{1,4} ?[—–\-－―]{1,2}\s*$")
GAP = re.compile(r" {2,}|\u3000")
#: How many signs of a word may hang over the bound of its column.
_OVERHANG = 2
#: A word shorter than this is never cut.
_LONG = 12
#: So many cells must begin at a place for a word to be cut there.
_ALIGNED = 3
_WORD = re.compile(r"[^\s\u3000]+")
_UNITS = re.compile(r"[^，。；]*")
_TIME = re.compile(r"^\d{4}年|月底|底前$|^(?:长期坚持|持续推进)$")
_LONGEST_UNIT = 20
#: What speaks against a column for a word, in signs.
_SIGN = 3
_WIDE_INSIDE = 2.0
_SINGLE_BETWEEN = 0.4
_NOT_HERE = 3.0
_UNLIKELY = 1.5

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
    """The lines between one head and the next; `titles` are the places of the titles in the head.

    `banners` are the lines that are all one cell: they name the group of the rows below.
    """

    head: Cell
    titles: tuple[tuple[int, int], ...]
    meanings: tuple[Meaning, ...]
    lines: tuple[Cell, ...]
    banners: frozenset[int] = frozenset()


def cut_columns(page: Page) -> list[Line]:
    """Cut the lines where the columns are held apart, counting characters, or ems where that divides better."""
    tries = []
    for measure in (_by_characters, _by_width):
        placed = [
            (Cell("", line.span) if i in page.banners else line, measure(line.text))
            for i, line in enumerate(page.lines)
        ]
        bounds = _bounds(page, placed, measure)
        begins = Counter(
            places[word.start()] for line, places in placed for word in _WORD.finditer(line.text)
        )
        aligned = {bound for bound in bounds if begins[bound] >= _ALIGNED}
        tries.append([_line(line, places, bounds, page, aligned) for line, places in placed])
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


def _line(line: Cell, places: list[int], bounds: list[int], page: Page, aligned: set[int]) -> Line:
    """Give each word of a line to its column."""
    if PAGE_NUMBER.match(line.text):
        return Line(line.span, (None,) * (len(bounds) + 1))
    words = list(_words(line.text, places, bounds, aligned))
    columns = _assigned(line.text, words, places, bounds, page.meanings)
    found: dict[int, list[int]] = {}
    mistakes = 0
    for (at, end), column in zip(words, columns, strict=True):
        start, stop = found.get(column, [at, at])
        mistakes += bool(GAP.search(line.text, stop, at))
        mistakes += round(_outside(places[at], places[end], bounds, column))
        found[column] = [start, end]
    pieces: list[Cell | None] = [None] * (len(bounds) + 1)
    for column, (start, stop) in found.items():
        place = Span(line.span.start + start, line.span.start + stop)
        pieces[column] = Cell(line.text[start:stop], place)
    return Line(line.span, tuple(pieces), mistakes)


def _words(
    line: str, places: list[int], bounds: list[int], aligned: set[int]
) -> Iterator[tuple[int, int]]:
    """Yield the words of a line. One that runs over the bound of a column whose cells begin there is cut in two."""
    for word in _WORD.finditer(line):
        start, end = word.span()
        for bound in bounds:
            if (
                end - start < _LONG
                or bound not in aligned
                or not places[start] < bound < places[end]
            ):
                continue
            cut = next((i for i in range(start, end) if places[i] >= bound), end)
            if cut - start > _OVERHANG and end - cut > _OVERHANG:
                yield start, cut
                start = cut
        yield start, end


def _assigned(
    line: str,
    words: list[tuple[int, int]],
    places: list[int],
    bounds: list[int],
    meanings: tuple[Meaning, ...],
) -> list[int]:
    """Find the columns of a line's words, from left to right, at the least cost of all ways.

    A word costs what it stands outside its column, and more where it says what the column does not hold; a wide space
    within a cell costs, and a single one between two.
    """
    best: list[tuple[float, list[int]]] = []
    for index, (start, end) in enumerate(words):
        before = words[index - 1][1] if index else 0
        after = words[index + 1][0] if index + 1 < len(words) else len(line)
        alone = (before == 0 or start - before > 1) and (end == len(line) or after - end > 1)
        own = [
            _outside(places[start], places[end], bounds, column)
            + _contradicts(line[start:end], meaning, alone=alone)
            for column, meaning in enumerate(meanings)
        ]
        if not best:
            best = [(cost, [column]) for column, cost in enumerate(own)]
            continue
        wide = bool(GAP.search(line, words[index - 1][1], start))
        touching = words[index - 1][1] == start
        same, other = (_WIDE_INSIDE, 0.0) if wide else (0.0, 0.0 if touching else _SINGLE_BETWEEN)
        reached = []
        cheapest: tuple[float, list[int]] | None = None
        for column, cost in enumerate(own):
            options = [(best[column][0] + same, best[column][1])]
            if cheapest is not None:
                options.append((cheapest[0] + other, cheapest[1]))
            total, path = min(options, key=lambda option: option[0])
            reached.append((total + cost, [*path, column]))
            if cheapest is None or best[column][0] < cheapest[0]:
                cheapest = best[column]
        best = reached
    return min(best, key=lambda option: option[0])[1] if best else []


def _outside(start: int, end: int, bounds: list[int], column: int) -> float:
    """Say how far a word stands outside a column, in signs of Chinese text."""
    left = bounds[column - 1] if column > 0 else 0
    right = bounds[column] if column < len(bounds) else end
    return (max(0, min(left, end) - start) + max(0, end - max(right, start))) / _SIGN


def _contradicts(word: str, meaning: Meaning, *, alone: bool) -> float:
    """Say how much a word speaks against its column by what it is: a unit where a task is told, a time elsewhere."""
    if meaning is Meaning.NUMBER:
        return 0.0 if is_number(word) else _NOT_HERE
    if meaning in UNIT_COLUMNS:
        return _NOT_HERE if _TIME.search(word) else 0.0
    if meaning is Meaning.DEADLINE and _UNITS.fullmatch(word) and may_be_unit(_last(word)):
        return _NOT_HERE
    bare = word.rstrip("、，")
    if meaning is Meaning.OTHER and (_TIME.search(word) or may_be_unit(bare)):
        return _UNLIKELY
    if meaning is Meaning.WORDING and len(word) <= _LONGEST_UNIT:
        return _UNLIKELY if is_post(bare) or (alone and may_be_unit(bare)) else 0.0
    return 0.0


def _last(word: str) -> str:
    return word.rstrip("、，").split("、")[-1]
