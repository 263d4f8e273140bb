"""What a phrase of time means: from the groups of a matched rule to kind and date.

A reader is given the match and the year to assume where the phrase names none (None: no year is known). It returns None
where what was matched is no deadline after all, such as a thirteenth month.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date

from desktop.domain.deadline import DeadlineKind, FoundDeadline
from desktop.domain.document import Span

_NUMERALS = {c: i for i, c in enumerate("〇一二三四五六七八九十")} | {"零": 0, "两": 2}


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


def full(match: re.Match[str], _base: int | None) -> FoundDeadline:
    """A month or day of a year, both in the phrase; without a month the year's end."""
    groups = match.groupdict()
    month, day = groups.get("month"), groups.get("day")
    return _by(
        match, _last_day(int(match["year"]), _number(month or "12"), int(day) if day else None)
    )


def quarter(match: re.Match[str], base: int | None) -> FoundDeadline | None:
    """A quarter or half of a year ends with its last month."""
    year = int(match["year"]) if match["year"] else base
    if year is None:
        return _yearless(match)
    year += {"明年": 1, "次年": 1}.get(match.groupdict().get("which") or "", 0)
    part = match["part"]
    month = {"上半年": 6, "下半年": 12, "年中": 6}.get(part) or 3 * _number(part.strip("第季度"))
    return _by(match, _last_day(year, month), assumed=None if match["year"] else year)


def no_year(match: re.Match[str], base: int | None) -> FoundDeadline | None:
    """A month or day whose year comes from the document, or from 明年 and its like."""
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


def school_term(match: re.Match[str], base: int | None) -> FoundDeadline:
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


def span_of_days(match: re.Match[str], _base: int | None) -> FoundDeadline:
    """A period of months bounds the work by its last day: 2026年1月—6月."""
    year = int(match["last_year"] or match["year"])
    first = match.groupdict().get("first")
    if match["last_year"] is None and first and int(first) > _number(match["month"]):
        year += 1  # 2025年11月—3月
    day = _last_day(year, _number(match["month"]), int(match["day"]) if match["day"] else None)
    return FoundDeadline(
        match[0], Span(*match.span()), DeadlineKind.STAGE, day, impossible=day is None
    )


def ten_days(match: re.Match[str], base: int | None) -> FoundDeadline:
    """上旬 ends on the 10th, 中旬 on the 20th, 下旬 with the month."""
    year = int(match["year"]) if match["year"] else base
    if year is None:
        return _yearless(match)
    last = {"上旬": 10, "中旬": 20, "下旬": None}[match["third"]]
    day = _last_day(year, _number(match["month"]), last)
    return _by(match, day, assumed=None if match["year"] else year)


def feast(match: re.Match[str], base: int | None) -> FoundDeadline:
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


def at_once(match: re.Match[str], _base: int | None) -> FoundDeadline:
    """立行立改 and its like: understood, with no day of its own."""
    return FoundDeadline(match[0], Span(*match.span()), DeadlineKind.BY)


def milestone(match: re.Match[str], base: int | None) -> FoundDeadline | None:
    """2027年建成20个: a year right before what is done in it bounds it, unless it lies behind the document."""
    if base is not None and int(match["year"]) < base:
        return None
    return full(match, base)


def five_years(match: re.Match[str], _base: int | None) -> FoundDeadline:
    """The end of a five-year plan: “十三五”末."""
    # 十三五 is 2016–2020: the thirteenth plan ends in 1955 + 13 × 5.
    return _by(match, _last_day(1955 + 5 * _number(match["plan"])))


def slip(match: re.Match[str], _base: int | None) -> FoundDeadline:
    """A phrase with a character missing, read as it must be meant; what was meant stands in `slip`."""
    found = _by(match, _last_day(int(match["year"]), _number(match["month"])))
    slip = f"{match['year']}年{match['month']}月{match[0][match.end('month') - match.start() :]}"
    return FoundDeadline(
        found.text, found.span, found.kind, found.date, slip=slip, impossible=found.impossible
    )


def stage(match: re.Match[str], _base: int | None) -> FoundDeadline:
    """A period of years, which ends with its last one."""
    return FoundDeadline(
        match[0], Span(*match.span()), DeadlineKind.STAGE, _last_day(int(match["last"]))
    )


def of_kind(kind: DeadlineKind) -> Callable[[re.Match[str], int | None], FoundDeadline]:
    """Return the reader of phrases that are of `kind` and name no day."""
    return lambda match, _base: FoundDeadline(match[0], Span(*match.span()), kind)
