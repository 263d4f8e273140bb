"""The grammar of deadlines: what a phrase says and the last day it allows.

The phrase is what is printed; the date is computed beside it and never replaces it. `find_deadlines` looks for phrases
that bound a task's own work in running text; `read_cell` reads what stands alone in a cell or was typed there.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from desktop.domain.deadline import DeadlineKind, FoundDeadline
from desktop.domain.deadline_rules import RULES
from desktop.domain.document import Span

#: Words that make a year the start or the frame of something, not its end.
_OF_THINGS = re.compile(
    "[^，。；、]{0,8}的(?:企业|项目|人员|车辆|存量|单位|个人|房屋|建筑|设施|设备|船舶|合同|贷款)"
)
_CHINESE_YEAR = re.compile("二[〇零○][一二三四五六七八九〇零○]{2}(?=年)")
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_NOT_A_BOUND = re.compile(r"(?:自|从|以|较|比|截|\d)$")


def find_deadlines(text: str, base_year: int | None = None) -> tuple[FoundDeadline, ...]:
    """Find the phrases in running text that bound work, in order, none overlapping another.

    `base_year` is the year of the document, put in where a phrase has none.
    """
    return tuple(_with_years_before(text, list(_scan(_figures(text), base_year, running=True))))


def read_cell(text: str, base_year: int | None = None) -> tuple[FoundDeadline, ...]:
    """Read a deadline cell: its phrases, divided at ； and line ends, each kept whole as printed.

    A phrase that no rule understands comes back with kind UNREAD. An empty cell has none.
    """
    found: list[FoundDeadline] = []
    for part in re.finditer(r"[^；;\n]+", text):
        phrase = part[0].strip()
        if not phrase:
            continue
        start = part.start() + (len(part[0]) - len(part[0].lstrip()))
        span = Span(start, start + len(phrase))
        # A clerk may type 2025 年 6 月底前; only the meaning is read without the spaces.
        compact = _figures("".join(phrase.split()))
        inside = list(_with_years_before(compact, list(_scan(compact, base_year, running=False))))
        if not inside:
            found.append(FoundDeadline(phrase, span, DeadlineKind.UNREAD))
            continue
        found.append(_whole(phrase, span, inside))
    return tuple(found)


def _figures(text: str) -> str:
    """Write years in figures, sign for sign: 二〇二五年 is 2025年."""
    return _CHINESE_YEAR.sub(lambda match: match[0].translate(_DIGITS), text)


def _with_years_before(text: str, found: list[FoundDeadline]) -> Iterator[FoundDeadline]:
    """Give a phrase without a year the year that stands before it in its sentence: 2025年3月底前启动，12月底前完成."""
    last: FoundDeadline | None = None
    for each in found:
        if last is not None and "。" in text[last.span.end : each.span.start]:
            last = None
        if each.assumed_year is None:
            last = each if each.date is not None else last
        elif last is not None and last.date is not None and each.date is not None:
            year = last.date.year + each.date.year - each.assumed_year
            each = replace(each, date=_in_year(each.date, year), assumed_year=last.date.year)
        yield each


def _in_year(day: date, year: int) -> date:
    """Move a day to another year; the last of February stays the last."""
    is_last = (day + timedelta(days=1)).month != day.month
    end = monthrange(year, day.month)[1]
    return day.replace(year=year, day=end if is_last else min(day.day, end))


def _whole(phrase: str, span: Span, inside: list[FoundDeadline]) -> FoundDeadline:
    """Return one deadline for a phrase of a cell, from the bounds found in it."""
    dated = [f for f in inside if f.date is not None or f.impossible]
    standing = [f for f in inside if f.kind is not DeadlineKind.BY] or inside
    meant = max(dated, key=lambda f: f.date or date.min) if dated else standing[0]
    slip = meant.slip and phrase.replace(meant.text, meant.slip, 1)
    return replace(meant, text=phrase, span=span, slip=slip, several=len(dated) > 1)


def _scan(text: str, base_year: int | None, *, running: bool) -> Iterator[FoundDeadline]:
    candidates: list[tuple[int, int, FoundDeadline]] = []
    for precedence, rule in enumerate(RULES):
        if running and not rule.running:
            continue
        for match in rule.pattern.finditer(text):
            if running and _NOT_A_BOUND.search(text[max(0, match.start() - 2) : match.start()]):
                continue
            if running and _OF_THINGS.match(text, match.end()):
                continue
            found = rule.read(match, base_year)
            if found is not None and found.text:
                candidates.append((match.start(), precedence, found))
    end = -1
    for _start, _precedence, found in sorted(candidates, key=lambda c: (c[0], c[1])):
        if found.span.start >= end:
            end = found.span.end
            yield found
