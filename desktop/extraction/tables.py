"""Tables in the source: grids that the file marks as such, and text with one cell to a line.

Either way a table is known by the titles of its columns. The text form (as a web page leaves it) is a run of title
lines, then the cells of each row on lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.domain.deadline import DeadlineKind, read_cell
from desktop.domain.document import SourceTable, Span
from desktop.domain.trace import Trace
from desktop.domain.unit_list import is_unit_like
from desktop.extraction.characters import HAN, INNER_SPACE, NUMERALS
from desktop.extraction.columns import UNIT_COLUMNS, Meaning, column_meaning, is_header

_MARK = re.compile(r"^附\s*[件表]\s*\d{0,2}\s*[：:]?\s*(?P<title>.*)$")
_MOST_COLUMNS = 8
_DIVIDES = "、，；：（,;"
_PARTS = re.compile("[、，；：,;]")
#: How the name of a unit begins that stands on a line of its own.
_BEGINS_NAME = re.compile(
    r"(?:省|市|县|区|州|国家|各|有关|相关|中共|[一-鿿]{2,3}(?:省|市|州|县|区))"
)
#: What may follow a table and is no cell of it: a heading, a mark, the foot of a document.
ENDS_TABLE = re.compile(
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

    A cell that a merged one covers is repeated from it. `ragged` rows had too few or too many cells; where an
    `unsure` row ends, the text does not show.
    """

    title: str
    columns: tuple[str, ...]
    meanings: tuple[Meaning, ...]
    rows: tuple[tuple[Cell, ...], ...]
    span: Span
    ragged: frozenset[int] = frozenset()
    unsure: frozenset[int] = frozenset()


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
        if ENDS_TABLE.match(lines[here].text) or (numbered and not lines[here].text.isdecimal()):
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
        if ENDS_TABLE.match(lines[end].text) or (numbered and lines[end].text == following):
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
    places = [[Span(span.start, span.start)] * width for _ in range(height)]
    for cell in table.cells:
        inside = trace.to_text(cell.span.start, cell.span.end)
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                places[row][column] = inside
    text = trace.text
    heads = (["".join(place.slice(text).split()) for place in row] for row in places[:3])
    first, names = next(((i, row) for i, row in enumerate(heads) if is_header(row)), (0, []))
    if not names:
        return None
    meanings = meanings_of(names)
    rows = (
        tuple(
            Cell(joined(place.slice(text).split("\n"), meaning), place)
            for place, meaning in zip(row, meanings, strict=True)
        )
        for row in places[first + 1 :]
    )
    before = list(_filled_lines(text[: span.start]))
    return Grid(
        title_before(before, len(before)) if before else "",
        tuple(names),
        meanings,
        tuple(row for row in rows if any(c.text for c in row)),
        span,
    )


def joined(lines: Sequence[str], meaning: Meaning) -> str:
    """Join the lines of a cell: what the cell's edge broke grows together, a second unit or time is divided off."""
    text = ""
    for line in (" ".join(line.split()) for line in lines if line.strip()):
        if text and meaning in UNIT_COLUMNS and _begins_unit(text, line):
            text += "、"
        elif text and meaning is Meaning.DEADLINE and _is_time(text) and _is_time(line):
            text += "；"
        elif text and text[-1].isascii() and line[0].isascii() and text[-1].isalnum():
            text += " "
        text += line
    return INNER_SPACE.sub("", text)


def _begins_unit(before: str, line: str) -> bool:
    """Say whether `line` is a unit of its own after `before`; else the name was broken by the cell's edge."""
    if before[-1] in _DIVIDES or line[0] in _DIVIDES or before.count("（") != before.count("）"):
        return False
    last, first = _PARTS.split(before)[-1], _PARTS.split(line)[0]
    return is_unit_like(last) and is_unit_like(first) and bool(_BEGINS_NAME.match(first))


def _is_time(words: str) -> bool:
    return all(found.kind is not DeadlineKind.UNREAD for found in read_cell(words))
