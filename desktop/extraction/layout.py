"""How a text is laid out: lines wrapped at a width, paragraphs told by their indent, pages by their numbers.

A text taken from a PDF or typed to a width has a line end at every line's end; a web page has one at a paragraph's end.
What is measured here decides which line ends stand within a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_PAGE_NUMBER = re.compile(
    r"^[ \t\u3000\f]*(?:[—–\-－―]{1,2} ?[\d０-９]{1,4} ?[—–\-－―]{1,2}"
    r"|第? ?\d{1,4} ?页?[ ，,/／]*(?:共|of) ?\d{1,4} ?页?|第 ?\d{1,4} ?页|\d{1,4} ?[/／] ?\d{1,4})[ \t\u3000]*$"
)
_BARE_NUMBER = re.compile(r"^[ \t\u3000\f]*(\d{1,3})[ \t\u3000]*$")
#: Pages have so many lines; the numbers of a table's rows stand closer.
_LINES_OF_PAGE = 15
_RULE_LINE = re.compile(r"^\s*(\S)\1{11,}\s*$")
_CLOSED = "。；：！？…"
_LEAST_LINES = 8
_SHARE = 0.5
_NARROWEST = 15.0
_SLACK = 3.0
_PARAGRAPH_INDENT = 2.0


@dataclass(frozen=True, slots=True)
class Layout:
    """`width` is that of a full line in ems where the text is wrapped, else None; `indented` paragraphs begin so."""

    width: float | None
    indented: bool

    def is_full(self, line: str) -> bool:
        """Say whether a line reaches the right edge, so that its paragraph may go on."""
        return self.width is not None and width_of(line) >= self.width - _SLACK

    def begins_paragraph(self, line: str) -> bool:
        """Say whether the line's indent begins a paragraph, in a text whose paragraphs are indented."""
        return self.indented and indent_of(line) >= _PARAGRAPH_INDENT


def measure(lines: Sequence[str]) -> Layout:
    """Measure a text's lines."""
    filled = [line for line in lines if line.strip()]
    indents = sum(indent_of(line) >= _PARAGRAPH_INDENT for line in filled)
    open_widths = [width_of(line) for line in filled if line.rstrip()[-1] not in _CLOSED]
    widths = Counter(round(w) for w in open_widths if w >= _NARROWEST)
    width = None
    if widths:
        usual = widths.most_common(1)[0][0]
        near = sum(n for w, n in widths.items() if abs(w - usual) <= 2)
        if near >= _LEAST_LINES and near >= _SHARE * len(open_widths):
            width = float(usual)
    # In a wrapped text one indented line in fifteen is a paragraph's; elsewhere most lines are.
    enough = len(filled) / 15 if width is not None else len(filled) / 2
    return Layout(width, indents > 0 and indents >= enough)


def width_of(line: str) -> float:
    """Return the width of a line in ems, the spaces at its ends not counted."""
    return sum(0.5 if c.isascii() else 1.0 for c in line.strip())


def indent_of(line: str) -> float:
    """Return the spaces before a line: a 全角 one counts two, as it takes the room of two."""
    indent = 0.0
    for character in line:
        if character == "\u3000":
            indent += 2
        elif character in " \u00a0":
            indent += 1
        elif character == "\t":
            indent += 4
        else:
            break
    return indent


def page_furniture(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches from a page's last line to the next one's first: page number and blank lines around it.

    Each begins at the line end before and ends before the line end after, so that one line end is left.
    """
    places: list[tuple[int, int, bool, bool]] = []
    start = 0
    lines = text.split("\n")
    bare = _bare_page_numbers(lines)
    for number, line in enumerate(lines):
        blank = not line.strip()
        is_number = number in bare or bool(_PAGE_NUMBER.match(line))
        places.append((start, start + len(line), blank, is_number))
        start += len(line) + 1
    index = 0
    while index < len(places):
        if not places[index][3]:
            index += 1
            continue
        first = last = index
        while first > 0 and places[first - 1][2]:
            first -= 1
        while last + 1 < len(places) and (places[last + 1][2] or places[last + 1][3]):
            last += 1
        begin = places[first][0] - 1 if first > 0 else 0
        yield begin, places[last][1]
        index = last + 1


def _bare_page_numbers(lines: Sequence[str]) -> frozenset[int]:
    """Find lines that are a figure and count on from page to page: at least two, with a page's lines between."""
    found: list[int] = []
    runs: list[list[int]] = []
    last = 0
    for place, line in enumerate(lines):
        match = _BARE_NUMBER.match(line)
        if match is None:
            continue
        value = int(match[1])
        if found and (value != last + 1 or place - found[-1] < _LINES_OF_PAGE):
            runs.append(found)
            found = []
        found = [*found, place]
        last = value
    runs.append(found)
    return frozenset(place for run in runs if len(run) > 1 for place in run)


def ruled_lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield lines that are one sign repeated: the rule under a red header, as text."""
    start = 0
    for line in text.split("\n"):
        if _RULE_LINE.match(line):
            yield start, start + len(line)
        start += len(line) + 1
