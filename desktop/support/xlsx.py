"""Cells that Excel takes as text and nothing else, and rows high enough for what is in them.

Neither Excel nor LibreOffice works out a row's height when it opens a file that has none written:
the printed row is then clipped. So every row gets a height, from an estimate of how the
spreadsheet will break its lines. Lengths are those of the file format: column widths in
characters of the workbook's default font, row heights in points; pixels are at 96 to the inch.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from math import trunc
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font
from openpyxl.utils.indexed_list import IndexedList

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

#: The highest row Excel allows, in points (409.5, rounded down).
MAX_HEIGHT = 409.0
#: The lowest row that does not look cramped, in points.
MIN_HEIGHT = 24.0
#: A cell holds no more characters than this.
MAX_TEXT = 32_767

#: The font by whose digits columns are measured. Windows has it, and Linux a font of its measures,
#: which 等线 and Calibri have not; at this size its digits are seven pixels wide both for Excel,
#: which rounds, and for LibreOffice, which does not.
DEFAULT_FONT = Font(name="Arial", size=9.5)

#: Characters with which a spreadsheet may begin to calculate.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

_DIGIT = 7  # pixels of a digit in the default font
_CELL_PADDING = 6  # pixels that wrapped text leaves free; one more, to be on the safe side
_LEADING = 1.36  # of a line over its font size: the worst of 仿宋, 宋体 and what replaces them
_ROW_PADDING = 6.0
# Ems of a figure: half an em in 仿宋 and 宋体, but more in what stands in for them where they are not installed, and
# a line more than there was room for would be cut off.
_WIDEST_FIGURE = 0.65

_NEVER_FIRST = frozenset("，。、；：？！）》〉】〕」』”’％‰℃·…—～,.;:?!)]}%>")
_NEVER_LAST = frozenset("（《〈【〔「『“‘([{<＄￥$¥№")
_FULL_WIDTH_BELOW_CJK = frozenset("·×÷℃—…“”‘’①②③④⑤⑥⑦⑧⑨⑩")


def clean_text(text: str) -> str:
    """`text` without the control characters that an xlsx cell cannot hold; line feeds and tabs stay."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return ILLEGAL_CHARACTERS_RE.sub("", unified)


def new_workbook() -> Workbook:
    """An empty workbook without an author, whose columns are as wide everywhere as they are here."""
    book = Workbook()
    # openpyxl offers no public way to the font that column widths are counted in.
    internals: Any = book
    internals._fonts = IndexedList([DEFAULT_FONT])  # noqa: SLF001
    internals._named_styles["Normal"].font = DEFAULT_FONT  # noqa: SLF001
    book.properties.creator = ""
    return book


def put_text(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Write `text` at `row` and `column` (both from 1) as text, whatever it looks like.

    A text that could be taken for a formula stays text after F2 and Enter, too: the cell carries
    Excel's own apostrophe. Raises `ValueError` for more than `MAX_TEXT` characters, and for a place
    inside a merged cell.
    """
    cleaned = clean_text(text)
    if len(cleaned) > MAX_TEXT:
        raise ValueError(f"{len(cleaned)} characters in one cell, {MAX_TEXT} allowed")
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise ValueError(f"row {row}, column {column} lies inside a merged cell")
    cell.value = cleaned
    # openpyxl has by now guessed a type from the text; these two say otherwise.
    cell.data_type = "s"
    cell.number_format = "@"
    if cleaned.startswith(FORMULA_STARTS):
        cell.quotePrefix = True
    return cell


def column_width(millimetres: float) -> float:
    """The width to write for a column that is to print `millimetres` wide, margins included.

    A pixel less, since a table wider than the page by a hair is printed smaller as a whole.
    """
    return max(1, int(millimetres / 25.4 * 96) - 1) / _DIGIT


def column_pixels(width: float) -> int:
    """The pixels that a column of `width` takes (ECMA-376 part 1, 18.3.1.13)."""
    return trunc((256 * width + trunc(128 / _DIGIT)) / 256 * _DIGIT)


def wrapped(text: str, width: float, points: float) -> list[str]:
    """`text` cut where a spreadsheet would break it in a column of `width` at `points`.

    The pieces joined give the text back, without its line feeds. An empty text is one line.
    """
    measure = max(1.0, (column_pixels(width) - _CELL_PADDING) / (points * 96 / 72))
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_wrapped_paragraph(paragraph, measure))
    return lines


def row_height(texts: Sequence[str], widths: Sequence[float], points: float) -> float:
    """Points that a row of `texts` needs in columns of `widths`, between MIN_HEIGHT and MAX_HEIGHT."""
    lines = max((len(wrapped(t, w, points)) for t, w in zip(texts, widths, strict=True)), default=1)
    return min(MAX_HEIGHT, max(MIN_HEIGHT, height_of(lines, points)))


def height_of(lines: int, points: float) -> float:
    """Points that `lines` lines of `points` need with the room above and below; not limited."""
    return lines * points * _LEADING + _ROW_PADDING


def most_lines(points: float) -> int:
    """How many lines of `points` the highest row holds."""
    return int((MAX_HEIGHT - _ROW_PADDING) // (points * _LEADING))


def _wrapped_paragraph(text: str, measure: float) -> list[str]:
    """Greedy lines of at most `measure` ems, of one character at least."""
    lines: list[str] = []
    start = 0
    while start < len(text):
        end, used = start, 0.0
        while end < len(text) and (end == start or used + _ems(text[end]) <= measure):
            used += _ems(text[end])
            end += 1
        if end < len(text):
            end = _allowed_break(text, start, end)
        lines.append(text[start:end])
        start = end
    return lines or [""]


def _allowed_break(text: str, start: int, end: int) -> int:
    """The last place at or before `end` where a line may end; `end` itself where there is none."""
    for place in range(end, start, -1):
        before, after = text[place - 1], text[place]
        if after in _NEVER_FIRST or before in _NEVER_LAST or (_latin(before) and _latin(after)):
            continue
        return place
    return end


def _latin(char: str) -> bool:
    return char.isascii() and not char.isspace()


def _ems(char: str) -> float:
    if char in _FULL_WIDTH_BELOW_CJK:
        return 1.0
    if char.isascii():
        return _WIDEST_FIGURE if char.isalnum() else 0.5
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.6
