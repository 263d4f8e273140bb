"""A program that dies: what was said to be saved is there, and nothing is half there."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.domain.changes import ChangeSet
from desktop.domain.history import read_history
from desktop.storage import Workbook
from tests.storage.books import NOW, TIME, refused, replayed, rewording, sample_workbook

KILLS = 6


def _child(root: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.storage.committing_child", *arguments],
        cwd=root,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_every_acknowledged_commit_survives_kills(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.fengong"
    sample_workbook(path).close()
    chance = random.Random(7)
    acknowledged = 1
    for _ in range(KILLS):
        child = _child(root, str(path))
        assert child.stdout is not None
        for _ in range(chance.randint(1, 12)):
            acknowledged = int(child.stdout.readline())
        child.kill()  # between commits or in the middle of one, as it falls
        rest = child.stdout.read().split()
        child.wait()
        child.stdout.close()
        acknowledged = int(rest[-1]) if rest else acknowledged

        workbook = Workbook.open(path)
        entries = workbook.entries()
        # The last one may have been committed and not yet told.
        assert len(entries) in (acknowledged, acknowledged + 1)
        assert len(read_history(entries).undoable) == len(entries)
        assert replayed(workbook) == workbook.book()
        workbook.close()
        acknowledged = len(entries)
    # A kill before the first page is written leaves a journal with nothing to take back: see the test below.
    assert {p.name for p in tmp_path.iterdir()} <= {"a.fengong", "a.fengong-journal"}
    Workbook.open(path, read_only=True).close()
    workbook = Workbook.open(path)
    workbook.commit(ChangeSet("空", ()), time=TIME)
    workbook.close()
    assert [p.name for p in tmp_path.iterdir()] == ["a.fengong"]


@pytest.mark.parametrize("content", [b"", bytes(28), bytes(512)])
def test_a_journal_with_nothing_to_take_back_is_passed_over(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.fengong"
    sample_workbook(path).close()
    journal = path.with_name("a.fengong-journal")
    journal.write_bytes(content)
    # A reader alone would refuse a journal that holds a step, since only a writer can take it back.
    Workbook.open(path, read_only=True).close()
    workbook = Workbook.open(path)
    assert replayed(workbook) == workbook.book()
    workbook.commit(rewording("加快\t推进", "推进"), time=TIME)
    workbook.close()
    assert not journal.exists()


@pytest.fixture
def half_written(root: Path, tmp_path: Path) -> Path:
    """A book whose writer died with part of a step already in the file, and its journal beside it."""
    path = tmp_path / "a.fengong"
    sample_workbook(path).close()
    whole = path.read_bytes()
    child = _child(root, "--spill", str(path))
    child.communicate()
    assert child.returncode == 9
    assert path.read_bytes() != whole
    assert path.with_name("a.fengong-journal").stat().st_size > 0
    return path


def test_a_half_written_step_is_taken_back_by_a_writer_only(half_written: Path) -> None:
    with refused("workbook.unfinished"):
        Workbook.open(half_written, read_only=True)
    workbook = Workbook.open(half_written)
    assert len(workbook.entries()) == 1
    assert replayed(workbook) == workbook.book()
    workbook.commit(rewording("加快\t推进", "推进"), time=TIME)
    workbook.close()
    assert [p.name for p in half_written.parent.iterdir()] == ["a.fengong"]


def test_a_half_written_book_copied_without_its_journal_is_told(half_written: Path) -> None:
    copy = half_written.with_name("copy.fengong")
    copy.write_bytes(half_written.read_bytes())
    with refused("workbook.damaged"):
        Workbook.open(copy).book()


def test_a_new_book_never_meets_another_ones_leftovers(half_written: Path, tmp_path: Path) -> None:
    half_written.rename(tmp_path / "renamed.fengong")
    with refused("workbook.leftover_journal"):
        Workbook.create(half_written, now=NOW)
    other = sample_workbook(tmp_path / "other.fengong")
    with refused("workbook.leftover_journal"):
        other.save_copy(half_written, now=NOW)
    other.close()
    assert not half_written.exists()


def test_a_creation_that_fails_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("desktop.storage.making.write_identity", fail)
    with refused("workbook.disk_full"):
        Workbook.create(tmp_path / "a.fengong", now=NOW)
    assert list(tmp_path.iterdir()) == []
