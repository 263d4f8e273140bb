"""The desk: what shows is what will be on disk, and what fails is taken back."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.cells import annex_cell
from desktop.domain.edits import edit_cell
from desktop.domain.row_edits import list_in_annex
from desktop.services.conflicts import why_stale
from desktop.services.desk import Desk, Event, Notice
from desktop.services.directory import unit_directory
from desktop.services.opening import start_book
from desktop.storage import Workbook
from desktop.support.errors import StaleChange, WorkbookError
from tests.services.books import seed_path, seed_reading

DIRECTORY = unit_directory()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = start_book(seed_reading("001"), tmp_path, person="张三")
    yield opened
    opened.close()


def set_deadline(desk: Desk, row: int, text: str) -> None:
    desk.submit(edit_cell(desk.book, desk.book.annex[row], "deadline", text, DIRECTORY))


def deadline(desk: Desk, row: int) -> str:
    return annex_cell(desk.book, desk.book.annex[row], "deadline")


def test_an_edit_is_found_after_closing(desk: Desk, tmp_path: Path) -> None:
    set_deadline(desk, 4, "2017年12月底前启动")
    assert deadline(desk, 4) == "2017年12月底前启动"
    copy = tmp_path / "副本.fengong"
    desk.wait()
    copy.write_bytes(desk.path.read_bytes())
    again = Desk.open(copy)
    try:
        assert deadline(again, 4) == "2017年12月底前启动"
        assert [e.label for e in again.entries()] == [
            "导入《湖南省促进科技成果转移转化实施方案》",
            "修改时限",
        ]
        assert again.entries()[-1].person == "张三"
    finally:
        again.close()


def test_undo_and_redo_reach_back_across_a_restart(tmp_path: Path) -> None:
    first = start_book(seed_reading("001"), tmp_path)
    set_deadline(first, 0, "2018年6月底前完成")
    first.submit(list_in_annex(first.book, [first.book.tasks[0]]))
    first.undo()
    first.close()
    again = Desk.open(first.path)
    try:
        assert (again.undo_label, again.redo_label) == ("修改时限", "列入附件")
        assert again.redo()
        assert len(again.book.annex) == 16
        assert again.undo()
        assert again.undo()
        assert deadline(again, 0) == "2017年12月底前完成"
        assert again.undo()
        assert again.book.tasks == []
        assert not again.undo()
        again.wait()
        assert [e.kind for e in again.entries()] == [
            "do",
            "do",
            "do",
            "undo",
            "redo",
            "undo",
            "undo",
            "undo",
        ]
    finally:
        again.close()


def test_a_new_step_ends_redo(desk: Desk) -> None:
    set_deadline(desk, 0, "2018年6月底前完成")
    desk.undo()
    set_deadline(desk, 1, "2018年6月底前完成")
    assert desk.redo_label is None
    assert not desk.redo()


def test_the_original_is_kept_byte_for_byte(desk: Desk) -> None:
    (policy,) = desk.book.policies
    assert desk.original(policy.original) == seed_path("001").read_bytes()
    assert desk.trace(policy.text, policy.trace).source == seed_path("001").read_bytes().decode()


def test_a_failed_commit_is_taken_back_with_all_that_followed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, fails = threading.Event(), True
    commit = Workbook.commit

    def failing(self: Workbook, *args: Any, **options: Any) -> Any:
        if fails:
            held.wait(10)
            raise WorkbookError("workbook.disk_full")
        return commit(self, *args, **options)

    monkeypatch.setattr(Workbook, "commit", failing)
    heard: list[Notice] = []
    desk.listen(heard.append)
    set_deadline(desk, 0, "2018年6月底前完成")
    set_deadline(desk, 1, "2019年6月底前完成")
    assert desk.unsaved == 2
    held.set()
    desk.wait()
    assert [(n.event, n.error and n.error.reason) for n in heard] == [
        (Event.CHANGED, None),
        (Event.CHANGED, None),
        (Event.FAILED, "workbook.disk_full"),
        (Event.FAILED, "workbook.earlier_failed"),
    ]
    assert (deadline(desk, 0), deadline(desk, 1)) == ("2017年12月底前完成", "2017年12月底前完成")
    assert (desk.unsaved, desk.undo_label) == (0, "导入《湖南省促进科技成果转移转化实施方案》")
    fails = False
    set_deadline(desk, 0, "2018年6月底前完成")
    desk.wait()
    assert heard[-1].event is Event.SAVED
    assert deadline(desk, 0) == "2018年6月底前完成"


def test_a_step_that_does_not_fit_is_refused_at_once(desk: Desk) -> None:
    step = edit_cell(desk.book, desk.book.annex[0], "wording", "甲", DIRECTORY)
    set_first = edit_cell(desk.book, desk.book.annex[0], "wording", "乙", DIRECTORY)
    desk.submit(set_first)
    with pytest.raises(StaleChange):
        desk.submit(step)
    assert annex_cell(desk.book, desk.book.annex[0], "wording") == "乙"


def test_commit_raises_what_took_the_step_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        raise WorkbookError("workbook.io")

    monkeypatch.setattr(Workbook, "commit", refuse)
    with pytest.raises(WorkbookError, match=r"workbook\.io"):
        desk.commit(edit_cell(desk.book, desk.book.annex[0], "wording", "甲", DIRECTORY))


def test_a_copy_is_a_book_of_its_own(desk: Desk, tmp_path: Path) -> None:
    copy = tmp_path / "另存.fengong"
    desk.save_copy(copy)
    other = Desk.open(copy)
    try:
        assert other.book.lineage != desk.book.lineage
        assert len(other.book.tasks) == 68
    finally:
        other.close()


def test_no_book_is_left_behind_when_the_policy_cannot_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, blobs: Mapping[str, bytes], **_options: object) -> None:
        raise WorkbookError("workbook.disk_full")

    monkeypatch.setattr(Workbook, "commit", full)
    with pytest.raises(WorkbookError):
        start_book(seed_reading("004"), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_gone_altogether_takes_the_step_back_too(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_args: object, **_options: object) -> None:
        raise WorkbookError("workbook.io")

    heard: list[Notice] = []
    desk.listen(heard.append)
    with monkeypatch.context() as patched:
        patched.setattr(Workbook, "commit", gone)
        patched.setattr(Workbook, "entries", gone)
        with pytest.raises(WorkbookError):
            desk.commit(edit_cell(desk.book, desk.book.annex[0], "wording", "甲", DIRECTORY))
    assert heard[-1].event is Event.FAILED
    assert desk.unsaved == 0
    assert annex_cell(desk.book, desk.book.annex[0], "wording") != "甲"
    desk.commit(edit_cell(desk.book, desk.book.annex[0], "wording", "乙", DIRECTORY))
    assert desk.undo()
    desk.wait()
    assert heard[-1].event is Event.SAVED


def test_a_writer_past_the_lock_is_noticed_and_its_work_seen(desk: Desk) -> None:
    other = Workbook.open(desk.path)
    try:
        book = other.book()
        step = edit_cell(book, book.annex[0], "wording", "乙", DIRECTORY)
        other.commit(step, time="2026-03-04T05:06:07+00:00")
        before = desk.book
        with pytest.raises(StaleChange) as raised:
            desk.commit(edit_cell(desk.book, desk.book.annex[0], "wording", "甲", DIRECTORY))
        said = why_stale(raised.value, desk.book, before)
        assert said == "附件第1项“乙”的“重点任务”现在是“乙”，与您改动之前看到的不同。"
        assert annex_cell(desk.book, desk.book.annex[0], "wording") == "乙"
        desk.commit(edit_cell(desk.book, desk.book.annex[0], "wording", "丙", DIRECTORY))
        assert desk.undo()
        desk.wait()
        assert annex_cell(desk.book, desk.book.annex[0], "wording") == "乙"
    finally:
        other.close()


def test_what_a_crash_left_beside_a_book_is_cleared(desk: Desk, tmp_path: Path) -> None:
    old, new = tmp_path / ".fengong-old.pdf", tmp_path / ".fengong-new.pdf"
    old.touch()
    new.touch()
    os.utime(old, (0, 0))
    Desk.open(desk.path).close()
    assert (old.exists(), new.exists()) == (False, True)
