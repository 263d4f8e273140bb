"""版式: how a table is printed, as data. The shipped ones lie in `resources/layouts`, an office may add its own.

A layout says what the rows are, which columns they have and how lead, groups and numbers are shown. It holds nothing of
any book. How it is read and written is `desktop.domain.layout_json`, what it makes of a book `desktop.domain.sheets`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain import columns as registry
from desktop.domain.columns import Column
from desktop.domain.sheet import PageSetup, SheetColumn


class Content(StrEnum):
    """What the rows are.

    ANNEX: the annex's rows, one for each task while it is empty. TASKS: the tasks, the annex's rows where there are
    none. UNIT: the same, a sheet for each unit. COMPARISON: what differs between two states. AMENDMENTS: what is to
    change in the text (正文修改对照表).
    """

    ANNEX = "annex"
    TASKS = "tasks"
    UNIT = "unit"
    COMPARISON = "comparison"
    AMENDMENTS = "amendments"


class Grouping(StrEnum):
    """How headings are shown: not at all, as lines over the whole width, or in a merged first column."""

    NONE = "none"
    ROWS = "rows"
    COLUMN = "column"


class Numbering(StrEnum):
    """What 序号 counts: all rows, those of each group, or nothing: it is the item's label in the text."""

    CONTINUOUS = "continuous"
    PER_GROUP = "per_group"
    TEXT = "text"


class LeadShown(StrEnum):
    """How the lead is told from the others: by standing first, in 黑体, by （牵头）, in a column of its own."""

    ORDER = "order"
    STRONG = "strong"
    WORD = "word"
    COLUMN = "column"


_OF_ROWS = (
    registry.NUMBER,
    registry.WORDING,
    registry.SOURCE_TEXT,
    registry.UNITS,
    registry.LEAD,
    registry.OTHERS,
    registry.DEADLINE,
    registry.SECTION,
    registry.LISTED,
    *registry.POLICY_EXTRAS,
    *registry.TASK_EXTRAS,
)
_COMPARED = (
    registry.NUMBER,
    registry.PLACE,
    registry.WORDING,
    registry.DIFFERENCE,
    registry.BEFORE,
    registry.AFTER,
)
_AMENDED = (
    registry.NUMBER,
    registry.PLACE,
    registry.ORIGINAL,
    registry.PROPOSED,
    registry.REASON,
)


def _by_key(*columns: Column) -> Mapping[str, Column]:
    return {column.key: column for column in columns}


#: The columns that rows of each kind can have, by key.
COLUMNS: Mapping[Content, Mapping[str, Column]] = {
    Content.ANNEX: _by_key(*_OF_ROWS),
    Content.TASKS: _by_key(*_OF_ROWS),
    Content.UNIT: _by_key(*_OF_ROWS, registry.ROLE),
    Content.COMPARISON: _by_key(*_COMPARED),
    Content.AMENDMENTS: _by_key(*_AMENDED),
}

#: The contents whose rows are tasks or annex rows: only they have units, groups and labels in the text.
OF_ROWS = (Content.ANNEX, Content.TASKS, Content.UNIT)

#: What stands in a title for the unit whose list it is.
UNIT_PLACE = "{unit}"

_USUAL_SETUP = PageSetup()


@dataclass(frozen=True, slots=True)
class LayoutColumn:
    """A column by its key in the registry. Without a 标题 or width (a share, in mm of 156) the registry's serve."""

    key: str
    title: str | None = None
    width: float | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout. `key` names it in files and never changes, `name` is what a clerk calls it.

    `group_level` is the lowest heading that makes a group: 1 for 一、, 2 for （一）. `title` is the sheet's title
    where the clerk gives none, `UNIT_PLACE` standing for the unit; empty means the annex's own. `mark` is 附件 or
    empty. `layout_json.check` says what must hold between the fields.
    """

    key: str
    name: str
    content: Content
    columns: tuple[LayoutColumn, ...]
    grouping: Grouping = Grouping.NONE
    group_level: int = 2
    numbering: Numbering = Numbering.CONTINUOUS
    lead: LeadShown = LeadShown.ORDER
    setup: PageSetup = _USUAL_SETUP
    title: str = ""
    mark: str = ""

    def shows(self, column: Column) -> bool:
        """Say whether a column of the registry is among the printed ones."""
        return any(c.key == column.key for c in self.columns)

    def sheet_columns(self) -> tuple[SheetColumn, ...]:
        """Return the columns as printed: what the layout does not say, the registry does."""
        known = COLUMNS[self.content]
        return tuple(
            SheetColumn(
                c.key,
                known[c.key].title if c.title is None else c.title,
                known[c.key].width if c.width is None else c.width,
                known[c.key].align,
            )
            for c in self.columns
        )
