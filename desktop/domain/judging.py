"""What is unsure about a unit or a deadline, said once for extraction, cells and forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from desktop.domain.deadline import DeadlineKind, FoundDeadline
from desktop.domain.draft import Doubt
from desktop.domain.unit import Mention, UnitDirectory
from desktop.domain.unit_names import is_unit_like

#: Two units written as one: 市审计局市财政局, 市财政局/市商务局.
_FIGURE = re.compile(r"\d|^[万个]")  # part of another cell
_PLACE = re.compile("^[^\\W\\d_]{2,6}[市县区州旗]$")  # 海淀区 stands for its government
_LEVELS = "市州县区盟旗镇乡"  # 城关镇、白沙乡人民政府 leaves no question
_GLUED = re.compile(r"[局厅委办部院会][省市县区].{1,12}[局厅委办部院会]|[/／。\s]")


def unit_doubts(
    directory: UnitDirectory, region: str | None, units: Sequence[Mention]
) -> Iterator[Doubt]:
    """Name the units that the directory should know and does not, and what is no unit's name."""
    for unit in units:
        if unit.collective:
            continue
        restored = unit.name != unit.surface and unit.name.startswith(unit.surface)
        clear = unit.surface[-1] in _LEVELS or unit.surface in directory.places
        if not unit.known and restored and not clear:
            message = f"“{unit.surface}”按后一单位补全为“{unit.name}”，请核对"
            yield Doubt("units", "unit.ending_restored", message)
        elif not unit.known and _GLUED.search(unit.name):
            yield Doubt("units", "unit.glued", f"“{unit.name}”像是几个单位连在一起，请用顿号分开")
        elif (not unit.known and _FIGURE.search(unit.name)) or (
            not is_unit_like(unit.name) and not unit.known and not _PLACE.search(unit.name)
        ):
            yield Doubt("units", "unit.not_a_name", f"“{unit.name}”不像单位名称，请核对")
        elif not unit.known and directory.covers(region):
            yield Doubt("units", "unit.unknown", f"单位目录中没有“{unit.name}”，请核对名称")


def deadline_doubts(found: FoundDeadline) -> Iterator[Doubt]:
    """Say what is unsure about one phrase: a lost 月, a day that is none, words not understood.

    A year put in is said once for the whole document, not on every cell.
    """
    if found.several:
        last = f"，按最后的{found.date.isoformat()}理解" if found.date else ""
        message = f"时限“{found.text}”写了几个时间{last}，建议用分号分开或只留一个"
        yield Doubt("deadline", "deadline.several", message)
    if found.before_period and found.date and not found.several:
        message = (
            f"时限“{found.text}”可指到期末，也可指到期初，按{found.date.isoformat()}理解，请核对"
        )
        yield Doubt("deadline", "deadline.before_period", message)
    if found.slip:
        message = f"时限“{found.text}”疑漏“月”字，建议改为“{found.slip}”"
        yield Doubt("deadline", "deadline.slip", message, found.slip)
    elif found.impossible:
        yield Doubt("deadline", "deadline.impossible", f"时限“{found.text}”不是有效的日期，请核对")
    elif found.kind is DeadlineKind.UNREAD:
        message = f"没有读懂时限“{found.text}”，照原文保留，请核对"
        yield Doubt("deadline", "deadline.unread", message)
