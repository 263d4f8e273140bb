"""The lock: one writer, whose words the others see, and none where nobody stands behind it any more."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.storage.lock import STALE_SECONDS, UNREADABLE_SECONDS, Held, Lock, holder, lock_path
from tests.storage.books import NOW, refused


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "一事一簿.fengong"
    path.touch()
    return path


@pytest.fixture
def lock(book: Path) -> Iterator[Lock]:
    taken = Lock.take(book, person="张三", now=NOW)
    assert isinstance(taken, Lock)
    yield taken
    taken.release()


def rewritten(book: Path, **values: object) -> None:
    path = lock_path(book)
    path.write_text(json.dumps(json.loads(path.read_bytes()) | values), encoding="ascii")


def aged(book: Path, seconds: float) -> None:
    path = lock_path(book)
    then = path.stat().st_mtime - seconds
    os.utime(path, (then, then))


def test_the_second_is_told_who_holds_it(book: Path, lock: Lock) -> None:
    held = Lock.take(book, person="李四", now=NOW)
    assert isinstance(held, Held)
    assert (held.person, held.process, held.time) == ("张三", os.getpid(), NOW.isoformat())
    assert held.machine
    assert held.token
    assert holder(book) == held
    assert lock.keep() is None


def test_a_lock_let_go_is_free(book: Path, lock: Lock) -> None:
    lock.release()
    assert holder(book) is None
    assert [p.name for p in book.parent.iterdir()] == [book.name]
    again = Lock.take(book, person="李四", now=NOW)
    assert isinstance(again, Lock)
    lock.release()  # and a second letting go does not touch another's
    assert again.keep() is None
    again.release()


def test_a_dead_process_of_this_machine_holds_nothing(book: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from datetime import UTC, datetime\n"
        "from desktop.storage.lock import Lock\n"
        "Lock.take(Path(sys.argv[1]), person='王五', now=datetime.now(UTC)); os._exit(9)\n"
    )
    assert subprocess.run([sys.executable, "-c", code, str(book)], check=False).returncode == 9
    assert lock_path(book).exists()
    assert holder(book) is None
    taken = Lock.take(book, person="李四", now=NOW)
    assert isinstance(taken, Lock)
    assert taken.keep() is None
    taken.release()
    assert [p.name for p in book.parent.iterdir()] == [book.name]


def test_a_living_process_of_another_program_is_held(book: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from datetime import UTC, datetime\n"
        "from desktop.storage.lock import Lock\n"
        "lock = Lock.take(Path(sys.argv[1]), person='王五', now=datetime.now(UTC))\n"
        "sys.stdout.write('held\\n'); sys.stdout.flush(); sys.stdin.readline(); lock.release()\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(book)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    aged(book, STALE_SECONDS * 100)  # idle or not: it lives
    held = Lock.take(book, person="李四", now=NOW)
    assert isinstance(held, Held)
    assert (held.person, held.process) == ("王五", child.pid)
    child.communicate("go\n")
    assert holder(book) is None


@pytest.mark.skipif(sys.platform != "linux", reason="marks of a beginning are read from /proc")
def test_a_number_used_again_by_another_process_holds_nothing(book: Path, lock: Lock) -> None:
    rewritten(book, start="another boot:1", token="0" * 32)
    taken = Lock.take(book, person="李四", now=NOW)
    assert isinstance(taken, Lock)
    taken.release()


def test_another_machines_lock_is_stale_only_after_its_time(book: Path, lock: Lock) -> None:
    rewritten(book, machine="办公室-07", token="0" * 32)
    aged(book, STALE_SECONDS - 60)
    held = Lock.take(book, person="李四", now=NOW)
    assert isinstance(held, Held)
    assert held.machine == "办公室-07"
    aged(book, STALE_SECONDS + 60)
    taken = Lock.take(book, person="李四", now=NOW)
    assert isinstance(taken, Lock)
    # The former holder hears of it before its next step, and leaves the new lock alone.
    taker = lock.keep()
    assert taker is not None
    assert taker.person == "李四"
    lock.release()
    assert taken.keep() is None
    taken.release()


def test_keeping_makes_it_young(book: Path, lock: Lock) -> None:
    aged(book, STALE_SECONDS + 60)
    old = lock_path(book).stat().st_mtime
    assert lock.keep() is None
    assert lock_path(book).stat().st_mtime > old + STALE_SECONDS


def test_a_deleted_lock_is_made_anew(book: Path, lock: Lock) -> None:
    lock_path(book).unlink()
    assert lock.keep() is None
    held = Lock.take(book, person="李四", now=NOW)
    assert isinstance(held, Held)
    assert held.person == "张三"


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"person": 1}', b"\xff" * 99, b"[" * 60_000]
)
def test_a_lock_that_cannot_be_read_is_held_until_it_is_old(book: Path, content: bytes) -> None:
    lock_path(book).write_bytes(content)
    held = Lock.take(book, person="李四", now=NOW)
    assert held == Held()
    aged(book, UNREADABLE_SECONDS + 1)
    taken = Lock.take(book, person="李四", now=NOW)
    assert isinstance(taken, Lock)
    taken.release()


def test_a_place_that_is_not_there(tmp_path: Path) -> None:
    with refused("workbook.missing"):
        Lock.take(tmp_path / "gone" / "a.fengong", person="", now=NOW)


def test_of_many_at_once_one_gets_it(book: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from datetime import UTC, datetime\n"
        "from desktop.storage.lock import Lock\n"
        "sys.stdin.readline()\n"
        "got = Lock.take(Path(sys.argv[1]), person='', now=datetime.now(UTC))\n"
        "sys.stdout.write('1' if isinstance(got, Lock) else '0'); sys.stdout.flush()\n"
        "sys.stdin.readline()\n"
    )
    # A stale lock lies there, so that they also race in clearing it.
    lock_path(book).write_bytes(b"")
    aged(book, UNREADABLE_SECONDS + 1)
    children = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(book)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    got = ""
    for child in children:
        assert child.stdout is not None
        got += child.stdout.read(1)
    for child in children:
        child.communicate("end\n")
    assert got.count("1") == 1
