from __future__ import annotations

import pytest

from desktop.output.kinsoku import FORBIDDEN, FREE, NUMBER, WORD, break_costs, is_attached


@pytest.mark.parametrize("mark", list("，。、；：？！）》〉】〕”’％℃…—"))
def test_no_line_begins_with_a_closing_mark(mark: str) -> None:
    assert break_costs(f"甲{mark}乙")[1] == FORBIDDEN


@pytest.mark.parametrize("mark", list("（《〈【〔“‘"))
def test_no_line_ends_with_an_opening_mark(mark: str) -> None:
    assert break_costs(f"甲{mark}乙")[2] == FORBIDDEN


@pytest.mark.parametrize("text", ["——", "……"])
def test_double_marks_are_not_divided(text: str) -> None:
    assert break_costs(text)[1] == FORBIDDEN


@pytest.mark.parametrize(
    "text",
    [
        "2017年12月",
        "2019年12月31日",
        "1000名",
        "10.5%",
        "3,000万元",
        "〔2016〕28号",
        "2021—2025年",
        "Wi-Fi",
        "第15项",
        "R&D",
    ],
)
def test_numbers_dates_and_latin_words_are_whole(text: str) -> None:
    assert min(break_costs(text)[1:]) >= NUMBER / 2


@pytest.mark.parametrize("text", ["底前", "完成", "启动", "出台", "建成运行"])
def test_the_words_of_a_deadline_are_whole(text: str) -> None:
    assert min(break_costs(text)[1:]) == WORD


def test_a_date_may_be_parted_from_its_verb() -> None:
    text = "2017年12月底前建成运行"
    assert [i for i, cost in enumerate(break_costs(text)) if cost == FREE] == [0, text.index("建")]


def test_chinese_is_broken_anywhere_else() -> None:
    assert break_costs("省科技厅") == [FREE] * 4


def test_variation_selectors_stay_with_their_character() -> None:
    assert is_attached("\U000e0100")
    assert break_costs("葛\U000e0100城")[1] == FORBIDDEN
