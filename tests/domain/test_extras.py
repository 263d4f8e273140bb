"""Further fields are kept beside a policy or task, each once, and undo exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.book import Book
from desktop.domain.cells import task_cell
from desktop.domain.columns import (
    ALL_TASK_COLUMNS,
    ANNEX_COLUMNS,
    POLICY_EXTRAS,
    TASK_COLUMNS,
    TASK_EXTRAS,
    Column,
)
from desktop.domain.edits import edit_cell
from desktop.domain.extras import edit_extra, extra, extra_columns, extras_of
from desktop.domain.records import AnnexRow, Extra, Task
from desktop.domain.unit import UnitDirectory
from tests.storage.books import sample


@pytest.fixture
def book() -> Book:
    return Book.of("b", [r for r in sample() if r.kind != "extra"])


def test_the_registry_has_them_and_prints_none_unasked() -> None:
    assert [c.title for c in POLICY_EXTRAS] == ["来文字号", "收文号", "办结时限"]
    assert [c.title for c in TASK_EXTRAS] == ["责任领导", "承办处室", "联系人"]
    extras = (*POLICY_EXTRAS, *TASK_EXTRAS)
    assert not any(c.printed for c in extras)
    assert all(c.printed for c in (*ANNEX_COLUMNS, *TASK_COLUMNS))
    keys = [c.key for c in extras]
    assert len(set(keys)) == len(keys)
    assert not set(keys) & {c.key for c in (*ANNEX_COLUMNS, *TASK_COLUMNS)}


def test_a_field_is_put_in_changed_and_emptied(book: Book) -> None:
    assert extra(book, "t1", "leader") == ""
    step = edit_extra(book, "t1", "leader", " 分管副省长\r\n")
    assert (step.label, len(step.changes)) == ("修改责任领导", 1)
    book = book.applied(step)
    assert extra(book, "t1", "leader") == "分管副省长"
    (key,) = book.tables["extra"]
    book = book.applied(edit_extra(book, "t1", "leader", "常务副省长"))
    assert list(book.tables["extra"]) == [key]
    book = book.applied(edit_extra(book, "t1", "leader", "\n"))
    assert (extra(book, "t1", "leader"), book.all(Extra)) == ("", [])


def test_fields_do_not_meet(book: Book) -> None:
    for owner, name in (("t1", "leader"), ("t1", "contact"), ("p1", "handle_by")):
        book = book.applied(edit_extra(book, owner, name, owner + name))
    assert extra(book, "t1", "contact") == "t1contact"
    assert extra(book, "p0", "handle_by") == ""
    assert [e.name for e in extras_of(book, "t1")] == ["leader", "contact"]
    assert [e.name for e in extras_of(book, "p1")] == ["handle_by"]
    assert extras_of(book, "r1") == []


def test_what_changes_nothing_is_no_step(book: Book) -> None:
    assert not edit_extra(book, "t1", "leader", " ")
    book = book.applied(edit_extra(book, "t1", "leader", "分管副省长"))
    assert not edit_extra(book, "t1", "leader", "分管副省长 ")


@pytest.mark.parametrize(
    ("owner", "name"),
    [("t1", "handle_by"), ("p1", "leader"), ("t1", "wording"), ("r1", "leader"), ("x", "leader")],
)
def test_an_owner_has_its_own_fields_only(book: Book, owner: str, name: str) -> None:
    with pytest.raises(KeyError):
        edit_extra(book, owner, name, "x")
    assert extra(book, owner, name) == ""
    assert name not in {c.key for c in extra_columns(book, owner)}


FIELDS = [("t1", c.key) for c in TASK_EXTRAS] + [("p1", c.key) for c in POLICY_EXTRAS]


@given(st.lists(st.tuples(st.sampled_from(FIELDS), st.text(max_size=4)), max_size=8))
def test_any_typing_undoes_exactly(edits: list[tuple[tuple[str, str], str]]) -> None:
    start = book = Book.of("b", sample())
    done, said = [], {}
    for (owner, name), text in edits:
        done.append(edit_extra(book, owner, name, text))
        book = book.applied(done[-1])
        said[owner, name] = extra(book, owner, name)
    assert {f: extra(book, *f) for f in said} == said
    for step in reversed(done):
        book = book.applied(step.inverted())
    assert book == start


@pytest.mark.parametrize("column", TASK_EXTRAS, ids=lambda c: c.key)
def test_the_task_table_shows_and_edits_them_like_its_other_cells(
    book: Book, column: Column
) -> None:
    task = book.get(Task, "t1")
    assert task_cell(book, task, column.key) == ""
    step = edit_cell(book, task, column.key, " 一处\r\n二处 ", UnitDirectory())
    assert (step.label, len(step.changes)) == (f"修改{column.title}", 1)
    after = book.applied(step)
    assert task_cell(after, task, column.key) == extra(after, "t1", column.key) == "一处\n二处"
    emptied = after.applied(edit_cell(after, task, column.key, "", UnitDirectory()))
    assert emptied.all(Extra) == []
    assert after.applied(step.inverted()) == book
    with pytest.raises(KeyError):
        edit_cell(book, book.get(AnnexRow, "r1"), column.key, "x", UnitDirectory())


def test_the_task_table_can_show_each_once_and_last() -> None:
    assert (*TASK_COLUMNS, *TASK_EXTRAS) == ALL_TASK_COLUMNS
    task = Book.of("b", sample()).get(Task, "t1")
    for column in ALL_TASK_COLUMNS:
        assert isinstance(task_cell(Book.of("b", sample()), task, column.key), str)
