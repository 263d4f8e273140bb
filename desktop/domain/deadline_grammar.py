"""The grammar of deadlines: what a phrase says and the last day it allows.

The phrase is what is printed; the date is computed beside it and never replaces it. `find_deadlines` looks for phrases
that bound a task's own work in running text; `read_cell` reads what stands alone in a cell or was typed there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from desktop.domain.deadline import DeadlineKind, FoundDeadline
from desktop.domain.deadline_rules import RULES
from desktop.domain.document import Span

#: Words that make a year the start or the frame of something, not its end.
_OF_THINGS = re.compile(
    "[^，。；、]{0,8}的(?:企业|项目|人员|车辆|存量|单位|个人|房屋|建筑|设施|设备|船舶|合同|贷款)"
)
_NOT_A_BOUND = re.compile(r"(?:自|从|以|较|比|截|\d)$")


def find_deadlines(text: str, base_year: int | None = None) -> tuple[FoundDeadline, ...]:
    """Find the phrases in running text that bound work, in order, none overlapping another.

    `base_year` is the year of the document, put in where a phrase has none.
    """
    return tuple(_scan(text, base_year, running=True))


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
        inside = list(_scan(phrase, base_year, running=False))
        if not inside:
            found.append(FoundDeadline(phrase, span, DeadlineKind.UNREAD))
            continue
        found.append(_whole(phrase, span, inside))
    return tuple(found)


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
