"""Writing a workbook costs little more than openpyxl alone takes for the same cells, styles and heights.

The peer is written as openpyxl's own users write quickly: styles are made once and their numbers copied. What ours
does on top is to fit the columns, to foresee the lines of every cell and to keep what Excel would refuse out.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from desktop.domain.columns import ANNEX_COLUMNS
from desktop.domain.sheet import Sheet, build_sheet
from desktop.output.xlsx import write_xlsx
from tests.output.hunan import ROWS, TITLE
from tests.proofs import report, times

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

MOST = 1.3
RUNS = 7


def annex(rows: int) -> Sheet:
    """Rows of real length, no two of which are the same."""
    texts = [
        (str(number), f"{task}（{number}）", f"{units}、省第{number}厅", deadline)
        for number in range(1, rows + 1)
        for _, task, units, deadline in (ROWS[number % len(ROWS)],)
    ]
    return build_sheet(TITLE, ANNEX_COLUMNS, texts)


class Bare:
    """Writes again what a workbook has: values, styles, heights, widths and merged cells."""

    def __init__(self, path: Path) -> None:
        made = load_workbook(path).active
        assert made is not None
        rows: list[list[Any]] = [
            [c for c in row if c.value is not None] for row in made.iter_rows()
        ]
        self.cells = [[(cell.value, cell.style_id) for cell in row] for row in rows]
        self.looks = {cell.style_id: cell for row in rows for cell in row}
        self.heights = [made.row_dimensions[n].height for n in range(1, made.max_row + 1)]
        self.widths = {c: made.column_dimensions[c].width for c in "ABCD"}
        self.merged = [str(span) for span in made.merged_cells.ranges]

    def write(self, path: Path) -> None:
        book = Workbook()
        table: Any = book.active
        styles = {}
        for key, look in self.looks.items():
            cell = table.cell(1, 1)
            cell.font, cell.border = copy(look.font), copy(look.border)
            cell.alignment, cell.number_format = copy(look.alignment), look.number_format
            styles[key] = copy(cell._style)
        for column, width in self.widths.items():
            table.column_dimensions[column].width = width
        for number, (row, height) in enumerate(zip(self.cells, self.heights, strict=True), start=1):
            for column, (value, key) in enumerate(row, start=1):
                cell = table.cell(number, column)
                cell.value = value
                cell._style = copy(styles[key])
            table.row_dimensions[number].height = height
        for span in self.merged:
            table.merge_cells(span)
        book.save(path)


def cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


@pytest.mark.parametrize("rows", [1_000, times(3_000, 10_000)])
def test_it_costs_little_more_than_openpyxl_alone(
    rows: int, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    sheet, path = annex(rows), tmp_path / "附件.xlsx"
    write_xlsx([sheet], path)
    bare = Bare(path)
    ours = peer = float("inf")
    for _ in range(RUNS):  # by turns, so that what else the machine does strikes both
        ours = min(ours, cpu(lambda: write_xlsx([sheet], path)))
        peer = min(peer, cpu(lambda: bare.write(tmp_path / "bare.xlsx")))
    record_property("cpu_seconds", round(ours, 3))
    record_property("ratio_to_openpyxl", round(ours / peer, 2))
    report(f"{rows} rows: {ours:.3f} s, openpyxl alone {peer:.3f} s, ratio {ours / peer:.2f}")
    assert ours <= MOST * peer
