"""The clerk's words for what a layout can be."""

from __future__ import annotations

from desktop.domain.layout import Content, Grouping, LeadShown, Numbering
from desktop.domain.sheet import Paper, TypeSize

CONTENTS = {
    Content.ANNEX: "附件各项",
    Content.TASKS: "全部任务",
    Content.UNIT: "每个单位一张清单",
    Content.COMPARISON: "两稿对照",
    Content.AMENDMENTS: "正文修改意见",
}
GROUPINGS = {
    Grouping.NONE: "不分组",
    Grouping.ROWS: "章节占一整行",
    Grouping.COLUMN: "章节合并在第一栏",
}
NUMBERINGS = {
    Numbering.CONTINUOUS: "全表连续编号",
    Numbering.PER_GROUP: "每组从1编号",
    Numbering.TEXT: "用原文的编号",
}
LEADS = {
    LeadShown.ORDER: "排在第一位",
    LeadShown.STRONG: "用黑体",
    LeadShown.WORD: "加“（牵头）”",
    LeadShown.COLUMN: "单独一栏",
}
LEVELS = {1: "到“一、”", 2: "到“（一）”", 3: "到“1.”"}
PAPERS = {
    Paper.A4: "A4 竖",
    Paper.A4_LANDSCAPE: "A4 横排表格",
    Paper.A3_LANDSCAPE: "A3 横（会议用）",
}
SIZES = {size: size.value for size in TypeSize}
SIDES = {True: "双面", False: "单面"}
