"""Reads a PDF back through pdfium, which shares no code with the program that wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c


@dataclass(frozen=True)
class Glyph:
    text: str
    x: float
    y: float


@dataclass(frozen=True)
class SetLine:
    x: float
    y: float
    text: str


def page_lines(path: Path) -> list[list[SetLine]]:
    """The lines of each page in the order they were drawn, cut where cells are apart."""
    with closing(pdfium.PdfDocument(path)) as document:
        return [_lines(list(_glyphs(document[index]))) for index in range(len(document))]


def page_texts(path: Path) -> list[str]:
    """The text of each page without white space, in the order it was drawn."""
    return ["".join(line.text for line in lines) for lines in page_lines(path)]


def _glyphs(page: pdfium.PdfPage) -> Iterator[Glyph]:
    text_page = page.get_textpage()
    pending = ""
    for index in range(text_page.count_chars()):
        if pdfium_c.FPDFText_IsGenerated(text_page.raw, index) == 1:
            continue
        pending += chr(pdfium_c.FPDFText_GetUnicode(text_page.raw, index))
        if 0xD800 <= ord(pending[-1]) < 0xDC00:
            continue
        x, y = pdfium_c.c_double(), pdfium_c.c_double()
        pdfium_c.FPDFText_GetCharOrigin(text_page.raw, index, x, y)
        joined = pending.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
        pending = ""
        yield Glyph(joined, x.value, y.value)


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
