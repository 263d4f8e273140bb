"""Sheets that use all that a sheet can have, made of the Hunan annex."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop.domain.columns import ANNEX_COLUMNS, DEADLINE, NUMBER, WORDING, Align, Column
from desktop.domain.sheet import (
    PageSetup,
    Paper,
    RowKind,
    Sheet,
    SheetRow,
    Strong,
    TypeSize,
    build_sheet,
)
from tests.output.hunan import ROWS, TITLE

PARTS = ("一、总体要求", "二、加强科技成果信息汇交与发布", "三、组织实施")
NOTICE, NUMBER_OF_DOCUMENT = "内部资料 注意保存", "湘政办发〔2017〕12号"
STAGE, BY_LINE = "征求意见稿", "填报单位：湖南省科学技术厅"
NOTE = "注：1. 排第一的为牵头单位，下同。\n2. “时间进度”以正文为准——正文未写明的，由牵头单位提出。"


def annex() -> Sheet:
    return build_sheet(TITLE, ANNEX_COLUMNS, ROWS)


def lead_and_others() -> Sheet:
    """牵头单位 and 配合单位 in columns of their own, on A4 turned, with all that can stand around a table."""
    columns = (
        *(NUMBER, WORDING, Column("lead", "牵头单位", 30, Align.JUSTIFY)),
        *(Column("others", "配合单位", 50, Align.JUSTIFY), DEADLINE),
    )
    rows = [(n, text, *_split(units), deadline) for n, text, units, deadline in ROWS]
    return replace(
        build_sheet("湖南省促进科技成果转移转化实施方案\n重点任务分工及进度安排表", columns, rows),
        mark="附件2",
        doc_number=NUMBER_OF_DOCUMENT,
        notice=NOTICE,
        stage=STAGE,
        by_line=BY_LINE,
        note=NOTE,
        setup=PageSetup(paper=Paper.A4_LANDSCAPE),
    )


def _split(units: str) -> tuple[str, str]:
    lead, _, others = units.partition("、")
    return lead, others


def grouped() -> Sheet:
    """Group lines, and each row's first unit strong."""
    rows: list[SheetRow] = []
    for index, cells in enumerate(ROWS):
        if index % 6 == 0:
            rows.append(SheetRow((PARTS[index // 6],), RowKind.GROUP))
        rows.append(SheetRow(cells, strong=(Strong(2, 0, len(_split(cells[2])[0])),)))
    return replace(annex(), rows=tuple(rows), note="注：黑体为牵头单位。")


def merged(rows: int = 45, per_part: int = 16) -> Sheet:
    """The parts in the first column, each over many rows."""
    columns = (Column("section", "章节", 24, Align.CENTER), *ANNEX_COLUMNS)
    cells = [(PARTS[i // per_part % 3], str(i + 1), *ROWS[i % len(ROWS)][1:]) for i in range(rows)]
    return replace(build_sheet(TITLE, columns, cells), merges_first=True)


def on_a3() -> Sheet:
    return lead_and_others().with_setup(PageSetup(paper=Paper.A3_LANDSCAPE, size=TypeSize.SI))


def all_of_them() -> Sequence[Sheet]:
    return (annex(), lead_and_others(), grouped(), merged(), on_a3())
