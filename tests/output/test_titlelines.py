from __future__ import annotations

from desktop.output import page
from desktop.output.linebreak import RoughAdvances
from desktop.output.titlelines import rough_title_lines, title_lines

LONG = "湖南省人民政府办公厅关于促进科技成果转移转化实施方案重点任务分工及进度安排表"


def lines(title: str, measure: float = 18) -> list[str]:
    return title_lines(title, RoughAdvances(), measure)


def test_a_short_title_is_one_line() -> None:
    assert lines("重点任务分工及进度安排表") == ["重点任务分工及进度安排表"]


def test_a_long_one_is_broken_between_its_parts() -> None:
    assert lines(LONG) == [
        "湖南省人民政府办公厅关于",
        "促进科技成果转移转化实施方案",
        "重点任务分工及进度安排表",
    ]


def test_two_lines_are_about_even_and_keep_words_whole() -> None:
    first, second = lines("促进科技成果转移转化实施方案重点任务分工及进度安排表")
    assert (first, second) == ("促进科技成果转移转化实施方案", "重点任务分工及进度安排表")


def test_a_document_is_named_on_one_line_with_its_kind() -> None:
    title = "湖南省促进科技成果转移转化实施方案重点任务分工及进度安排表"
    expected = ["湖南省促进科技成果转移转化实施方案", "重点任务分工及进度安排表"]
    assert lines(title) == rough_title_lines(title, page.BODY_WIDTH) == expected
    assert lines("关于支持湘江新区高质量发展的若干意见任务分解表", 16) == [
        "关于支持湘江新区高质量发展的",
        "若干意见任务分解表",
    ]


def test_the_clerks_own_breaks_are_kept() -> None:
    assert lines("重点任务\n分工表") == ["重点任务", "分工表"]
    assert rough_title_lines("重点任务\n分工表", page.BODY_WIDTH) == ["重点任务", "分工表"]


def test_a_title_of_a_page_comes_to_an_end() -> None:
    title = "关于加强科技创新的意见" * 40
    assert "".join(lines(title)) == title


def test_an_empty_title_is_an_empty_line() -> None:
    assert lines("") == [""]
