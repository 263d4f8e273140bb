"""Clauses: where the words that assign stand, in brackets or on a line of their own.

    clause   := bracket | line
    bracket  := （ content ）                            also 〔〕 【】 [] ［］
    line     := label ： list, to the end of the line; further labelled lines belong to it

What stands inside is `desktop.extraction.clause_grammar`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from desktop.domain.document import Span
from desktop.domain.unit_names import may_be_unit
from desktop.extraction.clause_grammar import (
    LABEL,
    LABEL_IN_SENTENCE,
    LABEL_WITH_COLON,
    LEAD_RULE,
    Content,
    Part,
    begins_with_label,
    divided,
    read_bare,
    read_content,
    read_sentence,
    read_time,
)
from desktop.extraction.stretches import Stretches


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause in cleaned text. `rule_text` is where it states who leads (排第一为牵头单位，下同), if it does."""

    span: Span
    parts: tuple[Part, ...]
    rule: str
    rule_text: Span | None = None
    times: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Suspect:
    """Text that looks like a clause and cannot be read as one."""

    span: Span
    reason: str


_LINE = re.compile(rf"^[ \t—★☆▲△●○◆◇■□·*＊]*(?={LABEL_WITH_COLON}|{LABEL_IN_SENTENCE})", re.M)
_OTHER_LINE = re.compile(r"[\u4e00-\u9fff]{2,6}：")
_PAIRS = {"（": "）", "〔": "〕", "【": "】", "[": "]", "［": "］"}
_CLOSING = {v: k for k, v in _PAIRS.items()}
_LONGEST = 800
_LONGEST_NAME = 30
_BREAKS = re.compile("[、，；：。]")
#: A bracket of names only is a clause at the end of a sentence; within one it explains.
_FOLLOWS_BARE = re.compile(r"[。；]?\s*(?:\n|$)")
_GOES_ON = re.compile("[，、\u4e00-\u9fff]")
_ASSIGNS = re.compile(
    r"(?:单位|部门|处室|科室|主体)[：为]|牵头|^(?:责任|配合|主办|协办|承办)(?:单位|部门)?[：\u4e00-\u9fff]"
    r"|(?:负责|配合|落实|参与|承担|主办|承办|协办|实施|保障|指导)(?:[，；。）〕\]】］]|.{0,4}$)"
)


def find_clauses(text: str, skipped: Sequence[Span] = ()) -> tuple[list[Clause], list[Suspect]]:
    """Find every clause of cleaned `text` in order, and what looks like one. `skipped` stretches have none."""
    clauses: list[Clause] = []
    suspects: list[Suspect] = []
    times: dict[int, Span] = {}
    for start, end, closed in _brackets(text):
        clause = _read_bracket(text, start, end) if closed else None
        if clause is not None and _within_sentence(text, clause):
            suspects.append(Suspect(clause.span, "括注在句子中间，没有当作责任单位"))
        elif clause is not None:
            clauses.append(clause)
        elif closed and read_time(text, Span(start + 1, end - 1)) is not None:
            # Found by where it begins, and below zero by where it ends.
            times[start] = times[-end] = Span(start, end)
        elif begins_with_label(text, start + 1):
            reason = "括注里没有读出单位" if closed else "括注没有收尾"
            suspects.append(Suspect(Span(start, min(end, start + _LONGEST)), reason))
    clauses = _together(text, _outermost(clauses), times)
    inside_skipped = Stretches(skipped)
    inside_clauses = Stretches(c.span for c in clauses)
    clauses.extend(c for c in _line_clauses(text) if c.span.start not in inside_clauses)
    inside_clauses = Stretches(c.span for c in clauses)
    clauses.extend(c for c in _sentence_clauses(text) if c.span.start not in inside_clauses)
    clauses = sorted(
        (c for c in clauses if c.span.start not in inside_skipped), key=lambda c: c.span.start
    )
    inside_clauses = Stretches(c.span for c in clauses)
    suspects = [
        s
        for s in suspects
        if s.span.start not in inside_skipped and s.span.start not in inside_clauses
    ]
    return clauses, suspects


def _together(text: str, clauses: list[Clause], times: Mapping[int, Span]) -> list[Clause]:
    """Make one clause of brackets that touch: （牵头单位：…）（配合单位：…）（完成时限：…）, in any order."""
    done: list[Clause] = []
    for clause in (_with_times(text, c, times) for c in clauses):
        last = done[-1] if done else None
        touching = last is not None and last.span.end == clause.span.start
        if last is not None and touching and last.rule == clause.rule == "clause.bracket_label":
            done[-1] = replace(
                last,
                span=Span(last.span.start, clause.span.end),
                parts=divided([*last.parts, *clause.parts]),
                times=(*last.times, *clause.times),
            )
        else:
            done.append(clause)
    return done


def _with_times(text: str, clause: Clause, times: Mapping[int, Span]) -> Clause:
    """Take in the brackets with a time right behind the clause, and one right before it that is nobody else's."""
    found, span = list(clause.times), clause.span
    before = times.get(-span.start)
    if before is not None and text[before.start - 1 : before.start] not in _CLOSING:
        span = Span(before.start, span.end)
        found.extend(_time_in(text, before))
    while (behind := times.get(span.end)) is not None:
        span = Span(span.start, behind.end)
        found.extend(_time_in(text, behind))
    return replace(clause, span=span, times=tuple(found))


def _time_in(text: str, bracket: Span) -> Iterator[Span]:
    inside = read_time(text, Span(bracket.start + 1, bracket.end - 1))
    if inside is not None:
        yield inside


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
    content = read_content(text, inner) if _ASSIGNS.search(text[start + 1 : end - 1]) else None
    if content is None and _may_be_bare(text, start, end):
        content = read_bare(text, inner)
    return _clause(Span(start, end), content, "bracket") if content else None


def _within_sentence(text: str, clause: Clause) -> bool:
    """Say whether a bracket without a label explains a word: 建立联席会议（由市发改委牵头），定期研究…."""
    if clause.rule.endswith("label") or text[clause.span.start] != "（":
        return False
    before = text[:1] and text[max(0, clause.span.start - 1)]
    return before not in "。；！\n" and bool(_GOES_ON.match(text, clause.span.end))


def _may_be_bare(text: str, start: int, end: int) -> bool:
    """Say whether names alone in a bracket assign: behind a sentence, not behind a name (省科技厅（省外专局）)."""
    before = text[max(0, start - _LONGEST_NAME) : start].rsplit("\n", 1)[-1].rstrip()
    if may_be_unit(_BREAKS.split(before)[-1]):
        return False
    return bool(
        _FOLLOWS_BARE.match(text, end) or text[start] in "【〔［[" or before[-1:] in ("。", "；")
    )


def _clause(span: Span, content: Content, form: str) -> Clause:
    return Clause(
        span, content.parts, f"clause.{form}_{content.rule}", content.lead_rule, content.times
    )


def _line_clauses(text: str) -> Iterator[Clause]:
    end = -1
    for match in _LINE.finditer(text):
        if match.start() < end:
            continue
        end = _line_end(text, match.start())
        while end < len(text):
            following = _line_end(text, end + 1)
            if _LINE.match(text, end + 1):
                end = following
            elif _OTHER_LINE.match(text, end + 1) and _LINE.match(text, following + 1):
                end = _line_end(
                    text, following + 1
                )  # 联系人：… between 牵头单位：… and 配合单位：…
            else:
                break
        start, stop = match.end(), _sentence_end(text, match.end(), end)
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        content = read_content(text, Span(start, stop))
        if content is not None and content.rule == "label":
            yield _clause(Span(start, stop), content, "line")


def _sentence_clauses(text: str) -> Iterator[Clause]:
    """Read sentences that say who and nothing else: …。国家医保局负责，国家药监局参与。 They end a paragraph."""
    start = 0
    for line in text.split("\n"):
        for begin in (0, *(stop.end() for stop in re.finditer("。", line[:-1]))):
            first = start + begin
            end = line.find("。", begin)
            last = start + (end if end >= 0 else len(line))
            rest = text[last : start + len(line)].strip("。 ")
            if rest and not rest.startswith(tuple(_PAIRS)):
                continue
            content = read_sentence(text, Span(first, last)) if last - first <= _LONGEST else None
            # A line that is all names is an address or a signature.
            if content is not None and (begin > 0 or content.rule != "bare"):
                yield _clause(Span(first, last), content, "sentence")
        start += len(line) + 1


def _sentence_end(text: str, start: int, end: int) -> int:
    """End a line's list at the 。 after which more is said that is no list."""
    for stop in re.finditer("。", text[start:end]):
        rest = text[start + stop.end() : end].strip()
        if rest and not LABEL.match(rest) and not LEAD_RULE.match(rest):
            return start + stop.end()
    return end


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end
