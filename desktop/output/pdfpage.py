"""Text and rules as PDF operators, and the canvas that collects them into pages."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFStream, PDFZCompress
from reportlab.pdfgen.canvas import Canvas

from desktop.output.fonts import Face, is_invisible
from desktop.output.kinsoku import SQUEEZED
from desktop.output.truetype import EmbeddedFont

#: The height of the baseline in a character's square, of its size: where CJK fonts have it.
BASELINE = 0.88

_RUNS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.,:%-/_@+&()")
_DASHES = frozenset("—…─")


class PageCanvas(Canvas):
    """reportlab's canvas, given whole pages of operators.

    Two of its habits are unlearned: it encodes every page in ASCII85 unless a setting of the whole
    process forbids it (a third of the time, a seventh of the size), and it names Helvetica, which
    is then listed as a font that is not embedded, on every page.
    """

    _doc: Any

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        """End the page, compressed but not in ASCII85."""
        name = self._doc.thisPageName()
        super().showPage()
        finished = self._doc.idToObject[name]
        finished.Contents = PDFStream(content=finished.stream, filters=[PDFZCompress])

    def _make_preamble(self) -> None:
        self._preamble = "1 0 0 1 0 0 cm"

    def codes(self, font: EmbeddedFont, char: str) -> tuple[str, str]:
        """The name of the subset that has `char`, and its code there in hexadecimal."""
        ((subset, code),) = font.splitString(char, self._doc)
        return font.getSubsetInternalName(subset, self._doc), code.hex()


class Pen:
    """Writes text in one face on a canvas, at most a line at a time."""

    def __init__(self, canvas: PageCanvas, face: Face) -> None:
        self._canvas = canvas
        self._face = face
        self._codes: dict[str, tuple[str, str]] = {}

    def width(self, text: str, size: float) -> float:
        """Points that `text` takes at `size`."""
        return sum(self._face.advances[char] for char in text) * size

    def operators(
        self, text: str, size: float, at: tuple[float, float], fill: float = 0.0, tight: float = 0.0
    ) -> str:
        """Operators that set `text` with its baseline beginning at `at`. All is in points.

        `fill` of white is spread evenly over the line, but not inside numbers and Latin words and
        not between the halves of —— and ……. `tight` is taken from the white of each mark.
        """
        shown = "".join(char for char in text if not is_invisible(char))
        if not shown:
            return ""
        gaps = stretchable_gaps(shown)
        spacing = f"{fill / max(1, sum(gaps)):.3f}" if fill and any(gaps) else "0"
        after_mark = f"{-tight:.3f}" if tight else spacing
        parts = [f"BT 1 0 0 1 {at[0]:.2f} {at[1]:.2f} Tm"]
        run: list[str] = []
        state: tuple[str, str] | None = None
        for char, stretches in zip(shown, gaps, strict=True):
            font, code = self._code(char)
            after = after_mark if char in SQUEEZED else spacing
            wanted = (font, after if stretches else "0")
            if wanted != state:
                if run:
                    parts.append(f"<{''.join(run)}> Tj")
                    run = []
                if state is None or state[0] != font:
                    parts.append(f"{font} {size:g} Tf")
                if state is None or state[1] != wanted[1]:
                    parts.append(f"{wanted[1]} Tc")
                state = wanted
            run.append(code)
        parts.append(f"<{''.join(run)}> Tj ET")
        return " ".join(parts)

    def _code(self, char: str) -> tuple[str, str]:
        known = self._codes.get(char)
        if known is None:
            known = self._codes[char] = self._canvas.codes(self._face.font_for(char), char)
        return known


def stretchable_gaps(text: str) -> list[bool]:
    """For each character of `text` whether white may be added after it; never after the last."""
    gaps = [
        not (before in _RUNS and after in _RUNS) and not (before in _DASHES and after == before)
        for before, after in pairwise(text)
    ]
    return [*gaps, False]


def rule(x1: float, y1: float, x2: float, y2: float) -> str:
    """Operators that draw a rule between two points."""
    return f"{x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S"
