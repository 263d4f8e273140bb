"""What a deadline cell says of its text, and phrases put together from year, month, day and deed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.deadline_grammar import read_cell
from desktop.domain.deadline_words import VERBS, phrase, phrase_at, understood


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ""),
        ("2017年12月底前完成", "2017-12-31 · 完成"),
        ("2018年建成运行", "2018-12-31 · 建成运行"),
        ("2017年12月31日前", "2017-12-31"),
        ("持续推进", "持续推进，不设截止日"),
        ("随便什么", "没有读懂，照原文打印"),
        ("2017年12底前", "是否2017年12月底前？"),
        ("2017年2月30日前", "不是有效的日期，照原文打印"),
        ("2017—2020年", "阶段，至2020-12-31"),
        ("每月28日前", "按周期办理"),
        ("立行立改", "立即办理，没有截止日"),
        ("年底前出台", "2017-12-31（按来文推定为2017年） · 出台"),
        ("2024年前", "2024-12-31（按期末理解，请核对）"),
        ("2017年6月底前启动；2018年底前建成", "2017-06-30 · 启动；2018-12-31 · 建成"),
        ("2017年6月启动，2018年底前完成", "写了几个时间，按最后的2018-12-31理解"),
    ],
)
def test_it_says_how_a_phrase_is_understood(text: str, said: str) -> None:
    assert understood(text, 2017) == said


def test_without_a_year_of_the_document_it_says_that_none_is_known() -> None:
    assert understood("年底前完成") == "不知道是哪一年，照原文打印"


@given(day=st.dates(date(1990, 1, 1), date(2199, 12, 31)), deed=st.sampled_from(("", *VERBS)))
def test_a_phrase_put_together_is_understood_as_it_was_meant(day: date, deed: str) -> None:
    for text, meant in (
        (phrase(day.year, day.month, day.day, deed), day),
        (phrase(day.year, None, None, deed), date(day.year, 12, 31)),
    ):
        (found,) = read_cell(text)
        assert (found.date, found.slip, found.several) == (meant, None, False)
        assert understood(text) == (f"{meant.isoformat()} · {deed}" if deed else meant.isoformat())
    (found,) = read_cell(phrase(day.year, day.month, None, deed))
    assert found.date is not None
    assert (found.date.year, found.date.month) == (day.year, day.month)


@pytest.mark.parametrize(("month", "day"), [(2, 29), (None, 3), (4, 31), (4, 0)])
def test_a_day_that_is_none_is_no_phrase(month: int | None, day: int) -> None:
    with pytest.raises(ValueError, match="no day"):
        phrase(2017, month, day)


def test_the_phrase_at_the_cursor_ends_at_the_marks_around_it() -> None:
    text = "2017年底前；2018年底前\n长期"
    assert [text[slice(*phrase_at(text, p))] for p in (0, 7, 8, 15, 16, 18)] == [
        "2017年底前",
        "2017年底前",
        "2018年底前",
        "2018年底前",
        "长期",
        "长期",
    ]
