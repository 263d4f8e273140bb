"""Books to test with: one of every kind of record, and random steps that keep references whole."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from desktop.domain.book import Book
from desktop.domain.changes import Change, ChangeSet, change_set, delete, insert, update
from desktop.domain.records import (
    RECORD_TYPE,
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
    Value,
)
from desktop.storage import Workbook
from desktop.storage.schema import RECORD_TABLE
from desktop.support.errors import WorkbookError

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
TIME = NOW.isoformat()

ORIGINAL = "一、省经信委负责。\r\n".encode("gb18030")
SOURCE = "一、省经信委负责。\r\n".encode()
TRACE = b"[]"


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


#: What the sample's stage holds; a frozen book in the file of a program is longer.
FROZEN = b"[1,[]]"

BLOBS = {digest(content): content for content in (ORIGINAL, SOURCE, TRACE, FROZEN)}


def sample_of_v1() -> list[Record]:
    """One record of every kind of schema 1, with what files tend to lose: 兼容汉字, NUL, line ends, large numbers."""
    policy = Policy(
        key="p1",
        order=1 << 62,
        name="意见 %?#.docx",
        format="docx",
        encoding="gb18030",
        original=digest(ORIGINAL),
        text=digest(SOURCE),
        trace=digest(TRACE),
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
        Section("s1", "p1", None, 1, 1, "一、", "总体\n要求", 0, 9),
        Section("s2", "p1", "s1", 2, 2, "（一）", "", 3, 9),
        Task("t1", "p1", "s2", 1, "1.", "加快\t推进", "\ufa0e\u0301", "省经信委负责", 0, 9, 3, 9),
        AnnexRow("r1", "p1", -5, "第一组", "行\x00文", 0, 9),
        AnnexRow("r2", None, 7, None, "", None, None),
        Link("l1", "r1", "t1"),
        Assignment("a1", "t1", 1, "经信委", "省经信委", "lead", True, False, True, "、", "等𠮷"),
        Deadline("d1", "r1", 1, "2017年6月底前", "by", "2017-06-30"),
        DoubtRecord("q1", "t1", "units", "unit.unknown", "未见于名录", None, ""),
    ]


def sample_of_v2() -> list[Record]:
    """One record of every kind of schema 2."""
    return [record for record in sample() if record.kind not in _SINCE_V3]


#: The kinds that schema 3 brought.
_SINCE_V3 = {Amendment.kind}


def sample() -> list[Record]:
    """One record of every kind; the stage's content is in `BLOBS`."""
    earlier = replace(sample_of_v1()[0], key="p0", order=1)
    return [
        *sample_of_v1(),
        earlier,
        Extra("x1", "t1", "leader", "分管副省长\x00"),
        Revision("v1", "p1", "p0"),
        Alias("m1", "t0", "t1"),
        Amendment("n1", "p1", 1, "一、总体要求", "省经信委", "省工信厅", "机构改革", "t1"),
        OwnUnit("u1", "湖南", "省数据局", "湖南省数据局", "数据局、省大数据局", "2024年新设"),
        Stage("g1", 1, "征求意见稿", "", TIME, "张三", digest(FROZEN)),
        Setting("e1", "directory.version", "2026-11-24"),
    ]


def importing() -> ChangeSet:
    return change_set("导入", [insert(record) for record in sample()])


def sample_workbook(path: Path) -> Workbook:
    """A new workbook with the sample in it as its first step."""
    workbook = Workbook.create(path, now=NOW, lineage="1" * 32)
    workbook.commit(importing(), time=TIME, person="张三", blobs=BLOBS)
    return workbook


def rewording(before: str, after: str) -> ChangeSet:
    """A step on the sample's only task."""
    return ChangeSet("修改", (Change("task", "t1", {"wording": before}, {"wording": after}),))


def replayed(workbook: Workbook) -> Book:
    """What the journal alone says the book holds."""
    book = Book.of(workbook.identity.lineage, [])
    for entry in workbook.entries():
        book = book.applied(workbook.step(entry.sequence).step)
    return book


@contextmanager
def refused(reason: str, error: type[WorkbookError] = WorkbookError) -> Iterator[None]:
    """Expect an error with exactly this reason inside."""
    with pytest.raises(error) as caught:
        yield
    assert caught.value.reason == reason, caught.value.data


def stamp(path: Path, pragma: str, value: int) -> None:
    """Set a pragma of the file's header behind the program's back."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA {pragma} = {value}")
    connection.close()


# --- random steps


def targets(kind: str) -> Mapping[str, str]:
    """Which fields of a kind refer to which kind of record (or to "blob")."""
    return {
        column.name: next(iter(column.foreign_keys)).column.table.name
        for column in RECORD_TABLE[kind].columns
        if column.foreign_keys
    }


@st.composite
def values(draw: st.DrawFn, kind: str, book: Book) -> dict[str, Value]:
    """Random values for every field of a kind, referring only to what is in `book`."""
    drawn: dict[str, Value] = {}
    refer = targets(kind)
    for column in RECORD_TABLE[kind].columns:
        if column.name == "key":
            continue
        choices: list[st.SearchStrategy[Any]] = []
        if column.name in refer:
            target = refer[column.name]
            keys = sorted(BLOBS) if target == "blob" else sorted(book.tables[target])
            if keys:
                choices.append(st.sampled_from(keys))
        else:
            choices.append(_BY_TYPE[column.type.python_type]())
        if column.nullable:
            choices.append(st.none())
        drawn[column.name] = draw(st.one_of(choices))
    return drawn


_BY_TYPE: Mapping[type, Callable[[], st.SearchStrategy[Any]]] = {
    str: lambda: st.text(max_size=8),
    int: lambda: st.integers(-(2**63) + 1, 2**63 - 1),
    bool: st.booleans,
}


def possible_kinds(book: Book) -> list[str]:
    """The kinds of which a record can be made: those whose every necessary target is there."""
    return [
        kind
        for kind in RECORD_TYPE
        if all(
            RECORD_TABLE[kind].c[field].nullable or target == "blob" or book.tables[target]
            for field, target in targets(kind).items()
        )
    ]


def dependents(book: Book, record: Record) -> Iterator[Record]:
    """The record and all that refer to it, themselves referred to by nothing else."""
    for kind in RECORD_TYPE:
        for field, target in targets(kind).items():
            if target == record.kind:
                for other in book.tables[kind].values():
                    if getattr(other, field) == record.key and other.key != record.key:
                        yield from dependents(book, other)
    yield record


@st.composite
def steps(draw: st.DrawFn, book: Book, label: str) -> ChangeSet:
    """A random step: several inserts, updates and removals, their order shuffled where it may be."""
    changes: list[Change | None] = []
    here = book
    for number in range(draw(st.integers(1, 4))):
        present = [r for table in here.tables.values() for r in table.values()]
        what = draw(st.sampled_from(["insert", "update", "delete"] if present else ["insert"]))
        made: list[Change | None]
        if what == "insert":
            kind = draw(st.sampled_from(possible_kinds(here)))
            fresh = draw(values(kind, here))
            made = [insert(RECORD_TYPE[kind].from_values(f"{label}.{number}", fresh))]
        else:
            old = draw(st.sampled_from(present))
            if what == "update":
                new = type(old).from_values(old.key, draw(values(old.kind, here)))
                below = {r.key for r in dependents(here, old)}
                if any(new.values()[field] in below for field in targets(old.kind)):
                    continue  # headings in a circle could never be removed
                made = [update(old, new)]
            else:
                gone = {(r.kind, r.key): r for r in dependents(here, old)}
                made = [delete(r) for r in gone.values()]
        changes += made
        here = here.applied(change_set("", made))
    return change_set(label, changes)
