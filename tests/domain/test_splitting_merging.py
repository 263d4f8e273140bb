"""A task becomes two, several become one, and 撤销 gives back the very same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.book import Book
from desktop.domain.cells import task_cell
from desktop.domain.changelog import tell_unsaved
from desktop.domain.changes import ChangeSet, change_set, insert, update
from desktop.domain.differences import link_task
from desktop.domain.edits import edit_cell
from desktop.domain.extras import edit_extra, extra
from desktop.domain.merging import merge_tasks
from desktop.domain.records import Alias, AnnexRow, DoubtRecord, Link, Task
from desktop.domain.row_edits import list_in_annex
from desktop.domain.splitting import split_task
from desktop.domain.trace import Trace
from desktop.domain.unit import Role
from desktop.services.directory import unit_directory
from desktop.services.importing import book_of, read_pasted
from desktop.services.messages import explain
from desktop.support.errors import RefusedEdit
from tests.services.books import NOW, seed_book, seed_reading

DIRECTORY = unit_directory()
HUNAN = seed_book("001")
TRACE = seed_reading("001").draft.trace
HUBEI = seed_book("003")
LISTED = {n.annex_row for n in HUNAN.all(Link)}


def undone(book: Book, step: ChangeSet) -> Book:
    return book.applied(step).applied(step.inverted())


def done(book: Book, *steps: ChangeSet) -> Book:
    for step in steps:
        book = book.applied(step)
    return book


def names(book: Book, task: Task) -> list[str]:
    return [a.name for a in book.assignments(task.key)]


def after_sentence(task: Task) -> int:
    """The place in the source behind the first 。 or ， of a task."""
    where = TRACE.to_text(task.start, task.end)
    text = TRACE.text[where.start : where.end]
    mark = text.find("。") if "。" in text[:-1] else text.find("，")
    return TRACE.to_source(where.start + mark, where.start + mark + 1).end


def splittable(book: Book) -> list[Task]:
    return [t for t in book.tasks if "。" in t.text[:-1]]


def test_the_first_part_keeps_key_links_and_doubts() -> None:
    task = next(t for t in splittable(HUNAN) if t.number)
    book = done(
        HUNAN,
        list_in_annex(HUNAN, [task]),
        edit_cell(HUNAN, task, "deadline", "尽快", DIRECTORY),
        edit_extra(HUNAN, task.key, "leader", "王强"),
    )
    links = book.links_of_task(task.key)
    step, key = split_task(book, task, TRACE, after_sentence(task))
    after = book.applied(step)
    first, second = after.get(Task, task.key), after.get(Task, key)
    assert after.tasks.index(second) == after.tasks.index(first) + 1
    assert len(after.tasks) == 69
    assert first.text + second.text == task.text
    assert (first.start, second.end) == (task.start, task.end)
    assert first.end <= second.start
    assert second.clause == first.clause == task.clause
    assert names(after, second) == names(after, first) == names(book, task)
    assert task_cell(after, second, "deadline") == "尽快"
    assert extra(after, key, "leader") == "王强"
    assert after.links_of_task(task.key) == links
    assert after.links_of_task(key) == []
    assert [d.code for d in after.doubts(task.key)] == ["deadline.unread"]
    assert [d.code for d in after.doubts(key)] == ["deadline.unread"]
    assert step.label == "拆分任务"
    assert undone(book, step).tables == book.tables


def test_what_is_unsure_of_both_parts_is_asked_of_both() -> None:
    task = splittable(HUNAN)[0]
    book = done(
        HUNAN,
        edit_cell(HUNAN, task, "units", "省怪异厅、省科技厅", DIRECTORY),
        edit_cell(HUNAN, task, "deadline", "2017年12底前", DIRECTORY),
    )
    number = DoubtRecord("q9", task.key, "number", "x", "序号缺失", None, "")
    gone = DoubtRecord("q8", task.key, "units", "x", "已忽略", None, "dismissed")
    book = book.applied(change_set("", [insert(number), insert(gone)]))
    step, key = split_task(book, task, TRACE, after_sentence(task))
    after = book.applied(step)
    asked = [(d.code, d.message, d.proposal) for d in book.doubts(task.key) if d != number]
    assert [code for code, *_ in asked] == ["unit.unknown", "deadline.slip"]
    assert [(d.code, d.message, d.proposal) for d in after.doubts(key, settled=True)] == asked
    assert after.doubts(task.key, settled=True) == book.doubts(task.key, settled=True)
    assert undone(book, step).tables == book.tables


MERGED = (
    "某省实施方案\n\n一、重点任务\n\n"
    "1.推进成果转化。扩大试点范围。完善办法。（责任单位：省教育厅、省财政厅）\n\n"
    "2.加强人才培养。扩大招生范围。（责任单位：省人社厅、省发改委）\n"
)


def merged_task() -> tuple[Book, Task, Trace]:
    read = read_pasted(MERGED, DIRECTORY)
    book = book_of(read, NOW)
    book = book.applied(merge_tasks(book, book.tasks))
    return book, book.tasks[0], read.draft.trace


@pytest.mark.parametrize(
    ("at", "first", "second"),
    [
        ("完善办法", "扩大试点范围。", "完善办法。\n扩大招生范围。"),
        ("（责任单位：省教", "扩大试点范围。完善办法。", "扩大招生范围。"),
        ("加强人才", "扩大试点范围。完善办法。", "扩大招生范围。"),
        ("扩大招生", "扩大试点范围。完善办法。", "扩大招生范围。"),
        ("范围。（责任单位：省人", "扩大试点范围。完善办法。\n扩大招生", "范围。"),
    ],
)
def test_a_merged_task_is_split_in_its_own_text(at: str, first: str, second: str) -> None:
    book, task, trace = merged_task()
    place = trace.to_source(trace.text.index(at), trace.text.index(at) + 1).start
    step, key = split_task(book, task, trace, place)
    after = book.applied(step)
    parts = after.get(Task, task.key), after.get(Task, key)
    assert tuple(p.text for p in parts) == (first, second)
    assert trace.source[: parts[0].end].endswith(first.split("\n")[-1])
    assert trace.source[parts[1].start :].startswith(second.split("\n")[0])
    assert (parts[0].start, parts[1].end) == (task.start, task.end)
    assert undone(book, step).tables == book.tables


@pytest.mark.parametrize(
    "text", ["别处的话。\n扩大招生范围。", "扩大招生范围。\n扩大试点范围。完善办法。", ""]
)
def test_a_text_that_is_not_found_in_the_source_is_not_split(text: str) -> None:
    book, task, trace = merged_task()
    other = replace(task, text=text)
    book = book.applied(change_set("", [update(task, other)]))
    place = trace.to_source(trace.text.index("完善"), trace.text.index("完善") + 1).start
    with pytest.raises(RefusedEdit) as refused:
        split_task(book, other, trace, place)
    assert refused.value.reason == "edit.split_unplaced"
    assert explain(refused.value).line()


def test_a_line_that_stands_twice_is_split_only_where_that_leaves_no_doubt() -> None:
    lines = "1.甲。扩大范围。（责任单位：省教育厅、省财政厅）\n2.乙。扩大范围。再做事。（责任单位：省人社厅）\n"
    read = read_pasted("某省实施方案\n\n一、重点任务\n" + lines, DIRECTORY)
    trace, book = read.draft.trace, book_of(read, NOW)
    book = book.applied(merge_tasks(book, book.tasks))
    task = book.tasks[0]
    other = replace(task, text="扩大范围。\n再做事。")
    book = book.applied(change_set("", [update(task, other)]))
    place = trace.to_source(trace.text.index("2.乙"), trace.text.index("2.乙") + 1).start
    with pytest.raises(RefusedEdit) as refused:
        split_task(book, other, trace, place)
    assert refused.value.reason == "edit.split_unplaced"


def test_a_heading_stays_with_the_first_part_and_the_second_says_its_own_words() -> None:
    task = next(t for t in HUBEI.tasks if "。" in t.text[:-1])
    trace = seed_reading("003").draft.trace
    where = trace.to_text(task.start, task.end)
    cut = where.start + task.text.index("。") + 1
    step, key = split_task(HUBEI, task, trace, trace.to_source(cut - 1, cut).end)
    after = HUBEI.applied(step)
    assert after.get(Task, task.key).wording == task.wording
    second = after.get(Task, key)
    assert second.wording == second.text.split("。")[0]
    assert "\n" not in second.wording


def test_a_wording_of_the_second_part_goes_with_it() -> None:
    task = splittable(HUNAN)[0]
    first_sentence, rest = task.text.split("。", 1)
    book = HUNAN.applied(change_set("", [update(task, replace(task, wording=rest.split("。")[0]))]))
    task = book.get(Task, task.key)
    step, key = split_task(book, task, TRACE, after_sentence(task))
    after = book.applied(step)
    assert after.get(Task, task.key).wording == first_sentence.strip()
    assert after.get(Task, key).wording == task.wording


def test_words_of_the_clerks_own_are_kept() -> None:
    task = splittable(HUNAN)[0]
    book = HUNAN.applied(edit_cell(HUNAN, task, "wording", "我自己的话", DIRECTORY))
    step, _ = split_task(book, book.get(Task, task.key), TRACE, after_sentence(task))
    assert book.applied(step).get(Task, task.key).wording == "我自己的话"


def test_a_wording_that_runs_across_is_said_anew_on_both_sides() -> None:
    task = splittable(HUNAN)[0]
    book = HUNAN.applied(edit_cell(HUNAN, task, "wording", task.text, DIRECTORY))
    step, key = split_task(book, book.get(Task, task.key), TRACE, after_sentence(task))
    after = book.applied(step)
    assert after.get(Task, task.key).wording + after.get(Task, key).wording in task.text.replace(
        "。", ""
    )


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        (lambda t: t.start, "edit.split_at_end"),
        (lambda t: t.end, "edit.split_at_end"),
        (lambda t: t.start - 3, "edit.split_outside"),
        (lambda t: t.clause_end + 5, "edit.split_outside"),
        (lambda t: t.clause_start + 2, "edit.split_in_clause"),
    ],
)
def test_other_places_are_refused(place: Callable[[Task], int], reason: str) -> None:
    task = HUNAN.tasks[8]
    with pytest.raises(RefusedEdit) as refused:
        split_task(HUNAN, task, TRACE, place(task))
    assert refused.value.reason == reason


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 100)), max_size=6))
def test_any_splitting_and_merging_loses_nothing_and_undoes(
    acts: list[tuple[int, int]],
) -> None:
    book, steps = HUNAN, []
    units = {n for t in HUNAN.tasks for n in names(HUNAN, t)}
    for which, how in acts:
        task = book.tasks[which % len(book.tasks)]
        try:
            if how % 3:
                place = task.start + (task.end - task.start) * how // 100
                step, _ = split_task(book, task, TRACE, place)
            else:
                at = book.tasks.index(task)
                step = merge_tasks(book, book.tasks[at : at + 2 + how % 2])
        except RefusedEdit:
            continue
        after = book.applied(step)
        assert {n for t in after.tasks for n in names(after, t)} == units
        assert {n.annex_row for n in after.all(Link)} == LISTED
        for t in after.tasks:
            assert len(set(names(after, t))) == len(names(after, t))
            assert t.text
            assert t.start < t.end
        steps.append(step)
        book = after
    for step in reversed(steps):
        book = book.applied(step.inverted())
    assert book.tables == HUNAN.tables


def neighbours(book: Book) -> tuple[Task, Task]:
    """Two tasks of one item, each with units."""
    return next(
        (a, b)
        for a, b in zip(book.tasks, book.tasks[1:], strict=False)
        if a.section == b.section and names(book, a) and names(book, b)
    )


def with_units(book: Book, task: Task, lead: str, others: str) -> Book:
    book = book.applied(edit_cell(book, task, "lead", lead, DIRECTORY))
    return book.applied(edit_cell(book, task, "others", others, DIRECTORY))


def test_split_and_merged_is_as_before_but_for_the_alias() -> None:
    task = splittable(HUNAN)[0]
    step, key = split_task(HUNAN, task, TRACE, after_sentence(task))
    book = HUNAN.applied(step)
    merged = book.applied(merge_tasks(book, [book.get(Task, key), book.get(Task, task.key)]))
    kept = merged.get(Task, task.key)
    assert (kept.start, kept.end, kept.order) == (task.start, task.end, task.order)
    assert kept.text.replace("\n", "") == task.text.replace("\n", "")
    assert kept.clause == task.clause
    assert merged.retired_into(task.key) == [key]
    assert [(a.name, a.role) for a in merged.assignments(task.key)] == [
        (a.name, a.role) for a in HUNAN.assignments(task.key)
    ]
    assert merged.doubts(task.key) == HUNAN.doubts(task.key)


def test_units_are_united_in_order_and_another_lead_is_asked_about() -> None:
    a, b = neighbours(HUNAN)
    book = with_units(HUNAN, a, "省科技厅", "省财政厅、省教育厅等")
    book = with_units(book, b, "省发改委", "省财政厅、省卫生计生委")
    step = merge_tasks(book, [a, b])
    after = book.applied(step)
    assert task_cell(after, a, "lead") == "省科技厅"
    assert task_cell(after, a, "others") == "省财政厅、省教育厅、省发改委、省卫生计生委等"
    roles = {x.name: x.role for x in after.assignments(a.key)}
    assert roles["省发改委"] == Role.PARTICIPANT
    (doubt,) = [d for d in after.doubts(a.key) if d.code == "merge.leads_differ"]
    assert "省科技厅；省发改委" in doubt.message
    assert doubt.field == "role"
    assert undone(book, step).tables == book.tables


def test_the_same_lead_is_no_question() -> None:
    a, b = neighbours(HUNAN)
    book = with_units(HUNAN, a, "省科技厅", "省财政厅")
    book = with_units(book, b, "省科技厅", "省教育厅")
    after = book.applied(merge_tasks(book, [a, b]))
    assert task_cell(after, a, "others") == "省财政厅、省教育厅"
    assert after.doubts(a.key) == []


def test_wordings_deadlines_links_and_fields_come_together() -> None:
    a, b = neighbours(HUNAN)
    book = done(
        HUNAN,
        edit_cell(HUNAN, a, "wording", "甲事。", DIRECTORY),
        edit_cell(HUNAN, b, "wording", "乙事", DIRECTORY),
        edit_cell(HUNAN, a, "deadline", "2017年6月底前", DIRECTORY),
        edit_cell(HUNAN, b, "deadline", "2017年6月底前；2018年底前", DIRECTORY),
        edit_extra(HUNAN, a.key, "leader", "王强"),
        edit_extra(HUNAN, b.key, "leader", "李四"),
        edit_extra(HUNAN, b.key, "office", "一处"),
    )
    a, b = book.get(Task, a.key), book.get(Task, b.key)
    book = book.applied(list_in_annex(book, [a, b]))
    rows = [n.annex_row for t in (a, b) for n in book.links_of_task(t.key)]
    step = merge_tasks(book, [a, b])
    after = book.applied(step)
    assert task_cell(after, after.get(Task, a.key), "wording") == "甲事；乙事"
    assert task_cell(after, a, "deadline") == "2017年6月底前；2018年底前"
    assert {n.annex_row for n in after.links_of_task(a.key)} == set(rows)
    assert extra(after, a.key, "leader") == "王强"
    assert extra(after, a.key, "office") == "一处"
    (doubt,) = [d for d in after.doubts(a.key) if d.code == "merge.fields_differ"]
    assert "责任领导不同" in doubt.message
    assert "王强" not in doubt.message
    assert "李四" not in doubt.message
    assert any("李四" in text for text in tell_unsaved(after, step))
    third = next(t for t in after.tasks if t.order > a.order)
    again = after.applied(edit_extra(after, third.key, "leader", "赵六"))
    again = again.applied(merge_tasks(again, [again.get(Task, a.key), third]))
    assert [d.code for d in again.doubts(a.key)].count("merge.fields_differ") == 1
    assert after.find(Task, b.key) is None
    assert [(x.retired, x.kept) for x in after.all(Alias)] == [(b.key, a.key)]
    assert undone(book, step).tables == book.tables


def test_a_row_of_both_tasks_is_linked_once() -> None:
    a, b = neighbours(HUNAN)
    book = HUNAN.applied(list_in_annex(HUNAN, [a]))
    (link,) = book.links_of_task(a.key)
    book = book.applied(link_task(book, book.get(AnnexRow, link.annex_row), b))
    after = book.applied(merge_tasks(book, [a, b]))
    assert after.links_of_task(a.key) == [link]


def test_what_cannot_be_merged_is_refused() -> None:
    tasks = HUNAN.tasks
    top = {t.key: book_top(HUNAN, t) for t in tasks}
    far = next(t for t in tasks if top[t.key] != top[tasks[0].key])
    for chosen, reason in (
        ([tasks[0]], "edit.merge_one"),
        ([tasks[0], far], "edit.merge_sections"),
        ([same_section(HUNAN)[0], same_section(HUNAN)[2]], "edit.merge_apart"),
    ):
        with pytest.raises(RefusedEdit) as refused:
            merge_tasks(HUNAN, chosen)
        assert refused.value.reason == reason


def book_top(book: Book, task: Task) -> str:
    return book.path(task.section)[0].key if task.section else ""


def same_section(book: Book) -> list[Task]:
    by: dict[str | None, list[Task]] = {}
    for task in book.tasks:
        by.setdefault(task.section, []).append(task)
    return next(ts for ts in by.values() if len(ts) > 2)
