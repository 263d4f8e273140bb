"""Comparing two states grows with the book and hardly faster. Ratios gate; absolute figures are only reported."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from desktop.domain.book import Book
from desktop.domain.compare import compare
from desktop.domain.matching import TaskWords, match
from desktop.domain.records import (
    AnnexRow,
    Assignment,
    Deadline,
    Link,
    Record,
    Section,
    Task,
)

pytestmark = pytest.mark.slow

TASKS_OF_A_POLICY = 70
UNITS_OF_A_TASK = 4


def records(tasks: int) -> Iterator[Record]:
    """Tasks with their units, deadlines, headings and, for a third of them, annex rows; without policies."""
    for n in range(tasks):
        key, policy = f"t{n}", f"p{n // TASKS_OF_A_POLICY}"
        section = f"s{n // 5}"
        if n % 5 == 0:
            yield Section(section, policy, None, n, 1, "（一）", "重点任务", n, n + 1)
        yield Task(key, policy, section, n, "1.", f"任务{n}", "正文", "责任单位", 0, 1, 1, 2)
        for u in range(UNITS_OF_A_TASK):
            role = "lead" if u == 0 else "participant"
            yield Assignment(
                f"a{n}-{u}", key, u, f"省厅{u}", f"省厅{u}", role, False, False, True, "、", ""
            )
        yield Deadline(f"d{n}", key, 0, "2025年底前", "by", "2025-12-31")
        if n % 3 == 0:
            yield AnnexRow(f"r{n}", policy, n, None, f"任务{n}", 0, 1)
            yield Link(f"l{n}", f"r{n}", key)


def states(tasks: int) -> tuple[Book, Book]:
    """A book and the same with some tasks gone, some in another order, and some of other wording."""
    before = Book.of("b", records(tasks))
    chance = random.Random(4)
    after: list[Record] = []
    for record in records(tasks):
        if isinstance(record, Task):
            if chance.random() < 0.05:
                record = replace(record, order=chance.randrange(tasks))
            if chance.random() < 0.1:
                record = replace(record, wording=record.wording + "（修改）")
        after.append(record)
    return before, Book.of("b", after)


def seconds(tasks: int) -> float:
    best = float("inf")
    for _ in range(4):
        before, after = states(tasks)  # anew: a snapshot remembers what it was asked
        start = time.process_time()
        assert compare(before, after).tasks.moved
        best = min(best, time.process_time() - start)
    return best


def test_ten_times_the_tasks_cost_about_ten_times_as_much(
    record_property: Callable[[str, object], None],
) -> None:
    small, large = seconds(3_500), seconds(35_000)
    record_property("cpu_seconds_35000_tasks", round(large, 2))
    record_property("ratio_ten_times", round(large / small, 1))
    assert large <= 20 * small


def test_a_table_turned_round_costs_little_more_than_one_in_order() -> None:
    rows = [AnnexRow(f"r{n}", None, n, None, "", None, None) for n in range(20_000)]
    turned = [replace(row, order=-row.order) for row in rows]

    def cost(other: list[AnnexRow]) -> float:
        before, after = Book.of("b", rows), Book.of("b", other)
        start = time.process_time()
        compare(before, after)
        return time.process_time() - start

    assert min(cost(turned) for _ in range(3)) <= 5 * min(cost(rows) for _ in range(3))


def reworded(tasks: int) -> tuple[list[TaskWords], list[TaskWords]]:
    """Two versions in which no task is the same word for word."""
    chance = random.Random(7)
    letters = [chr(code) for code in range(0x4E00, 0x4E00 + 800)]

    def text(number: int) -> str:
        return f"{number}" + "".join(chance.choices(letters, k=100))

    old = [TaskWords("1.", t[:20], t, "", frozenset()) for t in map(text, range(tasks))]
    return old, [replace(t, text=t.text[10:] + "并做好督促检查") for t in old]


def test_two_versions_of_500_tasks_are_matched_at_once(
    record_property: Callable[[str, object], None],
) -> None:
    def cost(tasks: int) -> float:
        old, new = reworded(tasks)
        start = time.process_time()
        assert len(match(old, new).pairs) == tasks
        return time.process_time() - start

    small, large = min(cost(100) for _ in range(3)), cost(500)
    record_property("cpu_seconds_500_by_500", round(large, 2))
    assert (
        large <= 50 * small
    )  # every task may share a pair with every other: never beyond the square
