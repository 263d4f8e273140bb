"""Large books in memory, the same for the same size: policies of 70 tasks with three or four units each."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from desktop.domain.book import Book
from desktop.domain.records import (
    AnnexRow,
    Assignment,
    Deadline,
    DoubtRecord,
    Link,
    Policy,
    Record,
    Section,
    Task,
)

TASKS_OF_POLICY = 70
SECTIONS_OF_POLICY = 14

#: Pieces of ordinary task texts; a text takes a few of them.
_PIECES = (
    "围绕高端装备制造、新材料、生物医药等领域，",
    "建立健全工作机制，",
    "加快推进重点项目建设，",
    "深化“放管服”改革，优化营商环境，",
    "支持企业开展技术创新和ＩＴ系统改造，",
    "完善 统计监测和考核评价制度，",
    "加大财政金融支持力度，",
    "推动产学研用协同发展，",
    "培育一批“专精特新”中小企业，",
    "组织实施人才引进计划。",
)
_UNITS = tuple(f"省{name}{kind}" for kind in ("厅", "局", "委") for name in "科教财商农水林交文卫")


def big_book(policies: int) -> Book:
    """A book of that many policies, every second task in the annex. It has about 120 assignments for 35 tasks."""
    return Book.of("0" * 32, _records(policies))


def _records(policies: int) -> Iterator[Record]:
    random = Random(20170428)
    for p in range(policies):
        policy = f"p{p}"
        yield Policy(
            policy, p, f"{p}.txt", "txt", "utf-8", "", "", "", f"实施意见之{p}", None, None,
            "2017-04-28", "湖南", "first_listed", None, None, "2026-11-24T08:00:00+08:00", "1",
        )  # fmt: skip
        for s in range(SECTIONS_OF_POLICY):
            parent = f"{policy}s{s - s % 5}" if s % 5 else None
            yield Section(f"{policy}s{s}", policy, parent, s, 2 if parent else 1, "", "", s, s)
        for t in range(TASKS_OF_POLICY):
            yield from _task(random, policy, p * TASKS_OF_POLICY + t, t % SECTIONS_OF_POLICY)


def _task(random: Random, policy: str, place: int, section: int) -> Iterator[Record]:
    key = f"t{place}"
    text = "".join(random.choices(_PIECES, k=random.randint(2, 8)))
    units = random.sample(_UNITS, 4 if place % 7 < 3 else 3)
    clause = f"（责任单位：{'、'.join(units)}）"
    yield Task(key, policy, f"{policy}s{section}", place, "", text, text, clause, 0, 0, 0, 0)
    owners = [key]
    if place % 35 == 0:
        owners.append(f"r{place}")
        yield AnnexRow(f"r{place}", policy, place, None, text[:40], None, None)
        yield Link(f"l{place}", f"r{place}", key)
    for owner in owners:
        for u, unit in enumerate(units):
            role = "participant" if u else "lead"
            yield Assignment(
                f"{owner}a{u}", owner, u, unit, unit, role, False, False, True, "、", ""
            )
        if place % 3:
            year = 2017 + place % 8
            yield Deadline(f"{owner}d", owner, 0, f"{year}年底前", "by", f"{year}-12-31")
        elif place % 2:
            yield Deadline(f"{owner}d", owner, 0, "持续推进", "continuous", None)
        if place % 20 == 0:
            yield DoubtRecord(f"{owner}q", owner, "units", "unit.unknown", "未见于名录", None, "")
