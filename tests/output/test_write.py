from __future__ import annotations

import csv
import errno
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from desktop.domain.columns import ANNEX_COLUMNS
from desktop.domain.sheet import Sheet, build_sheet
from desktop.output import SUFFIXES, write
from desktop.output.fonts import FontSet
from desktop.support.errors import OutputError
from tests.output.hunan import ROWS, TITLE

SIGNATURES = {".pdf": b"%PDF-1.7", ".xlsx": b"PK", ".docx": b"PK", ".csv": b"\xef\xbb\xbf"}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def raising(number: int) -> object:
    def fail(*_: object) -> NoReturn:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize("suffix", [*SUFFIXES, ".PDF"])
def test_the_suffix_chooses_the_format(
    suffix: str, hunan: Sheet, fonts: FontSet, tmp_path: Path
) -> None:
    path = tmp_path / f"附件 重点任务{suffix}"
    write([hunan], path, fonts=fonts)
    assert path.read_bytes().startswith(SIGNATURES[suffix.lower()])
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_without_a_sheet_nothing_is_written(suffix: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no sheet"):
        write([], tmp_path / f"附件{suffix}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["附件.doc", "附件", "附件.txt"])
def test_another_suffix_is_refused(name: str, hunan: Sheet, tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        write([hunan], tmp_path / name)
    assert caught.value.reason == "output.unknown_format"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, "output.disk_full"),
        (errno.EACCES, "output.permission"),
        (errno.EROFS, "output.permission"),
        (errno.EIO, "output.failed"),
    ],
)
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_fault_leaves_the_old_file_and_no_other(
    suffix: str,
    number: int,
    reason: str,
    step: str,
    hunan: Sheet,
    fonts: FontSet,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / f"附件{suffix}"
    path.write_bytes(b"old")
    if step == "fsync":
        monkeypatch.setattr(os, "fsync", raising(number))
    else:
        monkeypatch.setattr(Path, "replace", raising(number))
    with pytest.raises(OutputError) as caught:
        write([hunan], path, fonts=fonts)
    assert caught.value.reason == reason
    assert caught.value.data["path"] == path
    assert contents(tmp_path) == {path.name: b"old"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_disk_that_fills_while_writing_leaves_nothing(
    suffix: str,
    hunan: Sheet,
    fonts: FontSet,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / f"附件{suffix}"
    path.write_bytes(b"old")
    real = tempfile.mkstemp

    def linked(*, prefix: str, suffix: str, dir: Path) -> tuple[int, str]:
        """A temporary file that is a link to the device that is always full."""
        handle, name = real(prefix=prefix, suffix=suffix, dir=dir)
        Path(name).unlink()
        Path(name).symlink_to("/dev/full")
        return handle, name

    monkeypatch.setattr(tempfile, "mkstemp", linked)
    with pytest.raises(OutputError) as caught:
        write([hunan], path, fonts=fonts)
    assert caught.value.reason == "output.disk_full"
    assert contents(tmp_path) == {path.name: b"old"}


def test_a_folder_that_is_not_there(hunan: Sheet, tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        write([hunan], tmp_path / "没有" / "附件.xlsx")
    assert caught.value.reason == "output.no_folder"


def test_csv_is_for_other_programs(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [*ROWS, ("16", "=1+1\n第二行", "-@A1", '"引"，号')]
    write([build_sheet(TITLE, ANNEX_COLUMNS, rows)], path)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        found = list(csv.reader(stream))
    assert found[0] == ["序号", "重点任务", "责任部门", "时间进度"]
    assert found[1:16] == [list(row) for row in ROWS]
    assert found[16] == ["16", "'=1+1\n第二行", "'-@A1", '"引"，号']


def test_csv_of_several_sheets_leaves_none_out(hunan: Sheet, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write([replace(hunan, name="省科技厅"), replace(hunan, name="=1", rows=hunan.rows[:1])], path)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        found = list(csv.reader(stream))
    titles = ["序号", "重点任务", "责任部门", "时间进度"]
    assert found[:2] == [["省科技厅"], titles]
    assert found[2:17] == [list(row) for row in ROWS]
    assert found[17:] == [[], ["'=1"], titles, list(ROWS[0])]
