"""Tables in the source: grids that the file marks as such, and text with one cell to a line.

Either way a table is known by the titles of its columns. The text form (as a web page leaves it) is a run of title
lines, then the cells of each row on lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from desktop.domain.deadline import DeadlineKind
from desktop.domain.deadline_grammar import read_cell
from desktop.domain.document import SourceTable, Span
from desktop.domain.trace import Trace
from desktop.domain.unit_names import may_be_unit
from desktop.extraction.characters import HAN, INNER_SPACE, NUMERALS
from desktop.extraction.clause_grammar import LABEL
from desktop.extraction.columns import UNIT_COLUMNS, Meaning, column_meaning, is_header, meanings_of

_MARK = re.compile(r"^附\s*[件表]\s*\d{0,2}\s*[：:]?\s*(?P<title>.*)$")
_LEAST_COLUMNS, _MOST_COLUMNS = 3, 10
LONGEST_GROUP = 60
_FEW_ROWS = 4
_NUMBERS = Meaning.NUMBER
_NUMBER = re.compile(r"[（(]?(\d{1,3})[）).．、]?")
_IS_NUMBER = re.compile(rf"[（(]?(?:\d{{1,3}}|[{NUMERALS}]{{1,3}})[）).．、]?")
_DIVIDES = "、，；：（,;"
_PARTS = re.compile("[、，；：,;](?![^（]*）)")
#: What a cell holds that says that there is nobody.
NOTHING = re.compile(r"[/／—\-－无]*$")
_FIRST = re.compile("[^、，；：（]*(?:（[^）]*）[^、，；：（]*)*")
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
    `unsure` row ends, the text does not show. `groups` names those of rows below a line that is all one cell.
    """

    title: str
    columns: tuple[str, ...]
    meanings: tuple[Meaning, ...]
    rows: tuple[tuple[Cell, ...], ...]
    span: Span
    ragged: frozenset[int] = frozenset()
    unsure: frozenset[int] = frozenset()
    groups: Mapping[int, str] = field(default_factory=dict)


def find_text_tables(text: str) -> list[Grid]:
    """Find the tables of `text` that have one cell to a line."""
    lines = list(_filled_lines(text))
    found: list[Grid] = []
    at = 0
    while at < len(lines):
        width = _header_width(lines, at)
        if width:
            grid, at = _read_lines(lines, at, width)
            # Where most rows do not fit, the cells stand in another order than line by line: better no table.
            if len(grid.rows) < _FEW_ROWS or 2 * len(grid.ragged) <= len(grid.rows):
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
    """Return how many lines from `at` are column titles of an assignment table, or 0.

    Where the first is 序号, they go on to the line before the number 1, known or not.
    """
    known = 0
    while (
        known < _MOST_COLUMNS and at + known < len(lines) and column_meaning(lines[at + known].text)
    ):
        known += 1
    if known >= _LEAST_COLUMNS and is_header([c.text for c in lines[at : at + known]]):
        if any(column_meaning(c.text) is _NUMBERS for c in lines[at + 1 : at + known]):
            return 0  # the table's title looks like a column's: the head begins at 序号
        first_row = lines[at + known : at + known + 2]
        if (
            any(_number(c.text) for c in first_row)
            or column_meaning(lines[at].text) is not _NUMBERS
        ):
            return known
    if column_meaning(lines[at].text) is _NUMBERS:
        for width in range(2, _MOST_COLUMNS + 1):
            if at + width < len(lines) and _number(lines[at + width].text):
                return width if is_header([c.text for c in lines[at : at + width]]) else 0
    return 0


def _read_lines(lines: list[Cell], at: int, width: int) -> tuple[Grid, int]:
    header = lines[at : at + width]
    meanings = meanings_of([c.text for c in header])
    title = title_before(lines, at)
    rows: list[tuple[Cell, ...]] = []
    ragged: set[int] = set()
    groups: dict[int, str] = {}
    group = ""
    here = at + width
    numbered = meanings[0] is Meaning.NUMBER
    number = 0
    while here < len(lines):
        if [c.text for c in lines[here : here + width]] == [c.text for c in header]:
            here += width
            continue
        if numbered and _is_group(lines, here, number):
            group, here = lines[here].text, here + 1
        if ENDS_TABLE.match(lines[here].text) or (numbered and not _number(lines[here].text)):
            break
        number = _number(lines[here].text)
        end = _row_end(lines, here, width, numbered, number)
        row = list(lines[here:end])
        if len(row) != width:
            ragged.add(len(rows))
            row = _fitted(row, width)
        if group:
            groups[len(rows)] = group
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
        groups=groups,
    ), here


def is_number(text: str) -> bool:
    """Say whether a cell is a row's number: 1, 1., （1）, 一."""
    return _IS_NUMBER.fullmatch(text) is not None


def _number(text: str) -> int:
    """Return the number that a line is, or 0."""
    return int(match[1]) if (match := _NUMBER.fullmatch(text)) else 0


def _is_group(lines: list[Cell], at: int, last: int) -> bool:
    """Say whether a line names the group of the rows below it: the next number stands after it, or 1 again."""
    if at + 1 >= len(lines) or len(lines[at].text) > LONGEST_GROUP or _number(lines[at].text):
        return False
    return _number(lines[at + 1].text) in (last + 1, 1)


def _row_end(lines: list[Cell], here: int, width: int, numbered: bool, number: int) -> int:
    """End a row before the next number or a group, before what follows a table, or after as many cells as columns."""
    for end in range(here + 1, min(len(lines), here + width + 3)):
        if column_meaning(lines[end].text) is Meaning.NUMBER and end - here >= width:
            return end
        if numbered and (
            _number(lines[end].text) == number + 1
            or (end - here >= width and _is_group(lines, end, number))
        ):
            return end
        if ENDS_TABLE.match(lines[end].text) or (not numbered and end - here == width):
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
    heads_below = [["".join(place.slice(text).split()) for place in row] for row in places[:4]]
    first, names = next(((i, row) for i, row in enumerate(heads_below) if is_header(row)), (0, []))
    if not names:
        return None
    below = heads_below[first + 1] if first + 1 < len(heads_below) else []
    if _refines(names, below):
        first, names = first + 1, below
    meanings = meanings_of(names)
    rows: list[tuple[Cell, ...]] = []
    groups: dict[int, str] = {}
    group = ""
    for spans in places[first + 1 :]:
        if len(set(spans)) == 1 and width > 1:
            group = joined(spans[0].slice(text).split("\n"), Meaning.GROUP)
            continue
        cells = tuple(
            Cell(joined(place.slice(text).split("\n"), meaning), place)
            for place, meaning in zip(spans, meanings, strict=True)
        )
        if not any(c.text for c in cells) or [c.text for c in cells] == names:
            continue
        if group:
            groups[len(rows)] = group
        rows.append(cells)
    before = list(_filled_lines(text[: span.start]))
    return Grid(
        title_before(before, len(before)) if before else "",
        tuple(names),
        meanings,
        tuple(rows),
        span,
        groups=groups,
    )


def _refines(titles: Sequence[str], below: Sequence[str]) -> bool:
    """Say whether a second row of titles divides columns of the first: 责任单位 over 牵头单位 and 配合单位."""
    divided = [b for a, b in zip(titles, below, strict=False) if a != b]
    return bool(divided) and is_header(below) and all(column_meaning(b) for b in divided)


def joined(lines: Sequence[str], meaning: Meaning) -> str:
    """Join the lines of a cell: what the cell's edge broke grows together, a second unit or time is divided off."""
    parts: list[str] = []
    open_brackets = 0
    for line in (" ".join(line.split()) for line in lines if line.strip()):
        # What comes between two lines depends on the end of the first alone; a cell may have thousands.
        before = "".join(parts[-4:])
        mark = _mark_between(before, line, meaning, inside=open_brackets > 0) if parts else ""
        parts += [mark, line]
        open_brackets += line.count("（") - line.count("）")
    text = INNER_SPACE.sub("", "".join(parts))
    return "" if meaning in UNIT_COLUMNS and NOTHING.match(text) else text


def _mark_between(before: str, line: str, meaning: Meaning, *, inside: bool) -> str:
    """Return what belongs between two lines of a cell: nothing where a name or sentence was broken."""
    if meaning in UNIT_COLUMNS and not inside:
        if LABEL.match(line):
            return "；"
        if _begins_unit(before, line):
            return "、"
    if meaning is Meaning.DEADLINE and not (
        before[-1] in "年月" and (line[0].isdecimal() or line[0] in "底前内")
    ):
        return "；" if _is_time(before) and _is_time(line) else ""
    both = before[-1].isascii() and line[0].isascii() and before[-1].isalnum()
    return " " if both else ""


def _begins_unit(before: str, line: str) -> bool:
    """Say whether `line` is a unit of its own after `before`; else the name was broken by the cell's edge."""
    if before[-1] in _DIVIDES or line[0] in _DIVIDES:
        return False
    last, first = _PARTS.split(before)[-1], _FIRST.match(line)
    name = first[0] if first else ""
    return may_be_unit(last) and may_be_unit(name) and bool(_BEGINS_NAME.match(name))


def _is_time(words: str) -> bool:
    return all(found.kind is not DeadlineKind.UNREAD for found in read_cell(words))
