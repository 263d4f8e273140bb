"""What a clerk does to a cell becomes one step that undoes exactly."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.book import Book
from desktop.domain.cells import annex_cell, cell_doubts, task_cell
from desktop.domain.changes import ChangeSet
from desktop.domain.edits import edit_cell, meaning_of, settle_doubt
from desktop.domain.unit import Role
from desktop.services.directory import unit_directory
from tests.services.books import seed_book, text_book

DIRECTORY = unit_directory()
HUNAN = seed_book("001")
HUBEI = seed_book("003")


def undone(book: Book, step: ChangeSet) -> Book:
    return book.applied(step).applied(step.inverted())


def test_a_wording_is_put_in_and_taken_back() -> None:
    row = HUNAN.annex[3]
    step = edit_cell(
        HUNAN, row, "wording", "建设湖南省常设技术交易市场\r\n（潇湘技术大市场）", DIRECTORY
    )
    book = HUNAN.applied(step)
    assert (
        annex_cell(book, book.annex[3], "wording")
        == "建设湖南省常设技术交易市场\n（潇湘技术大市场）"
    )
    assert undone(HUNAN, step).tables == HUNAN.tables


def test_the_same_text_changes_nothing() -> None:
    row = HUNAN.annex[3]
    for column in ("wording", "units", "deadline"):
        assert not edit_cell(HUNAN, row, column, annex_cell(HUNAN, row, column), DIRECTORY)


def test_in_hunan_the_first_unit_leads_after_an_edit_too() -> None:
    row = HUNAN.annex[3]
    book = HUNAN.applied(
        edit_cell(HUNAN, row, "units", "长沙国家高新区管委会、省科技厅、省知识产权局", DIRECTORY)
    )
    roles = [(a.name, a.role) for a in book.assignments(row.key)]
    assert roles[0] == ("长沙国家高新区管委会", Role.LEAD)
    assert {role for _, role in roles[1:]} == {Role.PARTICIPANT}


def test_a_unit_keeps_its_key_through_an_edit() -> None:
    row = HUNAN.annex[3]
    keys = {a.name: a.key for a in HUNAN.assignments(row.key)}
    book = HUNAN.applied(
        edit_cell(HUNAN, row, "units", "省知识产权局、省科技厅、省财政厅", DIRECTORY)
    )
    after = {a.name: a.key for a in book.assignments(row.key)}
    assert keys.items() <= after.items()


def test_a_lead_is_taken_out_of_the_others() -> None:
    task = HUBEI.tasks[0]
    book = HUBEI.applied(edit_cell(HUBEI, task, "lead", "省教育厅", DIRECTORY))
    assert task_cell(book, task, "lead") == "省教育厅"
    assert task_cell(book, task, "others") == "省科技厅"
    assert [a.role for a in book.assignments(task.key)] == [Role.LEAD, Role.PARTICIPANT]


def test_settling_the_slip_corrects_the_deadline() -> None:
    row = HUNAN.annex[4]
    (doubt,) = HUNAN.doubts(row.key)
    book = HUNAN.applied(settle_doubt(HUNAN, doubt, DIRECTORY, accept=True))
    assert annex_cell(book, row, "deadline") == "2017年12月底前启动"
    assert book.doubts(row.key) == []
    assert [meaning_of(d) for d in book.deadlines(row.key)] == ["2017-12-31"]


def test_dismissing_a_doubt_leaves_the_cell() -> None:
    row = HUNAN.annex[4]
    (doubt,) = HUNAN.doubts(row.key)
    book = HUNAN.applied(settle_doubt(HUNAN, doubt, DIRECTORY, accept=False))
    assert annex_cell(book, row, "deadline") == "2017年12底前启动"
    assert book.doubts(row.key) == []


def test_an_unclear_deadline_is_kept_and_marked() -> None:
    row = HUNAN.annex[0]
    book = HUNAN.applied(edit_cell(HUNAN, row, "deadline", "尽快", DIRECTORY))
    assert annex_cell(book, row, "deadline") == "尽快"
    assert [d.code for d in book.doubts(row.key)] == ["deadline.unread"]


def test_an_unknown_unit_is_kept_and_marked() -> None:
    row = HUNAN.annex[0]
    book = HUNAN.applied(edit_cell(HUNAN, row, "units", "长沙市人民政府、省科技斤", DIRECTORY))
    assert annex_cell(book, row, "units") == "长沙市人民政府、省科技斤"
    assert [d.code for d in book.doubts(row.key)] == ["unit.not_a_name"]


def test_a_column_that_is_not_editable_is_refused() -> None:
    with pytest.raises(KeyError):
        edit_cell(HUNAN, HUNAN.tasks[0], "number", "2.", DIRECTORY)


SMALL = text_book(
    "某方案\n一、任务\n1.建设平台。建成平台。（责任单位：省科技厅、省财政厅）\n2.办好大赛。办好。（责任单位：省教育厅等）"
)


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from(["wording", "lead", "others", "deadline"]), st.text(max_size=12)),
        max_size=5,
    )
)
def test_any_typing_undoes_exactly(edits: list[tuple[str, str]]) -> None:
    book, steps = SMALL, []
    for column, text in edits:
        step = edit_cell(book, book.tasks[0], column, text, DIRECTORY)
        book = book.applied(step)
        steps.append(step)
    for step in reversed(steps):
        book = book.applied(step.inverted())
    assert book.tables == SMALL.tables


def test_a_proposal_for_the_policy_goes_into_the_policy() -> None:
    book = seed_book("002")
    (policy,) = book.policies
    for doubt in book.doubts(policy.key):
        book = book.applied(settle_doubt(book, doubt, DIRECTORY, accept=True))
    assert book.policies[0].doc_number == "浙科发成〔2019〕114号"
    assert book.policies[0].issued_on == "2019-12-27"
    assert book.doubts(policy.key) == []


def test_a_doubt_without_a_proposal_cannot_be_accepted() -> None:
    (doubt,) = HUNAN.doubts(HUNAN.annex[14].key)
    with pytest.raises(ValueError, match="proposes nothing"):
        settle_doubt(HUNAN, doubt, DIRECTORY, accept=True)
    settled = HUNAN.applied(settle_doubt(HUNAN, doubt, DIRECTORY, accept=False))
    assert settled.doubts(HUNAN.annex[14].key) == []


def test_accepting_one_phrase_leaves_the_others_of_its_cell() -> None:
    row = HUNAN.annex[0]
    book = HUNAN.applied(
        edit_cell(HUNAN, row, "deadline", "2017年6月底前；2017年12底前", DIRECTORY)
    )
    (doubt,) = book.doubts(row.key)
    book = book.applied(settle_doubt(book, doubt, DIRECTORY, accept=True))
    assert annex_cell(book, row, "deadline") == "2017年6月底前；2017年12月底前"


def test_several_times_in_one_phrase_are_doubted() -> None:
    row = HUNAN.annex[0]
    book = HUNAN.applied(
        edit_cell(HUNAN, row, "deadline", "2017年6月底前启动，2018年12月底前完成", DIRECTORY)
    )
    assert [d.date for d in book.deadlines(row.key)] == ["2018-12-31"]
    assert [d.code for d in book.doubts(row.key)] == ["deadline.several"]


def test_a_doubted_lead_stays_doubted_when_another_cell_is_edited() -> None:
    task = HUBEI.tasks[0]
    book = HUBEI.applied(edit_cell(HUBEI, task, "lead", "省科技斤", DIRECTORY))
    assert [d.code for d in book.doubts(task.key)] == ["unit.not_a_name"]
    book = book.applied(edit_cell(book, task, "others", "省教育厅、省财政厅", DIRECTORY))
    assert [d.code for d in book.doubts(task.key)] == ["unit.not_a_name"]
    book = book.applied(edit_cell(book, task, "lead", "省科技厅", DIRECTORY))
    assert book.doubts(task.key) == []


def test_the_mark_stands_on_the_cell_of_the_doubted_unit() -> None:
    task = HUBEI.tasks[0]
    book = HUBEI.applied(edit_cell(HUBEI, task, "lead", "省科技斤", DIRECTORY))
    assert [len(cell_doubts(book, task, c)) for c in ("lead", "others", "wording")] == [1, 0, 0]
    book = HUBEI.applied(edit_cell(HUBEI, task, "others", "省教育斤", DIRECTORY))
    assert [len(cell_doubts(book, task, c)) for c in ("lead", "others", "wording")] == [0, 1, 0]


def test_a_typed_collective_in_the_first_place_is_doubted_as_lead() -> None:
    row = HUNAN.annex[0]
    book = HUNAN.applied(edit_cell(HUNAN, row, "units", "省直各相关部门、省教育厅", DIRECTORY))
    assert [d.code for d in book.doubts(row.key)] == ["role.lead_collective"]
