"""A policy comes into a book whole, in one step."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from desktop import reading
from desktop.domain.book import Book
from desktop.domain.cells import annex_cell, task_cell
from desktop.domain.document import SourceDocument
from desktop.domain.facts import DIRECTORY_VERSION, fact
from desktop.domain.records import Link, Policy
from desktop.domain.trace import Trace
from desktop.domain.unit import UnitDirectory
from desktop.services.directory import unit_directory
from desktop.services.importing import import_step, read_pasted, read_policy
from desktop.support.errors import RefusedSource, UnreadableSource
from tests.services.books import NOW, seed_book, seed_path, seed_reading


@pytest.mark.parametrize(
    ("number", "tasks", "rows"),
    [("000", 68, 0), ("001", 68, 15), ("002", 17, 0), ("003", 27, 0), ("004", 31, 0)],
)
def test_tasks_and_rows_of_every_seed(number: str, tasks: int, rows: int) -> None:
    book = seed_book(number)
    assert (len(book.tasks), len(book.annex)) == (tasks, rows)


def test_the_step_undoes_to_nothing() -> None:
    empty = Book.of("lineage", ())
    step, _ = import_step(empty, seed_reading("001"), NOW)
    back = empty.applied(step).applied(step.inverted())
    assert all(not table for table in back.tables.values())


def test_the_original_and_the_trace_are_kept_by_digest() -> None:
    read = seed_reading("003")
    step, blobs = import_step(Book.of("lineage", ()), read, NOW)
    (policy,) = Book.of("lineage", ()).applied(step).all(Policy)
    assert blobs[policy.original] == seed_path("003").read_bytes()
    assert policy.original == hashlib.sha256(seed_path("003").read_bytes()).hexdigest()
    trace = Trace.from_json(blobs[policy.text].decode(), blobs[policy.trace].decode())
    assert trace.text == read.draft.trace.text


def test_the_book_says_by_which_directory_it_was_read() -> None:
    book = seed_book("003")
    assert fact(book, DIRECTORY_VERSION) == unit_directory().version == "2026-11-24"
    again, _ = import_step(book, seed_reading("004"), NOW)
    assert "setting" not in {change.kind for change in again.changes}
    newer = replace(unit_directory(), version="2027-01-01")
    step, _ = import_step(book, read_pasted("某方案\n一、任务", newer), NOW)
    assert fact(book.applied(step), DIRECTORY_VERSION) == "2027-01-01"
    assert book.applied(step).applied(step.inverted()) == book
    without, _ = import_step(book, read_pasted("某方案\n一、任务", UnitDirectory()), NOW)
    assert fact(book.applied(without), DIRECTORY_VERSION) == unit_directory().version


def test_cells_show_what_the_document_says() -> None:
    book = seed_book("001")
    first = book.tasks[0]
    assert task_cell(book, first, "number") == "1."
    assert task_cell(book, first, "wording") == "建立科技成果信息发布机制"
    assert task_cell(book, first, "lead") == "省科技厅"
    assert task_cell(book, first, "others").startswith("省发改委、省教育厅")
    assert task_cell(book, first, "others").endswith("省知识产权局等")
    assert task_cell(book, book.tasks[10], "listed") == "1"
    row = book.annex[2]
    assert annex_cell(book, row, "units").endswith("湖南银监局和长株潭三市政府")
    assert annex_cell(book, row, "deadline") == "2019年12月底前建成运行"


def test_undivided_units_stand_in_no_lead_cell() -> None:
    book = seed_book("003")
    assert task_cell(book, book.tasks[0], "lead") == ""
    assert task_cell(book, book.tasks[0], "others") == "省科技厅、省教育厅"


def test_links_join_rows_and_tasks_both_ways() -> None:
    book = seed_book("001")
    assert len(book.all(Link)) == 17
    (link,) = book.links_of_row(book.annex[0].key)
    assert book.links_of_task(link.task) == [link]


def test_a_marked_document_is_refused_when_pasted_too() -> None:
    with pytest.raises(RefusedSource):
        read_pasted("机密★1年\n某省实施方案\n一、任务", unit_directory())


def test_a_text_without_clauses_gives_a_book_without_tasks() -> None:
    read = read_pasted("关于天气的说明\n今天天气很好。", unit_directory())
    assert read.draft.tasks == ()


def test_cancelling_stops_the_extraction_too(monkeypatch: pytest.MonkeyPatch) -> None:
    read = seed_reading("004")

    def at_once(*_args: object, **_options: object) -> tuple[SourceDocument, bytes]:
        return read.document, read.original

    monkeypatch.setattr(reading, "read_file", at_once)
    with pytest.raises(UnreadableSource, match=r"source\.cancelled"):
        read_policy(seed_path("004"), unit_directory(), cancelled=lambda: True)
    assert read_policy(seed_path("004"), unit_directory(), cancelled=lambda: False).draft.tasks
