"""Rows, journal and blobs of different moments, each whole in itself, are recognised as damage."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.changes import ChangeSet
from desktop.storage import Workbook
from desktop.storage.rows import MODULUS
from desktop.storage.seal import NO_ENTRY, Seal, from_text
from tests.storage.books import NOW, TIME, digest, refused, replayed, rewording, sample_workbook

STORED = Path(__file__).parent / "workbooks"
_DIGESTS = st.text("0123456789abcdef", min_size=64, max_size=64)


@given(st.integers(0, MODULUS - 1), _DIGESTS, st.integers(0, MODULUS - 1))
def test_a_seal_reads_back(rows: int, journal: str, blobs: int) -> None:
    seal = Seal(rows, journal, blobs)
    assert from_text(seal.to_text()) == seal


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "x",
        NO_ENTRY,
        f"{NO_ENTRY} {NO_ENTRY}",
        " ".join([NO_ENTRY] * 4),
        f"{NO_ENTRY} {NO_ENTRY} 0x{NO_ENTRY[2:]}",
        f"{NO_ENTRY} {NO_ENTRY} {'A' * 64}",
        f"{NO_ENTRY}  {NO_ENTRY} {NO_ENTRY[1:]}",
        f"{NO_ENTRY} {NO_ENTRY} {NO_ENTRY}\n",
        None,
        5,
        b"0",
    ],
)
def test_another_cell_is_damage(cell: object) -> None:
    with refused("workbook.damaged"):
        from_text(cell)


@pytest.fixture
def two_moments(tmp_path: Path) -> Path:
    """A book of two steps, the second with a blob of its own."""
    workbook = sample_workbook(tmp_path / "a.fengong")
    content = b"later"
    workbook.commit(rewording("加快\t推进", "推进"), time=TIME, blobs={digest(content): content})
    workbook.close()
    return tmp_path / "a.fengong"


@pytest.mark.parametrize(
    "older",
    [
        "DELETE FROM journal WHERE sequence = 2",
        "DELETE FROM journal",
        "DELETE FROM blob WHERE rowid = 4",
        "UPDATE task SET wording = '加快\t推进'",
    ],
)
def test_a_part_of_an_earlier_moment_is_damage(two_moments: Path, older: str) -> None:
    with closing(sqlite3.connect(two_moments, isolation_level=None)) as other:
        assert other.execute(older).rowcount >= 1
    with refused("workbook.damaged"):
        Workbook.open(two_moments).book()


def test_a_journal_cut_behind_an_open_book_is_noticed_by_reading(two_moments: Path) -> None:
    workbook = Workbook.open(two_moments)
    with closing(sqlite3.connect(two_moments, isolation_level=None)) as other:
        other.execute("DELETE FROM journal WHERE sequence = 2")
    with refused("workbook.damaged"):
        workbook.book()
    workbook.close()


def test_copies_and_empty_steps_keep_the_parts_together(tmp_path: Path) -> None:
    empty = Workbook.create(tmp_path / "empty.fengong", now=NOW)
    empty.commit(ChangeSet("空", ()), time=TIME)
    empty.close()
    Workbook.open(tmp_path / "empty.fengong").close()
    workbook = sample_workbook(tmp_path / "a.fengong")
    workbook.save_copy(tmp_path / "b.fengong", now=NOW)
    copy = Workbook.open(tmp_path / "b.fengong")
    copy.commit(rewording("加快\t推进", "推进"), time=TIME)
    assert copy.book() == replayed(copy)
    for book in (workbook, copy):
        book.close()


@pytest.mark.parametrize(
    "older",
    [
        "DELETE FROM journal WHERE sequence = (SELECT max(sequence) FROM journal)",
        "DELETE FROM blob WHERE rowid = 3",
    ],
)
def test_a_book_of_version_1_is_sealed_at_once(tmp_path: Path, older: str) -> None:
    path = Path(shutil.copy(STORED / "v1.fengong", tmp_path))
    Workbook.open(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        (cell,) = other.execute("SELECT digest FROM book").fetchone()
        (last,) = other.execute("SELECT digest FROM journal WHERE sequence = 6").fetchone()
        names = [int(name, 16) for (name,) in other.execute("SELECT sha256 FROM blob")]
        seal = from_text(cell)
        assert (seal.journal, seal.blobs) == (last, sum(names) % MODULUS)
        other.execute("PRAGMA foreign_keys=OFF")
        assert other.execute(older).rowcount == 1
    with refused("workbook.damaged"):
        Workbook.open(path)


def test_a_book_of_version_1_without_entries_or_blobs_is_sealed(tmp_path: Path) -> None:
    path = Path(shutil.copy(STORED / "v1.fengong", tmp_path))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        for table in ("journal", "blob"):
            other.execute(f"DELETE FROM {table}")
        (rows,) = other.execute("SELECT digest FROM book").fetchone()
    workbook = Workbook.open(path)
    assert len(workbook.book().tasks) == 1
    workbook.close()
    with closing(sqlite3.connect(path)) as other:
        (cell,) = other.execute("SELECT digest FROM book").fetchone()
    assert cell == f"{rows} {NO_ENTRY} {NO_ENTRY}"


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE book SET digest = 'x'",
        "UPDATE book SET digest = x'00'",
        "UPDATE journal SET digest = 'x' WHERE sequence = 6",
        "UPDATE blob SET sha256 = 'x' WHERE rowid = 1",
    ],
)
def test_a_broken_book_of_version_1_is_left_as_it_is(tmp_path: Path, damage: str) -> None:
    path = Path(shutil.copy(STORED / "v1.fengong", tmp_path))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA foreign_keys=OFF")
        other.execute(damage)
    before = path.read_bytes()
    with refused("workbook.damaged"):
        Workbook.open(path)
    assert path.read_bytes() == before
