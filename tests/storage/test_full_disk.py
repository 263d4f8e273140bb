"""No room, no right to write, no file any more: each is said by its name, and nothing is lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.domain.book import Book
from desktop.storage import Workbook
from desktop.support.errors import WorkbookError
from tests.proofs import report, times
from tests.storage.books import NOW, TIME, replayed, rewording, sample, sample_workbook

#: Bytes by which the room grows from one try to the next: two pages, before a release eighths of one.
_EVERY = times(8192, 512)
_PAGE = 4096

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no limit on a file's size and keeps open files"
)


def _fill(
    root: Path, how: str, folder: Path, *before: str, every: int
) -> dict[str, dict[str, int]]:
    module = "tests.storage.full_disk_child"
    run = subprocess.run(
        [*before, sys.executable, "-m", module, how, str(folder), str(every)],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    found: dict[str, dict[str, int]] = json.loads(run.stdout)
    report(f"{how}: {found}")
    return found


@pytest.mark.timeout(600)
def test_a_file_that_may_not_grow_fails_at_every_write_and_loses_nothing(
    root: Path, tmp_path: Path
) -> None:
    found = _fill(root, "limit", tmp_path, every=_EVERY)
    # SQLite takes a limit (EFBIG) for a fault of the disk, and only ENOSPC for a full one.
    for what in found.values():
        refused = sum(count for name, count in what.items() if not name.startswith("read: "))
        assert refused >= 10
        assert set(what) <= {
            "workbook.io",
            "workbook.disk_full",
            "read: workbook.io",
        }


def _may_mount() -> bool:
    if shutil.which("unshare") is None:
        return False
    probe = ["unshare", "-rm", "mount", "-t", "tmpfs", "probe", "/mnt"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


@pytest.mark.timeout(600)
def test_a_full_disk_fails_at_every_page_and_loses_nothing(root: Path, tmp_path: Path) -> None:
    if not _may_mount():
        pytest.skip("this machine lets nobody mount a small file system (unshare -rm)")
    found = _fill(root, "tmpfs", tmp_path, "unshare", "-rm", every=_PAGE)
    for what in found.values():
        assert list(what) == ["workbook.disk_full"]
        assert what["workbook.disk_full"] >= 20


# --- the folder refuses, the file goes away, while the book is open


@pytest.fixture
def workbook(tmp_path: Path) -> Iterator[Workbook]:
    folder = tmp_path / "stick"
    folder.mkdir()
    workbook = sample_workbook(folder / "a.fengong")
    yield workbook
    workbook.close()


@contextmanager
def _told(reason: str, workbook: Workbook) -> Iterator[None]:
    """Expect a refusal inside, after which everything that was saved can still be read and copied."""
    with pytest.raises(WorkbookError) as caught:
        yield
    assert caught.value.reason == reason
    assert workbook.book() == replayed(workbook) == Book.of("1" * 32, sample())


def _commit(workbook: Workbook) -> None:
    workbook.commit(rewording("加快\t推进", "推进"), time=TIME)


def _saved_elsewhere(workbook: Workbook, path: Path) -> None:
    """The way on: all of it goes to another place, where work continues."""
    workbook.save_copy(path, now=NOW)
    copy = Workbook.open(path)
    assert copy.book().tables == workbook.book().tables
    assert copy.entries() == workbook.entries()
    _commit(copy)
    assert copy.book() == replayed(copy)
    copy.close()


def test_a_folder_that_turns_read_only_under_the_program(tmp_path: Path) -> None:
    # Not in `tmp_path`, which another user than ours cannot reach.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workbook = sample_workbook(folder / "a.fengong")
        workbook.path.chmod(0o666)
        folder.chmod(0o555)
        with _nobody(), _told("workbook.permission", workbook):
            _commit(workbook)
        _saved_elsewhere(workbook, tmp_path / "b.fengong")
        folder.chmod(0o777)
        _commit(workbook)
        assert replayed(workbook) == workbook.book()
        workbook.close()


@contextmanager
def _nobody() -> Iterator[None]:
    """Act as a user without rights where the tests run as root, whom no mode stops."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_file_removed_under_the_program(workbook: Workbook, tmp_path: Path) -> None:
    workbook.path.unlink()
    for _ in range(2):
        with _told("workbook.moved", workbook):
            _commit(workbook)
    _saved_elsewhere(workbook, tmp_path / "b.fengong")
    assert list(workbook.path.parent.iterdir()) == []
    # The place itself is free again: the book can be put back where it was.
    _saved_elsewhere(workbook, workbook.path)


def test_a_folder_removed_under_the_program(workbook: Workbook, tmp_path: Path) -> None:
    shutil.rmtree(workbook.path.parent)
    with _told("workbook.moved", workbook):
        _commit(workbook)
    with _told("workbook.no_folder", workbook):
        workbook.save_copy(workbook.path, now=NOW)
    _saved_elsewhere(workbook, tmp_path / "b.fengong")


def test_a_file_renamed_and_brought_back(workbook: Workbook) -> None:
    moved = workbook.path.rename(workbook.path.with_name("b.fengong"))
    with _told("workbook.moved", workbook):
        _commit(workbook)
    moved.rename(workbook.path)
    _commit(workbook)
    assert replayed(workbook) == workbook.book()


def test_a_file_replaced_by_another_is_not_written_to(workbook: Workbook, tmp_path: Path) -> None:
    other = tmp_path / "other.fengong"
    sample_workbook(other).close()
    content = other.read_bytes()
    other.replace(workbook.path)
    with _told("workbook.moved", workbook):
        _commit(workbook)
    assert workbook.path.read_bytes() == content
    _saved_elsewhere(workbook, tmp_path / "b.fengong")
