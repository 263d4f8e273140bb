"""The cells of a task three ways: as the old version was read, as the clerk has them, as the new version is read."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.cells import deadline_text, units_text
from desktop.domain.columns import DEADLINE, UNITS, WORDING
from desktop.domain.draft import DraftTask
from desktop.domain.edits import assignment_of
from desktop.domain.ranks import fresh_ranks
from desktop.domain.records import Assignment, Deadline, new_key
from desktop.domain.unit import Role
from desktop.domain.unit_list import part_of


class Outcome(StrEnum):
    """What becomes of a cell: nothing to do, the new reading, the clerk's own, or the clerk's with a question."""

    SAME = "same"
    NEW = "new"
    CLERK = "clerk"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class CellOutcome:
    """A cell (`column`: wording, units or deadline) in its three forms as text; `old` is None where never read.

    Units that are divided show their parts (牵头：…；配合：…).
    """

    column: str
    outcome: Outcome
    old: str | None
    clerk: str
    new: str


@dataclass(frozen=True, slots=True)
class Values:
    """The three cells of a task as records."""

    wording: str
    units: Sequence[Assignment] = ()
    deadlines: Sequence[Deadline] = ()


def drafted(task: DraftTask, owner: str) -> Values:
    """Return the cells of a task as read, as records of fresh keys that belong to `owner`."""
    units = [
        assignment_of(owner, mention, rank)
        for mention, rank in zip(task.units, fresh_ranks(len(task.units)), strict=True)
    ]
    deadlines = [
        Deadline(
            new_key(),
            owner,
            rank,
            found.text,
            found.kind.value,
            found.date.isoformat() if found.date else None,
        )
        for found, rank in zip(task.deadlines, fresh_ranks(len(task.deadlines)), strict=True)
    ]
    return Values(task.wording, units, deadlines)


def decide(old: Values | None, clerk: Values, new: Values) -> tuple[CellOutcome, ...]:
    """Return what becomes of each cell; `old` is None for a task that was never read."""
    return (
        _cell(WORDING.key, old, clerk, new, _wording, _wording, _wording),
        _cell(
            UNITS.key, old, clerk, new, _units_value, _units_value, lambda v: units_words(v.units)
        ),
        _cell(
            DEADLINE.key, old, clerk, new, _phrases, _bounds, lambda v: deadline_text(v.deadlines)
        ),
    )


def _cell(
    column: str,
    old: Values | None,
    clerk: Values,
    new: Values,
    shown: Callable[[Values], Hashable],
    whole: Callable[[Values], Hashable],
    text: Callable[[Values], str],
) -> CellOutcome:
    """Decide one cell by what is `shown`.

    Where that is the same but not the `whole` (年底前 in a version issued a year later), the new reading holds.
    """
    read = None if old is None else shown(old)
    if shown(clerk) == shown(new):
        outcome = Outcome.SAME if whole(clerk) == whole(new) else Outcome.NEW
    elif old is not None and shown(clerk) == read:
        outcome = Outcome.NEW
    else:
        known = old is not None and shown(new) == read
        outcome = Outcome.CLERK if known else Outcome.CONFLICT
    return CellOutcome(column, outcome, None if old is None else text(old), text(clerk), text(new))


def _wording(values: Values) -> str:
    return values.wording


def _units_value(values: Values) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (a.name, a.role, "" if index == 0 else a.joiner or "、", a.tail)
        for index, a in enumerate(values.units)
    )


def _phrases(values: Values) -> tuple[str, ...]:
    return tuple(d.text for d in values.deadlines)


def _bounds(values: Values) -> tuple[tuple[str, str, str | None], ...]:
    return tuple((d.text, d.meaning, d.date) for d in values.deadlines)


def units_words(units: Sequence[Assignment]) -> str:
    """Write units as a message shows them, with their parts where some lead: 牵头：省科技厅；配合：省财政厅."""
    leads = [a for a in units if a.role == Role.LEAD]
    if not leads:
        return units_text(units)
    others = [a for a in units if a.role != Role.LEAD]
    lead = f"牵头：{units_text(leads, parts=False)}"
    return f"{lead}；配合：{units_text(others, parts=False)}" if others else lead


def divides_as(units: Sequence[Assignment], clerk: Sequence[Assignment], *, first: bool) -> bool:
    """Say whether `units`, typed as one list over the clerk's, would get the same parts again.

    `first` says that the policy lets the first listed lead. Only then may the list be proposed for the cell.
    """
    if any(part_of(a.tail)[0] for a in units):
        return True  # the list itself says who leads
    roles = [a.role for a in units]
    if first:
        return roles == [Role.LEAD, *[Role.PARTICIPANT] * (len(roles) - 1)]
    present = {a.name: a.role for a in clerk}
    added = Role.PARTICIPANT if Role.LEAD in present.values() else Role.RESPONSIBLE
    return roles == [present.get(a.name, added) for a in units]
