from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from desktop.domain.sheet import Paper
from desktop.output import page
from desktop.output.xlsx import DATA_NAME, write_xlsx
from desktop.output.xlsxmerge import Room, merged_rows
from desktop.output.xlsxrows import Row
from tests.output.tables import merged

ROOM = Room(100.0, 200.0)

RUN = st.tuples(st.booleans(), st.integers(10, 150), st.lists(st.integers(10, 150), min_size=2))


def rows_of(runs: list[tuple[bool, int, list[int]]]) -> list[Row]:
    return [
        Row(
            (f"类{number}", "任务"),
            float(height),
            run=number if shares else None,
            shared_height=float(shared) if shares else 0.0,
        )
        for number, (shares, shared, heights) in enumerate(runs)
        for height in heights
    ]


def pages_of(rows: list[Row]) -> list[int]:
    """The page of each row, as a spreadsheet breaks them: whole rows, as many as have room."""
    pages: list[int] = []
    present, left = 0, ROOM.first
    for row in rows:
        if row.height > left:
            present, left = present + 1, ROOM.later
        pages.append(present)
        left -= row.height
    return pages


@given(st.lists(RUN, max_size=6))
def test_no_shared_cell_goes_over_a_page_and_each_has_room_for_its_text(
    runs: list[tuple[bool, int, list[int]]],
) -> None:
    rows = rows_of(runs)
    found, spans = merged_rows(rows, ROOM)
    pages = pages_of(found)
    covered: set[int] = set()
    for first, last in spans:
        assert pages[first] == pages[last]
        assert len({rows[i].run for i in range(first, last + 1)}) == 1
        assert found[first].texts[0] == rows[first].texts[0]
        assert all(found[i].texts[0] == "" for i in range(first + 1, last + 1))
        covered.update(range(first + 1, last + 1))
        height = sum(row.height for row in found[first : last + 1])
        assert height >= rows[first].shared_height
    for index, row in enumerate(rows):
        assert found[index].texts[1:] == row.texts[1:]
        assert found[index].height >= row.height
        if index not in covered:  # said again on each page
            assert found[index].texts[0] == row.texts[0]
            assert row.run is None or found[index].height >= row.height
        follows = index > 0 and row.run is not None and rows[index - 1].run == row.run
        assert (index in covered) == (follows and pages[index] == pages[index - 1])


@pytest.mark.parametrize("paper", list(Paper))
def test_paper_is_merged_by_pages_and_the_data_are_flat(paper: Paper, tmp_path: Path) -> None:
    sheet = merged(paper)
    path = tmp_path / "附件.xlsx"
    write_xlsx([sheet], path)
    printed, data = load_workbook(path).worksheets
    shared = [r for r in printed.merged_cells.ranges if r.min_col == r.max_col == 1]
    assert len(shared) >= 3
    geometry = page.geometry(sheet.setup)
    for span in shared:
        heights = [printed.row_dimensions[n].height for n in range(span.min_row, span.max_row + 1)]
        assert sum(heights) < geometry.body_height
        assert printed.cell(span.min_row, 1).value
    assert not printed.auto_filter.ref
    assert [cell.value for cell in printed["C"]][4:] == [row.cells[2] for row in sheet.rows]

    assert data.title == DATA_NAME
    assert not data.merged_cells.ranges
    found = [tuple(cell.value for cell in row) for row in data.iter_rows()]
    assert found == [tuple(c.title for c in sheet.columns), *(row.cells for row in sheet.rows)]
    assert data.auto_filter.ref == f"A1:E{len(sheet.rows) + 1}"
    assert data.freeze_panes == "A2"


def test_a_text_too_long_to_share_is_said_in_each_row(tmp_path: Path) -> None:
    sheet = merged(times=1)
    long = "长" * 600
    rows = tuple(replace(row, cells=(long, *row.cells[1:])) for row in sheet.rows[:2])
    path = tmp_path / "附件.xlsx"
    write_xlsx([replace(sheet, rows=rows)], path)
    printed = load_workbook(path).worksheets[0]
    assert not [r for r in printed.merged_cells.ranges if r.min_col == r.max_col]
    assert "".join(str(cell.value or "") for cell in printed["A"][4:]) == long * 2


def test_a_row_that_begins_a_group_begins_a_cell(tmp_path: Path) -> None:
    sheet = merged(times=1)
    rows = tuple(
        replace(row, cells=("甲", *row.cells[1:]), begins=index % 2 == 0)
        for index, row in enumerate(sheet.rows[:4])
    )
    path = tmp_path / "附件.xlsx"
    write_xlsx([replace(sheet, rows=rows)], path)
    printed = load_workbook(path).worksheets[0]
    shared = [r for r in printed.merged_cells.ranges if r.min_col == r.max_col]
    assert sorted(r.max_row - r.min_row for r in shared) == [1, 1]
