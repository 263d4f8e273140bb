from __future__ import annotations

from dataclasses import replace

from desktop.domain.sheet import RowKind, Sheet, SheetRow, Strong
from desktop.output.clipboard import sheet_html, sheet_tsv
from desktop.support.clipboard import to_tsv
from tests.output.hunan import ROWS

TITLES = ("序号", "重点任务", "责任部门", "时间进度")


def test_a_spreadsheet_gets_titles_and_rows(hunan: Sheet) -> None:
    assert sheet_tsv(hunan) == to_tsv([TITLES, *ROWS])


def test_group_lines_go_across_and_leads_are_bold(hunan: Sheet) -> None:
    rows = (
        SheetRow(("一、平台",), RowKind.GROUP),
        SheetRow(ROWS[1], strong=(Strong(2, 0, 4),)),
        SheetRow(("2", "甲\x00乙\n丙", "", "")),
    )
    sheet = replace(hunan, rows=rows)
    found = sheet_html(sheet)
    assert found.count("<tr>") == 4
    assert found.count("<th") == 4
    assert 'colspan="4"' in found
    assert "<b>省科技厅</b>、省教育厅" in found
    assert "甲乙<br" in found
    assert sheet_tsv(sheet).split("\r\n")[1] == "一、平台"
