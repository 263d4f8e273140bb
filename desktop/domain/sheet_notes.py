"""What a clerk should know before a table goes out: questions and hints beside the sheets, never in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from desktop.domain.cells import units_text
from desktop.domain.columns import DEADLINE, LEAD, OTHERS, UNITS
from desktop.domain.layout import Layout, LeadShown
from desktop.domain.records import Assignment
from desktop.domain.sheet import SheetColumn
from desktop.domain.sheet_groups import Row
from desktop.domain.sheet_units import leads, undivided
from desktop.domain.unit import Role

#: 责任部门 are departments; a government, a zone's committee is none, 责任单位 has room for all.
_DEPARTMENTS = "责任部门"
_GOVERNMENT = "政府"

#: Said before a row's number where it is only a count: the paper has other numbers, or none.
COUNTED = "表中自上而下"

#: A date as it is typed in haste: 2018.6.30, 2018-06.
_SHORT_DATE = re.compile(r"(?<!\d)(\d{4})[.．/-](\d{1,2})(?:[.．/-](\d{1,2}))?(?!\d)")
#: A year that is another one for who reads the paper later.
_FLOATING_YEAR = re.compile("[今明后去]年")

#: So many rows are named in one note.
_MOST_NAMED = 10

#: So many numbers in a row are named one by one.
_FEW = 2


@dataclass(frozen=True, slots=True)
class SheetNote:
    """One question or hint. `code` names its kind, `message` is Chinese and whole, `rows` are the keys concerned."""

    code: str
    message: str
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotedRow:
    """A row as a note speaks of it: its number from 1, its units and deadline as printed (empty: none).

    `where` is said before the number: the heading below which the paper counts anew, or `COUNTED`.
    """

    row: Row
    number: int
    units: tuple[Assignment, ...]
    deadline: str
    where: str = ""


def row_notes(
    layout: Layout, columns: Sequence[SheetColumn], rows: Sequence[NotedRow]
) -> Iterator[SheetNote]:
    """Yield what is to be told of the printed rows, in the order in which a clerk would ask."""
    titles = {column.key: column.title for column in columns}
    if any(key in titles for key in (UNITS.key, LEAD.key, OTHERS.key)):
        yield from _units(layout, rows)
    if _DEPARTMENTS in titles.get(UNITS.key, ""):
        yield from _departments(rows)
    if DEADLINE.key in titles:
        yield from _deadlines(rows)


def _deadlines(rows: Sequence[NotedRow]) -> Iterator[SheetNote]:
    """Yield what a typed deadline would have to be retouched for on paper: 2018.6.30前, 明年底."""
    found = [row for row in rows if not row.deadline]
    if found:
        yield _note("deadline.none", f"{_named(found)}没有时限，打印为空格", found)
    found = [row for row in rows if _SHORT_DATE.search(row.deadline)]
    if found:
        typed = found[0].deadline
        message = (
            f"{_named(found)}的时限“{typed}”宜写成年月日：“{_SHORT_DATE.sub(_in_words, typed)}”"
        )
        yield _note("deadline.short", message, found)
    found = [row for row in rows if _FLOATING_YEAR.search(row.deadline)]
    if found:
        message = f"{_named(found)}的时限“{found[0].deadline}”没有写明是哪一年"
        yield _note("deadline.floating", message, found)


def _in_words(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    return f"{year}年{int(month)}月" + (f"{int(day)}日" if day else "")


def _units(layout: Layout, rows: Sequence[NotedRow]) -> Iterator[SheetNote]:
    bare = [row for row in rows if not row.units]
    if bare:
        yield _note("units.none", f"{_named(bare)}没有责任单位，打印为空格", bare)
    if layout.lead is LeadShown.ORDER:
        behind = [row for row in rows if _lead_is_behind(row.units)]
        if behind:
            message = f"{_named(behind)}的牵头单位没有排在第一位，表中看不出由谁牵头"
            yield _note("lead.behind", message, behind)
        return
    open_roles = [row for row in rows if undivided(row.units)]
    if open_roles:
        message = f"文件没有分{_named(open_roles)}的牵头和配合，表中不标牵头，请确定由谁牵头"
        yield _note("lead.undivided", message, open_roles)
    leaderless = [
        row for row in rows if row.units and not leads(row.units) and not undivided(row.units)
    ]
    if leaderless:
        yield _note("lead.none", f"{_named(leaderless)}没有牵头单位", leaderless)


def _lead_is_behind(units: Sequence[Assignment]) -> bool:
    """Say whether somebody else stands before a lead whom the text does not mark as such (（牵头）)."""
    order = [unit.role == Role.LEAD for unit in units]
    marked = all("牵头" in unit.tail for unit in leads(units))
    return order != sorted(order, reverse=True) and not marked


def _departments(rows: Sequence[NotedRow]) -> Iterator[SheetNote]:
    found = [row for row in rows if any(a.name.endswith(_GOVERNMENT) for a in row.units)]
    if not found:
        return
    name = next(a.name for a in found[0].units if a.name.endswith(_GOVERNMENT))
    message = f"{_named(found)}里的“{name}”等是政府，不是部门，“责任部门”一栏建议改称“责任单位”"
    yield _note("units.government", message, found)


def absent_note(unit: str) -> SheetNote:
    """Return what is to be told of a unit whose list is empty."""
    return SheetNote("unit.absent", f"文件中没有把任务分给“{unit}”，清单是空的")


def collective_note(rows: Sequence[NotedRow]) -> Iterator[SheetNote]:
    """Yield the reminder that a name for many units (各市州人民政府) puts nothing into the list of any one of them."""
    units = {a.name: a for row in rows for a in row.units if a.collective or a.open_name}
    if units:
        first = units_text(list(units.values())[:3], parts=False)
        message = f"“{first}”等统称名下的任务没有列入其中各单位自己的清单，请另行核对"
        yield SheetNote("unit.collective", message)


def group_notes(guessed: Sequence[NotedRow], *, moved: bool) -> Iterator[SheetNote]:
    """Yield what grouping did that the document does not say."""
    if guessed:
        message = f"{_named(guessed)}没有对应的章节，随相邻的一项归组，请核对"
        yield _note("group.guessed", message, guessed)
    if moved:
        yield SheetNote("group.moved", "按章节归组后，各项的次序和序号与归组前不同")


def role_of(assignment: Assignment) -> str:
    """Return a unit's part as 承担角色 says it."""
    return _ROLES[Role(assignment.role)]


_ROLES = {Role.LEAD: "牵头", Role.PARTICIPANT: "配合", Role.RESPONSIBLE: "责任单位"}


def _named(rows: Sequence[NotedRow]) -> str:
    """Name rows by their numbers, three and more in a row by the first and the last."""
    parts = [(where, p) for where, some in groupby(rows, key=_where) for p in _runs(some)]
    named = "、".join(
        f"{where}第{'、'.join(part for _, part in some)}项"
        for where, some in groupby(parts[:_MOST_NAMED], key=itemgetter(0))
    )
    return named if len(parts) <= _MOST_NAMED else f"{named.removesuffix('项')}等{len(rows)}项"


def _where(row: NotedRow) -> str:
    return row.where


def _runs(rows: Iterable[NotedRow]) -> Iterator[str]:
    runs: list[list[int]] = []
    for row in rows:
        if runs and row.number == runs[-1][-1] + 1:
            runs[-1].append(row.number)
        else:
            runs.append([row.number])
    for run in runs:
        yield from _run(run)


def _run(numbers: Sequence[int]) -> list[str]:
    if len(numbers) > _FEW:
        return [f"{numbers[0]}至{numbers[-1]}"]
    return [str(number) for number in numbers]


def _note(code: str, message: str, rows: Sequence[NotedRow]) -> SheetNote:
    return SheetNote(code, message, tuple(row.row.key for row in rows))
