"""From a document to a draft: the steps in their order.

cleaning → tables → clauses → outline → tasks, each on the cleaned text; at the end every position is turned back into
one of the source. `VERSION` names this reading; a workbook keeps it with what was read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from desktop.domain.document import SourceDocument, Span
from desktop.domain.draft import (
    CleaningNote,
    Doubt,
    Draft,
    DraftRow,
    DraftSection,
    DraftTable,
    DraftTask,
    LeadRule,
    LeadRuleKind,
    Unread,
)
from desktop.domain.trace import Trace
from desktop.domain.unit import Mention, Role, UnitDirectory
from desktop.extraction import strangers
from desktop.extraction.aligned import find_aligned_tables
from desktop.extraction.annex import make_linker, read_annex
from desktop.extraction.clauses import Clause, Suspect, find_clauses
from desktop.extraction.cleaning import clean
from desktop.extraction.coverage import settle_unknown
from desktop.extraction.everywhere import units_of_every_task
from desktop.extraction.head import base_year, read_head
from desktop.extraction.outline import Heading, HeadKind, read_outline
from desktop.extraction.separated import find_separated_tables
from desktop.extraction.tables import Grid, find_text_tables, read_marked_tables
from desktop.extraction.tasks import Context, read_task

VERSION = "1"
_LONGEST_QUOTE = 60
_SISTERS = 3
_MOST_NAMED = 5

Step = Callable[[], None]


def extract(
    document: SourceDocument,
    directory: UnitDirectory,
    check: Step = lambda: None,
    usual_region: str | None = None,
) -> Draft:
    """Read every assignment of `document`. `check` is called between steps and may raise to cancel.

    `usual_region` is that of a document that does not tell its own.

    Raises nothing of its own: a text without any clause gives a draft without tasks.
    """
    cleaned = clean(document.text)
    trace, text = cleaned.trace, cleaned.trace.text
    check()
    grids = read_marked_tables(document.tables, trace)
    grids = grids or [
        *find_text_tables(text),
        *find_separated_tables(text),
        *find_aligned_tables(text),
    ]
    skipped = [grid.span for grid in grids]
    clauses, suspects = find_clauses(text, skipped)
    check()
    headings = read_outline(text, skipped, [c.span.start for c in clauses])
    check()
    head = read_head(_without(text, skipped), usual_region)
    rule = _lead_rule(text, clauses)
    context = Context(
        text=text,
        trace=trace,
        headings=headings,
        directory=directory,
        region=head.region,
        year=base_year(head),
        rule=rule,
        damage=_damage(cleaned.notes),
        clauses=tuple(c.span.start for c in clauses),
    )
    tasks: list[DraftTask] = []
    unread: list[Unread] = []
    read_clauses: list[Clause] = []
    for clause in clauses:
        task = read_task(context, clause, read_clauses[-1] if read_clauses else None)
        if task is None:
            suspects.append(Suspect(clause.span, "括注里没有读出单位"))
        else:
            tasks.append(task)
            read_clauses.append(clause)
    check()
    suspects.extend(
        Suspect(span, strangers.REASON) for span in strangers.unread_heads(document, trace, skipped)
    )
    unread.extend(
        Unread(trace.to_source(s.span.start, s.span.end), s.span.slice(text), s.reason)
        for s in suspects
    )
    unread.sort(key=lambda u: u.span.start)
    grids.sort(key=lambda grid: grid.span.start)
    places = [c.span.start for c in read_clauses]
    read = tuple(_tables(context, grids, tasks, places))
    settled, tables, thin = settle_unknown(tasks, read)
    everywhere, sentence = units_of_every_task(text, directory, head.region)
    doubts = (
        *head.doubts,
        *_outline_doubts(headings),
        *_year_doubts([*tasks, *(row for table in read for row in table.rows)]),
        *_unread_doubts(unread),
        *_skipped_doubts(headings, settled),
        *_overseer_doubts(read_clauses, text),
        *thin,
        *_everywhere_doubts(everywhere, sentence, text),
    )
    head = replace(
        head,
        lead_rule=_rule_of(rule, trace, tasks),
        global_participants=everywhere,
        doubts=doubts,
    )
    return Draft(
        head=head,
        sections=tuple(_section(h, trace) for h in headings),
        tasks=settled,
        tables=tables,
        unread=tuple(unread),
        cleaning=(*cleaned.notes, *_number_notes(headings, trace)),
        trace=trace,
    )


def _without(text: str, stretches: list[Span]) -> str:
    """Return `text` without its tables: a cell is no title and no signature."""
    parts, start = [], 0
    for span in sorted(stretches, key=lambda s: s.start):
        parts.append(text[start : span.start])
        start = max(start, span.end)
    return "".join([*parts, text[start:]])


def _tables(
    context: Context, grids: list[Grid], tasks: list[DraftTask], places: list[int]
) -> Iterator[DraftTable]:
    """Link each table to the tasks before it, back to the table before: a file may hold several documents."""
    after = 0
    for grid in grids:
        first, last = bisect_left(places, after), bisect_left(places, grid.span.start)
        if first == last:
            first, last = 0, len(tasks)
        yield read_annex(context, grid, make_linker(context, tasks[first:last], first))
        after = grid.span.end


def _lead_rule(text: str, clauses: list[Clause]) -> LeadRule:
    """Find the sentence that states the rule; its place here is one of the cleaned text."""
    stated = next((c.rule_text for c in clauses if c.rule_text), None)
    if stated is None:
        return LeadRule()
    return LeadRule(LeadRuleKind.FIRST_LISTED, stated.slice(text), stated)


def _rule_of(rule: LeadRule, trace: Trace, tasks: list[DraftTask]) -> LeadRule:
    """Return the stated rule with its place in the source, else how the clauses themselves divide."""
    if rule.span is not None:
        return replace(rule, span=trace.to_source(rule.span.start, rule.span.end))
    divided = [t for t in tasks if len(t.units) > 1 and any(u.role is Role.LEAD for u in t.units)]
    if not divided:
        return rule
    by_verb = any(t.rule.endswith("verb") for t in divided)
    return LeadRule(LeadRuleKind.BY_VERB if by_verb else LeadRuleKind.BY_LABEL)


def _section(heading: Heading, trace: Trace) -> DraftSection:
    return DraftSection(
        heading.level,
        heading.label,
        heading.title,
        trace.to_source(heading.span.start, heading.span.end),
        heading.parent,
    )


def _damage(notes: tuple[CleaningNote, ...]) -> tuple[CleaningNote, ...]:
    return tuple(n for n in notes if n.kind == "mojibake" and not n.certain)


def _outline_doubts(headings: tuple[Heading, ...]) -> list[Doubt]:
    lost = [h for h in headings if h.inferred]
    if not lost:
        return []
    first, last = lost[0].label.rstrip("."), lost[-1].label.rstrip(".")
    message = f"原文第{first}至{last}项的编号缺失，已按前后顺序推定，请对照原件核对"
    return [Doubt("numbers", "numbers.lost", message)]


def _year_doubts(read: Sequence[DraftTask | DraftRow]) -> Iterator[Doubt]:
    years = [d.assumed_year for item in read for d in item.deadlines if d.assumed_year is not None]
    if years:
        said = "、".join(f"{year}年" for year in sorted(set(years)))
        message = f"有{len(years)}处时限没有写明年份，按{said}理解，请核对"
        yield Doubt("deadline", "deadline.assumed_year", message)
    yearless = sum(d.yearless for item in read for d in item.deadlines)
    if yearless:
        message = f"有{yearless}处时限没有写明年份，文件上也没有日期，没有推算到日，请核对"
        yield Doubt("deadline", "deadline.yearless", message)


def _unread_doubts(unread: Sequence[Unread]) -> Iterator[Doubt]:
    """A clause that became no task is a question before anything leaves, wherever it stands."""
    for text, reason in dict.fromkeys((" ".join(u.text.split()), u.reason) for u in unread):
        words = text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"
        message = f"“{words}”没有读成任务（{reason}），请核对原文"
        yield Doubt("task", "clause.unread", message)


def _skipped_doubts(headings: Sequence[Heading], tasks: Sequence[DraftTask]) -> Iterator[Doubt]:
    """Name the items that have no task beside sisters that have one: their clause may be lost or not understood."""
    counted = Counter(task.section for task in tasks)
    parents = {heading.parent for heading in headings}
    sisters: dict[int | None, list[int]] = {}
    for index, heading in enumerate(headings):
        if index not in parents:
            sisters.setdefault(heading.parent, []).append(index)
    skipped: list[Heading] = []
    for parent, items in sisters.items():
        # The first and the last chapter are what goes before and after the tasks.
        items = items[1:-1] if headings[items[0]].kind is HeadKind.CHINESE else items
        without = [i for i in items if not counted[i]]
        if len(items) >= _SISTERS and len(without) * 3 <= len(items) and not counted[parent]:
            skipped.extend(headings[i] for i in without)
    if skipped:
        named = "、".join(f"“{h.label}{h.title[:12]}”" for h in skipped[:_MOST_NAMED])
        more = f"等{len(skipped)}项" if len(skipped) > _MOST_NAMED else ""
        message = f"{named}{more}没有读到责任单位，同级其他项都有，请核对原文"
        yield Doubt("task", "item.without_clause", message)


def _overseer_doubts(clauses: Sequence[Clause], text: str) -> Iterator[Doubt]:
    """Say once that supervising units (督导单位) are listed with those who take part."""
    named = dict.fromkeys(p.span.slice(text) for c in clauses for p in c.parts if p.oversees)
    if named:
        words = "、".join(list(named)[:_MOST_NAMED])
        message = f"原文另列督导、督办一类单位（{words}），已放在配合单位中，请确定是否列入"
        yield Doubt("units", "clause.oversees", message)


def _everywhere_doubts(
    units: tuple[Mention, ...], sentence: Span | None, text: str
) -> Iterator[Doubt]:
    """Say that units are added to every task by a sentence: they stand in no task's own list."""
    if units and sentence is not None:
        names = "、".join(u.name for u in units)
        message = f"文件写明“{sentence.slice(text).strip('，。')}”，{names}没有逐项列入，排附件时请确定是否加注"
        yield Doubt("global_participants", "units.everywhere", message)


def _number_notes(headings: tuple[Heading, ...], trace: Trace) -> list[CleaningNote]:
    return [
        CleaningNote(
            "number", trace.to_source(h.span.start, h.span.start), "", h.label, certain=False
        )
        for h in headings
        if h.inferred
    ]
