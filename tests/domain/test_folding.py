"""The key of a text: what it makes alike, and that places lead back to the characters as stored."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.domain.document import Span
from desktop.domain.folding import FoldedText, fold, fold_words


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("ＩＴ系统", "it系统"),
        ("（责任单位：省厅）", "(责任单位:省厅)"),
        ("推 进\n落\u3000实\t", "推进落实"),
        ("推\u200b进\ufeff", "推进"),
        ("\uf91c", "卵"),
        ("e\u0301", "É"),
        ("ｶﾞ", "ガ"),
        ("①", "1"),
    ],
)
def test_alike(left: str, right: str) -> None:
    assert fold(left) == fold(right)


def test_not_alike() -> None:
    assert fold("推进") != fold("推動")
    assert fold("省厅") != fold("省局")


def test_words() -> None:
    assert fold_words(" 推进　ＩＴ it\n\u200b ") == ("推进", "it")
    assert fold_words(" \u3000") == ()


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("加快推进，全面推进", "推进", ["推进", "推进"]),
        ("加快推\r\n  进落实", "推进", ["推\r\n  进"]),
        ("面积㎡", "m", ["㎡"]),
        ("Ｉ Ｔ系统", "it", ["Ｉ Ｔ"]),
        ("cafe\u0301s", "é", ["e\u0301"]),
        ("ｶﾞｽ管网", "ガ", ["ｶﾞ"]),
        ("한 조선글", "한", ["한"]),
        ("推进落实", "落实 推进", ["推进落实"]),
        ("推进工作落实", "工作落 落实", ["工作落实"]),
        ("推进", "落实", []),
        ("推进", "", []),
        ("", "推", []),
        ("aaa", "aa", ["aa"]),
        ("\n\n甲\n\n\n乙", "乙", ["乙"]),
    ],
)
def test_places(text: str, words: str, found: list[str]) -> None:
    places = FoldedText(text).places(fold_words(words))
    assert [place.slice(text) for place in places] == found


def test_a_stretch_that_grows_together_in_an_unknown_way_is_lit_whole() -> None:
    text = "甲\n\u09c7\u09be乙"
    bengali = "\u0b47\u0b3e"  # two parts of a vowel that NFKC makes one letter
    assert FoldedText(text).places(fold_words("甲")) == (Span(0, 1),)
    for here in (text, bengali + "乙"):
        places = FoldedText(here).places(("乙",))
        assert len(places) == 1
        assert "乙" in places[0].slice(here)


@given(st.text(max_size=40), st.data())
@example("ａ\u0301ｂ", None)
def test_every_part_is_found_where_it_stands(text: str, data: st.DataObject | None) -> None:
    folded = FoldedText(text)
    assert folded.key == fold(text)
    if data is None or not folded.key:
        return
    start = data.draw(st.integers(0, len(folded.key) - 1))
    key = folded.key[start : data.draw(st.integers(start + 1, len(folded.key)))]
    places = folded.places([key])
    assert folded.holds([key])
    assert places
    for place, after in pairwise(places):
        assert place.end < after.start
    assert all(key in fold(place.slice(text)) for place in places)


plain = st.text(st.sampled_from("推进省厅abＡ１，（ \n\u3000"), max_size=20)


@given(plain, plain)
def test_a_word_is_found_exactly_where_it_was_put(before: str, after: str) -> None:
    text = before + "专ｘ精" + after
    (place,) = FoldedText(text).places(fold_words("专X精"))
    assert place == Span(len(before), len(before) + 3)
