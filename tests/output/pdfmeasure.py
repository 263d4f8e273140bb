"""Measures a PDF through pdfium: every glyph with the box of its ink, every rule, as the page is read.

Points from the lower left corner of the page as it is shown, turned pages turned.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

MM = 72 / 25.4


@dataclass(frozen=True)
class Box:
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Glyph:
    """A character: where its baseline begins (`x`, `y`), its size, its font, the box of its ink."""

    text: str
    x: float
    y: float
    size: float
    font: str
    ink: Box


@dataclass(frozen=True)
class Rule:
    width: float
    box: Box

    @property
    def is_frame(self) -> bool:
        return self.box.right - self.box.left > 1 and self.box.top - self.box.bottom > 1


@dataclass(frozen=True)
class Measured:
    """A page: its size as read, how the sheet is turned, what is on it in the order it was drawn."""

    width: float
    height: float
    rotation: int
    glyphs: list[Glyph]
    rules: list[Rule]

    @property
    def frame(self) -> Box:
        (frame,) = (rule.box for rule in self.rules if rule.is_frame)
        return frame

    def texts(self, size: float, font: str = "") -> list[Glyph]:
        return [g for g in self.glyphs if abs(g.size - size) < 0.01 and font in g.font]


def measured(path: Path) -> list[Measured]:
    with closing(pdfium.PdfDocument(path)) as document:
        return [_page(document[index]) for index in range(len(document))]


def _page(page: pdfium.PdfPage) -> Measured:
    width, height = page.get_size()
    turned = page.get_rotation() == 90
    assert page.get_rotation() in (0, 90)

    def seen(x: float, y: float) -> tuple[float, float]:
        return (y, height - x) if turned else (x, y)

    def box(left: float, bottom: float, right: float, top: float) -> Box:
        xs, ys = zip(seen(left, bottom), seen(right, top), strict=True)
        return Box(min(xs), min(ys), max(xs), max(ys))

    text_page = page.get_textpage()
    glyphs: list[Glyph] = []
    pending = ""
    for index in range(text_page.count_chars()):
        if pdfium_c.FPDFText_IsGenerated(text_page.raw, index) == 1:
            continue
        pending += chr(pdfium_c.FPDFText_GetUnicode(text_page.raw, index))
        if pending == "\x02":  # pdfium's own word for a hyphen at a line's end
            pending = "-"
        if 0xD800 <= ord(pending[-1]) < 0xDC00:
            continue
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium_c.FPDFText_GetCharOrigin(text_page.raw, index, x, y)
        edges = [ctypes.c_double() for _ in range(4)]
        pdfium_c.FPDFText_GetCharBox(text_page.raw, index, *edges)
        left, right, bottom, top = (edge.value for edge in edges)
        name = ctypes.create_string_buffer(60)
        pdfium_c.FPDFText_GetFontInfo(text_page.raw, index, name, 60, None)
        glyphs.append(
            Glyph(
                pending.encode("utf-16", "surrogatepass").decode("utf-16"),
                *seen(x.value, y.value),
                pdfium_c.FPDFText_GetFontSize(text_page.raw, index),
                name.value.decode(),
                box(left, bottom, right, top),
            )
        )
        pending = ""
    rules: list[Rule] = []
    for path in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH]):
        stroke = ctypes.c_float()
        pdfium_c.FPDFPageObj_GetStrokeWidth(path.raw, stroke)
        matrix = path.get_matrix()
        points = []
        for number in range(pdfium_c.FPDFPath_CountSegments(path.raw)):
            px, py = ctypes.c_float(), ctypes.c_float()
            segment = pdfium_c.FPDFPath_GetPathSegment(path.raw, number)
            pdfium_c.FPDFPathSegment_GetPoint(segment, px, py)
            points.append(matrix.on_point(px.value, py.value))
        xs, ys = zip(*points, strict=True)
        rules.append(Rule(stroke.value, box(min(xs), min(ys), max(xs), max(ys))))
    return Measured(width, height, page.get_rotation(), glyphs, rules)


def cell_boxes(page: Measured) -> list[Box]:
    """The table's cells between its rules, row by row; a cell may go over several rows."""
    frame = page.frame
    inner = [rule.box for rule in page.rules if not rule.is_frame]
    across = [rule for rule in inner if rule.right - rule.left > 1]
    upright = [rule for rule in inner if rule.top - rule.bottom > 1]
    xs = sorted({frame.left, frame.right, *(round(rule.left, 1) for rule in upright)})
    out: list[Box] = []
    for left, right in pairwise(xs):
        middle = (left + right) / 2
        ys = [rule.top for rule in across if rule.left < middle < rule.right]
        ys = sorted({frame.bottom, frame.top, *ys}, reverse=True)
        out += [Box(left, bottom, right, top) for top, bottom in pairwise(ys)]
    return sorted(out, key=lambda cell: (-cell.top, cell.left))


def lines_in(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    """The glyphs of one cell, line by line from above, each from the left."""
    by_line: dict[float, list[Glyph]] = {}
    for glyph in glyphs:
        by_line.setdefault(round(glyph.y, 1), []).append(glyph)
    for y in sorted(by_line, reverse=True):
        yield sorted(by_line[y], key=lambda glyph: glyph.x)
