"""Tables as text with a row to a line, its cells divided by tabs or by | (pasted from a sheet, or Markdown)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.domain.document import Span
from desktop.extraction.columns import UNIT_COLUMNS, Meaning, is_header, meanings_of
from desktop.extraction.tables import LONGEST_GROUP, Cell, Grid, is_number, joined, title_before

_LINES_OF_CELL = 12
_RULE = re.compile(r"^[\s|:+\-—=]+$")


def find_separated_tables(text: str) -> list[Grid]:
    """Find the tables of `text` that have a row to a line. A repeated head is passed over, a continued row joined."""
    lines = list(_lines(text))
    found: list[Grid] = []
    at = 0
    while at < len(lines):
        mark = _mark(lines[at].text)
        header = _cells(lines[at], mark) if mark else []
        if mark and is_header([c.text for c in header]):
            grid, at = _read(lines, at, mark, header)
            found.append(grid)
        else:
            at += 1
    return found


def _lines(text: str) -> Iterator[Cell]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield Cell(line, Span(start, start + len(line)))
        start += len(line) + 1


def _mark(line: str) -> str | None:
    return "\t" if "\t" in line.strip() else "|" if line.count("|") >= 2 else None


def _cells(line: Cell, mark: str) -> list[Cell]:
    """Divide a line; the outer | of a Markdown row divide nothing."""
    found: list[Cell] = []
    start = line.span.start
    for part in line.text.split(mark):
        bare = part.strip()
        left = start + len(part) - len(part.lstrip()) if bare else start
        found.append(Cell(bare, Span(left, left + len(bare))))
        start += len(part) + 1
    if mark == "|":
        found = found[1:] if not found[0].text else found
        found = found[:-1] if found and not found[-1].text else found
    return found


def _read(lines: list[Cell], at: int, mark: str, header: list[Cell]) -> tuple[Grid, int]:
    titles = [c.text for c in header]
    meanings = meanings_of(titles)
    rows: list[list[list[Cell]]] = []
    wording = meanings.index(Meaning.WORDING)
    units = [i for i, m in enumerate(meanings) if m in UNIT_COLUMNS]
    unsure: set[int] = set()
    ragged: set[int] = set()
    groups: dict[int, str] = {}
    group = ""
    here = at + 1
    while here < len(lines):
        if mark not in lines[here].text and not _RULE.match(lines[here].text):
            if _is_banner(lines, here, mark):
                group, here = lines[here].text.strip(), here + 1
                continue
            below = _next_row(lines, here, mark, numbered=meanings[0] is Meaning.NUMBER)
            if below is None or not rows:
                break
            # A cell of several lines: which it is, the text does not show.
            unsure.add(len(rows) - 1)
            rows[-1][-1] = [*rows[-1][-1], *lines[here:below]]
            here = below
            continue
        line, here = lines[here], here + 1
        cells = _cells(line, mark)
        if _RULE.match(line.text) or [c.text for c in cells] == titles:
            continue
        if len(cells) < len(header):
            cells += [Cell("", Span(line.span.end, line.span.end))] * (len(header) - len(cells))
        if len(cells) > len(header):
            ragged.add(len(rows))
            cells = cells[: len(header)]
        if rows and meanings[0] is Meaning.NUMBER and not cells[0].text:
            # The rest of a row that a page has cut, or a second task under the same number.
            if cells[wording].text and any(cells[i].text for i in units):
                unsure.add(len(rows) - 1)
            rows[-1] = [[*above, below] for above, below in zip(rows[-1], cells, strict=True)]
        elif _is_group(cells):
            group = next(c.text for c in cells if c.text)
        else:
            if group:
                groups[len(rows)] = group
            rows.append([[cell] for cell in cells])
    span = Span(lines[at].span.start, lines[here - 1].span.end)
    whole = [[_joined(c, m) for c, m in zip(row, meanings, strict=True)] for row in rows]
    filled = tuple(tuple(row) for row in _groups_filled(whole, meanings))
    title = title_before(lines, at)
    return Grid(
        title, tuple(titles), meanings, filled, span, frozenset(ragged), frozenset(unsure), groups
    ), here


def _is_banner(lines: list[Cell], at: int, mark: str) -> bool:
    """Say whether a line without a mark names the group of the rows below it: a numbered row follows."""
    if at + 1 >= len(lines) or len(lines[at].text.strip()) > LONGEST_GROUP:
        return False
    following = lines[at + 1].text
    return mark in following and following.lstrip("| \t").split(mark)[0].strip().isdecimal()


def _is_group(cells: list[Cell]) -> bool:
    """Say whether a line is all one cell that names the rows below it."""
    filled = [c.text for c in cells if c.text]
    return len(filled) == 1 and not filled[0].isdecimal()


def _joined(pieces: list[Cell], meaning: Meaning) -> Cell:
    """Join the pieces of a cell that goes on in lines below, as over a page's end."""
    filled = [piece for piece in pieces if piece.text.strip()]
    if len(filled) < 2:
        return filled[0] if filled else pieces[0]
    text = joined([piece.text for piece in filled], meaning)
    return Cell(text, Span(filled[0].span.start, max(piece.span.end for piece in filled)))


def _next_row(lines: list[Cell], at: int, mark: str, *, numbered: bool) -> int | None:
    """Find the numbered row that follows within a few lines without a mark; None where the table is at its end."""
    for here in range(at + 1, min(len(lines), at + _LINES_OF_CELL)):
        if mark in lines[here].text:
            first = lines[here].text.strip("| ").split(mark)[0].strip()
            return here if numbered and is_number(first) else None
    return None


def _groups_filled(rows: list[list[Cell]], meanings: tuple[Meaning, ...]) -> Iterator[list[Cell]]:
    """Repeat a merged group's name for the rows below it."""
    last: dict[int, Cell] = {}
    for row in rows:
        for index, meaning in enumerate(meanings):
            if meaning is Meaning.GROUP:
                row[index] = last[index] = (
                    row[index] if row[index].text else last.get(index, row[index])
                )
        yield row
