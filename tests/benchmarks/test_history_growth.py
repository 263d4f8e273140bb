"""A long journal is read in time that grows with its length and no faster."""

from __future__ import annotations

import time

import pytest

from desktop.domain.history import Entry, EntryKind, read_history

pytestmark = pytest.mark.slow


def seconds(entries: list[Entry]) -> float:
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        read_history(entries)
        best = min(best, time.process_time() - start)
    return best


def test_ten_times_the_journal_costs_about_ten_times_as_much() -> None:
    entries = [
        Entry(n, EntryKind.DO, None, "修改", "2026-11-24T08:00:00+08:00", "")
        for n in range(1, 200_001)
    ]
    assert seconds(entries) <= 20 * seconds(entries[:20_000])
