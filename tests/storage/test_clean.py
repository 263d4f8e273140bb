"""清洁副本: nothing of what was before, and nobody's name, is in any byte of the file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.domain.book import Book
from desktop.domain.changes import ChangeSet, change_set, delete, insert
from desktop.domain.columns import POLICY_EXTRAS, TASK_EXTRAS
from desktop.domain.extras import extra_record
from desktop.domain.merging import merge_tasks
from desktop.domain.records import (
    RECORD_TYPE,
    Alias,
    Amendment,
    DoubtRecord,
    Extra,
    OwnUnit,
    Revision,
    Setting,
    Stage,
    Task,
)
from desktop.storage import Workbook
from desktop.storage.clean import OUTSIDE, cleaned
from tests.storage.books import (
    BLOBS,
    FROZEN,
    NOW,
    TIME,
    digest,
    refused,
    replayed,
    rewording,
    sample,
    sample_of_v1,
    sample_workbook,
)

PERSON = "张三丰甲"
OLD = "从前的措辞不外传"
SETTLED = "已经答复过的疑问"
DELETED = "删掉的任务原话"

#: Of the sample: 责任领导 of a task, what is to change in the text, and a stage.
INSIDE = {"x1", "n1", "g1"}


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
    inside = (
        "张三",
        "分管副省长",
        "2024年新设",
        "省工信厅",
        "机构改革",
        "征求意见稿",
        FROZEN.decode(),
    )
    for word in (PERSON, OLD, SETTLED, DELETED, "1" * 32, *inside):
        assert word.encode() not in content, word
        assert word.encode("utf-16-le") not in content
    assert "新的措辞".encode() in content
    assert [p.name for p in copy.parent.glob("*journal*")] == []


def test_what_was_kept_of_merged_tasks_is_in_no_byte(tmp_path: Path) -> None:
    workbook = sample_workbook(tmp_path / "a.fengong")
    telephones = ("13800001111", "13900002222", "13700003333")
    first = workbook.book().get(Task, "t1")
    second = replace(first, key="t2", order=2)
    # As a book of an early version asks it.
    told = f"合并的任务联系人不同：保留了“{telephones[0]}”，另有“{telephones[2]}”，请核对"
    old = DoubtRecord("q3", "t1", "task", "merge.fields_differ", told, None, "")
    contacts = [extra_record(f"t{n}", "contact", telephones[n - 1]) for n in (1, 2)]
    workbook.commit(
        change_set("增加", map(insert, (second, old, *contacts))), time=TIME, person=PERSON
    )
    workbook.commit(merge_tasks(workbook.book(), [first, second]), time=TIME, person=PERSON)
    asked = [d for d in workbook.book().doubts("t1") if d.code == "merge.fields_differ"]
    assert len(asked) == 2
    target = tmp_path / "外发.fengong"
    workbook.save_clean_copy(target, now=NOW, label="清洁副本")
    workbook.close()
    content = target.read_bytes()
    for word in (*telephones, "联系人不同", "merge.fields_differ"):
        assert word.encode() not in content, word
    assert "未见于名录".encode() in content


def test_the_contents_are_those_of_the_book(copy: Path) -> None:
    workbook = Workbook.open(copy)
    book = workbook.book()
    outside = [
        replace(r, note="") if isinstance(r, OwnUnit) else r
        for r in sample()
        if r.key not in INSIDE
    ]
    expected = Book.of("", outside).applied(rewording("加快\t推进", "新的措辞"))
    assert book.tables == expected.tables
    assert workbook.identity.parent_lineage is None
    assert workbook.identity.lineage not in ("", "1" * 32)
    (entry,) = workbook.entries()
    assert (entry.label, entry.person, entry.barrier) == ("清洁副本", "", True)
    assert replayed(workbook).tables == book.tables
    for name, content in BLOBS.items():
        if content != FROZEN:
            assert workbook.blob(name) == content
    with refused("workbook.no_blob"):
        workbook.blob(digest(FROZEN))
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
    assert {"p0", "p1", "t1", "a1", "q1", "v1", "m1", "u1", "e1"} == set(kept)


def test_only_stages_and_what_is_to_change_in_the_text_stay_inside_as_kinds() -> None:
    assert set(RECORD_TYPE) - {Stage.kind, Amendment.kind} == OUTSIDE


def test_who_handles_a_document_and_where_it_was_registered_stays_inside() -> None:
    names = [c.key for c in (*POLICY_EXTRAS, *TASK_EXTRAS)]
    extras = [Extra(name, "t1", name, "值") for name in names]
    out = [r.name for r in cleaned([*sample_of_v1(), *extras]) if isinstance(r, Extra)]
    assert out == ["source_number", "handle_by"]


def test_a_field_that_nobody_has_let_go_stays_inside() -> None:
    assert not any(isinstance(r, Extra) for r in cleaned([Extra("x1", "t1", "to_come", "值")]))


def test_a_further_field_goes_where_its_owner_goes() -> None:
    extras = [Extra(k, o, "handle_by", "5月10日") for k, o in (("x1", "p1"), ("x2", "p9"))]
    assert [r.key for r in cleaned([*sample_of_v1(), *extras]) if isinstance(r, Extra)] == ["x1"]


def test_facts_and_own_units_go_out_but_not_what_the_clerk_notes_of_them() -> None:
    own = OwnUnit("u1", "湖南", "省数据局", "湖南省数据局", "数据局", "问过编办，还没有挂牌")
    setting = Setting("e1", "directory.version", "2026-11-24")
    assert cleaned([own, setting]) == [replace(own, note=""), setting]


def test_a_revision_goes_where_both_policies_go() -> None:
    policy = sample_of_v1()[0]
    earlier = replace(policy, key="p0")
    revision = Revision("v1", "p1", "p0")
    assert revision in cleaned([policy, earlier, revision])
    assert cleaned([policy, revision]) == [policy]


def test_an_alias_goes_where_what_it_leads_to_goes() -> None:
    there = Alias("m1", "t0", "t1")
    chain = Alias("m2", "t8", "t0")
    of_a_row = Alias("m3", "r9", "r1")
    removed = Alias("m4", "t6", "t7")
    circle = [Alias("m5", "t4", "t5"), Alias("m6", "t5", "t4")]
    out = cleaned([*sample_of_v1(), there, chain, of_a_row, removed, *circle])
    assert [r for r in out if isinstance(r, Alias)] == [there, chain, of_a_row]


def test_a_stage_stays_inside_with_its_blob(tmp_path: Path) -> None:
    workbook = sample_workbook(tmp_path / "a.fengong")
    workbook.save_clean_copy(tmp_path / "b.fengong", now=NOW, label="x")
    workbook.close()
    copy = Workbook.open(tmp_path / "b.fengong")
    assert copy.book().all(Stage) == []
    with refused("workbook.no_blob"):
        copy.blob(digest(FROZEN))
    copy.close()
