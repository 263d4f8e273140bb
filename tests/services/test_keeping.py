"""Two people on one book, backups of a day, damage told and mended: what a clerk asks for."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desktop.domain.cells import annex_cell
from desktop.domain.edits import edit_cell
from desktop.services import keeping
from desktop.services.desk import Desk
from desktop.services.directory import unit_directory
from desktop.services.keeping import Condition, Reason, Why
from desktop.services.messages import explain, say
from desktop.services.opening import start_book
from desktop.storage import Workbook, migrations
from desktop.storage.lock import holder, lock_path
from desktop.support import places
from desktop.support.errors import WorkbookError
from tests.services.books import seed_reading

DIRECTORY = unit_directory()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "books"
    opened = start_book(seed_reading("001"), folder, person="张三")
    yield opened
    opened.close()


def reword(desk: Desk, text: str) -> None:
    desk.commit(edit_cell(desk.book, desk.book.annex[0], "wording", text, DIRECTORY))


def wording(desk: Desk) -> str:
    return annex_cell(desk.book, desk.book.annex[0], "wording")


# --- two people


def test_the_second_opener_reads_and_is_told_who_writes(desk: Desk) -> None:
    second = Desk.open(desk.path, person="李四")
    try:
        assert (second.read_only, second.why_read_only) == (True, Why.HELD)
        assert second.held_by is not None
        assert second.held_by.person == "张三"
        with pytest.raises(WorkbookError) as refused:
            reword(second, "乙")
        assert refused.value.reason == "workbook.held"
        assert explain(refused.value).happened.startswith("张三（")
        with pytest.raises(WorkbookError):
            second.undo()
        facts = {"person": "张三", "machine": "", "time": "九点"}
        assert "张三（—）自九点起" in say("only.held", **facts).line()
        reword(desk, "甲")
        assert wording(second) != "甲"
        assert second.refresh()
        assert wording(second) == "甲"
        assert not second.refresh()
    finally:
        second.close()
    assert (desk.read_only, desk.held_by, desk.why_read_only) == (False, None, None)
    assert not desk.refresh()  # its own steps are no news
    reword(desk, "乙")


def test_a_book_let_go_of_is_free(desk: Desk) -> None:
    second = Desk.open(desk.path)
    desk.close()
    second.refresh()
    assert second.held_by is None
    assert second.read_only  # as it was opened; opened anew it may be written in
    second.close()
    again = Desk.open(desk.path)
    assert not again.read_only
    again.close()
    assert [p.name for p in desk.path.parent.iterdir()] == [desk.path.name]
    desk._worker = type(desk._worker)(max_workers=1)  # for the fixture, which closes it once more


def test_whose_lock_was_taken_over_writes_no_more(desk: Desk) -> None:
    lock_path(desk.path).unlink()
    second = Desk.open(desk.path, person="李四")
    try:
        assert not second.read_only
        before = wording(desk)
        with pytest.raises(WorkbookError) as refused:
            reword(desk, "甲")
        assert refused.value.reason == "workbook.taken_over"
        assert "李四" in explain(refused.value).line()
        assert (wording(desk), desk.why_read_only) == (before, Why.TAKEN_OVER)
        assert desk.held_by is not None
        assert desk.held_by.person == "李四"
        with pytest.raises(WorkbookError, match=r"workbook\.held"):
            reword(desk, "甲")
        reword(second, "乙")
        assert desk.refresh()
        assert wording(desk) == "乙"
    finally:
        second.close()


def test_a_writer_past_the_lock_is_seen_by_a_refresh(desk: Desk) -> None:
    other = Workbook.open(desk.path)
    book = other.book()
    step = edit_cell(book, book.annex[0], "wording", "乙", DIRECTORY)
    other.commit(step, time="2026-03-04T05:06:07+00:00")
    other.close()
    assert desk.refresh()
    assert wording(desk) == "乙"
    assert desk.undo()
    reword(desk, "丙")


def test_a_place_that_takes_no_writing_opens_for_reading(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "副本.fengong"
    desk.save_copy(copy)

    def refuse(*_: object, **__: object) -> None:
        raise WorkbookError("workbook.permission")

    monkeypatch.setattr("desktop.storage.lock.Lock.take", refuse)
    opened = Desk.open(copy)
    assert (opened.read_only, opened.why_read_only, opened.held_by) == (True, Why.PLACE, None)
    with pytest.raises(WorkbookError, match=r"workbook\.read_only"):
        reword(opened, "甲")
    assert not opened.refresh()
    opened.close()
    assert not lock_path(copy).exists()


def test_a_failed_opening_leaves_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "a.fengong"
    with pytest.raises(WorkbookError, match=r"workbook\.missing"):
        Desk.open(path)
    path.write_bytes(b"x" * 9999)
    with pytest.raises(WorkbookError, match=r"workbook\.not_a_workbook"):
        Desk.open(path)
    assert [p.name for p in tmp_path.iterdir()] == ["a.fengong"]


@pytest.mark.skipif(os.name == "nt", reason="Windows does not let an open file be removed")
def test_a_file_that_vanishes_under_the_program(desk: Desk) -> None:
    content = desk.path.read_bytes()
    shutil.move(desk.path.parent, desk.path.parent.with_name("away"))
    shown = desk.book
    with pytest.raises(WorkbookError, match=r"workbook\.vanished"):
        desk.refresh()
    with pytest.raises(WorkbookError) as refused:
        reword(desk, "甲")
    assert refused.value.reason in ("workbook.moved", "workbook.permission", "workbook.io")
    assert desk.book == shown
    shutil.move(desk.path.parent.with_name("away"), desk.path.parent)
    assert desk.path.read_bytes() == content
    reword(desk, "乙")
    assert holder(desk.path) is not None


def test_a_share_is_noticed(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not desk.on_share
    table = tmp_path / "mounts"
    table.write_text(f"//server/x {desk.path.parent} cifs rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(places, "_MOUNTS", table)
    second = Desk.open(desk.path)
    assert second.on_share
    second.close()
    assert say("share.noticed").happened.startswith("这个分工簿在网络共享文件夹里")


# --- backups


@pytest.fixture
def tomorrow(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day after the book was made."""
    now = datetime.now().astimezone() + timedelta(days=1)
    monkeypatch.setattr(keeping, "_now", lambda: now)


def test_no_backup_of_a_book_of_today(desk: Desk) -> None:
    reword(desk, "甲")
    assert keeping.backups_of(desk.book) == []


@pytest.mark.usefixtures("tomorrow")
def test_the_first_change_of_a_day_backs_up_what_was_before(desk: Desk, tmp_path: Path) -> None:
    before = wording(desk)
    reword(desk, "甲")
    reword(desk, "乙")
    (line,) = keeping.backups_of(desk.book)
    assert (line.backup.reason, line.reason, line.differs) == (Reason.DAY, "当天首次修改前", {})
    assert line.contents is not None
    assert line.contents.label == "导入《湖南省促进科技成果转移转化实施方案》"
    assert desk.unkept is None
    target = tmp_path / "恢复.fengong"
    keeping.restore(line.backup, target)
    restored = Desk.open(target)
    assert wording(restored) == before
    assert restored.book.lineage != desk.book.lineage
    restored.close()
    with pytest.raises(WorkbookError, match=r"workbook\.exists"):
        keeping.restore(line.backup, desk.path)
    keeping.erase([line.backup])
    assert keeping.backups_of(desk.book) == []


@pytest.mark.usefixtures("tomorrow")
def test_a_backup_that_cannot_be_made_stops_nobody(desk: Desk, settings: Path) -> None:
    (settings / "backups").touch()
    reword(desk, "甲")
    assert wording(desk) == "甲"
    assert desk.unkept is not None
    assert "没有做成备份（" in explain(desk.unkept).line()


def test_a_backup_on_demand_says_what_differs(desk: Desk) -> None:
    made = desk.back_up(Reason.MERGING)
    desk.undo()
    desk.wait()
    (line,) = keeping.backups_of(desk.book)
    assert line.backup == made
    assert line.reason == "合并前"
    assert line.differs == {"task": 68, "annex_row": 15}
    made.path.write_bytes(b"x" * 999)
    assert keeping.backups_of(desk.book)[0].contents is None


def test_a_book_of_an_earlier_schema_is_backed_up_before_it_is_brought_forward(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "旧.fengong"
    desk.save_copy(copy)
    version = migrations.SCHEMA_VERSION + 1
    steps = {
        **migrations.STEPS,
        version: lambda c: c.exec_driver_sql("CREATE INDEX ix_later ON task (number)"),
    }
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "SCHEMA_VERSION", version)
        patched.setattr("desktop.storage.opening.SCHEMA_VERSION", version)
        patched.setattr(keeping, "SCHEMA_VERSION", version)
        patched.setattr(migrations, "STEPS", steps)
        migrations.expected_definitions.cache_clear()
        opened = Desk.open(copy)
        (line,) = keeping.backups_of(opened.book)
        assert (line.backup.reason, line.differs) == (Reason.MIGRATION, {})
        opened.close()
        Desk.open(copy).close()
        assert len(keeping.backups_of(opened.book)) == 1
    migrations.expected_definitions.cache_clear()
    old = Workbook.open(line.backup.path, read_only=True)
    assert len(old.book().tasks) == 68
    old.close()


# --- damage and copies


def test_a_check_touches_the_file_only_where_it_is_owned(desk: Desk) -> None:
    asked = 0

    def elsewhere(work: Callable[[], object]) -> object:
        nonlocal asked
        asked += 1
        with ThreadPoolExecutor(1) as owner:
            return owner.submit(work).result()

    def refused(_work: Callable[[], object]) -> object:
        raise WorkbookError("workbook.busy")

    assert keeping.check(desk.path, elsewhere).sound
    assert asked == 2, "a look from outside and the copying"
    assert keeping.check(desk.path, refused).condition is Condition.BUSY


def test_recovering_an_open_book_leaves_its_owners_lock(desk: Desk, tmp_path: Path) -> None:
    """On POSIX closing the file anywhere in the process drops its locks: it may not happen while one is held."""
    begun, turn = threading.Event(), threading.Event()

    def write() -> str:
        with closing(sqlite3.connect(desk.path, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            begun.set()
            assert turn.wait(60)
            found = another_program_writes(desk.path)
            connection.execute("ROLLBACK")
            return found

    with ThreadPoolExecutor(1) as owner, ThreadPoolExecutor(1) as other:

        def run(work: Callable[[], object]) -> object:
            future = owner.submit(work)
            turn.set()
            return future.result()

        def recover() -> keeping.Recovered:
            try:
                return keeping.recover_into(desk.path, tmp_path / "新.fengong", run=run)
            finally:
                turn.set()

        writing = owner.submit(write)
        assert begun.wait(60)
        recovering = other.submit(recover)
        assert writing.result() == "locked"
        assert recovering.result().whole
    assert another_program_writes(desk.path) == "free"


def another_program_writes(path: Path) -> str:
    """Have another process ask for the right to write; say whether it was given."""
    code = (
        "import sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)\n"
        "try:\n"
        "    c.execute('BEGIN IMMEDIATE')\n"
        "    print('free')\n"
        "except sqlite3.OperationalError:\n"
        "    print('locked')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_an_open_book_is_recovered_by_the_thread_that_owns_it(tmp_path: Path) -> None:
    desk = start_book(seed_reading("001"), tmp_path, person="张三")
    reword(desk, "甲")
    recovered = desk.recover(tmp_path / "新.fengong")
    assert (recovered.whole, recovered.kept["task"]) == (True, 68)
    mended = Desk.open(tmp_path / "新.fengong")
    assert mended.book.tables == desk.book.tables
    mended.close()
    desk.close()
    assert desk.recover(tmp_path / "又.fengong").whole, "also where it is closed by now"


def test_an_open_book_is_checked_and_a_damaged_one_mended(desk: Desk, tmp_path: Path) -> None:
    assert desk.check().condition is Condition.SOUND
    broken = tmp_path / "坏.fengong"
    content = bytearray(desk.path.read_bytes())
    at = content.index("科技成果".encode(), len(content) // 2)
    content[at] ^= 1
    broken.write_bytes(content)
    found = keeping.check(broken)
    assert (found.condition, found.recoverable) == (Condition.DAMAGED, True)
    target = tmp_path / "新.fengong"
    recovered = keeping.recover_into(broken, target, person="张三")
    assert recovered.kept["task"] == 68
    mended = Desk.open(target)
    assert mended.book.tables == desk.book.tables
    mended.close()


@pytest.mark.parametrize("condition", list(Condition))
def test_every_condition_has_its_words(condition: Condition) -> None:
    assert not say(f"condition.{condition}").happened.startswith("没有完成")


@pytest.mark.parametrize("why", list(Why))
def test_every_reason_to_read_only_has_its_words(why: Why) -> None:
    assert not say(f"only.{why}").happened.startswith("没有完成")


def test_a_clean_copy_names_nobody(desk: Desk, tmp_path: Path) -> None:
    reword(desk, "甲")
    target = tmp_path / "外发.fengong"
    desk.save_clean_copy(target)
    content = target.read_bytes()
    assert "张三".encode() not in content
    assert desk.book.lineage.encode() not in content
    clean = Desk.open(target)
    assert wording(clean) == "甲"
    (policy,) = clean.book.policies
    assert clean.original(policy.original) == desk.original(policy.original)
    clean.close()
