"""复制整表: the annex as other programs take it from the clipboard."""

from __future__ import annotations

from desktop.domain.book import Book
from desktop.domain.layout import Layout
from desktop.domain.sheets import sheets
from desktop.output.clipboard import sheet_html, sheet_tsv

__all__ = ["annex_as_text"]


def annex_as_text(book: Book, layout: Layout) -> tuple[str, str]:
    """Return the tables of `layout` with their titles, as tab-separated text and as HTML; several stand in order.

    While nothing is listed in the annex, one row per task stands for it, as in an exported file.
    """
    made = sheets(book, layout).sheets
    return "".join(map(sheet_tsv, made)), "<p></p>".join(map(sheet_html, made))
