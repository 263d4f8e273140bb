"""What a deadline cell says while it is being typed, and the phrases that can be put together by choice."""

from __future__ import annotations

import re
from calendar import monthrange

from desktop.domain.deadline import DeadlineKind, FoundDeadline
from desktop.domain.deadline_grammar import read_cell

#: What is done by a deadline, as phrases of policies put it most often.
VERBS = ("完成", "出台", "启动", "建成运行", "印发", "制定", "实现", "见效")

_SEPARATORS = "；;\n"
#: What stands behind the last word of the time.
_DEED = re.compile(
    r"(?:前|底|末|年|月|日|季度|上半年|下半年|年内|[上中下]旬)([^前底末年月日季旬，、\s]{2,10})$"
)
_NO_TEXT = "照原文打印"


def understood(text: str, base_year: int | None = None) -> str:
    """Say in Chinese how the text of a deadline cell is read: 2017-12-31 · 完成. Empty for an empty cell.

    `base_year` is the year of the document, for phrases that name none.
    """
    return "；".join(_said(found) for found in read_cell(text, base_year))


def _said(found: FoundDeadline) -> str:
    if found.slip:
        return f"是否{found.slip}？"
    if found.impossible:
        return f"不是有效的日期，{_NO_TEXT}"
    if found.yearless:
        return f"不知道是哪一年，{_NO_TEXT}"
    day = found.date.isoformat() if found.date else ""
    deed = _DEED.search(found.text)
    match found.kind:
        case DeadlineKind.UNREAD:
            return f"没有读懂，{_NO_TEXT}"
        case DeadlineKind.CONTINUOUS:
            return "持续推进，不设截止日"
        case DeadlineKind.RECURRING:
            return "按周期办理"
        case DeadlineKind.STAGE:
            said = f"阶段，至{day}" if day else "阶段"
        case DeadlineKind.BY:
            said = day or "立即办理，没有截止日"
    if found.several:
        return f"写了几个时间，按最后的{day}理解"
    if found.assumed_year is not None:
        said += f"（按来文推定为{found.assumed_year}年）"
    if found.before_period:
        said += "（按期末理解，请核对）"
    return f"{said} · {deed[1]}" if deed else said


def phrase(year: int, month: int | None = None, day: int | None = None, deed: str = "") -> str:
    """Put a phrase together: 2017年底前完成, 2017年6月底前出台, 2017年6月15日前.

    Raises `ValueError` for a day that the month does not have, or a day without a month.
    """
    if day is not None and (month is None or not 1 <= day <= monthrange(year, month)[1]):
        raise ValueError(f"no day {day} of month {month}")
    when = f"{year}年" if month is None else f"{year}年{month}月"
    return f"{when}{'底' if day is None else f'{day}日'}前{deed}"


def phrase_at(text: str, position: int) -> tuple[int, int]:
    """Return where the phrase of a cell begins and ends that `position` stands in."""
    start = max(text.rfind(mark, 0, position) for mark in _SEPARATORS) + 1
    ends = [place for mark in _SEPARATORS if (place := text.find(mark, position)) >= 0]
    return start, min(ends, default=len(text))
