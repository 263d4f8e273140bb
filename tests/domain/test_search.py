"""Search finds what a plain look at every record finds, by each criterion and by several at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain import search
from desktop.domain.book import Book
from desktop.domain.changes import change_set, delete, insert, update
from desktop.domain.document import Span
from desktop.domain.folding import fold, fold_words
from desktop.domain.records import (
    AnnexRow,
    Assignment,
    Deadline,
    DoubtRecord,
    Link,
    Policy,
    Record,
    Section,
    Task,
)
from desktop.domain.search import Between, Hit, Query, SearchIndex, Undated
from desktop.domain.unit import Role
from tests.benchmarks.search_books import big_book
from tests.storage.books import sample

POLICY = next(r for r in sample() if isinstance(r, Policy))


def task(key: str, text: str = "", section: str | None = None, **values: Any) -> Task:
    made = Task(key, "p1", section, int(key[1:]), "", text, text, "（省厅）", 0, 0, 0, 0)
    return replace(made, **values)


def unit(owner: str, name: str, role: Role = Role.RESPONSIBLE) -> Assignment:
    key = f"{owner}{name}{role}"
    return Assignment(key, owner, 0, name, name, role.value, False, False, True, "、", "")


def due(owner: str, day: str | None, meaning: str = "by") -> Deadline:
    return Deadline(f"{owner}{day}{meaning}", owner, 0, "", meaning, day)


def keys(book: Book, query: Query) -> list[str]:
    return [hit.row.key for hit in SearchIndex(book).find(query)]


def book_of(records: Iterable[Record]) -> Book:
    return Book.of("b", [POLICY, *records])


ROWS = [
    task("t2", "推进 ＩＴ系统建设"),
    task("t1", "加快推进产业发展", clause="（牵头单位：省财政厅）"),
    task("t3", "引进人才", wording="落实人才政策"),
    AnnexRow("r1", "p1", 2, None, "推进人才工作", None, None),
    AnnexRow("r0", None, 1, None, "it系统", None, None),
]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("推", ["t1", "t2", "r1"]),
        ("推进", ["t1", "t2", "r1"]),
        ("推进it", ["t2"]),
        ("IT", ["t2", "r0"]),
        ("推进 系统", ["t2"]),
        ("省财政厅", ["t1"]),
        ("引进人才", ["t3"]),
        ("政策引进", []),
        ("落实 引进", ["t3"]),
        ("没有", []),
        ("", ["t1", "t2", "t3", "r0", "r1"]),
    ],
)
def test_words(words: str, found: list[str]) -> None:
    assert keys(book_of(ROWS), Query(words)) == found


def test_one_table_only() -> None:
    book = book_of(ROWS)
    assert keys(book, Query("推进", kinds=(AnnexRow.kind,))) == ["r1"]
    assert keys(book, Query("推进", kinds=(Task.kind,))) == ["t1", "t2"]
    assert keys(Book("empty"), Query("推进")) == []


def test_the_places_of_what_was_found() -> None:
    book = book_of(ROWS)
    (hit,) = SearchIndex(book).find(Query("系统 推进it"))
    assert hit.row.wording == "推进 ＩＴ系统建设"
    assert hit.number == 2
    assert hit.places(book) == {"wording": (Span(0, 7),), "text": (Span(0, 7),)}
    assert Hit(ROWS[0]).places(book) == {}  # type: ignore[arg-type]


def test_units_with_their_roles_and_those_of_the_policy() -> None:
    book = book_of(
        [
            *(task(f"t{n}") for n in (1, 2, 3)),
            task("t4", clause=""),
            AnnexRow("r1", "p1", 1, None, "", None, None),
            unit("t1", "省财政厅", Role.LEAD),
            unit("t1", "省教育厅", Role.PARTICIPANT),
            unit("t2", "省财政厅", Role.PARTICIPANT),
            unit("r1", "省财政厅", Role.RESPONSIBLE),
            unit("p1", "各市州（县）"),
        ]
    )
    assert keys(book, Query(unit="省财政厅")) == ["t1", "t2", "r1"]
    assert keys(book, Query(unit="省财政厅", role=Role.LEAD)) == ["t1"]
    assert keys(book, Query(unit="省财政厅", role=Role.PARTICIPANT)) == ["t2"]
    assert keys(book, Query(unit="省财政")) == []
    assert keys(book, Query(unit="各市州(县)")) == ["t1", "t2", "t3"]
    assert keys(book, Query(unit="各市州（县）", role=Role.LEAD)) == []
    assert keys(book, Query(role=Role.PARTICIPANT)) == ["t1", "t2"]


def test_sections_with_those_below() -> None:
    book = book_of(
        [
            replace(POLICY, key="p2"),
            Section("s1", "p1", None, 1, 1, "", "", 5, 5),
            Section("s2", "p1", "s1", 2, 2, "", "", 0, 0),
            Section("s3", "p1", "s2", 3, 3, "", "", 0, 0),
            Section("s4", "p1", None, 4, 1, "", "", 0, 0),
            task("t1", section="s1"),
            task("t2", section="s3"),
            task("t3", section="s4"),
            task("t4"),
            task("t5", policy="p2"),
            AnnexRow("r1", "p1", 1, None, "", None, None),
            AnnexRow("r2", "p1", 2, None, "", None, None),
            AnnexRow("r3", "p1", 3, None, "", None, None),
            Link("l1", "r1", "t2"),
            Link("l2", "r2", "t3"),
        ]
    )
    assert keys(book, Query(section="s1")) == ["t1", "t2", "r1"]
    assert keys(book, Query(section="s2")) == ["t2", "r1"]
    assert keys(book, Query(section="p1")) == ["t1", "t2", "t3", "t4", "r1", "r2", "r3"]
    assert keys(book, Query(section="p2")) == ["t5"]
    assert keys(book, Query(section="gone")) == []


def test_headings_in_a_circle_end() -> None:
    circle = [
        Section("s1", "p1", "s2", 1, 1, "", "", 0, 0),
        Section("s2", "p1", "s1", 2, 1, "", "", 0, 0),
    ]
    assert keys(book_of([*circle, task("t1", section="s1")]), Query(section="s2")) == ["t1"]


def test_deadlines() -> None:
    book = book_of(
        [
            *(task(f"t{n}") for n in range(1, 6)),
            due("t1", "2017-12-31"),
            due("t2", "2018-01-01"),
            due("t2", None, "recurring"),
            due("t3", None, "continuous"),
            due("t4", None, "unread"),
        ]
    )

    def between(first: date | None = None, last: date | None = None) -> list[str]:
        return keys(book, Query(deadline=Between(first, last)))

    assert between(date(2017, 12, 31), date(2017, 12, 31)) == ["t1"]
    assert between(last=date(2018, 1, 1)) == ["t1", "t2"]
    assert between(first=date(2018, 1, 1)) == ["t2"]
    assert between() == ["t1", "t2"]
    assert between(date(2018, 1, 2)) == []
    assert keys(book, Query(deadline=Undated.NONE)) == ["t5"]
    assert keys(book, Query(deadline=Undated.CONTINUOUS)) == ["t3"]
    with pytest.raises(ValueError, match="not a time"):
        Between(date(2018, 1, 2), date(2018, 1, 1))


def test_open_doubts() -> None:
    doubt = DoubtRecord("q1", "t1", "units", "unit.unknown", "", None, "")
    settled = replace(doubt, key="q2", owner="t2", settled="dismissed")
    book = book_of([task("t1"), task("t2"), doubt, settled])
    assert keys(book, Query(doubts=True)) == ["t1"]


def test_all_at_once() -> None:
    book = big_book(2)
    query = Query(
        "人才", "省科厅", Role.PARTICIPANT, "p1", Between(date(2018, 1, 1)), kinds=(Task.kind,)
    )
    found = keys(book, query)
    assert found
    assert found == [
        t.key
        for t in book.tasks
        if "人才" in t.text
        and any(a.name == "省科厅" and a.role == "participant" for a in book.assignments(t.key))
        and t.policy == "p1"
        and any(d.date and d.date >= "2018" for d in book.deadlines(t.key))
    ]


def test_a_moved_index_is_that_of_the_new_book_and_folds_only_what_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    book = big_book(3)
    index = SearchIndex(book)
    first, second, third = book.tasks[:3]
    rest = [
        r
        for r in (*book.assignments(second.key), *book.deadlines(second.key))
        if second.key not in {n.task for n in book.all(Link)}
    ]
    after = book.applied(
        change_set(
            "",
            [
                update(first, replace(first, wording="新的表述")),
                *(delete(r) for r in rest),
                delete(second),
                insert(replace(third, key="new", wording="新增的表述")),
            ],
        )
    )
    folded: list[str] = []

    def counting(text: str) -> str:
        folded.append(text)
        return fold(text)

    monkeypatch.setattr(search, "fold", counting)
    moved = index.moved_to(after)
    assert len(folded) == 8
    assert moved.find(Query("的表述")) == SearchIndex(after).find(Query("的表述"))
    assert [h.row.key for h in moved.find(Query("新"))][:1] == [first.key]
    assert len(moved.find(Query())) == len(after.tasks) + len(after.annex)
    assert index.find(Query("新的表述")) == []
    assert moved.moved_to(after) is moved


words = st.text(st.sampled_from("推进人才Aａ，, \n"), max_size=8)


@given(st.lists(st.tuples(words, words, words), max_size=6), words)
def test_words_are_found_as_a_plain_look_finds_them(
    texts: list[tuple[str, str, str]], asked: str
) -> None:
    tasks = [
        task(f"t{n}", wording=w, text=t, clause=c) for n, (w, t, c) in enumerate(texts, start=1)
    ]
    wanted = fold_words(asked)
    expected = [
        t.key
        for t in tasks
        if all(any(w in fold(s) for s in (t.wording, t.text, t.clause)) for w in wanted)
    ]
    book = book_of(tasks)
    hits = SearchIndex(book).find(Query(asked))
    assert [h.row.key for h in hits] == expected
    for hit in hits:
        lit = [
            fold(span.slice(getattr(hit.row, name)))
            for name, spans in hit.places(book).items()
            for span in spans
        ]
        assert all(any(key in place for place in lit) for key in wanted)
