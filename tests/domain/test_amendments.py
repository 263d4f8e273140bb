"""What is to change in the text: added, edited, removed, in order, and told in 修改记录."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.domain.amendments import (
    add_amendment,
    amendment_at,
    amendment_of,
    amendments,
    edit_amendment,
    remove_amendments,
)
from desktop.domain.book import Book
from desktop.domain.changelog import tell_unsaved
from desktop.domain.changes import ChangeSet, change_set, insert
from desktop.domain.document import Span
from desktop.domain.records import Amendment, Policy, Revision
from desktop.domain.row_edits import remove_rows
from tests.services.books import seed_book

HUNAN = seed_book("001")
POLICY = HUNAN.policies[0].key


def amendment(key: str, original: str = "旧", proposed: str = "新") -> Amendment:
    return Amendment(key, POLICY, 0, f"第{key}项", original, proposed, "", None)


def with_three() -> Book:
    book = HUNAN
    for key in "abc":
        book = book.applied(add_amendment(book, amendment(key)))
    return book


def keys(book: Book) -> str:
    return "".join(a.key for a in amendments(book))


def test_a_task_brings_its_place_and_its_text() -> None:
    drawn = amendment_of(HUNAN, HUNAN.tasks[0])
    assert drawn.place == "二、重点任务（一）开展科技成果信息汇交和发布第1项"
    assert drawn.original == HUNAN.tasks[0].text
    assert (drawn.policy, drawn.concerns) == (POLICY, HUNAN.tasks[0].key)
    assert add_amendment(HUNAN, replace(drawn, proposed=drawn.original)).changes == ()


def test_a_stretch_of_the_text_is_placed_by_its_task_or_heading() -> None:
    task, policy = HUNAN.tasks[1], HUNAN.policies[0]
    drawn = amendment_at(HUNAN, policy, Span(task.start + 2, task.start + 6), " 旧文\n")
    assert (drawn.place, drawn.original) == (amendment_of(HUNAN, task).place, "旧文")
    assert drawn.concerns == task.key
    section = HUNAN.sections[0]
    drawn = amendment_at(HUNAN, policy, Span(section.start, section.end), "标题")
    assert drawn.place == section.label + section.title
    assert (drawn.policy, drawn.concerns) == (policy.key, None)
    assert amendment_at(HUNAN, policy, Span(0, 2), "湖南").place == ""


def test_they_stand_in_the_order_asked_for_however_often() -> None:
    book = with_three()
    assert keys(book) == "abc"
    book = book.applied(add_amendment(book, amendment("d"), 0))
    for number in range(30):  # until the gap between two ranks is used up
        book = book.applied(add_amendment(book, amendment(f"e{number}"), 1))
    found = [a.key for a in amendments(book)]
    assert found == ["d", *(f"e{n}" for n in reversed(range(30))), "a", "b", "c"]


def test_what_is_written_is_cleaned_and_the_rest_stays() -> None:
    book = with_three()
    typed = replace(amendment("b"), proposed=" 改\r\n为\x00 ", policy="x", order=9, concerns="t")
    book = book.applied(edit_amendment(book, typed))
    edited = book.get(Amendment, "b")
    assert edited.proposed == "改\n为"
    assert (edited.policy, edited.concerns) == (POLICY, None)
    assert keys(book) == "abc"
    assert not edit_amendment(book, edited)


def test_removed_and_taken_back() -> None:
    book = with_three()
    step = remove_amendments(book, ["a", "c"])
    assert keys(book.applied(step)) == "b"
    assert book.applied(step).applied(step.inverted()) == book


def test_what_is_not_there() -> None:
    with pytest.raises(KeyError):
        edit_amendment(HUNAN, amendment("a"))
    with pytest.raises(KeyError):
        remove_amendments(HUNAN, ["a"])
    with pytest.raises(KeyError):
        add_amendment(HUNAN, replace(amendment("a"), policy="x"))


def test_a_task_that_goes_leaves_its_amendment() -> None:
    task = HUNAN.tasks[0]
    noted = replace(amendment("a"), concerns=task.key)
    book = HUNAN.applied(add_amendment(HUNAN, noted))
    assert keys(book.applied(remove_rows(book, [task]))) == "a"


def test_only_current_policies_are_still_to_change() -> None:
    book = with_three()
    later = replace(book.get(Policy, POLICY), key="later")
    book = book.applied(change_set("", [insert(later), insert(Revision("v", "later", POLICY))]))
    assert keys(book) == ""
    book = book.applied(add_amendment(book, replace(amendment("n"), policy="later")))
    assert keys(book) == "n"


@pytest.mark.parametrize(
    ("original", "proposed", "told"),
    [
        ("省经信委", "省工信厅", "第a项 修改：“省经信委”改为“省工信厅”"),
        ("", "增加的话", "第a项 修改：增加“增加的话”"),
        ("删去的话", "", "第a项 修改：删去“删去的话”"),
    ],
)
def test_the_journal_tells_one_in_a_line(original: str, proposed: str, told: str) -> None:
    step = add_amendment(HUNAN, amendment("a", original, proposed))
    assert tell_unsaved(HUNAN.applied(step), step) == (told,)


def test_an_edit_is_told_as_before_and_after() -> None:
    book = with_three()
    step: ChangeSet = edit_amendment(book, replace(amendment("a"), proposed="更新"))
    assert tell_unsaved(book.applied(step), step) == ("第a项 修改：“旧”改为“新” → “旧”改为“更新”",)
