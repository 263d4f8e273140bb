"""One clause becomes one task: what it governs, who, by when, and what is unsure about it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from desktop.domain.deadline import FoundDeadline
from desktop.domain.deadline_grammar import find_deadlines, read_cell
from desktop.domain.document import Span
from desktop.domain.draft import CleaningNote, Doubt, DraftTask, LeadRule
from desktop.domain.judging import deadline_doubts, unit_doubts
from desktop.domain.roles import assign_roles, divided
from desktop.domain.trace import Trace
from desktop.domain.unit import Mention, Role, UnitDirectory
from desktop.domain.unit_list import parse_units
from desktop.domain.unit_names import is_post, may_be_unit
from desktop.extraction.clauses import Clause
from desktop.extraction.outline import Heading, HeadKind
from desktop.extraction.wording import propose_wording

_SENTENCE_END = re.compile("[。；！]$")
_SHORTEST_TEXT = 8
#: What stands below a document's last item and is not its text.
_FOOT = re.compile(
    r"\n(?=[ \t\u3000]*(?:附\s*[件表]|抄送|主送|（此件|.{2,30}\n\s*\d{4}年\d{1,2}月\d{1,2}日"
    r"|\d{4}年\d{1,2}月\d{1,2}日\s*(?:\n|$)))"
)


@dataclass(frozen=True)
class Context:
    """What all clauses of a document share.

    `rule.span` and `clauses` (where each begins) are in cleaned text; `damage` is what cleaning left in question.
    """

    text: str
    trace: Trace
    headings: tuple[Heading, ...]
    directory: UnitDirectory
    region: str | None
    year: int | None
    rule: LeadRule
    damage: tuple[CleaningNote, ...] = ()
    clauses: tuple[int, ...] = ()

    @cached_property
    def starts(self) -> list[int]:
        """Where each heading begins."""
        return [h.span.start for h in self.headings]

    def heading_at(self, place: int) -> int | None:
        """Return the heading that governs a place of the text."""
        index = bisect_right(self.starts, place) - 1
        return index if index >= 0 else None

    def region_end(self, index: int | None) -> int:
        """Return where the item of a heading ends: at the next heading."""
        following = 0 if index is None else index + 1
        return self.starts[following] if following < len(self.starts) else len(self.text)


def read_task(context: Context, clause: Clause, before: Clause | None) -> DraftTask | None:
    """Make the task of `clause`; `before` is the clause read last. None when it names no unit."""
    units, doubts = read_units(context, clause)
    if not units:
        return None
    section = context.heading_at(clause.span.start)
    heading = context.headings[section] if section is not None else None
    span = _governed(context, clause, before, heading)
    covered = _items_above(context, section, clause, before) if section is not None else None
    if covered is not None:
        section, heading, span = covered
    elif heading is not None and section is not None and _is_title(context, heading, clause):
        span = _text_below(context, section, clause) or span
    text = span.slice(context.text)
    alone = heading is not None and (covered is not None or _is_alone(context, section))
    source = context.trace.to_source(span.start, span.end)
    stated = [
        _placed(context, time, found)
        for whole in clause.times
        for time, year in _times_of(context, whole)
        for found in read_cell(time.slice(context.text), year)
    ]
    inside = [_placed(context, span, found) for found in find_deadlines(text, context.year)]
    deadlines = (*(f for f in inside if not _is_said_by(f, stated)), *stated)
    clause_source = context.trace.to_source(clause.span.start, clause.span.end)
    return DraftTask(
        section=section,
        number=heading.label if heading else "",
        wording=propose_wording(heading.title if heading else "", text, alone=alone),
        text=text,
        clause=clause.span.slice(context.text),
        span=source,
        clause_span=clause_source,
        units=units,
        deadlines=deadlines,
        doubts=(
            *doubts,
            *(_covered_doubts(context, span) if covered is not None else ()),
            *(d for found in deadlines for d in deadline_doubts(found)),
            *_text_doubts(
                context, heading, _stretch(context, heading, span, clause, alone=alone), len(text)
            ),
        ),
        rule=clause.rule,
    )


def read_units(context: Context, clause: Clause) -> tuple[tuple[Mention, ...], tuple[Doubt, ...]]:
    """Read the lists of a clause, with roles."""
    units: list[Mention] = []
    overseers: list[Mention] = []
    for part in clause.parts:
        mentions = parse_units(part.span.slice(context.text), context.directory, context.region)
        (overseers if part.oversees else units).extend(
            m if m.role is not Role.RESPONSIBLE else replace(m, role=part.role)
            for m in mentions
            if not is_post(m.name)
        )
    if not clause.rule.endswith("label") and not _mostly_units(units):
        return (), ()
    doubts: tuple[Doubt, ...] = tuple(_clause_doubts(context, clause, units))
    if all(u.role is Role.RESPONSIBLE for u in units):
        in_force = context.rule.span is not None and clause.span.end >= context.rule.span.start
        done, more = assign_roles(units, context.rule, in_force=in_force)
        doubts = (*doubts, *more)
    else:
        done = divided(units)
    done = (*done, *overseers)
    return done, (*doubts, *unit_doubts(context.directory, context.region, done))


def _clause_doubts(context: Context, clause: Clause, units: Sequence[Mention]) -> Iterator[Doubt]:
    """Say what is unsure about a clause as a whole."""
    known = sum(u.known or u.collective for u in units)
    if clause.rule == "clause.sentence_verb" and known * 3 < len(units) * 2:
        yield Doubt("units", "clause.sentence", "责任单位写在正文句子里，没有括注或标签，请核对")
    if clause.rule.endswith("bare"):
        before = context.text[: clause.span.start].rstrip()[-1:]
        several = context.text[clause.span.start : clause.span.end].count("、") > 0
        if clause.rule == "clause.sentence_bare" or not (several and before in "。；！”）"):
            yield Doubt(
                "units",
                "clause.bare",
                "原文只写了单位名称，没有写牵头或配合，按责任单位读取，请核对",
            )


def _items_above(
    context: Context, section: int, clause: Clause, before: Clause | None
) -> tuple[int, Heading, Span] | None:
    """Find the items that a clause on a line of its own closes, where those before the last have none of their own.

    1.…  （1）…  （2）…  （责任单位：…）: it governs the whole of 1., not （2） alone. None in every other case.
    """
    text = context.text
    last = context.headings[section]
    line = text[text.rfind("\n", 0, clause.span.start) + 1 : clause.span.start]
    if line.strip(" —★☆▲△●○◆◇■□·*＊") or last.parent is None:
        return None
    if last.kind < HeadKind.ARABIC:
        return None
    since = before.span.end if before is not None else 0
    parent = context.headings[last.parent]
    above = [
        h
        for h in context.headings[last.parent + 1 : section]
        if h.parent == last.parent and h.span.start >= since
    ]
    if not above or parent.span.start < since:
        return None
    if last.kind is HeadKind.ARABIC and not all(
        _is_one_sentence(context, h) for h in (*above, last)
    ):
        return None
    start, end = parent.body, clause.span.start
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return last.parent, parent, Span(start, end)


def _is_one_sentence(context: Context, heading: Heading) -> bool:
    """Say whether an item is one sentence on its line, and so a point rather than a measure with a title."""
    end = context.text.find("\n", heading.span.start)
    line = context.text[heading.span.start : end if end >= 0 else len(context.text)]
    return "。" not in line.rstrip()[:-1]


def _covered_doubts(context: Context, span: Span) -> Iterator[Doubt]:
    lines = span.slice(context.text).split("\n")
    message = f"责任单位写在本项{len(lines)}段之后，按管整项理解，请核对是否只管最后一段"
    yield Doubt("task", "task.several_items", message)


def _times_of(context: Context, whole: Span) -> tuple[tuple[Span, int | None], ...]:
    """Divide a clause's time at its commas where each part is a date of its own: 3月底前启动，12月底前完成.

    Each comes with the year that it means where it has none: that of the part before it, else the document's.
    """
    parts: list[tuple[Span, int | None]] = []
    year = context.year
    for part in re.finditer("[^，；]+", whole.slice(context.text)):
        found = read_cell(part[0], year)
        if not found or any(d.date is None for d in found):
            return ((whole, context.year),)
        parts.append((Span(whole.start + part.start(), whole.start + part.end()), year))
        stated = [d.date.year for d in found if d.date is not None and d.assumed_year is None]
        year = stated[-1] if stated else year
    return tuple(parts) or ((whole, context.year),)


def _is_said_by(found: FoundDeadline, stated: Sequence[FoundDeadline]) -> bool:
    """Say whether the clause states the same bound as a phrase in the text: it is printed once, in its words."""
    return any(found.date is not None and found.date == other.date for other in stated)


def _is_title(context: Context, heading: Heading, clause: Clause) -> bool:
    """Say whether a clause stands right behind its item's title: （一）发展循环经济（责任单位：…）."""
    between = context.text[heading.span.start + len(heading.label) : clause.span.start]
    if between.strip("。：；， \n") != heading.title.strip("。：；， "):
        return False
    # A sentence with its clause at the end of the paragraph is the task; a title is no sentence or has its text beside.
    follows = context.text[clause.span.end : context.text.find("\n", clause.span.end)].strip("。；")
    if follows.strip() or not _SENTENCE_END.search(between.rstrip()):
        return True
    section = context.headings.index(heading)
    below = context.headings[section + 1] if section + 1 < len(context.headings) else None
    return below is not None and below.kind > heading.kind


def _text_below(context: Context, section: int, clause: Clause) -> Span | None:
    """Return the text that a clause behind a title governs: up to the next item, with the items under its own.

    None where nothing follows, or where what follows has clauses of its own.
    """
    kind = context.headings[section].kind
    below = next((h for h in context.headings[section + 1 :] if h.kind <= kind), None)
    end = below.span.start if below is not None else len(context.text)
    after = bisect_right(context.clauses, clause.span.start)
    if after < len(context.clauses) and context.clauses[after] < end:
        child = context.region_end(section)
        if context.clauses[after] < child:
            return None
        end = min(end, child)
    foot = _FOOT.search(context.text, clause.span.end, end)
    end = foot.start() if foot else end
    start = clause.span.end
    while start < end and (context.text[start].isspace() or context.text[start] in "。；，、"):
        start += 1
    while end > start and context.text[end - 1].isspace():
        end -= 1
    return Span(start, end) if end - start >= _SHORTEST_TEXT else None


def _mostly_units(units: Sequence[Mention]) -> bool:
    likely = sum(u.known or may_be_unit(u.name) for u in units)
    return bool(units) and likely * 3 >= len(units) * 2


def _governed(
    context: Context, clause: Clause, before: Clause | None, heading: Heading | None
) -> Span:
    """Return the sentences since the previous clause in the same item, else since the item's heading."""
    start = heading.body if heading else 0
    if before is not None and before.span.end > start:
        start = before.span.end
    if heading is None and before is None:
        start = _paragraph_start(context.text, clause.span.start)
    text = context.text
    end = clause.span.start
    start = min(start, end)  # a clause may stand within a title
    while start < end and (text[start].isspace() or text[start] in "。；，、"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start >= end and heading is not None:
        return Span(heading.span.start + len(heading.label), heading.span.end)
    return Span(start, end)


def _paragraph_start(text: str, place: int) -> int:
    """Without headings a clause governs its own paragraph, or the one above when it stands alone."""
    start = text.rfind("\n", 0, place) + 1
    while start > 0 and not text[start:place].strip():
        place = start - 1
        start = text.rfind("\n", 0, place) + 1
    return start


def _is_alone(context: Context, section: int | None) -> bool:
    if section is None:
        return False
    first = bisect_left(context.clauses, context.starts[section])
    return bisect_left(context.clauses, context.region_end(section)) - first == 1


def _placed(context: Context, span: Span, found: FoundDeadline) -> FoundDeadline:
    start = span.start + found.span.start
    return replace(found, span=context.trace.to_source(start, start + len(found.span)))


def _stretch(
    context: Context, heading: Heading | None, span: Span, clause: Clause, *, alone: bool
) -> Span:
    """Return the source that the task's cells come from: with its heading where that gives the wording."""
    start = heading.span.start if heading is not None and alone else span.start
    return context.trace.to_source(min(start, span.start), clause.span.end)


def _damage_message(note: CleaningNote) -> str:
    if note.after == note.before:
        return f"原文此处有乱码“{note.before}”，无法恢复，请对照原件更正"
    return f"原文此处有乱码，中间文字已恢复，首尾缺字（□）推测为“{note.after}”，请对照原件更正"


def _text_doubts(
    context: Context, heading: Heading | None, source: Span, length: int
) -> Iterator[Doubt]:
    title = context.trace.to_source(heading.span.start, heading.span.end) if heading else None
    for note in context.damage:
        if note.span.start < source.end and source.start < note.span.end:
            of_title = title is not None and note.span.start < title.end
            field = "wording" if of_title else "task"
            yield Doubt(field, "text.damaged", _damage_message(note))
    if heading is not None and heading.guessed_title:
        yield Doubt(
            "task",
            "section.glued",
            f"标题与正文连在一起，标题按“{heading.label}{heading.title}”断开，请核对",
        )
    if length == 0:
        yield Doubt("task", "task.empty", "括注前没有读到任务文字，请核对它管哪一段")
