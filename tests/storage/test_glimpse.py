"""The first rows of a large book: of one policy, bounded, each as the whole has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.changes import change_set, insert
from desktop.domain.records import AnnexRow, Link, Policy, Setting, Task
from desktop.storage import Workbook, glimpse
from tests.benchmarks import big_book
from tests.storage.books import NOW, TIME, sample_workbook

LARGE = pytest.mark.usefixtures("large")


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glimpse, "LARGE", 0)


@LARGE
def test_it_is_of_the_first_policy_that_has_no_later_version(tmp_path: Path) -> None:
    path = tmp_path / "样.fengong"
    sample_workbook(path).close()
    workbook = Workbook.open(path, at_once=True)
    assert not workbook.checked
    part = workbook.glimpse()
    for check in workbook.checks():
        check()
    whole = workbook.book()
    workbook.close()
    assert [p.key for p in part.policies] == [whole.current_policies[0].key] == ["p1"]
    assert (part.sections, part.tasks) == (whole.sections, whole.tasks)
    assert [row.key for row in part.annex] == ["r1"]
    assert part.assignments("t1") == whole.assignments("t1") != []
    assert part.deadlines("r1") == whole.deadlines("r1") != []
    assert part.doubts("t1") == whole.doubts("t1") != []
    assert part.links_of_task("t1") == whole.links_of_task("t1") != []
    assert part.all(Setting) == whole.all(Setting) != []
    assert part.lineage == whole.lineage


@LARGE
def test_it_does_not_grow_with_the_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glimpse, "_MOST", 5)
    sizes = []
    for policies in (1, 6):
        path = tmp_path / f"{policies}.fengong"
        big_book.make(path, policies)
        workbook = Workbook.open(path, at_once=True)
        part = workbook.glimpse()
        workbook.close()
        sizes.append({kind: len(rows) for kind, rows in part.tables.items() if rows})
    assert sizes[0] == sizes[1]
    assert (sizes[0]["policy"], sizes[0]["section"], sizes[0]["task"]) == (1, 5, 5)


@LARGE
def test_a_link_has_both_its_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glimpse, "_MOST", 1)
    path = tmp_path / "样.fengong"
    workbook = sample_workbook(path)
    task = workbook.book().get(Task, "t1")
    rows = [AnnexRow(f"n{n}", task.policy, n, None, "", None, None) for n in range(3)]
    links = [Link(f"k{n}", f"n{n}", "t1") for n in range(3)]
    workbook.commit(change_set("列入附件", map(insert, (*rows, *links))), time=TIME)
    workbook.close()
    workbook = Workbook.open(path, at_once=True)
    part = workbook.glimpse()
    workbook.close()
    assert [row.key for row in part.annex] == ["r1"]
    assert [link.annex_row for link in part.links_of_task("t1")] == ["r1"]


@LARGE
def test_an_empty_book_has_nothing_to_show(tmp_path: Path) -> None:
    Workbook.create(tmp_path / "空.fengong", now=NOW).close()
    workbook = Workbook.open(tmp_path / "空.fengong", at_once=True)
    assert workbook.glimpse() == workbook.book()
    assert workbook.glimpse().all(Policy) == []
    workbook.close()


def test_an_ordinary_book_is_checked_when_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "样.fengong"
    sample_workbook(path).close()
    workbook = Workbook.open(path, at_once=True)
    assert workbook.checked
    workbook.close()


def test_the_journal_in_pieces(tmp_path: Path) -> None:
    workbook = sample_workbook(tmp_path / "样.fengong")
    for number in range(5):
        workbook.commit(
            change_set(f"第{number}步", [insert(Setting(f"z{number}", f"z{number}", ""))]),
            time=f"t{number}",
        )
    last, *_ = (e.sequence for e in reversed(workbook.entries()))
    steps = workbook.steps_before(None, 3)
    assert [s.entry.sequence for s in steps] == [last, last - 1, last - 2]
    steps += workbook.steps_before(steps[-1].entry.sequence, 100)
    assert steps == [workbook.step(e.sequence) for e in reversed(workbook.entries())]
    assert workbook.steps_before(1, 3) == []
    assert workbook.last_time() == "t4"
    assert workbook.naming("policy") == {1}
    assert workbook.naming("setting") == set(range(1, last + 1))
    workbook.close()
