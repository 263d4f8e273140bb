"""Books made by released schemas open with everything that was in them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.domain.book import Book
from desktop.domain.history import Entry, EntryKind, read_history
from desktop.domain.records import (
    AnnexRow,
    Assignment,
    Deadline,
    DoubtRecord,
    Policy,
    Section,
    Task,
)
from desktop.storage import Identity, Workbook
from desktop.storage.migrations import STEPS

STORED = Path(__file__).parent / "workbooks"

LINEAGE = "0123456789abcdef0123456789abcdef"
TIME = "2026-03-04T05:06:07+00:00"


def test_every_released_schema_is_stored() -> None:
    assert sorted(p.stem for p in STORED.glob("*.fengong")) == [f"v{n}" for n in sorted(STEPS)]


@pytest.fixture(params=[False, True], ids=["write", "read"])
def v1(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Workbook]:
    """A copy of the stored book, open; `make_v1.py` says how it was made."""
    copy = Path(shutil.copy(STORED / "v1.fengong", tmp_path))
    workbook = Workbook.open(copy, read_only=request.param)
    yield workbook
    workbook.close()


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
