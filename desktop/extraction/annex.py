"""An assignment table of the document becomes annex rows, each linked to the tasks it is taken to come from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from desktop.domain.deadline import FoundDeadline
from desktop.domain.deadline_grammar import read_cell
from desktop.domain.document import Span
from desktop.domain.draft import Doubt, DraftRow, DraftTable, DraftTask
from desktop.domain.judging import deadline_doubts, unit_doubts
from desktop.domain.roles import assign_roles
from desktop.domain.unit import Mention, Role
from desktop.domain.unit_list import parse_units
from desktop.extraction.columns import Meaning
from desktop.extraction.linking import Linker
from desktop.extraction.tables import Cell, Grid
from desktop.extraction.tasks import Context

_ROLES = {
    Meaning.LEAD: Role.LEAD,
    Meaning.PARTICIPANT: Role.PARTICIPANT,
    Meaning.UNITS: Role.RESPONSIBLE,
}
#: Doubts that a cell of another column in their place gives rise to.
_STRANGE = ("table.ragged", "table.row_end", "unit.not_a_name", "deadline.unread")
_SHARE = 3
_MISREAD = Doubt("task", "table.misread", "本表有多行的单元格对不上，本行也请与原件核对")
_PERIOD = re.compile(r"\d\s*年?\s*[-—–～~至到]+\s*(?:19|20)\d{2}")


def read_annex(context: Context, grid: Grid, linker: Linker) -> DraftTable:
    """Read the rows of `grid` and link them to tasks."""
    rows = []
    context = replace(context, year=_only_year(grid.title) or context.year)
    for index, cells in enumerate(grid.rows):
        row = _row(context, grid, cells)
        if index in grid.groups and not row.group:
            row = replace(row, group=grid.groups[index])
        row = replace(row, doubts=(*row.doubts, *_shape_doubts(grid, index)))
        linked = linker.tasks_of(row.wording, frozenset(u.name for u in row.units))
        rows.append(replace(row, tasks=linked))
    return DraftTable(grid.title, grid.columns, tuple(_all_doubted(rows)))


def _all_doubted(rows: list[DraftRow]) -> Iterator[DraftRow]:
    """Doubt every row of a table in which many do not fit: where the cells are shifted, a right one is luck."""
    strange = sum(any(d.code in _STRANGE for d in row.doubts) for row in rows)
    misread = strange > 1 and strange * _SHARE >= len(rows)
    for row in rows:
        if misread and not any(d.code == "table.ragged" for d in row.doubts):
            row = replace(row, doubts=(*row.doubts, _MISREAD))
        yield row


def _only_year(title: str) -> int | None:
    """Return the year that a table's title puts its rows in: 2026年工作任务清单."""
    years = set(re.findall(r"(?:19|20)\d{2}(?=\s*年)", title))
    return int(years.pop()) if len(years) == 1 and not _PERIOD.search(title) else None


def _shape_doubts(grid: Grid, index: int) -> Iterator[Doubt]:
    if index in grid.ragged:
        yield Doubt("task", "table.ragged", "本行单元格数与表头不符，各栏可能错位，请核对")
    if index in grid.unsure:
        yield Doubt("task", "table.row_end", "原表此处折行，本行与上下行的分界没有把握，请核对")


def make_linker(context: Context, tasks: Sequence[DraftTask], first: int = 0) -> Linker:
    """Prepare tasks for linking, the place of the first of them given; a heading's words count as its tasks'."""

    def words(task: DraftTask) -> str:
        title = context.headings[task.section].title if task.section is not None else ""
        return title + task.text

    units = [frozenset(u.name for u in t.units) for t in tasks]
    return Linker([words(t) for t in tasks], units, first)


def _row(context: Context, grid: Grid, cells: Sequence[Cell]) -> DraftRow:
    by_meaning: dict[Meaning, Cell] = {}
    for meaning, cell in zip(grid.meanings, cells, strict=True):
        by_meaning.setdefault(meaning, cell)
    empty = Cell("", cells[0].span)
    wording = by_meaning.get(Meaning.WORDING, empty)
    units, doubts = _units(context, grid, cells)
    deadline = by_meaning.get(Meaning.DEADLINE, empty)
    deadlines = tuple(_placed(context, deadline, f) for f in read_cell(deadline.text, context.year))
    filled = [c for c in cells if c.text]
    span = (
        Span(min(c.span.start for c in filled), max(c.span.end for c in filled))
        if filled
        else cells[0].span
    )
    return DraftRow(
        number=by_meaning.get(Meaning.NUMBER, empty).text,
        wording=wording.text,
        group=(by_meaning[Meaning.GROUP].text or None) if Meaning.GROUP in by_meaning else None,
        units=units,
        deadlines=deadlines,
        span=context.trace.to_source(span.start, span.end),
        doubts=(*doubts, *(d for f in deadlines for d in deadline_doubts(f))),
    )


def _units(
    context: Context, grid: Grid, cells: Sequence[Cell]
) -> tuple[tuple[Mention, ...], tuple[Doubt, ...]]:
    """Read the unit columns. A column of leads makes the other column's units participants."""
    divided = Meaning.LEAD in grid.meanings
    units: list[Mention] = []
    doubts: tuple[Doubt, ...] = ()
    for meaning, cell in zip(grid.meanings, cells, strict=True):
        if meaning not in _ROLES:
            continue
        mentions: Sequence[Mention] = parse_units(cell.text, context.directory, context.region)
        if meaning is Meaning.UNITS and Meaning.PARTICIPANT in grid.meanings:
            mentions = [replace(m, role=Role.LEAD) for m in mentions]
        elif meaning is Meaning.UNITS and not divided:
            in_force = context.rule.span is not None and cell.span.end >= context.rule.span.start
            mentions, doubts = assign_roles(mentions, context.rule, in_force=in_force)
        else:
            role = Role.PARTICIPANT if meaning is Meaning.UNITS else _ROLES[meaning]
            mentions = [replace(m, role=role) for m in mentions]
        units.extend(mentions)
    return tuple(units), (*doubts, *unit_doubts(context.directory, context.region, units))


def _placed(context: Context, cell: Cell, found: FoundDeadline) -> FoundDeadline:
    start = cell.span.start + min(found.span.start, len(cell.span))
    end = min(cell.span.end, start + len(found.span))
    return replace(found, span=context.trace.to_source(start, end))
