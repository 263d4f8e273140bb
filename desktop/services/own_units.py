"""记入本簿单位名录: a unit that the shipped directory lacks becomes one that this book knows.

The name then casts no doubt on any row of its region: open questions about it are settled, its places are known, and
typed again it raises none (`desktop.domain.own_units.with_own_units`). All of it is one step, so 撤销 takes it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from desktop.domain.book import Book
from desktop.domain.changes import Change, ChangeSet, change_set, update
from desktop.domain.own_units import add_own_unit
from desktop.domain.records import AnnexRow, Assignment, DoubtRecord, Policy, Task

#: Doubts that ask whether a name is a unit's: those that its place in the directory answers.
_CODES = ("unit.unknown", "unit.not_a_name")

#: As a dismissed question: what the document says was right.
_SETTLED = "dismissed"


def doubted_unit(book: Book, doubt: DoubtRecord) -> str | None:
    """Return the unit's name that an open `doubt` asks about; None where it asks something else.

    Also None where the unit no longer stands in the row: there is nothing left to be known.
    """
    if doubt.code not in _CODES or doubt.settled:
        return None
    names = {a.name for a in book.assignments(doubt.owner)}
    return next((name for name in names if _quotes(doubt, name)), None)


def remember_units(book: Book, doubts: Iterable[DoubtRecord]) -> ChangeSet:
    """Add the units that `doubts` ask about to the book's own, and settle every open doubt about them.

    A unit is added for the region of its policy, for every document where that has none. The step is empty where no
    doubt asks about a unit (`doubted_unit`).
    """
    asked = [(_region(book, d), name) for d in doubts if (name := doubted_unit(book, d))]
    changes: list[Change] = []
    units = list(dict.fromkeys(asked))
    for region, name in units:
        step = change_set(
            "", [*add_own_unit(book, name, region=region).changes, *_known(book, name, region)]
        )
        book = book.applied(step)
        changes.extend(step.changes)
    names = "、".join(dict.fromkeys(name for _region, name in units))
    return ChangeSet(f"记入本簿单位名录：{names}", tuple(changes))


def _known(book: Book, name: str, region: str | None) -> Iterator[Change | None]:
    """Yield what the name's being known changes: its places in rows of the region, and the doubts about it."""
    for unit in book.all(Assignment):
        if unit.name == name and not unit.known and _holds(book, unit, region):
            yield update(unit, replace(unit, known=True))
    for doubt in book.open_doubts:
        if doubted_unit(book, doubt) == name and _holds(book, doubt, region):
            yield update(doubt, replace(doubt, settled=_SETTLED))


def _holds(book: Book, record: Assignment | DoubtRecord, region: str | None) -> bool:
    # A row of no region is read with the names of every region.
    return region is None or _region(book, record) in (region, None)


def _region(book: Book, record: Assignment | DoubtRecord) -> str | None:
    """Return the region by which the names in a row, or in the policy itself, are read."""
    policy = book.find(Policy, record.owner)
    row = book.find(Task, record.owner) or book.find(AnnexRow, record.owner)
    if row is not None and row.policy:
        policy = book.find(Policy, row.policy)
    if policy is None and len(book.current_policies) == 1:
        policy = book.current_policies[0]
    return policy.region if policy is not None else None


def _quotes(doubt: DoubtRecord, name: str) -> bool:
    return f"“{name}”" in doubt.message
