"""Blocks of cells as other programs take them from the clipboard."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

# Excel would make numbers, dates and formulas of what looks like them, and a row of each line.
_AS_TEXT = "mso-number-format:'\\@'"
_LINE_BREAK = '<br style="mso-data-placement:same-cell">'
#: What Word, WPS and Excel draw as thin lines.
_RULED = ";border:.5pt solid windowtext;padding:2pt 5pt"


def to_tsv(block: Iterable[Sequence[str]]) -> str:
    """Write a block as Excel and WPS take it: tabs, CRLF, quotes round cells that hold either."""
    return "".join("\t".join(map(_quoted, row)) + "\r\n" for row in block)


def to_html(block: Iterable[Sequence[str]]) -> str:
    """Write a block as a table for Excel, WPS and Word; each cell is text and keeps its line feeds."""
    return html_table([html_cell(text) for text in row] for row in block)


def html_table(rows: Iterable[Iterable[str]], *, ruled: bool = False) -> str:
    """Make a table of rows of cells, each made by `html_cell`; `ruled` for cells that are."""
    # Without the charset, programs on Linux read the bytes in a Western encoding.
    body = "".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    lines = ' border="1" cellspacing="0"' if ruled else ""
    style = "white-space:pre-wrap" + (";border-collapse:collapse" if ruled else "")
    return f'<meta charset="utf-8"><table{lines} style="{style}">{body}</table>'


def html_cell(
    text: str,
    *,
    tag: str = "td",
    columns: int = 1,
    strong: Sequence[tuple[int, int]] = (),
    ruled: bool = False,
    centred: bool = False,
) -> str:
    """Make a cell over `columns` columns; its `strong` stretches (in order, without overlap) are bold.

    `ruled` draws lines round it; a title (`tag` th) is bold wherever it is pasted.
    """
    parts: list[str] = []
    place = 0
    for start, end in strong:
        parts += [_escaped(text[place:start]), "<b>", _escaped(text[start:end]), "</b>"]
        place = end
    parts.append(_escaped(text[place:]))
    span = f' colspan="{columns}"' if columns > 1 else ""
    style = _AS_TEXT + (_RULED if ruled else "") + (";text-align:center" if centred else "")
    content = "".join(parts)
    if tag == "th":
        # Word and LibreOffice give a title no weight of its own.
        content = f"<b>{content}</b>"
    return f'<{tag}{span} style="{style}">{content}</{tag}>'


def _escaped(text: str) -> str:
    return html.escape(text).replace("\n", _LINE_BREAK)


def _quoted(cell: str) -> str:
    if any(c in cell for c in '\t\n\r"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell
