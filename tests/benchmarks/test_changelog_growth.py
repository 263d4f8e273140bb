"""修改记录 costs what is told of it: neither the length of the journal nor the size of a step beyond that."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from itertools import islice

import pytest

from desktop.domain.book import Book
from desktop.domain.changelog import tell
from desktop.domain.changes import ChangeSet, change_set, insert, update
from desktop.domain.history import Entry, EntryKind, StoredStep
from tests.benchmarks.search_books import big_book

pytestmark = pytest.mark.slow


def seconds(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def stored(number: int, step: ChangeSet) -> StoredStep:
    entry = Entry(number, EntryKind.DO, None, step.label, "2026-11-24T08:00:00+08:00", "")
    return StoredStep(entry, step)


def edited(book: Book, times: int) -> tuple[Book, list[StoredStep]]:
    """The book after so many edits of its tasks in turn, and these, latest first."""
    done: list[StoredStep] = []
    tasks = [task.key for task in book.tasks]
    texts = {task.key: task for task in book.tasks}
    for number in range(times):
        old = texts[tasks[number % len(tasks)]]
        new = texts[old.key] = replace(old, wording=f"第{number}次")
        done.append(stored(number + 1, change_set("修改任务表述", [update(old, new)])))
    return Book(book.lineage, {**book.tables, "task": texts}), done[::-1]


def test_ten_times_the_steps_cost_about_ten_times_as_much() -> None:
    book, steps = edited(big_book(10), 10_000)
    some = seconds(lambda: list(islice(tell(book, steps), 1_000)))
    assert seconds(lambda: list(tell(book, steps))) <= 20 * some


def test_what_is_not_asked_for_costs_nothing() -> None:
    book, steps = edited(big_book(10), 10_000)
    few = seconds(lambda: list(islice(tell(book, steps[:50]), 50)))
    assert seconds(lambda: list(islice(tell(book, steps), 50))) <= 3 * few


def test_a_large_import_is_told_in_part(record_property: Callable[[str, object], None]) -> None:
    """With a limit the whole is taken back, but only the lines that are asked for are written."""
    book = big_book(500)
    step = stored(
        1, ChangeSet("导入", tuple(insert(r) for t in book.tables.values() for r in t.values()))
    )
    begun = seconds(lambda: list(tell(book, [])))
    applied = seconds(lambda: Book.of(book.lineage, []).applied(step.step))
    part = seconds(lambda: list(tell(book, [step], limit=200)))
    record_property("seconds_beginning_at_35000_tasks", round(begun, 2))
    record_property("seconds_of_an_import_of_35000_tasks", round(part, 2))
    (told,) = tell(book, [step], limit=200)
    assert len({line.owner for line in told.lines}) == 200
    assert told.rows == sum(len(book.tables[k]) for k in ("policy", "task", "annex_row"))
    assert [count.added for count in told.counts] == [len(book.tables["section"])]
    assert begun <= applied
    assert part <= 8 * applied
