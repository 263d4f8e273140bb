"""A new version is planned before it is taken in: the counts and lines told are those of the step that is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.domain.changes import change_set, update
from desktop.domain.columns import DEADLINE, UNITS
from desktop.domain.edits import edit_cell
from desktop.domain.records import DoubtRecord, Policy, Revision, Task
from desktop.domain.row_edits import remove_rows
from desktop.services.desk import Desk
from desktop.services.directory import unit_directory
from desktop.services.importing import Reading, read_pasted
from desktop.services.opening import add_policy
from desktop.services.revising import CONFLICT, DROPPED
from desktop.services.revision_import import (
    TEXT,
    Effect,
    Summary,
    Warned,
    adopt,
    plan_revision,
)
from desktop.services.stages import freeze_stage
from desktop.support.errors import FengongError, StaleChange, WorkbookError
from tests.services.books import seed_path, seed_reading

DIRECTORY = unit_directory()
HEAD = "某市促进就业实施方案\n"
FIRST = HEAD + (
    "1.组织开展职业技能培训，2024年底前培训五千人次。（责任单位：市人社局）\n"
    "2.建设零工市场，为灵活就业人员提供服务。（责任单位：市人社局、市财政局）\n"
    "3.对吸纳高校毕业生的企业给予补贴。（责任单位：市财政局）\n"
    "4.加强劳动合同执法检查，维护职工权益。（责任单位：市总工会）\n"
)
SECOND = (
    FIRST.replace("2024年底前", "2025年底前")
    .replace("4.加强劳动合同执法检查，维护职工权益。（责任单位：市总工会）\n", "")
    .replace("市人社局、市财政局", "市人社局、市商务局")
    + "4.举办创业大赛，择优支持落地项目。（责任单位：团市委）\n"
)


def reading(text: str) -> Reading:
    return read_pasted(text, DIRECTORY)


def take_in(desk: Desk, policy: str, read: Reading) -> Summary:
    """Take a new version in, on disk before this returns."""
    plan = plan_revision(desk, policy, read)
    adopt(desk, plan)
    desk.wait()
    return plan.summary


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk.create(tmp_path / "a.fengong")
    add_policy(desk, reading(FIRST))
    yield desk
    desk.close()


def policy_key(desk: Desk) -> str:
    return desk.book.current_policies[0].key


def edited(desk: Desk, words: str, column: str, text: str) -> Task:
    (task,) = (t for t in desk.book.tasks if words in t.text)
    desk.commit(edit_cell(desk.book, task, column, text, DIRECTORY))
    return task


def counted(summary: Summary) -> tuple[int, ...]:
    return (
        summary.unchanged,
        summary.changed,
        summary.added,
        summary.dropped,
        summary.conflicts,
    )


def test_a_plan_tells_what_would_happen_and_writes_nothing(desk: Desk) -> None:
    before, entries = desk.book, desk.entries()
    summary = plan_revision(desk, policy_key(desk), reading(SECOND)).summary
    assert desk.book is before
    assert desk.entries() == entries
    assert counted(summary) == (1, 2, 1, 1, 0)
    assert summary.warned is None
    assert (summary.title, summary.earlier) == ("某市促进就业实施方案", "某市促进就业实施方案")
    told = [(n.effect, n.number, n.column) for n in summary.lines]
    assert (Effect.CHANGED, 1, DEADLINE.key) in told
    assert (Effect.CHANGED, 2, UNITS.key) in told
    assert [t for t in told if t[0] is Effect.DROPPED] == [(Effect.DROPPED, 4, None)]
    (added,) = (n for n in summary.lines if n.effect is Effect.ADDED)
    assert "举办创业大赛" in added.wording
    assert "团市委" in added.after
    (deadline,) = (n for n in summary.lines if n.column == DEADLINE.key)
    assert (deadline.before, deadline.after) == ("2024年底前", "2025年底前")


def test_an_added_task_is_told_at_the_place_it_will_have(desk: Desk) -> None:
    plan = plan_revision(desk, policy_key(desk), reading(SECOND))
    (added,) = (n for n in plan.summary.lines if n.effect is Effect.ADDED)
    adopt(desk, plan)
    assert added.number is not None
    assert "创业大赛" in desk.book.tasks[added.number - 1].text


def test_the_step_is_one_undo_step_with_its_blobs_and_says_which_version_is_later(
    desk: Desk,
) -> None:
    before, earlier = desk.book, policy_key(desk)
    count = len(desk.entries())
    read = reading(SECOND)
    assert counted(take_in(desk, earlier, read)) == (1, 2, 1, 1, 0)
    assert len(desk.entries()) == count + 1
    (revision,) = desk.book.all(Revision)
    later = desk.book.get(Policy, revision.policy)
    assert (revision.earlier, later.key) == (earlier, policy_key(desk))
    assert desk.book.current_policies == [later]
    assert desk.original(later.original) == read.original
    assert desk.trace(later.text, later.trace).source == read.document.text
    assert [d.code for d in desk.book.open_doubts if d.code == DROPPED] == [DROPPED]
    after = desk.book
    assert desk.undo()
    desk.wait()
    assert desk.book.tables == before.tables
    assert policy_key(desk) == earlier
    assert desk.redo()
    desk.wait()
    reopened = Desk.open(desk.path, read_only=True)
    assert reopened.book.tables == after.tables
    reopened.close()


def test_a_revision_is_no_barrier_and_does_not_pass_one(desk: Desk) -> None:
    freeze_stage(desk, "送审稿")
    take_in(desk, policy_key(desk), reading(SECOND))
    assert desk.undo()
    assert not desk.undo()


def test_a_conflict_is_told_with_both_texts_and_stands_on_its_cell(desk: Desk) -> None:
    task = edited(desk, "职业技能培训", "deadline", "2024年6月底前")
    summary = take_in(desk, policy_key(desk), reading(SECOND))
    assert summary.conflicts == 1
    first = summary.lines[0]
    assert (first.effect, first.number, first.column) == (Effect.CONFLICT, 1, DEADLINE.key)
    assert (first.before, first.after) == ("2024年6月底前", "2025年底前")
    (doubt,) = (d for d in desk.book.doubts(task.key) if d.code == CONFLICT)
    assert (doubt.field, doubt.proposal) == ("deadline", "2025年底前")


def test_what_only_the_clerk_changed_is_unchanged(desk: Desk) -> None:
    edited(desk, "高校毕业生", "wording", "发放补贴")
    summary = plan_revision(desk, policy_key(desk), reading(SECOND)).summary
    assert counted(summary) == (1, 2, 1, 1, 0)
    assert not [n for n in summary.lines if n.number == 3]


def test_a_text_that_changed_behind_its_wording_is_told(tmp_path: Path) -> None:
    text = seed_path("001").read_bytes().decode("utf-8")
    assert text.count("须按时提交科技报告") == 1
    desk = Desk.create(tmp_path / "b.fengong")
    add_policy(desk, reading(text))
    changed = text.replace("须按时提交科技报告", "须按季度提交科技报告")
    summary = plan_revision(desk, policy_key(desk), reading(changed)).summary
    assert counted(summary) == (67, 1, 0, 0, 0)
    (line,) = summary.lines
    assert (line.effect, line.number, line.column) == (Effect.CHANGED, 3, TEXT)
    assert "按时提交" in line.before
    assert "按季度提交" in line.after
    desk.close()


def test_a_deleted_task_is_told_as_not_restored(desk: Desk) -> None:
    desk.commit(remove_rows(desk.book, [desk.book.tasks[2]]))
    plan = plan_revision(desk, policy_key(desk), reading(SECOND))
    (removed,) = (n for n in plan.summary.lines if n.effect is Effect.REMOVED)
    assert removed.number is None
    assert "高校毕业生" in removed.wording
    adopt(desk, plan)
    assert not [t for t in desk.book.tasks if "高校毕业生" in t.text]


def test_the_very_same_file_is_refused_as_any_version_of_it(desk: Desk) -> None:
    take_in(desk, policy_key(desk), reading(SECOND))
    before = desk.book
    for text in (FIRST, SECOND):
        with pytest.raises(WorkbookError) as caught:
            take_in(desk, policy_key(desk), reading(text))
        assert caught.value.reason == "workbook.has_version"
    assert desk.book is before


def test_a_third_version_is_held_against_the_second(desk: Desk) -> None:
    take_in(desk, policy_key(desk), reading(SECOND))
    third = SECOND.replace("2025年底前", "2026年底前")
    summary = take_in(desk, policy_key(desk), reading(third))
    assert counted(summary) == (3, 1, 0, 0, 0)
    assert len(desk.book.all(Revision)) == 2


def test_readings_outlive_the_session(desk: Desk, tmp_path: Path) -> None:
    edited(desk, "职业技能培训", "deadline", "2024年6月底前")
    path = tmp_path / "copy.fengong"
    desk.save_copy(path)
    again = Desk.open(path)
    summary = take_in(again, policy_key(again), reading(SECOND))
    assert counted(summary) == (1, 2, 1, 1, 1)
    again.close()


def test_an_unknown_policy_is_an_error(desk: Desk) -> None:
    with pytest.raises(KeyError):
        plan_revision(desk, "none", reading(SECOND))


def test_a_plan_does_not_outlive_its_book(desk: Desk) -> None:
    plan = plan_revision(desk, policy_key(desk), reading(SECOND))
    task = desk.book.tasks[2]
    desk.commit(change_set("修改", [update(task, replace(task, wording="另写"))]))
    before = desk.book
    with pytest.raises(StaleChange):
        adopt(desk, plan)
    assert desk.book is before


def test_a_book_for_reading_only_refuses_the_step(desk: Desk) -> None:
    other = Desk.open(desk.path, read_only=True)
    plan = plan_revision(other, policy_key(other), reading(SECOND))
    with pytest.raises(FengongError):
        adopt(other, plan)
    assert not other.book.all(Revision)
    other.close()


@pytest.mark.parametrize("other", ["002", "003", "004"])
def test_another_document_is_warned_of(tmp_path: Path, other: str) -> None:
    desk = Desk.create(tmp_path / "b.fengong")
    add_policy(desk, seed_reading("001"))
    summary = plan_revision(desk, policy_key(desk), seed_reading(other)).summary
    assert summary.warned is Warned.OTHER_DOCUMENT
    assert summary.shared <= 1
    desk.close()


def test_a_new_version_of_a_seed_is_not_warned_of(tmp_path: Path) -> None:
    desk = Desk.create(tmp_path / "b.fengong")
    add_policy(desk, seed_reading("001"))
    text = seed_path("001").read_bytes().decode("utf-8").replace("“十三五”期间", "2022年底前", 1)
    summary = plan_revision(desk, policy_key(desk), reading(text)).summary
    assert (summary.warned, summary.shared) == (None, 68)
    desk.close()


def test_another_title_over_the_same_tasks_and_other_tasks_under_the_same_title_are_told(
    desk: Desk,
) -> None:
    retitled = SECOND.replace(HEAD, "某市稳定岗位工作办法\n")
    summary = plan_revision(desk, policy_key(desk), reading(retitled)).summary
    assert summary.warned is Warned.OTHER_HEAD
    rewritten = HEAD + "1.修缮历史建筑，划定保护范围。（责任单位：市文旅局）\n"
    summary = plan_revision(desk, policy_key(desk), reading(rewritten)).summary
    assert (summary.warned, summary.shared) == (Warned.LITTLE_SHARED, 0)


def test_every_conflict_told_is_a_question_of_the_step(desk: Desk) -> None:
    edited(desk, "职业技能培训", "deadline", "2024年6月底前")
    edited(desk, "零工市场", "others", "市民政局")
    plan = plan_revision(desk, policy_key(desk), reading(SECOND))
    asked = [
        c for c in plan.step.changes
        if c.kind == DoubtRecord.kind and c.after is not None and c.after["code"] == CONFLICT
    ]  # fmt: skip
    assert len(asked) == plan.summary.conflicts == 2
