"""Full disks, other writers, no permission, files that are no workbook: each by its name, and nothing lost."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from desktop.domain.book import Book
from desktop.storage import Workbook
from desktop.storage.engine import driver, pragma
from desktop.support.errors import WorkbookError
from tests.storage.books import (
    BLOBS,
    NOW,
    TIME,
    refused,
    replayed,
    rewording,
    sample,
    sample_workbook,
    stamp,
)


@pytest.fixture
def workbook(tmp_path: Path) -> Iterator[Workbook]:
    workbook = sample_workbook(tmp_path / "a.fengong")
    yield workbook
    workbook.close()


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """The path of a workbook that nobody has open."""
    sample_workbook(tmp_path / "a.fengong").close()
    return tmp_path / "a.fengong"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.storage.engine.BUSY_SECONDS", 0.05)


# --- disk full


def test_a_full_disk_loses_nothing(workbook: Workbook) -> None:
    connection = workbook._connection
    workbook.commit(rewording("加快\t推进", "推进"), time=TIME)
    before = workbook.book()
    pages = pragma(connection, "page_count")
    connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    for _ in range(2):
        with refused("workbook.disk_full"):
            workbook.commit(rewording("推进", "推" * 50_000), time=TIME)
        assert not driver(connection).in_transaction
        assert workbook.book() == before
        assert len(workbook.entries()) == 2
    connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    assert workbook.commit(rewording("推进", "推" * 50_000), time=TIME).sequence == 3
    assert replayed(workbook) == workbook.book()


_LIMITED = """
import resource, sys
from pathlib import Path
from desktop.storage import Workbook
from desktop.support.errors import WorkbookError
from tests.storage.books import TIME, replayed, rewording
path = Path(sys.argv[1])
workbook = Workbook.open(path)
room = path.stat().st_size + 200_000
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
wording, done = workbook.book().tasks[0].wording, 0
try:
    while True:
        workbook.commit(rewording(wording, f"{done}" + "推" * 10_000), time=TIME)
        wording, done = f"{done}" + "推" * 10_000, done + 1
except WorkbookError as error:
    reason = error.reason
assert len(workbook.entries()) == 1 + done, (len(workbook.entries()), done)
assert workbook.book().tasks[0].wording == wording
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
workbook.commit(rewording(wording, "推"), time=TIME)
assert replayed(workbook) == workbook.book()
workbook.close()
sys.stdout.write(f"{reason} {done}")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a file's size")
def test_a_file_that_may_not_grow_loses_nothing(root: Path, closed: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(closed)],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    reason, done = run.stdout.split()
    # SQLite takes a limit (EFBIG) for a fault of the disk, and only ENOSPC for a full one.
    assert reason in ("workbook.io", "workbook.disk_full")
    assert int(done) >= 1


# --- other writers


@contextmanager
def _held(path: Path, lock: str) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute(f"BEGIN {lock}")
        yield
        other.execute("ROLLBACK")


@pytest.mark.usefixtures("impatient")
def test_a_second_writer_is_told_busy(tmp_path: Path) -> None:
    workbook = sample_workbook(tmp_path / "a.fengong")
    with _held(workbook.path, "IMMEDIATE"):
        with refused("workbook.busy"):
            workbook.commit(rewording("加快\t推进", "推进"), time=TIME)
        assert workbook.book() == Book.of("1" * 32, sample())
    workbook.commit(rewording("加快\t推进", "推进"), time=TIME)
    workbook.close()


@pytest.mark.usefixtures("impatient")
def test_a_reader_in_the_way_of_a_commit(tmp_path: Path) -> None:
    workbook = sample_workbook(tmp_path / "a.fengong")
    with closing(sqlite3.connect(workbook.path, isolation_level=None)) as other:
        cursor = other.execute("SELECT key FROM task")
        cursor.fetchone()
        other.execute("BEGIN")
        other.execute("SELECT key FROM task").fetchone()
        with refused("workbook.busy"):
            workbook.commit(rewording("加快\t推进", "推进"), time=TIME)
        cursor.close()
        other.execute("COMMIT")
    assert workbook.book() == Book.of("1" * 32, sample())
    workbook.commit(rewording("加快\t推进", "推进"), time=TIME)
    workbook.close()


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("read_only", [True, False])
def test_a_book_in_the_middle_of_a_commit_is_busy(closed: Path, read_only: bool) -> None:
    with _held(closed, "EXCLUSIVE"), refused("workbook.busy"):
        Workbook.open(closed, read_only=read_only)
    Workbook.open(closed, read_only=read_only).close()


def test_a_lock_let_go_in_time_is_waited_for(workbook: Workbook) -> None:
    code = (
        "import sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('BEGIN IMMEDIATE')\n"
        "sys.stdout.write('held\\n'); sys.stdout.flush()\n"
        "sys.stdin.readline()\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(workbook.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    child.stdin.write("go\n")
    child.stdin.flush()
    workbook.commit(rewording("加快\t推进", "推进"), time=TIME)
    child.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not let an open file be moved")
def test_a_book_moved_away_while_open(workbook: Workbook) -> None:
    moved = workbook.path.rename(workbook.path.with_name("b.fengong"))
    with refused("workbook.moved"):
        workbook.commit(rewording("加快\t推进", "推进"), time=TIME)
    moved.rename(workbook.path)
    workbook.commit(rewording("加快\t推进", "推进"), time=TIME)


# --- no workbook, or no longer one


@pytest.mark.parametrize("read_only", [True, False])
def test_a_missing_file(tmp_path: Path, read_only: bool) -> None:
    with refused("workbook.missing"):
        Workbook.open(tmp_path / "a.fengong", read_only=read_only)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_workbook(tmp_path: Path) -> None:
    # Windows says of a folder that it may not be opened.
    with pytest.raises(WorkbookError) as caught:
        Workbook.open(tmp_path)
    assert caught.value.reason in ("workbook.not_a_workbook", "workbook.permission")


def test_a_missing_folder(tmp_path: Path) -> None:
    with refused("workbook.no_folder"):
        Workbook.create(tmp_path / "gone" / "a.fengong", now=NOW)


@pytest.mark.parametrize(
    "content", [b"", b"SQL", "任务分工".encode() * 999, b"SQLite format 2\x00"]
)
@pytest.mark.parametrize("read_only", [True, False])
def test_another_file_is_no_workbook(tmp_path: Path, content: bytes, read_only: bool) -> None:
    path = tmp_path / "a.fengong"
    path.write_bytes(content)
    with refused("workbook.not_a_workbook"):
        Workbook.open(path, read_only=read_only)
    assert path.read_bytes() == content


def test_another_programs_database_is_no_workbook(closed: Path) -> None:
    stamp(closed, "application_id", 0x12345678)
    before = closed.read_bytes()
    with refused("workbook.not_a_workbook"):
        Workbook.open(closed)
    assert closed.read_bytes() == before


def test_a_book_without_a_version_is_damaged(closed: Path) -> None:
    stamp(closed, "user_version", 0)
    with refused("workbook.damaged"):
        Workbook.open(closed)


@pytest.mark.parametrize("kept", [16, 99, 100, 4096, 5000, 0.5, -4096, -1])
def test_a_truncated_copy_is_damaged(closed: Path, kept: float) -> None:
    content = closed.read_bytes()
    size = int(kept * len(content)) if isinstance(kept, float) else kept % len(content)
    closed.write_bytes(content[:size])
    with refused("workbook.damaged"):
        Workbook.open(closed).book()


def test_an_existing_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.fengong"
    path.write_text("旧", encoding="utf-8")
    with refused("workbook.exists"):
        Workbook.create(path, now=NOW)
    assert [p.read_text(encoding="utf-8") for p in tmp_path.iterdir()] == ["旧"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE task SET wording = '别的'",
        "DELETE FROM doubt",
        "UPDATE book SET lineage = 'x'",
        "UPDATE book SET digest = 'x'",
        "DELETE FROM book",
        "UPDATE blob SET content = x'00' WHERE rowid = 2",
        "UPDATE journal SET label = '别的'",
        "UPDATE journal SET payload = '[]'",
        "UPDATE task SET wording = CAST(x'ff' AS TEXT)",
        "DROP TABLE deadline",
        "ALTER TABLE deadline RENAME COLUMN date TO day",
        "CREATE TRIGGER t AFTER UPDATE ON task BEGIN DELETE FROM task; END",
        "UPDATE task SET wording = CAST(wording AS BLOB)",
        "UPDATE journal SET payload = CAST(payload AS BLOB)",
        "UPDATE book SET digest = CAST(digest AS BLOB)",
    ],
)
def test_contents_changed_behind_our_back_are_damage(closed: Path, change: str) -> None:
    with closing(sqlite3.connect(closed, isolation_level=None)) as other:
        other.execute(change)
    with refused("workbook.damaged"):
        _contents(closed)


def test_flipped_bits_are_never_silently_wrong(tmp_path: Path) -> None:
    path = tmp_path / "a.fengong"
    workbook = sample_workbook(path)
    for number in range(30):
        workbook.commit(
            rewording(workbook.book().tasks[0].wording, f"第{number}次" + "推进" * 99), time=TIME
        )
    workbook.close()
    whole, wanted = path.read_bytes(), _contents(path)
    chance = random.Random(11)
    written = [place for place, byte in enumerate(whole) if byte]
    noticed = 0
    for _ in range(150):
        damaged = bytearray(whole)
        damaged[chance.choice(written)] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        try:
            assert _contents(path) == wanted
        except WorkbookError:
            noticed += 1
    # The rest fell where nothing is kept any more.
    assert noticed > 75


def _contents(path: Path) -> tuple[object, ...]:
    """Everything that a workbook says, read in every way."""
    workbook = Workbook.open(path)
    try:
        entries = workbook.entries()
        return (
            workbook.identity,
            workbook.book(),
            entries,
            [workbook.step(entry.sequence) for entry in entries],
            [workbook.blob(name) for name in BLOBS],
        )
    finally:
        workbook.close()


# --- permission


@contextmanager
def _no_one() -> Iterator[None]:
    """Act as a user without rights, where the tests themselves run as root (whom nothing is forbidden)."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that every user can reach."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


needs_modes = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")


@needs_modes
def test_files_and_folders_that_refuse(public: Path) -> None:
    path = public / "a.fengong"
    sample_workbook(path).close()
    path.chmod(0o444)
    public.chmod(0o555)
    with _no_one():
        with refused("workbook.permission"):
            Workbook.open(path)
        reader = Workbook.open(path, read_only=True)
        assert reader.book() == Book.of("1" * 32, sample())
        with refused("workbook.permission"):
            reader.save_copy(public / "b.fengong", now=NOW)
        reader.close()
        with refused("workbook.permission"):
            Workbook.create(public / "c.fengong", now=NOW)
    path.chmod(0o000)
    with _no_one(), refused("workbook.permission"):
        Workbook.open(path, read_only=True)


@needs_modes
def test_a_folder_that_takes_no_journal(public: Path) -> None:
    path = public / "a.fengong"
    sample_workbook(path).close()
    path.chmod(0o666)
    public.chmod(0o555)
    with _no_one():
        workbook = Workbook.open(path)
        with refused("workbook.permission"):
            workbook.commit(rewording("加快\t推进", "推进"), time=TIME)
        assert workbook.book() == Book.of("1" * 32, sample())
        workbook.close()


def test_no_text_of_a_document_reaches_an_error(workbook: Workbook) -> None:
    steps: list[Callable[[], object]] = [
        lambda: workbook.commit(rewording("机密内容", "机密内容二"), time=TIME),
        lambda: workbook.commit(rewording("加快\t推进", "机密内容\ud800"), time=TIME),
    ]
    for step in steps:
        with pytest.raises(WorkbookError) as caught:
            step()
        error: BaseException | None = caught.value
        while error is not None:
            assert "机密" not in str(error)
            error = error.__cause__
    assert "机密" not in repr(caught.value.data)
