"""Places over the network are told from disks of this computer."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop.support import places
from desktop.support.machine import is_running, machine_name, process_start
from desktop.support.places import file_system, is_share_name, on_network

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
//server/share /mnt/office cifs rw 0 0
nas:/vol /mnt/office\\040two nfs4 rw 0 0
tmpfs /mnt/office/local tmpfs rw 0 0
me@host: /home/me/far fuse.sshfs rw 0 0
/dev/sdb1 /over ext4 rw 0 0
//server/x /over smb3 rw 0 0
broken
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/home/me/a.fengong", "ext4"),
        ("/mnt/office/a.fengong", "cifs"),
        ("/mnt/office two/a.fengong", "nfs4"),
        ("/mnt/office/local/a.fengong", "tmpfs"),
        ("/mnt/officers/a.fengong", "ext4"),
        ("/home/me/far/deep/a.fengong", "fuse.sshfs"),
        ("/over/a.fengong", "smb3"),
    ],
)
def test_the_nearest_mount_counts(path: str, expected: str) -> None:
    assert file_system(Path(path), MOUNTS) == expected


def test_no_mount_is_no_type() -> None:
    assert file_system(Path("/a"), "") == ""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no table of mounts")
def test_a_table_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "mounts"
    table.write_text(f"x {tmp_path} nfs rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(places, "_MOUNTS", table)
    assert on_network(tmp_path / "a.fengong")
    assert not on_network(Path("/a.fengong"))
    monkeypatch.setattr(places, "_MOUNTS", tmp_path / "none")
    assert not on_network(tmp_path / "a.fengong")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (r"\\server\share\a.fengong", True),
        (r"\\?\UNC\server\share\a.fengong", True),
        (r"\\?\C:\a.fengong", False),
        (r"C:\a.fengong", False),
        (r"a.fengong", False),
    ],
)
def test_names_of_shares(name: str, expected: bool) -> None:
    assert is_share_name(name) is expected


def test_this_process_runs_and_no_other_one_is_taken_for_it() -> None:
    assert is_running(os.getpid(), process_start(os.getpid()))
    assert is_running(os.getpid(), "")
    assert not is_running(0, "")
    assert not is_running(2**22 + 1, "")  # beyond the highest number Linux gives
    assert not is_running(2**70, "")
    assert machine_name()
