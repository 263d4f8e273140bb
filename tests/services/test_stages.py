"""Stages: frozen for good, compared with each other and with the book of today."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.domain.changes import change_set, update
from desktop.domain.columns import WORDING
from desktop.domain.row_edits import remove_rows
from desktop.services.desk import Desk
from desktop.services.opening import add_policy
from desktop.services.stages import compare_stages, freeze_stage, stage_book, stages
from tests.services.books import seed_reading


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk.create(tmp_path / "a.fengong", person="李四")
    add_policy(desk, seed_reading("001"))
    return desk


def reworded(desk: Desk, words: str) -> None:
    task = desk.book.tasks[0]
    desk.commit(change_set("修改任务表述", [update(task, replace(task, wording=words))]))


def test_a_stage_keeps_the_book_as_it_was(desk: Desk) -> None:
    before = desk.book
    stage = freeze_stage(desk, "征求意见稿", "发各单位")
    reworded(desk, "改过的表述")
    desk.close()
    again = Desk.open(desk.path)
    (kept,) = stages(again.book)
    assert (kept.name, kept.note, kept.person) == ("征求意见稿", "发各单位", "李四")
    assert stage_book(again, kept).tasks == before.tasks
    assert kept == stage
    again.close()


def test_nothing_before_a_stage_can_be_undone(desk: Desk) -> None:
    reworded(desk, "改过的表述")
    freeze_stage(desk, "送审稿")
    assert desk.undo_label is None
    assert not desk.undo()
    reworded(desk, "又改")
    assert desk.undo_label == "修改任务表述"
    desk.close()
    again = Desk.open(desk.path)
    assert again.undo()
    assert not again.undo()
    assert again.book.tasks[0].wording == "改过的表述"
    again.close()


def test_a_stage_is_compared_with_today_and_with_another(desk: Desk) -> None:
    first = freeze_stage(desk, "征求意见稿")
    reworded(desk, "改过的表述")
    second = freeze_stage(desk, "送审稿")
    desk.commit(remove_rows(desk.book, [desk.book.tasks[3]]))
    between = compare_stages(desk, first, second)
    (row,) = between.tasks.kept
    assert [(c.column, c.after) for c in row.cells] == [(WORDING.key, "改过的表述")]
    since = compare_stages(desk, second, None)
    assert [r.place for r in since.tasks.dropped] == [4]
    assert not since.tasks.kept
    desk.close()


def test_a_stage_needs_a_name(desk: Desk) -> None:
    with pytest.raises(ValueError, match="name"):
        freeze_stage(desk, " \n")
    assert stages(desk.book) == []
    desk.close()


def test_what_happened_is_told_cell_by_cell(desk: Desk) -> None:
    task = desk.book.tasks[0]
    old = task.wording
    reworded(desk, "改过的表述")
    desk.undo()
    told = desk.told({task.key}, 10, 50)
    assert [t.title for t in told][:2] == ["撤销：修改任务表述", "修改任务表述"]
    assert [(line.before, line.after) for line in told[1].lines] == [(old, "改过的表述")]
    desk.close()
