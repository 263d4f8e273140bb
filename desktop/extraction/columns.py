"""The titles by which an assignment table's columns are known."""

from __future__ import annotations

import re
from enum import StrEnum


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

_TITLES: tuple[tuple[Meaning, re.Pattern[str]], ...] = tuple(
    (meaning, re.compile(pattern))
    for meaning, pattern in (
        (Meaning.NUMBER, r"^(?:序号|编号|任务编号|项号)$"),
        (Meaning.LEAD, r"^(?:牵头|主办|第一责任)(?:责任)?(?:单位|部门|处室)?$"),
        (
            Meaning.PARTICIPANT,
            r"^(?:配合|协办|参与|参加|协同|其他责任)(?:责任)?(?:单位|部门|处室)?$",
        ),
        (
            Meaning.UNITS,
            r"^(?:责任|承办|落实|实施|任务分工|分工)(?:单位|部门|处室|主体|分工)?(?:（.*）)?$",
        ),
        (
            Meaning.DEADLINE,
            r"^(?:时间进度|完成时限|完成时间|时限|时间节点|进度安排|时间安排|办结时限|时限要求|完成期限|工作进度|推进时间)(?:.{0,4})?$",
        ),
        (Meaning.GROUP, r"^(?:类别|方面|领域|分类|任务类别|工作类别|板块|一级任务)$"),
        (
            Meaning.WORDING,
            r"^(?:重点任务|工作任务|主要任务|任务|任务内容|任务名称|工作内容|重点工作|工作事项|事项|目标任务|具体任务|具体措施|工作措施|主要措施|政策措施|重点举措|任务分解|重点工作任务|主要工作|实施路径|实施内容|具体举措|主要举措|工作举措|落实举措|工作要求|任务要求|任务事项|分解任务|主要内容|具体内容|改革任务|建设任务|内容|措施|举措)(?:.{0,4})?$",
        ),
        (
            Meaning.OTHER,
            r"^(?:责任领导|牵头领导|分管领导|责任人|联系人|备注|进展情况|成果形式|预期成果|工作目标|目标|依据)$",
        ),
    )
)
_SPACE = re.compile(r"\s+")


def column_meaning(title: str) -> Meaning | None:
    """Say what a column called `title` holds; None where it is no known title. White space does not count."""
    bare = _SPACE.sub("", title)
    return next((meaning for meaning, pattern in _TITLES if pattern.match(bare)), None)


def is_header(titles: list[str]) -> bool:
    """Say whether these titles are the head of an assignment table: tasks, and units or dates."""
    meanings = [column_meaning(t) for t in titles]
    known = {m for m in meanings if m is not None}
    who = {Meaning.UNITS, Meaning.LEAD, Meaning.PARTICIPANT, Meaning.DEADLINE}
    return None not in meanings and Meaning.WORDING in known and bool(known & who)
