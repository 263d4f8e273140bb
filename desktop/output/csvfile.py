"""The annex's rows as CSV for other programs: UTF-8 with a BOM, which Excel needs to read it."""

from __future__ import annotations

import csv
from pathlib import Path

from desktop.domain.sheet import Sheet
from desktop.output.saving import saving
from desktop.output.tidy import tidy_sheet
from desktop.support.xlsx import FORMULA_STARTS


def write_csv(sheet: Sheet, path: Path) -> None:
    """Save the column titles and rows of `sheet` as `path`; a group line is a row of one field.

    A field that a spreadsheet would calculate is given an apostrophe in front. Raises what `saving`
    raises.
    """
    tidied = tidy_sheet(sheet)
    with saving(path) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([_guarded(column.title) for column in tidied.columns])
        writer.writerows([_guarded(text) for text in row.cells] for row in tidied.rows)


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
