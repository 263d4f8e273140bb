"""A snapshot answers what views ask, and a change makes another one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.book import Book
from desktop.domain.changes import Change, ChangeSet, change_set, delete, insert, update
from desktop.domain.records import (
    RECORD_TYPES,
    Alias,
    AnnexRow,
    DoubtRecord,
    Link,
    Policy,
    Task,
)
from desktop.support.errors import StaleChange
from tests.storage.books import refused, sample, sample_of_v1, steps

POLICY, OUTER, INNER, _, FIRST, SECOND, LINK, UNIT, DUE, _ = sample_of_v1()
EARLIER = Book.of("b", sample()).get(Policy, "p0")
TASK = Book.of("b", sample()).get(Task, "t1")
DOUBT = Book.of("b", sample()).get(DoubtRecord, "q1")


@pytest.fixture
def book() -> Book:
    return Book.of("b", sample())


def test_one_record(book: Book) -> None:
    assert book.get(Task, "t1") == TASK
    assert book.find(Task, "t1") == TASK
    assert book.find(Task, "s1") is None
    with pytest.raises(KeyError):
        book.get(Task, "s1")
    assert Book("empty").find(Task, "t1") is None
    assert Book("empty").tasks == []


def test_rows_stand_in_their_order(book: Book) -> None:
    assert book.annex == [FIRST, SECOND]
    assert book.annex_numbers == {"r1": 1, "r2": 2}
    tied = [replace(TASK, key=key, order=1) for key in ("b", "a", "c")]
    assert [t.key for t in Book.of("b", tied).tasks] == ["a", "b", "c"]
    assert (book.policies, book.sections) == ([EARLIER, POLICY], [OUTER, INNER])


def test_what_belongs_to_a_row(book: Book) -> None:
    assert book.assignments("t1") == [UNIT]
    assert book.deadlines("r1") == [DUE]
    assert book.assignments("r1") == []
    assert book.doubts("t1") == [DOUBT]
    assert book.path("s2") == [OUTER, INNER]
    assert (book.path(None), book.path("gone")) == ([], [])


def test_a_heading_within_itself_ends(book: Book) -> None:
    turned = book.applied(
        ChangeSet("", (Change("section", "s1", {"parent": None}, {"parent": "s2"}),))
    )
    assert len(turned.path("s2")) == 16


def test_links_stand_in_the_order_of_what_they_lead_to() -> None:
    tasks = [replace(TASK, key=f"t{n}", order=-n) for n in (1, 2)]
    rows = [AnnexRow(f"r{n}", None, -n, None, "", None, None) for n in (1, 2)]
    links = [Link(f"l{t}{r}", f"r{r}", f"t{t}") for t in (1, 2) for r in (1, 2)]
    book = Book.of("b", [*tasks, *rows, *links])
    assert [n.annex_row for n in book.links_of_task("t1")] == ["r2", "r1"]
    assert [n.task for n in book.links_of_row("r1")] == ["t2", "t1"]
    assert book.links_of_row("gone") == book.links_of_task("gone") == []


def test_what_was_merged_into_a_row_is_told_through_all_steps() -> None:
    pairs = [("t2", "t1"), ("t3", "t2"), ("t4", "t1"), ("t8", "t9"), ("c1", "c2"), ("c2", "c1")]
    book = Book.of("b", [Alias(f"m{i}", *pair) for i, pair in enumerate(pairs)])
    assert sorted(book.retired_into("t1")) == ["t2", "t3", "t4"]
    assert book.retired_into("t4") == []
    assert book.retired_into("c1") == ["c2"]


def test_settled_doubts_are_open_no_more(book: Book) -> None:
    on_row = replace(DOUBT, key="q0", owner="r1")
    on_policy = replace(DOUBT, key="q9", owner="p1")
    settled = replace(DOUBT, settled="accepted")
    after = book.applied(
        change_set("", [update(DOUBT, settled), insert(on_row), insert(on_policy)])
    )
    assert after.doubts("t1") == []
    assert after.doubts("t1", settled=True) == [settled]
    assert after.open_doubts == [on_policy, on_row]
    assert book.open_doubts == [DOUBT]


def test_a_change_leaves_the_old_snapshot_and_shares_the_rest(book: Book) -> None:
    renamed = replace(TASK, wording="推进")
    after = book.applied(change_set("", [update(TASK, renamed)]))
    assert (book.tasks, after.tasks) == ([TASK], [renamed])
    assert after.tables["policy"] is book.tables["policy"]
    assert after.lineage == book.lineage


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (insert(TASK), "stale.exists"),
        (delete(replace(TASK, key="t9")), "stale.missing"),
        (delete(replace(TASK, wording="别的")), "stale.differs"),
        (Change("task", "t1", {"wording": "别的"}, {"wording": "推进"}), "stale.differs"),
        (Change("task", "t9", {"wording": ""}, {"wording": ""}), "stale.missing"),
    ],
)
def test_a_stale_change(book: Book, change: Change, reason: str) -> None:
    with refused(reason, StaleChange):
        book.applied(ChangeSet("", (delete(LINK), change)))
    assert book == Book.of("b", sample())


def test_every_kind_of_record_has_its_list(book: Book) -> None:
    found = {(r.kind, r.key): r for t in RECORD_TYPES for r in book.all(t)}
    assert found == {(r.kind, r.key): r for r in sample()}


@given(st.data())
def test_undoing_all_leads_back(data: st.DataObject) -> None:
    start = book = Book.of("b", sample())
    done: list[ChangeSet] = []
    for number in range(data.draw(st.integers(1, 5))):
        done.append(data.draw(steps(book, f"k{number}")))
        book = book.applied(done[-1])
    for step in reversed(done):
        book = book.applied(step.inverted())
    assert book == start
