"""Books made by released schemas open with everything that was in them."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy.exc import OperationalError

from desktop.domain.amendments import amendments, edit_amendment
from desktop.domain.book import Book
from desktop.domain.changes import change_set, insert
from desktop.domain.extras import edit_extra, extra
from desktop.domain.facts import DIRECTORY_VERSION, fact
from desktop.domain.frozen import thaw
from desktop.domain.history import Entry, EntryKind, read_history
from desktop.domain.records import (
    Alias,
    Amendment,
    AnnexRow,
    Assignment,
    Deadline,
    DoubtRecord,
    Extra,
    Link,
    OwnUnit,
    Policy,
    Record,
    Revision,
    Section,
    Setting,
    Stage,
    Task,
)
from desktop.storage import Identity, Workbook, schema_v2, schema_v3
from desktop.storage.migrations import STEPS
from tests.storage.books import BLOBS, refused, sample, sample_of_v1, sample_of_v2

STORED = Path(__file__).parent / "workbooks"

LINEAGE = "0123456789abcdef0123456789abcdef"
TIME = "2026-03-04T05:06:07+00:00"


def test_every_released_schema_is_stored() -> None:
    assert sorted(p.stem for p in STORED.glob("*.fengong")) == [f"v{n}" for n in sorted(STEPS)]


def _opened(name: str, folder: Path, *, read_only: bool) -> Iterator[Workbook]:
    """A copy of a stored book, open; `make_….py` says how it was made. A reader gets it once a writer had it."""
    copy = Path(shutil.copy(STORED / name, folder))
    if read_only:
        Workbook.open(copy).close()
    workbook = Workbook.open(copy, read_only=read_only)
    yield workbook
    workbook.close()


@pytest.fixture(params=[False, True], ids=["write", "read"])
def v1(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Workbook]:
    yield from _opened("v1.fengong", tmp_path, read_only=request.param)


@pytest.fixture(params=[False, True], ids=["write", "read"])
def v2(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Workbook]:
    yield from _opened("v2.fengong", tmp_path, read_only=request.param)


@pytest.fixture(params=[False, True], ids=["write", "read"])
def v3(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Workbook]:
    yield from _opened("v3.fengong", tmp_path, read_only=request.param)


@pytest.mark.parametrize("version", sorted(STEPS))
def test_a_stored_book_has_its_version(version: int) -> None:
    head = (STORED / f"v{version}.fengong").read_bytes()[:64]
    assert int.from_bytes(head[60:64], "big") == version


@pytest.mark.parametrize("version", sorted(STEPS)[:-1])
def test_a_reader_alone_leaves_an_earlier_book_as_it_is(tmp_path: Path, version: int) -> None:
    copy = Path(shutil.copy(STORED / f"v{version}.fengong", tmp_path))
    with refused("workbook.older"):
        Workbook.open(copy, read_only=True)
    assert copy.read_bytes() == (STORED / f"v{version}.fengong").read_bytes()
    assert list(tmp_path.iterdir()) == [copy]


def _rows(path: Path, tables: list[str]) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the tables as SQLite has it."""
    with closing(sqlite3.connect(path)) as connection:
        return {t: connection.execute(f"SELECT rowid, * FROM {t}").fetchall() for t in tables}


def _tables(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return sorted(name for (name,) in found)


def test_from_v1_nothing_but_the_seal_is_touched(tmp_path: Path) -> None:
    copy = Path(shutil.copy(STORED / "v1.fengong", tmp_path))
    tables = _tables(copy)
    before = _rows(copy, tables)
    Workbook.open(copy).close()
    after = _rows(copy, tables)
    ((*identity, rows),) = before.pop("book")
    ((*same, seal),) = after.pop("book")
    assert same == identity
    assert str(seal).split(" ")[0] == rows
    assert after == before
    added = sorted(set(_tables(copy)) - set(tables))
    assert added == ["alias", "amendment", "extra", "own_unit", "revision", "setting", "stage"]
    assert set(map(len, _rows(copy, added).values())) == {0}


def test_from_v2_to_v3_nothing_is_touched(tmp_path: Path) -> None:
    copy = Path(shutil.copy(STORED / "v2.fengong", tmp_path))
    tables = _tables(copy)
    before = _rows(copy, tables)
    Workbook.open(copy).close()
    assert _rows(copy, tables) == before
    assert set(_tables(copy)) - set(tables) == {"amendment"}
    assert _rows(copy, ["amendment"]) == {"amendment": []}


@pytest.mark.parametrize(
    ("version", "step", "statement"),
    [
        *((1, schema_v2, n) for n in range(len(schema_v2.STATEMENTS))),
        *((2, schema_v3, n) for n in range(len(schema_v3.STATEMENTS))),
    ],
)
def test_a_step_that_fails_leaves_the_earlier_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: int, step: ModuleType, statement: int
) -> None:
    copy = Path(shutil.copy(STORED / f"v{version}.fengong", tmp_path))
    tables = _tables(copy)
    before = _rows(copy, tables)
    done = step.STATEMENTS[: statement + 1]
    with monkeypatch.context() as broken:
        broken.setattr(step, "STATEMENTS", (*done, done[-1]))
        with pytest.raises(OperationalError, match="already exists"):
            Workbook.open(copy)
    assert _tables(copy) == tables
    assert _rows(copy, tables) == before
    workbook = Workbook.open(copy)
    assert len(workbook.book().tasks) == 1
    workbook.close()


def test_a_book_of_v1_takes_every_later_kind(tmp_path: Path) -> None:
    copy = Path(shutil.copy(STORED / "v1.fengong", tmp_path))
    workbook = Workbook.open(copy)
    before = workbook.book()
    known = {(r.kind, r.key) for r in sample_of_v1()}
    later = [insert(r) for r in sample() if (r.kind, r.key) not in known]
    entry = workbook.commit(change_set("以后", later), time=TIME, blobs=BLOBS)
    assert len(workbook.book().all(Stage)) == 1
    back = workbook.step(entry.sequence).step.inverted()
    workbook.commit(back, kind=EntryKind.UNDO, of=entry.sequence, time=TIME)
    # and what was done by version 1 is still next
    step = workbook.step(6).step.inverted()
    workbook.commit(step, kind=EntryKind.UNDO, of=6, time=TIME)
    workbook.close()
    again = Workbook.open(copy)
    assert again.book() == before.applied(step)
    again.close()


def test_v1_has_its_records(v1: Workbook) -> None:
    policy = Policy(
        key="p1",
        order=4611686018427387904,
        name="意见 %?#.docx",
        format="docx",
        encoding="gb18030",
        original="908203458264f4734411b7169b15b833bd536c5e615da05ffe753b1c89649aa9",
        text="2539b89339101c17ed754b651299b4b6361cfdf6095fc20c2518e6c876f99ad8",
        trace="4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
        title="关于加快推进的实施意见",
        doc_number="湘政办发〔2017〕20号",
        issuer="湖南省人民政府办公厅",
        issued_on="2017-04-28",
        region="湖南",
        lead_rule="first_listed",
        lead_text="排第一位的为牵头单位",
        annex_title="重点任务分工",
        imported_at=TIME,
        read_by="1",
    )
    assert v1.book() == Book.of(
        LINEAGE,
        [
            policy,
            Section("s1", "p1", None, 1, 1, "一、", "总体\n要求", 0, 9),
            Section("s2", "p1", "s1", 2, 2, "（一）", "", 3, 9),
            Task(
                "t1", "p1", "s2", 1, "1.", "加快\t推进", "\ufa0e\u0301", "省经信委负责", 0, 9, 3, 9
            ),
            AnnexRow("r1", "p1", -5, "第一组", "行\x00文", 0, 9),
            AnnexRow("r2", None, 7, None, "", None, None),
            Assignment(
                "a1", "t1", 1, "经信委", "省经信委", "lead", True, False, True, "、", "等𠮷"
            ),
            Deadline("d1", "r1", 1, "长期坚持", "by", "2017-06-30"),
            DoubtRecord("q1", "t1", "units", "unit.unknown", "未见于名录", None, ""),
        ],
    )
    assert v1.blob(policy.original).decode("gb18030") == "一、省经信委负责。\r\n"
    assert v1.blob(policy.text).decode() == "一、省经信委负责。\r\n"
    assert v1.blob(policy.trace) == b"[]"


def test_v1_has_its_journal(v1: Workbook) -> None:
    first = Entry(1, EntryKind.DO, None, "导入", TIME, "张三")
    last = Entry(6, EntryKind.DO, None, "取消关联", "2026-03-05T13:00:00+08:00", "")
    assert v1.entries() == [
        first,
        Entry(2, EntryKind.DO, None, "修改时限", TIME, "张三"),
        Entry(3, EntryKind.UNDO, 2, "修改时限", TIME, "张三"),
        Entry(4, EntryKind.REDO, 2, "修改时限", TIME, "李四"),
        Entry(5, EntryKind.DO, None, "定稿", TIME, "李四", barrier=True),
        last,
    ]
    assert read_history(v1.entries()).undoable == (last,)
    assert v1.identity == Identity(LINEAGE, None, TIME, "0.1.0")


def test_v1_can_go_on(v1: Workbook) -> None:
    book = Book.of(LINEAGE, [])
    for entry in v1.entries():
        book = book.applied(v1.step(entry.sequence).step)
    assert book == v1.book()
    if not v1.read_only:
        back = v1.step(6).step.inverted()
        entry = v1.commit(back, kind=EntryKind.UNDO, of=6, time=TIME)
        assert entry == replace(entry, sequence=7, kind=EntryKind.UNDO)
        assert v1.book() == book.applied(back)


LINEAGE_V2 = "fedcba9876543210fedcba9876543210"
STAGE = Stage(
    "g1",
    1,
    "征求意见稿",
    "送各市州",
    TIME,
    "张三",
    "73a1c7a2d3db2e3981a0c8d71e8740910df520fce4d4206f0b844d151b4f3f6a",
)
LEADER = Extra("d0a88126d21e578884074ed1df4347d6", "t1", "leader", "分管副省长")
CONTACT = Extra("32df70ef0a795cb793ff1d2df90f72e1", "t1", "contact", "李四 0731-1234567")


def _table_of_v2() -> list[Record]:
    """What the stage of the stored book froze."""
    policy = Policy(
        key="p1",
        order=4611686018427387904,
        name="意见 %?#.docx",
        format="docx",
        encoding="gb18030",
        original="908203458264f4734411b7169b15b833bd536c5e615da05ffe753b1c89649aa9",
        text="2539b89339101c17ed754b651299b4b6361cfdf6095fc20c2518e6c876f99ad8",
        trace="4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
        title="关于加快推进的实施意见",
        doc_number="湘政办发〔2017〕20号",
        issuer="湖南省人民政府办公厅",
        issued_on="2017-04-28",
        region="湖南",
        lead_rule="first_listed",
        lead_text="排第一位的为牵头单位",
        annex_title="重点任务分工",
        imported_at=TIME,
        read_by="1",
    )
    return [
        policy,
        replace(policy, key="p0", order=1),
        Section("s1", "p1", None, 1, 1, "一、", "总体\n要求", 0, 9),
        Section("s2", "p1", "s1", 2, 2, "（一）", "", 3, 9),
        Task("t1", "p1", "s2", 1, "1.", "加快\t推进", "\ufa0e\u0301", "省经信委负责", 0, 9, 3, 9),
        AnnexRow("r1", "p1", -5, "第一组", "行\x00文", 0, 9),
        AnnexRow("r2", None, 7, None, "", None, None),
        Link("l1", "r1", "t1"),
        Assignment("a1", "t1", 1, "经信委", "省经信委", "lead", True, False, True, "、", "等𠮷"),
        Deadline("d1", "r1", 1, "2017年6月底前", "by", "2017-06-30"),
        DoubtRecord("q1", "t1", "units", "unit.unknown", "未见于名录", None, ""),
        LEADER,
    ]


def test_v2_has_its_records(v2: Workbook) -> None:
    book = v2.book()
    assert book == Book.of(
        LINEAGE_V2,
        [
            *_table_of_v2(),
            CONTACT,
            Revision("v1", "p1", "p0"),
            Alias("m1", "t0", "t1"),
            OwnUnit("u1", "湖南", "省数据局", "湖南省数据局", "数据局、省大数据局", "2024年新设"),
            STAGE,
            Setting("b38151b427e85172a0a1723ad2c2da19", "directory.version", "2026-11-24"),
        ],
    )
    # The keys that the program looks for are those in the file.
    assert extra(book, "t1", "contact") == "李四 0731-1234567"
    assert fact(book, DIRECTORY_VERSION) == "2026-11-24"
    assert v2.blob(book.policies[0].original).decode("gb18030") == "一、省经信委负责。\r\n"


def test_v2_has_its_stage(v2: Workbook) -> None:
    assert thaw(v2.blob(STAGE.content), LINEAGE_V2) == Book.of(LINEAGE_V2, _table_of_v2())


def test_v2_has_its_journal(v2: Workbook) -> None:
    do, undo, redo = EntryKind
    entries = v2.entries()
    assert [(e.kind, e.of, e.label, e.barrier) for e in entries] == [
        (do, None, "导入", False),
        (do, None, "修改责任领导", False),
        (do, None, "增加单位名称：省数据局", False),
        (do, None, "合并任务", False),
        (do, None, "冻结征求意见稿", True),
        (do, None, "修改联系人", False),
        (undo, 6, "修改联系人", False),
        (redo, 6, "修改联系人", False),
        (do, None, "修改收文号", False),
        (undo, 9, "修改收文号", False),
    ]
    assert [e.sequence for e in entries] == list(range(1, 11))
    assert {e.time for e in entries} == {TIME}
    assert [e.person for e in entries] == ["", *["张三"] * 9]
    history = read_history(entries)
    assert [e.sequence for e in history.undoable] == [6]
    assert [e.sequence for e in history.redoable] == [9]
    assert v2.identity == Identity(LINEAGE_V2, None, TIME, "0.1.0")


def test_v2_can_go_on(v2: Workbook) -> None:
    book = Book.of(LINEAGE_V2, [])
    for entry in v2.entries():
        book = book.applied(v2.step(entry.sequence).step)
    assert book == v2.book()
    if not v2.read_only:
        v2.commit(v2.step(9).step, kind=EntryKind.REDO, of=9, time=TIME)
        assert extra(v2.book(), "p1", "receipt_number") == "2017-311"
        v2.commit(edit_extra(v2.book(), "t1", "leader", ""), time=TIME)
        assert v2.book().all(Extra) == [
            CONTACT,
            *(e for e in v2.book().all(Extra) if e.owner == "p1"),
        ]


LINEAGE_V3 = "13579bdf02468ace13579bdf02468ace"
AMENDED = Amendment(
    "n1",
    "p1",
    1048576,
    "一、总体第1项",
    "省经信委",
    "省工业和信息化厅",
    "2018年机构改革",
    "t1",
)
ADDED = Amendment("n2", "p1", 0, "二、", "", "增加一句。\n另起一段。", "", None)


def test_v3_has_its_records(v3: Workbook) -> None:
    book = v3.book()
    assert book == Book.of(LINEAGE_V3, [*sample_of_v2(), AMENDED, ADDED])
    assert amendments(book) == [ADDED, AMENDED]
    assert v3.blob(book.policies[0].original).decode("gb18030") == "一、省经信委负责。\r\n"


def test_v3_has_its_journal(v3: Workbook) -> None:
    do, undo, _ = EntryKind
    entries = v3.entries()
    assert [(e.kind, e.of, e.label) for e in entries] == [
        (do, None, "导入"),
        (do, None, "增加正文修改意见"),
        (do, None, "增加正文修改意见"),
        (do, None, "修改正文修改意见"),
        (do, None, "删除正文修改意见"),
        (undo, 5, "删除正文修改意见"),
    ]
    assert {e.time for e in entries} == {TIME}
    assert [e.person for e in entries] == ["", *["李四"] * 5]
    assert v3.identity == Identity(LINEAGE_V3, None, TIME, "0.1.0")


def test_v3_can_go_on(v3: Workbook) -> None:
    book = Book.of(LINEAGE_V3, [])
    for entry in v3.entries():
        book = book.applied(v3.step(entry.sequence).step)
    assert book == v3.book()
    if not v3.read_only:
        v3.commit(v3.step(5).step, kind=EntryKind.REDO, of=5, time=TIME)
        v3.commit(edit_amendment(v3.book(), replace(AMENDED, reason="")), time=TIME)
        assert v3.book().all(Amendment) == [replace(AMENDED, reason="")]
