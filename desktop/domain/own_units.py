"""The clerk's own unit names over the shipped directory: known in this book, whatever the program's version.

An own name answers before the shipped ones. It does not make its region one that the directory covers: that a clerk
knows one unit of a province must not cast doubt on all others there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.domain.book import Book
from desktop.domain.changes import ChangeSet, change_set, delete, insert, update
from desktop.domain.records import OwnUnit, new_key
from desktop.domain.savedtext import clean_cell
from desktop.domain.unit import EVERYWHERE, KnownUnit, UnitDirectory

#: The region of a name that holds for documents of every region.
ANY_REGION = EVERYWHERE[0]

#: What stands as `KnownUnit.kind` of an own unit.
OWN_KIND = "自定"

_BETWEEN_ALIASES = re.compile("[、，,；;\n]")
_TO_FULL_WIDTH = str.maketrans({"(": "（", ")": "）"})


@dataclass(frozen=True, slots=True)
class Bearer:
    """A unit that a name stands for already, by its short name: the book's own or a shipped one."""

    name: str
    own: bool


@dataclass(frozen=True, slots=True)
class _OwnDirectory(UnitDirectory):
    """The shipped directory with own units before it; `units` lists both."""

    shipped: UnitDirectory = field(default_factory=UnitDirectory)
    own: Mapping[str, tuple[KnownUnit, ...]] = field(default_factory=dict)

    def lookup(self, name: str, region: str | None = None) -> tuple[KnownUnit, ...]:
        """Return the own units of that name that hold in `region`, then what the shipped directory answers."""
        own = self.own.get(name, ())
        if region is not None:
            own = tuple(u for u in own if u.region == region or u.region in EVERYWHERE)
        return own + self.shipped.lookup(name, region)

    def covers(self, region: str | None) -> bool:
        """Say whether the shipped directory covers `region`."""
        return self.shipped.covers(region)


def with_own_units(directory: UnitDirectory, book: Book) -> UnitDirectory:
    """Return `directory` with the book's own units before its own; itself where there are none."""
    units = own_units(book)
    if not units:
        return directory
    index: dict[str, tuple[KnownUnit, ...]] = {}
    for unit in units:
        for name in names_of(unit):
            index[name] = (*index.get(name, ()), _known(unit))
    return _OwnDirectory(
        version=directory.version,
        units=(*map(_known, units), *directory.units),
        groups=directory.groups,
        places=directory.places,
        shipped=directory,
        own=index,
    )


def names_of(unit: OwnUnit) -> tuple[str, ...]:
    """Return every name that a unit answers to, each once: its name, its full one, its aliases."""
    return tuple(n for n in dict.fromkeys((unit.name, unit.full_name, *aliases_of(unit))) if n)


def aliases_of(unit: OwnUnit) -> tuple[str, ...]:
    """Return a unit's aliases."""
    return tuple(unit.aliases.split("、")) if unit.aliases else ()


def holds_in(unit: OwnUnit, region: str | None) -> bool:
    """Say whether the names of `unit` are read in documents of `region`, None for one that is of no region."""
    return region is None or unit.region == region or unit.region in EVERYWHERE


def bearer_of(book: Book, shipped: UnitDirectory, name: str, unit: OwnUnit) -> Bearer | None:
    """Return who bears `name` already where `unit` is read: another own unit, else one of `shipped`.

    A unit for every region meets those of all of them.
    """
    for other in own_units(book):
        apart = unit.region != other.region and not {unit.region, other.region} & set(EVERYWHERE)
        if other.key != unit.key and not apart and name in names_of(other):
            return Bearer(other.name, own=True)
    region = None if unit.region in EVERYWHERE else unit.region
    if not shipped.knows(name, region):
        return None
    found = shipped.lookup(name, region)
    return Bearer(found[0].name if found else name, own=False)


def own_units(book: Book) -> list[OwnUnit]:
    """Return the book's own units, by region and name."""
    return sorted(book.all(OwnUnit), key=lambda u: (u.region, u.name, u.key))


def add_own_unit(
    book: Book,
    name: str,
    *,
    region: str | None = None,
    full_name: str = "",
    aliases: str = "",
    note: str = "",
) -> ChangeSet:
    """Add a unit's names; without a region they hold for every document.

    The step is empty where an own unit of the region has that name already. Raises `ValueError` for an empty name.
    """
    made = cleaned_unit(OwnUnit(new_key(), region or "", name, full_name, aliases, note))
    present = any((u.region, u.name) == (made.region, made.name) for u in book.all(OwnUnit))
    return change_set(f"增加单位名称：{made.name}", [] if present else [insert(made)])


def edit_own_unit(book: Book, unit: OwnUnit) -> ChangeSet:
    """Put `unit` in place of the one of its key.

    Raises `KeyError` where there is none, `ValueError` for an empty name.
    """
    old, new = book.get(OwnUnit, unit.key), cleaned_unit(unit)
    return change_set(f"修改单位名称：{new.name}", [update(old, new)])


def remove_own_unit(book: Book, key: str) -> ChangeSet:
    """Remove an own unit. Raises `KeyError` where there is none."""
    old = book.get(OwnUnit, key)
    return change_set(f"删除单位名称：{old.name}", [delete(old)])


def cleaned_unit(unit: OwnUnit) -> OwnUnit:
    """Write names as cleaned documents have them: one line, brackets of full width, each alias once.

    Aliases may be divided by 、 ， ； or a line end; one that only repeats the name goes. Raises `ValueError` for an
    empty name.
    """
    name = _name(unit.name)
    if not name:
        raise ValueError("a unit without a name")
    full_name = _name(unit.full_name)
    aliases = map(_name, _BETWEEN_ALIASES.split(clean_cell(unit.aliases)[0]))
    return OwnUnit(
        key=unit.key,
        region=_name(unit.region) or ANY_REGION,
        name=name,
        full_name=full_name,
        aliases="、".join(dict.fromkeys(a for a in aliases if a and a not in (name, full_name))),
        note=clean_cell(unit.note)[0].strip(),
    )


def _name(text: str) -> str:
    return "".join(clean_cell(text)[0].split()).translate(_TO_FULL_WIDTH)


def _known(unit: OwnUnit) -> KnownUnit:
    return KnownUnit(
        region=unit.region,
        name=unit.name,
        full_name=unit.full_name,
        kind=OWN_KIND,
        order=0,
        valid_from="",
        valid_until="",
        successors=(),
        aliases=aliases_of(unit),
        note=unit.note,
    )
