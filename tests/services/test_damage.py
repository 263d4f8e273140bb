"""What is found out about a hurt book, and which backups are offered."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.services import damage
from desktop.services.damage import examine, examine_open
from desktop.services.desk import Desk
from desktop.services.keeping import Backup, Condition, Diagnosis
from desktop.services.messages import listing_fault
from desktop.storage import backups
from desktop.support.errors import WorkbookError


@pytest.fixture
def book(tmp_path: Path) -> tuple[Path, str]:
    """A book with a backup, that nobody has open."""
    desk = Desk.create(tmp_path / "a.fengong")
    desk.back_up()
    lineage = desk.book.lineage
    desk.close()
    return tmp_path / "a.fengong", lineage


def test_a_hurt_book_comes_with_its_backups(book: tuple[Path, str]) -> None:
    path, _lineage = book
    path.write_bytes(path.read_bytes()[:-4096])
    found = examine(path)
    assert found.diagnosis.condition is Condition.CUT_SHORT
    assert (found.hurt, found.readable, len(found.backups)) == (True, False, 1)


def test_backups_that_cannot_be_read_are_not_offered(book: tuple[Path, str]) -> None:
    path, _lineage = book
    (line,) = examine_hurt(path)
    line.write_bytes(b"x" * 999)
    assert examine(path).backups == ()


def test_a_folder_that_takes_no_copy_leaves_the_diagnosis(
    book: tuple[Path, str], settings: Path
) -> None:
    path, _lineage = book
    (line,) = examine_hurt(path)
    line.unlink()
    line.parent.rmdir()
    (settings / "backups").rmdir()
    (settings / "backups").touch()
    found = examine(path)
    assert (found.diagnosis.condition, found.backups) == (Condition.CUT_SHORT, ())
    assert found.unlisted is not None


def test_a_sound_book_is_offered_nothing(book: tuple[Path, str]) -> None:
    path, _lineage = book
    found = examine(path)
    assert (found.hurt, found.readable, found.backups) == (False, True, ())
    desk = Desk.open(path)
    assert examine_open(desk).backups == ()
    desk.close()


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be removed there")
def test_a_book_that_is_gone_has_the_backups_of_its_lineage(book: tuple[Path, str]) -> None:
    path, _lineage = book
    desk = Desk.open(path)
    path.unlink()
    assert len(examine_open(desk).backups) == 1
    desk.close()
    gone = examine(path)
    assert (gone.diagnosis.condition, gone.backups) == (Condition.MISSING, ())


@pytest.mark.parametrize(
    ("hurt", "condition"),
    [
        (Path.unlink, Condition.MISSING),
        (lambda path: path.write_bytes(b""), Condition.EMPTY),
        (lambda path: path.write_bytes(bytes(5000)), Condition.EMPTY),
        (lambda path: path.write_text("别的", encoding="utf-8"), Condition.NOT_SQLITE),
    ],
)
def test_what_the_file_cannot_tell_the_program_remembers(
    book: tuple[Path, str], hurt: Callable[[Path], object], condition: Condition
) -> None:
    path, lineage = book
    hurt(path)
    assert examine(path).backups == ()
    found = examine(path, lineage)
    assert found.diagnosis.condition is condition
    assert len(found.backups) == 1
    assert found.unlisted is None


def test_what_the_file_tells_goes_before_what_is_remembered(book: tuple[Path, str]) -> None:
    path, _lineage = book
    path.write_bytes(path.read_bytes()[:-4096])
    assert len(examine(path, "0" * 32).backups) == 1


def test_a_file_that_cannot_be_read_has_its_backups_too(
    book: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, lineage = book

    def failing(_path: Path) -> Diagnosis:
        return Diagnosis(Condition.UNREADABLE, "EIO")

    monkeypatch.setattr(damage, "inspect", failing)
    found = examine(path, lineage)
    assert (found.hurt, len(found.backups)) == (False, 1)


def test_a_backup_folder_that_cannot_be_read_is_told(
    book: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, lineage = book
    path.unlink()

    def refuse(_folder: Path) -> list[Backup]:
        raise WorkbookError("workbook.permission")

    monkeypatch.setattr(backups, "list_backups", refuse)
    found = examine(path, lineage)
    assert found.backups == ()
    assert found.unlisted is not None
    assert listing_fault(found.unlisted) == "没有读取备份文件夹的权限"
    assert "出错" in listing_fault(WorkbookError("workbook.io"))


def examine_hurt(path: Path) -> list[Path]:
    """Cut the file short; return the paths of the backups then offered."""
    path.write_bytes(path.read_bytes()[:-4096])
    return [line.backup.path for line in examine(path).backups]
