"""Which help a cell's editor gets, and what it is to know of the book."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import cast

from PySide6.QtWidgets import QPlainTextEdit

from desktop.domain.book import Book
from desktop.domain.chips import UNIT_COLUMNS
from desktop.domain.columns import DEADLINE
from desktop.domain.completion import Offer, Used, Vocabulary
from desktop.domain.edits import policy_of, surroundings
from desktop.domain.records import Assignment, Deadline
from desktop.domain.unit_list import parse_units
from desktop.services.directory import pinyin_initials
from desktop.ui.book_models import Row
from desktop.ui.deadline_help import DeadlineHelp
from desktop.ui.desk_link import DeskLink
from desktop.ui.unit_completer import UnitCompleter


class CellHelp:
    """Gives editors of one book their help; the units to offer are gathered when the first letter is typed."""

    def __init__(self, link: DeskLink) -> None:
        self._link = link
        self._known: tuple[object, ...] = ()
        #: What the ids in it belong to, so that no other thing gets them.
        self._held: tuple[object, ...] = ()
        self._vocabulary: Vocabulary | None = None

    def give(self, editor: QPlainTextEdit, row: Row, column: str) -> None:
        """Give the editor of a cell its help, if there is any for the column."""
        around = surroundings(self._link.book, row, self._link.directory)
        if column == DEADLINE.key:
            DeadlineHelp(editor, around.year, around.year or _first_year(self._link.book))
        elif column in UNIT_COLUMNS:

            def naming(text: str) -> Iterable[str]:
                return {m.name for m in parse_units(text, self._link.directory, around.region)}

            def offering(typed: str, without: Iterable[str]) -> tuple[Offer, ...]:
                return self._words(row).offers(typed, without=without)

            UnitCompleter(editor, offering, naming)

    def _words(self, row: Row) -> Vocabulary:
        book, directory = self._link.book, self._link.directory
        policy = policy_of(book, row)
        region = policy.region if policy is not None else None
        day = (policy.issued_on or "") if policy is not None else ""
        # A table that a step left alone is the same one in both snapshots.
        names = book.tables.get(Assignment.kind)
        known = (id(names), id(directory), region, day)
        if self._vocabulary is None or known != self._known:
            self._known, self._held = known, (names, directory)
            self._vocabulary = Vocabulary(
                directory, pinyin_initials(), region=region, date=day, used=_used(book)
            )
        return self._vocabulary


def _used(book: Book) -> dict[str, Used]:
    # In no order: sorting the units of a large book would be felt at the first letter.
    units = cast("Iterable[Assignment]", book.tables.get(Assignment.kind, {}).values())
    counted = Counter((a.name, a.known or a.collective) for a in units)
    return {
        name: Used(times, known)
        # Known somewhere is known: the later of two entries of a name stands.
        for (name, known), times in sorted(counted.items(), key=lambda item: item[0][1])
    }


def _first_year(book: Book) -> int:
    """Return the year of the first deadline in the book, for a policy whose date is not known; else this year."""
    deadlines = cast("Iterable[Deadline]", book.tables.get(Deadline.kind, {}).values())
    first = min((d.date for d in deadlines if d.date), default=None)
    return int(first[:4]) if first else datetime.now().astimezone().year
