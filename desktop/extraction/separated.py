"""Tables as text with a row to a line, its cells divided by tabs or by | (pasted from a sheet, or Markdown)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.domain.document import Span
from desktop.extraction.columns import Meaning, is_header, meanings_of
from desktop.extraction.tables import LONGEST_GROUP, Cell, Grid, joined, title_before

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
    rows: list[list[Cell]] = []
    ragged: set[int] = set()
    groups: dict[int, str] = {}
    group = ""
    here = at + 1
    while here < len(lines):
        if mark not in lines[here].text and not _RULE.match(lines[here].text):
            if not _is_banner(lines, here, mark):
                break
            group, here = lines[here].text.strip(), here + 1
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
            rows[-1] = [
                _joined(a, b, meaning)
                for a, b, meaning in zip(rows[-1], cells, meanings, strict=True)
            ]
        elif _is_group(cells):
            group = next(c.text for c in cells if c.text)
        else:
            if group:
                groups[len(rows)] = group
            rows.append(cells)
    span = Span(lines[at].span.start, lines[here - 1].span.end)
    filled = tuple(tuple(row) for row in _groups_filled(rows, meanings))
    title = title_before(lines, at)
    return Grid(
        title, tuple(titles), meanings, filled, span, frozenset(ragged), groups=groups
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


def _joined(above: Cell, below: Cell, meaning: Meaning) -> Cell:
    """Join a cell that goes on in the next line, as over a page's end."""
    if not below.text:
        return above
    return Cell(
        joined([above.text, below.text], meaning),
        Span(min(above.span.start, below.span.start), below.span.end),
    )


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
