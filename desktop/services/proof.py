"""预览打印: the PDF made once, looked at page by page, and that very file printed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from desktop.domain.sheet import Sheet
from desktop.output import FontSet
from desktop.output.pdf import made_pdf
from desktop.output.pictures import Pages, Picture

__all__ = ["Picture", "Proof"]


@cache
def _fonts() -> FontSet:
    """The fonts of every proof: finding and opening them takes longer than setting the pages."""
    return FontSet()


class Proof(Pages):
    """A set document, kept in memory: nothing of it is on a disk."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        """Set `sheets`. Raises `OutputError` as `desktop.output.pdf.made_pdf` does."""
        #: The characters that no font has, each of which is shown and printed as 〓.
        self.substituted: tuple[str, ...]
        #: The whole file.
        self.content: bytes
        self.content, self.substituted = made_pdf(sheets, _fonts())
        super().__init__(self.content)
