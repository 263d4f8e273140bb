"""A revised policy comes into the book in one step: keys stay, the clerk's edits stay, every question is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from desktop.domain.book import Book
from desktop.domain.cells import annex_cell, cell_doubts, task_cell
from desktop.domain.changes import change_set, delete, insert
from desktop.domain.compare import compare
from desktop.domain.document import Span
from desktop.domain.edits import edit_cell, settle_doubt
from desktop.domain.records import (
    AnnexRow,
    DoubtRecord,
    Link,
    Policy,
    Record,
    Section,
    Task,
    new_key,
)
from desktop.domain.revising import Revised, same_matter
from desktop.domain.row_edits import add_task, list_in_annex, move_rows, remove_rows
from desktop.domain.three_ways import Outcome
from desktop.services.desk import Desk
from desktop.services.directory import unit_directory
from desktop.services.importing import Reading, import_step, read_pasted
from desktop.services.revising import ANNEX, CONFLICT, DROPPED, REMOVED, revise_step
from tests.services.books import NOW, read_of, seed_path

DIRECTORY = unit_directory()
ISSUED = seed_path("001").read_bytes().decode("utf-8")
EMPTY = Book.of("lineage", ())

REWORDED = (
    "加强科技成果管理与科技计划项目管理的有机衔接，",
    "加强科技成果管理与各类科技计划项目管理的有机衔接，做到项目立项、验收与成果登记同步，",
)
UNIT_CHANGED = (
    "（责任单位：省科技厅、省质监局、省知识产权局）",
    "（责任单位：省科技厅、省市场监管局）",
)
DROPPED_TEXT = (
    "支持医疗机构、医学研究单位等构建协同研究网络，加强临床指南和规范制定工作，加快新技术、新产品应用推广。"
    "（责任单位：省卫生计生委、省食品药品监管局）"
)
ADDED_AFTER = "支持长沙国家高新区建设国家军民融合科技创新示范基地。（责任单位：长沙市人民政府、长沙国家高新区管委会）"
ADDED_TEXT = "2018年6月底前出台海洋装备首台套保险补偿办法。（责任单位：省财政厅、湖南保监局）"
MOVED_DEADLINE = ("力争在“十三五”期间", "力争在2022年底前")


def replaced(text: str, *edits: tuple[str, str]) -> str:
    for before, after in edits:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


REVISED = replaced(
    ISSUED,
    REWORDED,
    UNIT_CHANGED,
    (DROPPED_TEXT, ""),
    (ADDED_AFTER, ADDED_AFTER + ADDED_TEXT),
    MOVED_DEADLINE,
)


def reading(text: str) -> Reading:
    return read_pasted(text, DIRECTORY)


ISSUED_READING, REVISED_READING = reading(ISSUED), reading(REVISED)
IMPORT, _ = import_step(EMPTY, ISSUED_READING, NOW)
IMPORTED = EMPTY.applied(IMPORT)
READ = read_of(IMPORT)


def task_with(book: Book, words: str) -> Task:
    (task,) = (t for t in book.tasks if words in t.text)
    return task


REWORDED_TASK = task_with(IMPORTED, "须按时提交科技报告")
UNIT_TASK = task_with(IMPORTED, "科技成果评价、技术产权价值评估")
DROPPED_TASK = task_with(IMPORTED, "支持医疗机构")
DEADLINE_TASK = task_with(IMPORTED, "实现科技创新引领社会发展")


def revised(
    book: Book, read: Reading = REVISED_READING, was_read: Mapping[str, Record] = READ
) -> tuple[Book, Revised]:
    """Take the new version in; every step must undo exactly."""
    step, _blobs, outcome = revise_step(book, book.policies[-1].key, read, was_read, NOW)
    after = book.applied(step)
    assert after.applied(step.inverted()).tables == book.tables
    return after, outcome


def edited(book: Book, task: Task, column: str, text: str) -> Book:
    return book.applied(edit_cell(book, book.get(Task, task.key), column, text, DIRECTORY))


def conflict_of(book: Book, task: Task) -> DoubtRecord:
    (doubt,) = (d for d in book.doubts(task.key) if d.code == CONFLICT)
    return doubt


def test_the_two_versions_are_of_one_matter() -> None:
    assert same_matter(IMPORTED.policies[0], REVISED_READING.draft.head)


def test_an_unedited_book_becomes_the_new_version() -> None:
    after, outcome = revised(IMPORTED)
    assert (len(outcome.kept), len(outcome.added), outcome.dropped) == (67, 1, (DROPPED_TASK.key,))
    assert outcome.conflicts == ()
    plain = EMPTY.applied(import_step(EMPTY, REVISED_READING, NOW)[0])
    shown = [t for t in after.tasks if t.key != DROPPED_TASK.key]
    assert len(shown) == len(plain.tasks)
    for mine, theirs in zip(shown, plain.tasks, strict=True):
        for column in ("number", "wording", "lead", "others", "deadline", "section"):
            assert task_cell(after, mine, column) == task_cell(plain, theirs, column)
        assert (mine.text, mine.clause, mine.start, mine.end, mine.clause_start) == (
            theirs.text, theirs.clause, theirs.start, theirs.end, theirs.clause_start,
        )  # fmt: skip
        assert [d.message for d in after.doubts(mine.key)] == [
            d.message for d in plain.doubts(theirs.key)
        ]
        assert mine.policy == after.policies[-1].key


def test_keys_of_kept_tasks_are_stable_and_annex_and_links_untouched() -> None:
    after, outcome = revised(IMPORTED)
    before = {t.key for t in IMPORTED.tasks}
    assert {t.key for t in after.tasks} > before
    assert {task.key for task in outcome.kept} == before - {DROPPED_TASK.key}
    for kind in (AnnexRow, Link):
        assert after.all(kind) == IMPORTED.all(kind)
    for row in IMPORTED.annex:
        assert after.assignments(row.key) == IMPORTED.assignments(row.key)
        assert after.deadlines(row.key) == IMPORTED.deadlines(row.key)
        assert after.doubts(row.key) == IMPORTED.doubts(row.key)
    found = compare(IMPORTED, after)
    assert not found.annex
    assert [row.key for row in found.tasks.dropped] == []
    assert {row.after.key for row in found.tasks.changed} == {
        REWORDED_TASK.key, UNIT_TASK.key, DEADLINE_TASK.key,
    }  # fmt: skip
    assert found.tasks.moved == ()


def test_a_unit_keeps_its_key_by_its_name() -> None:
    after, _ = revised(IMPORTED)
    old = {a.name: a.key for a in IMPORTED.assignments(UNIT_TASK.key)}
    new = {a.name: a.key for a in after.assignments(UNIT_TASK.key)}
    assert list(new) == ["省科技厅", "省市场监管局"]
    assert new["省科技厅"] == old["省科技厅"]


def test_the_old_version_stays_beside_the_new_one() -> None:
    after, outcome = revised(IMPORTED)
    old, new = after.policies
    assert (old, old.key) == (IMPORTED.policies[0], outcome.policy)
    assert new.original != old.original
    assert len([s for s in after.sections if s.policy == new.key]) == len(
        REVISED_READING.draft.sections
    )
    assert [s for s in after.sections if s.policy == old.key] == IMPORTED.sections
    for task in after.tasks:
        if task.section is not None:
            assert after.get(Section, task.section).policy == task.policy


def test_a_dropped_task_stays_and_is_asked_about() -> None:
    after, _ = revised(IMPORTED)
    assert after.get(Task, DROPPED_TASK.key) == DROPPED_TASK
    (doubt,) = after.doubts(DROPPED_TASK.key)
    assert (doubt.field, doubt.code, doubt.proposal) == ("task", DROPPED, None)
    assert "没有这项任务" in doubt.message
    assert cell_doubts(after, DROPPED_TASK, "number") == (doubt,)


def test_an_added_task_stands_where_the_new_version_has_it() -> None:
    after, _ = revised(IMPORTED)
    keys = [t.key for t in after.tasks]
    added = task_with(after, "海洋装备")
    assert keys[keys.index(added.key) - 1] == task_with(IMPORTED, "军民融合科技创新示范基地").key
    assert task_cell(after, added, "lead") == "省财政厅"
    assert task_cell(after, added, "deadline") == "2018年6月底前"
    untouched = {t.key: t.order for t in IMPORTED.tasks}
    assert {t.key: t.order for t in after.tasks if t.key in untouched} == untouched


@pytest.mark.parametrize(
    ("task", "column", "text", "field"),
    [
        (REWORDED_TASK, "wording", "加强成果管理与项目管理衔接", "wording"),
        (UNIT_TASK, "others", "省质监局", "units"),
        (UNIT_TASK, "lead", "省知识产权局", "units"),
        (DEADLINE_TASK, "deadline", "2020年底前", "deadline"),
    ],
)
def test_what_both_changed_stays_the_clerks_and_is_asked_about(
    task: Task, column: str, text: str, field: str
) -> None:
    book = edited(IMPORTED, task, column, text)
    after, outcome = revised(book)
    cells = ("wording", "lead", "others", "deadline")
    was, now = book.get(Task, task.key), after.get(Task, task.key)
    if column != "wording":
        cells = cells[1:]  # the wording follows the new version
    for cell in cells:
        assert task_cell(after, now, cell) == task_cell(book, was, cell)
    assert [(key, cell.column) for key, cell in outcome.conflicts] == [(task.key, field)]
    doubt = conflict_of(after, task)
    assert doubt.field == field
    ((_, cell),) = outcome.conflicts
    for side in (cell.old, cell.clerk, cell.new):
        assert f"“{side}”" in doubt.message


@pytest.mark.parametrize(
    ("task", "column", "text", "expected"),
    [
        (REWORDED_TASK, "wording", "衔接", {}),
        (UNIT_TASK, "others", "省质监局", {"lead": "省科技厅", "others": "省市场监管局"}),
        (UNIT_TASK, "lead", "省知识产权局", {"lead": "省科技厅", "others": "省市场监管局"}),
        (DEADLINE_TASK, "deadline", "2020年底前", {"deadline": "2022年底前"}),
    ],
)
def test_accepting_a_conflict_takes_the_new_version(
    task: Task, column: str, text: str, expected: dict[str, str]
) -> None:
    after, outcome = revised(edited(IMPORTED, task, column, text))
    ((_, cell),) = outcome.conflicts
    accepted = after.applied(settle_doubt(after, conflict_of(after, task), DIRECTORY, accept=True))
    now = accepted.get(Task, task.key)
    for key, value in (expected or {"wording": cell.new}).items():
        assert task_cell(accepted, now, key) == value
    assert not [d for d in accepted.doubts(task.key) if d.code == CONFLICT]


def test_what_only_the_clerk_changed_stays_without_a_question() -> None:
    task = task_with(IMPORTED, "支持长沙高新区新建潇湘技术大市场")
    book = edited(IMPORTED, task, "wording", "建设潇湘技术大市场")
    book = edited(book, task, "others", "长沙国家高新区管委会、省财政厅")
    book = edited(book, task, "deadline", "2018年底前")
    after, outcome = revised(book)
    now = after.get(Task, task.key)
    assert (now.policy, now.wording) == (after.policies[-1].key, "建设潇湘技术大市场")
    assert after.assignments(task.key) == book.assignments(task.key)
    assert after.deadlines(task.key) == book.deadlines(task.key)
    assert after.doubts(task.key) == book.doubts(task.key)
    (kept,) = (k for k in outcome.kept if k.key == task.key)
    assert {cell.outcome for cell in kept.cells} == {Outcome.CLERK}


def test_what_both_changed_alike_is_no_question() -> None:
    book = edited(IMPORTED, DEADLINE_TASK, "deadline", "2022年底前")
    after, outcome = revised(book)
    assert outcome.conflicts == ()
    assert after.deadlines(DEADLINE_TASK.key) == book.deadlines(DEADLINE_TASK.key)


def test_a_task_that_the_clerk_deleted_stays_deleted() -> None:
    book = IMPORTED.applied(remove_rows(IMPORTED, [REWORDED_TASK, IMPORTED.tasks[0]]))
    after, outcome = revised(book)
    assert len(after.tasks) == len(book.tasks) + 1
    assert {(t.key, t.changed) for t in outcome.removed} == {
        (REWORDED_TASK.key, True), (IMPORTED.tasks[0].key, False),
    }  # fmt: skip
    (doubt,) = (d for d in after.doubts(after.policies[-1].key) if d.code == REMOVED)
    assert f"“{next(t.wording for t in outcome.removed if t.changed)}”" in doubt.message


def test_a_task_made_by_hand_stays_and_is_asked_about() -> None:
    own = Task(new_key(), "", None, 1, "", "自定任务", "开展自查自纠工作", "", 5, 9, 9, 9)
    book = IMPORTED.applied(add_task(IMPORTED, IMPORTED.policies[0], own, DIRECTORY, "省财政厅"))
    after, outcome = revised(book)
    assert outcome.own == {own.key}
    assert after.get(Task, own.key) == book.get(Task, own.key)
    assert [d.code for d in after.doubts(own.key)] == [DROPPED]
    assert "人工添加" in after.doubts(own.key)[0].message


def test_a_task_made_by_hand_that_the_new_version_has_goes_over_to_it() -> None:
    policy = IMPORTED.policies[0]
    text = "2018年6月底前出台海洋装备首台套保险补偿办法。"
    own = Task(new_key(), "", None, 1, "", "出台海洋装备办法", text, "", 5, 9, 9, 9)
    book = IMPORTED.applied(add_task(IMPORTED, policy, own, DIRECTORY, "省财政厅"))
    after, outcome = revised(book)
    now = after.get(Task, own.key)
    assert (now.wording, now.policy) == ("出台海洋装备办法", after.policies[-1].key)
    assert {cell.column for key, cell in outcome.conflicts if key == own.key} == {
        "wording", "units", "deadline",
    }  # fmt: skip
    assert all("原稿为" not in d.message for d in after.doubts(own.key))
    assert outcome.added == ()


def test_the_clerks_own_order_stays() -> None:
    book = IMPORTED.applied(move_rows(IMPORTED, [IMPORTED.tasks[30]], -1))
    after, _ = revised(book)
    added = task_with(after, "海洋装备")
    assert [t.key for t in after.tasks if t.key != added.key] == [t.key for t in book.tasks]


def test_tasks_change_places_with_the_new_version() -> None:
    first, second = "1.建立科技成果信息发布机制", "2.完善全省科技成果登记工作机制"
    lines = ISSUED.split("\n")
    places = [next(n for n, x in enumerate(lines) if head in x) for head in (first, second)]
    lines[places[0]], lines[places[1]] = lines[places[1]], lines[places[0]]
    after, outcome = revised(IMPORTED, reading("\n".join(lines)))
    assert outcome.dropped == outcome.added == ()
    keys = [t.key for t in IMPORTED.tasks]
    assert [t.key for t in after.tasks] == [keys[1], keys[2], keys[0], *keys[3:]]


def test_other_policies_are_left_alone() -> None:
    other, _ = import_step(IMPORTED, reading(seed_path("003").read_bytes().decode()), NOW)
    book = IMPORTED.applied(other)
    step, _, _ = revise_step(book, book.policies[0].key, REVISED_READING, READ, NOW)
    after = book.applied(step)
    assert after.applied(step.inverted()).tables == book.tables
    theirs = [t for t in book.tasks if t.policy == book.policies[1].key]
    assert [t for t in after.tasks if t.policy == book.policies[1].key] == theirs
    assert max(t.order for t in after.tasks if t not in theirs) < theirs[0].order


def test_a_tight_gap_gives_all_tasks_new_ranks_in_the_same_order() -> None:
    tight = [
        Task.from_values(t.key, t.values() | {"order": n}) for n, t in enumerate(IMPORTED.tasks)
    ]
    rest = [r for table in IMPORTED.tables.values() for r in table.values() if r.kind != "task"]
    after, _ = revised(Book.of("lineage", [*rest, *tight]))
    added = task_with(after, "海洋装备")
    assert [t.key for t in after.tasks if t.key != added.key] == [t.key for t in tight]
    assert len({t.order for t in after.tasks}) == len(after.tasks)


def test_a_changed_annex_is_told_and_not_taken() -> None:
    assert not [d for d in revised(IMPORTED)[0].open_doubts if d.code == ANNEX]
    text = replaced(ISSUED, ("2019年12月底前建成运行", "2021年12月底前建成运行"))
    book = IMPORTED.applied(list_in_annex(IMPORTED, [IMPORTED.tasks[0]]))
    after, _ = revised(book, reading(text))
    (doubt,) = (d for d in after.open_doubts if d.code == ANNEX)
    assert doubt.owner == after.policies[-1].key
    assert "1项为新增或有改动" in doubt.message
    assert [annex_cell(after, row, "deadline") for row in after.annex] == [
        annex_cell(book, row, "deadline") for row in book.annex
    ]


def test_corrections_of_the_head_are_carried_over() -> None:
    old = IMPORTED.policies[0]
    renamed = Policy.from_values(old.key, old.values() | {"issuer": "湖南省科学技术厅"})
    book = IMPORTED.applied(change_set("", [delete(old), insert(renamed)]))
    after, _ = revised(book)
    assert after.policies[-1].issuer == "湖南省科学技术厅"
    titled = Policy.from_values(old.key, old.values() | {"title": "实施方案（定稿）"})
    book = IMPORTED.applied(change_set("", [delete(old), insert(titled)]))
    text = ISSUED.replace("湖南省促进科技成果转移转化实施方案", "湖南省科技成果转化新方案", 1)
    after, _ = revised(book, reading(text))
    assert after.policies[-1].title == "实施方案（定稿）"
    (doubt,) = (d for d in after.doubts(after.policies[-1].key) if d.code == CONFLICT)
    assert (doubt.field, doubt.proposal) == ("title", "湖南省科技成果转化新方案")


def test_a_dismissed_question_is_not_asked_again_and_an_open_one_not_twice() -> None:
    unsure = next(t for t in IMPORTED.tasks if IMPORTED.doubts(t.key))
    (doubt,) = IMPORTED.doubts(unsure.key)
    assert revised(IMPORTED)[0].doubts(unsure.key) == [doubt]
    book = IMPORTED.applied(settle_doubt(IMPORTED, doubt, DIRECTORY, accept=False))
    assert revised(book)[0].doubts(unsure.key) == []


def test_a_question_that_the_new_version_answers_is_settled() -> None:
    unsure = task_with(IMPORTED, "市场导向明确的科技计划项目由企业牵头组织实施")
    (doubt,) = IMPORTED.doubts(unsure.key)
    text = replaced(
        ISSUED, ("（责任单位：省直各有关部门、各市州人民政府）", "（责任单位：省科技厅）")
    )
    after, _ = revised(IMPORTED, reading(text))
    assert task_cell(after, after.get(Task, unsure.key), "lead") == "省科技厅"
    (settled,) = after.doubts(unsure.key, settled=True)
    assert (settled.key, settled.settled) == (doubt.key, "edited")


def test_an_unknown_policy_is_an_error() -> None:
    with pytest.raises(KeyError):
        revise_step(IMPORTED, "none", REVISED_READING, READ, NOW)


THIRD = replaced(
    REVISED, ("力争在2022年底前", "力争在“十三五”期间"), ("做到项目立项、", "做到立项、")
)


def test_a_third_version_is_held_against_the_second() -> None:
    step, _, _ = revise_step(IMPORTED, IMPORTED.policies[0].key, REVISED_READING, READ, NOW)
    second, was_read = IMPORTED.applied(step), read_of(IMPORT, step)
    second = edited(second, UNIT_TASK, "others", "省生态环境厅")
    after, outcome = revised(second, reading(THIRD), was_read)
    assert outcome.conflicts == ()
    assert outcome.dropped == ()
    # The author took the deadline back: without the second reading it would pass for the clerk's own.
    now = after.get(Task, DEADLINE_TASK.key)
    assert task_cell(after, now, "deadline") == task_cell(IMPORTED, DEADLINE_TASK, "deadline")
    assert "做到立项" in after.get(Task, REWORDED_TASK.key).text
    assert task_cell(after, after.get(Task, UNIT_TASK.key), "others") == "省生态环境厅"
    assert not [d for d in after.open_doubts if d.code == ANNEX]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.create(tmp_path / "a.fengong")


def test_the_step_is_kept_by_the_file_and_undone_by_it(desk: Desk) -> None:
    step, blobs = import_step(desk.book, ISSUED_READING, NOW)
    desk.commit(step, blobs)
    was_read = read_of(step)
    task = task_with(desk.book, "须按时提交科技报告")
    desk.commit(edit_cell(desk.book, task, "wording", "衔接", DIRECTORY))
    before = desk.book
    revision, blobs, _ = revise_step(before, before.policies[0].key, REVISED_READING, was_read, NOW)
    desk.commit(revision, blobs)
    after = desk.book
    check(desk, lambda book: book.tables == after.tables)
    assert desk.undo()
    check(desk, lambda book: book.tables == before.tables)
    assert desk.redo()
    check(desk, lambda book: book.tables == after.tables)
    desk.close()


def check(desk: Desk, holds: Callable[[Book], bool]) -> None:
    """Hold what is on disk against what is shown."""
    desk.wait()
    other = Desk.open(desk.path, read_only=True)
    try:
        assert holds(other.book)
        assert holds(desk.book)
    finally:
        other.close()


def test_spans_lead_to_the_new_text() -> None:
    after, _ = revised(IMPORTED)
    policy, source = after.policies[-1], REVISED_READING.document.text
    for task in after.tasks:
        if task.policy == policy.key:
            assert "责任单位" in Span(task.clause_start, task.clause_end).slice(source)


def test_a_title_corrected_alike_is_no_question() -> None:
    old = IMPORTED.policies[0]
    title = "湖南省科技成果转化新方案"
    book = IMPORTED.applied(
        change_set(
            "",
            [delete(old), insert(Policy.from_values(old.key, old.values() | {"title": title}))],
        )
    )
    text = ISSUED.replace("湖南省促进科技成果转移转化实施方案", title, 1)
    after, _ = revised(book, reading(text))
    assert after.policies[-1].title == title
    assert not [d for d in after.open_doubts if d.code == CONFLICT]


def test_questions_on_the_policy_pass_to_the_new_version() -> None:
    text = "1.办好第一件事。（责任单位：市财政局）\n2.办好第二件事（责任单位\n3.办好第三件事。（责任单位：市教育局）"
    step, _ = import_step(EMPTY, reading(text), NOW)
    book, was_read = EMPTY.applied(step), read_of(step)
    old = book.policies[0]
    codes = {d.code for d in book.doubts(old.key)}
    assert {"title.unsure", "item.without_clause"} <= codes
    titled = Policy.from_values(old.key, old.values() | {"title": "某市方案"})
    unread = next(d for d in book.doubts(old.key) if d.code == "item.without_clause")
    book = book.applied(change_set("", [delete(old), insert(titled)]))
    dismissed = book.applied(settle_doubt(book, unread, DIRECTORY, accept=False))
    again = reading(text + "\n4.办好第四件事。（责任单位：市民政局）")
    asked = {d.code for d in revised(book, again, was_read)[0].open_doubts}
    assert asked == codes - {"title.unsure"}  # the clerk has named it
    after, _ = revised(dismissed, again, was_read)
    assert {d.code for d in after.open_doubts} == asked - {"item.without_clause"}
    assert after.doubts(old.key) == []


def test_a_second_conflict_takes_the_place_of_the_first() -> None:
    book = edited(IMPORTED, DEADLINE_TASK, "deadline", "2020年底前")
    step, _, _ = revise_step(book, book.policies[0].key, REVISED_READING, READ, NOW)
    second = book.applied(step)
    third = reading(replaced(REVISED, ("力争在2022年底前", "力争在2023年底前")))
    after, _ = revised(second, third, read_of(IMPORT, step))
    assert conflict_of(after, DEADLINE_TASK).proposal == "2023年底前"


def test_a_cell_that_stays_the_clerks_is_not_asked_about_for_the_reading() -> None:
    unsure = next(t for t in IMPORTED.tasks if IMPORTED.doubts(t.key))
    book = edited(IMPORTED, unsure, "lead", "省科技厅")
    assert book.doubts(unsure.key) == []
    assert revised(book)[0].doubts(unsure.key) == []


def test_a_question_that_comes_back_is_asked_again() -> None:
    unsure = task_with(IMPORTED, "市场导向明确的科技计划项目由企业牵头组织实施")
    (doubt,) = IMPORTED.doubts(unsure.key)
    text = replaced(
        ISSUED, ("（责任单位：省直各有关部门、各市州人民政府）", "（责任单位：省科技厅）")
    )
    step, _, _ = revise_step(IMPORTED, IMPORTED.policies[0].key, reading(text), READ, NOW)
    second = IMPORTED.applied(step)
    after, _ = revised(second, ISSUED_READING, read_of(IMPORT, step))
    assert [d.message for d in after.doubts(unsure.key)] == [doubt.message]


def test_a_deadline_keeps_its_key_by_its_place() -> None:
    after, _ = revised(IMPORTED)
    (was,), (now,) = IMPORTED.deadlines(DEADLINE_TASK.key), after.deadlines(DEADLINE_TASK.key)
    assert (now.key, now.text, now.date) == (was.key, "2022年底前", "2022-12-31")


def test_a_deleted_task_of_another_text_is_told_though_its_cells_are_the_same() -> None:
    gone = IMPORTED.tasks[0]
    book = IMPORTED.applied(remove_rows(IMPORTED, [gone]))
    text = replaced(
        ISSUED, ("投资规模与产业带动作用大的科技成果包", "投资规模大、带动作用强的成果包")
    )
    after, outcome = revised(book, reading(text))
    assert [(t.key, t.wording, t.changed) for t in outcome.removed] == [
        (gone.key, gone.wording, True)
    ]
    assert [d.code for d in after.doubts(after.policies[-1].key)] == [REMOVED]
