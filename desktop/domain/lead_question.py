"""改为牵头? Where the first of a list leads, an edit that puts another unit first makes that one lead: is it meant?

The edit itself keeps records and print together: who stands first, leads. A no puts the former lead back to the first
place, for the order would go on saying otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from desktop.domain.book import Book
from desktop.domain.changes import ChangeSet, change_set, update
from desktop.domain.draft import LeadRuleKind
from desktop.domain.edits import policy_of
from desktop.domain.records import AnnexRow, Assignment, Task
from desktop.domain.unit import Role


@dataclass(frozen=True, slots=True)
class LeadChange:
    """In a row of key `owner`, `now` has come to the first place and leads in place of `before`."""

    owner: str
    before: str
    now: str


def changed_leads(before: Book, after: Book, owners: Iterable[str]) -> tuple[LeadChange, ...]:
    """Return the rows whose only lead was put behind another unit, that leads now because it stands first.

    Not where the policy's order does not carry the lead, nor where the list itself says who leads (（牵头）), nor where
    the former lead has gone from the list.
    """
    found = []
    for owner in dict.fromkeys(owners):
        row = after.find(Task, owner) or after.find(AnnexRow, owner)
        policy = policy_of(after, row) if row is not None else None
        if policy is None or policy.lead_rule != LeadRuleKind.FIRST_LISTED:
            continue
        old, new = before.assignments(owner), after.assignments(owner)
        led, leads = _leads(old), _leads(new)
        if len(led) != 1 or len(leads) != 1 or leads[0].name == led[0].name:
            continue
        stays = any(unit.name == led[0].name for unit in new)
        if stays and new[0] is leads[0] and not leads[0].tail.startswith(("（", "(")):
            found.append(LeadChange(owner, led[0].name, leads[0].name))
    return tuple(found)


def still_asked(book: Book, changes: Iterable[LeadChange]) -> tuple[LeadChange, ...]:
    """Return those of `changes` that still stand as they were asked about."""
    return tuple(c for c in changes if _place(book.assignments(c.owner), c) is not None)


def keep_leads(book: Book, changes: Sequence[LeadChange]) -> ChangeSet:
    """Put the former leads back to the first place and have them lead; rows changed since are left alone."""
    steps = []
    for change in still_asked(book, changes):
        units = book.assignments(change.owner)
        place = _place(units, change)
        assert place is not None
        ranks = [unit.order for unit in units]
        ordered = [units[place], *units[:place], *units[place + 1 :]]
        for index, (unit, rank) in enumerate(zip(ordered, ranks, strict=True)):
            role = Role.LEAD if index == 0 else Role.PARTICIPANT
            # The mark before a unit belongs to its place: no list begins with one.
            joiner = "" if index == 0 else units[index].joiner
            steps.append(update(unit, replace(unit, order=rank, role=role.value, joiner=joiner)))
    names = "、".join(dict.fromkeys(change.before for change in changes))
    return change_set(f"仍由{names}牵头", steps)


def _leads(units: Iterable[Assignment]) -> list[Assignment]:
    return [unit for unit in units if unit.role == Role.LEAD]


def _place(units: Sequence[Assignment], change: LeadChange) -> int | None:
    """Return where the former lead stands in a row that is as the change left it."""
    if not units or units[0].name != change.now or units[0].role != Role.LEAD:
        return None
    return next((i for i, unit in enumerate(units) if unit.name == change.before), None)
