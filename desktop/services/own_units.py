"""本簿单位名录: units that the shipped directory lacks and that this book knows.

A name in it casts no doubt on any row of its region: open questions about it are settled, its places are known, and
typed again it raises none (`desktop.domain.own_units.with_own_units`). A name that leaves it is a question again; the
cells stay as they are. All that one act changes is one step, so 撤销 takes it back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from desktop.domain.book import Book
from desktop.domain.changes import Change, ChangeSet, change_set, insert, update
from desktop.domain.edits import doubt_record, mention_of
from desktop.domain.judging import unit_doubts
from desktop.domain.own_units import (
    add_own_unit,
    aliases_of,
    bearer_of,
    cleaned_unit,
    edit_own_unit,
    holds_in,
    names_of,
    own_units,
    remove_own_unit,
    with_own_units,
)
from desktop.domain.records import AnnexRow, Assignment, DoubtRecord, OwnUnit, Policy, Task
from desktop.domain.unit import UnitDirectory
from desktop.services.messages import Message, say

#: Doubts that ask whether a name is a unit's: those that its place in the directory answers.
_CODES = ("unit.unknown", "unit.not_a_name")

#: As a dismissed question: what the document says was right.
_SETTLED = "dismissed"


@dataclass(frozen=True, slots=True)
class Uses:
    """In how many tasks and annex rows a unit is named; `policies` name it for every task of theirs."""

    tasks: int = 0
    annex_rows: int = 0
    policies: int = 0

    def __bool__(self) -> bool:
        """Say whether it is named anywhere."""
        return bool(self.tasks or self.annex_rows or self.policies)


def put_own_unit(
    book: Book, unit: OwnUnit, shipped: UnitDirectory
) -> tuple[ChangeSet, tuple[Message, ...]]:
    """Add `unit`, or put it in place of the one of its key; return the step and what was not taken, in words.

    A full name or an alias that another unit bears already is left out and said; without a name, or with one that
    another own unit bears, the step is empty.
    """
    if not unit.name.strip():
        return ChangeSet("", ()), (say("own_unit.no_name"),)
    unit = cleaned_unit(unit)
    bearer = bearer_of(book, shipped, unit.name, unit)
    if bearer is not None and bearer.own:
        return ChangeSet("", ()), (say("own_unit.name_taken", name=unit.name, unit=bearer.name),)
    refused = []
    left = []
    for name in names_of(unit)[1:]:
        bearer = bearer_of(book, shipped, name, unit)
        # The full name of a shipped unit that is here to be given an alias is its own.
        if bearer is None or (name == unit.full_name and bearer.name == unit.name):
            continue
        left.append(name)
        code = "own_unit.alias_taken" if bearer.own else "own_unit.alias_shipped"
        refused.append(say(code, name=name, unit=bearer.name))
    unit = replace(
        unit,
        full_name="" if unit.full_name in left else unit.full_name,
        aliases="、".join(alias for alias in aliases_of(unit) if alias not in left),
    )
    old = book.find(OwnUnit, unit.key)
    if old is not None:
        step = edit_own_unit(book, unit)
    else:
        step = add_own_unit(
            book,
            unit.name,
            region=unit.region,
            full_name=unit.full_name,
            aliases=unit.aliases,
            note=unit.note,
        )
    names = {*names_of(unit), *(names_of(old) if old is not None else ())}
    return _with_effects(book, step, names, shipped), tuple(refused)


def drop_own_unit(book: Book, key: str, shipped: UnitDirectory) -> ChangeSet:
    """Remove an own unit; its names in cells stay, and are questions again where nothing else knows them.

    Raises `KeyError` where there is none.
    """
    step = remove_own_unit(book, key)
    return _with_effects(book, step, set(names_of(book.get(OwnUnit, key))), shipped)


def uses_of_own_units(book: Book) -> Mapping[str, Uses]:
    """Return where each own unit is named under one of its names, by key."""
    by_name: dict[str, list[OwnUnit]] = {}
    owners: dict[str, set[str]] = {}
    for unit in own_units(book):
        owners[unit.key] = set()
        for name in names_of(unit):
            by_name.setdefault(name, []).append(unit)
    for place in book.all(Assignment) if by_name else ():
        for unit in by_name.get(place.name, ()):
            if holds_in(unit, _region(book, place)):
                owners[unit.key].add(place.owner)
    return {key: _counted(book, named) for key, named in owners.items()}


def is_own_name(book: Book, assignment: Assignment) -> bool:
    """Say whether the book's own units are what makes the name of `assignment` known."""
    named = [unit for unit in book.all(OwnUnit) if assignment.name in names_of(unit)]
    return bool(named) and any(holds_in(unit, _region(book, assignment)) for unit in named)


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


def _with_effects(
    book: Book, step: ChangeSet, names: Collection[str], shipped: UnitDirectory
) -> ChangeSet:
    """Add to `step`, which changes the own units of `names`, what it makes known or unknown in the rows."""
    if not step:
        return step
    directory = with_own_units(shipped, book.applied(step))
    changes: list[Change | None] = [*step.changes]
    judged: set[tuple[str, str]] = set()
    for place in book.all(Assignment):
        if place.name not in names:
            continue
        region = _region(book, place)
        now = replace(place, known=directory.knows(place.name, region))
        changes.append(update(place, now))
        # A row that names a unit twice has its question once.
        if (place.owner, place.name) in judged:
            continue
        judged.add((place.owner, place.name))
        if now.known:
            changes.extend(_settled(book, now))
        elif place.known:
            changes.extend(_asked_again(book, now, directory, region))
    return change_set(step.label, changes)


def _settled(book: Book, place: Assignment) -> Iterator[Change | None]:
    for doubt in book.doubts(place.owner):
        if doubted_unit(book, doubt) == place.name:
            yield update(doubt, replace(doubt, settled=_SETTLED))


def _asked_again(
    book: Book, place: Assignment, directory: UnitDirectory, region: str | None
) -> Iterator[Change | None]:
    """Open the question about a name anew: the one that was settled where there is one, else another."""
    present = book.doubts(place.owner, settled=True)
    for doubt in unit_doubts(directory, region, [mention_of(place)]):
        same = [d for d in present if (d.code, d.message) == (doubt.code, doubt.message)]
        if not same:
            yield insert(doubt_record(place.owner, doubt))
        elif all(d.settled for d in same):
            yield update(same[-1], replace(same[-1], settled=""))


def _counted(book: Book, owners: Iterable[str]) -> Uses:
    named = list(owners)
    return Uses(
        sum(book.find(Task, key) is not None for key in named),
        sum(book.find(AnnexRow, key) is not None for key in named),
        sum(book.find(Policy, key) is not None for key in named),
    )


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
