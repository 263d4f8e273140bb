"""The titles by which an assignment table's columns are known.

    title    := [whose] [how] word noun [（…）]        whose: 市级 省直 …   how: 主要 具体 …
    lead     := 牵头|主办|…  单位|部门|…               a post (领导, 责任人) is a column of its own that holds no unit
    wording  := … 任务|措施|举措|事项|内容|…           goals and problems serve where no such column is there
    deadline := … 时限|时间|期限|进度|节点

A table may have columns of any other title; they hold none of the four and are named to the clerk, not read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache


class Meaning(StrEnum):
    """What a column of a source table holds."""

    NUMBER = "number"
    WORDING = "wording"
    GROUP = "group"
    UNITS = "units"
    LEAD = "lead"
    PARTICIPANT = "participant"
    DEADLINE = "deadline"
    OTHER = "other"


UNIT_COLUMNS = frozenset((Meaning.UNITS, Meaning.LEAD, Meaning.PARTICIPANT))

_WHOSE = (
    r"(?:[省市县区州旗乡镇][级直]?(?:本级|直属|级|直)?|各|本)?(?:主要|具体|主体|第一|直接|建议)?"
)
_NOUN = r"(?:单位|部门|处室|科室|股室|主体|机构|厅局|市县|县区|区县|方)(?:和?(?:单位|部门)|/(?:单位|部门))?"
_ASIDE = r"(?:（.{1,20}）)?"
_TITLES: tuple[tuple[Meaning, re.Pattern[str]], ...] = tuple(
    (meaning, re.compile(pattern))
    for meaning, pattern in (
        (Meaning.UNITS, r"^责任单位(?:及|和|、|/)责任人$"),
        (Meaning.NUMBER, r"^(?:序号|编号|任务编号|任务序号|项号|序|№|No\.?)$"),
        (Meaning.OTHER, r"^(?:督办|监督|督导|督查|验收|销号|审核|考核|评价|监管)" + _NOUN + r"$"),
        (
            Meaning.LEAD,
            rf"^{_WHOSE}(?:牵头|主办|主责|第一责任)(?:责任|实施|落实|承办)?{_NOUN}{_ASIDE}$",
        ),
        (Meaning.LEAD, rf"^(?:牵头|主办){_ASIDE}$"),
        (
            Meaning.PARTICIPANT,
            rf"^{_WHOSE}(?:配合|协办|参与|参加|协同|协作|协助|支持|其他责任|会办)(?:责任|实施|落实)?{_NOUN}{_ASIDE}$",
        ),
        (Meaning.PARTICIPANT, rf"^(?:配合|协办|参与){_ASIDE}$"),
        (
            Meaning.UNITS,
            rf"^{_WHOSE}(?:责任|承办|落实|实施|执行|负责|主管|整改|任务分工|分工)(?:责任|落实)?(?:{_NOUN}|分工)?(?:及.{{1,4}})?{_ASIDE}$",
        ),
        # A person answers, no unit: 责任领导, 牵头市领导, 责任人及电话.
        (Meaning.OTHER, r"^.{0,8}(?:领导|责任人|负责人|联系人|联络员|同志|电话).{0,6}$"),
        (
            Meaning.DEADLINE,
            r"^.{0,6}(?:时限|时间|期限|时间节点|节点|进度|日期|时序|工期)(?:表|安排|要求|节点|进度|计划)?"
            + _ASIDE
            + r"$",
        ),
        (Meaning.DEADLINE, r"^(?:进度安排|工作进度)$"),
        (
            Meaning.GROUP,
            r"^.{0,4}(?:类别|方面|领域|分类|板块|一级任务|类型|大类|环节|专题|工程名称|行动名称)$",
        ),
        (Meaning.OTHER, r"^(?:.{0,4}(?:备注|进展|情况|依据|来源|分值|标准|成果|形式|指标).{0,4})$"),
        (
            Meaning.WORDING,
            r"^.{0,6}(?:任务|措施|举措|事项|内容|路径|要点|工作|做法|清单|要求|项目|任务分解|任务名称|项目名称|二级任务|任务及目标)"
            + _ASIDE
            + r"$",
        ),
        # What a table of problems or goals has to do stands in these, where no column of tasks is there.
        (Meaning.OTHER, r"^.{0,6}(?:目标|目标值|问题|表现|描述|名称).{0,4}$"),
    )
)
_MAY_BE_WORDING = re.compile("目标|问题|名称")
_SURELY_TASKS = re.compile("任务|措施|举措|事项")
_SPACE = re.compile(r"\s+")
_LONGEST = 24
_NO_TITLE = re.compile(r"[。；！？]|^\d+$")


@lru_cache(maxsize=4096)
def column_meaning(title: str) -> Meaning | None:
    """Say what a column called `title` holds; None where it is no known title. White space does not count."""
    bare = _SPACE.sub("", title)
    return next((meaning for meaning, pattern in _TITLES if pattern.match(bare)), None)


def may_be_title(words: str) -> bool:
    """Say whether `words` may stand at the head of a column at all."""
    bare = _SPACE.sub("", words)
    return 0 < len(bare) <= _LONGEST and not _NO_TITLE.search(bare)


def is_header(titles: Sequence[str]) -> bool:
    """Say whether these titles are the head of an assignment table: tasks, and units or dates.

    One that is not known is allowed beside three that are.
    """
    if not all(may_be_title(title) for title in titles):
        return False
    found = [column_meaning(title) for title in titles]
    known = {m for m in meanings_of(titles) if m is not Meaning.OTHER}
    strangers = found.count(None)
    if Meaning.WORDING not in known or (
        strangers and (len(known) < 3 or 2 * strangers > len(known))
    ):
        return False
    return bool(known & UNIT_COLUMNS) or (
        Meaning.DEADLINE in known and any(_SURELY_TASKS.search(title) for title in titles)
    )


def meanings_of(titles: Sequence[str]) -> tuple[Meaning, ...]:
    """Say what each column holds; of two that hold tasks (重点任务, 具体措施) the last is the wording."""
    found = [column_meaning(title) or Meaning.OTHER for title in titles]
    if Meaning.WORDING not in found:
        spare = [i for i, title in enumerate(titles) if _MAY_BE_WORDING.search(title)]
        for index in spare[-1:]:
            found[index] = Meaning.WORDING
    tasks = [index for index, meaning in enumerate(found) if meaning is Meaning.WORDING]
    for place, index in enumerate(tasks[:-1]):
        found[index] = Meaning.GROUP if place == 0 and Meaning.GROUP not in found else Meaning.OTHER
    return tuple(found)
