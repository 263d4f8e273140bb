"""A program killed at any moment: every edit that was said to be saved is there, and nothing is half there."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop.domain.changes import ChangeSet
from desktop.domain.history import read_history
from desktop.storage import Workbook
from tests.proofs import report, times
from tests.storage.editing import (
    Told,
    child,
    edit_without_end,
    new_book,
    redo,
    rest,
    undo,
    whole,
)

KILLS = times(20, 300)
_PER_BOOK = 10


@pytest.mark.timeout(3600)
def test_every_edit_reported_as_saved_survives_a_kill(tmp_path: Path) -> None:
    chance = random.Random(4)
    reported = unreported = inside = hot = 0
    path = tmp_path / "a.fengong"
    steps: dict[int, ChangeSet] = {}
    for number in range(KILLS):
        if number % _PER_BOOK == 0:
            path = tmp_path / f"{number}.fengong"
            steps = new_book(path)
        journal = path.with_name(path.name + "-journal")
        with child(edit_without_end, path, f"k{number}", number) as (process, line):
            assert line.recv() == "open"
            told: list[Told] = [line.recv() for _ in range(chance.randint(0, 8))]
            # Until the next word or a part of the time that a step takes, so that it falls anywhere in one.
            line.poll(chance.random() * 0.012)
            process.kill()
            process.join()
            told += rest(line)
        steps |= {t.entry.sequence: t.step for t in told}
        reported += len(told)
        inside += journal.exists()
        hot += journal.exists() and journal.read_bytes()[:8] == bytes.fromhex("d9d505f920a163d7")

        workbook = Workbook.open(path)
        length = whole(workbook, steps)
        # Committed, and killed before it could tell.
        assert length - len(steps) in (0, 1)
        unreported += length - len(steps)
        steps |= {n: workbook.step(n).step for n in range(len(steps) + 1, length + 1)}
        _undo_works(workbook, steps)
        workbook.close()
        with closing(sqlite3.connect(path)) as plain:
            assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert plain.execute("PRAGMA foreign_key_check").fetchall() == []
    report(
        f"{KILLS} kills, {inside} inside a commit ({hot} with pages to take back), {reported} edits reported as "
        f"saved and all there, {unreported} committed before they could be reported"
    )
    # Of a few kills it is left to chance how many fall into a commit.
    assert KILLS < 300 or inside > KILLS // 10


def _undo_works(workbook: Workbook, steps: dict[int, ChangeSet]) -> None:
    """Take the last step back and do it again; both are entries of their own."""
    last = read_history(workbook.entries()).undo
    assert last is not None
    before = workbook.book()
    for entry in (undo(workbook, last), redo(workbook, last)):
        steps[entry.sequence] = workbook.step(entry.sequence).step
    assert workbook.book() == before
