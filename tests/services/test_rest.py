"""A large book opened at once: a glimpse that takes no edits, then the whole as if it had been read at the start."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desktop.domain.edits import edit_cell
from desktop.services.desk import Desk, Event, Notice
from desktop.services.directory import unit_directory
from desktop.services.keeping import Why
from desktop.services.messages import explain
from desktop.services.opening import start_book
from desktop.storage import Workbook
from desktop.support.errors import FengongError, WorkbookError
from tests.held import Held
from tests.services.books import seed_reading

PATIENCE = 60


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A book with an edit and one undone, that nobody has open."""
    desk = start_book(seed_reading("001"), tmp_path, person="张三")
    for text in ("2018年底前", "2019年底前"):
        desk.commit(edit_cell(desk.book, desk.book.annex[0], "deadline", text, unit_directory()))
    desk.undo()
    desk.close()
    return desk.path


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch, path: Path) -> Held:
    return Held(monkeypatch)


class Heard:
    """The notices of a desk; waits for that of the reading."""

    def __init__(self, desk: Desk) -> None:
        self.notices: list[Notice] = []
        self._read = threading.Event()
        desk.listen(self._hear)

    def _hear(self, notice: Notice) -> None:
        self.notices.append(notice)
        if notice.event is Event.READ:
            self._read.set()

    def wait(self) -> None:
        assert self._read.wait(PATIENCE)


def as_today(path: Path) -> Desk:
    return Desk.open(path, read_only=True)


def test_a_glimpse_becomes_the_whole(path: Path, held: Held) -> None:
    desk, today = Desk.open(path, at_once=True), as_today(path)
    try:
        glimpse, heard = desk.book, Heard(desk)
        assert not desk.whole
        assert len(glimpse.tasks) == len(glimpse.annex) == 8 < len(today.book.tasks)
        for kind, rows in glimpse.tables.items():
            assert rows.items() <= today.book.tables[kind].items()
        for row in (*glimpse.tasks, *glimpse.annex):
            assert glimpse.assignments(row.key) == today.book.assignments(row.key)
            assert glimpse.deadlines(row.key) == today.book.deadlines(row.key)
            assert glimpse.doubts(row.key) == today.book.doubts(row.key)
        assert (desk.undo_label, desk.redo_label) == (None, None)
        held.release()
        heard.wait()
        assert desk.whole
        assert desk.book == today.book
        assert (desk.undo_label, desk.redo_label) == (today.undo_label, today.redo_label)
        assert desk.redo_label == "修改时限"
        assert desk.redo()
        desk.wait()
        assert [(n.event, n.error) for n in heard.notices] == [
            (Event.READ, None),
            (Event.CHANGED, None),
            (Event.SAVED, None),
        ]
    finally:
        desk.close()
        today.close()


def test_a_small_book_is_whole_from_the_start(path: Path) -> None:
    desk = Desk.open(path, at_once=True)
    assert desk.whole
    assert desk.unread is None
    desk.close()


@pytest.mark.parametrize("act", ["submit", "commit", "undo", "redo"])
def test_no_step_is_taken_before_all_is_read(path: Path, held: Held, act: str) -> None:
    before = path.read_bytes()
    desk = Desk.open(path, at_once=True)
    step = edit_cell(desk.book, desk.book.annex[0], "deadline", "2020年底前", unit_directory())
    acts: dict[str, Callable[[], object]] = {
        "submit": lambda: desk.submit(step),
        "commit": lambda: desk.commit(step),
        "undo": desk.undo,
        "redo": desk.redo,
    }
    book = desk.book
    with pytest.raises(WorkbookError, match="reading") as raised:
        acts[act]()
    assert "正在读入其余内容" in explain(raised.value).happened
    assert desk.book is book
    desk.close()
    assert path.read_bytes() == before


def test_a_check_of_the_file_needs_no_contents(path: Path, held: Held) -> None:
    desk, today = Desk.open(path, at_once=True), as_today(path)
    try:
        assert desk.check() == today.check()
        assert not desk.whole
    finally:
        held.release()
        desk.close()
        today.close()


@pytest.mark.parametrize("what", ["told", "entries", "readings", "copy", "refresh"])
def test_what_is_asked_of_the_whole_waits_for_it(
    path: Path, held: Held, tmp_path: Path, what: str
) -> None:
    def answer(desk: Desk, copy: Path) -> object:
        if what == "copy":
            desk.save_copy(copy)
            saved = Desk.open(copy)
            tables = saved.book.tables
            saved.close()
            return tables
        return {
            "told": lambda: desk.told(None, 100, 100),
            "entries": desk.entries,
            "readings": desk.readings,
            "refresh": desk.refresh,
        }[what]()

    desk, today = Desk.open(path, at_once=True), as_today(path)
    try:
        heard = Heard(desk)
        assert answer(desk, tmp_path / "甲.fengong") == answer(today, tmp_path / "乙.fengong")
        assert desk.whole
        assert [n.event for n in heard.notices] == [Event.READ]
        held.release()
        desk.wait()
        assert [n.event for n in heard.notices] == [Event.READ]
    finally:
        desk.close()
        today.close()


def test_a_text_is_given_before_all_is_read(path: Path, held: Held) -> None:
    desk = Desk.open(path, at_once=True)
    policy = desk.book.current_policies[0]
    assert desk.trace(policy.text, policy.trace).text
    assert not desk.whole
    desk.close()


def spoil(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        assert connection.execute(statement).rowcount == 1


_LAST_TASK = "WHERE rowid = (SELECT max(rowid) FROM task)"


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE task SET wording = 'x' {_LAST_TASK}",
        f"UPDATE task SET wording = x'00' {_LAST_TASK}",
        "UPDATE journal SET label = 'x' WHERE sequence = 1",
        "UPDATE blob SET content = x'00' WHERE rowid = 1",
    ],
)
def test_damage_behind_the_glimpse_is_told(path: Path, held: Held, statement: str) -> None:
    spoil(path, statement)
    desk = Desk.open(path, at_once=True)
    heard = Heard(desk)
    held.release()
    heard.wait()
    (notice,) = heard.notices
    assert notice.error is desk.unread
    assert isinstance(notice.error, WorkbookError)
    assert notice.error.reason == "workbook.damaged"
    assert not desk.whole
    step = edit_cell(desk.book, desk.book.annex[0], "deadline", "2020年底前", unit_directory())
    asked: list[Callable[[], object]] = [
        *(lambda: desk.submit(step), desk.undo, desk.refresh, desk.entries, desk.readings),
    ]
    for ask in asked:
        with pytest.raises(FengongError) as raised:
            ask()
        assert raised.value is notice.error
    desk.close()
    with pytest.raises(WorkbookError, match=r"damaged"):
        Desk.open(path)


def test_damage_in_the_glimpse_keeps_it_shut(path: Path, held: Held) -> None:
    spoil(path, "UPDATE task SET wording = x'00' WHERE rowid = 1")
    before = set(threading.enumerate())
    with pytest.raises(WorkbookError, match=r"damaged"):
        Desk.open(path, at_once=True)
    # Nothing of it is left to stand in the way of another.
    assert set(threading.enumerate()) <= before


def test_closing_does_not_wait_for_the_rest(
    path: Path, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Workbook] = []
    monkeypatch.setattr(Workbook, "book", read.append)
    desk = Desk.open(path, at_once=True)
    heard = Heard(desk)
    held.release()
    # The first piece may be under way; none of the others follows.
    desk.close()
    assert not desk.whole
    assert heard.notices == []
    assert read == []


def test_closing_lets_the_piece_under_way_end(
    path: Path, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    real = Workbook.book

    def slow(self: Workbook) -> object:
        begun.set()
        assert go_on.wait(PATIENCE)
        return real(self)

    monkeypatch.setattr(Workbook, "book", slow)
    desk = Desk.open(path, at_once=True)
    held.release()
    assert begun.wait(PATIENCE)
    closer = threading.Thread(target=desk.close)
    closer.start()
    go_on.set()
    closer.join(PATIENCE)
    assert not closer.is_alive()
    monkeypatch.setattr(Workbook, "book", real)
    again = Desk.open(path)
    assert not again.read_only
    again.close()


def test_a_second_desk_reads_and_follows(path: Path, held: Held) -> None:
    held.release()
    first = Desk.open(path, person="张三")
    second = Desk.open(path, person="李四", at_once=True)
    try:
        assert second.why_read_only is Why.HELD
        second.refresh()
        assert second.whole
        first.commit(
            edit_cell(first.book, first.book.annex[1], "deadline", "2020年底前", unit_directory())
        )
        assert second.refresh()
        assert second.book == first.book
        with pytest.raises(WorkbookError, match="held"):
            second.undo()
    finally:
        second.close()
        first.close()


def test_a_bug_is_told_and_seen(path: Path, held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_self: Workbook) -> object:
        raise RuntimeError("a bug")

    seen: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", seen.append)
    monkeypatch.setattr(Workbook, "history", broken)
    desk = Desk.open(path, at_once=True)
    heard = Heard(desk)
    held.release()
    heard.wait()
    desk.close()
    (notice,) = heard.notices
    assert isinstance(notice.error, WorkbookError)
    assert notice.error.reason == "workbook.failed"
    assert [str(args.exc_value) for args in seen] == ["a bug"]
