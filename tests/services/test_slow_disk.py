"""A disk that takes its time never holds up typing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.edits import edit_cell
from desktop.services.desk import Desk, Event, Notice
from desktop.services.directory import unit_directory
from desktop.services.opening import start_book
from desktop.storage import Workbook
from tests.proofs import report
from tests.services.books import seed_reading

#: What a commit costs on a slow share.
_SECONDS = 0.2


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = start_book(seed_reading("001"), tmp_path, person="张三")
    yield opened
    opened.close()


def _slowed(monkeypatch: pytest.MonkeyPatch, wait: Callable[[], object]) -> None:
    commit = Workbook.commit

    def slow(self: Workbook, *args: Any, **options: Any) -> Any:
        wait()
        return commit(self, *args, **options)

    monkeypatch.setattr(Workbook, "commit", slow)


def _type(desk: Desk, row: int, text: str) -> None:
    desk.submit(edit_cell(desk.book, desk.book.annex[row], "wording", text, unit_directory()))


def test_typing_goes_on_while_a_commit_does_not_return(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = threading.Event()
    _slowed(monkeypatch, lambda: answered.wait(30))
    heard: list[Notice] = []
    desk.listen(heard.append)
    # Every one of these would wait for ever if it waited for the disk.
    for number in range(10):
        _type(desk, number % 3, f"第{number}稿")
    assert desk.undo()
    assert desk.undo()
    assert desk.redo()
    assert [row.wording for row in desk.book.annex[:3]] == ["第6稿", "第7稿", "第8稿"]
    assert desk.unsaved == 13
    assert [n.event for n in heard] == [Event.CHANGED] * 13
    answered.set()
    desk.wait()
    assert desk.unsaved == 0
    assert [n.event for n in heard] == [Event.CHANGED] * 13 + [Event.SAVED] * 13


def test_an_edit_takes_a_small_part_of_what_its_commit_takes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _slowed(monkeypatch, lambda: threading.Event().wait(_SECONDS))
    _type(desk, 0, "先稿")
    longest = 0.0
    start = time.perf_counter()
    for number in range(4):
        before = time.perf_counter()
        _type(desk, 0, f"第{number}稿")
        longest = max(longest, time.perf_counter() - before)
    desk.wait()
    whole = time.perf_counter() - start
    report(f"edits on a slow disk: {longest * 1000:.1f} ms at most, their commits {whole:.2f} s")
    # Four commits of the same disk lie between; a single wait for one of them would be a quarter.
    assert longest < whole / 10
