"""替换: a text put in place of another in wordings, deadlines and units; the source text is never touched."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from desktop.domain.book import Book
from desktop.domain.cells import deadline_text
from desktop.domain.changes import Change, ChangeSet
from desktop.domain.columns import DEADLINE, UNITS, WORDING
from desktop.domain.edits import Row, edit_cell, mention_of
from desktop.domain.records import Assignment
from desktop.domain.unit import UnitDirectory
from desktop.domain.unit_list import part_of
from desktop.domain.unit_rows import put_units, remove_units, replace_unit

#: The cells in which a text can be replaced, by the keys of the annex's columns.
REPLACEABLE = (WORDING, UNITS, DEADLINE)
_LABEL = "替换"


def replace_text(
    book: Book, row: Row, old: str, new: str, columns: Collection[str], directory: UnitDirectory
) -> ChangeSet:
    """Put `new` in place of `old`, character by character the same, in cells of a row.

    `columns` are keys of `REPLACEABLE`. A unit keeps its role under its new name; one whose name is empty then goes.
    An empty `old` stands nowhere.
    """
    if not old:
        return ChangeSet(_LABEL, ())
    changes: list[Change] = []

    def take(step: ChangeSet) -> None:
        nonlocal book
        book = book.applied(step)
        changes.extend(step.changes)

    if WORDING.key in columns and old in row.wording:
        take(edit_cell(book, row, WORDING.key, row.wording.replace(old, new), directory))
    deadlines = deadline_text(book.deadlines(row.key))
    if DEADLINE.key in columns and old in deadlines:
        present = book.get(type(row), row.key)
        take(edit_cell(book, present, DEADLINE.key, deadlines.replace(old, new), directory))
    if UNITS.key in columns:
        for assignment in book.assignments(row.key):
            take(_unit(book, row, assignment, old, new, directory))
    return ChangeSet(_LABEL, tuple(changes))


def _unit(
    book: Book, row: Row, unit: Assignment, old: str, new: str, directory: UnitDirectory
) -> ChangeSet:
    part, tail = part_of(unit.tail)
    if old in tail:
        units = [
            replace(mention_of(a), tail=part + tail.replace(old, new))
            if a.key == unit.key
            else mention_of(a)
            for a in book.assignments(row.key)
        ]
        return put_units(book, row, units, directory, _LABEL)
    if old not in unit.name or all(a.key != unit.key for a in book.assignments(row.key)):
        return ChangeSet(_LABEL, ())
    name = unit.name.replace(old, new).strip()
    if name == unit.name:
        return ChangeSet(_LABEL, ())
    if not name.strip("、，；, "):
        return remove_units(book, row, [unit.name], directory)
    return replace_unit(book, row, unit.name, name, directory)
