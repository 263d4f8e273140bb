"""修改记录 tells each step in the words of the cells, on both sides, latest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.book import Book
from desktop.domain.cells import task_cell
from desktop.domain.changelog import Count, Line, Told, tell, tell_unsaved
from desktop.domain.changes import ChangeSet, change_set, delete, insert, update
from desktop.domain.edits import edit_cell, settle_doubt
from desktop.domain.history import Entry, EntryKind, StoredStep, read_history
from desktop.domain.records import (
    RECORD_TYPES,
    AnnexRow,
    Assignment,
    Deadline,
    DoubtRecord,
    Extra,
    Link,
    Policy,
    Revision,
    Section,
    Task,
)
from desktop.domain.row_edits import list_in_annex, move_rows, remove_rows
from desktop.domain.row_words import FIELD_TITLES, KIND_WORDS, UNTOLD, field_title
from desktop.domain.unit import UnitDirectory
from desktop.support.errors import StaleChange
from tests.storage.books import refused, sample, steps

DIRECTORY = UnitDirectory()
POLICY = replace(next(r for r in sample() if isinstance(r, Policy)), region=None, lead_rule="none")


def start() -> Book:
    tasks = [
        Task(f"t{n}", "p1", None, n, "", f"任务{n}", f"原文{n}", "", 0, 0, 0, 0) for n in (1, 2, 3)
    ]
    doubt = DoubtRecord("q1", "t1", "deadline", "deadline.slip", "缺月", "2017年12月底前", "")
    return Book.of(
        "b", [POLICY, Section("s1", "p1", None, 1, 1, "一、", "总体", 0, 0), *tasks, doubt]
    )


class Diary:
    """A book with its journal."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.steps: list[StoredStep] = []

    def do(self, step: ChangeSet, kind: EntryKind = EntryKind.DO, of: int | None = None) -> None:
        number = len(self.steps) + 1
        time = f"2026-11-24T08:00:{number:02}+08:00"
        self.steps.append(StoredStep(Entry(number, kind, of, step.label, time, "李明"), step))
        self.book = self.book.applied(step)

    def undo(self) -> None:
        last = read_history(s.entry for s in self.steps).undo
        assert last is not None
        self.do(self.steps[last.sequence - 1].step.inverted(), EntryKind.UNDO, last.sequence)

    def redo(self) -> None:
        last = read_history(s.entry for s in self.steps).redo
        assert last is not None
        self.do(self.steps[last.sequence - 1].step, EntryKind.REDO, last.sequence)

    def type(self, key: str, column: str, text: str) -> None:
        row = self.book.find(Task, key) or self.book.get(AnnexRow, key)
        self.do(edit_cell(self.book, row, column, text, DIRECTORY))

    def told(self, rows: Sequence[str] | None = None, limit: int | None = None) -> list[Told]:
        return list(tell(self.book, reversed(self.steps), rows=rows, limit=limit))


@pytest.fixture
def diary() -> Diary:
    return Diary(start())


def cells(told: Told) -> list[tuple[str, str | None, str | None]]:
    return [(line.title, line.before, line.after) for line in told.lines]


def test_cells_are_told_as_the_window_shows_them(diary: Diary) -> None:
    diary.type("t1", "wording", "新的表述")
    diary.type("t1", "lead", "省发改委")
    diary.type("t1", "others", "省教育厅、省财政厅")
    diary.type("t1", "others", "省教育厅、省财政厅等")
    others, both, lead, wording = diary.told()
    assert wording.entry.person == "李明"
    assert wording.title == "修改任务表述"
    assert wording.lines == (Line("task", "t1", "新的表述", "任务表述", "任务1", "新的表述"),)
    assert cells(lead) == [("牵头", "", "省发改委")]
    assert cells(both) == [("配合 / 责任单位", "", "省教育厅、省财政厅")]
    assert cells(others) == [("配合 / 责任单位", "省教育厅、省财政厅", "省教育厅、省财政厅等")]
    assert others.rows == 1


def test_a_deadline_with_the_doubt_it_settles(diary: Diary) -> None:
    diary.type("t1", "deadline", "2018年6月底前；持续推进")
    (told,) = diary.told()
    assert cells(told) == [
        ("时限", "", "2018年6月底前；持续推进"),
        ("待核", "缺月（建议：2017年12月底前）", "缺月（已修改）"),
        ("时限的含义", "", "2018-06-30；持续推进，不设截止日"),
    ]


def test_doubts_dismissed_and_accepted(diary: Diary) -> None:
    diary.do(settle_doubt(diary.book, diary.book.get(DoubtRecord, "q1"), DIRECTORY, accept=False))
    diary.undo()
    diary.do(settle_doubt(diary.book, diary.book.get(DoubtRecord, "q1"), DIRECTORY, accept=True))
    accepted, back, dismissed = diary.told()
    question = "缺月（建议：2017年12月底前）"
    assert cells(dismissed) == [("待核", question, "缺月（已忽略）")]
    assert cells(back) == [("待核", "缺月（已忽略）", question)]
    assert accepted.title == "采纳建议：2017年12月底前"
    assert ("时限", "", "2017年12月底前") in cells(accepted)


def test_undo_and_redo_are_told_as_such(diary: Diary) -> None:
    diary.type("t1", "wording", "甲")
    diary.type("t2", "wording", "乙")
    diary.undo()
    diary.undo()
    diary.redo()
    redone, undone, undone_too, second, first = diary.told()
    assert [t.title for t in (redone, undone, undone_too)] == [
        "重做：修改任务表述",
        "撤销：修改任务表述",
        "撤销：修改任务表述",
    ]
    assert cells(undone) == [("任务表述", "甲", "任务1")]
    assert cells(redone) == cells(first) == [("任务表述", "任务1", "甲")]
    assert (first.undone, second.undone) == (False, True)
    assert not any(t.undone for t in (redone, undone, undone_too))


def test_rows_that_come_and_go(diary: Diary) -> None:
    diary.type("t2", "lead", "省发改委")
    diary.do(list_in_annex(diary.book, [diary.book.get(Task, "t2")]))
    (row,) = diary.book.annex
    diary.do(remove_rows(diary.book, [row]))
    diary.do(remove_rows(diary.book, [diary.book.get(Task, "t2")]))
    gone, unlisted, listed, _ = diary.told()
    assert cells(gone) == [("任务表述", "任务2", None), ("牵头", "省发改委", None)]
    assert [(x.kind, x.title, x.before, x.after) for x in unlisted.lines] == [
        ("task", "附件", "1", ""),
        ("annex_row", "重点任务", "任务2", None),
        ("annex_row", "责任部门", "省发改委", None),
    ]
    assert {(x.kind, x.title, x.before, x.after) for x in listed.lines} == {
        ("annex_row", "重点任务", None, "任务2"),
        ("annex_row", "责任部门", None, "省发改委"),
        ("task", "附件", "", "1"),
    }
    assert {x.row for x in listed.lines} == {"任务2"}


def test_an_empty_row_is_told_too(diary: Diary) -> None:
    diary.do(change_set("新增", [insert(AnnexRow("r1", None, 1, None, "", None, None))]))
    (told,) = diary.told()
    assert cells(told) == [("重点任务", None, "")]


def test_moves_are_told_and_new_ranks_alone_are_not(diary: Diary) -> None:
    diary.do(move_rows(diary.book, [diary.book.get(Task, "t3")], -1))
    tasks = diary.book.tasks
    ranks = [update(t, replace(t, order=1000 + n)) for n, t in enumerate(tasks)]
    new = replace(tasks[0], key="t0", order=5)
    diary.do(change_set("设为任务", [*ranks, insert(new)]))
    ranked, moved = diary.told()
    assert {(x.owner, x.title, x.before, x.after) for x in moved.lines} == {
        ("t3", "顺序", "第3项", "第2项"),
        ("t2", "顺序", "第2项", "第3项"),
    }
    assert {x.owner for x in ranked.lines} == {"t0"}


def test_annex_rows_move_by_their_number(diary: Diary) -> None:
    diary.do(list_in_annex(diary.book, diary.book.tasks))
    diary.do(move_rows(diary.book, [diary.book.annex[2]], -1))
    moved, _ = diary.told()
    assert {(x.row, x.title, x.before, x.after) for x in moved.lines} == {
        ("任务3", "序号", "3", "2"),
        ("任务2", "序号", "2", "3"),
    }


def test_one_row_and_one_step_in_part(diary: Diary) -> None:
    diary.type("t1", "wording", "甲")
    diary.type("t2", "wording", "乙")
    diary.do(list_in_annex(diary.book, diary.book.tasks))
    listed, first = diary.told(["t1"])
    assert (cells(first), first.rows) == ([("任务表述", "任务1", "甲")], 1)
    assert cells(listed) == [("附件", "", "1")]
    assert diary.told(["gone"]) == []
    whole, *_ = diary.told(limit=2)
    assert (len({x.owner for x in whole.lines}), whole.rows) == (2, 6)


def test_policies_and_headings(diary: Diary) -> None:
    policy, section = diary.book.policies[0], diary.book.sections[0]
    unit = Assignment("a1", "p1", 1, "各市州", "各市州", "responsible", True, False, True, "", "")
    diary.do(
        change_set(
            "修改",
            [
                update(policy, replace(policy, title="新标题", lead_rule="by_verb", text="0" * 64)),
                insert(unit),
                update(section, replace(section, title="总要求", level=2)),
            ],
        )
    )
    (told,) = diary.told()
    assert cells(told) == [
        ("标题", POLICY.title, "新标题"),
        ("全文统一规定的单位", "", "各市州"),
        ("正文", f"摘要{POLICY.text[:8]}", "摘要00000000"),
        ("牵头规则", "没有写明", "按“牵头”等字样"),
        ("标题", "一、总体", "一、总要求"),
        ("级别", "1", "2"),
    ]
    assert told.lines[-1].row == "一、总要求"


def test_tasks_are_told_before_the_annex_and_the_policy_and_headings_are_counted(
    diary: Diary,
) -> None:
    section, policy, task = diary.book.sections[0], diary.book.policies[0], diary.book.tasks[0]
    row = AnnexRow("r1", None, 1, None, "行", None, None)
    fresh = [replace(section, key=f"s{n}", title=f"新{n}") for n in (2, 3)]
    diary.do(
        change_set(
            "修改",
            [
                *map(insert, fresh),
                delete(section),
                update(policy, replace(policy, title="新标题")),
                insert(row),
                update(task, replace(task, wording="甲")),
            ],
        )
    )
    diary.undo()
    undone, told = diary.told()
    assert [line.kind for line in told.lines] == ["task", "annex_row", "policy"]
    assert (told.counts, told.rows) == ((Count("section", 2, 1),), 3)
    assert undone.counts == (Count("section", 1, 2),)
    (one,) = (t for t in diary.told(["s2"]) if t.entry.kind is EntryKind.DO)
    assert (one.lines[0].title, one.lines[0].after) == ("标题", "一、新2")
    assert one.counts == ()
    limited, _ = reversed(diary.told(limit=1))
    assert [line.kind for line in limited.lines] == ["task"]


def test_versions_of_one_title_are_told_apart(diary: Diary) -> None:
    first = diary.book.policies[0]
    for number in (2, 3):
        later = replace(first, key=f"p{number}", name=f"第{number}份.docx", doc_number=None)
        earlier = "p1" if number == 2 else "p2"
        link = Revision(f"v{number}", later.key, earlier)
        diary.do(change_set("导入新稿", [insert(later), insert(link)]))
    third, second = diary.told()
    assert {line.row for line in third.lines} == {f"第3稿《{first.title}》", first.title}
    told = {line.title: line.after for line in third.lines if line.kind == "revision"}
    assert told["新稿"] is not None
    assert told["新稿"].startswith("第3稿（")
    assert "第3份.docx" in told["新稿"]
    assert told["原稿"] is not None
    assert told["原稿"].startswith("第2稿（")
    old = {line.title: line.after for line in second.lines if line.kind == "revision"}["原稿"]
    assert old is not None
    assert old.startswith(f"第1稿（{first.doc_number}")


def test_the_meaning_and_the_roles_behind_the_words_are_told_when_they_change(diary: Diary) -> None:
    unit = Assignment("a1", "r1", 1, "省厅", "省厅", "responsible", False, False, True, "", "")
    due = Deadline("d1", "t1", 1, "年底前", "by", "2017-12-31")
    row = AnnexRow("r1", None, 1, None, "行", None, None)
    diary.do(change_set("新增", [insert(row), insert(unit), insert(due)]))
    diary.do(
        change_set(
            "修改",
            [
                update(unit, replace(unit, role="lead")),
                update(due, replace(due, date="2018-12-31")),
            ],
        )
    )
    told, _ = diary.told()
    assert cells(told) == [
        ("时限的含义", "2017-12-31", "2018-12-31"),
        ("牵头", "", "省厅"),
    ]


def test_a_step_that_is_in_no_journal_is_told_in_words(diary: Diary) -> None:
    diary.type("t1", "deadline", "2026年12月底前")
    assert tell_unsaved(diary.book, diary.steps[-1].step)[0] == "任务1 时限：2026年12月底前"
    diary.type("t1", "deadline", "2027年6月底前")
    told = tell_unsaved(diary.book, diary.steps[-1].step)
    assert told[0] == "任务1 时限：2026年12月底前 → 2027年6月底前"
    diary.type("t1", "deadline", "")
    assert tell_unsaved(diary.book, diary.steps[-1].step)[0].endswith("→ （空）")
    with pytest.raises(StaleChange):
        tell_unsaved(diary.book, diary.steps[0].step)


def test_it_goes_back_only_as_far_as_it_is_asked(diary: Diary) -> None:
    diary.type("t1", "wording", "甲")

    def forever() -> Iterator[StoredStep]:
        yield diary.steps[0]
        raise AssertionError("read too far")

    assert next(tell(diary.book, forever())).title == "修改任务表述"


def test_a_journal_that_does_not_lead_to_the_book(diary: Diary) -> None:
    diary.type("t1", "wording", "甲")
    for step in (
        diary.steps[0].step.inverted(),
        change_set("", [insert(replace(diary.book.tasks[0], key="t9"))]),
        change_set("", [delete(diary.book.tasks[0])]),
    ):
        wrong = StoredStep(diary.steps[0].entry, step)
        with refused("stale.differs", StaleChange):
            list(tell(diary.book, [wrong]))


def test_every_field_is_told_or_left_out_on_purpose() -> None:
    """A new field needs its title, or a column that shows it, or a place among the untold."""
    parts = {Assignment, Deadline, DoubtRecord, Extra, Link}
    for record_type in RECORD_TYPES:
        if record_type in parts:
            continue
        assert record_type.kind in KIND_WORDS, f"{record_type.kind} has no words"
        for field in record_type.field_names():
            if field not in UNTOLD[record_type.kind]:
                assert field_title(record_type.kind, field) != field
        assert set(FIELD_TITLES[record_type.kind]) <= set(record_type.field_names())


@given(st.data())
def test_told_cells_are_those_of_the_books_on_both_sides(data: st.DataObject) -> None:
    """Whatever the steps, all are told, and every cell told is what the book showed then."""
    valid = [r for r in sample() if not isinstance(r, Deadline)]
    books, diary = [Book.of("b", valid)], Diary(Book.of("b", valid))
    for number in range(data.draw(st.integers(1, 4))):
        step = data.draw(steps(diary.book, f"k{number}"))
        step = ChangeSet(step.label, tuple(c for c in step.changes if c.kind in _WORDED))
        try:
            diary.do(step)
        except StaleChange:
            return
        books.append(diary.book)
    told = diary.told()
    assert [t.entry for t in told] == [s.entry for s in reversed(diary.steps)]
    for one, before, after in zip(told, books[-2::-1], books[:0:-1], strict=True):
        for line in one.lines:
            if line.kind == "task" and line.title in _COLUMNS:
                column = _COLUMNS[line.title]
                assert line.before == _cell(before, line.owner, column)
                assert line.after == _cell(after, line.owner, column)
        wordings = {x.owner for x in one.lines if x.kind == "task" and x.title == "任务表述"}
        assert wordings >= {
            key
            for key in {*before.tables["task"], *after.tables["task"]}
            if _cell(before, key, "wording") != _cell(after, key, "wording")
        }


_WORDED = {Task.kind, AnnexRow.kind, Section.kind, Policy.kind, Assignment.kind}
_COLUMNS = {"任务表述": "wording", "牵头": "lead", "配合 / 责任单位": "others", "章节": "section"}


def _cell(book: Book, key: str, column: str) -> str | None:
    task = book.find(Task, key)
    return None if task is None else task_cell(book, task, column)
