"""Damaged books: what is wrong is told, what reads is had in a new book, and nothing is silently wrong."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from desktop.domain.book import Book
from desktop.storage import Workbook
from desktop.storage.inspection import Condition, Diagnosis, check_copy, inspect
from desktop.storage.recovery import Recovered, recover
from desktop.support.errors import WorkbookError
from tests.storage.books import (
    BLOBS,
    NOW,
    TIME,
    refused,
    replayed,
    rewording,
    sample_workbook,
    stamp,
)

STEPS = 40


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The path of a book of some pages that nobody has open."""
    workbook = sample_workbook(tmp_path / "a.fengong")
    wording = "加快\t推进"
    for number in range(STEPS):
        after = f"第{number}次" + "推进" * 99
        workbook.commit(rewording(wording, after), time=TIME)
        wording = after
    workbook.close()
    return tmp_path / "a.fengong"


def contents(path: Path) -> Book:
    workbook = Workbook.open(path)
    try:
        return workbook.book()
    finally:
        workbook.close()


def had(path: Path, name: str = "b.fengong") -> tuple[Recovered, Book]:
    """Recover a book, and check that the new one is sound in every way."""
    target = path.with_name(name)
    before = path.read_bytes()
    recovered = recover(path, target, now=NOW, label="恢复", person="张三")
    assert path.read_bytes() == before
    workbook = Workbook.open(target)
    book = workbook.book()
    assert replayed(workbook).tables == book.tables
    assert recovered.kept == {k: len(t) for k, t in book.tables.items() if t}
    # 撤销 still works on what comes after.
    if book.tasks:
        step = rewording(book.tasks[0].wording, "再改")
        change = step.changes[0]
        key = book.tasks[0].key
        workbook.commit(
            type(step)("改", (type(change)("task", key, change.before, change.after),)), time=TIME
        )
    workbook.close()
    return recovered, book


def sql(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def root_page(path: Path, name: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)
        ).fetchone()
    return int(page)


def zero_page(path: Path, number: int) -> None:
    with path.open("rb+") as file:
        file.seek((number - 1) * 4096)
        file.write(bytes(4096))


def test_a_sound_book_is_had_whole_with_its_history(path: Path) -> None:
    wanted = contents(path)
    recovered, book = had(path)
    assert book.tables == wanted.tables
    assert recovered.whole
    assert (recovered.entries, recovered.entries_lost) == (STEPS + 1, 0)
    assert (recovered.blobs, recovered.blobs_lost, recovered.lost) == (len(BLOBS), 0, {})


@pytest.mark.parametrize("table", ["policy", "task", "assignment", "doubt", "link", "book"])
def test_a_broken_table_is_put_together_from_the_journal(path: Path, table: str) -> None:
    wanted = contents(path)
    zero_page(path, root_page(path, table))
    assert inspect(path).condition is Condition.DAMAGED
    recovered, book = had(path)
    assert book.tables == wanted.tables
    assert recovered.whole
    assert recovered.entries_lost == 0


def test_a_broken_list_of_tables_is_replaced(path: Path) -> None:
    wanted = contents(path)
    with path.open("rb+") as file:
        file.seek(100)
        file.write(bytes(3996))
    assert inspect(path).condition is Condition.DAMAGED
    recovered, book = had(path)
    assert book.tables == wanted.tables
    assert recovered.whole


@pytest.mark.parametrize(
    ("start", "length"), [(0, 16), (0, 100), (16, 2), (18, 6), (28, 4), (60, 12)]
)
def test_a_broken_header_is_put_right(path: Path, start: int, length: int) -> None:
    wanted = contents(path)
    with path.open("rb+") as file:
        file.seek(start)
        file.write(b"\xa5" * length)
    assert not inspect(path).sound
    recovered, book = had(path)
    assert book.tables == wanted.tables
    assert recovered.whole


def test_a_broken_journal_leaves_the_rows(path: Path) -> None:
    wanted = contents(path)
    zero_page(path, root_page(path, "journal"))
    recovered, book = had(path)
    assert book.tables == wanted.tables
    assert recovered.whole  # the sum of the rows proves them
    assert (recovered.entries, recovered.entries_lost) == (0, STEPS + 1)


def test_a_gap_in_history_is_bridged(path: Path) -> None:
    wanted = contents(path)
    sql(path, "UPDATE journal SET label = 'x' WHERE sequence = 20")
    recovered, book = had(path)
    assert book.tables == wanted.tables
    assert recovered.whole
    assert (recovered.entries, recovered.entries_lost) == (19, STEPS + 1 - 19)
    workbook = Workbook.open(path.with_name("b.fengong"))
    bridge = workbook.entries()[19]
    assert (bridge.label, bridge.person, bridge.barrier) == ("恢复", "张三", True)
    workbook.close()


def test_rows_and_journal_supply_one_another(path: Path) -> None:
    wanted = contents(path)
    sql(path, "UPDATE journal SET label = 'x' WHERE sequence = 20", "PRAGMA foreign_keys=OFF")
    sql(
        path,
        "DELETE FROM policy",
        "DELETE FROM doubt",
        "UPDATE deadline SET text = CAST(x'ff' AS TEXT)",
    )
    recovered, book = had(path)
    assert book.tables == wanted.tables  # the import tells what the rows do not
    assert not recovered.whole
    assert recovered.lost == {}


def test_what_is_lost_is_counted(path: Path) -> None:
    sql(
        path,
        "UPDATE journal SET label = 'x'",
        "PRAGMA foreign_keys=OFF",
        "DELETE FROM annex_row WHERE key = 'r1'",
        "UPDATE blob SET content = x'00' WHERE rowid = 1",
    )
    recovered, book = had(path)
    assert not recovered.whole
    # The link and the deadline of the row that is gone cannot be kept; the policy stands without its original.
    assert recovered.lost == {"link": 1, "deadline": 1}
    assert (recovered.blobs, recovered.blobs_lost) == (len(BLOBS) - 1, 1)
    assert len(book.policies) == 2
    assert (recovered.entries, recovered.entries_lost) == (0, STEPS + 1)


def test_a_lost_original_is_no_whole_book(path: Path) -> None:
    wanted = contents(path)
    sql(path, "PRAGMA foreign_keys=OFF", "DELETE FROM blob WHERE rowid = 1")
    assert inspect(path) == Diagnosis(Condition.DAMAGED, "blob")
    recovered, book = had(path)
    assert book.tables == wanted.tables
    assert (recovered.whole, recovered.blobs_lost, recovered.entries_lost) == (False, 1, 0)


# --- the seal

_NUMBERS_CUT = f"UPDATE sqlite_sequence SET seq = {STEPS} WHERE name = 'journal'"
_LAST_CUT = f"DELETE FROM journal WHERE sequence = {STEPS + 1}"


def _cell(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("SELECT digest FROM book").fetchone()[0])


@pytest.mark.parametrize("place", [0, 63, 64, 65, 128, 129, 130, 193])
@pytest.mark.parametrize("outlandish", [True, False], ids=["letter", "digit"])
def test_a_broken_seal_is_made_anew(path: Path, place: int, outlandish: bool) -> None:
    wanted, cell = contents(path), _cell(path)
    letter = "x" if outlandish else "1" if cell[place] in " 0" else "0"
    broken = cell[:place] + letter + cell[place + 1 :]
    sql(path, f"UPDATE book SET digest = '{broken}'")
    assert inspect(path).condition is Condition.DAMAGED
    recovered, book = had(path)
    assert book.tables == wanted.tables
    assert (recovered.whole, recovered.entries_lost) == (True, 0)


@pytest.mark.parametrize("cell", ["''", "0", "x'00'"])
def test_a_seal_that_is_gone_is_made_anew(path: Path, cell: str) -> None:
    wanted = contents(path)
    sql(path, f"UPDATE book SET digest = {cell}")
    recovered, book = had(path)
    assert book.tables == wanted.tables
    assert (recovered.whole, recovered.entries_lost) == (True, 0)


def test_a_journal_cut_without_a_gap_is_told_by_the_seal(path: Path) -> None:
    wanted = contents(path)
    sql(path, _LAST_CUT, _NUMBERS_CUT)
    recovered, book = had(path)
    assert book.tables == wanted.tables
    assert recovered.whole  # the rows are those of the seal
    assert (recovered.entries, recovered.entries_lost) == (STEPS, 1)


def test_rows_and_journal_of_an_earlier_moment_are_not_what_was_saved_last(path: Path) -> None:
    earlier = f"UPDATE task SET wording = '{f'第{STEPS - 2}次' + '推进' * 99}'"
    sql(path, _LAST_CUT, _NUMBERS_CUT, earlier)
    recovered, book = had(path)
    assert book.tasks[0].wording.startswith(f"第{STEPS - 2}次")
    assert not recovered.whole
    assert (recovered.entries, recovered.entries_lost) == (STEPS, 1)


def test_a_seal_of_an_earlier_moment_says_nothing_against_the_entries(path: Path) -> None:
    cell = _cell(path)
    workbook = Workbook.open(path)
    workbook.commit(rewording(workbook.book().tasks[0].wording, "最后"), time=TIME)
    workbook.close()
    sql(path, f"UPDATE book SET digest = '{cell}'")
    recovered, book = had(path)
    assert book.tasks[0].wording == "最后"
    assert (recovered.whole, recovered.entries, recovered.entries_lost) == (True, STEPS + 2, 0)


@pytest.mark.parametrize("damage", ["SELECT 1", "UPDATE book SET digest = 'x'"])
def test_a_book_of_version_1_is_had_whole(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "a.fengong"
    shutil.copy(Path(__file__).parent / "workbooks" / "v1.fengong", path)
    sql(path, damage)
    recovered, book = had(path)
    assert len(book.tasks) == 1
    assert (recovered.whole, recovered.entries, recovered.entries_lost) == (True, 6, 0)


@pytest.mark.parametrize("kept", [0.7, 0.8, -4096, -1])
def test_a_file_cut_short(path: Path, kept: float) -> None:
    content = path.read_bytes()
    size = int(kept * len(content)) if isinstance(kept, float) else len(content) + int(kept)
    path.write_bytes(content[:size])
    assert inspect(path).condition is Condition.CUT_SHORT
    recovered, book = had(path)
    assert len(book.tasks) == 1
    assert recovered.entries + recovered.entries_lost == STEPS + 1


def test_the_beginning_alone_tells_no_lies(path: Path) -> None:
    wanted = contents(path)
    content = path.read_bytes()
    for size in range(4096, len(content), 8192):
        path.write_bytes(content[:size])
        with suppress(WorkbookError):  # nothing left
            recovered, book = had(path, f"{size}.fengong")
            assert not recovered.whole or book.tables == wanted.tables


def test_nothing_to_be_had_leaves_no_file(tmp_path: Path) -> None:
    path, target = tmp_path / "a.fengong", tmp_path / "b.fengong"
    for content in (b"", bytes(9000), b"\xff" * 9000, "任务".encode() * 4000):
        path.write_bytes(content)
        with refused("workbook.nothing_left"):
            recover(path, target, now=NOW, label="x")
    path.unlink()
    with refused("workbook.missing"):
        recover(path, target, now=NOW, label="x")
    with refused("workbook.no_folder"):
        recover(path, tmp_path / "gone" / "b.fengong", now=NOW, label="x")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_recovered_over_a_file(path: Path) -> None:
    before = path.read_bytes()
    with refused("workbook.exists"):
        recover(path, path, now=NOW, label="x")
    assert path.read_bytes() == before


def _flipped(content: bytes, chance: random.Random, bits: int) -> bytes:
    damaged = bytearray(content)
    written = [place for place, byte in enumerate(content) if byte]
    for _ in range(bits):
        damaged[chance.choice(written)] ^= 1 << chance.randrange(8)
    return bytes(damaged)


@pytest.mark.parametrize("bits", [1, 20])
def test_flipped_bits(path: Path, bits: int) -> None:
    content, wanted = path.read_bytes(), contents(path)
    chance = random.Random(5 + bits)
    proven = 0
    for number in range(25):
        path.write_bytes(_flipped(content, chance, bits))
        recovered, book = had(path, f"{number}.fengong")
        if recovered.whole:
            proven += 1
            assert book.tables == wanted.tables
    # One bit spoils a row or an entry, and never both tellings of the same thing.
    assert proven >= (25 if bits == 1 else 3)


# --- inspection


def test_a_sound_book(path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    assert inspect(path).condition is Condition.SOUND
    assert check_copy(path, tmp_path / "work").condition is Condition.SOUND
    assert path.read_bytes() == before
    assert list((tmp_path / "work").iterdir()) == []


def test_a_book_is_checked_while_it_is_open(path: Path, tmp_path: Path) -> None:
    workbook = Workbook.open(path)
    assert check_copy(path, tmp_path / "work").sound
    workbook.commit(rewording(workbook.book().tasks[0].wording, "推进"), time=TIME)
    workbook.close()


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (lambda p: p.unlink(), Condition.MISSING),
        (lambda p: p.write_bytes(b""), Condition.EMPTY),
        (lambda p: p.write_bytes(bytes(3 << 20)), Condition.EMPTY),
        (lambda p: p.write_bytes(b"PK\x03\x04" * 99), Condition.NOT_SQLITE),
        (lambda p: stamp(p, "application_id", 1), Condition.NOT_A_WORKBOOK),
        (lambda p: stamp(p, "user_version", 99), Condition.NEWER),
        (_truncate, Condition.CUT_SHORT),
        (lambda p: sql(p, "UPDATE task SET wording = 'x'"), Condition.DAMAGED),
        (lambda p: sql(p, "UPDATE book SET digest = 'x'"), Condition.DAMAGED),
        (lambda p: sql(p, _LAST_CUT), Condition.DAMAGED),
        (lambda p: zero_page(p, root_page(p, "sqlite_autoindex_task_1")), Condition.DAMAGED),
    ],
)
def test_each_damage_has_its_name(
    path: Path, damage: Callable[[Path], object], expected: Condition
) -> None:
    damage(path)
    assert inspect(path).condition is expected
    found = check_copy(path, path.parent / "work")
    assert not found.sound
    if expected in (Condition.MISSING, Condition.NEWER, Condition.NOT_A_WORKBOOK):
        assert found.condition is expected


def test_a_place_that_takes_no_writing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    assert inspect(path).condition is Condition.READ_ONLY
    assert inspect(path).sound


def test_a_check_that_cannot_be_made_accuses_nobody(path: Path, tmp_path: Path) -> None:
    (tmp_path / "work").touch()
    found = check_copy(path, tmp_path / "work")
    assert (found.condition, found.recoverable) == (Condition.UNREADABLE, False)


def test_blobs_are_those_that_were_stored(path: Path) -> None:
    had(path)
    workbook = Workbook.open(path.with_name("b.fengong"))
    for name, content in BLOBS.items():
        assert workbook.blob(name) == content
    with pytest.raises(WorkbookError):
        workbook.blob("0" * 64)
    workbook.close()
