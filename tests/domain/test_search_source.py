"""Sources are searched paragraph by paragraph, and what is found counts with the rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.domain.document import Span
from desktop.domain.records import AnnexRow, Assignment, Policy, Section, Task
from desktop.domain.search import Query, SearchIndex
from desktop.domain.search_findings import Findings, findings
from desktop.domain.search_source import SourceText, stretch_of
from desktop.domain.trace import Edit, Trace
from tests.benchmarks.search_books import big_book
from tests.domain.test_search import POLICY, book_of, task, unit

TEXT = "一、总则\r\n  推进改革。推进开放。\r\n\r\n二、任务\r\n落实推 进。\r\n（一）落实"
EVERYWHERE = (Task.kind, AnnexRow.kind, Policy.kind)


def source(text: str = TEXT, policy: str = "p1") -> SourceText:
    return SourceText(policy, Trace(text))


def test_paragraphs_with_every_word_are_found() -> None:
    hits = source().find(["推进"])
    assert [hit.text for hit in hits] == ["推进改革。推进开放。", "落实推 进。"]
    assert [s.slice(hits[0].text) for s in hits[0].places()] == ["推进", "推进"]
    assert [s.slice(TEXT) for hit in hits for s in hit.sources()] == ["推进", "推进", "推 进"]
    assert [hit.text for hit in source().find(["推进", "落实"])] == ["落实推 进。"]
    assert source().find(["改革", "落实"]) == []
    assert source().find([]) == []
    assert source().find(["没有"]) == []


def test_places_lead_back_to_the_source_that_was_cleaned() -> None:
    cleaned = Trace("發(fā)展。推进").edited([Edit(0, 5, "发", "gloss")])
    (hit,) = SourceText("p1", cleaned).find(["推进"])
    assert [s.slice(cleaned.source) for s in hit.sources()] == ["推进"]
    (hit,) = SourceText("p1", cleaned).find(["发展"])
    assert [s.slice(cleaned.source) for s in hit.sources()] == ["發(fā)展"]


SECTIONS = [
    Section("s1", "p1", None, 1, 1, "一、", "总则", 0, 4),
    Section("s2", "p1", None, 2, 1, "二、", "任务", TEXT.index("二、"), TEXT.index("二、") + 4),
    Section("s3", "p1", "s2", 3, 2, "（一）", "落实", TEXT.index("（一）"), len(TEXT)),
]


def test_a_section_reaches_to_the_next_that_is_not_below_it() -> None:
    book = book_of(SECTIONS)
    second = TEXT.index("二、")
    assert stretch_of(book, "s1") == ("p1", Span(0, second))
    assert stretch_of(book, "p1") == ("p1", None)
    assert stretch_of(book, "gone") is None
    found = stretch_of(book, "s2")
    assert found is not None
    assert [h.text for h in source().find(["落实"], found[1])] == ["落实推 进。", "（一）落实"]
    assert [h.text for h in source().find(["推进"], Span(0, second))] == ["推进改革。推进开放。"]


def search(query: Query, limit: int = 1000) -> Findings:
    book = book_of(
        [
            replace(POLICY, key="p2"),
            *SECTIONS,
            task("t1", "推进改革", section="s1"),
            task("t2", "推进开放", section="s2"),
            AnnexRow("r1", "p1", 1, None, "推进人才工作", None, None),
            unit("r1", "省财政厅"),
        ]
    )
    return findings(SearchIndex(book), [source(), source("推进", "p2")], query, limit)


def test_everything_is_counted_and_the_first_are_listed() -> None:
    found = search(Query("推进", kinds=EVERYWHERE), limit=4)
    assert found.counts == {"task": 2, "annex_row": 1, "policy": 3}
    assert found.total == 6
    assert len(found.listed) == 4
    assert found.rows == {"t1", "t2", "r1"}
    assert len(search(Query("推进", kinds=EVERYWHERE), limit=2).listed) == 2
    assert len(search(Query("推进", kinds=EVERYWHERE)).listed) == 6


@pytest.mark.parametrize(
    ("query", "total"),
    [
        (Query("", kinds=EVERYWHERE), 0),
        (Query("推进", kinds=(Policy.kind,)), 3),
        (Query("推进", kinds=(Task.kind,)), 2),
        (Query("推进", section="s1", kinds=EVERYWHERE), 2),
        (Query("推进", section="p2", kinds=EVERYWHERE), 1),
        (Query("推进", section="gone", kinds=EVERYWHERE), 0),
        (Query("推进", unit="省财政厅", kinds=EVERYWHERE), 1),
        (Query(unit="省财政厅", kinds=EVERYWHERE), 1),
        (Query("省财政厅", kinds=EVERYWHERE), 1),
    ],
)
def test_what_counts(query: Query, total: int) -> None:
    assert search(query).total == total


def test_units_and_deadlines_are_words_too_and_follow_an_edit() -> None:
    book = big_book(1)
    index = SearchIndex(book)
    owner = book.tasks[0].key
    old = book.assignments(owner)[0]
    assert owner in {hit.row.key for hit in index.find(Query(old.name))}
    changed = replace(old, name="省新设厅")
    records = [r for table in book.tables.values() for r in table.values() if r is not old]
    other = SearchIndex(type(book).of("b", [*records, changed]), index)
    assert [hit.row.key for hit in other.find(Query("省新设厅"))] == [owner]
    assert "省新设厅" in other.units
    assert "省新设厅" not in index.units
    field, text, places = other.find(Query("省新设厅"))[0].passage(other.book)
    assert (field, [s.slice(text) for s in places]) == ("lead", ["省新设厅"])
    assert other.texts == SearchIndex(other.book).texts
    assert isinstance(changed, Assignment)
