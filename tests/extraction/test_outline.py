"""Headings: their kinds, what stands under what, and where a title ends."""

from __future__ import annotations

from tests.extraction.documents import read_text


def paths(text: str) -> list[list[str]]:
    draft = read_text(text)
    return [[s.heading for s in draft.path(t.section)] for t in draft.tasks]


def test_chapters_articles_and_brackets() -> None:
    text = (
        "海州市管理办法\n第一章总则\n第一条为规范管理，制定本办法。\n第二章职责\n"
        "第二条市教育局承担下列任务：\n（一）编制规划。每年编制一次。（市教育局负责）\n"
        "第三条建立台账。按月更新。（市财政局负责）\n"
    )
    assert paths(text) == [
        ["第二章职责", "第二条市教育局承担下列任务", "（一）编制规划"],
        ["第二章职责", "第三条建立台账"],
    ]


def test_boxes_and_counted_points() -> None:
    text = (
        "海州市实施方案\n一、重点任务\n（一）建设平台\n专栏1 重点工程\n"
        "1.数据中心工程。建成中心。（市数据局负责）\n（二）抓好落实\n"
        "一是加强领导。成立专班。（市政府办公室负责）\n二是强化督查。每月通报。（市委督查室负责）\n"
    )
    assert paths(text) == [
        ["一、重点任务", "（一）建设平台", "专栏1重点工程", "1.数据中心工程"],
        ["一、重点任务", "（二）抓好落实", "一是加强领导"],
        ["一、重点任务", "（二）抓好落实", "二是强化督查"],
    ]


def test_a_plan_behind_its_notice_numbers_anew() -> None:
    text = (
        "海州市人民政府办公室关于印发海州市实施方案的通知\n海政办发〔2025〕3号\n各县区人民政府：\n"
        "现将方案印发给你们。\n海州市人民政府办公室\n2025年3月1日\n\n海州市实施方案\n"
        "一、总体要求\n坚持统筹。\n二、重点任务\n（一）建设平台。建成平台。（市数据局负责）\n"
    )
    draft = read_text(text)
    assert draft.head.title == "海州市实施方案"
    assert draft.head.doc_number == "海政办发〔2025〕3号"
    assert str(draft.head.issued_on) == "2025-03-01"
    assert paths(text) == [["二、重点任务", "（一）建设平台"]]


def test_a_second_document_in_the_file_is_told() -> None:
    one = "海州市实施方案\n海政发〔2025〕{}号\n一、任务\n（一）建设。建成平台。（市数据局负责）\n"
    draft = read_text(one.format(3) + one.format(4))
    assert draft.head.doc_number == "海政发〔2025〕3号"
    assert [d.code for d in draft.head.doubts] == ["title.several"]


def test_the_title_is_not_joined_to_the_number_below_it() -> None:
    draft = read_text(
        "海州市人民政府办公室关于印发2025年政府工作报告重点任务分工方案的通知\n海政办〔2025〕6号\n"
        "一、任务\n（一）建设。建成平台。（市数据局负责）\n"
    )
    assert draft.head.title.endswith("分工方案的通知")
    assert draft.head.doc_number == "海政办〔2025〕6号"
