"""Blocks of cells from other programs, and many typed cells as one step; `desktop.support.clipboard` writes them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from desktop.domain.book import Book
from desktop.domain.changes import Change, ChangeSet
from desktop.domain.edits import edit_cell
from desktop.domain.records import AnnexRow, Task
from desktop.domain.unit import UnitDirectory
from desktop.support.clipboard_html import table_of

Row = Task | AnnexRow


def put_on_clipboard(text: str, html: str) -> None:
    """Put a table on the clipboard as tab-separated text and as HTML; each program takes what it reads best."""
    data = QMimeData()
    # A line end after the last row would paste as one more row.
    data.setText(text.removesuffix("\r\n"))
    data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)


def pasted_block(text: str, html: str) -> list[list[str]]:
    """Read what is on the clipboard as a block: the table in its HTML, which says where cells end, else its text."""
    return (table_of(html) if html else None) or from_tsv(text)


def from_tsv(text: str) -> list[list[str]]:
    """Read what Excel and WPS put on the clipboard; a plain text is one cell a line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    rows: list[list[str]] = [[]]
    place = 0
    while True:
        cell, place = _cell(text, place)
        rows[-1].append(cell)
        if place >= len(text):
            break
        if text[place] == "\n":
            if place + 1 == len(text):  # the line end after the last row
                break
            rows.append([])
        place += 1
    return rows


def typed_cells(
    book: Book, cells: Iterable[tuple[Row, str, str]], directory: UnitDirectory, label: str
) -> ChangeSet:
    """Return one step that types each text into its cell (row, column key, text), in order."""
    changes: list[Change] = []
    for row, column, text in cells:
        # Each cell is read against the book as the cells before it left it.
        present = book.get(type(row), row.key)
        step = edit_cell(book, present, column, text, directory)
        book = book.applied(step)
        changes.extend(step.changes)
    return ChangeSet(label, tuple(changes))


def _cell(text: str, place: int) -> tuple[str, int]:
    """Return the cell that begins at `place`, and the place of the mark after it."""
    if text[place : place + 1] == '"':
        closed = _closing_quote(text, place + 1)
        if closed is not None:
            return text[place + 1 : closed].replace('""', '"'), closed + 1
    end = place
    while end < len(text) and text[end] not in "\t\n":
        end += 1
    return text[place:end], end


def _closing_quote(text: str, place: int) -> int | None:
    """Return where a quoted cell ends; None where the quote was only a character of the text."""
    while (place := text.find('"', place)) >= 0:
        if text[place + 1 : place + 2] == '"':
            place += 2
            continue
        return place if text[place + 1 : place + 2] in ("", "\t", "\n") else None
    return None
