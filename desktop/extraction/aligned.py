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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.domain.document import Span
from desktop.extraction.aligned_columns import GAP, PAGE_NUMBER, Line, Page, cut_columns
from desktop.extraction.aligned_groups import name_groups
from desktop.extraction.aligned_rows import (
    NO_UNITS,
    NO_WORDING,
    OPEN_BRACKET,
    OPEN_LIST,
    TALLEST,
    UNSURE,
    Divider,
)
from desktop.extraction.columns import UNIT_COLUMNS, Meaning, is_header, meanings_of
from desktop.extraction.tables import ENDS_TABLE, LONGEST_GROUP, Cell, Grid, joined, title_before

_NUMBERED = re.compile(r"\s*[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[）).．、]?(?!\S)")
_LOOKS_AHEAD = 6
_LONGEST_LINE = 1000
_WORDS = re.compile(r"[^ \u3000\f]+(?: [^ \u3000\f]+)*")


@dataclass(slots=True)
class _Row:
    """A row that is being put together: the pieces of each column in order."""

    pieces: list[list[Cell]]
    group: str = ""
    cost: float = 0.0
    unsure: bool = False


def find_aligned_tables(text: str) -> list[Grid]:
    """Find the assignment tables of `text` whose columns are aligned by spaces."""
    return [_read(*found) for found in _found(text)]


def aligned_stretches(text: str) -> list[Span]:
    """Return where such tables stand: there white space has a meaning, and a line's end ends no sentence."""
    return [span for span, _titles, _title, _pages in _found(text)]


def _found(text: str) -> Iterator[tuple[Span, tuple[str, ...], str, list[Page]]]:
    """Yield each table's stretch, column titles, title and pages."""
    if not any(GAP.search(line) for line in text.split("\n")):
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
            end, banners = _page_end(lines, at + 1, titles)
            places = tuple(place for _name, place in titles)
            page = tuple(lines[at + 1 : end])
            pages.append(Page(lines[at], places, meanings_of(names), page, banners))
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
    if not GAP.search(line.strip()) or "\t" in line or "|" in line or len(line) > 400:
        return []
    found = [(part[0].replace(" ", ""), part.span()) for part in _WORDS.finditer(line)]
    return found if len(found) >= 3 and is_header([name for name, _place in found]) else []


def _page_end(
    lines: Sequence[Cell], at: int, titles: list[tuple[str, tuple[int, int]]]
) -> tuple[int, frozenset[int]]:
    """End a page at the next head, at what follows a table, or at running text.

    Returned too are the lines, counted from `at`, that look like the end and name a group of rows: numbers go on below.
    """
    numbered = meanings_of([name for name, _place in titles])[0] is Meaning.NUMBER
    barren, last = 0, at
    banners: list[int] = []
    for here in range(at, len(lines)):
        line = lines[here].text
        bare = line.strip()
        if not bare or PAGE_NUMBER.match(line):
            continue
        if _titles(line):
            return here, frozenset(banners)
        if ENDS_TABLE.match(bare) or _is_running(line, titles):
            below = [c.text for c in lines[here + 1 : here + _LOOKS_AHEAD]]
            if not (numbered and len(bare) <= LONGEST_GROUP and any(map(_NUMBERED.match, below))):
                return here, frozenset(banners)
            banners.append(here - at)
        if not numbered or _NUMBERED.match(line):
            barren, last = 0, here
        barren += 1
        if barren > TALLEST:
            # The last row may go on for some lines below its number; what stands further down is no part of it.
            return last + 1, frozenset(b for b in banners if at + b <= last)
    return len(lines), frozenset(banners)


def _is_running(line: str, titles: list[tuple[str, tuple[int, int]]]) -> bool:
    """Say whether a line is text below the table: one stretch that begins at the left and runs through columns."""
    if len(line) > _LONGEST_LINE:
        return True
    bare = line.rstrip()
    left = len(bare) - len(bare.lstrip())
    return (
        not GAP.search(bare[left:])
        and left < titles[1][1][0]
        and len(bare) > titles[2][1][0]
        and not re.match(r"\d{1,3} ", bare[left:])
    )


def _read(span: Span, titles: tuple[str, ...], title: str, pages: list[Page]) -> Grid:
    meanings = meanings_of(titles)
    rows = _rows([part for page in pages for part in _parts(page)], meanings)
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
    groups = {i: row.group for i, row in enumerate(rows) if row.group}
    return Grid(title, titles, meanings, tuple(grid), span, unsure=unsure, groups=groups)


def _parts(page: Page) -> Iterator[tuple[str, list[Line]]]:
    """Divide a page's lines where a line names a group; each part has that name, the first none."""
    name = ""
    lines: list[Line] = []
    for index, line in enumerate(cut_columns(page)):
        if index not in page.banners:
            lines.append(line)
            continue
        yield name, lines
        name, lines = page.lines[index].text.strip(), []
    yield name, lines


def _cell(pieces: list[Cell], meaning: Meaning, place: int) -> Cell:
    """Join a cell's lines."""
    if not pieces:
        return Cell("", Span(place, place))
    said = joined([p.text for p in pieces], meaning)
    return Cell(said, Span(pieces[0].span.start, max(p.span.end for p in pieces)))


def _rows(parts: list[tuple[str, list[Line]]], meanings: tuple[Meaning, ...]) -> list[_Row]:
    """Put the rows together: the lines of each, over the end of a page too, and the name of its group."""
    pages = [lines for _name, lines in parts]
    if meanings[0] is not Meaning.NUMBER:
        return _unnumbered(pages, meanings)
    centred = [Divider(lines, meanings, centred=True).divide() for lines in pages]
    topped = [Divider(lines, meanings, centred=False).divide() for lines in pages]
    chosen = min((centred, topped), key=lambda tried: sum(b.cost for p in tried for b in p))
    rows: list[_Row] = []
    group = banner = ""
    for (named, lines), blocks in zip(parts, chosen, strict=True):
        banner = named or banner
        groups = name_groups(lines, blocks, meanings, group)
        for block, name in zip(blocks, groups, strict=True):
            group = name
            name = banner or name
            if not (block.continued and rows):
                rows.append(_Row([[] for _ in meanings], name))
            row = rows[-1]
            row.cost += block.off_centre
            for line in lines[block.first : block.end]:
                for index, piece in enumerate(line.pieces):
                    if piece is not None and meanings[index] is not Meaning.GROUP:
                        row.pieces[index].append(piece)
    for row in rows:
        row.unsure = row.cost + _open_ends(row, meanings) >= UNSURE
    return rows


def _open_ends(row: _Row, meanings: tuple[Meaning, ...]) -> float:
    """Say what is missing or left open in a row that stands complete."""
    cost = 0.0
    for pieces, meaning in zip(row.pieces, meanings, strict=True):
        said = "".join(piece.text for piece in pieces)
        cost += OPEN_BRACKET * (said.count("（") != said.count("）"))
        if meaning is Meaning.WORDING and not said:
            cost += NO_WORDING
        elif meaning in UNIT_COLUMNS and said:
            cost += OPEN_LIST * (said[-1] in "、，" or said[0] in "、，）")
        elif meaning is Meaning.DEADLINE and said:
            cost += OPEN_LIST * (said[0] in "前底日")
    named = any(p for p, m in zip(row.pieces, meanings, strict=True) if m in UNIT_COLUMNS)
    return cost + (0.0 if named else NO_UNITS)


def _unnumbered(pages: list[list[Line]], meanings: tuple[Meaning, ...]) -> list[_Row]:
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
