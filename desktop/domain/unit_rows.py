"""The units of a row changed one by one, and several lists united: roles, open ends and doubts are kept in order.

Unlike a typed cell (`desktop.domain.edits`), nothing is judged anew but the units that come in, so that questions a
clerk has answered stay answered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from desktop.domain.book import Book
from desktop.domain.cells import DOUBT_FIELDS
from desktop.domain.changes import Change, ChangeSet, change_set, insert, update
from desktop.domain.columns import UNITS
from desktop.domain.draft import Doubt
from desktop.domain.edits import (
    Row,
    doubt_record,
    in_role,
    mention_of,
    replaced,
    surroundings,
    unit_records,
)
from desktop.domain.judging import unit_doubts
from desktop.domain.unit import Mention, Role, UnitDirectory
from desktop.domain.unit_list import parse_units, part_of
from desktop.support.errors import RefusedEdit


def add_units(
    book: Book, row: Row, typed: str, directory: UnitDirectory, *, lead: bool = False
) -> ChangeSet:
    """Add units to a row: `lead` beside those that lead already, else behind the others.

    A unit that is there stays where it is, but leads where it is to. Raises `RefusedEdit` where `typed` names none.
    """
    present = [mention_of(a) for a in book.assignments(row.key)]
    names = {m.name: m for m in present}
    new = _named(book, row, typed, directory)
    if lead:
        leads = [m for m in present if m.role is Role.LEAD]
        coming = [
            in_role(names.get(m.name, m), Role.LEAD)
            for m in new
            if m.name not in {n.name for n in leads}
        ]
        if not coming:
            return ChangeSet("添加牵头单位", ())
        rest = [m for m in present if m.role is not Role.LEAD]
        taken = {m.name for m in coming}
        helping = [in_role(m, Role.PARTICIPANT) for m in rest if m.name not in taken]
        return put_units(book, row, [*leads, *coming, *helping], directory, "添加牵头单位")
    role = Role.PARTICIPANT if any(m.role is Role.LEAD for m in present) else Role.RESPONSIBLE
    added = [in_role(m, role) for m in new if m.name not in names]
    if not added:
        return ChangeSet("添加单位", ())
    return put_units(book, row, [*present, *added], directory, "添加单位")


def remove_units(book: Book, row: Row, names: Iterable[str], directory: UnitDirectory) -> ChangeSet:
    """Remove the units of these names from a row; where none is left that leads, a doubt asks who does."""
    gone = set(names)
    present = [mention_of(a) for a in book.assignments(row.key)]
    left = _left_open(present, gone)
    led = [m.name for m in present if m.role is Role.LEAD]
    doubts = []
    if left and led and set(led) <= gone:
        message = f"牵头单位“{'、'.join(led)}”已删去，请确定由谁牵头"
        doubts.append(Doubt("role", "role.lead_removed", message))
    return put_units(book, row, left, directory, "删去单位", doubts)


def _left_open(present: Sequence[Mention], gone: set[str]) -> list[Mention]:
    """Take units out; the words that left the list open behind one of them go to the unit before it that stays."""
    left: list[Mention] = []
    homeless = ""
    for unit in present:
        if unit.name not in gone:
            left.append(unit)
        elif tail := part_of(unit.tail)[1]:
            if not left:
                homeless = tail
            elif not part_of(left[-1].tail)[1]:
                left[-1] = replace(left[-1], tail=left[-1].tail + tail)
    if homeless and left and not part_of(left[-1].tail)[1]:
        left[-1] = replace(left[-1], tail=left[-1].tail + homeless)
    return left


def replace_unit(
    book: Book, row: Row, name: str, typed: str, directory: UnitDirectory
) -> ChangeSet:
    """Put what `typed` names in place of the unit `name`, in its role and place.

    One that the row has already is there once afterwards, and leads where either did. Raises `RefusedEdit` where
    `typed` names no unit.
    """
    present = [mention_of(a) for a in book.assignments(row.key)]
    if name not in {m.name for m in present}:
        return ChangeSet("替换单位", ())
    new = _named(book, row, typed, directory)
    listed: list[Mention] = []
    for unit in present:
        if unit.name != name:
            listed.append(unit)
            continue
        last = len(new) - 1
        for number, coming in enumerate(new):
            joiner = unit.joiner if number == 0 else coming.joiner or "、"
            tail = unit.tail if number == last else ""
            listed.append(replace(coming, role=unit.role, joiner=joiner, tail=tail))
    return put_units(book, row, _once(listed), directory, "替换单位")


def doubled(book: Book, row: Row, name: str, new: Iterable[str]) -> list[str]:
    """Return which of the names `new` the row has besides `name`: they would be twice in it."""
    present = {a.name for a in book.assignments(row.key)} - {name}
    return [n for n in new if n in present]


def united(lists: Sequence[Sequence[Mention]]) -> list[Mention]:
    """Put lists behind one another, every unit once, in the part of its first place.

    What leaves the lists open at their ends (等) stands behind the last unit then, where it is the same in all that
    have it; the same words within a list close a group of units there (A、B等省直有关部门，C) and stay.
    """
    found: dict[str, Mention] = {}
    for units in lists:
        for unit in units:
            before = found.get(unit.name)
            if before is None:
                found[unit.name] = unit
            elif (tail := part_of(unit.tail)[1]) and not part_of(before.tail)[1]:
                found[unit.name] = replace(before, tail=before.tail + tail)
    return open_at_end(list(found.values()), {units[-1].name for units in lists if units})


def open_at_end(units: Sequence[Mention], ends: Collection[str]) -> list[Mention]:
    """Move behind the last unit what leaves a list open, where all that stands behind the units `ends` is the same.

    `ends` are the names of those that were the last of a list; other units keep what stands behind them.
    """
    closing = [m for m in units if m.name in ends or m is units[-1]]
    tails = {tail for m in closing if (tail := part_of(m.tail)[1])}
    if len(tails) != 1:
        return list(units)
    (tail,) = tails
    closed = [replace(m, tail=part_of(m.tail)[0]) if m in closing else m for m in units]
    return [*closed[:-1], replace(closed[-1], tail=closed[-1].tail + tail)]


def put_units(
    book: Book,
    row: Row,
    units: Sequence[Mention],
    directory: UnitDirectory,
    label: str,
    doubts: Iterable[Doubt] = (),
) -> ChangeSet:
    """Give a row these units in this order; those that it had keep their keys.

    Open doubts about units that go are settled, the units that come in are judged, `doubts` are raised besides. Where
    units change, a question who leads is settled too.
    """
    old = book.assignments(row.key)
    before = {a.name for a in old}
    others = {u.name for u in units} != before
    open_units = open_at_end(units, {old[-1].name} if old else ()) if others else list(units)
    changes: list[Change | None] = list(replaced(old, unit_records(row.key, old, open_units)))
    if not changes:
        return ChangeSet(label, ())
    gone = before - {u.name for u in units}
    led = {a.name for a in old if a.role == Role.LEAD}
    leads_anew = led != {u.name for u in units if u.role is Role.LEAD}
    changes.extend(_settled(book, row, gone, leads=leads_anew))
    around = surroundings(book, row, directory)
    fresh = [u for u in units if u.name not in before]
    for doubt in (*doubts, *unit_doubts(around.directory, around.region, fresh)):
        changes.append(insert(doubt_record(row.key, doubt)))
    return change_set(label, changes)


def _settled(book: Book, row: Row, gone: set[str], *, leads: bool) -> Iterator[Change | None]:
    for doubt in book.doubts(row.key):
        if doubt.field not in DOUBT_FIELDS[UNITS.key]:
            continue
        if any(f"“{name}”" in doubt.message for name in gone) or (leads and doubt.field == "role"):
            yield update(doubt, replace(doubt, settled="edited"))


def _named(book: Book, row: Row, typed: str, directory: UnitDirectory) -> list[Mention]:
    around = surroundings(book, row, directory)
    found = _once(parse_units(typed.strip(), around.directory, around.region))
    if not found:
        raise RefusedEdit("edit.no_unit")
    return found


def _once(units: Sequence[Mention]) -> list[Mention]:
    """Keep every unit where it stands first, leading where it leads anywhere."""
    leads = {m.name for m in units if m.role is Role.LEAD}
    kept = united([units])
    return [in_role(m, Role.LEAD) if m.name in leads else m for m in kept]
