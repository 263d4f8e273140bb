"""复制整表: the annex as other programs take it from the clipboard."""

from __future__ import annotations

from desktop.domain.book import Book
from desktop.output.clipboard import sheet_html, sheet_tsv
from desktop.services.exporting import annex_sheet

__all__ = ["annex_as_text"]


def annex_as_text(book: Book) -> tuple[str, str]:
    """Return the annex with its titles as tab-separated text and as HTML.

    While nothing is listed in the annex, one row per task stands for it, as in an exported file.
    """
    sheet = annex_sheet(book)
    return sheet_tsv(sheet), sheet_html(sheet)
