"""Clauses: the words that assign, in brackets or on a line of their own.

clause   := bracket | line
bracket  := （ content ）                            also 〔〕 【】 []
line     := label ： list, to the end of the line; further labelled lines belong to it
content  := labelled | verbal
labelled := label ： list ([；，] label ： list)*      责任单位 牵头单位 配合单位 …
verbal   := (list verb [，；])+                       X牵头，Y配合   X会同Y负责   X等按职责分工负责
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.domain.document import Span
from desktop.domain.unit import Role
from desktop.extraction.stretches import Stretches


@dataclass(frozen=True, slots=True)
class Part:
    """A list of units in a clause and the role that the words give it; RESPONSIBLE where they do not divide."""

    role: Role
    span: Span


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause in cleaned text. `rule_text` is where it states who leads (排第一为牵头单位，下同), if it does."""

    span: Span
    parts: tuple[Part, ...]
    rule: str
    rule_text: Span | None = None


@dataclass(frozen=True, slots=True)
class Suspect:
    """Text that looks like a clause and cannot be read as one."""

    span: Span
    reason: str


LEAD_RULE = re.compile(
    r"(?:排名|排序|排列|排|列)(?:在)?(?:首位|第一位|第一)的?(?:责任)?(?:单位|部门)?(?:的)?(?:为|是)?(?:责任|本项任务)?牵头(?:责任)?(?:单位|部门)?(?:[，,]?\s*(?:以)?下同)?"
)
_LABEL = re.compile(
    r"(?P<word>牵头|主办|负责|责任|承办|落实|实施|配合|协办|协同|参与|参加|协助)(?P<noun>责任)?(?:单位|部门|处室|主体)(?:及分工)?(?:：|为(?!牵头))"
)
_LINE = re.compile(
    r"^[ \t]*(?=" + _LABEL.pattern.replace("?P<word>", "?:").replace("?P<noun>", "?:") + ")", re.M
)
_ROLE = {
    "牵头": Role.LEAD, "主办": Role.LEAD,
    "配合": Role.PARTICIPANT, "协办": Role.PARTICIPANT, "协同": Role.PARTICIPANT,
    "参与": Role.PARTICIPANT, "参加": Role.PARTICIPANT, "协助": Role.PARTICIPANT,
}  # fmt: skip
_VERB = re.compile(
    r"(?:共同|联合|分别)?(?:按照?(?:各自)?职责(?:分工)?|分工)?(?P<verb>牵头|负责|配合|参与|参加|协助|落实)(?:负责|落实|实施|完成|推进)?$"
)
_PAIRS = {"（": "）", "〔": "〕", "【": "】", "[": "]"}
_CLOSING = {v: k for k, v in _PAIRS.items()}
_LONGEST = 800
_ASSIGNS = re.compile(r"(?:牵头|责任|配合)(?:单位|部门)|牵头|负责$")


def find_clauses(text: str, skipped: Sequence[Span] = ()) -> tuple[list[Clause], list[Suspect]]:
    """Find every clause of cleaned `text` in order, and what looks like one. `skipped` stretches have none."""
    clauses: list[Clause] = []
    suspects: list[Suspect] = []
    for start, end, closed in _brackets(text):
        clause = _read_bracket(text, start, end) if closed else None
        if clause is not None:
            clauses.append(clause)
        elif _LABEL.match(text, start + 1):
            reason = "括注里没有读出单位" if closed else "括注没有收尾"
            suspects.append(Suspect(Span(start, min(end, start + _LONGEST)), reason))
    clauses = _outermost(clauses)
    inside_skipped = Stretches(skipped)
    inside_clauses = Stretches([c.span for c in clauses])
    clauses.extend(c for c in _line_clauses(text) if c.span.start not in inside_clauses)
    clauses = sorted(
        (c for c in clauses if c.span.start not in inside_skipped), key=lambda c: c.span.start
    )
    inside_clauses = Stretches([c.span for c in clauses])
    suspects = [
        s
        for s in suspects
        if s.span.start not in inside_skipped and s.span.start not in inside_clauses
    ]
    return clauses, suspects


def _outermost(clauses: list[Clause]) -> list[Clause]:
    """Drop a clause that lies within another: （责任单位：A（B牵头）、C） is one."""
    kept: list[Clause] = []
    for clause in sorted(clauses, key=lambda c: (c.span.start, -c.span.end)):
        if not kept or clause.span.start >= kept[-1].span.end:
            kept.append(clause)
    return kept


def _brackets(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield bracket pairs ``(start, end, closed)``, inner before outer, in one pass; no pair crosses a line end.

    A mark that does not fit its partner closes nothing, so a damaged bracket cannot hide the clause after it.
    """
    open_at: list[int] = []
    for place, character in enumerate(text):
        if character in _PAIRS:
            open_at.append(place)
        elif character in _CLOSING:
            if open_at and text[open_at[-1]] == _CLOSING[character]:
                yield open_at.pop(), place + 1, True
        elif character == "\n":
            yield from ((start, place, False) for start in open_at)
            open_at.clear()
    yield from ((start, len(text), False) for start in open_at)


def _read_bracket(text: str, start: int, end: int) -> Clause | None:
    if end - start > _LONGEST:
        return None
    inner = Span(start + 1, end - 1)
    rule_text = _lead_rule(text, inner)
    body = Span(inner.start, rule_text.start) if rule_text else inner
    content = body.slice(text)
    if _LABEL.match(content.lstrip()):
        parts = _labelled(text, body)
        return Clause(Span(start, end), parts, "clause.bracket_label", rule_text) if parts else None
    if _ASSIGNS.search(content):
        parts = _verbal(text, body)
        return Clause(Span(start, end), parts, "clause.bracket_verb", rule_text) if parts else None
    return None


def _lead_rule(text: str, inner: Span) -> Span | None:
    match = LEAD_RULE.search(text, inner.start, inner.end)
    return Span(*match.span()) if match else None


def _trimmed(text: str, start: int, end: int) -> Span:
    while end > start and (text[end - 1].isspace() or text[end - 1] in "，；。、,;（〔"):
        end -= 1
    while start < end and (text[start].isspace() or text[start] in "，；。、："):
        start += 1
    return Span(start, end)


def _labelled(text: str, body: Span) -> tuple[Part, ...]:
    labels = list(_LABEL.finditer(text, body.start, body.end))
    parts = []
    for index, label in enumerate(labels):
        until = labels[index + 1].start() if index + 1 < len(labels) else body.end
        span = _trimmed(text, label.end(), until)
        if len(span):
            parts.append(Part(_ROLE.get(label["word"], Role.RESPONSIBLE), span))
    return tuple(parts)


def _verbal(text: str, body: Span) -> tuple[Part, ...]:
    """Read “X牵头，Y、Z配合”: each list runs up to its verb; a list that no verb ends is no clause."""
    parts: list[Part] = []
    start = body.start
    pending = False
    for end in [
        *(m.start() for m in re.finditer("[，；]", text[body.start : body.end])),
        len(body),
    ]:
        stop = body.start + end
        verb = _VERB.search(text[start:stop])
        pending = verb is None
        if verb is None:
            continue
        span = _trimmed(text, start, start + verb.start())
        if not len(span):
            return ()
        parts.extend(_with_helpers(text, span, verb["verb"]))
        start = stop + 1
    return () if pending else tuple(parts)


def _with_helpers(text: str, span: Span, verb: str) -> Iterator[Part]:
    """Divide “A会同B、C负责”: A leads, the others take part."""
    role = Role.RESPONSIBLE if verb in ("负责", "落实") else _ROLE.get(verb, Role.PARTICIPANT)
    helper = re.search("会同|商", span.slice(text))
    if helper and verb in ("负责", "牵头", "落实"):
        yield Part(Role.LEAD, _trimmed(text, span.start, span.start + helper.start()))
        yield Part(Role.PARTICIPANT, _trimmed(text, span.start + helper.end(), span.end))
    else:
        yield Part(role, span)


def _line_clauses(text: str) -> Iterator[Clause]:
    end = -1
    for match in _LINE.finditer(text):
        if match.start() < end:
            continue
        end = _line_end(text, match.start())
        while end < len(text) and _LINE.match(text, end + 1):
            end = _line_end(text, end + 1)
        inner = Span(match.end(), end)
        rule_text = _lead_rule(text, inner)
        body = Span(inner.start, rule_text.start) if rule_text else inner
        parts = _labelled(text, body)
        if parts:
            yield Clause(
                Span(match.end(), _trimmed(text, match.end(), end).end),
                parts,
                "clause.line",
                rule_text,
            )


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end
