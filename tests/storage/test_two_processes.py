"""Two programs on one file: no edit is lost, nobody is told of a lock, nobody waits for ever."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from desktop.domain.records import Task
from desktop.storage import Workbook
from tests.proofs import report, times
from tests.storage.books import TIME, replayed, rewording, sample_workbook
from tests.storage.editing import child, count_up

EDITS = times(20, 500)


@pytest.mark.timeout(600)
def test_two_writers_of_one_cell_lose_nothing_and_are_told_of_no_lock(tmp_path: Path) -> None:
    # Still hundreds of times as fast as two clerks.
    found = _both(tmp_path / "a.fengong", pause=0.05)
    assert set(found) <= {"committed", "stale"}


@pytest.mark.timeout(600)
def test_two_writers_without_a_pause_lose_nothing(tmp_path: Path) -> None:
    # Where the other one never lets go for longer than a moment, the patience may end; then it is said.
    found = _both(tmp_path / "a.fengong", pause=0)
    assert set(found) <= {"committed", "stale", "workbook.busy"}


def _both(path: Path, pause: float) -> Counter[str]:
    """Have two children count to `EDITS` each in one cell, and see that every number was counted once."""
    workbook = sample_workbook(path)
    workbook.commit(rewording("加快\t推进", "0"), time=TIME)
    workbook.close()
    found: Counter[str] = Counter()
    with (
        child(count_up, path, "甲", EDITS, pause) as (first, first_line),
        child(count_up, path, "乙", EDITS, pause) as (second, second_line),
    ):
        lines = (first_line, second_line)
        for line in lines:
            assert line.recv() == "open"
        for line in lines:
            line.send("go")
        for line in lines:
            found += line.recv()
        for process in (first, second):
            process.join()
            assert process.exitcode == 0
    workbook = Workbook.open(path)
    book = workbook.book()
    assert found["committed"] == 2 * EDITS
    assert book.get(Task, "t1").wording == str(2 * EDITS)
    assert {f"{name}.{n}" for name in "甲乙" for n in range(EDITS)} <= set(book.tables["annex_row"])
    labels = Counter(entry.label for entry in workbook.entries())
    assert (labels["甲"], labels["乙"]) == (EDITS, EDITS)
    assert book == replayed(workbook)
    workbook.close()
    report(f"two writers, up to {pause} s between edits of one cell: {dict(found)}, none lost")
    return found
