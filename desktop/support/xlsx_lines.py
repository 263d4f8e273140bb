"""Where a spreadsheet will break the lines of a cell, and how high that makes a row.

Neither Excel nor LibreOffice works out a row's height when it opens a file that has none written:
the printed row is then clipped. So every row gets a height, from an estimate of how the
spreadsheet will break its lines. Lengths are those of the file format: column widths in
characters of the workbook's default font, row heights in points; pixels are at 96 to the inch.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from math import trunc

#: The highest row Excel allows, in points (409.5, rounded down).
MAX_HEIGHT = 409.0
#: The lowest row that does not look cramped, in points.
MIN_HEIGHT = 24.0

_DIGIT = 7  # pixels of a digit in the workbook's default font
_CELL_PADDING = 6  # pixels that wrapped text leaves free; one more, to be on the safe side
_LEADING = 1.36  # of a line over its font size: the worst of 仿宋, 宋体 and what replaces them
_ROW_PADDING = 6.0
# Ems of a figure: half an em in 仿宋 and 宋体, but more in what stands in for them where they are not installed, and
# a line more than there was room for would be cut off.
_WIDEST_FIGURE = 0.65

_NEVER_FIRST = frozenset("，。、；：？！）》〉】〕」』”’％‰℃·…—～,.;:?!)]}%>")
_NEVER_LAST = frozenset("（《〈【〔「『“‘([{<＄￥$¥№")
_FULL_WIDTH_BELOW_CJK = frozenset("·×÷℃—…“”‘’①②③④⑤⑥⑦⑧⑨⑩")


class _Ems(dict[str, float]):
    """The width of each character in ems, none above one; worked out when it is first met."""

    def __missing__(self, char: str) -> float:
        ems = self[char] = _ems(char)
        return ems


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
    return [text[start:end] for start, end in _lines(text, line_measure(width, points))]


def line_measure(width: float, points: float) -> float:
    """The ems of `points` that a line has in a column of `width`, one at least."""
    return max(1.0, (column_pixels(width) - _CELL_PADDING) / (points * 96 / 72))


def line_count(text: str, measure: float) -> int:
    """How many lines of `measure` ems `text` takes."""
    if "\n" not in text:
        return 1 if len(text) <= measure else len(_line_ends(text, measure))
    return sum(len(_line_ends(paragraph, measure)) for paragraph in text.split("\n"))


def parts_of(text: str, measure: float, most: int) -> list[tuple[int, int]]:
    """The stretches of `text` that take at most `most` lines of `measure` ems each.

    A line feed at a cut lies in neither: the end of the cell says it.
    """
    parts: list[tuple[int, int]] = []
    first = last = lines = 0
    for start, end in _lines(text, measure):
        if lines == most:
            parts.append((first, last))
            first, lines = start, 0
        last, lines = end, lines + 1
    return [*parts, (first, last)]


def row_height(texts: Sequence[str], widths: Sequence[float], points: float) -> float:
    """Points that a row of `texts` needs in columns of `widths`, between MIN_HEIGHT and MAX_HEIGHT."""
    measures = (line_measure(width, points) for width in widths)
    lines = max((line_count(t, m) for t, m in zip(texts, measures, strict=True)), default=1)
    return min(MAX_HEIGHT, max(MIN_HEIGHT, height_of(lines, points)))


def height_of(lines: int, points: float) -> float:
    """Points that `lines` lines of `points` need with the room above and below; not limited."""
    return lines * points * _LEADING + _ROW_PADDING


def most_lines(points: float, height: float = MAX_HEIGHT) -> int:
    """How many lines of `points` a row of `height` holds, one at least."""
    return max(1, int((height - _ROW_PADDING) // (points * _LEADING)))


def _lines(text: str, measure: float) -> Iterator[tuple[int, int]]:
    """Begin and end of each line; line feeds lie between them."""
    begin = 0
    for paragraph in text.split("\n"):
        start = 0
        for end in _line_ends(paragraph, measure):
            yield begin + start, begin + end
            start = end
        begin += len(paragraph) + 1


def _line_ends(text: str, measure: float) -> list[int]:
    """The ends of greedy lines of at most `measure` ems, of one character at least."""
    length, sure, start = len(text), int(measure), 0
    ems = _EMS.__getitem__
    ends: list[int] = []
    while length - start > sure:
        # So many characters have room in any case: none is wider than an em.
        end = start + sure
        used = sum(map(ems, text[start:end]))
        while end < length and (used := used + ems(text[end])) <= measure:
            end += 1
        if end == length:
            break
        start = _allowed_break(text, start, end)
        ends.append(start)
    return [*ends, length] if start < length or not ends else ends


def _allowed_break(text: str, start: int, end: int) -> int:
    """The last place at or before `end` where a line may end; `end` itself where there is none."""
    if text[end] not in _NEVER_FIRST and text[end] >= "\u3000" and text[end - 1] not in _NEVER_LAST:
        return end  # as nearly always
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


_EMS = _Ems()
