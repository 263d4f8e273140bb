"""The grammar of a list of units: one parser for extraction, cell editors, forms and checks.

    list      := item (mark item)*                     mark: 、 ， ； and, before the last item, 和 及 与 以及
    item      := name [tail]
    tail      := 等 [有关部门 | 省直有关部门 | 单位 …]     the list is open
    name      := a unit; its 省 may be left out after a first item that has it (省科技厅、经信委);
                 its ending may be left out before an item that has it (武汉、襄阳、宜昌市人民政府)

A 、 does not divide inside brackets nor inside 各市、县（区）人民政府; 和 does not divide inside a name (政务和数据局).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from desktop.domain.document import Span
from desktop.domain.unit import Mention, UnitDirectory

#: How a unit's name may end. Longer endings first where one is part of another.
UNIT_ENDING = (
    r"(?:人民政府|政府|管委会|委员会|办公厅|办公室|检察院|检察厅|法院|研究院|科学院|工程院|学院|大学|学校|银行|总行|分行|支行"
    r"|总公司|有限公司|公司|集团|中心|总队|支队|大队|军区|海关|联合会|工商联|残联|文联|妇联|科协|作协|侨联|贸促会|协会|学会"
    r"|团委|工会|总会|商会|联社|供销社|出版社|报社|电视台|广播台|电台|新华社|气象台|部门|单位|机构|企业|高校|院所|园区|开发区"
    r"|高新区|自贸区|专班|组|厅|局|委|办|部|院|会|署|社|处|科|所|站|台|关|行|队)"
)
_ENDS_AS_UNIT = re.compile(UNIT_ENDING + r"(?:（[^（）]*）)?$")
_TAIL = re.compile(r"等(?:[^、，；等]{0,12}?(?:部门|单位|机构|厅局|委办局|企业|高校|地区))?$")
_OPEN_NAME = re.compile(
    r"(?:有关|相关|其他|其它|各级各).{0,6}(?:部门|单位|厅局|机构|企业|高校|院所|地区)$"
)
_COLLECTIVE = re.compile(
    r"^(?:全省|全市)?各(?!自)|^有关|^相关|^省(?:直|级|政府|有关)?(?:各|其他|其它)?(?:有关|相关|直属)|[两二三四五六七八九十](?:家|市|县|区|州|所)"
    r"|有关(?:部门|单位)|相关(?:部门|单位)"
)
_MEMBERS = re.compile(r"（(?P<units>[^（）、]+(?:、[^（）、]+)+)）$")
_LEVELS_ONLY = re.compile(
    r"^(?:全省|全市)?(?:各|有关|相关)(?:设区)?(?:地级)?[市州盟县区旗地乡镇]+(?:[（〔][^（）〔〕]*[）〕])?$"
)
_LEVEL_HEAD = re.compile(
    r"^(?:设区)?[市州盟县区旗地乡镇]+(?:级市)?(?:[（〔][^（）〔〕]*[）〕])?级?(?:人民)?(?:政府|党委|管委会|部门|$)"
)
_PLACE = re.compile(r"^[一-鿿]{1,6}?(?:市|州|县|区|盟|旗)?$")
_GOVERNMENT = re.compile(
    r"^(?!省)(?P<place>[一-鿿]{1,8}?)(?P<rest>(?:市|州|县|区|盟|旗)?(?:人民政府|政府|国家高新区管委会|高新区管委会|管委会))$"
)
_HAS_PREFIX = re.compile(r"省(?!会)|市(?!场)|[县区州](?=[委政人财教科发住农])")
_LONGEST_PLACE = 3
_DIVIDERS = "、，；,;"
_OPENERS, _CLOSERS = "（〔【《(「“", "）〕】》)」”"
#: Ministries and bodies of the whole country have no province to leave out.
_NATIONAL = re.compile(r"总局|总署|总行|大学|公司|集团|银行")
_CONNECTIVES = ("以及", "和", "及", "与", "暨")
#: A post or a person answers for a task, but is no unit: 分管副省长, 市政府秘书长, 各有关负责同志.
_POST = re.compile(
    r"^(?:分管|常务|协管|联系)?(?:副)?(?:省|市|州|县|区|旗)长(?!沙|春|治|乐|宁)"
    r"|(?:副?(?:省长|市长|州长|县长|区长|主席|书记|秘书长|主任|部长|厅长|局长)|领导|负责人|负责同志)$"
)
#: How the names end that leave out 省 or 市 in a list.
_DEPARTMENT = re.compile(
    r"(?:厅|局|委|办|办公室|署|科协|工商联|总工会|妇联|残联|文联|侨联|供销社|法院|检察院|院|中心)$"
)
_OWN_PREFIX = re.compile(
    r"^(?:省|市|县|区|州|国家|国务院|中央|中共|中国|全国|全省|全市|各|团|有关|相关|人民银行|人行|银保监|[一-鿿]{2,3}(?:省|市|州|县|自治区))"
)


@dataclass(frozen=True, slots=True)
class _Item:
    text: str
    start: int
    joiner: str


def parse_units(
    text: str, directory: UnitDirectory, region: str | None = None
) -> tuple[Mention, ...]:
    """Read `text` as a list of units, in order; white space around names is not theirs.

    Never raises: what is no known unit is kept as it stands with ``known=False``. Roles are left RESPONSIBLE.
    """
    items = _rejoined(list(_items(text)))
    items = [part for item in items for part in _split_connective(item, directory, region)]
    mentions = [m for m in (_mention(item, directory, region) for item in items) if m is not None]
    mentions = _with_endings(mentions, directory, region)
    return tuple(_with_prefixes(mentions, directory, region))


def format_units(mentions: tuple[Mention, ...] | list[Mention]) -> str:
    """Write a list as it is printed: each name with the mark before it and the words that keep the list open."""
    return "".join(
        (("" if index == 0 else m.joiner or "、") + m.name + m.tail)
        for index, m in enumerate(mentions)
    )


def is_unit_like(name: str) -> bool:
    """Say whether `name` ends as a unit's name does."""
    return bool(_ENDS_AS_UNIT.search(name))


def is_collective(name: str) -> bool:
    """Say whether `name` stands for several units (各市州人民政府, 省直有关部门, 三园区（A政府、B政府）)."""
    return bool(_COLLECTIVE.search(name) or _OPEN_NAME.search(name) or _lists_members(name))


def _lists_members(name: str) -> bool:
    """Say whether a name says in brackets, whom it stands for."""
    members = _MEMBERS.search(name)
    return members is not None and all(map(is_unit_like, members["units"].split("、")))


def is_open_name(name: str) -> bool:
    """Say whether `name` stands for units that are not named at all (省直有关部门)."""
    return bool(_OPEN_NAME.search(name))


def is_post(name: str) -> bool:
    """Say whether `name` is a post or a person's part (分管副省长) and so no unit."""
    return bool(_POST.search(name))


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


def _rejoined(items: list[_Item]) -> list[_Item]:
    """Put 各市、县（区）人民政府 together again: a bare level of government waits for its ending."""
    done: list[_Item] = []
    for item in items:
        last = done[-1] if done else None
        if (
            last is not None
            and item.joiner == "、"
            and _LEVELS_ONLY.match(last.text.strip().split("、")[0])
            and not is_unit_like(last.text.strip())
            and _LEVEL_HEAD.match(item.text.strip())
        ):
            done[-1] = _Item(f"{last.text}、{item.text}", last.start, last.joiner)
        else:
            done.append(item)
    return done


def _split_connective(item: _Item, directory: UnitDirectory, region: str | None) -> list[_Item]:
    """Divide “湖南银监局和长株潭三市政府” but not “政务和数据局”: both sides must stand as units."""
    text = item.text
    if directory.knows(text.strip(), region) or "（" in text:
        return [item]
    for word in _CONNECTIVES:
        at = text.find(word, 1)
        while at > 0:
            left, right = text[:at].strip(), text[at + len(word) :].strip()
            if len(left) >= 2 and len(right) >= 3 and _stands(left, right, directory, region):
                rest = _Item(text[at + len(word) :], item.start + at + len(word), word)
                return [
                    _Item(text[:at], item.start, item.joiner),
                    *_split_connective(rest, directory, region),
                ]
            at = text.find(word, at + 1)
    return [item]


def _stands(left: str, right: str, directory: UnitDirectory, region: str | None) -> bool:
    if not is_unit_like(_TAIL.sub("", right)):
        return False
    if directory.knows(left, region):
        return True
    if is_unit_like(left):
        return len(left) >= 3
    government = _GOVERNMENT.match(right)
    return government is not None and bool(_PLACE.match(left)) and len(left) <= 4


def _mention(item: _Item, directory: UnitDirectory, region: str | None) -> Mention | None:
    lead = len(item.text) - len(item.text.lstrip())
    text = item.text.strip()
    if not text:
        return None
    tail = ""
    found = _TAIL.search(text)
    if found and found.start() > 0 and not directory.knows(text, region):
        tail, text = text[found.start() :], text[: found.start()].rstrip()
    start = item.start + lead
    return Mention(
        surface=text,
        name=text,
        span=Span(start, start + len(text)),
        collective=is_collective(text),
        open_name=is_open_name(text),
        known=directory.knows(text, region),
        joiner=item.joiner,
        tail=tail,
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
        if government and not mention.collective:
            rest = government["rest"]
        elif rest and not mention.tail and (restored := _restored(name, rest, directory, region)):
            mention = replace(mention, name=restored, known=directory.knows(restored, region))
        else:
            rest = ""
        done.append(mention)
    return done[::-1]


def _restored(name: str, rest: str, directory: UnitDirectory, region: str | None) -> str | None:
    """Put an ending to a place's name; None where the name is no place (国家电网、长沙市政府)."""
    if is_unit_like(name) or not _PLACE.match(name):
        return None
    restored = name + (rest.lstrip("市州县区盟旗") if name[-1] in "市州县区盟旗" else rest)
    short = len(name) <= _LONGEST_PLACE or name[-1] in "市州县区盟旗"
    return restored if short or directory.knows(restored, region) else None


def _with_prefixes(
    mentions: list[Mention], directory: UnitDirectory, region: str | None
) -> Iterator[Mention]:
    """Restore 省 to 省科技厅、经信委、发改委: after a name that has it, to names that have no prefix of their own."""
    prefix = ""
    for mention in mentions:
        name = mention.name
        if _HAS_PREFIX.match(name) and not mention.collective and is_unit_like(name):
            prefix = name[0]
        elif prefix and not mention.collective and _lacks_prefix(name, region):
            # 经信委 may itself be listed as a short form; the full one is what the list means.
            restored = prefix + name
            known = directory.knows(restored, region)
            if known or (not mention.known and len(name) <= 8 and _DEPARTMENT.search(name)):
                mention = replace(mention, name=restored, known=known)
        yield mention


def _lacks_prefix(name: str, region: str | None) -> bool:
    if region and name.startswith(region):
        return False
    return (
        not _OWN_PREFIX.match(name)
        and not _GOVERNMENT.match(name)
        and "大学" not in name
        and "公司" not in name
    )
