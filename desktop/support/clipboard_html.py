"""Tables as Excel, WPS, Word and LibreOffice put them on the clipboard as HTML, read back to blocks of cells."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from html.parser import HTMLParser

#: What is no text of the page, and what Word has struck out while changes are tracked.
_UNREAD = ("head", "style", "script", "title", "xml", "del")
#: What begins and ends on a line of its own within a cell.
_BLOCKS = ("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr")
_MOST_COLUMNS = 1000  # as browsers have it
_SPACES = re.compile(r"[ \t\r\n\f]+")
_NO_BREAK = "\u00a0"


def table_of(html: str) -> list[list[str]] | None:
    """Return the cells of the tables in `html`, one below the other; None where it is not only tables.

    Rows are equally long. A merged cell stands in every place that it covers. Line breaks and paragraphs within a cell
    are line feeds; other runs of white space are one space, as on the screen, or nothing between two Han characters,
    where Word breaks its own lines. Rows and cells that do not show are left out.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if reader.stray or not any(reader.rows):
        return None
    return _filled(reader.rows)


@dataclass(slots=True)
class _Cell:
    columns: int = 1
    rows: int = 1
    #: Excel lets a text flow over empty neighbours, and writes it like a merged cell that is none.
    flows: bool = False
    parts: list[str] = field(default_factory=list)
    kept: bool = False

    def text(self) -> str:
        text = "".join(self.parts)
        if self.kept:
            return text
        text = "\n".join(line.strip(" ") for line in text.split("\n")).strip("\n")
        text = text.replace(_NO_BREAK, " ")
        return "" if text.isspace() else text


class _Reader(HTMLParser):
    """Collects rows of cells. Text outside of tables is `stray`."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[_Cell]] = []
        self.stray = False
        self._depth = self._unread = self._hidden = 0
        self._kept = False
        self._row: list[_Cell] | None = None
        self._cell: _Cell | None = None
        #: The whitespace that waits to see what follows it.
        self._gap = ""
        self._block = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, row or cell, or break the line within a cell."""
        if tag in _UNREAD:
            self._unread += 1
        if self._unread:
            return
        said = {name: value or "" for name, value in attrs}
        style = "".join(said.get("style", "").lower().split())
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._kept = "white-space:pre" in style
        if self._depth == 1 and tag == "tr":
            self._end_row()
            self._row = []
            self._hidden = "display:none" in style
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
            if self._row is None:
                self._row = []
            self._cell = _Cell(
                min(_span(said.get("colspan")), _MOST_COLUMNS),
                _span(said.get("rowspan")),
                "mso-ignore:colspan" in style,
                kept=self._kept,
            )
            if "display:none" not in style:
                self._row.append(self._cell)
        elif tag == "br":
            self._put("\n")
            self._gap = ""
            self._block = False
        elif tag in _BLOCKS:
            self._block = True

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened; programs leave out the ends of rows and cells."""
        if tag in _UNREAD:
            self._unread = max(0, self._unread - 1)
            return
        if self._unread:
            return
        if self._depth == 1:
            if tag in ("td", "th"):
                self._end_cell()
            elif tag == "tr":
                self._end_row()
        if tag == "table":
            if self._depth == 1:
                self._end_row()
            self._depth = max(0, self._depth - 1)
        if tag in (*_BLOCKS, "td", "th"):
            self._block = True

    def handle_data(self, data: str) -> None:
        """Take text into the cell that is open."""
        if self._unread:
            return
        if self._cell is None:
            self.stray = self.stray or bool(data.strip().strip("\ufeff\0"))
            return
        if self._cell.kept:
            self._put(data)
            return
        for piece in re.split(r"([ \t\r\n\f]+)", data):
            if _SPACES.fullmatch(piece):
                self._gap += piece
            elif piece:
                self._put(piece)

    def _put(self, text: str) -> None:
        if self._cell is None:
            return
        parts = self._cell.parts
        before = parts[-1] if parts else ""
        if self._block and before:
            parts.append("\n")
        elif self._gap and before and not _runs_on(before[-1], text[0], self._gap):
            parts.append(" ")
        self._gap = ""
        self._block = False
        parts.append(text)

    def _end_cell(self) -> None:
        self._cell = None
        self._gap = ""
        self._block = False

    def _end_row(self) -> None:
        self._end_cell()
        if self._row and not self._hidden:
            self.rows.append(self._row)
        self._row = None
        self._hidden = False


def _runs_on(before: str, after: str, gap: str) -> bool:
    """Whether a white space says nothing: a line of the file that ends between two wide characters."""
    wide = all(unicodedata.east_asian_width(c) in "WF" for c in (before, after))
    return wide and ("\n" in gap or "\r" in gap)


def _span(said: str | None) -> int:
    return max(1, int(said)) if said and said.isascii() and said.isdigit() and len(said) < 6 else 1


def _filled(rows: list[list[_Cell]]) -> list[list[str]]:
    """Lay the cells out on a grid, each in all the places that it covers."""
    grid: list[dict[int, str]] = [{} for _ in rows]
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in grid[number]:
                column += 1
            text = cell.text()
            for covered in grid[number : number + cell.rows]:
                for place in range(column, column + cell.columns):
                    first = place == column
                    covered.setdefault(place, text if first or not cell.flows else "")
            column += cell.columns
    width = max(max(places, default=-1) for places in grid) + 1
    return [[places.get(column, "") for column in range(width)] for places in grid]
