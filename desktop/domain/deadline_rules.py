"""The rules of the grammar of deadlines: one phrase a rule, tried in order, each with the reader of its meaning."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from desktop.domain.deadline import DeadlineKind, FoundDeadline
from desktop.domain.document import Span


@dataclass(frozen=True, slots=True)
class Rule:
    """`id` names it; `running` says that it counts in running text, where most dates bound nothing."""

    id: str
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], int | None], FoundDeadline | None]
    running: bool


_NUMERALS = {c: i for i, c in enumerate("〇一二三四五六七八九十")} | {"零": 0, "两": 2}
_BOUND = r"(?:以前|之前|前|底|末)"
_VERB = (
    r"(?:全部|基本|全面|初步|正式|集中)?(?:完成|建成|出台|启动|实现|达到|印发|制定|制订|上线|投入使用|见效|取得|开工|竣工|完工"
    r"|封顶|投产|投用|达产|启用|开业|开放|开通|通过|验收|交付|推开|发布|举办|召开|办结|编制)(?:运行|使用|实施)?"
)


#: What is done in a year that stands right before it.
_STARTS = (
    r"(?:底)?(?:基本|全面|全部|全省|全市|力争|累计|再|新增|新建|计划|实现|完成|建成|达到|消除|启动|开展|出台|制定|形成|巩固|培育|打造"
    r"|所有|各县|各市)"
)


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if text == "十":
        return 10
    if len(text) == 2 and text[0] == "十":
        return 10 + _NUMERALS[text[1]]
    return _NUMERALS.get(text, 0)


def _last_day(year: int, month: int = 12, day: int | None = None) -> date | None:
    if not (1 <= month <= 12 and 1900 <= year <= 2200):
        return None
    last = monthrange(year, month)[1]
    if day is not None and not 1 <= day <= last:
        return None
    return date(year, month, day or last)


def _by(match: re.Match[str], day: date | None, *, assumed: int | None = None) -> FoundDeadline:
    return FoundDeadline(
        match[0],
        Span(*match.span()),
        DeadlineKind.BY,
        day,
        assumed_year=assumed,
        impossible=day is None,
    )


def _yearless(match: re.Match[str]) -> FoundDeadline:
    """A phrase without a year in a document without one: understood, but no day can be named."""
    return FoundDeadline(match[0], Span(*match.span()), DeadlineKind.BY, yearless=True)


def _full(match: re.Match[str], _base: int | None) -> FoundDeadline:
    groups = match.groupdict()
    month, day = groups.get("month"), groups.get("day")
    return _by(
        match, _last_day(int(match["year"]), _number(month or "12"), int(day) if day else None)
    )


def _quarter(match: re.Match[str], base: int | None) -> FoundDeadline | None:
    year = int(match["year"]) if match["year"] else base
    if year is None:
        return _yearless(match)
    year += {"明年": 1, "次年": 1}.get(match.groupdict().get("which") or "", 0)
    part = match["part"]
    month = {"上半年": 6, "下半年": 12, "年中": 6}.get(part) or 3 * _number(part.strip("第季度"))
    return _by(match, _last_day(year, month), assumed=None if match["year"] else year)


def _no_year(match: re.Match[str], base: int | None) -> FoundDeadline | None:
    groups = match.groupdict()
    if base is None:
        return _yearless(match)
    year = base + {"明年": 1, "次年": 1, "后年": 2}.get(groups.get("which") or "", 0)
    day = groups.get("day")
    return _by(
        match,
        _last_day(year, _number(groups.get("month") or "12"), int(day) if day else None),
        assumed=year,
    )


def _school_term(match: re.Match[str], base: int | None) -> FoundDeadline:
    """A school year's terms begin on 1 March and 1 September; the autumn term ends in January."""
    year = int(match["year"]) if match["year"] else base
    if year is None:
        return _yearless(match)
    before = match["when"] in ("开学前", "开学", "前")
    day = {
        ("春季", True): _last_day(year, 2),
        ("春季", False): _last_day(year, 7),
        ("秋季", True): _last_day(year, 8),
        ("秋季", False): _last_day(year + 1, 1),
    }[match["term"], before]
    return _by(match, day, assumed=None if match["year"] else year)


def _range(match: re.Match[str], _base: int | None) -> FoundDeadline:
    """A period of months bounds the work by its last day: 2026年1月—6月."""
    year = int(match["last_year"] or match["year"])
    first = match.groupdict().get("first")
    if match["last_year"] is None and first and int(first) > _number(match["month"]):
        year += 1  # 2025年11月—3月
    day = _last_day(year, _number(match["month"]), int(match["day"]) if match["day"] else None)
    return FoundDeadline(
        match[0], Span(*match.span()), DeadlineKind.STAGE, day, impossible=day is None
    )


def _ten_days(match: re.Match[str], base: int | None) -> FoundDeadline:
    year = int(match["year"]) if match["year"] else base
    if year is None:
        return _yearless(match)
    last = {"上旬": 10, "中旬": 20, "下旬": None}[match["third"]]
    day = _last_day(year, _number(match["month"]), last)
    return _by(match, day, assumed=None if match["year"] else year)


def _feast(match: re.Match[str], base: int | None) -> FoundDeadline:
    """The day before a feast of the solar year; one of the moon's year or of the weather has no date here."""
    year = int(match["year"]) if match["year"] else base
    # Without a year the coming New Year's Day is meant: the day before it ends the document's year.
    before = -1 if match["year"] else 0
    months = {"元旦": (before, 12), "五一": (0, 4), "国庆": (0, 9), "国庆节": (0, 9)}
    if year is None and match["feast"] in months:
        return _yearless(match)
    if year is None or match["feast"] not in months:
        return FoundDeadline(match[0], Span(*match.span()), DeadlineKind.UNREAD)
    shift, month = months[match["feast"]]
    return _by(match, _last_day(year + shift, month), assumed=None if match["year"] else year)


def _at_once(match: re.Match[str], _base: int | None) -> FoundDeadline:
    return FoundDeadline(match[0], Span(*match.span()), DeadlineKind.BY)


def _milestone(match: re.Match[str], base: int | None) -> FoundDeadline | None:
    """2027年建成20个: a year right before what is done in it bounds it, unless it lies behind the document."""
    if base is not None and int(match["year"]) < base:
        return None
    return _full(match, base)


def _five_years(match: re.Match[str], _base: int | None) -> FoundDeadline:
    # 十三五 is 2016–2020: the thirteenth plan ends in 1955 + 13 × 5.
    return _by(match, _last_day(1955 + 5 * _number(match["plan"])))


def _slip(match: re.Match[str], _base: int | None) -> FoundDeadline:
    found = _by(match, _last_day(int(match["year"]), _number(match["month"])))
    slip = f"{match['year']}年{match['month']}月{match[0][match.end('month') - match.start() :]}"
    return FoundDeadline(
        found.text, found.span, found.kind, found.date, slip=slip, impossible=found.impossible
    )


def _stage(match: re.Match[str], _base: int | None) -> FoundDeadline:
    return FoundDeadline(
        match[0], Span(*match.span()), DeadlineKind.STAGE, _last_day(int(match["last"]))
    )


def _kind(kind: DeadlineKind) -> Callable[[re.Match[str], int | None], FoundDeadline]:
    return lambda match, _base: FoundDeadline(match[0], Span(*match.span()), kind)


_YEAR = r"(?P<year>(?:19|20|21)\d{2})"
_MONTH = r"(?P<month>\d{1,2}|十[一二]|[一二三四五六七八九十](?!个))"
_MONTH_A = r"(?P<first>\d{1,2})"
_DAY = r"(?P<day>\d{1,2})"
_OF_YEAR = _YEAR + r"\s*年"

#: In order of precedence: the first rule that matches at a place wins.
RULES: tuple[Rule, ...] = tuple(
    Rule(name, re.compile(pattern), read, running)
    for name, pattern, read, running in (
        (
            "deadline.recurring",
            r"每(?:年|季度?|月|半年|周)(?:度)?(?:\d{1,2}月)?(?:\d{1,2}日|底|末)(?:以前|之前|前)?",
            _kind(DeadlineKind.RECURRING),
            True,
        ),
        (
            "deadline.recurring",
            r"(?:每年|每季度|每月|每半年|按季度|按月|按年度)[^，；。]{0,12}",
            _kind(DeadlineKind.RECURRING),
            False,
        ),
        (
            "deadline.stage",
            r"(?:19|20)\d{2}年?\s*(?:[-—–－~～至到]|——){1,2}\s*(?P<last>(?:19|20)\d{2})\s*年?(?:期间)?(?!\s*\d{1,2}月)",
            _stage,
            False,
        ),
        (
            "deadline.range",
            _OF_YEAR
            + r"(?:"
            + _MONTH_A
            + r"月?)?(?:\d{1,2}日)?\s*(?:[-—–－~～至到]|——){1,2}\s*"
            + r"(?:(?P<last_year>(?:19|20|21)\d{2})\s*年)?"
            + _MONTH
            + r"月(?:"
            + _DAY
            + r"日)?(?:底|末|前)?",
            _range,
            True,
        ),
        (
            "deadline.range",
            _YEAR
            + r"[./]"
            + _MONTH_A
            + r"\s*[-—–－~～至到]{1,2}\s*(?:(?P<last_year>(?:19|20|21)\d{2})[./])?"
            + _MONTH
            + r"(?P<day>(?!))?",
            _range,
            False,
        ),
        (
            "deadline.ten_days",
            r"(?:到|至)?(?:"
            + _OF_YEAR
            + r")?(?<!\d)"
            + _MONTH
            + r"月(?P<third>上旬|中旬|下旬)(?:以前|之前|前|底|末)?",
            _ten_days,
            True,
        ),
        (
            "deadline.feast",
            r"(?:到|至)?(?:"
            + _OF_YEAR
            + r")?(?P<feast>元旦|春节|五一|国庆节?|中秋节?|主?汛期|[采供]暖[期季]|[暑寒]假|高考|两会)"
            r"(?:以前|之前|来临前|前)",
            _feast,
            True,
        ),
        (
            "deadline.quarter",
            r"(?P<year>(?!))?(?P<which>明年|次年)(?P<part>第?[一二三四1-4]季度|上半年|下半年)(?:以前|之前|前|底|末)?",
            _quarter,
            False,
        ),
        (
            "deadline.this_year",
            r"(?:(?P<which>今年|本年|明年|次年)年?|(?<![\d今本明次])年)(?:年)?底",
            _no_year,
            False,
        ),
        (
            "deadline.whole_year",
            r"(?<![\d])全年",
            _no_year,
            False,
        ),
        (
            "deadline.at_once",
            r"(?:立行立改|立即整改|即知即改|立查立改|马上就办)",
            _at_once,
            False,
        ),
        (
            "deadline.slip",
            r"(?:到|至)?" + _OF_YEAR + r"(?P<month>1[0-2]|0?[1-9])(?:底|末)(?:以前|之前|前)?",
            _slip,
            True,
        ),
        (
            "deadline.day",
            r"(?:到|至|截至|截止)?" + _OF_YEAR + _MONTH + r"月" + _DAY + r"日(?:以前|之前|前)",
            _full,
            True,
        ),
        (
            "deadline.month",
            r"(?:到|至)?" + _OF_YEAR + _MONTH + r"月(?:份)?" + _BOUND + r"{1,2}",
            _full,
            True,
        ),
        (
            "deadline.quarter",
            r"(?:到|至)?(?:"
            + _OF_YEAR
            + r")?(?P<part>第?[一二三四1-4]季度|上半年|下半年|年中)(?:以前|之前|前|底|末)?",
            _quarter,
            False,
        ),
        (
            "deadline.quarter",
            r"(?:到|至)?(?:"
            + _OF_YEAR
            + r")(?P<part>第?[一二三四1-4]季度|上半年|下半年|年中)(?:以前|之前|前|底|末)?",
            _quarter,
            True,
        ),
        (
            "deadline.year",
            r"(?:到|至|力争到|力争)?" + _OF_YEAR + r"(?:年)?" + _BOUND + r"{1,2}",
            _full,
            True,
        ),
        (
            "deadline.term",
            r"(?:到|至)?(?:"
            + _OF_YEAR
            + r")?(?P<term>春季|秋季)(?=学期|开学)(?:学期)?(?P<when>开学前|开学|前|结束前|末|底)",
            _school_term,
            True,
        ),
        (
            "deadline.quarter",
            r"(?:到|至)?(?P<year>(?!))?(?P<which>明年|次年|今年)?(?P<part>第?[一二三四1-4]季度|上半年|下半年|年中)"
            r"(?:(?:以前|之前|前|底|末)|(?:" + _VERB + r"))",
            _quarter,
            True,
        ),
        (
            "deadline.month",
            _OF_YEAR + _MONTH + r"月(?:份)?(?=" + _VERB + r")",
            _full,
            True,
        ),
        (
            "deadline.within_year",
            _OF_YEAR + r"年?内(?:" + _VERB + r")?",
            _full,
            True,
        ),
        (
            "deadline.within_year",
            r"(?:今年|本年)?(?<![\d一二三四五六七八九十两几半每个多])年内(?:" + _VERB + r")?",
            _no_year,
            True,
        ),
        (
            "deadline.no_year",
            r"(?<![年\d月至到—-])(?P<month>1[0-2]|0?[1-9])月(?:份)?(?:底|末)?(?:" + _VERB + r")",
            _no_year,
            True,
        ),
        (
            "deadline.milestone",
            r"(?<![\d自从比较据以])" + _OF_YEAR + r"(?=" + _STARTS + r")",
            _milestone,
            True,
        ),
        ("deadline.target", r"(?:到|至)" + _OF_YEAR + r"(?!\s*\d|[-—–－~～至到])", _full, True),
        (
            "deadline.plan",
            r"(?:到|在|至)?“?(?P<plan>十[一二三四五六七八九])五”?(?:末|期末|时期末|规划期末|期间|时期)",
            _five_years,
            True,
        ),
        (
            "deadline.this_year",
            r"(?:到|至)?(?:(?P<which>今年|本年|明年|次年|当年|本年度)年?|(?<!\d)年)底"
            + r"(?:以前|之前|前)",
            _no_year,
            True,
        ),
        (
            "deadline.this_year",
            r"(?P<which>今年|本年|明年|次年|本年度)(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?"
            + _BOUND
            + r"{0,2}",
            _no_year,
            True,
        ),
        (
            "deadline.no_year",
            r"(?<![年\d月])(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?" + _BOUND + r"{1,2}",
            _no_year,
            True,
        ),
        (
            "deadline.no_year",
            r"(?<![年\d月])(?P<month>1[0-2]|0?[1-9])月(?:份|(?P<day>\d{1,2})日)?(?![\d至到-])",
            _no_year,
            False,
        ),
        (
            "deadline.continuous",
            r"(?:长期|持续|常态化?|不断|日常)(?:性|化)?(?:推进|坚持|实施|开展|落实|推动|抓好|进行|组织|执行|工作|任务|化)?",
            _kind(DeadlineKind.CONTINUOUS),
            False,
        ),
        ("deadline.day", _OF_YEAR + _MONTH + r"月" + _DAY + r"日", _full, False),
        ("deadline.day", _YEAR + r"[-./]" + _MONTH + r"[-./]" + _DAY, _full, False),
        ("deadline.month", _OF_YEAR + _MONTH + r"月(?:份)?", _full, False),
        ("deadline.month", _YEAR + r"[-./]" + _MONTH + r"(?!\d)", _full, False),
        ("deadline.year", _OF_YEAR + r"(?:内|度|全年)?", _full, False),
    )
)
