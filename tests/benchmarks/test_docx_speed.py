"""The docx takes a time that grows with the rows and no faster."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.domain.sheet import Sheet, SheetRow
from desktop.output.docx import write_docx
from tests.output.docxsheets import annex, grouped, lead_and_others, merged

pytestmark = pytest.mark.slow

KINDS: dict[str, Callable[[], Sheet]] = {
    "annex": annex,
    "lead": lead_and_others,
    "grouped": grouped,
    "merged": merged,
}


def of_length(sheet: Sheet, count: int) -> Sheet:
    """`sheet` with `count` rows, its own ones over and over, no two of them the same."""
    rows = sheet.rows

    def numbered(index: int) -> SheetRow:
        row = rows[index % len(rows)]
        if len(row.cells) == 1:
            return row
        return replace(row, cells=(*row.cells[:-1], f"{row.cells[-1]}（{index}）"))

    return replace(sheet, rows=tuple(map(numbered, range(count))))


def seconds(sheet: Sheet, path: Path, times: int) -> float:
    """Seconds of processor time of the quickest run."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        write_docx([sheet], path)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.timeout(240)
@pytest.mark.parametrize("kind", KINDS)
def test_ten_times_the_rows_take_at_most_thirteen_times_the_time(
    kind: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    sheet, path = KINDS[kind](), tmp_path / "附件.docx"
    few, some, many = (
        seconds(of_length(sheet, count), path, times)
        for count, times in ((15, 5), (1_000, 5), (10_000, 2))
    )
    for count, taken in ((15, few), (1_000, some), (10_000, many)):
        record_property(f"cpu_seconds_{kind}_{count}", round(taken, 3))
    assert many <= 13 * some
    # Fifteen rows cost little more than the empty document.
    assert few <= some
