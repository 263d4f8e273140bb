"""The grammar of a list of units: one parser for extraction, cell editors, forms and checks.

    list      := item (mark item)*                     mark: 、 ， ； and, before the last item, 和 及 与 以及;
                                                       space, / and 。 where units stand on both sides
    item      := name [（牵头）] [tail]
    tail      := 等 [有关部门 | 省直有关部门 | 单位 …]     the list is open
    name      := a unit; its 省 may be left out after a first item that has it (省科技厅、经信委);
                 its ending may be left out before an item that has it (武汉、襄阳、宜昌市人民政府)

A 、 does not divide inside brackets nor inside 各市、县（区）人民政府; 和 does not divide inside a name (政务和数据局).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from desktop.domain.document import Span
from desktop.domain.unit import Mention, Role, UnitDirectory
from desktop.domain.unit_names import (
    LEVEL_HEAD,
    LEVELS_ONLY,
    TAIL,
    is_collective,
    is_open_name,
    is_unit_like,
    stands_alone,
)

_PLACE = re.compile(r"^[一-鿿]{1,6}?(?:市|州|县|区|盟|旗|镇|乡)?$")
_GOVERNMENT = re.compile(
    r"^(?!省)(?P<place>[一-鿿]{1,8}?)(?P<rest>(?:市|州|县|区|盟|旗|镇|乡)?(?:人民政府|政府|国家高新区管委会|高新区管委会|管委会))$"
)
_HAS_PREFIX = re.compile(r"自治区(?!党委)|兵团|省(?!会)|市(?!场)|[县区州](?=[委政人财教科发住农])")
_WEAK_PARTS = re.compile(r"[^\s/／。]+")
_PREFIXES = ("省", "市", "县", "区", "州", "旗")
#: A unit's part, where its list says so behind its name: 市发展改革委（牵头）.
_PART = re.compile(
    r"[（(](?:(?P<lead>牵头(?:单位|部门|负责)?|主办(?:单位)?|主责)|(?P<helps>(?:配合|协办|参与|协助)(?:单位|部门)?)"
    r"|按照?(?:各自)?职责(?:分工)?(?:负责|落实)?)[）)]$"
)
#: Departments of a party committee; behind 省委宣传部 they leave out 省委.
_PARTY = re.compile(
    "(?:组织|宣传|统战|社会工作)部|政法委|政研室|改革办|网信办|编办|军民融合办|台办|农办|金融办|老干部局|党校"
)
_COMMITTEE = re.compile(r"(?:自治区党|[省市县区州旗])委")
_AREA = re.compile(r"(?:开发区|高新区|园区|自贸区|新区|示范区|度假区|保税区|经开区)$")
_LEVEL_AT_END = "省市州县区盟旗镇乡"
#: Halves of a name that a list goes on with: 各县（市、区）党委、政府.
_HALVES = re.compile(r"(?:党委|党工委|人民政府|政府|管委会|办事处)$")
_LONGEST_PLACE = 3
_LONGEST_DEPARTMENT = 14
_DIVIDERS = "、，；,;"
_OPENERS, _CLOSERS = "（〔【《(「“", "）〕】》)」”"
_LONGEST_NAME = 40
_CONNECTIVE = re.compile("以及|[和及与暨]")
#: How the names end that leave out 省 or 市 in a list.
_DEPARTMENT = re.compile(
    r"(?:厅|局|委|办|办公室|署|科协|工商联|总工会|妇联|残联|文联|侨联|供销社|法院|检察院|院|中心)$"
)
#: What bears the name of a place: it leaves out no prefix.
_OWN_PLACE = re.compile(
    "大学|学院|公司|集团|总局|总署|分行|支行|海关|管理局办公室|研究院|医院|科学院|中科院|分院|研究所|兵团|师市"
)
_OWN_PREFIX = re.compile(
    r"^(?:省|自治区|兵团|市(?!场)|县|区|州|国家|国务院|中央|中共|中国|全国|全省|全市|各|团|共青团|有关|相关|人民银行|人行|银保监|[一-鿿]{2,3}(?:省|市|州|县|自治区))"
)


@dataclass(frozen=True, slots=True)
class _Item:
    """A part of a list: its text (without the spaces in a broken name), where it begins, the mark before it.

    `gaps` are the places in the text where such spaces stood, one entry for each.
    """

    text: str
    start: int
    joiner: str
    gaps: tuple[int, ...] = ()

    def place(self, at: int, *, end: bool = False) -> int:
        """Return where a place in the text stands in the list; an end before the spaces, a start behind them."""
        return self.start + at + sum(gap < at or (gap == at and not end) for gap in self.gaps)

    def part(self, start: int, end: int, joiner: str) -> _Item:
        """Return a stretch of the text with its own place."""
        gaps = tuple(gap - start for gap in self.gaps if start < gap < end)
        return _Item(self.text[start:end], self.place(start), joiner, gaps)


def parse_units(
    text: str, directory: UnitDirectory, region: str | None = None
) -> tuple[Mention, ...]:
    """Read `text` as a list of units, in order; white space around names is not theirs.

    Never raises: what is no known unit is kept as it stands with ``known=False``. Roles are left RESPONSIBLE but
    where the list itself names one (市发展改革委（牵头）).
    """
    items = [part for item in _items(text) for part in _split_weak(item, directory, region)]
    items = [part for item in items for part in _split_connective(item, directory, region)]
    items = _rejoined(items)
    mentions = [m for m in (_mention(item, directory, region) for item in items) if m is not None]
    mentions = _with_endings(mentions, directory, region)
    return tuple(_with_prefixes(mentions, directory, region))


def format_units(mentions: tuple[Mention, ...] | list[Mention]) -> str:
    """Write a list as it is printed: each name with the mark before it and the words that keep the list open."""
    return "".join(
        (("" if index == 0 else m.joiner or "、") + m.name + m.tail)
        for index, m in enumerate(mentions)
    )


def part_of(tail: str) -> tuple[str, str]:
    """Divide the words after a name into its part (（牵头）, or empty) and what leaves the list open (等, or empty)."""
    end = max(tail.find("）"), tail.find(")")) + 1 if tail.startswith(("（", "(")) else 0
    return tail[:end], tail[end:]


def _items(text: str) -> Iterator[_Item]:
    """Divide at 、，； outside brackets."""
    depth, start, joiner = 0, 0, ""
    for place, character in enumerate(text):
        if character in _OPENERS:
            depth += 1
        elif character in _CLOSERS:
            depth = max(0, depth - 1)
        elif depth == 0 and (character in _DIVIDERS or character == "\n"):
            yield _Item(text[start:place], start, joiner)
            start, joiner = (
                place + 1,
                "，" if character == "," else "；" if character == ";" else character,
            )
            if character == "\n":
                joiner = "、"
    yield _Item(text[start:], start, joiner)


def _split_weak(item: _Item, directory: UnitDirectory, region: str | None) -> Iterator[_Item]:
    """Divide at a space, a / or a 。 where units stand on both sides: 市教育局 市财政局, but not 省政府 办公厅."""
    parts = [(m[0], item.start + m.start()) for m in _WEAK_PARTS.finditer(item.text)]
    if len(parts) < 2:
        yield item
        return

    def stands(name: str) -> bool:
        return stands_alone(name) or directory.knows(name, region)

    words, start, joiner = parts[0][0], parts[0][1], item.joiner
    gaps: tuple[int, ...] = ()
    for (before, begun), (part, at) in pairwise(parts):
        mark = item.text[at - item.start - 1]
        if stands(words) and (stands(part) or part in _PREFIXES):
            yield _Item(words, start, joiner, gaps)
            words, start, joiner, gaps = part, at, mark if mark in "/／" else "、", ()
        else:
            kept = "" if mark.isspace() else mark
            lost = at - begun - len(before) - len(kept)
            gaps += (len(words),) * lost
            words += kept + part
    yield _Item(words, start, joiner, gaps)


def _rejoined(items: list[_Item]) -> list[_Item]:
    """Put 各市、县（区）人民政府 together again: a bare level of government waits for its ending."""
    done: list[_Item] = []
    for item in items:
        last = done[-1] if done else None
        if (
            last is not None
            and item.joiner == "、"
            and LEVELS_ONLY.match(last.text.strip().split("、")[0])
            and (not is_unit_like(last.text.strip()) or last.text.strip().endswith("公署"))
            and LEVEL_HEAD.match(item.text.strip())
        ):
            done[-1] = _Item(f"{last.text}、{item.text}", last.start, last.joiner)
        else:
            done.append(item)
    return done


def _split_connective(item: _Item, directory: UnitDirectory, region: str | None) -> Iterator[_Item]:
    """Divide “湖南银监局和长株潭三市政府” but not “政务和数据局”: both sides must stand as units."""
    if directory.knows(item.text.strip(), region):
        yield item
        return
    bracket = item.text.find("（")
    start, joiner = 0, item.joiner
    for word in _CONNECTIVE.finditer(item.text):
        left = item.text[start : word.start()].strip()
        right = item.text[word.end() : word.end() + _LONGEST_NAME].strip()
        if bracket >= 0 and not (word.start() < bracket and right.startswith("各")):
            continue
        if len(left) >= 2 and len(right) >= 2 and right[0] != "其":
            # What stands behind the next connective is looked at when it is its turn.
            after = _CONNECTIVE.search(right, 2)
            one = right[: after.start()] if after and not LEVELS_ONLY.match(right) else right
            if any(_stands(left, name, directory, region) for name in {one, right}):
                yield item.part(start, word.start(), joiner)
                start, joiner = word.end(), word[0]
    yield item.part(start, len(item.text), joiner)


def _stands(left: str, right: str, directory: UnitDirectory, region: str | None) -> bool:
    if LEVELS_ONLY.match(right):
        return len(left) >= 3 and (is_unit_like(left) or directory.knows(left, region))
    if len(right) < 3 or not is_unit_like(TAIL.sub("", right)):
        return False
    if directory.knows(left, region):
        return True
    if is_unit_like(left):
        return len(left) >= 2
    government = _GOVERNMENT.match(right)
    return government is not None and bool(_PLACE.match(left)) and len(left) <= 4


def _mention(item: _Item, directory: UnitDirectory, region: str | None) -> Mention | None:
    lead = len(item.text) - len(item.text.lstrip())
    text = item.text.strip()
    if not text:
        return None
    tail = ""
    found = TAIL.search(text)
    if found and found.start() > 0 and not directory.knows(text, region):
        tail, text = text[found.start() :], text[: found.start()].rstrip()
    role = Role.RESPONSIBLE
    part = _PART.search(text)
    if part is not None and part.start() > 0:
        role = Role.LEAD if part["lead"] else Role.PARTICIPANT if part["helps"] else role
        tail, text = part[0] + tail, text[: part.start()].rstrip()
    return Mention(
        surface=text,
        name=text,
        span=Span(item.place(lead), item.place(lead + len(text), end=True)),
        collective=is_collective(text),
        open_name=is_open_name(text),
        known=directory.knows(text, region),
        joiner=item.joiner,
        tail=tail,
        role=role,
    )


def _with_endings(
    mentions: list[Mention], directory: UnitDirectory, region: str | None
) -> list[Mention]:
    """Restore 人民政府 to 武汉、襄阳、 before 宜昌市人民政府, reading from the end."""
    done: list[Mention] = []
    rest = ""
    for mention in reversed(mentions):
        name = mention.name
        government = _GOVERNMENT.match(name)
        if government and not name.startswith(("各", "有关", "相关")):
            rest = government["rest"]
        elif (
            rest
            and not mention.leaves_open
            and (restored := _restored(name, rest, directory, region))
        ):
            mention = replace(mention, name=restored, known=directory.knows(restored, region))
        else:
            rest = ""
        done.append(mention)
    return done[::-1]


def _restored(name: str, rest: str, directory: UnitDirectory, region: str | None) -> str | None:
    """Put an ending to a place's name; None where the name is no place (国家电网、长沙市政府)."""
    if _AREA.search(name) and rest.endswith("管委会"):
        return name + "管委会"
    if (is_unit_like(name) and name[-1] not in _LEVEL_AT_END) or not _PLACE.match(name):
        return None
    # 广州 and 杭州 are whole names; 湘西州 and 石岭县 have their level already.
    levelled = name[-1] in _LEVEL_AT_END and (len(name) > 2 or name[-1] != "州")
    restored = name + (rest.lstrip(_LEVEL_AT_END) if levelled else rest)
    short = len(name) <= _LONGEST_PLACE or levelled
    return restored if short or directory.knows(restored, region) else None


def _with_prefixes(
    mentions: list[Mention], directory: UnitDirectory, region: str | None
) -> Iterator[Mention]:
    """Restore 省 to 省科技厅、经信委、发改委: after a name that has it, to names that have no prefix of their own."""
    prefix = committee = ""
    whose = ""
    for mention in mentions:
        name = mention.name
        half = _HALVES.search(name)
        if half and half.start() == 0 and whose:
            mention = replace(mention, name=whose + name, collective=True)
        elif half and mention.collective:
            whose = name[: half.start()]
        else:
            whose = ""
        if half and half.start() == 0:
            yield mention
            continue
        party = _COMMITTEE.match(name)
        committee = party[0] if party else committee
        if committee and _PARTY.fullmatch(name):
            restored = committee + name
            yield replace(mention, name=restored, known=directory.knows(restored, region))
            continue
        own = _HAS_PREFIX.match(name)
        if own and not mention.collective and is_unit_like(name):
            prefix = own[0]
        elif (
            prefix
            and not mention.collective
            and _lacks_prefix(name, region)
            and not directory.begins_with_place(name)
        ):
            # 经信委 may itself be listed as a short form; the full one is what the list means.
            restored = prefix + name
            known = directory.knows(restored, region)
            # A short name that is a ministry's too (国资委, 市场监管局) means here the one of the list's own level.
            if known or (len(name) <= _LONGEST_DEPARTMENT and _DEPARTMENT.search(name)):
                mention = replace(mention, name=restored, known=known)
        yield mention


def _lacks_prefix(name: str, region: str | None) -> bool:
    if region and name.startswith(region):
        return False
    return (
        not _OWN_PREFIX.match(name) and not _GOVERNMENT.match(name) and not _OWN_PLACE.search(name)
    )
