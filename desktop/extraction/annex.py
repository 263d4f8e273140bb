"""An assignment table of the document becomes annex rows, each linked to the tasks it is taken to come from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from desktop.domain.deadline import FoundDeadline
from desktop.domain.deadline_grammar import read_cell
from desktop.domain.document import Span
from desktop.domain.draft import Doubt, DraftRow, DraftTable, DraftTask, LeadRule, LeadRuleKind
from desktop.domain.judging import deadline_doubts, unit_doubts
from desktop.domain.roles import assign_roles
from desktop.domain.unit import Mention, Role
from desktop.domain.unit_list import parse_units
from desktop.domain.unit_names import is_post
from desktop.extraction.clause_grammar import LABEL_WITH_COLON, LEAD_RULE, read_content, read_list
from desktop.extraction.columns import UNIT_COLUMNS, Meaning
from desktop.extraction.linking import Linker
from desktop.extraction.tables import NOTHING, Cell, Grid
from desktop.extraction.tasks import Context

_ROLES = {
    Meaning.LEAD: Role.LEAD,
    Meaning.PARTICIPANT: Role.PARTICIPANT,
    Meaning.UNITS: Role.RESPONSIBLE,
}
_DIVIDES = re.compile(rf"{LABEL_WITH_COLON}|牵头|负责$|配合$|会同")
#: Doubts that a cell of another column in their place gives rise to.
_STRANGE = ("table.ragged", "table.row_end", "unit.not_a_name", "deadline.unread")
_SHARE = 3
_NOBODY = Doubt("units", "row.no_units", "原表本行没有写责任单位，请核对")
_MISREAD = Doubt("task", "table.misread", "本表有多行的单元格对不上，本行也请与原件核对")
_PERIOD = re.compile(r"\d\s*年?\s*[-—–～~至到]+\s*(?:19|20)\d{2}")


def read_annex(context: Context, grid: Grid, linker: Linker) -> DraftTable:
    """Read the rows of `grid` and link them to tasks."""
    rows = []
    context = replace(context, year=_only_year(grid.title) or context.year)
    for index, cells in enumerate(grid.rows):
        row = _row(context, grid, cells)
        if not row.units and UNIT_COLUMNS & set(grid.meanings):
            row = replace(row, doubts=(*row.doubts, _NOBODY))
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
    """Read the unit columns. What a cell says itself (A牵头，B配合) counts before its column's title.

    A column of leads makes the other column's units participants; where no column divides, the document's rule does.
    """
    here = [
        (meaning, title, _mentions(context, cell.text), cell.span.end)
        for meaning, title, cell in zip(grid.meanings, grid.columns, cells, strict=True)
        if meaning in UNIT_COLUMNS
    ]
    # A column of leads that names nobody in this row divides nothing; one of helpers says that the others lead.
    divided_by_column = {m for m, _t, found, _e in here if m is Meaning.PARTICIPANT or found}
    divided_by_column &= {Meaning.LEAD, Meaning.PARTICIPANT}
    units: list[Mention] = []
    rule, in_force = context.rule, False
    for meaning, title, mentions, end in here:
        role = _ROLES[meaning]
        if meaning is Meaning.UNITS and divided_by_column:
            role = Role.PARTICIPANT if Meaning.LEAD in divided_by_column else Role.LEAD
        units.extend(
            m if m.role is not Role.RESPONSIBLE else replace(m, role=role) for m in mentions
        )
        stated = LEAD_RULE.search(title)
        if stated:  # 责任单位（排在首位的为牵头单位）
            rule, in_force = LeadRule(LeadRuleKind.FIRST_LISTED, stated[0]), True
        elif rule.span is not None and end >= rule.span.start:
            in_force = True
    doubts: tuple[Doubt, ...] = ()
    done: Sequence[Mention] = units
    if not divided_by_column:
        done, doubts = assign_roles(units, rule, in_force=in_force)
    return tuple(done), (*doubts, *unit_doubts(context.directory, context.region, done))


def _mentions(context: Context, text: str) -> list[Mention]:
    """Read a cell's units, with the roles that labels and verbs in it give them."""
    if NOTHING.match(text):
        return []
    content = read_content(text, Span(0, len(text))) if _DIVIDES.search(text) else None
    parts = content.parts if content is not None else read_list(text)
    found: list[Mention] = []
    for part in parts:
        mentions = parse_units(part.span.slice(text), context.directory, context.region)
        found.extend(
            m if m.role is not Role.RESPONSIBLE else replace(m, role=part.role)
            for m in mentions
            if not is_post(m.name)
        )
    return found


def _placed(context: Context, cell: Cell, found: FoundDeadline) -> FoundDeadline:
    """Place a time in the source: where it stands in the cell, or the whole cell where its lines were joined."""
    start, end = cell.span.start + found.span.start, cell.span.start + found.span.end
    if context.text[start:end] != cell.text[found.span.start : found.span.end]:
        start, end = cell.span.start, cell.span.end
    return replace(found, span=context.trace.to_source(start, end))
