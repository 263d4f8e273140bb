"""Editing a layout: every column that it could have, and what a change of one field brings with it in others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from desktop.domain.columns import LEAD, OTHERS, ROLE, SECTION, UNITS, WORDING, Column
from desktop.domain.layout import (
    COLUMNS,
    OF_ROWS,
    Content,
    Grouping,
    Layout,
    LayoutColumn,
    LeadShown,
    Numbering,
)

_LEAD = LayoutColumn(LEAD.key, "牵头单位")
#: Beside 牵头 it holds who takes part and nobody else.
_OTHERS = LayoutColumn(OTHERS.key, "配合单位")


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column that a layout shows or could show, with the 标题 and width (mm of 156) that it has or would have."""

    key: str
    shown: bool
    title: str
    width: float


def choices(layout: Layout) -> tuple[ColumnChoice, ...]:
    """Return all columns: those shown in their order, then the others of the registry."""
    known = COLUMNS[layout.content]
    shown = [ColumnChoice(c.key, True, c.title, c.width) for c in layout.sheet_columns()]
    keys = {choice.key for choice in shown}
    others = (ColumnChoice(c.key, False, c.title, c.width) for c in known.values())
    return (*shown, *(other for other in others if other.key not in keys))


def with_choices(layout: Layout, chosen: Iterable[ColumnChoice]) -> Layout:
    """Return the layout with the columns that are shown of `chosen`, in that order.

    A title or width that is the registry's is left to the registry. What decides about the lead and the groups follows:
    with 牵头 the lead has a column, without it stands first again; a merged first column goes with 章节.
    """
    known = COLUMNS[layout.content]
    columns = tuple(_column(choice, known[choice.key]) for choice in chosen if choice.shown)
    made = replace(layout, columns=columns)
    if layout.content not in OF_ROWS:
        return made
    if made.shows(LEAD) and made.lead is not LeadShown.COLUMN:
        made = replace(made, lead=LeadShown.COLUMN)
    elif not made.shows(LEAD) and made.lead is LeadShown.COLUMN:
        made = replace(made, lead=LeadShown.ORDER)
    if made.grouping is Grouping.COLUMN and not made.shows(SECTION):
        made = _ungrouped(made)
    return made


def with_lead(layout: Layout, lead: LeadShown) -> Layout:
    """Return the layout with the lead shown so, its columns to match: 牵头 and 配合 apart, or all units in one."""
    made = replace(layout, lead=lead)
    if (lead is LeadShown.COLUMN) is layout.shows(LEAD):
        return made
    if lead is LeadShown.COLUMN:
        apart = [_LEAD, *([] if layout.shows(OTHERS) else [_OTHERS])]
        return _exchanged(made, (UNITS,), apart)
    return _exchanged(made, (LEAD, OTHERS), [] if layout.shows(UNITS) else [_usual(UNITS)])


def with_grouping(layout: Layout, grouping: Grouping) -> Layout:
    """Return the layout grouped so: a merged first column needs 章节 in that place, no groups no numbers of groups."""
    made = replace(layout, grouping=grouping)
    if grouping is Grouping.COLUMN:
        section = next((c for c in made.columns if c.key == SECTION.key), _usual(SECTION))
        others = tuple(c for c in made.columns if c.key != SECTION.key)
        return replace(made, columns=(section, *others))
    if layout.grouping is Grouping.COLUMN:
        others = tuple(c for c in made.columns if c.key != SECTION.key)
        made = replace(made, columns=others)
    return _ungrouped(made) if grouping is Grouping.NONE else made


def with_content(layout: Layout, content: Content, usual: Mapping[Content, Layout]) -> Layout:
    """Return the layout with other rows: its own columns where they can be the same, else those of `usual`."""
    made = replace(layout, content=content)
    if {layout.content, content} <= set(OF_ROWS):
        columns = tuple(c for c in layout.columns if c.key in COLUMNS[content])
        if content is Content.UNIT and not made.shows(ROLE):
            columns = (*columns, _usual(ROLE))
        return replace(made, columns=columns)
    if layout.content is content:
        return made
    model = usual[content]
    return replace(
        made,
        columns=model.columns,
        grouping=model.grouping,
        numbering=model.numbering,
        lead=model.lead,
    )


def _ungrouped(layout: Layout) -> Layout:
    numbering = layout.numbering
    if numbering is Numbering.PER_GROUP:
        numbering = Numbering.CONTINUOUS
    return replace(layout, grouping=Grouping.NONE, numbering=numbering)


def _exchanged(layout: Layout, gone: tuple[Column, ...], come: list[LayoutColumn]) -> Layout:
    """Put columns in the place of others; where those are not shown, behind the wording or at the end."""
    keys = [c.key for c in layout.columns]
    out = {c.key for c in gone}
    places = [i for i, key in enumerate(keys) if key in out]
    after = keys.index(WORDING.key) + 1 if WORDING.key in keys else len(keys)
    place = places[0] if places else after
    before = [c for c in layout.columns[:place] if c.key not in out]
    behind = [c for c in layout.columns[place:] if c.key not in out]
    # 配合 may stand there already: it then stays where it is, behind 牵头 or not.
    return replace(layout, columns=(*before, *come, *behind))


def _usual(column: Column) -> LayoutColumn:
    return LayoutColumn(column.key)


def _column(choice: ColumnChoice, known: Column) -> LayoutColumn:
    return LayoutColumn(
        choice.key,
        None if choice.title == known.title else choice.title,
        None if choice.width == known.width else choice.width,
    )
