"""Rows put elsewhere, units and texts replaced in many, one side's cell taken over to the other."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.book import Book
from desktop.domain.cells import annex_cell, task_cell, tasks_of
from desktop.domain.changes import ChangeSet
from desktop.domain.differences import (
    copied_cell,
    differences,
    link_task,
    take_to_annex,
    take_to_task,
    unlink_task,
)
from desktop.domain.edits import edit_cell, settle_doubt
from desktop.domain.moving import place_rows
from desktop.domain.plans import carried_out, planned, row_names
from desktop.domain.records import AnnexRow, Task
from desktop.domain.replacing import replace_text
from desktop.domain.row_edits import list_in_annex, remove_rows
from desktop.domain.unit import Role
from desktop.domain.unit_rows import add_units, doubled, remove_units, replace_unit
from desktop.services.directory import unit_directory
from desktop.support.errors import RefusedEdit
from tests.services.books import seed_book, text_book

DIRECTORY = unit_directory()
HUNAN = seed_book("001")
HUBEI = seed_book("003")
ROW = HUNAN.annex[3]


def names(book: Book, key: str) -> list[str]:
    return [a.name for a in book.assignments(key)]


def roles(book: Book, key: str) -> list[tuple[str, str]]:
    return [(a.name, a.role) for a in book.assignments(key)]


def with_units(text: str) -> Book:
    """Hunan with a row of these units, the first of which leads."""
    return HUNAN.applied(edit_cell(HUNAN, ROW, "units", text, DIRECTORY))


@settings(max_examples=60, deadline=None)
@given(chosen=st.sets(st.integers(0, 14), min_size=1, max_size=6), place=st.integers(0, 15))
def test_rows_come_to_stand_together_where_they_are_dropped(chosen: set[int], place: int) -> None:
    rows = [HUNAN.annex[i] for i in chosen]
    step = place_rows(HUNAN, rows, place)
    after = HUNAN.applied(step)
    keys = [r.key for r in HUNAN.annex]
    moved = [keys[i] for i in sorted(chosen)]
    left = [k for k in keys[:place] if k not in moved]
    assert [r.key for r in after.annex] == [
        *left,
        *moved,
        *(k for k in keys if k not in (*left, *moved)),
    ]
    assert bool(step) is ([r.key for r in after.annex] != keys)
    assert after.applied(step.inverted()).tables == HUNAN.tables


def test_moving_again_and_again_to_one_place_finds_room() -> None:
    book = HUNAN
    for _ in range(300):
        book = book.applied(place_rows(book, [book.tasks[-1]], 1))
    assert len({t.order for t in book.tasks}) == 68
    assert book.tasks[0].key == HUNAN.tasks[0].key


def test_a_far_move_changes_the_moved_row_alone() -> None:
    assert len(place_rows(HUNAN, [HUNAN.tasks[60]], 3).changes) == 1


def test_a_unit_is_replaced_in_its_role_and_place() -> None:
    book = with_units("省科技厅、省经信委、省财政厅等")
    after = book.applied(replace_unit(book, ROW, "省经信委", "省工信厅", DIRECTORY))
    assert annex_cell(after, ROW, "units") == "省科技厅、省工信厅、省财政厅等"
    after = book.applied(replace_unit(book, ROW, "省科技厅", "省工信厅", DIRECTORY))
    assert roles(after, ROW.key)[0] == ("省工信厅", Role.LEAD)
    after = book.applied(replace_unit(book, ROW, "省财政厅", "省工信厅", DIRECTORY))
    assert annex_cell(after, ROW, "units") == "省科技厅、省经信委、省工信厅等"


def test_words_that_close_a_group_stay_with_it() -> None:
    text = "省科技厅、省经信委等省直有关部门，各市人民政府，平潭综合实验区管委会"
    book = with_units(text)
    for new in ("省工信厅", "省工信厅、省商务厅"):
        after = book.applied(replace_unit(book, ROW, "省经信委", new, DIRECTORY))
        assert annex_cell(after, ROW, "units") == text.replace("省经信委", new)
    after = book.applied(replace_unit(book, ROW, "省科技厅", "省工信厅", DIRECTORY))
    assert annex_cell(after, ROW, "units") == text.replace("省科技厅", "省工信厅")
    after = book.applied(remove_units(book, ROW, ["省经信委"], DIRECTORY))
    assert annex_cell(after, ROW, "units") == text.replace("、省经信委", "")
    after = book.applied(add_units(book, ROW, "省商务厅", DIRECTORY))
    assert annex_cell(after, ROW, "units") == text + "、省商务厅"


def test_the_open_end_of_what_is_removed_first_is_not_lost() -> None:
    book = with_units("省科技厅等省直有关部门，各市人民政府")
    after = book.applied(remove_units(book, ROW, ["省科技厅"], DIRECTORY))
    assert annex_cell(after, ROW, "units") == "各市人民政府等省直有关部门"


def test_a_unit_that_would_be_twice_is_there_once_and_leads_where_either_did() -> None:
    book = with_units("省经信委、省科技厅、省财政厅")
    assert doubled(book, ROW, "省经信委", ["省科技厅", "省教育厅"]) == ["省科技厅"]
    after = book.applied(replace_unit(book, ROW, "省经信委", "省科技厅", DIRECTORY))
    assert roles(after, ROW.key) == [("省科技厅", Role.LEAD), ("省财政厅", Role.PARTICIPANT)]
    after = book.applied(replace_unit(book, ROW, "省财政厅", "省经信委", DIRECTORY))
    assert roles(after, ROW.key) == [("省经信委", Role.LEAD), ("省科技厅", Role.PARTICIPANT)]


def test_only_what_comes_in_is_judged() -> None:
    book = with_units("省科技厅、省科技斤、省财政厅")
    (doubt,) = book.doubts(ROW.key)
    after = book.applied(replace_unit(book, ROW, "省财政厅", "省教育斤", DIRECTORY))
    assert doubt in after.doubts(ROW.key)
    assert len(after.doubts(ROW.key)) == 2
    after = after.applied(replace_unit(after, ROW, "省科技斤", "省教育厅", DIRECTORY))
    assert ["省教育斤" in d.message for d in after.doubts(ROW.key)] == [True]


def test_a_lead_removed_is_asked_about() -> None:
    book = with_units("省科技厅、省经信委、省财政厅等")
    after = book.applied(remove_units(book, ROW, ["省财政厅"], DIRECTORY))
    assert annex_cell(after, ROW, "units") == "省科技厅、省经信委等"
    assert after.doubts(ROW.key) == []
    after = book.applied(remove_units(book, ROW, ["省科技厅"], DIRECTORY))
    assert [d.code for d in after.doubts(ROW.key)] == ["role.lead_removed"]
    after = after.applied(add_units(after, ROW, "省教育厅", DIRECTORY, lead=True))
    assert after.doubts(ROW.key) == []


def test_a_unit_is_added_in_its_role() -> None:
    book = with_units("省科技厅、省财政厅等")
    after = book.applied(add_units(book, ROW, "省教育厅", DIRECTORY))
    assert annex_cell(after, ROW, "units") == "省科技厅、省财政厅、省教育厅等"
    assert roles(after, ROW.key)[-1] == ("省教育厅", Role.PARTICIPANT)
    after = book.applied(add_units(book, ROW, "省财政厅", DIRECTORY, lead=True))
    assert [r for _, r in roles(after, ROW.key)] == [Role.LEAD, Role.LEAD]
    assert not add_units(book, ROW, "省科技厅", DIRECTORY)
    with pytest.raises(RefusedEdit):
        add_units(book, ROW, " ", DIRECTORY)


UNITS = ["省科技厅", "省经信委", "省财政厅", "省教育厅", "各市州人民政府"]


@settings(max_examples=80, deadline=None)
@given(
    present=st.lists(st.sampled_from(UNITS), min_size=1, max_size=4, unique=True),
    old=st.sampled_from(UNITS),
    new=st.lists(st.sampled_from([*UNITS, "省工信厅"]), min_size=1, max_size=2, unique=True),
    tail=st.sampled_from(["", "等"]),
)
def test_replacing_loses_no_other_unit_and_undoes(
    present: list[str], old: str, new: list[str], tail: str
) -> None:
    book = with_units("、".join(present) + tail)
    step = replace_unit(book, ROW, old, "、".join(new), DIRECTORY)
    after = book.applied(step)
    expected = set(present) if old not in present else (set(present) - {old}) | set(new)
    assert set(names(after, ROW.key)) == expected
    assert len(names(after, ROW.key)) == len(expected)
    assert annex_cell(after, ROW, "units").endswith(tail)
    led = {n for n, r in roles(book, ROW.key) if r == Role.LEAD}
    leads_after = {n for n, r in roles(after, ROW.key) if r == Role.LEAD}
    assert led - {old} <= leads_after
    assert bool(leads_after) is bool(led)
    assert after.applied(step.inverted()).tables == book.tables


def test_a_unit_is_replaced_everywhere_as_one_step() -> None:
    rows: Sequence[Task | AnnexRow] = [*HUNAN.tasks, *HUNAN.annex]

    def plan(book: Book, row: Task | AnnexRow) -> ChangeSet:
        return replace_unit(book, row, "省经信委", "省工信厅", DIRECTORY)

    found = planned(HUNAN, rows, plan)
    named = [r for r in rows if "省经信委" in names(HUNAN, r.key)]
    assert [p.row for p in found] == named
    assert len(found) > 10
    assert all("省工信厅" in "".join(c.after for c in p.cells) for p in found)
    step = carried_out(HUNAN, named, plan, "替换单位")
    after = HUNAN.applied(step)
    assert not any("省经信委" in names(after, r.key) for r in rows)
    assert [t.text for t in after.tasks] == [t.text for t in HUNAN.tasks]
    assert after.applied(step.inverted()).tables == HUNAN.tables


def test_a_change_of_the_lead_is_seen_in_the_annex_too() -> None:
    book = with_units("省科技厅、省财政厅")
    (found,) = planned(book, [ROW], lambda b, r: add_units(b, r, "省财政厅", DIRECTORY, lead=True))
    (cell,) = found.cells
    assert (cell.title, cell.before, cell.after) == ("牵头", "省科技厅", "省科技厅、省财政厅")


def test_rows_are_called_by_their_places() -> None:
    called = row_names(HUNAN)
    assert called[HUNAN.tasks[11].key] == "第12项任务"
    assert called[HUNAN.annex[4].key] == "附件第5项"


def test_a_text_is_replaced_in_the_cells_asked_for_and_never_in_the_source() -> None:
    row = HUNAN.annex[4]
    step = replace_text(HUNAN, row, "12底", "12月底", ["deadline"], DIRECTORY)
    after = HUNAN.applied(step)
    assert annex_cell(after, row, "deadline") == "2017年12月底前启动"
    assert after.doubts(row.key) == []
    assert not replace_text(HUNAN, row, "12底", "12月底", ["wording", "units"], DIRECTORY)
    assert not replace_text(HUNAN, row, "", "x", ["wording", "units", "deadline"], DIRECTORY)
    book = with_units("省科技厅、省经信委等省直单位")
    after = book.applied(replace_text(book, ROW, "经信委", "工信厅", ["units"], DIRECTORY))
    assert annex_cell(after, ROW, "units") == "省科技厅、省工信厅等省直单位"
    assert roles(after, ROW.key)[0] == ("省科技厅", Role.LEAD)
    after = book.applied(replace_text(book, ROW, "省直单位", "有关部门", ["units"], DIRECTORY))
    assert annex_cell(after, ROW, "units") == "省科技厅、省经信委等有关部门"
    after = book.applied(replace_text(book, ROW, "省科技厅", "", ["units"], DIRECTORY))
    assert names(after, ROW.key) == ["省经信委"]


@settings(max_examples=60, deadline=None)
@given(
    which=st.integers(0, 67),
    old=st.text("省科技厅、建设等。年", min_size=1, max_size=3),
    new=st.text("省科技厅、建设等。年\n", max_size=3),
)
def test_any_replacing_undoes(which: int, old: str, new: str) -> None:
    task = HUNAN.tasks[which]
    step = replace_text(HUNAN, task, old, new, ["wording", "units", "deadline"], DIRECTORY)
    after = HUNAN.applied(step)
    assert after.get(Task, task.key).text == task.text
    assert after.applied(step.inverted()).tables == HUNAN.tables


def linked_row(book: Book) -> AnnexRow:
    return next(r for r in book.annex if len(book.links_of_row(r.key)) == 1)


def test_a_listed_row_is_as_its_task_until_one_is_edited() -> None:
    book = HUBEI.applied(list_in_annex(HUBEI, HUBEI.tasks[:2]))
    row, task = book.annex[0], HUBEI.tasks[0]
    assert differences(book, row) == []
    book = book.applied(edit_cell(book, row, "units", "省教育厅", DIRECTORY))
    book = book.applied(edit_cell(book, row, "deadline", "2023年底前", DIRECTORY))
    found = differences(book, row)
    assert [d.column for d in found] == ["units", "deadline"]
    assert found[0].title == "责任部门"
    assert "省教育厅" in found[0].in_annex
    assert found[1].in_tasks == task_cell(book, task, "deadline")
    step = take_to_annex(book, row, ["units"])
    after = book.applied(step)
    assert [d.column for d in differences(after, row)] == ["deadline"]
    assert roles(after, row.key) == roles(book, task.key)
    assert step.label == "改附件"
    assert after.applied(step.inverted()).tables == book.tables
    step = take_to_task(book, row, ["deadline"])
    after = book.applied(step)
    assert task_cell(after, task, "deadline") == "2023年底前"
    assert [d.column for d in differences(after, row)] == ["units"]
    assert after.applied(step.inverted()).tables == book.tables


def test_what_is_unsure_goes_along() -> None:
    book = HUBEI.applied(list_in_annex(HUBEI, HUBEI.tasks[:1]))
    row, task = book.annex[0], HUBEI.tasks[0]
    book = book.applied(edit_cell(book, row, "deadline", "尽快", DIRECTORY))
    after = book.applied(take_to_task(book, row))
    assert [d.code for d in after.doubts(task.key)] == ["deadline.unread"]
    back = book.applied(take_to_annex(book, row))
    assert back.doubts(row.key) == book.doubts(task.key)


def test_several_tasks_are_compared_as_one_and_cannot_be_changed_from_the_row() -> None:
    book = HUBEI.applied(list_in_annex(HUBEI, HUBEI.tasks[:1]))
    row = book.annex[0]
    step = link_task(book, row, HUBEI.tasks[1])
    book = book.applied(step)
    assert not link_task(book, row, HUBEI.tasks[1])
    assert tasks_of(book, row) == HUBEI.tasks[:2]
    found = {d.column: d for d in differences(book, row)}
    assert found["wording"].in_tasks == "；".join(t.wording for t in HUBEI.tasks[:2])
    assert not take_to_task(book, row)
    after = book.applied(take_to_annex(book, row))
    assert differences(after, after.get(AnnexRow, row.key)) == []
    undone = book.applied(unlink_task(book, row, HUBEI.tasks[1]))
    assert differences(undone, row) == []


def test_another_lead_among_several_tasks_is_asked_about() -> None:
    book = text_book(
        "某省实施方案\n\n一、重点任务\n"
        "1.建设平台。完善服务。（省科技厅牵头，省教育厅配合）\n"
        "2.推进转化。扩大试点。（省财政厅牵头，省教育厅配合）\n"
    )
    book = book.applied(list_in_annex(book, book.tasks[:1]))
    row = book.annex[0]
    book = book.applied(link_task(book, row, book.tasks[1]))
    step = take_to_annex(book, row)
    after = book.applied(step)
    assert roles(after, row.key)[2] == ("省财政厅", "participant")
    (doubt,) = after.doubts(row.key)
    assert (doubt.field, doubt.code) == ("role", "merge.leads_differ")
    assert "省科技厅；省财政厅" in doubt.message
    assert after.applied(step.inverted()).tables == book.tables
    # Wording and deadlines ask nothing about who leads.
    assert book.applied(take_to_annex(book, row, ["wording", "deadline"])).doubts(row.key) == []


def test_replacing_asks_no_dismissed_question_again() -> None:
    book = text_book(
        "某省实施方案\n\n一、重点任务\n"
        "1.建设平台。2017年12底前完成。2018年6月底前建成。（责任单位：省科技厅）\n"
    )
    task = book.tasks[0]
    (slip,) = book.doubts(task.key)
    dismissed = book.applied(settle_doubt(book, slip, DIRECTORY, accept=False))
    step = replace_text(dismissed, task, "6月底", "7月底", ["deadline"], DIRECTORY)
    after = dismissed.applied(step)
    assert task_cell(after, task, "deadline") == "2017年12底前；2018年7月底前"
    assert after.doubts(task.key) == []
    # An open question goes on, and another text is another question.
    again = book.applied(replace_text(book, task, "6月底", "7月底", ["deadline"], DIRECTORY))
    assert [d.message for d in again.doubts(task.key)] == [slip.message]
    step = replace_text(dismissed, task, "2017年12底", "2019年12底", ["deadline"], DIRECTORY)
    assert [d.code for d in dismissed.applied(step).doubts(task.key)] == ["deadline.slip"]


def test_a_row_without_tasks_differs_from_nothing() -> None:
    row = linked_row(HUNAN)
    book = HUNAN.applied(remove_rows(HUNAN, tasks_of(HUNAN, row)))
    assert differences(book, row) == []
    assert not take_to_annex(book, row)


@settings(max_examples=40, deadline=None)
@given(
    source=st.integers(0, 14),
    target=st.integers(0, 14),
    column=st.sampled_from(["wording", "units", "deadline"]),
)
def test_a_cell_is_copied_with_all_it_means(source: int, target: int, column: str) -> None:
    a, b = HUNAN.annex[source], HUNAN.annex[target]
    step = copied_cell(HUNAN, a, b, column)
    after = HUNAN.applied(step)
    assert annex_cell(after, after.get(AnnexRow, b.key), column) == annex_cell(HUNAN, a, column)
    assert after.applied(step.inverted()).tables == HUNAN.tables
    if column == "units":
        assert roles(after, b.key) == roles(HUNAN, a.key)
