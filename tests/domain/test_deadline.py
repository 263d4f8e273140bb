"""The grammar of deadlines."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.deadline import DeadlineKind
from desktop.domain.deadline_grammar import find_deadlines, read_cell

BY, STAGE = DeadlineKind.BY, DeadlineKind.STAGE
CONTINUOUS, RECURRING, UNREAD = DeadlineKind.CONTINUOUS, DeadlineKind.RECURRING, DeadlineKind.UNREAD


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("2017年12月底前完成", BY, date(2017, 12, 31)),
        ("2019年12月底前建成运行", BY, date(2019, 12, 31)),
        ("2024年2月底前", BY, date(2024, 2, 29)),
        ("2022年底", BY, date(2022, 12, 31)),
        ("到2025年", BY, date(2025, 12, 31)),
        ("2026年6月30日前", BY, date(2026, 6, 30)),
        ("2026-05-01", BY, date(2026, 5, 1)),
        ("“十三五”末", BY, date(2020, 12, 31)),
        ("十四五期末", BY, date(2025, 12, 31)),
        ("2023年第三季度", BY, date(2023, 9, 30)),
        ("2023年上半年", BY, date(2023, 6, 30)),
        ("2021-2024年", STAGE, date(2024, 12, 31)),
        ("2021—2024年", STAGE, date(2024, 12, 31)),
        ("持续推进", CONTINUOUS, None),
        ("长期坚持", CONTINUOUS, None),
        ("每月28日前", RECURRING, None),
        ("每年12月底前", RECURRING, None),
        ("尽快", UNREAD, None),
        ("年底", BY, date(2021, 12, 31)),
        ("明年上半年", BY, date(2022, 6, 30)),
        ("2025年第1季度", BY, date(2025, 3, 31)),
        ("2025年1季度", BY, date(2025, 3, 31)),
        ("2025年八月底前", BY, date(2025, 8, 31)),
        ("二〇二五年六月底前", BY, date(2025, 6, 30)),
        ("2025 年 6 月底前", BY, date(2025, 6, 30)),
        ("2026年1月—6月", STAGE, date(2026, 6, 30)),
        ("2025年11月—3月", STAGE, date(2026, 3, 31)),
        ("2024.01-2024.12", STAGE, date(2024, 12, 31)),
        ("2025年10月中旬", BY, date(2025, 10, 20)),
        ("元旦前", BY, date(2021, 12, 31)),
        ("2026年元旦前", BY, date(2025, 12, 31)),
        ("2025年秋季学期前", BY, date(2025, 8, 31)),
        ("全年", BY, date(2021, 12, 31)),
        ("立行立改，长期坚持", CONTINUOUS, None),
        ("2026年春节前", UNREAD, None),
    ],
)
def test_a_cell_is_understood(text: str, kind: DeadlineKind, day: date | None) -> None:
    (found,) = read_cell(text, 2021)
    assert (found.text, found.kind, found.date) == (text, kind, day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("6月30日前", date(2021, 6, 30)),
        ("年底前", date(2021, 12, 31)),
        ("明年3月底", date(2022, 3, 31)),
    ],
)
def test_a_missing_year_comes_from_the_document_and_is_said(text: str, day: date) -> None:
    (found,) = read_cell(text, 2021)
    assert (found.date, found.assumed_year) == (day, day.year)


def test_a_lost_month_sign_is_proposed_not_written() -> None:
    (found,) = read_cell("2017年12底前启动")
    assert found.text == "2017年12底前启动"
    assert found.slip == "2017年12月底前启动"
    assert found.date == date(2017, 12, 31)


def test_a_day_that_does_not_exist_has_no_date() -> None:
    (found,) = read_cell("2017年2月30日前")
    assert found.impossible
    assert found.date is None


def test_a_cell_may_hold_several() -> None:
    found = read_cell("2022年底前；2023年6月底前完成")
    assert [f.text for f in found] == ["2022年底前", "2023年6月底前完成"]
    assert read_cell("  ") == ()


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("到2022年，实现全覆盖；到2025年，突破10000家。", ["到2022年", "到2025年"]),
        ("2021年底前制订改革方案并组织实施。", ["2021年底前"]),
        ("成果完成人自单位赋权之日起1年内未启动转化的", []),
        ("承担单位2年内不得再次申请", []),
        ("每年发布推广一批军民两用技术成果", []),
        ("计划建设时间为2021至2025年", []),
        ("根据2016年出台的办法", []),
        ("从2020年起施行", []),
    ],
)
def test_running_text_yields_only_what_bounds_the_work(text: str, phrases: list[str]) -> None:
    assert [f.text for f in find_deadlines(text, 2021)] == phrases


@given(
    st.text(
        alphabet="到至每年月日底末前0123456789十三五“”第一二季度上半;；\n 完成持续-—", max_size=50
    )
)
def test_any_text_gives_phrases_in_order_within_it(text: str) -> None:
    end = 0
    for found in find_deadlines(text, 2021):
        assert found.span.start >= end
        assert found.span.slice(text) == found.text
        end = found.span.end
    for found in read_cell(text, 2021):
        assert found.text in text
