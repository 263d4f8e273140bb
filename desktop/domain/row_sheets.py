"""Sheets whose rows are tasks or annex rows: the annex, the task table, one unit's list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.domain.book import Book
from desktop.domain.cells import deadline_text, printed_cell, tasks_of
from desktop.domain.columns import LEAD, NUMBER, OTHERS, ROLE, SECTION, UNITS
from desktop.domain.layout import Content, Grouping, Layout, LeadShown, Numbering
from desktop.domain.records import Assignment
from desktop.domain.sheet import RowKind, SheetColumn, SheetRow, Strong
from desktop.domain.sheet_groups import Grouped, Heading, Row, grouped, ungrouped
from desktop.domain.sheet_notes import (
    COUNTED,
    NotedRow,
    SheetNote,
    absent_note,
    collective_note,
    group_notes,
    role_of,
    row_notes,
)
from desktop.domain.sheet_units import (
    lead_cell,
    leads,
    others_cell,
    undivided,
    units_cell,
    units_of,
)
from desktop.domain.unit import Role

#: 配合单位 as a title claims that the others only take part.
_TAKING_PART, _RESPONSIBLE = "配合", "责任单位"


@dataclass(frozen=True, slots=True)
class Body:
    """A table without what stands around it; `unit` is whose list it is, or empty."""

    columns: tuple[SheetColumn, ...]
    rows: tuple[SheetRow, ...]
    notes: tuple[SheetNote, ...] = ()
    unit: str = ""
    merges_first: bool = False


def printed_rows(book: Book, content: Content) -> Sequence[Row]:
    """Return the rows that a layout of `content` prints of the whole book, in the book's order."""
    if content is Content.ANNEX:
        return book.annex or book.tasks
    return book.tasks or book.annex


def rows_body(book: Book, layout: Layout, only: frozenset[str] | None, *, inherited: bool) -> Body:
    """Make the table of the annex or the tasks."""
    rows = _wanted(printed_rows(book, layout.content), only)
    table = _Table(book, layout, {}, inherited=inherited)
    return table.body(rows, "")


def units_listed(book: Book) -> list[str]:
    """Return the units that have a list of their own, in the order in which their first rows come."""
    rows = printed_rows(book, Content.UNIT)
    return list(_parts(book, rows))


def _parts(book: Book, rows: Sequence[Row]) -> dict[str, dict[str, Assignment]]:
    """Return each unit's part in each of its rows, by the unit's name and the row's key."""
    parts: dict[str, dict[str, Assignment]] = {}
    for row in rows:
        for assignment in units_of(book, row, inherited=True):
            parts.setdefault(assignment.name, {}).setdefault(row.key, assignment)
    return parts


def units_bodies(
    book: Book, layout: Layout, units: Sequence[str], only: frozenset[str] | None
) -> tuple[list[Body], list[SheetNote]]:
    """Make a table for each unit: where it leads comes before where it takes part. Without `units`, for every one.

    Units that the document adds to all tasks have all of them.
    """
    rows = _wanted(printed_rows(book, layout.content), only)
    parts = _parts(book, rows)
    bodies: list[Body] = []
    notes: list[SheetNote] = []
    listed: set[str] = set()
    for unit in dict.fromkeys(units) if units else parts:
        here = parts.get(unit, {})
        own = [row for row in rows if row.key in here]
        own.sort(key=lambda row: here[row.key].role != Role.LEAD)
        bodies.append(_Table(book, layout, here, inherited=True).body(own, unit))
        listed.update(here)
        if not own:
            notes.append(absent_note(unit))
    # Numbers are those of the whole list: one row may stand in the lists of many units.
    noted = [n for n in noted_rows(book, rows, inherited=True) if n.row.key in listed]
    told = row_notes(layout, layout.sheet_columns(), noted)
    notes += [
        *(replace(n, message=f"全部任务中{n.message}") for n in told),
        *collective_note(noted),
    ]
    return bodies, notes


def noted_rows(book: Book, rows: Sequence[Row], *, inherited: bool) -> list[NotedRow]:
    """Return rows as notes speak of them, numbered as they come."""
    return [
        NotedRow(
            row,
            number,
            tuple(units_of(book, row, inherited=inherited)),
            deadline_text(book.deadlines(row.key)),
        )
        for number, row in enumerate(rows, start=1)
    ]


def _wanted(rows: Sequence[Row], only: frozenset[str] | None) -> Sequence[Row]:
    return rows if only is None else [row for row in rows if row.key in only]


class _Table:
    """Makes one table. `parts` say what one unit does in each row, where the list is its own."""

    def __init__(
        self, book: Book, layout: Layout, parts: dict[str, Assignment], *, inherited: bool
    ) -> None:
        self._book = book
        self._layout = layout
        self._parts = parts
        self._inherited = inherited

    def body(self, rows: Sequence[Row], unit: str) -> Body:
        """Return the table of `rows`, whose order grouping may change."""
        entries = self._grouped(rows)
        units = {e.row.key: units_of(self._book, e.row, inherited=self._inherited) for e in entries}
        columns = self._columns(list(units.values()))
        numbers = self._numbers(entries)
        merges = self._layout.grouping is Grouping.COLUMN
        made: list[SheetRow] = []
        path: tuple[Heading, ...] | None = None
        for entry, number in zip(entries, numbers, strict=True):
            if self._layout.grouping is Grouping.ROWS:
                made.extend(_headings(path or (), entry))
            row = self._row(columns, entry, number, units[entry.row.key])
            made.append(replace(row, begins=merges and entry.path != path))
            path = entry.path
        notes = () if unit else self._notes(columns, entries, rows)
        return Body(columns, tuple(made), notes, unit, merges)

    def _notes(
        self, columns: Sequence[SheetColumn], entries: Sequence[Grouped], rows: Sequence[Row]
    ) -> tuple[SheetNote, ...]:
        noted = noted_rows(self._book, [e.row for e in entries], inherited=self._inherited)
        noted = self._as_numbered(noted, entries)
        guessed = [n for n, e in zip(noted, entries, strict=True) if e.guessed]
        moved = [e.row.key for e in entries] != [row.key for row in rows]
        return (*row_notes(self._layout, columns, noted), *group_notes(guessed, moved=moved))

    def _as_numbered(self, noted: Sequence[NotedRow], entries: Sequence[Grouped]) -> list[NotedRow]:
        """Return rows named as they are on paper, or counted from above where the paper does not number each once."""
        if self._layout.numbering is Numbering.CONTINUOUS:
            return list(noted)
        paths = {entry.path for entry in entries}
        names = [path[-1].words if path else "" for path in paths]
        if self._layout.numbering is Numbering.TEXT or len(set(names)) < len(names):
            return [replace(row, where=COUNTED) for row in noted]
        numbers = self._numbers(entries)
        return [
            replace(row, number=int(n), where=f"“{e.path[-1].words}”" if e.path else "")
            for row, e, n in zip(noted, entries, numbers, strict=True)
        ]

    def _grouped(self, rows: Sequence[Row]) -> list[Grouped]:
        if self._layout.grouping is Grouping.NONE:
            return ungrouped(self._book, rows)
        return grouped(self._book, rows, self._layout.group_level)

    def _numbers(self, entries: Sequence[Grouped]) -> list[str]:
        numbers: list[str] = []
        count, path = 0, None
        for entry in entries:
            if self._layout.numbering is Numbering.TEXT:
                tasks = tasks_of(self._book, entry.row)
                numbers.append(tasks[0].number if tasks else "")
                continue
            if self._layout.numbering is Numbering.PER_GROUP and entry.path != path:
                count, path = 0, entry.path
            count += 1
            numbers.append(str(count))
        return numbers

    def _columns(self, units: Sequence[Sequence[Assignment]]) -> tuple[SheetColumn, ...]:
        """Return the columns; 配合单位 is not said of units of which the document does not say it."""
        columns = self._layout.sheet_columns()
        if self._layout.lead is not LeadShown.COLUMN or not any(map(undivided, units)):
            return columns
        title = OTHERS.title if any(map(leads, units)) else _RESPONSIBLE
        return tuple(
            replace(c, title=title)
            if c.key == OTHERS.key and _TAKING_PART in c.title and _RESPONSIBLE not in c.title
            else c
            for c in columns
        )

    def _row(
        self,
        columns: Sequence[SheetColumn],
        entry: Grouped,
        number: str,
        units: Sequence[Assignment],
    ) -> SheetRow:
        cells: list[str] = []
        strong: list[Strong] = []
        for index, column in enumerate(columns):
            match column.key:
                case NUMBER.key:
                    text = number
                case UNITS.key:
                    text, stretches = units_cell(units, self._layout.lead)
                    strong.extend(Strong(index, start, end) for start, end in stretches)
                case LEAD.key:
                    text = lead_cell(units)
                case OTHERS.key:
                    text = others_cell(units)
                case ROLE.key:
                    text = role_of(self._parts[entry.row.key])
                case SECTION.key if index == 0 and self._layout.grouping is Grouping.COLUMN:
                    text = entry.path[-1].words if entry.path else ""
                case _:
                    text = printed_cell(self._book, entry.row, column.key)
            cells.append(text)
        return SheetRow(tuple(cells), strong=tuple(strong), section=entry.section)


def _headings(path: tuple[Heading, ...], entry: Grouped) -> list[SheetRow]:
    """Return the lines above a row whose headings are other than those of the row before it."""
    same = next(
        (n for n, (old, new) in enumerate(zip(path, entry.path, strict=False)) if old != new),
        min(len(path), len(entry.path)),
    )
    return [SheetRow((h.words,), RowKind.GROUP, section=entry.section) for h in entry.path[same:]]
