"""What stands inside a clause: lists of units with the role that labels or verbs give them, and perhaps a time.

content  := labelled | verbal, then perhaps the sentence that states who leads
labelled := [time ，] label ： list ([；，。] label ： list)*       责任单位 牵头单位 配合单位 牵头考核单位 完成时限 …
verbal   := (list verb [，；。])+ [list]                      X牵头，Y配合   X会同Y负责   X等按职责分工负责
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from desktop.domain.deadline import DeadlineKind
from desktop.domain.deadline_grammar import read_cell
from desktop.domain.document import Span
from desktop.domain.unit import Role
from desktop.domain.unit_names import may_be_unit


@dataclass(frozen=True, slots=True)
class Part:
    """A list of units and the role that the words give it; RESPONSIBLE where they do not divide.

    `oversees` marks those that supervise the task (督导单位); tables have no column for them.
    """

    role: Role
    span: Span
    oversees: bool = False


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
    r"(?:除[^，。；\n]{1,40}外，)?(?P<before>(?:[^，。；（）〔〕：\n]|（[^（）\n]{1,12}）){1,60}?)(?:均|都|同时)(?:为|是|作为|需|要|应|应当|须)?[^。；（）〔〕\n]{0,24}?"
    r"(?:责任单位|配合单位|参与单位|负责|配合|参与|落实)[^。；（）〔〕\n]{0,12}?(?:以下|下文|不再)(?:各项|均)?(?:不再)?(?:逐一|一一|另行|重复|单独)?(?:列出|列示|注明|列明|标注|列举)"
)
_PART_OF_LABEL = (
    r"(?P<rank>主要|第一|直接|具体|共同|其他|其它|[省市县区州乡镇本][级直]?)?"
    r"(?P<word>牵头|主办|主责|主管|责任|承办|落实|实施|负责|执行|配合|协办|协同|协作|参与|参加|协助|支持|指导"
    r"|督导|督办|督查|监督|监管|验收|销号|审核)"
    r"(?:责任|考核|实施|落实|协调|推进|负责|主管)?"
)
_NOUN_OF_LABEL = (
    r"(?P<noun>单位|部门|司局|处室|科室|股室|主体|区县|(?:[省市县区州]|党政)?领导|人)"
    r"(?:及分工|和?责任人|（单位）|（部门）)?"
)
_TIME_OF_LABEL = (
    r"(?P<time>(?:计划|推进|工作)?(?:完成|办结|落实|实施|整改|销号|推进)?"
    r"(?:时限|时间|期限|时间节点|时间进度|进度安排|时间安排)(?:要求)?)"
)
#: A label: 责任单位：, 责任单位为, 【责任单位】, and within a bracket 牵头： without its noun.
LABEL = re.compile(
    rf"(?P<boxed>[（〔【［\[])?(?:{_PART_OF_LABEL}{_NOUN_OF_LABEL}|{_TIME_OF_LABEL})"
    r"(?(boxed)[）〕】］\]]：?|\s*(?:：|为(?!牵头)))"
    r"|(?<=[（〔【［\[；，])(?P<short>牵头|主办|责任|承办|配合|协办|参与)："
)
_UNNAMED = re.compile(r"\?P<\w+>")
_LABEL_NAME = _UNNAMED.sub("?:", rf"(?:{_PART_OF_LABEL}{_NOUN_OF_LABEL}|{_TIME_OF_LABEL})")
#: The same as a piece of other patterns: a label with its colon, or in a box, without groups.
LABEL_WITH_COLON = rf"(?:{_LABEL_NAME}：|[（〔【［\[]{_LABEL_NAME}[）〕】］\]])"
_IS_LABEL = re.compile(_LABEL_NAME)
#: A sentence that says who: 责任单位为市住建局和市残联。
LABEL_IN_SENTENCE = r"(?:责任|牵头|配合|主办|协办|参与|参加|承办)(?:单位|部门)(?:：|为(?![主牵了]))"
#: A label that holds neither units nor a time (成果形式：): it ends what stands before it.
_OTHER_LABEL = re.compile(r"(?<=[；。，\n])[\u4e00-\u9fff]{2,8}：")
#: A label without a colon, at the beginning of a bracket or after a separator: （牵头单位市商务局，配合单位市财政局）.
_NAKED = re.compile(
    r"(?<=[（〔【［\[；，])(?:牵头|责任|配合|主办|协办)(?:单位|部门)(?=[\u4e00-\u9fff]{2})"
)
_ROLE = {
    "牵头": Role.LEAD, "主办": Role.LEAD, "主责": Role.LEAD,
    "统筹": Role.LEAD,
    "协作": Role.PARTICIPANT, "保障": Role.PARTICIPANT,
    "配合": Role.PARTICIPANT, "协办": Role.PARTICIPANT, "协同": Role.PARTICIPANT, "参与": Role.PARTICIPANT,
    "参加": Role.PARTICIPANT, "协助": Role.PARTICIPANT, "支持": Role.PARTICIPANT, "指导": Role.PARTICIPANT,
    "督促": Role.PARTICIPANT, "督促指导": Role.PARTICIPANT,
    "督导": Role.PARTICIPANT, "督办": Role.PARTICIPANT, "督查": Role.PARTICIPANT, "监督": Role.PARTICIPANT,
    "监管": Role.PARTICIPANT, "验收": Role.PARTICIPANT, "销号": Role.PARTICIPANT, "审核": Role.PARTICIPANT,
}  # fmt: skip
#: Parts that are neither lead nor participant; they are listed with those who take part, and doubted.
_OVERSEES = ("督导", "督办", "督查", "监督", "监管", "验收", "销号", "审核")
_POSTS = ("领导", "人")
_VERB = re.compile(
    r"(?:共同|联合|分别|具体)?(?:按照?(?:各自)?(?:职责|职能)(?:分工)?|分工)?"
    r"(?P<verb>牵头|主办|承办|协办|负责|配合|参与|参加|协助|协同|落实|承担|统筹|组织实施|实施|保障|督促指导|督促|指导|支持|监督)"
    r"(?:负责|落实|实施|完成|推进|组织|抓好|做好|承办|办理|组织实施)?$"
    r"|(?P<shared>（?按照?(?:各自)?(?:职责|职能)(?:分工)?）?)$"
    r"|(?:为|是|作为)(?P<named>牵头|责任|配合|协办|参与)(?:单位|部门)$"
)
#: How a sentence ends that says who.
_ENDS_ASSIGNING = re.compile(
    "(?:牵头|主办|负责|配合|协办|参与|参加|落实|组织实施|承担)(?:落实|实施|推进|负责)?$"
)
#: Words that a unit's name does not hold (设在市教育局, 日常工作由市科技局), and how long one may be.
_PROSE = re.compile(
    "[由设在是为将把使的其]|^(?:日常|会议|上级|下级|会同)|工作(?!部|局|委|办|组|站|中心|领导小组)"
)
_LONGEST_NAME = 24
_CONNECTED = re.compile("会同|[和及与]")
_HELPER = re.compile("会同|会商|协同")
_LONGEST_TIME = 40
_NAMES = re.compile(r"[、，；](?![^（]*）)")
_SEPARATOR = re.compile("[，；。]")
_TIME = re.compile(
    r"(?:到|至|于|在|力争|计划|并)?(?:\d{4}年|\d{1,2}月|今年|明年|年底|年内|全年|上半年|下半年|第?[一二三四]季度"
    r"|“?十.五|每[年月季]|长期|持续|常态|立行立改|即时|近期|(?:本|自)?.{0,6}(?:印发|发布|实施|施行)(?:之日)?(?:起|后))"
)
_ANY_YEAR = 2000  # only whether the words are a time is asked
_STOPS = "，；。、,;（〔"


def read_content(text: str, inner: Span) -> Content | None:
    """Read the inside of a bracket or labelled line; None where it names nobody.

    Whether the names are units is for the caller to judge: a verbal clause of other words is no clause.
    """
    stated = LEAD_RULE.search(text, inner.start, inner.end)
    lead_rule = Span(*_trimmed(text, stated.start(), stated.end())) if stated else None
    added = EVERYWHERE.search(text, inner.start, inner.end)
    ends = [_aside(text, inner.start, m.start()) for m in (stated, added) if m is not None]
    body = Span(inner.start, min(ends, default=inner.end))
    first = LABEL.search(text, body.start, body.end) or _NAKED.match(text, body.start, body.end)
    if first and first.re is _NAKED:
        return _naked(text, body, lead_rule)
    if first and _may_precede(text, body.start, first.start()):
        parts, times = _labelled(text, body, first.start())
        times = (*times, *_times_behind(text, body.end, inner.end))
        return Content(parts, "label", times, lead_rule) if parts else None
    parts, times = _verbal(text, body)
    return Content(parts, "verb", times, lead_rule) if parts else None


def _times_behind(text: str, start: int, end: int) -> Iterator[Span]:
    """Read labelled times behind the sentence that states who leads: …，排第一为牵头单位，下同；完成时限：6月底前."""
    for label in LABEL.finditer(text, start, end):
        span = Span(*_trimmed(text, label.end(), end))
        if label["time"] and len(span):
            yield span


def _naked(text: str, body: Span, lead_rule: Span | None) -> Content | None:
    """Read labels without a colon; what they say must be units, as the label may be the beginning of a sentence."""
    labels = list(_NAKED.finditer(text, body.start, body.end))
    parts: list[Part] = []
    times: list[Span] = []
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        until = following.start() if following else body.end
        span = Span(*_trimmed(text, label.end(), until))
        parts.extend(_listed(text, span, _ROLE.get(label[0][:2], Role.RESPONSIBLE), times))
    names = [n for part in parts for n in _NAMES.split(part.span.slice(text)) if n.strip()]
    if not names or not all(map(may_be_unit, names)):
        return None
    return Content(divided(parts), "label", tuple(times), lead_rule)


def read_bare(text: str, inner: Span) -> Content | None:
    """Read a bracket that holds names of units and nothing else, but perhaps a time; None for other words."""
    times: list[Span] = []
    listed = _listed(text, Span(*_trimmed(text, inner.start, inner.end)), Role.RESPONSIBLE, times)
    part = next(listed)
    names = [name for name in _NAMES.split(part.span.slice(text)) if name.strip()]
    likely = [may_be_unit(name) for name in names]
    # One name of another form among many (江苏有线) is a unit as well; it will be doubted.
    enough = bool(likely) and likely[0] and sum(likely) * 4 >= len(likely) * 3
    if not enough or any(map(_IS_LABEL.fullmatch, names)):
        return None
    return Content((part,), "bare", tuple(times))


def read_sentence(text: str, inner: Span) -> Content | None:
    """Read a sentence in running text that holds names of units, with verbs or alone; None for any other."""
    said = text[inner.start : inner.end]
    before, _comma, last = said.rpartition("，")
    if not _ENDS_ASSIGNING.search(before if before and _is_time(last) else said):
        bare = [name for name in _NAMES.split(said.strip("。 ")) if name.strip()]
        is_list = len(bare) > 1 and all(map(may_be_unit, bare))
        return Content((Part(Role.RESPONSIBLE, inner),), "bare") if is_list else None
    parts, times = _verbal(text, inner)
    names = [n for part in parts for n in _NAMES.split(part.span.slice(text)) if n.strip()]
    if not names or not all(map(_is_name, names)):
        return None
    return Content(parts, "verb", times)


def _is_name(words: str) -> bool:
    """Say whether words in running text are a unit's name and no piece of prose that ends like one."""
    last = _CONNECTED.split(words)[-1]  # 市发展改革委和市财政局
    return len(words) <= _LONGEST_NAME and may_be_unit(last) and not _PROSE.search(words)


def read_list(text: str) -> tuple[Part, ...]:
    """Read a text that is a list of units and no more, as a cell has it; A会同B divides it."""
    return tuple(_listed(text, Span(0, len(text)), Role.RESPONSIBLE, []))


def read_time(text: str, inner: Span) -> Span | None:
    """Read a bracket that holds a labelled time and nothing else (完成时限：2025年底); None for other words."""
    label = LABEL.match(text, inner.start, inner.end)
    if label is None or label["time"] is None or LABEL.search(text, label.end(), inner.end):
        return None
    found = Span(*_trimmed(text, label.end(), inner.end))
    return found if len(found) else None


def begins_with_label(text: str, start: int) -> bool:
    """Say whether a label stands at `start`, so that the text looks like a clause."""
    match = LABEL.match(text, start)
    return match is not None and match["time"] is None


def _aside(text: str, start: int, place: int) -> int:
    """Return where the bracket opens that a sentence stands in: A、B（除…外，列第一位的为牵头单位）; else its place."""
    opened = text.rfind("（", start, place)
    return opened if opened > text.rfind("）", start, place) else place


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
        other = _OTHER_LABEL.search(text, label.end(), until)
        until = other.start() if other else until
        span = Span(*_trimmed(text, label.end(), until))
        word = label["word"] or label["short"]
        if label["time"]:
            times.append(span)
        elif len(span) and not (label["noun"] or "").endswith(_POSTS):
            role = _ROLE.get(word, Role.RESPONSIBLE)
            role = Role.PARTICIPANT if label["rank"] in ("其他", "其它") else role
            listed = _listed(text, span, role, times)
            parts.extend(replace(p, oversees=word in _OVERSEES) for p in listed)
    return divided(parts), tuple(t for t in times if len(t))


def _listed(text: str, span: Span, role: Role, times: list[Span]) -> Iterator[Part]:
    """Read what follows a label: a list, perhaps with a time at its end, or with verbs (A牵头，B配合)."""
    stops = [m.start() for m in _SEPARATOR.finditer(text, span.start, span.end)]
    while stops and _is_time(text[stops[-1] + 1 : span.end]):
        times.append(Span(*_trimmed(text, stops[-1] + 1, span.end)))
        span = Span(*_trimmed(text, span.start, stops.pop()))
    ends = [stop for stop in stops if stop < span.end] + [span.end]
    if any(_VERB.search(text, span.start, end) for end in ends):
        parts, found = _verbal(text, span)
        if parts:
            times.extend(found)
            yield from (
                Part(role, part.span) if part.role is Role.RESPONSIBLE else part for part in parts
            )
            return
    if role is Role.PARTICIPANT:
        yield Part(role, span)
    else:
        yield from _with_helpers(text, span, role)


def divided(parts: list[Part]) -> tuple[Part, ...]:
    """Where the clause names helpers, whoever is responsible leads; where it names a lead, the others take part."""
    roles = {part.role for part in parts if not part.oversees}
    if Role.RESPONSIBLE not in roles or len(roles) == 1:
        return tuple(parts)
    becomes = Role.PARTICIPANT if Role.LEAD in roles else Role.LEAD
    return tuple(replace(p, role=becomes) if p.role is Role.RESPONSIBLE else p for p in parts)


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
            role = _ROLE.get(verb["verb"] or verb["named"] or "", Role.RESPONSIBLE)
            parts.extend(_with_helpers(text, span, role))
            start = stop + 1
        segment = stop + 1
    rest = Span(*_trimmed(text, start, body.end)) if start < body.end else Span(body.end, body.end)
    if len(rest) and parts and parts[0].role is Role.LEAD:
        parts.append(Part(Role.PARTICIPANT, rest))
    elif len(rest):
        names = [name for name in _NAMES.split(rest.slice(text)) if name.strip()]
        if not parts or not all(map(may_be_unit, names)):
            return (), ()
        parts.append(Part(Role.RESPONSIBLE, rest))
    return divided(parts), tuple(times)


def _is_time(words: str) -> bool:
    """Say whether a part of a clause is a time and names nobody: it begins with a date, or 长期, 每年 …."""
    bare = words.strip()
    return bool(_TIME.match(bare)) and all(
        found.kind is not DeadlineKind.UNREAD for found in read_cell(bare, _ANY_YEAR)
    )


def _with_helpers(text: str, span: Span, role: Role) -> Iterator[Part]:
    """Divide “A会同B、C负责”: A leads, the others take part; 会同B alone goes on from a list before."""
    if text.startswith("由", span.start):
        span = Span(span.start + 1, span.end)
    helper = _HELPER.search(text, span.start, span.end)
    if helper is None or (role is Role.PARTICIPANT and helper.start() > span.start):
        yield Part(role, span)
        return
    if helper.start() > span.start:
        yield Part(Role.LEAD, Span(*_trimmed(text, span.start, helper.start())))
    if helper.end() < span.end:
        yield Part(Role.PARTICIPANT, Span(*_trimmed(text, helper.end(), span.end)))
