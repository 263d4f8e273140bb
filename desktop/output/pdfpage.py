"""Text and rules as PDF operators, and the canvas that collects them into pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream, PDFZCompress
from reportlab.pdfgen.canvas import Canvas

from desktop.output.fonts import Face, is_invisible
from desktop.output.kinsoku import SQUEEZED
from desktop.output.truetype import EmbeddedFont

#: The height of the baseline in a character's square, of its size: where CJK fonts have it.
BASELINE = 0.88

# Where no white is added: in numbers and Latin words, in —— and ……. Places may touch, hence the look ahead.
_TIED = re.compile("(?=[0-9A-Za-z.,:%/_@+&()-]{2}|——|……|──)")


_RECURRING = 16  # characters: dates and units recur from row to row, longer lines do not


class PageCanvas(Canvas):
    """reportlab's canvas, given whole pages of operators.

    Two of its habits are unlearned: it encodes every page in ASCII85 unless a setting of the whole
    process forbids it (a third of the time, a seventh of the size), and it names Helvetica, which
    is then listed as a font that is not embedded, on every page.
    """

    _doc: Any

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        """End the page, compressed at once, so that no page waits in memory as text, and not in ASCII85."""
        name = self._doc.thisPageName()
        super().showPage()
        finished = self._doc.idToObject[name]
        packed = PDFZCompress.encode(finished.stream)
        compressed = PDFDictionary({"Filter": PDFName(PDFZCompress.pdfname)})
        finished.Contents = PDFStream(compressed, packed)
        finished.stream = None

    def _make_preamble(self) -> None:
        self._preamble = "1 0 0 1 0 0 cm"

    def turn_sheet(self, size: tuple[float, float], *, turned: bool) -> None:
        """Set the size of the paper, as it stands upright, for this page, and whether to turn it for reading."""
        # reportlab swaps the sides of a page that is turned.
        self.setPageSize(size[::-1] if turned else size)
        self.setPageRotation(90 if turned else 0)

    def codes(self, font: EmbeddedFont, char: str) -> tuple[str, str]:
        """The name of the subset that has `char`, and its code there in hexadecimal."""
        ((subset, code),) = font.splitString(char, self._doc)
        return font.getSubsetInternalName(subset, self._doc), code.hex()


Glyph = tuple[str, str]
"""The name of a font's subset on the page, and the character's code in it."""


class Pen:
    """Writes text in one face on a canvas, at most a line at a time."""

    def __init__(self, canvas: PageCanvas, face: Face, substituted: set[str]) -> None:
        """Write in `face` on `canvas`; characters that no font has are added to `substituted`."""
        self._canvas = canvas
        self._face = face
        self._substituted = substituted
        self._glyphs: dict[str, Glyph | None] = {}
        self._recurring: dict[tuple[str, float], str] = {}

    def width(self, text: str, size: float) -> float:
        """Points that `text` takes at `size`."""
        return sum(self._face.advances[char] for char in text) * size

    def glyph(self, char: str) -> Glyph | None:
        """What stands for `char` on the page; None for what cannot be seen."""
        if char not in self._glyphs:
            self._glyphs[char] = None if is_invisible(char) else self._drawn(char)
        return self._glyphs[char]

    def _drawn(self, char: str) -> Glyph:
        shown = self._face.shown(char)
        if shown != char:
            self._substituted.add(char)
        return self._canvas.codes(self._face.font_for(char), shown)

    def operators(
        self,
        text: str,
        size: float,
        at: tuple[float, float],
        fill: float = 0.0,
        tight: float = 0.0,
        other: Other | None = None,
    ) -> str:
        """Operators that set `text` with its baseline beginning at `at`. All is in points.

        `fill` of white is spread evenly over the line, but not inside numbers and Latin words and
        not between the halves of —— and ……. `tight` is taken from the white of each mark. Stretches
        of the text may be set in an`other` face.
        """
        place = f"BT 1 0 0 1 {at[0]:.2f} {at[1]:.2f} Tm"
        if fill or tight or other is not None:
            shown = self._shown(text, size, fill, tight, other)
        else:
            shown = self._recurring.get((text, size), "")
            if not shown:
                shown = self._shown(text, size, fill, tight, other)
                if len(text) <= _RECURRING:
                    self._recurring[text, size] = shown
        return f"{place} {shown} ET" if shown else ""

    def _shown(self, text: str, size: float, fill: float, tight: float, other: Other | None) -> str:
        """Operators that show `text` wherever the pen is; none if nothing of it can be seen."""
        known = self._glyphs
        glyphs = [known[char] if char in known else self.glyph(char) for char in text]
        if other is not None:
            for start, end in other.stretches:
                glyphs[start:end] = [other.pen.glyph(char) for char in text[start:end]]
        if None in glyphs:
            text = "".join(c for c, glyph in zip(text, glyphs, strict=True) if glyph is not None)
        seen = [glyph for glyph in glyphs if glyph is not None]
        if not seen:
            return ""
        if not fill and not tight:
            return f"0 Tc {_runs(seen, size)}"
        return _spaced_runs(text, seen, size, fill, tight)


@dataclass(frozen=True, slots=True)
class Other:
    """Another pen and the stretches of a line, in characters, that it sets."""

    pen: Pen
    stretches: tuple[tuple[int, int], ...]


def _runs(glyphs: list[Glyph], size: float) -> str:
    """Glyphs one after the other."""
    parts: list[str] = []
    current = ""
    for font, code in glyphs:
        if font == current:
            parts.append(code)
        else:
            parts.append(f"{'> Tj ' if current else ''}{font} {size:g} Tf <{code}")
            current = font
    return f"{''.join(parts)}> Tj"


def _spaced_runs(text: str, glyphs: list[Glyph], size: float, fill: float, tight: float) -> str:
    """Glyphs with white after those that may be followed by it, less after marks."""
    count = gap_count(text)
    spacing = f"{fill / count:.3f}" if fill and count else "0"
    if not tight and count == len(text) - 1:
        return f"{spacing} Tc {_runs(glyphs, size)}"
    gaps = stretchable_gaps(text)
    after_mark = f"{-tight:.3f}" if tight else spacing
    parts: list[str] = []
    current = white = ""
    for char, stretches, (font, code) in zip(text, gaps, glyphs, strict=True):
        wanted = (after_mark if char in SQUEEZED else spacing) if stretches else "0"
        if font == current and wanted == white:
            parts.append(code)
            continue
        parts.append("> Tj " if current else "")
        if font != current:
            parts.append(f"{font} {size:g} Tf ")
            current = font
        if wanted != white:
            parts.append(f"{wanted} Tc ")
            white = wanted
        parts.append(f"<{code}")
    return f"{''.join(parts)}> Tj"


def stretchable_gaps(text: str) -> list[bool]:
    """For each character of `text` whether white may be added after it; never after the last."""
    gaps = [True] * len(text)
    for match in _TIED.finditer(text):
        gaps[match.start()] = False
    gaps[-1:] = [False] if text else []
    return gaps


def gap_count(text: str) -> int:
    """How many of them there are."""
    return max(0, len(text) - 1 - sum(1 for _ in _TIED.finditer(text)))


def rule(x1: float, y1: float, x2: float, y2: float) -> str:
    """Operators that draw a rule between two points."""
    return f"{x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S"
