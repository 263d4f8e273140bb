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
    """Save the column titles and rows of `sheet` as `path`; a group line is a row of one field.

    A field that a spreadsheet would calculate is given an apostrophe in front. Raises what `save` raises.
    """
    (sheet,) = sheets
    tidied = tidy_sheet(sheet)
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_guarded(column.title) for column in tidied.columns])
    writer.writerows([_guarded(text) for text in row.cells] for row in tidied.rows)
    save(path, out.getvalue().encode("utf-8-sig"))


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
