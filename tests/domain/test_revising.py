"""Which policies are versions of one, and what a new version means for the clerk's tasks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.book import Book
from desktop.domain.changes import change_set, delete, update
from desktop.domain.draft import Draft, PolicyHead
from desktop.domain.records import Task
from desktop.domain.revising import carry_over, same_matter
from desktop.domain.row_edits import remove_rows
from desktop.domain.three_ways import Outcome
from desktop.services.directory import unit_directory
from desktop.services.importing import import_step, read_pasted
from tests.services.books import NOW, read_of, seed_reading

READING = seed_reading("004")
EMPTY = Book.of("lineage", ())
IMPORT, _ = import_step(EMPTY, READING, NOW)
BOOK = EMPTY.applied(IMPORT)
READ = read_of(IMPORT)
POLICY = BOOK.policies[0].key
COUNT = len(BOOK.tasks)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("甲方案", "湘政办发〔2017〕20号"), ("乙方案", "湘政办发[2017]20号"), True),
        (("甲方案", "湘政办发〔2017〕20号"), ("乙方案", "湘政办发〔2017〕21号"), False),
        (
            ("促进成果转化实施方案", None),
            ("促进成果转化 实施方案（征求意见稿）", "甲〔1〕2号"),
            True,
        ),
        (("实施方案（2018年修订）", None), ("实施方案(送审稿)", None), True),
        (("实施方案（2018年）", None), ("实施方案（2019年）", None), False),
        (("《促进“双创”方案》", None), ("促进双创方案", None), True),
        (("", None), ("", None), False),
        (("——", ""), ("……", "〔〕"), False),
        (("Ａ区方案", None), ("a区方案", None), True),
    ],
)
def test_versions_of_one_matter(
    one: tuple[str, str | None], other: tuple[str, str | None], same: bool
) -> None:
    heads = PolicyHead(*one), PolicyHead(*other)
    assert same_matter(*heads) is same
    assert same_matter(*reversed(heads)) is same


def test_the_same_draft_again_changes_nothing() -> None:
    revised = carry_over(READ, BOOK, POLICY, READING.draft)
    assert [task.key for task in revised.kept] == [t.key for t in BOOK.tasks]
    assert {cell.outcome for task in revised.kept for cell in task.cells} == {Outcome.SAME}
    assert revised.order == tuple(t.key for t in BOOK.tasks)
    assert (revised.added, revised.dropped, revised.removed, revised.conflicts) == ((), (), (), ())


def test_an_outcome_is_known_for_three_columns_only() -> None:
    kept = carry_over(READ, BOOK, POLICY, READING.draft).kept[0]
    assert kept.outcome("units") is Outcome.SAME
    with pytest.raises(KeyError):
        kept.outcome("number")


def shortened(gone: set[int], order: list[int]) -> Draft:
    tasks = [READING.draft.tasks[n] for n in order if n not in gone]
    return replace(READING.draft, tasks=tuple(tasks))


some = st.sets(st.integers(0, COUNT - 1))


@given(some, some, some, st.booleans())
def test_every_task_has_its_place(
    gone: set[int], deleted: set[int], reworded: set[int], turned: bool
) -> None:
    book = BOOK.applied(remove_rows(BOOK, [BOOK.tasks[n] for n in deleted]))
    tasks = [BOOK.tasks[n] for n in reworded - deleted]
    book = book.applied(change_set("", [update(t, replace(t, wording="自拟")) for t in tasks]))
    order = list(range(COUNT))[:: -1 if turned else 1]
    draft = shortened(gone, order)
    revised = carry_over(READ, book, POLICY, draft)
    keys = [t.key for t in BOOK.tasks]
    assert {t.key for t in revised.kept} == {
        keys[n] for n in range(COUNT) if n not in gone | deleted
    }
    assert set(revised.dropped) == {keys[n] for n in gone - deleted}
    assert {t.key for t in revised.removed} == {keys[n] for n in deleted - gone}
    assert revised.added == ()
    assert sorted(revised.order, key=str) == sorted((t.key for t in book.tasks), key=str)
    kept = [t.key for t in revised.kept]
    assert [key for key in revised.order if key in kept] == kept
    for task in revised.kept:
        expected = Outcome.CLERK if keys.index(task.key) in reworded else Outcome.SAME
        assert task.outcome("wording") is expected


@given(some)
def test_tasks_that_nobody_had_are_added_in_their_order(unread: set[int]) -> None:
    keys = [t.key for t in BOOK.tasks]
    gone = {keys[n] for n in unread}
    step = change_set("", [delete(t) for t in BOOK.tasks if t.key in gone])
    read = {k: r for k, r in READ.items() if k not in gone and getattr(r, "owner", "") not in gone}
    revised = carry_over(read, BOOK.applied(step), POLICY, READING.draft)
    assert revised.added == tuple(sorted(unread))
    assert revised.order == tuple(n if n in unread else keys[n] for n in range(COUNT))


def test_a_policy_of_its_own_kind_only() -> None:
    with pytest.raises(KeyError):
        carry_over(READ, BOOK, "none", READING.draft)
    other = read_pasted("某市方案\n1.另一件事情要办好。（责任单位：市财政局）", unit_directory())
    step, _ = import_step(BOOK, other, NOW)
    both = BOOK.applied(step)
    revised = carry_over({**READ, **read_of(step)}, both, POLICY, READING.draft)
    assert revised.order == tuple(t.key for t in both.all(Task) if t.policy == POLICY)


def test_the_order_read_is_the_texts_and_not_that_of_ranks() -> None:
    turned = {
        key: replace(r, order=-r.order) if isinstance(r, Task) else r for key, r in READ.items()
    }
    draft = shortened(set(), [1, 0, *range(2, COUNT)])
    keys = [t.key for t in BOOK.tasks]
    revised = carry_over(turned, BOOK, POLICY, draft)
    assert revised.order == (keys[1], keys[0], *keys[2:])
