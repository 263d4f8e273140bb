"""Tasks of two versions find one another by what they say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.book import Book
from desktop.domain.matching import Matching, TaskWords, match
from tests.services.books import seed_book


def words_of(book: Book) -> list[TaskWords]:
    return [
        TaskWords(
            t.number,
            t.wording,
            t.text,
            t.clause,
            frozenset(a.name for a in book.assignments(t.key)),
        )
        for t in book.tasks
    ]


HUNAN = words_of(seed_book("001"))


def task(text: str, **fields: Any) -> TaskWords:
    plain = TaskWords("1.", text, text, "（责任单位：省科技厅）", frozenset({"省科技厅"}))
    return replace(plain, **fields)


def test_a_version_matches_itself() -> None:
    assert match(HUNAN, HUNAN) == Matching(tuple((n, n) for n in range(len(HUNAN))), (), ())


def test_nothing_matches_nothing() -> None:
    assert match([], []) == Matching((), (), ())
    assert match(HUNAN[:2], []) == Matching((), (), (0, 1))
    assert match([], HUNAN[:2]) == Matching((), (0, 1), ())


@given(st.permutations(range(len(HUNAN))), st.sets(st.integers(0, len(HUNAN) - 1)))
def test_order_and_gaps_do_not_matter(order: list[int], gone: set[int]) -> None:
    left = [place for place in order if place not in gone]
    found = match(HUNAN, [HUNAN[place] for place in left])
    assert found.pairs == tuple((place, n) for n, place in enumerate(left))
    assert (found.added, found.dropped) == ((), tuple(sorted(gone)))


texts = st.text("科技成果转移化，", max_size=12)
lists = st.lists(
    st.builds(
        TaskWords,
        st.sampled_from(["", "1.", "2."]),
        texts,
        texts,
        st.sampled_from(["", "甲", "乙"]),
        st.frozensets(st.sampled_from("甲乙丙")),
    ),
    max_size=8,
)


@given(lists, lists)
def test_every_task_is_told_of_once(old: list[TaskWords], new: list[TaskWords]) -> None:
    found = match(old, new)
    assert sorted([*(a for a, _ in found.pairs), *found.dropped]) == list(range(len(old)))
    assert [b for _, b in found.pairs] == sorted(b for _, b in found.pairs)
    assert sorted([*(b for _, b in found.pairs), *found.added]) == list(range(len(new)))
    assert match(old, new) == found


def test_a_third_of_the_words_may_be_new() -> None:
    old = [replace(t, text=t.text[: len(t.text) * 2 // 3], clause="") for t in HUNAN]
    found = match(old, HUNAN)
    assert all(a == b for a, b in found.pairs)
    assert len(found.pairs) == len(HUNAN)


def test_tasks_of_another_policy_are_not_taken_for_revised_ones() -> None:
    for number in ("002", "003", "004"):
        # One at most: a heading that policies share (加强组织领导), or a sentence that one took from the other.
        assert len(match(HUNAN, words_of(seed_book(number))).pairs) <= 1


def test_the_same_task_twice_is_matched_in_order() -> None:
    twice = [task("加强组织领导"), task("加强组织领导")]
    assert match(twice, twice).pairs == ((0, 0), (1, 1))
    longer = [replace(t, text=t.text + "和督促检查") for t in twice]
    assert match(twice, longer).pairs == ((0, 0), (1, 1))


def test_number_and_units_decide_between_like_words() -> None:
    old = [
        task("建设一批省级创新平台，完善管理办法", units=frozenset({"省科技厅"})),
        task("建设一批省级创新平台，完善考核办法", units=frozenset({"省教育厅"}), number="2."),
    ]
    new = [
        task("建设一批省级创新平台，完善评价办法", units=frozenset({"省教育厅"}), number="2."),
        task("建设一批省级创新平台，完善服务办法", units=frozenset({"省科技厅"})),
    ]
    assert match(old, new).pairs == ((1, 0), (0, 1))


def test_the_same_heading_over_another_text_is_the_same_task() -> None:
    old = [task("原来的说法一二三四", wording="建立科技成果信息发布机制")]
    new = [task("全部重新写过的内容", wording="建立科技成果信息发布机制")]
    assert match(old, new).pairs == ((0, 0),)
