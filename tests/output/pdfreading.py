"""Reads the lines of a PDF back in the order in which they were drawn."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tests.output.pdfmeasure import Glyph, measured


@dataclass(frozen=True)
class SetLine:
    x: float
    y: float
    text: str


def page_lines(path: Path) -> list[list[SetLine]]:
    """The lines of each page in the order they were drawn, cut where cells are apart."""
    return [_lines(page.glyphs) for page in measured(path)]


def page_texts(path: Path) -> list[str]:
    """The text of each page without white space, in the order it was drawn."""
    return ["".join(line.text for line in lines) for lines in page_lines(path)]


def _lines(glyphs: list[Glyph]) -> list[SetLine]:
    lines: list[SetLine] = []
    start = 0
    ends = [
        i + 1
        for i, (one, two) in enumerate(pairwise(glyphs))
        if abs(one.y - two.y) > 0.5 or not 0 <= two.x - one.x < 40
    ]
    for end in [*ends, len(glyphs)]:
        part = glyphs[start:end]
        start = end
        if part:
            text = "".join(glyph.text for glyph in part)
            lines.append(SetLine(part[0].x, part[0].y, "".join(text.split())))
    return lines
