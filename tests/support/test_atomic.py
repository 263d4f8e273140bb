from __future__ import annotations

import errno
import os
import stat
import sys
import time
from pathlib import Path

import pytest

from desktop.support.atomic import TEMPORARY_PREFIX, clear_leftovers, replacing, write_bytes


def test_the_content_appears_under_its_name(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    with replacing(target) as temporary:
        assert temporary.parent == tmp_path
        assert temporary.suffix == ".txt"
        assert not target.exists()
        temporary.write_bytes(b"new")
    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


def test_an_old_file_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")
    write_bytes(target, b"new")
    assert target.read_bytes() == b"new"


@pytest.mark.parametrize("fault", [ValueError("x"), KeyboardInterrupt()])
def test_any_fault_leaves_the_old_file_alone(tmp_path: Path, fault: BaseException) -> None:
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")

    def write() -> None:
        with replacing(target) as temporary:
            temporary.write_bytes(b"half")
            raise fault

    with pytest.raises(type(fault)):
        write()
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a.txt": b"old"}


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_file_alone(
    tmp_path: Path, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(*((os, "fsync") if call == "fsync" else (Path, "replace")), full)
    with pytest.raises(OSError, match="no space"):
        write_bytes(target, b"new")
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a.txt": b"old"}


def test_a_writer_that_took_its_file_away_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), replacing(tmp_path / "a.txt") as temporary:
        temporary.unlink()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_permissions_are_the_old_ones_or_those_of_a_new_file(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    write_bytes(target, b"new")
    plain = tmp_path / "plain"
    plain.write_bytes(b"")
    assert stat.S_IMODE(target.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)
    target.chmod(0o640)
    write_bytes(target, b"newer")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_only_our_old_temporary_files_are_cleared(tmp_path: Path) -> None:
    old, young, other = (
        tmp_path / f"{TEMPORARY_PREFIX}1.pdf",
        tmp_path / f"{TEMPORARY_PREFIX}2.pdf",
        tmp_path / "附件.pdf",
    )
    for path in (old, young, other):
        path.write_bytes(b"")
    now = time.time()
    os.utime(old, (now - 1000, now - 1000))
    os.utime(other, (now - 1000, now - 1000))
    assert clear_leftovers(tmp_path, now - 100) == 1
    assert sorted(tmp_path.iterdir()) == sorted([young, other])


def test_folders_that_a_crash_left_are_cleared_too(tmp_path: Path) -> None:
    left = tmp_path / f"{TEMPORARY_PREFIX}check"
    left.mkdir()
    (left / "book").touch()
    os.utime(left, (0, 0))
    assert clear_leftovers(tmp_path, older_than=1.0) == 1
    assert list(tmp_path.iterdir()) == []
