"""The units of a row as print shows them, the lead told from the others in one of four ways."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.domain.book import Book
from desktop.domain.cells import units_text
from desktop.domain.layout import LeadShown
from desktop.domain.records import AnnexRow, Assignment, Task
from desktop.domain.unit import Role
from desktop.domain.unit_list import part_of

#: The words behind a lead's name.
LEAD_WORDS = "（牵头）"

#: A stretch of a text, half-open.
Stretch = tuple[int, int]


def units_of(book: Book, row: Task | AnnexRow, *, inherited: bool) -> list[Assignment]:
    """Return the units of a row; with `inherited` those, too, that the policy adds to each of its tasks."""
    own = book.assignments(row.key)
    if not inherited or not isinstance(row, Task):
        return own
    names = {a.name for a in own}
    return [*own, *(a for a in book.inherited(row) if a.name not in names)]


def leads(units: Sequence[Assignment]) -> list[Assignment]:
    """Return those that lead."""
    return [a for a in units if a.role == Role.LEAD]


def undivided(units: Sequence[Assignment]) -> bool:
    """Say whether the document does not divide lead from participant among several units."""
    return any(a.role == Role.RESPONSIBLE for a in units)


def lead_cell(units: Sequence[Assignment]) -> str:
    """Write the units that lead, for a column of their own."""
    return units_text(leads(units), parts=False)


def others_cell(units: Sequence[Assignment]) -> str:
    """Write the units that do not lead, for the column beside that of the lead."""
    return units_text([a for a in units if a.role != Role.LEAD], parts=False)


def units_cell(units: Sequence[Assignment], shown: LeadShown) -> tuple[str, tuple[Stretch, ...]]:
    """Write all units, and say which stretches of the text stand in 黑体.

    By 黑体 or （牵头） what the document itself says behind a lead's name is not said twice.
    """
    text, strong = "", []
    for index, unit in enumerate(units):
        text += "" if index == 0 else unit.joiner or "、"
        part, rest = part_of(unit.tail)
        if unit.role == Role.LEAD and shown is LeadShown.STRONG:
            strong.append((len(text), len(text) + len(unit.name)))
            part = ""
        elif unit.role == Role.LEAD and shown is LeadShown.WORD:
            part = LEAD_WORDS
        text += unit.name + part + rest
    return text, tuple(strong)
