from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.domain.columns import TASK_COLUMNS, Align
from desktop.domain.sheet import Sheet, SheetColumn, TypeSize, build_sheet
from desktop.output import page
from desktop.output.columnwidths import column_widths
from desktop.support.errors import OutputError


def characters(width: float) -> float:
    return (width - 2 * page.CELL_PADDING) / TypeSize.XIAO_SI.points


def test_they_fill_the_type_area(hunan: Sheet) -> None:
    assert sum(column_widths(hunan)) == pytest.approx(page.BODY_WIDTH)


def test_justified_columns_take_whole_characters(hunan: Sheet) -> None:
    for width in column_widths(hunan)[1:3]:
        assert characters(width) == pytest.approx(round(characters(width)))


def test_a_deadline_stays_on_one_line(hunan: Sheet) -> None:
    assert characters(column_widths(hunan)[3]) >= 9


def test_one_very_long_cell_does_not_decide(hunan: Sheet) -> None:
    long = replace(hunan.rows[0], cells=("1", "字" * 3000, "省科技厅", "持续推进"))
    widened = replace(hunan, rows=(*hunan.rows, long))
    assert column_widths(widened)[1] - column_widths(hunan)[1] <= 2 * TypeSize.XIAO_SI.points


def test_every_layout_fills_the_type_area() -> None:
    empty = build_sheet("任务分解表", TASK_COLUMNS, [])
    assert sum(column_widths(empty)) == pytest.approx(page.BODY_WIDTH)
    assert min(column_widths(empty)) > 0


def test_columns_of_one_kind_keep_their_shares() -> None:
    columns = tuple(SheetColumn(k, k, w, Align.JUSTIFY) for k, w in (("a", 1.0), ("b", 3.0)))
    widths = column_widths(Sheet("", columns, ()))
    assert widths == pytest.approx([page.BODY_WIDTH / 4, page.BODY_WIDTH * 3 / 4])


def test_no_columns_is_an_error() -> None:
    with pytest.raises(OutputError) as caught:
        column_widths(Sheet("空", (), ()))
    assert caught.value.reason == "output.no_columns"
