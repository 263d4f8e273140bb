"""A step that met another book says where, and what stands there now; the error itself holds no words of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from desktop.domain.book import Book
from desktop.domain.changes import ChangeSet, change_set, delete, update
from desktop.domain.edits import edit_cell, settle_doubt
from desktop.domain.extras import edit_extra
from desktop.domain.row_edits import list_in_annex, move_rows, remove_rows
from desktop.services.conflicts import why_stale
from desktop.services.directory import unit_directory
from desktop.support.errors import StaleChange, WorkbookError
from tests.services.books import seed_book

DIRECTORY = unit_directory()
BOOK = seed_book("001")
TASK = next(t for t in BOOK.tasks if BOOK.deadlines(t.key))
PLACE = BOOK.tasks.index(TASK) + 1
ROW = BOOK.annex[1]
NAME = f"任务第{PLACE}项“{TASK.wording[:20]}…”"


def met(ours: ChangeSet, theirs: ChangeSet) -> tuple[StaleChange, str]:
    now = BOOK.applied(theirs)
    with pytest.raises(StaleChange) as raised:
        now.applied(ours)
    return raised.value, why_stale(raised.value, now, BOOK)


def typed(column: str, text: str) -> Callable[[], ChangeSet]:
    return lambda: edit_cell(BOOK, TASK, column, text, DIRECTORY)


@pytest.mark.parametrize(
    ("ours", "theirs", "said"),
    [
        (
            typed("deadline", "2019年底前"),
            typed("deadline", "2018年6月底前"),
            "时限”现在是“2018年6月底前”",
        ),
        (typed("units", "省教育厅"), typed("units", "省财政厅"), "单位”现在是“省财政厅”"),
        (typed("units", "省教育厅"), typed("units", ""), "单位”现在是“（空）”"),
        (
            lambda: move_rows(BOOK, [TASK], 1),
            lambda: move_rows(BOOK, [BOOK.tasks[PLACE]], 1),
            "顺序”现在是“第",
        ),
    ],
)
def test_the_place_and_what_stands_there_are_told(
    ours: Callable[[], ChangeSet], theirs: Callable[[], ChangeSet], said: str
) -> None:
    error, told = met(ours(), theirs())
    assert said in told
    assert told.startswith("任务第")
    words = repr(error.data)
    assert not any(word in words for word in ("省", "年", TASK.wording[:6]))


def test_a_further_field_is_told_by_its_title() -> None:
    book = BOOK.applied(edit_extra(BOOK, TASK.key, "leader", "张三"))
    ours, theirs = (edit_extra(book, TASK.key, "leader", name) for name in ("李四", "王五"))
    now = book.applied(theirs)
    with pytest.raises(StaleChange) as raised:
        now.applied(ours)
    assert why_stale(raised.value, now).startswith(f"{NAME}的“责任领导”现在是“王五”")


def test_a_wording_is_told_by_its_row_as_it_is_now() -> None:
    _error, told = met(typed("wording", "甲")(), typed("wording", "乙")())
    assert told.startswith(f"任务第{PLACE}项“乙”的“任务表述”现在是“乙”")
    row = edit_cell(BOOK, ROW, "wording", "甲", DIRECTORY)
    _error, told = met(row, edit_cell(BOOK, ROW, "wording", "乙", DIRECTORY))
    assert told.startswith("附件第2项“乙”的“重点任务”现在是“乙”")


def test_a_row_that_is_gone_is_named_as_the_clerk_saw_it() -> None:
    error, told = met(typed("wording", "甲")(), remove_rows(BOOK, [TASK]))
    assert told == f"{NAME}已被删除。"
    assert why_stale(error, BOOK.applied(remove_rows(BOOK, [TASK]))) == ""


def test_an_annex_cell_a_policy_and_a_link() -> None:
    ours = edit_cell(BOOK, ROW, "units", "省教育厅", DIRECTORY)
    _error, told = met(ours, edit_cell(BOOK, ROW, "units", "省财政厅", DIRECTORY))
    assert "附件第2项" in told
    assert "“责任部门”现在是“省财政厅”" in told
    policy = BOOK.policies[0]
    titled = [change_set("", [update(policy, replace(policy, title=t))]) for t in ("甲", "乙")]
    assert met(titled[0], titled[1])[1].startswith("政策文件《乙》的“标题”现在是“乙”")
    listed = BOOK.applied(list_in_annex(BOOK, [TASK]))
    (link,) = listed.links_of_task(TASK.key)
    gone = listed.applied(change_set("", [delete(link)]))
    with pytest.raises(StaleChange) as raised:
        gone.applied(change_set("", [delete(link)]))
    assert f"{NAME}的“附件”现在是“（空）”" in why_stale(raised.value, gone)


def test_a_doubt_that_somebody_settled() -> None:
    book = seed_book("002")
    (doubt, *_) = (d for d in book.open_doubts if any(t.key == d.owner for t in book.tasks))
    settled = book.applied(settle_doubt(book, doubt, DIRECTORY, accept=False))
    again = settle_doubt(book, doubt, DIRECTORY, accept=False)
    with pytest.raises(StaleChange) as raised:
        settled.applied(again)
    assert "“待核”现在是“已处理”" in why_stale(raised.value, settled)


def test_errors_that_name_no_place_have_no_why() -> None:
    assert why_stale(StaleChange("stale.differs"), BOOK) == ""
    assert why_stale(StaleChange("stale.history", sequence=1, of=None), BOOK) == ""
    assert why_stale(WorkbookError("workbook.disk_full"), BOOK) == ""
    unknown = StaleChange("stale.missing", kind="setting", key="x", owner="", fields=())
    assert why_stale(unknown, Book.of("b", ())) == ""
