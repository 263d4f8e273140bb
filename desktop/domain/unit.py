"""Units as a document names them, and the directory of known ones.

The directory is data (`resources/units/`): names in short and full form, the time they were valid, aliases, successors,
and collective names with their members. Nothing here forces a name onto a similar one: a name is known or it is not.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.domain.document import Span

#: Regions of the directory that hold for every document: names that all provinces use, and national bodies.
EVERYWHERE = ("通用", "国家")


class Role(StrEnum):
    """A unit's part: 牵头, 配合, or 责任单位 where the document does not divide the two."""

    LEAD = "lead"
    PARTICIPANT = "participant"
    RESPONSIBLE = "responsible"


@dataclass(frozen=True, slots=True)
class Mention:
    """A unit as it stands in a list; `span` is its place in the text that was parsed.

    `surface` is as printed, `name` with elided parts restored. `joiner` is the mark before it, `tail` the words
    after it that are no name: what leaves the list open (等), or its part (（牵头）). `role` is set by who knows
    the clause; a bare list leaves it RESPONSIBLE.
    """

    surface: str
    name: str
    span: Span
    collective: bool = False
    open_name: bool = False
    known: bool = False
    joiner: str = ""
    tail: str = ""
    role: Role = Role.RESPONSIBLE

    @property
    def leaves_open(self) -> bool:
        """Whether the list goes on unnamed after it (等)."""
        return "等" in self.tail


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """One row of the directory. Times are as the source gives them (2018, 2018-06-15) or empty."""

    region: str
    name: str
    full_name: str
    kind: str
    order: int
    valid_from: str
    valid_until: str
    successors: tuple[str, ...]
    aliases: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class UnitDirectory:
    """Known units and collective names of all regions. `version` names the data it was made from."""

    version: str = ""
    units: tuple[KnownUnit, ...] = ()
    groups: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    places: frozenset[str] = frozenset()
    _by_name: Mapping[str, tuple[KnownUnit, ...]] = field(default_factory=dict)

    def lookup(self, name: str, region: str | None = None) -> tuple[KnownUnit, ...]:
        """Return the units that bear `name` as short name, full name or alias.

        With a `region`, its own come first; names used everywhere and national bodies serve where it has none.
        """
        found = self._by_name.get(name, ())
        if region is None:
            return found
        here = tuple(u for u in found if u.region == region)
        return here or tuple(u for u in found if u.region in EVERYWHERE)

    def members(self, name: str, region: str | None) -> tuple[str, ...]:
        """Return the members of a collective name, empty where they are not listed."""
        return self.groups.get((region or "", name), ())

    def knows(self, name: str, region: str | None = None) -> bool:
        """Say whether `name` is a unit or collective name of `region` (of any region for None)."""
        if self.lookup(name, region):
            return True
        return (region, name) in self.groups if region else any(n == name for _, n in self.groups)

    def begins_with_place(self, name: str) -> bool:
        """Say whether a name is that of a city's or province's own unit (广州供电局): it leaves nothing out."""
        return any(name[:length] in self.places for length in (2, 3, 4))

    def covers(self, region: str | None) -> bool:
        """Say whether the directory lists units of `region` at all, so that an unknown name is news."""
        return region is not None and any(u.region == region for u in self.units)

    def regions(self) -> tuple[str, ...]:
        """Return the regions it covers."""
        return tuple(dict.fromkeys(u.region for u in self.units))


def read_directory(
    units_csv: str, groups_csv: str, version: str, places: str = ""
) -> UnitDirectory:
    """Build the directory from its two tables and the names of places (as in `resources/units/README.md`).

    Raises `KeyError` or `ValueError` for a table that lacks a column or has a bad number.
    """
    units = tuple(
        KnownUnit(
            region=row["region"],
            name=row["short_name"],
            full_name=row["full_name"],
            kind=row["kind"],
            order=int(row["order"] or 999),
            valid_from=row["valid_from"],
            valid_until=row["valid_until"],
            successors=_parts(row["successor_short_names"]),
            aliases=_parts(row["aliases"]),
            note=row["note"],
        )
        for row in csv.DictReader(io.StringIO(units_csv))
    )
    groups = {
        (row["region"], _plain(row["name"])): _parts(row["members"])
        for row in csv.DictReader(io.StringIO(groups_csv))
    }
    return UnitDirectory(version, units, groups, frozenset(places.split()), _index(units))


def _index(units: Iterable[KnownUnit]) -> Mapping[str, tuple[KnownUnit, ...]]:
    found: dict[str, list[KnownUnit]] = {}
    for unit in units:
        for name in dict.fromkeys((unit.name, unit.full_name, *unit.aliases)):
            if name:
                found.setdefault(_plain(name), []).append(unit)
    return {name: tuple(us) for name, us in found.items()}


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(p.strip() for p in re.split("[;；]", cell) if p.strip())


def _plain(name: str) -> str:
    """Give brackets their full width, as cleaned text has them."""
    return name.replace("(", "（").replace(")", "）")
