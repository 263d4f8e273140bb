"""Under which headings the printed rows stand, and in which order that puts them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from desktop.domain.book import Book
from desktop.domain.cells import headings_of, tasks_of
from desktop.domain.records import AnnexRow, Section, Task

Row = Task | AnnexRow

#: A section's key, or the policy and the words of a group that annex rows name.
_Key = str | tuple[str | None, str]


class Heading(NamedTuple):
    """What rows stand under; the ranks put headings in the document's order and tell those of the same words apart."""

    rank: int
    words: str


@dataclass(frozen=True, slots=True)
class Grouped:
    """A row with its headings, the highest first; `section` is the top one of the document, for bookmarks.

    A heading is its rank among all headings and its words: two policies may each have one of the same words.
    `guessed` says that the row has no heading of its own and stands where its neighbour does.
    """

    row: Row
    path: tuple[Heading, ...]
    section: str
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    path: tuple[Heading, ...]
    section: str


def ungrouped(book: Book, rows: Sequence[Row]) -> list[Grouped]:
    """Return the rows as they are, each with its section, or that of the row before where it has none."""
    section = ""
    return [Grouped(row, (), section := _top(book, row) or section) for row in rows]


def grouped(book: Book, rows: Sequence[Row], level: int) -> list[Grouped]:
    """Return the rows gathered under the headings down to `level`, which come in the document's order.

    A row without a heading follows the one before it, at the beginning the one after it. Headings that all rows have
    in common say nothing and are left out, as long as something is left.
    """
    ranks = _ranks(book, rows)
    known = [_place(book, row, level, ranks) for row in rows]
    first = next((place for place in known if place), None)
    if first is None:
        return ungrouped(book, rows)
    found: list[tuple[_Place, Row, bool]] = []
    last = first
    for row, place in zip(rows, known, strict=True):
        last = place or last
        found.append((last, row, place is None))
    found.sort(key=lambda entry: entry[0].path)
    shared = _shared([place.path for place, _, _ in found])
    return [
        Grouped(row, place.path[shared:], place.section, guessed) for place, row, guessed in found
    ]


def _ranks(book: Book, rows: Sequence[Row]) -> Mapping[_Key, int]:
    """Return a rank for each section by its key, policy by policy, and then for each group that an annex row names.

    Groups are those of a policy's annex; a row of no policy stands in the first group of its words.
    """
    policies = {policy.key: place for place, policy in enumerate(book.policies)}
    in_order = sorted(book.sections, key=lambda section: policies[section.policy])
    groups = [(r.policy, r.group) for r in rows if isinstance(r, AnnexRow) and r.group]
    homes = {group: policy for policy, group in reversed(groups) if policy is not None}
    known = dict.fromkeys((policy or homes.get(group), group) for policy, group in groups)
    keys: Iterable[_Key] = (*(section.key for section in in_order), *known)
    ranks = {key: rank for rank, key in enumerate(keys)}
    homeless = {(None, group): ranks[homes.get(group), group] for _, group in groups}
    return ranks | homeless


def _place(book: Book, row: Row, level: int, ranks: Mapping[_Key, int]) -> _Place | None:
    """Return a row's headings: an annex row's own group, else those of the first task behind it."""
    if isinstance(row, AnnexRow) and row.group:
        return _Place((Heading(ranks[row.policy, row.group], row.group),), row.group)
    first = next(iter(tasks_of(book, row)), None)
    above = headings_of(book, first) if first is not None else []
    path = tuple(Heading(ranks[s.key], _words(s)) for s in above if s.level <= level)
    return _Place(path, _words(above[0])) if path else None


def _top(book: Book, row: Row) -> str:
    if isinstance(row, AnnexRow) and row.group:
        return row.group
    paths = (book.path(task.section) for task in tasks_of(book, row))
    return next((_words(path[0]) for path in paths if path), "")


def _words(section: Section) -> str:
    return " ".join((section.label + section.title).split())


def _shared(paths: Sequence[tuple[Heading, ...]]) -> int:
    """Return how many headings all paths begin with, but never all of any path."""
    least = min(len(path) for path in paths) - 1
    return next((n for n in range(least) if len({path[n] for path in paths}) > 1), max(least, 0))
