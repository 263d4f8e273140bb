"""Sheets whose rows are no tasks: what differs between two states, and what is to change in the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from desktop.domain.amendments import amendments
from desktop.domain.book import Book
from desktop.domain.columns import (
    AFTER,
    ANNEX_COLUMNS,
    BEFORE,
    DIFFERENCE,
    LISTED,
    NUMBER,
    ORIGINAL,
    PLACE,
    PROPOSED,
    REASON,
    TASK_COLUMNS,
    WORDING,
)
from desktop.domain.compare import Difference, Line, compare, lines
from desktop.domain.layout import Layout
from desktop.domain.records import AnnexRow, Task
from desktop.domain.row_sheets import Body
from desktop.domain.sheet import SheetColumn, SheetRow
from desktop.domain.sheet_notes import SheetNote

_TABLES = {Task.kind: "任务", AnnexRow.kind: "附件"}
_TITLES = {
    Task.kind: {c.key: c.title for c in TASK_COLUMNS},
    AnnexRow.kind: {c.key: c.title for c in ANNEX_COLUMNS},
}


def comparison_body(
    layout: Layout,
    before: Book,
    after: Book,
    names: tuple[str, str],
    aliases: Mapping[str, str],
    only: frozenset[str] | None,
) -> Body:
    """Make the table of what differs, tasks first. `names` of the states become the titles of their columns.

    A name that is empty leaves the title that the layout gives.
    """
    titles = dict(zip((BEFORE.key, AFTER.key), names, strict=True))
    columns = tuple(
        replace(c, title=titles[c.key]) if titles.get(c.key) else c for c in layout.sheet_columns()
    )
    # In which annex rows a task is listed, the annex's own lines tell.
    found = [
        line
        for line in lines(compare(before, after, aliases))
        if line.column != LISTED.key and (only is None or line.key in only)
    ]
    if layout.shows(WORDING):  # a row that only moved need not be said three times
        found = [
            replace(line, before="", after="")
            if line.difference is Difference.MOVED and line.before == line.after
            else line
            for line in found
        ]
    rows = tuple(
        _row(columns, _compared(line, number, before, after), _TABLES[line.table])
        for number, line in enumerate(found, start=1)
    )
    notes = () if rows else (SheetNote("comparison.alike", "两稿没有不同，对照表是空的"),)
    return Body(columns, rows, notes)


def amendments_body(book: Book, layout: Layout, only: frozenset[str] | None) -> Body:
    """Make 正文修改对照表 of what was noted at the current policies."""
    columns = layout.sheet_columns()
    titles = {policy.key: policy.title for policy in book.current_policies}
    found = [a for a in amendments(book) if only is None or a.key in only]
    rows = tuple(
        _row(
            columns,
            {
                NUMBER.key: str(number),
                PLACE.key: amendment.place,
                ORIGINAL.key: amendment.original,
                PROPOSED.key: amendment.proposed,
                REASON.key: amendment.reason,
            },
            titles[amendment.policy],
        )
        for number, amendment in enumerate(found, start=1)
    )
    notes = () if rows else (SheetNote("amendments.none", "还没有记下正文修改意见，对照表是空的"),)
    return Body(columns, rows, notes)


def _row(columns: Sequence[SheetColumn], cells: Mapping[str, str], section: str) -> SheetRow:
    return SheetRow(tuple(cells[c.key] for c in columns), section=section)


def _compared(line: Line, number: int, before: Book, after: Book) -> dict[str, str]:
    row = _found(after, line) or _found(before, line)
    gone = line.place_after is None or line.difference is Difference.MERGED
    place = f"原第{line.place_before}项" if gone else f"第{line.place_after}项"
    return {
        NUMBER.key: str(number),
        PLACE.key: _TABLES[line.table] + place,
        WORDING.key: row.wording if row is not None else "",
        DIFFERENCE.key: _difference(line),
        BEFORE.key: line.before,
        AFTER.key: line.after,
    }


def _found(book: Book, line: Line) -> Task | AnnexRow | None:
    if line.table == Task.kind:
        return book.find(Task, line.key)
    return book.find(AnnexRow, line.key)


def _difference(line: Line) -> str:
    match line.difference:
        case Difference.ADDED:
            return "新增"
        case Difference.DROPPED:
            return "删去"
        case Difference.MERGED:
            return f"并入第{line.place_after}项"
        case Difference.MOVED:
            return f"由第{line.place_before}项移来"
        case Difference.CHANGED:
            return f"修改{_TITLES[line.table][line.column or '']}"
