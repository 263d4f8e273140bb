"""A book of an earlier schema, opened as a clerk opens it: backed up as it was, then brought forward."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from desktop.domain.records import Task
from desktop.services import keeping
from desktop.services.desk import Desk
from desktop.services.keeping import Reason
from desktop.storage import Workbook, schema_v2
from desktop.storage.backups import schema_in_header
from desktop.storage.migrations import SCHEMA_VERSION
from desktop.support.paths import backups_folder
from tests.storage.books import refused

STORED = Path(__file__).parents[1] / "storage" / "workbooks" / "v1.fengong"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(shutil.copy(STORED, tmp_path / "旧.fengong"))


def dump(path: Path) -> list[str]:
    """Everything in a file, as SQLite's own statements."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def backups() -> list[Path]:
    return sorted(backups_folder().rglob("*.fengong"))


def test_what_was_before_the_new_schema_is_in_a_backup(path: Path, tmp_path: Path) -> None:
    before = dump(path)
    desk = Desk.open(path, person="张三")
    book = desk.book
    (line,) = keeping.backups_of(book)
    desk.close()
    assert schema_in_header(path) == SCHEMA_VERSION
    assert line.backup.reason is Reason.MIGRATION
    assert line.contents is not None
    assert line.differs == {}
    assert schema_in_header(line.backup.path) == 1
    assert dump(line.backup.path) == before
    # and it can be had again
    keeping.restore(line.backup, tmp_path / "恢复.fengong")
    again = Workbook.open(tmp_path / "恢复.fengong")
    assert again.book().tables == book.tables
    again.close()
    assert dump(line.backup.path) == before


def test_a_book_brought_forward_is_not_backed_up_again(path: Path) -> None:
    for _ in range(2):
        Desk.open(path).close()
    assert len(backups()) == 1


def test_a_reader_leaves_the_book_and_makes_no_backup(path: Path) -> None:
    before = path.read_bytes()
    with refused("workbook.older"):
        Desk.open(path, read_only=True)
    assert path.read_bytes() == before
    assert backups() == []


def test_without_a_backup_nothing_is_brought_forward(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("desktop.storage.backups.copy_pages", full)
    with refused("workbook.disk_full"):
        Desk.open(path)
    assert path.read_bytes() == before
    assert backups() == []
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_step_that_fails_leaves_the_book_and_its_backup(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(path)
    with monkeypatch.context() as broken:
        broken.setattr(schema_v2, "STATEMENTS", (*schema_v2.STATEMENTS, "CREATE TABLE task (x)"))
        with pytest.raises(OperationalError, match="already exists"):
            Desk.open(path)
    assert dump(path) == before
    (backup,) = backups()
    assert dump(backup) == before
    desk = Desk.open(path)
    assert len(desk.book.all(Task)) == 1
    desk.close()
