"""清洁副本: nothing of what was before, and nobody's name, is in any byte of the file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.domain.book import Book
from desktop.domain.changes import ChangeSet, change_set, delete, insert
from desktop.domain.records import RECORD_TYPE, DoubtRecord, Link, Task
from desktop.storage import Workbook
from desktop.storage.clean import OUTSIDE, cleaned
from tests.storage.books import (
    BLOBS,
    NOW,
    TIME,
    digest,
    refused,
    replayed,
    rewording,
    sample,
    sample_workbook,
)

PERSON = "张三丰甲"
OLD = "从前的措辞不外传"
SETTLED = "已经答复过的疑问"
DELETED = "删掉的任务原话"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The clean copy of a book with a past."""
    workbook = sample_workbook(tmp_path / "a.fengong")
    book = workbook.book()
    doubt = DoubtRecord("q2", "t1", "units", "x", SETTLED, SETTLED + "拟", "accepted")
    gone = replace(book.get(Task, "t1"), key="t9", wording=DELETED)
    scrap = DELETED.encode()
    for step in (
        rewording("加快\t推进", OLD),
        change_set("增加", [insert(doubt), insert(gone)]),
        change_set("删除", [delete(gone)]),
        rewording(OLD, "新的措辞"),
        ChangeSet(PERSON + "的标签", ()),
    ):
        workbook.commit(step, time=TIME, person=PERSON, blobs={digest(scrap): scrap})
    target = tmp_path / "外发.fengong"
    workbook.save_clean_copy(target, now=NOW, label="清洁副本")
    assert len(workbook.entries()) == 6
    workbook.close()
    return target


def test_no_byte_tells_of_the_past_or_of_anybody(copy: Path) -> None:
    content = copy.read_bytes()
    for word in (PERSON, OLD, SETTLED, DELETED, "张三", "1" * 32):
        assert word.encode() not in content, word
        assert word.encode("utf-16-le") not in content
    assert "新的措辞".encode() in content
    assert [p.name for p in copy.parent.glob("*journal*")] == []


def test_the_contents_are_those_of_the_book(copy: Path) -> None:
    workbook = Workbook.open(copy)
    book = workbook.book()
    expected = Book.of("", sample()).applied(rewording("加快\t推进", "新的措辞"))
    assert book.tables == expected.tables
    assert workbook.identity.parent_lineage is None
    assert workbook.identity.lineage not in ("", "1" * 32)
    (entry,) = workbook.entries()
    assert (entry.label, entry.person, entry.barrier) == ("清洁副本", "", True)
    assert replayed(workbook).tables == book.tables
    for name, content in BLOBS.items():
        assert workbook.blob(name) == content
    workbook.commit(rewording("新的措辞", "再改"), time=TIME)
    workbook.close()


def test_it_is_never_written_over_a_file(copy: Path, tmp_path: Path) -> None:
    workbook = Workbook.open(tmp_path / "a.fengong")
    before = copy.read_bytes()
    with refused("workbook.exists"):
        workbook.save_clean_copy(copy, now=NOW, label="x")
    workbook.close()
    assert copy.read_bytes() == before


def test_what_stays_inside_takes_with_it_only_what_needs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("desktop.storage.clean.OUTSIDE", OUTSIDE - {"annex_row", "section"})
    kept = {record.key: record for record in cleaned(sample())}
    # A task's heading may be empty; a link's row, a deadline's owner may not.
    task = kept["t1"]
    assert isinstance(task, Task)
    assert task.section is None
    assert not {"r1", "l1", "d1", "s1"} & set(kept)
    assert {"p1", "t1", "a1", "q1"} == set(kept)


def test_only_kinds_that_there_are_go_out() -> None:
    assert set(RECORD_TYPE) >= OUTSIDE
    assert Link.kind in OUTSIDE
