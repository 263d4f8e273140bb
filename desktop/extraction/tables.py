"""Tables in the source: grids that the file marks as such, and text with one cell to a line.

Either way a table is known by the titles of its columns. The text form (as a web page leaves it) is a run of title
lines, then the cells of each row on lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.domain.document import SourceTable, Span
from desktop.domain.trace import Trace
from desktop.extraction.characters import HAN, NUMERALS
from desktop.extraction.columns import Meaning, column_meaning, is_header

_MARK = re.compile(r"^附\s*[件表]\s*\d{0,2}\s*[：:]?\s*(?P<title>.*)$")
_MOST_COLUMNS = 8
#: What may follow a table and is no cell of it: a heading, a mark, the foot of a document.
_ENDS_TABLE = re.compile(
    rf"[{NUMERALS}]{{1,3}}、|（[{NUMERALS}]{{1,3}}）|附\s*[件表]\s*\d{{0,2}}\s*(?:$|：)|注[：:]|备注[：:]|抄送|主送|\d{{4}}年\d{{1,2}}月\d{{1,2}}日(?:印发)?$|（此件"
    rf"|[{HAN}]{{2,20}}(?:办公厅|办公室)(?:\s*\d{{4}}年.{{4,8}}印发)"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's cleaned text and its place in the cleaned text."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its title, the titles and meanings of its columns, its rows, and the stretch of text it fills.

    A cell that a merged one covers is repeated from it. `ragged` rows had too few or too many cells.
    """

    title: str
    columns: tuple[str, ...]
    meanings: tuple[Meaning, ...]
    rows: tuple[tuple[Cell, ...], ...]
    span: Span
    ragged: frozenset[int] = frozenset()


def find_text_tables(text: str) -> list[Grid]:
    """Find the tables of `text` that have one cell to a line."""
    lines = list(_filled_lines(text))
    found: list[Grid] = []
    at = 0
    while at < len(lines):
        width = _header_width(lines, at)
        if width:
            grid, at = _read_lines(lines, at, width)
            found.append(grid)
        else:
            at += 1
    return found


def read_marked_tables(tables: tuple[SourceTable, ...], trace: Trace) -> list[Grid]:
    """Read the tables that the file itself marks, where their first row is the head of an assignment table."""
    return [grid for grid in (_read_marked(t, trace) for t in tables) if grid is not None]


def _filled_lines(text: str) -> Iterator[Cell]:
    start = 0
    for line in text.split("\n"):
        bare = line.strip()
        if bare:
            left = start + len(line) - len(line.lstrip())
            yield Cell(bare, Span(left, left + len(bare)))
        start += len(line) + 1


def _header_width(lines: list[Cell], at: int) -> int:
    """Return how many lines from `at` are column titles of an assignment table, or 0."""
    width = 0
    while (
        width < _MOST_COLUMNS and at + width < len(lines) and column_meaning(lines[at + width].text)
    ):
        width += 1
    return width if width >= 2 and is_header([c.text for c in lines[at : at + width]]) else 0


def _read_lines(lines: list[Cell], at: int, width: int) -> tuple[Grid, int]:
    header = lines[at : at + width]
    meanings = meanings_of([c.text for c in header])
    title = title_before(lines, at)
    rows: list[tuple[Cell, ...]] = []
    ragged: set[int] = set()
    here = at + width
    numbered = meanings[0] is Meaning.NUMBER
    while here < len(lines):
        if _ENDS_TABLE.match(lines[here].text) or (numbered and not lines[here].text.isdecimal()):
            break
        end = _row_end(lines, here, width, numbered, len(rows) + 1)
        row = list(lines[here:end])
        if len(row) != width:
            ragged.add(len(rows))
            row = _fitted(row, width)
        rows.append(tuple(row))
        here = end
    start = header[0].span.start
    stop = lines[here - 1].span.end
    return Grid(
        title,
        tuple(c.text for c in header),
        meanings,
        tuple(rows),
        Span(start, stop),
        frozenset(ragged),
    ), here


def _row_end(lines: list[Cell], here: int, width: int, numbered: bool, number: int) -> int:
    """End a row before the line that is the next number or follows the table, or after as many cells as columns."""
    following = str(number + 1)
    for end in range(here + 1, min(len(lines), here + width + 3)):
        if _ENDS_TABLE.match(lines[end].text) or (numbered and lines[end].text == following):
            return end
        if not numbered and end - here == width:
            return end
    return min(len(lines), here + width)


def _fitted(row: list[Cell], width: int) -> list[Cell]:
    """Fill a short row with empty cells; put what is too much into the last."""
    if len(row) < width:
        place = Span(row[-1].span.end, row[-1].span.end)
        return row + [Cell("", place)] * (width - len(row))
    rest = row[width - 1 :]
    return [
        *row[: width - 1],
        Cell("".join(c.text for c in rest), Span(rest[0].span.start, rest[-1].span.end)),
    ]


def meanings_of(titles: Sequence[str]) -> tuple[Meaning, ...]:
    """Say what each column holds; of two that hold tasks (重点任务, 具体措施) the last is the wording."""
    found = [column_meaning(title) or Meaning.OTHER for title in titles]
    tasks = [index for index, meaning in enumerate(found) if meaning is Meaning.WORDING]
    for place, index in enumerate(tasks[:-1]):
        found[index] = Meaning.GROUP if place == 0 and Meaning.GROUP not in found else Meaning.OTHER
    return tuple(found)


def title_before(lines: list[Cell], at: int) -> str:
    """Take the title from the lines above the head: 附件：重点任务分工及进度安排表, or on a line after the mark."""
    if at == 0:
        return ""
    above = lines[at - 1].text
    match = _MARK.match(above)
    if match:
        return match["title"].strip()
    return above if len(above) <= 40 and not re.search("[。；]", above) else ""


def _read_marked(table: SourceTable, trace: Trace) -> Grid | None:
    span = trace.to_text(table.span.start, table.span.end)
    width = 1 + max((c.column + c.column_span - 1 for c in table.cells), default=-1)
    height = 1 + max((c.row + c.row_span - 1 for c in table.cells), default=-1)
    empty = Cell("", Span(span.start, span.start))
    grid = [[empty] * width for _ in range(height)]
    for cell in table.cells:
        inside = trace.to_text(cell.span.start, cell.span.end)
        content = Cell(
            " ".join(inside.slice(trace.text).split())
            if "\t" in inside.slice(trace.text)
            else _joined(inside.slice(trace.text)),
            inside,
        )
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                grid[row][column] = content
    titles = next(
        (
            (i, [c.text for c in row])
            for i, row in enumerate(grid[:3])
            if is_header([c.text for c in row])
        ),
        None,
    )
    if titles is None:
        return None
    first, names = titles
    before = list(_filled_lines(trace.text[: span.start]))
    return Grid(
        title_before(before, len(before)) if before else "",
        tuple(names),
        meanings_of(names),
        tuple(tuple(row) for row in grid[first + 1 :] if any(c.text for c in row)),
        span,
    )


def _joined(text: str) -> str:
    """Join a cell's lines: paragraphs of a list with 、 stay as they are written."""
    return "".join(line.strip() for line in text.split("\n"))
