"""What a workbook keeps, refuses and gives back."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.book import Book
from desktop.domain.changes import Change, ChangeSet, change_set, insert
from desktop.domain.history import Entry, EntryKind, read_history
from desktop.domain.records import AnnexRow, Assignment, Link, Record, Revision, Stage
from desktop.storage import Workbook
from desktop.storage.engine import pragma
from desktop.support.errors import StaleChange
from tests.storage.books import (
    BLOBS,
    NOW,
    ORIGINAL,
    TIME,
    digest,
    importing,
    refused,
    replayed,
    rewording,
    sample,
    sample_workbook,
    steps,
)


@pytest.fixture
def workbook(tmp_path: Path) -> Iterator[Workbook]:
    workbook = sample_workbook(tmp_path / "书 %?#.fengong")
    yield workbook
    workbook.close()


def test_every_record_comes_back_as_it_was(workbook: Workbook) -> None:
    assert workbook.book() == Book.of("1" * 32, sample())
    path = workbook.path
    workbook.close()
    again = Workbook.open(path, read_only=True)
    assert again.book() == Book.of("1" * 32, sample())
    for record in again.book().tables["assignment"].values():
        assert [type(v) for v in record.values().values()].count(bool) == 3
    again.close()


def test_the_journal_comes_back_as_it_was(workbook: Workbook) -> None:
    done = workbook.commit(rewording("加快\t推进", "推进"), time=TIME, person="李四", barrier=True)
    assert done == Entry(2, EntryKind.DO, None, "修改", TIME, "李四", True)
    assert workbook.entries() == [Entry(1, EntryKind.DO, None, "导入", TIME, "张三"), done]
    assert workbook.step(1).step == importing()
    assert workbook.step(2).step == rewording("加快\t推进", "推进")
    assert workbook.step(2).entry == done


def test_an_empty_step_is_an_entry(workbook: Workbook) -> None:
    workbook.commit(ChangeSet("冻结", ()), time=TIME, barrier=True)
    assert read_history(workbook.entries()).undo is None
    assert workbook.book() == Book.of("1" * 32, sample())


def test_blobs_are_kept_once_and_checked(workbook: Workbook) -> None:
    workbook.commit(ChangeSet("再来", ()), time=TIME, blobs=BLOBS)
    assert workbook.blob(digest(ORIGINAL)) == ORIGINAL
    with refused("workbook.no_blob"):
        workbook.blob("0" * 64)
    with refused("workbook.blob_digest"):
        workbook.commit(ChangeSet("错", ()), time=TIME, blobs={"0" * 64: b"other"})
    assert len(workbook.entries()) == 2


def test_the_pragmas_hold(workbook: Workbook) -> None:
    connection = workbook._connection
    wanted = {
        "foreign_keys": 1,
        "trusted_schema": 0,
        "synchronous": 3,
        "busy_timeout": 3000,
        "cell_size_check": 1,
    }
    assert {name: pragma(connection, name) for name in wanted} == wanted
    assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "delete"
    reader = Workbook.open(workbook.path, read_only=True)
    assert pragma(reader._connection, "foreign_keys") == 1
    reader.close()


def test_no_file_stays_beside_the_book(workbook: Workbook) -> None:
    assert [p.name for p in workbook.path.parent.iterdir()] == [workbook.path.name]


# --- refusals


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        (rewording("别的", "推进"), "stale.differs"),
        (importing(), "stale.exists"),
        (
            ChangeSet("删", (Change("link", "l1", insert(Link("l1", "r1", "t9")).after, None),)),
            "stale.differs",
        ),
        (
            ChangeSet("改", (Change("task", "t9", {"wording": ""}, {"wording": "x"}),)),
            "stale.missing",
        ),
    ],
)
def test_a_stale_step_writes_nothing(workbook: Workbook, step: ChangeSet, reason: str) -> None:
    with refused(reason, StaleChange):
        workbook.commit(step, time=TIME)
    _as_before(workbook)


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (Link("l2", "r1", "t9"), "workbook.reference"),
        (AnnexRow("r3", "p9", 1, None, "", None, None), "workbook.reference"),
        (replace(sample()[0], key="p2", original="0" * 64), "workbook.reference"),  # type: ignore[call-arg]
        (Stage("g2", 1, "送审稿", "", TIME, "", "0" * 64), "workbook.reference"),
        (Revision("v2", "p9", "p1"), "workbook.reference"),
        (Revision("v2", "p1", "p9"), "workbook.reference"),
        (AnnexRow("r3", None, 1, None, "\ud800", None, None), "workbook.text"),
        (AnnexRow("\ud800", None, 1, None, "", None, None), "workbook.text"),
        (AnnexRow("r3", None, 1 << 63, None, "", None, None), "workbook.value"),
        (AnnexRow("r3", None, True, None, "", None, None), "workbook.value"),
        (AnnexRow("r3", None, 1, None, 5, None, None), "workbook.value"),  # type: ignore[arg-type]
        (AnnexRow("r3", None, 1, None, None, None, None), "workbook.value"),  # type: ignore[arg-type]
        (Assignment("a2", "t1", 1, "", "", "", 1, False, False, "", ""), "workbook.value"),  # type: ignore[arg-type]
    ],
)
def test_what_no_file_can_hold_is_refused(workbook: Workbook, record: Record, reason: str) -> None:
    with refused(reason):
        workbook.commit(change_set("加", [insert(record)]), time=TIME)
    _as_before(workbook)


def test_lone_surrogates_are_refused_everywhere(workbook: Workbook) -> None:
    for label, time, person in [("\ud800", TIME, ""), ("", "\ud800", ""), ("", TIME, "\udfff")]:
        with refused("workbook.text"):
            workbook.commit(ChangeSet(label, ()), time=time, person=person)
    _as_before(workbook)


def test_the_order_of_changes_does_not_matter(workbook: Workbook) -> None:
    workbook.commit(importing().inverted(), kind=EntryKind.UNDO, of=1, time=TIME)
    backwards = ChangeSet("导入", importing().changes[::-1])
    workbook.commit(backwards, time=TIME)
    assert workbook.book() == Book.of("1" * 32, sample())


def test_a_row_may_change_twice_in_a_step(workbook: Workbook) -> None:
    twice = rewording("加快\t推进", "甲").changes + rewording("甲", "乙").changes
    workbook.commit(ChangeSet("两次", twice), time=TIME)
    assert workbook.book().tasks[0].wording == "乙"
    assert replayed(workbook) == workbook.book()


def test_undo_and_redo_take_their_turns(workbook: Workbook) -> None:
    step = rewording("加快\t推进", "推进")
    workbook.commit(step, time=TIME)
    with refused("stale.history", StaleChange):
        workbook.commit(ChangeSet("撤销", ()), kind=EntryKind.UNDO, of=1, time=TIME)
    with refused("stale.history", StaleChange):
        workbook.commit(ChangeSet("重做", ()), kind=EntryKind.REDO, of=2, time=TIME)
    workbook.commit(step.inverted(), kind=EntryKind.UNDO, of=2, time=TIME)
    workbook.commit(step, kind=EntryKind.REDO, of=2, time=TIME)
    assert workbook.book().tasks[0].wording == "推进"
    assert [e.sequence for e in workbook.entries()] == [1, 2, 3, 4]


@pytest.mark.parametrize(("kind", "of"), [(EntryKind.DO, 1), (EntryKind.UNDO, None)])
def test_only_an_undo_or_redo_names_an_entry(
    workbook: Workbook, kind: EntryKind, of: int | None
) -> None:
    with pytest.raises(ValueError, match="names the entry"):
        workbook.commit(ChangeSet("", ()), kind=kind, of=of, time=TIME)


def test_another_programs_steps_are_seen(workbook: Workbook) -> None:
    other = Workbook.open(workbook.path)
    other.commit(rewording("加快\t推进", "推进"), time=TIME)
    other.close()
    with refused("stale.differs", StaleChange):
        workbook.commit(rewording("加快\t推进", "缓"), time=TIME)
    with refused("stale.history", StaleChange):
        workbook.commit(ChangeSet("撤销", ()), kind=EntryKind.UNDO, of=1, time=TIME)
    assert workbook.commit(rewording("推进", "缓"), time=TIME).sequence == 3


def test_an_entry_that_is_not_there(workbook: Workbook) -> None:
    with refused("workbook.no_entry"):
        workbook.step(2)


def test_a_reader_may_not_write(workbook: Workbook) -> None:
    reader = Workbook.open(workbook.path, read_only=True)
    with refused("workbook.read_only"):
        reader.commit(rewording("加快\t推进", "推进"), time=TIME)
    assert reader.book() == workbook.book()
    reader.close()


def test_another_thread_is_refused(workbook: Workbook) -> None:
    raised: list[BaseException] = []

    def call() -> None:
        try:
            workbook.book()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test looks at it
            raised.append(error)

    thread = threading.Thread(target=call)
    thread.start()
    thread.join()
    assert "thread" in str(raised)
    _as_before(workbook)


def _as_before(workbook: Workbook) -> None:
    """Nothing was written, and the workbook can go on."""
    assert workbook.book() == Book.of("1" * 32, sample())
    assert len(workbook.entries()) == 1
    workbook.commit(rewording("加快\t推进", "下一步"), time=TIME)
    assert workbook.book() == replayed(workbook)


# --- copies


def test_a_copy_has_a_lineage_of_its_own(workbook: Workbook, tmp_path: Path) -> None:
    target = tmp_path / "副本.fengong"
    lineage = workbook.save_copy(target, now=NOW)
    copy = Workbook.open(target)
    assert copy.identity.lineage == lineage != workbook.identity.lineage
    assert copy.identity.parent_lineage == workbook.identity.lineage
    assert copy.book().tables == workbook.book().tables
    assert copy.entries() == workbook.entries()
    copy.commit(rewording("加快\t推进", "推进"), time=TIME)
    copy.close()
    assert workbook.book() == Book.of("1" * 32, sample())
    workbook.commit(rewording("加快\t推进", "下一步"), time=TIME)


def test_a_copy_takes_the_place_of_a_file(workbook: Workbook, tmp_path: Path) -> None:
    target = tmp_path / "副本.fengong"
    target.write_text("旧", encoding="utf-8")
    assert workbook.save_copy(target, now=NOW, lineage="2" * 32) == "2" * 32
    copy = Workbook.open(target, read_only=True)
    assert copy.book().lineage == "2" * 32
    copy.close()


def test_a_reader_can_save_a_copy(workbook: Workbook, tmp_path: Path) -> None:
    reader = Workbook.open(workbook.path, read_only=True)
    reader.save_copy(tmp_path / "副本.fengong", now=NOW)
    reader.close()
    Workbook.open(tmp_path / "副本.fengong").close()


def test_a_copy_onto_itself_is_refused(workbook: Workbook) -> None:
    with refused("workbook.same_file"):
        workbook.save_copy(workbook.path.parent / "." / workbook.path.name, now=NOW)
    _as_before(workbook)


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be removed there")
def test_a_book_whose_file_was_removed_can_be_saved_over_another(
    workbook: Workbook, tmp_path: Path
) -> None:
    book = workbook.book()
    workbook.path.unlink()
    target = tmp_path / "副本.fengong"
    target.write_text("旧", encoding="utf-8")
    workbook.save_copy(target, now=NOW)
    copy = Workbook.open(target)
    assert copy.book().tables == book.tables
    copy.close()


def test_a_copy_that_fails_leaves_the_old_file(
    workbook: Workbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "副本.fengong"
    target.write_text("旧", encoding="utf-8")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("desktop.storage.making.replace_identity", fail)
    with refused("workbook.disk_full"):
        workbook.save_copy(target, now=NOW)
    assert target.read_text(encoding="utf-8") == "旧"
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([workbook.path.name, target.name])


def test_a_time_carries_its_offset(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="offset"):
        Workbook.create(tmp_path / "a.fengong", now=datetime(2026, 1, 1))  # noqa: DTZ001
    assert list(tmp_path.iterdir()) == []


# --- random steps


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_file_and_snapshot_agree_and_undo_leads_back(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    workbook = Workbook.create(tmp_path_factory.mktemp("random") / "a.fengong", now=NOW)
    try:
        start = book = workbook.book()
        done: list[tuple[Entry, ChangeSet]] = []
        for number in range(data.draw(st.integers(1, 6))):
            step = data.draw(steps(book, f"k{number}"))
            book = book.applied(step)
            done.append((workbook.commit(step, time=TIME, blobs=BLOBS), step))
            assert workbook.book() == book
        for entry, step in reversed(done):
            assert workbook.step(entry.sequence).step == step
            back = step.inverted()
            book = book.applied(back)
            workbook.commit(back, kind=EntryKind.UNDO, of=entry.sequence, time=TIME)
            assert workbook.book() == book
        assert book == start
        assert replayed(workbook) == start
    finally:
        workbook.close()
