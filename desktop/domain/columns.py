"""The one registry of columns: window, PDF, docx, xlsx and form loop over it, so they agree.

A column belongs to the task table (任务分解), to the annex (附件), or to both. What it shows of a record is in
`desktop.domain.cells`, how a typed text becomes changes in `desktop.domain.edits`; here is only what every face of
the table must share.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Align(StrEnum):
    """How a cell's text stands in its column; justified text fills its lines but the last."""

    CENTER = "center"
    JUSTIFY = "justify"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in code and files, its 标题, whether a clerk edits it, its millimetres of 156.

    `printed` says whether it belongs to a table that nobody has chosen columns for, on paper or in the window;
    `hideable` whether the window may do without it.
    """

    key: str
    title: str
    width: float
    align: Align
    editable: bool = True
    printed: bool = True
    hideable: bool = True


NUMBER = Column("number", "序号", 12, Align.CENTER, editable=False)
WORDING = Column("wording", "重点任务", 58, Align.JUSTIFY, hideable=False)
UNITS = Column("units", "责任部门", 44, Align.JUSTIFY)
DEADLINE = Column("deadline", "时间进度", 42, Align.CENTER)

#: The columns of the annex as Hunan issued it.
ANNEX_COLUMNS = (NUMBER, WORDING, UNITS, DEADLINE)

LISTED = Column("listed", "附件", 12, Align.CENTER, editable=False)
TASK_WORDING = Column("wording", "任务表述", 63, Align.JUSTIFY, hideable=False)
LEAD = Column("lead", "牵头", 24, Align.JUSTIFY)
#: Where the document does not divide lead from participant, all its units stand here.
OTHERS = Column("others", "配合 / 责任单位", 44, Align.JUSTIFY)
TASK_DEADLINE = Column("deadline", "时限", 30, Align.CENTER)
SECTION = Column("section", "章节", 40, Align.LEFT, editable=False)

#: The columns of the task table, as the window shows them unasked.
TASK_COLUMNS = (NUMBER, LISTED, TASK_WORDING, LEAD, OTHERS, TASK_DEADLINE, SECTION)

# Further fields that a clerk keeps (`desktop.domain.extras`). Their keys stand in files: they may get another 标题, but
# are never renamed or removed.
SOURCE_NUMBER = Column("source_number", "来文字号", 34, Align.LEFT, printed=False)
RECEIPT_NUMBER = Column("receipt_number", "收文号", 24, Align.LEFT, printed=False)
HANDLE_BY = Column("handle_by", "办结时限", 30, Align.CENTER, printed=False)

#: What can be kept of a policy besides what it says itself.
POLICY_EXTRAS = (SOURCE_NUMBER, RECEIPT_NUMBER, HANDLE_BY)

LEADER = Column("leader", "责任领导", 24, Align.CENTER, printed=False)
OFFICE = Column("office", "承办处室", 30, Align.CENTER, printed=False)
CONTACT = Column("contact", "联系人", 48, Align.CENTER, printed=False)

#: What can be kept of a task besides its cells.
TASK_EXTRAS = (LEADER, OFFICE, CONTACT)

#: Every column that the task table can show; the further fields stand last, so that what is known of the others by
#: their place stays true.
ALL_TASK_COLUMNS = (*TASK_COLUMNS, *TASK_EXTRAS)
# What only print shows.
SOURCE_TEXT = Column("text", "原文", 60, Align.JUSTIFY, editable=False, printed=False)
ROLE = Column("role", "承担角色", 20, Align.CENTER, editable=False, printed=False)

#: The columns of two states compared (`desktop.domain.compare`).
PLACE = Column("place", "位置", 26, Align.LEFT, editable=False, printed=False)
DIFFERENCE = Column("difference", "变化", 24, Align.CENTER, editable=False, printed=False)
BEFORE = Column("before", "原内容", 47, Align.JUSTIFY, editable=False, printed=False)
AFTER = Column("after", "现内容", 47, Align.JUSTIFY, editable=False, printed=False)

# The fields of 正文修改对照表 (`desktop.domain.amendments`).
ORIGINAL = Column("original", "原文", 44, Align.JUSTIFY, printed=False)
PROPOSED = Column("proposed", "修改为", 44, Align.JUSTIFY, printed=False)
REASON = Column("reason", "理由", 30, Align.JUSTIFY, printed=False)
