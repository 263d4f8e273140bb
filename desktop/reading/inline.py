"""The characters of one paragraph: runs, fields, changes, boxes and marks in reading order."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop.reading.ooxml import ALTERNATE, MATH_TEXT, child, chosen, toggle, w

if TYPE_CHECKING:
    from lxml.etree import _Element

    from desktop.reading.styles import Style, Styles

# Stands for a page or column break until it is known whether text stands before and after it.
# XML cannot hold this character, so it cannot come from the document.
_PAGE = "\x0c"

DELETED = frozenset({w("del"), w("moveFrom")})
INSERTED = frozenset({w("ins"), w("moveTo")})
_DRAWINGS = frozenset({w("drawing"), w("pict"), w("object")})
# What makes a drawing more than lines and boxes: the red rule of a letterhead hides no text.
_IMAGES = frozenset({"blip", "imagedata", "OLEObject"})
_NOTE_MARKS = frozenset({w("footnoteReference"), w("endnoteReference")})
_FIXED = {
    w("tab"): "\t",
    w("ptab"): "\t",
    w("cr"): "\n",
    w("noBreakHyphen"): "-",
}
# Properties, field codes, readings of ruby (the base is kept) and what is only machinery.
_SILENT = frozenset(
    w(name)
    for name in (
        "pPr", "rPr", "sdtPr", "sdtEndPr", "rubyPr", "instrText", "delInstrText", "delText", "rt",
        "fldData", "softHyphen", "lastRenderedPageBreak", "annotationRef", "footnoteRef",
        "endnoteRef",
    )
)  # fmt: skip


@dataclass(slots=True)
class Tally:
    """What the reader met and must tell of, by the last part of the notice's code."""

    counts: Counter[str] = field(default_factory=Counter)
    notes: int = 0


@dataclass(slots=True)
class Inline:
    """The text of a paragraph, and the text boxes anchored in it, in order."""

    text: str
    boxes: list[_Element]


class InlineReader:
    """Reads one paragraph after another, counting into `tally` what is left out or accepted."""

    def __init__(self, styles: Styles, tally: Tally) -> None:
        self._styles = styles
        self._tally = tally
        self._pieces: list[str] = []
        self._boxes: list[_Element] = []
        self._chain: list[Style] = []
        self._instructions: list[bool] = []

    def read(self, paragraph: _Element) -> Inline:
        """Return the visible text of a ``w:p`` with tracked changes accepted.

        A line break is a line feed, a page break between words too; tabs are tabs.
        """
        self._pieces = []
        self._boxes = []
        # A field left open does not silence the paragraphs after it: text must never be lost.
        self._instructions = []
        self._chain = self._styles.paragraph_chain(child(paragraph, "pPr"))
        self._children(paragraph)
        text = "".join(self._pieces).strip(_PAGE).replace(_PAGE, "\n")
        return Inline(text, self._boxes)

    def _children(self, element: _Element) -> None:
        for inner in element:
            self._element(inner)

    def _element(self, element: _Element) -> None:
        tag = element.tag
        counts = self._tally.counts
        if tag in DELETED:
            counts["revisions"] += 1
        elif tag in _SILENT:
            return
        elif tag == w("r"):
            self._run(element)
        elif tag in (w("t"), MATH_TEXT):
            # A line end inside the XML is white space to Word, not a break.
            self._put(re.sub(r"[\r\n]+", " ", element.text or ""))
        elif tag in _FIXED:
            self._put(_FIXED[tag])
        elif tag == w("br"):
            self._put("\n" if element.get(w("type")) in (None, "textWrapping") else _PAGE)
        elif tag == w("sym"):
            self._symbol(element)
        elif tag == w("fldChar"):
            self._field(element.get(w("fldCharType")))
        elif tag in _NOTE_MARKS:
            self._note_mark(element)
        elif tag == w("commentReference"):
            counts["comments"] += 1
        elif tag == ALTERNATE:
            branch = chosen(element)
            if branch is not None:
                self._children(branch)
        elif tag == w("txbxContent"):
            self._boxes.append(element)
        else:
            self._container(element)

    def _container(self, element: _Element) -> None:
        """Read what only wraps text: links, content controls, smart tags, simple fields, ruby."""
        counts = self._tally.counts
        if element.tag in INSERTED:
            counts["revisions"] += 1
        self._children(element)
        if element.tag in _DRAWINGS and any(_is_picture(inner) for inner in element.iter()):
            counts["pictures"] += 1

    def _run(self, run: _Element) -> None:
        if not self._styles.hides(child(run, "rPr"), self._chain):
            self._children(run)
        elif any(inner.text for inner in run.iter(w("t"))):
            self._tally.counts["hidden"] += 1

    def _put(self, text: str) -> None:
        if not any(self._instructions):
            self._pieces.append(text)

    def _field(self, kind: str | None) -> None:
        """Follow a field: its code, which may hold other fields, is dropped; its result is text."""
        if kind == "begin":
            self._instructions.append(True)
        elif kind == "separate" and self._instructions:
            self._instructions[-1] = False
        elif kind == "end" and self._instructions:
            self._instructions.pop()

    def _symbol(self, element: _Element) -> None:
        """Put a character given by its code; one of a symbol font has no equivalent in Unicode."""
        digits = element.get(w("char")) or ""
        try:
            code = int(digits, 16)
        except ValueError:
            code = 0
        plain = 0x20 <= code < 0xD800 or 0xF900 <= code < 0xFFFE
        if not plain:
            self._tally.counts["symbols"] += 1
        self._put(chr(code) if plain else "\ufffd")

    def _note_mark(self, element: _Element) -> None:
        """Put the mark of a foot- or endnote, whose own text is not part of the document's."""
        self._tally.counts["footnotes"] += 1
        if element.get(w("customMarkFollows")) in {"1", "true", "on"}:
            return
        self._tally.notes += 1
        self._put(f"[{self._tally.notes}]")


def _is_picture(element: _Element) -> bool:
    return element.tag.rpartition("}")[2] in _IMAGES


def mark_is_deleted(properties: _Element | None) -> bool:
    """Return whether a paragraph's mark is a tracked deletion, so that it runs into the next."""
    marks = child(properties, "rPr")
    return marks is not None and any(inner.tag in DELETED for inner in marks)


def mark_is_hidden(properties: _Element | None) -> bool:
    """Return whether a paragraph's mark is hidden: Word shows the next one in the same line."""
    return bool(toggle(properties, "rPr", "vanish"))
