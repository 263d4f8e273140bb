"""The annex's rows as CSV for other programs: UTF-8 with a BOM, which Excel needs to read it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

from desktop.domain.sheet import Sheet
from desktop.output.saving import save
from desktop.output.tidy import tidy_sheet
from desktop.support.xlsx import FORMULA_STARTS


def write_csv(sheets: Sequence[Sheet], path: Path) -> None:
    """Save the column titles and rows of `sheets` as `path`; a group line is a row of one field.

    One sheet is a plain table for other programs. Several stand one below the other, each under its name and apart
    by an empty line: a file to look through, and nothing is left out of it.
    A field that a spreadsheet would calculate is given an apostrophe in front. Raises what `save` raises.
    """
    out = StringIO(newline="")
    writer = csv.writer(out)
    for index, sheet in enumerate(map(tidy_sheet, sheets)):
        if len(sheets) > 1:
            writer.writerows([[], [_guarded(sheet.label)]] if index else [[_guarded(sheet.label)]])
        writer.writerow([_guarded(column.title) for column in sheet.columns])
        writer.writerows([_guarded(text) for text in row.cells] for row in sheet.rows)
    save(path, out.getvalue().encode("utf-8-sig"))


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
