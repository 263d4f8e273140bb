"""Rows put at another place of their table, as one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop.domain.book import Book
from desktop.domain.changes import ChangeSet, change_set, update
from desktop.domain.edits import Row
from desktop.domain.ranks import with_room
from desktop.domain.records import Task


def place_rows(book: Book, rows: Sequence[Row], place: int) -> ChangeSet:
    """Put rows of one table before the one that stands at `place` of it, from 0; behind all for their number.

    They come to stand together, in the order they had. The others keep their ranks as long as there is room; the step
    is empty where nothing moves.
    """
    if not rows:
        return ChangeSet("移动", ())
    siblings: list[Row] = list(book.tasks) if isinstance(rows[0], Task) else list(book.annex)
    chosen = {r.key for r in rows}
    moved = [r for r in siblings if r.key in chosen]
    before = [r for r in siblings[:place] if r.key not in chosen]
    after = [r for r in siblings[place:] if r.key not in chosen]
    if [*before, *moved, *after] == siblings:
        return ChangeSet("移动", ())
    # Every row with the rank it comes to have; what is put in later may push neighbours once more.
    ranked: list[tuple[Row, int]] = [(r, r.order) for r in (*before, *after)]
    for number, row in enumerate(moved):
        at = len(before) + number
        rank, renumbered = with_room([order for _, order in ranked], at)
        for other, order in renumbered.items():
            ranked[other] = (ranked[other][0], order)
        ranked.insert(at, (row, rank))
    changed = [(row, order) for row, order in ranked if row.order != order]
    return change_set("移动", (update(row, replace(row, order=order)) for row, order in changed))
