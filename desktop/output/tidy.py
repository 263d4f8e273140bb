"""What every format does to a text before it is set: nothing that can be seen is touched."""

from __future__ import annotations

import re
from dataclasses import replace

from desktop.domain.sheet import Sheet, SheetRow

# C0 and C1 controls but the line feed, and halves of surrogate pairs, which no encoding can write.
_SPACES = re.compile("[\t\u1680\u2000-\u200a\u202f\u205f]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def tidy(text: str) -> str:
    """`text` with line feeds as its only control characters; a tab or rare space becomes a space."""
    if text.isprintable():  # none of these is, and most texts are: the quick way
        return text
    return _UNPRINTABLE.sub("", _SPACES.sub(" ", _LINE_ENDS.sub("\n", text)))


def tidy_sheet(sheet: Sheet) -> Sheet:
    """`sheet` with every text of it tidied."""
    return replace(
        sheet,
        title=tidy(sheet.title),
        mark=tidy(sheet.mark),
        doc_number=tidy(sheet.doc_number),
        notice=tidy(sheet.notice),
        stage=tidy(sheet.stage),
        by_line=tidy(sheet.by_line),
        note=tidy(sheet.note),
        name=tidy(sheet.name),
        columns=tuple(replace(c, title=tidy(c.title)) for c in sheet.columns),
        rows=tuple(map(_tidy_row, sheet.rows)),
    )


def _tidy_row(row: SheetRow) -> SheetRow:
    """`row` tidied; what stands out in it is where it was, though characters before it may have gone."""
    cells = tuple(map(tidy, row.cells))
    if cells == row.cells and row.section.isprintable():
        return row
    strong = tuple(
        replace(s, start=len(tidy(text[: s.start])), end=len(tidy(text[: s.end])))
        for s in row.strong
        for text in (row.cells[s.cell],)
    )
    return replace(row, cells=cells, strong=strong, section=tidy(row.section))
