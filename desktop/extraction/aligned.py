"""Tables as text whose columns stand below each other, held apart by spaces: what a PDF's text or a typed table is.

A line is no row here. Cells are wrapped, each centred in its row (or begun at its top), merged over rows, and cut by
the end of a page, after which the head comes again. So a page of the table is read in three steps:

* columns: between two titles runs a stretch that (nearly) no line has ink in; there the lines are cut;
* rows: each has one number, in the middle (or at the top) of its lines. Of all ways to divide the lines that one is
  taken in which the numbers stand best, sentences and brackets end with their row, and every row names somebody;
* groups: the same, for names in a merged column and the rows they stand beside.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from desktop.domain.document import Span
from desktop.domain.unit_list import is_unit_like
from desktop.extraction.columns import UNIT_COLUMNS, Meaning, is_header, meanings_of
from desktop.extraction.tables import ENDS_TABLE, Cell, Grid, joined, title_before

_PAGE_NUMBER = re.compile(r"\s*[—–\-－―]{1,2} ?\d{1,4} ?[—–\-－―]{1,2}\s*$")
_GAP = re.compile(r" {2,}|\u3000")
_WORDS = re.compile(r"[^ \u3000\f]+(?: [^ \u3000\f]+)*")
_CLOSED = "。；！？"
_COUNT = re.compile(r"(\d{1,3})\s*项")
_NOTHING = re.compile(r"[/／—\-－无]*$")

#: No row is taller than this many lines; it bounds the work for a text that only begins like a table.
_TALLEST = 60
#: How many signs of a word may hang over the bound of its column.
_OVERHANG = 2
#: What speaks against a division of the lines, in comparable weights.
_OFF_CENTRE = 1.5
_OPEN_BRACKET = 5.0
_OPEN_LIST = 4.0
_NO_WORDING = 6.0
_NO_UNITS = 4.0
_OPEN_SENTENCE = 3.0
_SHORT_CLOSED_INSIDE = 2.0
_CLOSED_INSIDE = 0.5
_BLANK_INSIDE = 2.0
_CONTINUED = 1.0
_UNSURE = 3.0
_PER_GROUP = 1.0
_GAP_IN_NAME = 1.0
_WRONG_COUNT = 2.0
_BEGINS_WITH_BRACKET = 5.0

_Measure = Callable[[str], list[int]]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page with its pieces by column: text and place, or None.

    `mistakes` counts the words that had to be cut and the wide spaces that divide nothing.
    """

    span: Span
    pieces: tuple[Cell | None, ...]
    mistakes: int = 0

    @property
    def blank(self) -> bool:
        return not any(self.pieces)


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines between one head and the next; `titles` are the places of the titles in the head."""

    head: Cell
    titles: tuple[tuple[int, int], ...]
    lines: tuple[Cell, ...]


@dataclass(slots=True)
class _Row:
    """A row that is being put together: the pieces of each column in order."""

    pieces: list[list[Cell]]
    group: str = ""
    cost: float = 0.0
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines ``[first, end)`` of a page that are one row; the first of a page may belong to the row before it."""

    first: int
    end: int
    cost: float
    off_centre: float = 0.0
    continued: bool = False


@dataclass(slots=True)
class _Divided:
    """A page with its lines cut into columns and divided into rows."""

    lines: list[_Line]
    blocks: list[_Block] = field(default_factory=list)


def find_aligned_tables(text: str) -> list[Grid]:
    """Find the assignment tables of `text` whose columns are aligned by spaces."""
    return [_read(*found) for found in _found(text)]


def aligned_stretches(text: str) -> list[Span]:
    """Return where such tables stand: there white space has a meaning, and a line's end ends no sentence."""
    return [span for span, _titles, _title, _pages in _found(text)]


def _found(text: str) -> Iterator[tuple[Span, tuple[str, ...], str, list[_Page]]]:
    """Yield each table's stretch, column titles, title and pages."""
    if not any(_GAP.search(line) for line in text.split("\n")):
        return
    lines = list(_lines(text))
    at = 0
    while at < len(lines):
        titles = _titles(lines[at].text)
        if not titles:
            at += 1
            continue
        names = tuple(name for name, _place in titles)
        above = [Cell(c.text.strip(), c.span) for c in lines[max(0, at - 6) : at] if c.text.strip()]
        first, pages = at, []
        while True:
            end = _page_end(lines, at + 1, titles)
            places = tuple(place for _name, place in titles)
            pages.append(_Page(lines[at], places, tuple(lines[at + 1 : end])))
            at = end
            following = _titles(lines[at].text) if at < len(lines) else []
            if tuple(name for name, _place in following) != names:
                break
            titles = following
        last = next((c for c in reversed(pages[-1].lines) if c.text.strip()), lines[first])
        start = lines[first].span.start
        yield (
            Span(start, max(last.span.end, lines[first].span.end)),
            names,
            title_before(above, len(above)),
            pages,
        )


def _lines(text: str) -> Iterator[Cell]:
    start = 0
    for line in text.split("\n"):
        yield Cell(line, Span(start, start + len(line)))
        start += len(line) + 1


def _titles(line: str) -> list[tuple[str, tuple[int, int]]]:
    """Read a head: at least three known titles held apart by two spaces."""
    if not _GAP.search(line.strip()) or "\t" in line or "|" in line or len(line) > 400:
        return []
    found = [(part[0].replace(" ", ""), part.span()) for part in _WORDS.finditer(line)]
    return found if len(found) >= 3 and is_header([name for name, _place in found]) else []


def _page_end(lines: Sequence[Cell], at: int, titles: list[tuple[str, tuple[int, int]]]) -> int:
    """End a page at the next head, at what follows a table, or at running text."""
    numbered = meanings_of([name for name, _place in titles])[0] is Meaning.NUMBER
    barren = 0
    for here in range(at, len(lines)):
        line = lines[here].text
        bare = line.strip()
        if not bare or _PAGE_NUMBER.match(line):
            continue
        if _titles(line) or ENDS_TABLE.match(bare) or _is_running(line, titles):
            return here
        barren = 0 if re.match(r"\s*\d{1,3}(?!\S)", line) or not numbered else barren + 1
        if barren > _TALLEST:
            return max(at, here - barren)
    return len(lines)


def _is_running(line: str, titles: list[tuple[str, tuple[int, int]]]) -> bool:
    """Say whether a line is text below the table: one stretch that begins at the left and runs through columns."""
    bare = line.rstrip()
    left = len(bare) - len(bare.lstrip())
    return (
        not _GAP.search(bare[left:])
        and left < titles[1][1][0]
        and len(bare) > titles[2][1][0]
        and not re.match(r"\d{1,3} ", bare[left:])
    )


def _read(span: Span, titles: tuple[str, ...], title: str, pages: list[_Page]) -> Grid:
    meanings = meanings_of(titles)
    cut = [_cut(page) for page in pages]
    rows = _rows(cut, meanings)
    width = len(titles)
    grid: list[tuple[Cell, ...]] = []
    for row in rows:
        place = next((p[0].span.start for p in row.pieces if p), span.start)
        cells = [
            _cell(pieces, meaning, place)
            for pieces, meaning in zip(row.pieces, meanings, strict=True)
        ]
        for index in range(width):
            if meanings[index] is Meaning.GROUP:
                cells[index] = Cell(row.group, Span(place, place))
        grid.append(tuple(cells))
    unsure = frozenset(i for i, row in enumerate(rows) if row.unsure)
    return Grid(title, titles, meanings, tuple(grid), span, unsure=unsure)


def _cell(pieces: list[Cell], meaning: Meaning, place: int) -> Cell:
    """Join a cell's lines."""
    if not pieces:
        return Cell("", Span(place, place))
    said = joined([p.text for p in pieces], meaning)
    if _NOTHING.match(said):
        said = ""
    return Cell(said, Span(pieces[0].span.start, max(p.span.end for p in pieces)))


# --- columns ---------------------------------------------------------------------------------------------------------


def _cut(page: _Page) -> list[_Line]:
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


def _bounds(page: _Page, placed: list[tuple[Cell, list[int]]], measure: _Measure) -> list[int]:
    """Return where each column after the first begins."""
    ink: Counter[int] = Counter()
    for line, places in placed:
        if _PAGE_NUMBER.match(line.text):
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


def _line(line: Cell, places: list[int], bounds: list[int]) -> _Line:
    """Give each word of a line to its column. A word across a bound is cut there, if much of it is on both sides."""
    if _PAGE_NUMBER.match(line.text):
        return _Line(line.span, (None,) * (len(bounds) + 1))
    found: dict[int, list[int]] = {}
    mistakes = 0
    for word in re.finditer(r"[^\s\u3000]+", line.text):
        at, end = word.span()
        for column, last in _columns_of(word.span(), places, bounds):
            mistakes += last < end
            start, stop = found.get(column, [at, at])
            mistakes += bool(_GAP.search(line.text, stop, at))
            found[column] = [start, last]
            at = last
    pieces: list[Cell | None] = [None] * (len(bounds) + 1)
    for column, (start, stop) in found.items():
        place = Span(line.span.start + start, line.span.start + stop)
        pieces[column] = Cell(line.text[start:stop], place)
    return _Line(line.span, tuple(pieces), mistakes)


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


# --- rows ------------------------------------------------------------------------------------------------------------


def _rows(pages: list[list[_Line]], meanings: tuple[Meaning, ...]) -> list[_Row]:
    if meanings[0] is not Meaning.NUMBER:
        return _unnumbered(pages, meanings)
    centred = [_Divider(lines, meanings, centred=True).divide() for lines in pages]
    topped = [_Divider(lines, meanings, centred=False).divide() for lines in pages]
    chosen = min((centred, topped), key=lambda tried: sum(b.cost for p in tried for b in p))
    rows: list[_Row] = []
    group = ""
    for lines, blocks in zip(pages, chosen, strict=True):
        groups = _groups(lines, blocks, meanings, group)
        for block, name in zip(blocks, groups, strict=True):
            group = name
            if not (block.continued and rows):
                rows.append(_Row([[] for _ in meanings], name))
            row = rows[-1]
            row.cost += block.off_centre
            for line in lines[block.first : block.end]:
                for index, piece in enumerate(line.pieces):
                    if piece is not None and meanings[index] is not Meaning.GROUP:
                        row.pieces[index].append(piece)
    for row in rows:
        row.unsure = row.cost + _open_ends(row, meanings) >= _UNSURE
    return rows


def _open_ends(row: _Row, meanings: tuple[Meaning, ...]) -> float:
    """Say what is missing or left open in a row that stands complete."""
    cost = 0.0
    for pieces, meaning in zip(row.pieces, meanings, strict=True):
        said = "".join(piece.text for piece in pieces)
        cost += _OPEN_BRACKET * (said.count("（") != said.count("）"))
        if meaning is Meaning.WORDING and not said:
            cost += _NO_WORDING
        elif meaning in UNIT_COLUMNS and said:
            cost += _OPEN_LIST * (said[-1] in "、，" or said[0] in "、，）")
    named = any(p for p, m in zip(row.pieces, meanings, strict=True) if m in UNIT_COLUMNS)
    return cost + (0.0 if named else _NO_UNITS)


def _unnumbered(pages: list[list[_Line]], meanings: tuple[Meaning, ...]) -> list[_Row]:
    """Without numbers a row begins where the task's column and another have words; what goes on below is doubted."""
    rows: list[_Row] = []
    wording = meanings.index(Meaning.WORDING)
    others = [i for i, m in enumerate(meanings) if m in UNIT_COLUMNS or m is Meaning.DEADLINE]
    groups = [i for i, m in enumerate(meanings) if m is Meaning.GROUP]
    group = ""
    for line in (line for page in pages for line in page if not line.blank):
        named = next((c.text for i in groups if (c := line.pieces[i]) is not None), None)
        group = named or group
        if not rows or (line.pieces[wording] and any(line.pieces[i] for i in others)):
            rows.append(_Row([[] for _ in meanings], group))
        else:
            rows[-1].unsure = True
        for index, piece in enumerate(line.pieces):
            if piece is not None and index not in groups:
                rows[-1].pieces[index].append(piece)
    return rows


class _Divider:
    """Divides a page's lines into rows, each with one number; `centred` says that it stands in the row's middle."""

    def __init__(
        self, lines: Sequence[_Line], meanings: tuple[Meaning, ...], *, centred: bool
    ) -> None:
        """Prepare for one page."""
        self._lines = lines
        self._centred = centred
        self._wording = meanings.index(Meaning.WORDING)
        self._units = [i for i, m in enumerate(meanings) if m in UNIT_COLUMNS]
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

    def divide(self) -> list[_Block]:
        """Return the best division; a page without numbers is all of the row before it."""
        lines, anchors = self._lines, self._anchors
        filled = [i for i, line in enumerate(lines) if not line.blank]
        if not filled:
            return []
        if not anchors:
            return [_Block(0, len(lines), _CONTINUED, continued=True)]
        # best[b]: the cheapest way to divide the lines before b, with the rows up to the number before b.
        best: dict[int, tuple[float, list[_Block]]] = {0: (0.0, [])}
        for cut in range(max(1, anchors[0] - _TALLEST), anchors[0] + 1):
            if any(not line.blank for line in lines[:cut]):
                block = _Block(0, cut, _CONTINUED, continued=True)
                best[cut] = (block.cost, [block])
        for place, anchor in enumerate(anchors):
            following = anchors[place + 1] if place + 1 < len(anchors) else len(lines)
            ends = range(anchor + 1, min(following, anchor + _TALLEST) + 1)
            if place + 1 == len(anchors):
                ends = range(len(lines), len(lines) + 1)
            reached: dict[int, tuple[float, list[_Block]]] = {}
            for end in ends:
                options = []
                for begin, (cost, done) in best.items():
                    block = self._block(begin, end, anchor)
                    options.append((cost + block.cost, begin, done, block))
                total, _begin, done, block = min(options, key=lambda o: (o[0], o[1]))
                reached[end] = (total, [*done, block])
            best = reached
        return min(best.values(), key=lambda found: found[0])[1]

    def _block(self, begin: int, end: int, anchor: int) -> _Block:
        """Weigh what speaks against lines ``[begin, end)`` being the row of the number in line `anchor`."""
        own = [
            i
            for i in range(begin, end)
            if i == anchor or any(self._lines[i].pieces[c] is not None for c in self._own)
        ]
        first, last = own[0], own[-1]
        off = max(0, abs(anchor - first - (last - anchor)) - 1) if self._centred else anchor - first
        cost = _OFF_CENTRE * off
        off_centre = cost
        cost += self._blank * sum(line.blank for line in self._lines[first:last])
        cost += self._cost_of_wording([self._lines[i].pieces[self._wording] for i in own])
        if not any(self._lines[i].pieces[c] is not None for i in own for c in self._units):
            cost += _NO_UNITS
        for column in self._own:
            said = "".join(c.text for i in own if (c := self._lines[i].pieces[column]) is not None)
            cost += _OPEN_BRACKET * (said.count("（") != said.count("）"))
            if column in self._units and said:
                cost += _OPEN_LIST * (said[-1] in "、，" or not _ends_a_list(said))
                cost += _OPEN_LIST * (said[0] in "、，）")
        return _Block(begin, end, cost, off_centre)

    def _cost_of_wording(self, pieces: list[Cell | None]) -> float:
        said = [piece.text for piece in pieces if piece is not None]
        if not said:
            return _NO_WORDING
        cost = 0.0 if said[-1][-1] in _CLOSED + "）”" else _OPEN_SENTENCE
        for text in said[:-1]:
            if text[-1] in _CLOSED:
                cost += _CLOSED_INSIDE if len(text) >= self._full else _SHORT_CLOSED_INSIDE
        return cost


def _ends_a_list(said: str) -> bool:
    """Say whether a list of units may end so: with a unit, or with a sign that there is none."""
    last = re.split("[、，；]", said)[-1]
    return bool(_NOTHING.match(said)) or is_unit_like(said) or is_unit_like(last) or "等" in last


# --- groups ----------------------------------------------------------------------------------------------------------


def _groups(
    lines: Sequence[_Line], blocks: Sequence[_Block], meanings: tuple[Meaning, ...], before: str
) -> list[str]:
    """Name the group of each block: a name stands in the middle of its rows; rows before the first go on `before`."""
    column = meanings.index(Meaning.GROUP) if Meaning.GROUP in meanings else None
    if column is None:
        return [""] * len(blocks)
    names = [
        [(i, c.text) for i in range(b.first, b.end) if (c := lines[i].pieces[column]) is not None]
        for b in blocks
    ]
    best: dict[int, tuple[float, list[str]]] = {0: (0.0, [])}
    # Rows at a page's head may go on the group of the page before.
    for count in range(1, len(blocks) + 1):
        if any(names[count - 1]):
            break
        if before:
            best[count] = (0.0, [before] * count)
    for end in range(1, len(blocks) + 1):
        options = [best[end]] if end in best else []
        for begin in range(max(0, end - _TALLEST), end):
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
    lines: Sequence[_Line], blocks: Sequence[_Block], label: list[tuple[int, str]], name: str
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
