"""Backups: whole, thinned by a stated rule, brought back only into a new file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.storage import Workbook, backups, migrations
from desktop.storage.backups import (
    ALL_OF,
    ALWAYS,
    ONE_A_DAY,
    ONE_A_WEEK,
    Backup,
    Reason,
    back_up_file,
    erase,
    folder_of,
    kept_at,
    list_backups,
    look_into,
    restore,
    thin,
)
from desktop.support.errors import WorkbookError
from tests.storage.books import NOW, TIME, refused, rewording, sample_workbook, stamp

LOCAL = timezone(timedelta(hours=8))


@pytest.fixture
def workbook(tmp_path: Path) -> Iterator[Workbook]:
    workbook = sample_workbook(tmp_path / "a.fengong")
    yield workbook
    workbook.close()


def test_a_backup_is_the_book_as_it_was(workbook: Workbook, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "backups", workbook.identity.lineage)
    then = workbook.book()
    made = workbook.back_up(folder, Reason.DAY, now=NOW.astimezone(LOCAL))
    workbook.commit(rewording("加快\t推进", "推进"), time=TIME, person="李四")
    later = workbook.back_up(folder, Reason.ASKED, now=NOW + timedelta(seconds=1))
    assert list_backups(folder) == [later, made]
    assert (made.made_at, made.reason, made.size) == (NOW, Reason.DAY, made.path.stat().st_size)
    contents = look_into(made)
    assert (contents.counts["task"], contents.counts["annex_row"]) == (1, 2)
    assert (contents.label, contents.time, contents.person) == ("导入", TIME, "张三")
    assert look_into(later).label == "修改"

    target = tmp_path / "恢复.fengong"
    lineage = restore(made, target, NOW)
    again = Workbook.open(target)
    assert again.book().tables == then.tables
    assert (again.identity.lineage, again.identity.parent_lineage) == (lineage, "1" * 32)
    assert len(again.entries()) == 1
    again.close()
    assert made.path.stat().st_size == made.size


def test_a_backup_is_never_brought_back_over_a_file(workbook: Workbook, tmp_path: Path) -> None:
    made = workbook.back_up(tmp_path / "b", Reason.ASKED, now=NOW)
    before = workbook.path.read_bytes()
    with refused("workbook.exists"):
        restore(made, workbook.path, NOW)
    assert workbook.path.read_bytes() == before
    with refused("workbook.no_folder"):
        restore(made, tmp_path / "gone" / "x.fengong", NOW)
    made.path.write_bytes(made.path.read_bytes()[:5000])
    with refused("workbook.damaged"):
        restore(made, tmp_path / "x.fengong", NOW)
    made.path.unlink()
    with pytest.raises(WorkbookError):
        restore(made, tmp_path / "x.fengong", NOW)
    with refused("workbook.missing"):
        look_into(made)
    assert not (tmp_path / "x.fengong").exists()
    assert list(tmp_path.glob(".fengong-*")) == []


def test_a_damaged_book_makes_no_backup(workbook: Workbook, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    workbook.back_up(folder, Reason.DAY, now=NOW)
    with closing(sqlite3.connect(workbook.path)) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'doubt'"
        (root,) = connection.execute(query).fetchone()
    with workbook.path.open("rb+") as file:
        file.seek((root - 1) * 4096)
        file.write(bytes(4096))
    with refused("workbook.damaged"):
        back_up_file(workbook.path, tmp_path / "c", Reason.DAY, NOW)
    assert list((tmp_path / "c").rglob("*.fengong")) == []
    assert len(list(folder.iterdir())) == 1


def test_a_full_disk_leaves_no_half_backup(
    workbook: Workbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "copy_pages", full)
    with refused("workbook.disk_full"):
        workbook.back_up(tmp_path / "b", Reason.DAY, now=NOW)
    assert list((tmp_path / "b").iterdir()) == []


def test_other_files_in_the_folder_are_left_alone(workbook: Workbook, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    made = workbook.back_up(folder, Reason.DAY, now=NOW)
    for name in ("x", "20261399T080000.000000Z-day.fengong", "20261124T080000.000000Z-why.fengong"):
        (folder / name).touch()
    assert list_backups(folder) == [made]
    erase([made])
    assert list_backups(folder) == []
    assert len(list(folder.iterdir())) == 3
    assert list_backups(tmp_path / "none") == []


def test_the_last_one_erased_takes_the_folder_along(workbook: Workbook, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    made = [workbook.back_up(folder, r, now=NOW) for r in Reason]
    erase(made[:1])
    assert folder.exists()
    erase(made)
    assert not folder.exists()


@pytest.mark.parametrize("lineage", ["..", "../../x", "/etc", "", "A" * 32, "\ud800", "0" * 31])
def test_a_lineage_does_not_lead_out_of_the_folder(tmp_path: Path, lineage: str) -> None:
    found = folder_of(tmp_path, lineage)
    assert found.parent == tmp_path
    assert len(found.name) == 64


def test_a_book_of_an_earlier_schema_is_kept_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.fengong"
    sample_workbook(path).close()
    before = path.read_bytes()
    monkeypatch.setattr(migrations, "SCHEMA_VERSION", migrations.SCHEMA_VERSION + 1)
    made = back_up_file(path, tmp_path / "b", Reason.MIGRATION, NOW)
    assert made.path.parent == tmp_path / "b" / ("1" * 32)
    assert path.read_bytes() == before
    assert look_into(made).counts["task"] == 1


def test_thinning(workbook: Workbook, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    now = datetime(2026, 11, 24, 9, 0, tzinfo=LOCAL)
    for days in (0, 0.2, 0.9, 3, 3.1, 40, 41, 42, 300):
        workbook.back_up(folder, Reason.DAY, now=now - timedelta(days=days))
    gone = thin(folder, now)
    # 3.1 days ago is the day of 3 days ago; some of 40 to 42 days ago are of one week.
    ages = sorted((now - b.made_at) / timedelta(days=1) for b in list_backups(folder))
    assert len(gone) + len(ages) == 9
    assert [round(a, 1) for a in ages][:4] == [0.0, 0.2, 0.9, 3.0]
    assert 300 not in [round(a) for a in ages]
    assert thin(folder, now) == []


times = st.lists(st.timedeltas(timedelta(days=-2), timedelta(days=400)), max_size=60)


@given(times, st.integers(0, 10))
def test_the_rule_of_thinning(ages: list[timedelta], megabytes: int) -> None:
    now = datetime(2026, 11, 24, 9, 0, tzinfo=LOCAL)
    every = [
        Backup(Path(f"{i}"), (now - a).astimezone(UTC), Reason.DAY, megabytes << 20)
        for i, a in enumerate(ages)
    ]
    kept = kept_at(every, now)
    youngest = sorted(every, key=lambda b: (b.made_at, b.path.name), reverse=True)
    assert set(youngest[:ALWAYS]) <= kept
    assert {b for b in every if now - b.made_at < ALL_OF} <= kept
    days = {b.made_at.astimezone(LOCAL).date() for b in every if now - b.made_at < ONE_A_DAY}
    assert days <= {b.made_at.astimezone(LOCAL).date() for b in kept}
    weeks = {
        b.made_at.astimezone(LOCAL).isocalendar()[:2] for b in every if now - b.made_at < ONE_A_WEEK
    }
    assert weeks <= {b.made_at.astimezone(LOCAL).isocalendar()[:2] for b in kept}
    assert kept_at(list(kept), now) == kept
    old = [b for b in kept if now - b.made_at >= ONE_A_WEEK]
    assert len(old) <= ALWAYS


def test_the_oldest_go_where_there_is_no_room() -> None:
    now = datetime(2026, 11, 24, 9, 0, tzinfo=LOCAL)
    size = backups.MOST_BYTES // 4
    every = [Backup(Path(f"{i}"), now - timedelta(days=i), Reason.DAY, size) for i in range(10)]
    assert kept_at(every, now) == frozenset(every[:4])
    huge = [Backup(b.path, b.made_at, b.reason, size * 8) for b in every]
    assert kept_at(huge, now) == frozenset(huge[:3])


def test_a_newer_backup_is_refused(workbook: Workbook, tmp_path: Path) -> None:
    made = workbook.back_up(tmp_path / "b", Reason.ASKED, now=NOW)
    stamp(made.path, "user_version", 99)
    with refused("workbook.newer"):
        restore(made, tmp_path / "x.fengong", NOW)
