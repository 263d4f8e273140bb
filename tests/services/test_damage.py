"""What is found out about a hurt book, and which backups are offered."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop.services.damage import examine, examine_open
from desktop.services.desk import Desk
from desktop.services.keeping import Condition


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


def examine_hurt(path: Path) -> list[Path]:
    """Cut the file short; return the paths of the backups then offered."""
    path.write_bytes(path.read_bytes()[:-4096])
    return [line.backup.path for line in examine(path).backups]
