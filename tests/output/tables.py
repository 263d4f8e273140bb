"""Tables of other shapes made of the Hunan annex: lead and participants apart, grouped, with merged first cells."""

from __future__ import annotations

from desktop.domain.columns import ANNEX_COLUMNS, Align
from desktop.domain.sheet import (
    PageSetup,
    Paper,
    RowKind,
    Sheet,
    SheetColumn,
    SheetRow,
    Strong,
    TypeSize,
    build_sheet,
)
from tests.output.hunan import ROWS, TITLE

LONG_TITLE = "湖南省人民政府关于加快推进科技成果转移转化若干重点任务分工及进度安排表"
SECTIONS = ("一、构建全省统一开放的技术转移服务平台", "二、深化体制机制改革", "三、加强人才培养")
PLAIN = build_sheet(TITLE, ANNEX_COLUMNS, ROWS)


def lead_apart(paper: Paper = Paper.A4_LANDSCAPE) -> Sheet:
    """牵头 and 配合 in columns of their own, the lead in 黑体, with everything that can stand around a table."""
    rows = []
    for number, task, units, deadline in ROWS:
        lead, _, others = units.partition("、")
        cells = (number, task, lead, others, deadline)
        rows.append(SheetRow(cells, strong=(Strong(2, 0, len(lead)),)))
    columns = (
        SheetColumn("number", "序号", 12, Align.CENTER),
        SheetColumn("wording", "重点任务", 60, Align.JUSTIFY),
        SheetColumn("lead", "牵头单位", 26, Align.JUSTIFY),
        SheetColumn("others", "配合单位", 36, Align.JUSTIFY),
        SheetColumn("deadline", "完成时限", 26, Align.CENTER),
    )
    return Sheet(
        title=LONG_TITLE,
        columns=columns,
        rows=tuple(rows),
        mark="附件1",
        notice="内部资料 注意保存",
        doc_number="湘政办发〔2017〕50号",
        stage="征求意见稿",
        by_line="牵头单位：省科技厅",
        note="注：时限以印发件为准。",
        setup=PageSetup(paper=paper, first_page=3),
    )


def grouped() -> Sheet:
    """With lines across the table that name the groups, in 四号 for one side of the paper."""
    rows: list[SheetRow] = []
    for index, row in enumerate(PLAIN.rows):
        if index % 5 == 0:
            rows.append(SheetRow((SECTIONS[index // 5],), RowKind.GROUP))
        rows.append(row)
    return Sheet(
        title=TITLE,
        columns=PLAIN.columns,
        rows=tuple(rows),
        setup=PageSetup(size=TypeSize.SI, two_sided=False),
    )


def merged(paper: Paper = Paper.A4, times: int = 3) -> Sheet:
    """With the section in the first column, to be merged."""
    rows = tuple(
        SheetRow((SECTIONS[index * 3 // (15 * times)], str(index + 1), *ROWS[index % 15][1:]))
        for index in range(15 * times)
    )
    return Sheet(
        title=TITLE,
        columns=(SheetColumn("section", "类别", 20, Align.LEFT), *PLAIN.columns),
        rows=rows,
        merges_first=True,
        setup=PageSetup(paper=paper),
    )
