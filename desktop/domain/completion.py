"""What is offered while a unit is being typed: by part of its name, full name or alias, or by Pinyin initials.

A Latin letter stands for any character that begins with it in Pinyin (kjt finds 省科技厅), every other character for
itself, and both may be mixed. The initials are data (`resources/units/initials.txt`), passed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from desktop.domain.own_units import OWN_KIND
from desktop.domain.unit import EVERYWHERE, KnownUnit, UnitDirectory

#: How many units are offered at a time.
MOST = 9

_SEPARATORS = "、，；,;\n"
#: What may stand right behind the place where a unit is being typed; any other text is the rest of a name.
_ENDS = re.compile(r"\s*(?:$|[、，；,;\n（(]|等)")
#: What a list leaves out before a name, so that a name also begins behind it: 科技厅, 湖南省科技厅.
_LEVELS = ("省", "市", "县", "区", "州")


class Source(IntEnum):
    """Where an offered name comes from; the smaller is offered first."""

    OWN = 0
    USED = 1
    REGION = 2
    EVERYWHERE = 3
    #: Stands in the book, but no directory has it.
    UNPROVED = 4


@dataclass(frozen=True, slots=True)
class Used:
    """How often a name stands in the book, and whether it is known there."""

    times: int
    known: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A unit that what was typed may mean. `by` is its full name or alias, where that is what was met, else empty.

    `current` is False for a unit that did not exist at the date of the policy.
    """

    name: str
    by: str = ""
    source: Source = Source.REGION
    current: bool = True


@dataclass(slots=True)
class _Entry:
    name: str
    source: Source
    times: int = 0
    current: bool = False
    order: int = 9999
    others: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as characters that typed ones are held against: itself, or one of its initials."""

    text: str
    keys: tuple[str, ...]

    def places(self, typed: str) -> Iterator[int]:
        """Yield where `typed` (lower case) can stand in the name."""
        keys, length = self.keys, len(typed)
        for start in range(len(keys) - length + 1):
            if all(typed[i] in keys[start + i] for i in range(length)):
                yield start


def read_initials(text: str) -> Mapping[str, str]:
    """Read `initials.txt`: a letter and a space, then the characters that have it; return letters by character."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        letter, _space, characters = line.partition(" ")
        if letter != "#":
            for character in characters:
                found[character] = found.get(character, "") + letter
    return found


def word_at(text: str, position: int) -> tuple[int, str] | None:
    """Return where the unit that ends at `position` begins, and what is typed of it; None where none is typed there."""
    start = max(text.rfind(mark, 0, position) for mark in _SEPARATORS) + 1
    typed = text[start:position]
    start += len(typed) - len(typed.lstrip())
    typed = typed.strip()
    if not typed or not _ENDS.match(text, position):
        return None
    return start, typed


class Vocabulary:
    """The units that can be offered for documents of one region and date, with the names they answer to."""

    def __init__(
        self,
        directory: UnitDirectory,
        initials: Mapping[str, str],
        *,
        region: str | None = None,
        date: str = "",
        used: Mapping[str, Used] | None = None,
    ) -> None:
        """`date` is that of the policy (ISO, or empty); `used` are the names in the book.

        Without a `region` the units of all regions are offered.
        """
        self._initials = initials
        entries: dict[str, _Entry] = {}
        for unit in directory.units:
            if region is None or unit.region == region or unit.region in EVERYWHERE:
                _add(entries, unit, region, date)
        for group_region, name in directory.groups:
            if region is None or group_region == region or group_region in EVERYWHERE:
                entries.setdefault(name, _Entry(name, Source.REGION, current=True))
        for name, use in (used or {}).items():
            source = Source.USED if use.known else Source.UNPROVED
            entry = entries.setdefault(name, _Entry(name, source, current=True))
            entry.times = use.times
            if use.known:
                entry.source = min(entry.source, Source.USED)
        self._names = entries.keys()
        self._entries = [
            (entry, self._keyed(entry.name), [self._keyed(other) for other in entry.others])
            for entry in entries.values()
        ]

    def offers(self, typed: str, *, without: Iterable[str] = ()) -> tuple[Offer, ...]:
        """Return the units that `typed` may mean, likeliest first, at most `MOST`; those of `without` are left out.

        Names that begin with it come first, then own units, units of the book, of the region, and all others.
        """
        word = typed.strip().lower()
        if not word:
            return ()
        left_out = frozenset(without)
        ranked = []
        for entry, name, others in self._entries:
            if entry.name in left_out:
                continue
            grade, by = _grade(name, others, word)
            if grade is not None:
                rank = (grade, entry.source, not entry.current, -entry.times, entry.order)
                if by in self._names:
                    continue  # a unit of that very name is offered
                offer = Offer(entry.name, by, entry.source, entry.current)
                ranked.append(((*rank, len(entry.name), entry.name), offer))
        ranked.sort(key=lambda pair: pair[0])
        return tuple(offer for _rank, offer in ranked[:MOST])

    def _keyed(self, name: str) -> _Name:
        lower = name.lower()
        return _Name(name, tuple(c + self._initials.get(c, "") for c in lower))


def _add(entries: dict[str, _Entry], unit: KnownUnit, region: str | None, date: str) -> None:
    source = Source.REGION if unit.region == region or region is None else Source.EVERYWHERE
    if unit.kind == OWN_KIND:
        source = Source.OWN
    entry = entries.setdefault(unit.name, _Entry(unit.name, source))
    entry.source = min(entry.source, source)
    entry.order = min(entry.order, unit.order)
    entry.current = entry.current or _existed(unit, date)
    for other in (unit.full_name, *unit.aliases):
        if other and other != unit.name:
            entry.others[other] = None


def _existed(unit: KnownUnit, date: str) -> bool:
    """Say whether a unit existed at `date`; times are compared as exactly as they are given, no date denies none."""
    until = unit.valid_until
    return not date or (unit.valid_from <= date and (not until or date[: len(until)] <= until))


def _grade(name: _Name, others: Sequence[_Name], word: str) -> tuple[int | None, str]:
    """Return how well a unit fits, 0 the best, and the other name that fits where its own does not."""
    best: int | None = None
    by = ""
    for known in (name, *others):
        for place in known.places(word):
            begins = place == 0 or (known.text[place - 1] in _LEVELS and place <= 4)
            whole = begins and place + len(word) == len(known.text)
            grade = (0 if whole else 1 if begins else 3) + (known is not name and begins)
            if best is None or grade < best:
                best, by = grade, "" if known is name else known.text
    return best, by
