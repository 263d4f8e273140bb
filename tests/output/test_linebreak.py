from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.output.kinsoku import NEVER_FIRST, NEVER_LAST, SQUEEZED
from desktop.output.linebreak import STRETCH_LIMIT, RoughAdvances, break_lines
from tests.output.hunan import ROWS

ADVANCES = RoughAdvances()
POLICY = st.text(
    st.sampled_from(
        "省科技厅教育局政府、，。；：（）《》〔〕“”—…0123456789年月日底前完成abcXYZ.%-/ \u3000\n𫘝"
    ),
    max_size=120,
)


def lines(text: str, measure: float) -> list[str]:
    return [line.text for line in break_lines(text, ADVANCES, measure)]


def unspaced(text: str) -> str:
    return "".join(char for char in text if char not in " \u3000\n")


@given(POLICY, st.floats(0.5, 40))
def test_no_character_is_lost_added_or_moved(text: str, measure: float) -> None:
    assert unspaced("".join(lines(text, measure))) == unspaced(text)


@given(st.text(max_size=60), st.floats(-1, 20))
def test_any_text_in_any_measure_comes_to_an_end(text: str, measure: float) -> None:
    broken = lines(text, measure)
    assert unspaced("".join(broken)) == unspaced(text)
    assert len(broken) <= max(1, len(text) + 1)


@given(POLICY, st.floats(2, 40))
def test_only_a_squeezed_mark_reaches_beyond_the_measure(text: str, measure: float) -> None:
    for line in break_lines(text, ADVANCES, measure):
        assert line.width <= measure + 1e-5
        natural = sum(ADVANCES[char] for char in line.text)
        if natural > measure + 1e-5:
            assert line.text[-1] in SQUEEZED
            assert line.squeeze <= 0.5 + 1e-9


@given(POLICY, st.floats(2, 40))
def test_what_fits_on_one_line_is_not_broken(text: str, measure: float) -> None:
    paragraphs = text.split("\n")
    fitting = [p for p in paragraphs if sum(ADVANCES[c] for c in p) <= measure]
    assert len(lines(text, measure)) >= len(paragraphs)
    for paragraph in fitting:
        assert lines(paragraph, measure) == [paragraph.rstrip(" \u3000")]


@pytest.mark.parametrize("measure", [7, 8, 9, 9.7, 10, 13, 14, 20])
def test_the_annex_obeys_the_rules_at_both_ends(measure: float) -> None:
    for row in ROWS:
        for text in row:
            broken = lines(text, measure)
            assert not any(line[0] in NEVER_FIRST for line in broken)
            assert not any(line[-1] in NEVER_LAST for line in broken)
            if len(broken) > 1:
                assert sum(char not in "，。、）" for char in broken[-1]) > 1, broken


def test_a_date_is_parted_from_its_verb_and_nowhere_else() -> None:
    assert lines("2019年12月底前建成运行", 8) == ["2019年12月底前", "建成运行"]


def test_a_lone_last_character_gets_company() -> None:
    assert lines("构建长株潭研发公共服务平台", 12) == ["构建长株潭研发公共服务", "平台"]


def test_marks_are_squeezed_rather_than_a_line_torn() -> None:
    first, second = break_lines("省科技厅、省教育厅、省国资委", ADVANCES, 9)
    assert first.text == "省科技厅、省教育厅、"
    assert first.width == pytest.approx(9)
    assert first.squeeze == pytest.approx(0.5, abs=1e-5)
    assert second.text == "省国资委"


def test_a_final_mark_hangs_over_with_its_empty_half() -> None:
    line = break_lines("省科技厅、省财政厅", ADVANCES, 4.5)[0]
    assert (line.text, line.width, line.squeeze) == ("省科技厅、", 4.5, 0.0)


def test_line_feeds_are_kept_and_empty_lines_too() -> None:
    assert lines("甲\n\n乙", 5) == ["甲", "", "乙"]


def test_only_the_end_of_a_paragraph_is_last() -> None:
    assert [line.last for line in break_lines("甲乙丙丁戊己\n庚", ADVANCES, 3)] == [
        False,
        True,
        True,
    ]


def test_a_word_longer_than_the_line_is_cut_after_its_stops() -> None:
    broken = lines("见https://www.example.gov.cn/policy/index.html", 10)
    assert "".join(broken) == "见https://www.example.gov.cn/policy/index.html"
    assert not any(line.startswith("/") for line in broken)


def test_most_lines_of_running_text_can_be_justified() -> None:
    measure = 14
    broken = [
        line
        for row in ROWS
        for text in row[1:3]
        for line in break_lines(text, ADVANCES, measure)
        if not line.last
    ]
    ragged = [line for line in broken if measure - line.width > STRETCH_LIMIT]
    assert len(ragged) * 20 < len(broken)
