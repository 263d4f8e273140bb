"""Breaks a title into lines: whole words, and a trapezoid or a diamond rather than an hourglass."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import accumulate, combinations, pairwise
from math import ceil
from typing import Final

from desktop.output import page
from desktop.output.kinsoku import FORBIDDEN, break_costs
from desktop.output.linebreak import RoughAdvances, break_lines

_MOST_LINES = 3  # beyond this every way of breaking would be too many to try
_TORN_WORD: Final = 30.0
_HOURGLASS: Final = 12.0
_RECTANGLE: Final = 4.0
_GOOD_PLACE: Final = 10.0  # what a break between two parts of the sentence is worth

_WORDS = re.compile(
    "重点任务|任务分工|任务分解|任务清单|责任分工|分工方案|进度安排|安排表|分解表|分工表|实施方案|行动方案|行动计划|工作方案"
    "|实施意见|指导意见|若干措施|若干意见|暂行办法|管理办法|实施细则|三年行动|人民政府|办公厅|科技成果|转移转化|高质量发展"
    "|改革|创新|促进|推动|推进|落实|加快|建设|关于|印发|通知|意见|工作|方案|计划|任务|分工|进度|安排|工程|体系|机制|政策|示范"
    "|试点|发展|规划|湖南省|湖南|省直|部门|单位|国家|全省|经济|社会|营商|环境|乡村|振兴|数字|政务|服务|产业|企业"
)
_GOOD_AFTER = frozenset("的》、”）〉")
_GOOD_BEFORE = re.compile("关于|及|和|与|重点任务|任务分工|若干|贯彻|《")
#: A document's name ends with its kind: what follows is another part, and the kind stays with the name.
_KINDS = re.compile(
    "(?:实施|工作|行动|总体|改革)方案|行动计划|(?:实施|指导|若干)意见|若干措施|(?:暂行|管理)办法|实施细则|规划纲要|条例|规定"
)


def title_measure(width: float) -> float:
    """The ems that a title's line may take on a type area of `width` points: a character is free on each side."""
    return width / page.TITLE_SIZE - 2


def rough_title_lines(title: str, width: float) -> list[str]:
    """The lines of `title` over `width` points, for programs that set it in fonts of theirs."""
    return title_lines(title, RoughAdvances(), title_measure(width))


def title_lines(title: str, advances: Mapping[str, float], measure: float) -> list[str]:
    """The lines of `title`, none wider than `measure` ems if it can be helped.

    Line feeds in the title are the clerk's own breaks and are kept.
    """
    lines: list[str] = []
    for part in title.split("\n"):
        lines.extend(_part_lines(part.strip(), advances, measure))
    return lines


def _part_lines(text: str, advances: Mapping[str, float], measure: float) -> list[str]:
    sums = list(accumulate((advances[char] for char in text), initial=0.0))
    least = ceil(sums[-1] / measure - 1e-6)
    costs = _title_costs(text)
    places = [place for place in range(1, len(text)) if costs[place] < FORBIDDEN]
    for count in range(max(1, least), _MOST_LINES + 1):
        best: tuple[float, list[str]] | None = None
        for inner in combinations(places, count - 1):
            spans = list(pairwise((0, *inner, len(text))))
            widths = [sums[end] - sums[start] for start, end in spans]
            if max(widths) > measure:
                continue
            cost = _shape_cost(widths) + sum(costs[place] for place in inner)
            if best is None or cost < best[0]:
                best = cost, [text[start:end].strip() for start, end in spans]
        if best is not None:
            return best[1]
    return [line.text for line in break_lines(text, advances, measure)]


def _title_costs(text: str) -> list[float]:
    costs = break_costs(text)
    for match in _WORDS.finditer(text):
        for place in range(match.start() + 1, match.end()):
            costs[place] += _TORN_WORD
    for place in range(1, len(text)):
        if text[place - 1] in _GOOD_AFTER:
            costs[place] -= _GOOD_PLACE
    for match in _KINDS.finditer(text):
        if match.end() < len(text):
            costs[match.end()] -= _GOOD_PLACE
    for match in _GOOD_BEFORE.finditer(text):
        if match.start() > 0:
            costs[match.start()] -= _GOOD_PLACE / 2
    return costs


def _shape_cost(widths: list[float]) -> float:
    """Uneven lines cost, as do a waist in the middle and lines of one length."""
    mean = sum(widths) / len(widths)
    cost = sum((width - mean) ** 2 for width in widths)
    if len(widths) == 3 and widths[1] < min(widths[0], widths[2]):
        cost += _HOURGLASS
    if len(widths) > 1 and max(widths) - min(widths) < 0.5:
        cost += _RECTANGLE
    return cost
