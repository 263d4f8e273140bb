"""A long journal is read a few steps at a time: the worker saves in between, and nothing of that is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.domain.edits import edit_cell
from desktop.domain.readings import readings
from desktop.services import journal_reading
from desktop.services.desk import Desk
from desktop.services.directory import unit_directory
from desktop.services.opening import start_book
from desktop.storage import Workbook
from tests.services.books import seed_reading


def reword(desk: Desk, row: int, text: str) -> None:
    task = desk.book.tasks[row]
    desk.commit(edit_cell(desk.book, task, "wording", text, unit_directory()))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    opened = start_book(seed_reading("001"), tmp_path)
    for number in range(7):
        reword(opened, number % 2, f"第{number}稿")
    return opened


def test_edits_are_saved_between_pieces_and_do_not_mix_in(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {rows: desk.told(rows, 100, 100) for rows in (None, (desk.book.tasks[0].key,))}
    monkeypatch.setattr(journal_reading, "_BATCH", 2)
    real, saved = Workbook.steps_before, list[int]()

    def ask(work: Callable[[], object]) -> object:
        # Between two pieces, in the thread that asks.
        reword(desk, 0, f"其间第{len(saved)}稿")
        saved.append(desk.unsaved)
        return type(desk)._ask(desk, work)

    for rows, told in before.items():
        count = len(desk.entries())
        pieces: list[int] = []

        def counted(
            self: Workbook, sequence: int | None, most: int, pieces: list[int] = pieces
        ) -> object:
            pieces.append(most)
            return real(self, sequence, most)

        monkeypatch.setattr(Workbook, "steps_before", counted)
        found = journal_reading.told(ask, desk._workbook, lambda: desk._saved, rows, 100, 100)
        old = [one for one in found if one.entry.sequence <= told[0].entry.sequence]
        assert old == told
        assert set(pieces) == {2}
        assert len(pieces) > 4
        assert len(desk.entries()) > count + len(pieces) - 1
    assert set(saved) == {0}
    desk.close()


def test_readings_read_only_the_steps_that_took_something_in(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = [desk._worker.submit(desk._workbook.step, e.sequence).result() for e in desk.entries()]
    read: list[int] = []
    real = Workbook.step
    monkeypatch.setattr(Workbook, "step", lambda w, s: (read.append(s), real(w, s))[1])
    assert desk.readings() == readings(every)
    assert read == [1]
    assert desk.readings()
    desk.close()
