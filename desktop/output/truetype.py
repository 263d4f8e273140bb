"""TrueType fonts for PDF, with three faults of reportlab 5.1 mended in a subclass.

`reportlab.pdfbase.ttfonts.makeToUnicodeCMap` writes characters beyond U+FFFF as five hexadecimal
digits where PDF wants UTF-16, so that 𫘝 in a name comes back from the PDF as ⭡, and it puts more than
the hundred entries into a block that the CMap syntax allows. The function is called by name inside
its module; rather than replace it there for every user of reportlab in the process, the stream it
made is written anew before the document is saved. And its test of whether a font's maker allows
embedding is inverted: it refuses only the fonts that a setting names as allowed.
"""

from __future__ import annotations

import unicodedata
from struct import error as StructError  # noqa: N812 - an exception, whatever its spelling
from struct import unpack_from
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFError
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

from desktop.output.fontfiles import FontFile

# What reportlab raises on the way through a damaged font; the struct module's error is no ValueError.
_DAMAGE = (PDFError, OSError, StructError, ValueError, LookupError, TypeError)
_BLOCK = 100  # entries in a bfchar block, PDF 32000-1 with Adobe technical note 5014


class UnusableFont(Exception):
    """The font cannot be put into a PDF: PostScript outlines, embedding forbidden, damaged."""


class DamagedFont(Exception):
    """A font that opened well but has a glyph that cannot be read: `font` must be done without."""

    def __init__(self, font: EmbeddedFont) -> None:
        super().__init__(font.fontName)
        self.font = font


class EmbeddedFont(TTFont):
    """A TrueType font as reportlab embeds it, that knows which characters it really shows."""

    @property
    def is_embeddable(self) -> bool:
        """True unless the font's maker forbids embedding, or embedding in part (OS/2 fsType)."""
        if "OS/2" not in self.face.table:
            return True
        table: dict[str, int] = self.face.table["OS/2"]
        (rights,) = unpack_from(">H", self.face.get_chunk(table["offset"], table["length"]), 8)
        return rights & 0x000F != 0x0002 and not rights & 0x0300

    def shows(self, char: str) -> bool:
        """True if `char` has a glyph, and one with ink in it unless it is a space.

        Some fonts map a character they lack to an empty glyph; what prints then is a hole.
        """
        glyph = self.face.charToGlyph.get(ord(char), 0)
        if not 0 < glyph < self.face.numGlyphs:
            return False
        positions = self.face.glyphPos
        has_ink: bool = positions[glyph + 1] > positions[glyph]
        return has_ink or unicodedata.category(char) == "Zs"

    def advance(self, char: str) -> float:
        """The width of `char` in ems."""
        width: float = self.face.charWidths.get(ord(char), self.face.defaultWidth)
        return width / 1000

    def addObjects(self, doc: Any) -> None:  # noqa: ANN401, N802 - reportlab's own signature
        """Add the subsets to `doc`, as reportlab does at saving, with correct ToUnicode tables.

        Raises `DamagedFont` where a glyph's outline cannot be read.
        """
        subsets = [list(subset) for subset in self.state[doc].subsets]
        face: Any = self.face
        whole = face.get_table
        outlines = _Outlines(face._ttf_data, face.get_table_pos("glyf")[0])  # noqa: SLF001
        try:
            face.get_table = lambda tag: outlines if tag == "glyf" else whole(tag)
            super().addObjects(doc)
        except _DAMAGE as damage:
            raise DamagedFont(self) from damage
        finally:
            del face.get_table
        for number, subset in enumerate(subsets):
            name = b"".join((SUBSETN(number), b"+", self.face.name, self.face.subfontNameX))
            base = name.decode("latin-1")
            doc.idToObject[f"toUnicodeCMap:{base}"].content = to_unicode(base, subset)


class _Outlines:
    """The table of outlines in place: reportlab would copy it, megabytes, for each subset it makes of it."""

    def __init__(self, data: bytes, start: int) -> None:
        self._data = data
        self._start = start

    def __getitem__(self, part: slice) -> bytes:
        """Return one glyph's outline."""
        return self._data[self._start + part.start : self._start + part.stop]


def load_font(name: str, file: FontFile) -> EmbeddedFont:
    """Read the font of `file`; raises `UnusableFont` where reportlab refuses it or it is damaged."""
    try:
        font = EmbeddedFont(name, str(file.path), subfontIndex=file.index)
        if font.is_embeddable:
            return font
    except _DAMAGE as refusal:
        raise UnusableFont(str(file.path)) from refusal
    raise UnusableFont(str(file.path))


def to_unicode(name: str, subset: list[int]) -> str:
    """The ToUnicode table of a subset: its codes from 0 and the code points they stand for."""
    entries = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>"
        for code, point in enumerate(subset)
        if point
    ]
    blocks: list[str] = []
    for start in range(0, len(entries), _BLOCK):
        block = entries[start : start + _BLOCK]
        blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *blocks,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )
