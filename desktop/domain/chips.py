"""A cell of units as chips: one a unit, with what is printed after it.

The words of all chips together are what `cells.units_text` prints, but for the 、 that the chips' outlines stand for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.domain.book import Book
from desktop.domain.cells import cell_doubts
from desktop.domain.columns import LEAD, OTHERS, UNITS
from desktop.domain.records import AnnexRow, Assignment, DoubtRecord, Task
from desktop.domain.unit import Role
from desktop.domain.unit_list import part_of

#: The columns whose cells are lists of units.
UNIT_COLUMNS = (LEAD.key, OTHERS.key, UNITS.key)


@dataclass(frozen=True, slots=True)
class UnitChip:
    """One unit of a cell. `after` is plain text behind it: 等有关部门, （牵头）, a ； before the next.

    `lead` says that it leads in a column that does not say so itself; `doubtful`, that an open question names it.
    """

    name: str
    after: str = ""
    lead: bool = False
    doubtful: bool = False


def unit_chips(book: Book, row: Task | AnnexRow, column: str) -> tuple[UnitChip, ...]:
    """Return the chips of a cell, in order. Raises `KeyError` for a column that holds no units."""
    if column not in UNIT_COLUMNS:
        raise KeyError(column)
    units = book.assignments(row.key)
    if column != UNITS.key:
        units = [a for a in units if (a.role == Role.LEAD) is (column == LEAD.key)]
    doubts = cell_doubts(book, row, column)
    return tuple(
        UnitChip(
            name=unit.name,
            after=_after(unit, units[place + 1 : place + 2], parts=column == UNITS.key),
            lead=column == UNITS.key and unit.role == Role.LEAD,
            doubtful=any(_names(doubt, unit) for doubt in doubts),
        )
        for place, unit in enumerate(units)
    )


def _after(unit: Assignment, following: Sequence[Assignment], *, parts: bool) -> str:
    words = unit.tail if parts else part_of(unit.tail)[1]
    joiner = following[0].joiner if following else ""
    return words + (joiner if joiner != "、" else "")


def _names(doubt: DoubtRecord, unit: Assignment) -> bool:
    return f"“{unit.name}”" in doubt.message or f"“{unit.surface}”" in doubt.message
