"""What stands inside a clause: lists of units with the role that labels or verbs give them, and perhaps a time.

content  := labelled | verbal, then perhaps the sentence that states who leads
labelled := [time ，] label ： list ([；，。] label ： list)*       责任单位 牵头单位 配合单位 牵头考核单位 完成时限 …
verbal   := (list verb [，；。])+ [list]                      X牵头，Y配合   X会同Y负责   X等按职责分工负责
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.domain.deadline import DeadlineKind, read_cell
from desktop.domain.document import Span
from desktop.domain.unit import Role


@dataclass(frozen=True, slots=True)
class Part:
    """A list of units and the role that the words give it; RESPONSIBLE where they do not divide."""

    role: Role
    span: Span


@dataclass(frozen=True, slots=True)
class Content:
    """What was read in a clause. `times` are stretches that hold a deadline; `rule` names how it was read."""

    parts: tuple[Part, ...]
    rule: str
    times: tuple[Span, ...] = ()
    lead_rule: Span | None = None


#: The sentence that says that the first of a list leads (排第一为牵头单位，下同), whatever its words.
LEAD_RULE = re.compile(
    r"[^，。；（）〔〕：\n]{0,14}(?:第一|第1|首位|首个)[^，。；（）〔〕：\n]{0,16}?(?:牵头|汇总)[^，。；（）〔〕：\n]{0,10}?(?:[，、]?\s*(?:以)?下同|(?=[，。；）〕\n]|$))"
)
#: The sentence that adds units to every task: 各市州人民政府均为责任单位，以下不再列出.
EVERYWHERE = re.compile(
    r"(?P<before>[^，。；（）〔〕：\n]{1,60}?)(?:均|都|同时)(?:为|是|作为|需|要|应|应当|须)?[^。；（）〔〕\n]{0,24}?"
    r"(?:责任单位|配合单位|参与单位|负责|配合|参与|落实)[^。；（）〔〕\n]{0,12}?(?:以下|下文|不再)(?:各项|均)?(?:不再)?(?:逐一|一一|另行|重复|单独)?(?:列出|列示|注明|列明|标注|列举)"
)
LABEL = re.compile(
    r"(?:主要|第一|直接|具体|共同|[省市县区]级)?"
    r"(?:(?P<word>牵头|主办|责任|承办|落实|实施|负责|配合|协办|协同|参与|参加|协助|支持|指导)"
    r"(?:责任|考核|实施|落实|协调|推进|负责|主管)?(?P<noun>单位|部门|处室|科室|主体|区县|领导|人)(?:及分工)?"
    r"|(?P<time>(?:完成|办结|落实)?(?:时限|时间|期限|时间节点|时间进度)(?:要求)?))\s*(?:：|为(?!牵头))"
)
_ROLE = {
    "牵头": Role.LEAD, "主办": Role.LEAD,
    "配合": Role.PARTICIPANT, "协办": Role.PARTICIPANT, "协同": Role.PARTICIPANT, "参与": Role.PARTICIPANT,
    "参加": Role.PARTICIPANT, "协助": Role.PARTICIPANT, "支持": Role.PARTICIPANT, "指导": Role.PARTICIPANT,
}  # fmt: skip
_POSTS = ("领导", "人")
_VERB = re.compile(
    r"(?:共同|联合|分别|具体)?(?:按照?(?:各自)?(?:职责|职能)(?:分工)?|分工)?"
    r"(?P<verb>牵头|负责|配合|参与|参加|协助|协同|落实|承担)"
    r"(?:负责|落实|实施|完成|推进|组织|抓好|做好|承办|办理|组织实施)?$"
)
_HELPER = re.compile("会同|会商|协同")
_LONGEST_TIME = 40
_SEPARATOR = re.compile("[，；。]")
_TIME = re.compile(
    r"(?:到|至|于|在|力争)?(?:\d{4}年|\d{1,2}月|今年|明年|年底|“?十.五|每[年月季]|长期|持续|常态)"
)
_STOPS = "，；。、,;（〔"


def read_content(text: str, inner: Span) -> Content | None:
    """Read the inside of a bracket or labelled line; None where it names nobody.

    Whether the names are units is for the caller to judge: a verbal clause of other words is no clause.
    """
    stated = LEAD_RULE.search(text, inner.start, inner.end)
    lead_rule = Span(*_trimmed(text, stated.start(), stated.end())) if stated else None
    added = EVERYWHERE.search(text, inner.start, inner.end)
    ends = [m.start() for m in (stated, added) if m is not None]
    body = Span(inner.start, min(ends, default=inner.end))
    first = LABEL.search(text, body.start, body.end)
    if first and _may_precede(text, body.start, first.start()):
        parts, times = _labelled(text, body, first.start())
        return Content(parts, "label", times, lead_rule) if parts else None
    parts, times = _verbal(text, body)
    return Content(parts, "verb", times, lead_rule) if parts else None


def begins_with_label(text: str, start: int) -> bool:
    """Say whether a label stands at `start`, so that the text looks like a clause."""
    match = LABEL.match(text, start)
    return match is not None and match["word"] is not None


def _may_precede(text: str, start: int, end: int) -> bool:
    """A time may stand before the first label (6月底完成，牵头单位：…); a sentence may not."""
    before = text[start:end]
    return len(before) <= _LONGEST_TIME and "。" not in before


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and (text[end - 1].isspace() or text[end - 1] in _STOPS):
        end -= 1
    while start < end and (text[start].isspace() or text[start] in "，；。、："):
        start += 1
    return start, end


def _labelled(text: str, body: Span, first: int) -> tuple[tuple[Part, ...], tuple[Span, ...]]:
    labels = list(LABEL.finditer(text, first, body.end))
    parts: list[Part] = []
    times = [Span(*_trimmed(text, body.start, first))]
    for index, label in enumerate(labels):
        until = labels[index + 1].start() if index + 1 < len(labels) else body.end
        span = Span(*_trimmed(text, label.end(), until))
        if label["time"]:
            times.append(span)
        elif len(span) and label["noun"] not in _POSTS:
            parts.append(Part(_ROLE.get(label["word"], Role.RESPONSIBLE), span))
    return divided(parts), tuple(t for t in times if len(t))


def divided(parts: list[Part]) -> tuple[Part, ...]:
    """Where the clause names helpers, whoever is responsible leads; where it names a lead, the others take part."""
    roles = {part.role for part in parts}
    if Role.RESPONSIBLE not in roles or len(roles) == 1:
        return tuple(parts)
    becomes = Role.PARTICIPANT if Role.LEAD in roles else Role.LEAD
    return tuple(Part(becomes, p.span) if p.role is Role.RESPONSIBLE else p for p in parts)


def _verbal(text: str, body: Span) -> tuple[tuple[Part, ...], tuple[Span, ...]]:
    """Read “X牵头，Y、Z配合”: each list runs up to its verb. A last list without one belongs to those who take part.

    A time may stand before or after (2026年底前完成，X牵头).
    """
    parts: list[Part] = []
    times: list[Span] = []
    start = segment = body.start
    for stop in [*(m.start() for m in _SEPARATOR.finditer(text, body.start, body.end)), body.end]:
        verb = _VERB.search(text, start, stop)
        if _is_time(text[segment:stop]):
            times.append(Span(*_trimmed(text, segment, stop)))
            start = stop + 1 if start == segment else start
        elif verb is not None and verb.start() > start:
            span = Span(*_trimmed(text, start, verb.start()))
            if not len(span):
                return (), ()
            parts.extend(_with_helpers(text, span, verb["verb"]))
            start = stop + 1
        segment = stop + 1
    rest = Span(*_trimmed(text, start, body.end)) if start < body.end else Span(body.end, body.end)
    if len(rest):
        if not parts or parts[0].role is not Role.LEAD:
            return (), ()
        parts.append(Part(Role.PARTICIPANT, rest))
    return divided(parts), tuple(times)


def _is_time(words: str) -> bool:
    """Say whether a part of a clause is a time and names nobody: it begins with a date, or 长期, 每年 …."""
    found = read_cell(words.strip())
    return (
        len(found) == 1
        and found[0].kind is not DeadlineKind.UNREAD
        and bool(_TIME.match(words.strip()))
    )


def _with_helpers(text: str, span: Span, verb: str) -> Iterator[Part]:
    """Divide “A会同B、C负责”: A leads, the others take part."""
    role = _ROLE.get(verb, Role.RESPONSIBLE)
    if text.startswith("由", span.start):
        span = Span(span.start + 1, span.end)
    helper = _HELPER.search(text, span.start, span.end)
    if helper and role is not Role.PARTICIPANT and helper.start() > span.start:
        yield Part(Role.LEAD, Span(*_trimmed(text, span.start, helper.start())))
        yield Part(Role.PARTICIPANT, Span(*_trimmed(text, helper.end(), span.end)))
    else:
        yield Part(role, span)
