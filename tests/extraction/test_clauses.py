"""Clauses in every style, on small policies written for the purpose."""

from __future__ import annotations

import pytest

from desktop.domain.draft import DraftTask, LeadRuleKind
from desktop.domain.unit import Role
from tests.extraction.documents import read_text

L, P, R = Role.LEAD, Role.PARTICIPANT, Role.RESPONSIBLE


def task_with(clause: str) -> DraftTask:
    (task,) = read_text(
        f"某省数字乡村实施方案\n一、重点任务\n1.建设平台。建成县级平台。{clause}"
    ).tasks
    return task


@pytest.mark.parametrize(
    ("clause", "units"),
    [
        ("（责任单位：省农业厅、省财政厅）", [("省农业厅", R), ("省财政厅", R)]),
        ("〔责任单位：省农业厅〕", [("省农业厅", L)]),
        (
            "（牵头单位：省农业厅；配合单位：省财政厅、省水利厅）",
            [("省农业厅", L), ("省财政厅", P), ("省水利厅", P)],
        ),
        ("（牵头单位：省农业厅，配合单位：省财政厅）", [("省农业厅", L), ("省财政厅", P)]),
        ("（责任单位：省农业厅；配合单位：省财政厅）", [("省农业厅", L), ("省财政厅", P)]),
        ("（牵头责任单位：省农业厅；参加单位：省财政厅）", [("省农业厅", L), ("省财政厅", P)]),
        (
            "（省农业厅牵头，省财政厅、省水利厅配合）",
            [("省农业厅", L), ("省财政厅", P), ("省水利厅", P)],
        ),
        ("（省农业厅牵头，省财政厅等按职责分工负责）", [("省农业厅", L), ("省财政厅", P)]),
        (
            "（省农业厅会同省财政厅、省水利厅负责）",
            [("省农业厅", L), ("省财政厅", P), ("省水利厅", P)],
        ),
        ("（省农业厅负责）", [("省农业厅", L)]),
        ("（省农业厅、省商务厅负责）", [("省农业厅", R), ("省商务厅", R)]),
        ("（省农业厅负责，省商务厅配合）", [("省农业厅", L), ("省商务厅", P)]),
        ("（6月底完成，牵头考核单位：市审批服务局）", [("市审批服务局", L)]),
        ("（分管副省长负责，省农业厅牵头，省财政厅配合）", [("省农业厅", L), ("省财政厅", P)]),
        ("（责任单位：各市、县〔市、区〕政府）", [("各市、县〔市、区〕政府", L)]),
        ("\n责任单位：省农业厅、财政厅", [("省农业厅", R), ("省财政厅", R)]),
        ("\n牵头单位：省农业厅\n配合单位：省财政厅", [("省农业厅", L), ("省财政厅", P)]),
    ],
)
def test_units_and_roles(clause: str, units: list[tuple[str, Role]]) -> None:
    assert [(u.name, u.role) for u in task_with(clause).units] == units


@pytest.mark.parametrize(
    "words",
    [
        "，排第一为牵头单位，下同",
        "，排在第一位的部门为牵头部门，下同",
        "。列第一位的为牵头单位，下同",
        "，排名第一的为牵头单位，下同",
        "，列首位的为牵头单位，下同",
    ],
)
def test_the_rule_that_the_first_leads_in_any_words(words: str) -> None:
    draft = read_text(
        f"某省实施方案\n一、任务\n1.甲事。办甲事。（责任单位：省农业厅、省财政厅{words}）\n2.乙事。办乙事。（责任单位：省水利厅、省财政厅）"
    )
    assert draft.head.lead_rule.kind is LeadRuleKind.FIRST_LISTED
    assert [[(u.name, u.role) for u in t.units] for t in draft.tasks] == [
        [("省农业厅", L), ("省财政厅", P)],
        [("省水利厅", L), ("省财政厅", P)],
    ]


def test_the_rule_runs_from_its_first_use() -> None:
    draft = read_text(
        "某省实施方案\n一、任务\n1.甲事。办甲事。（责任单位：省农业厅、省财政厅）\n"
        "2.乙事。办乙事。（责任单位：省水利厅、省财政厅，排第一为牵头单位，下同）\n3.丙事。办丙事。（责任单位：省教育厅、省财政厅）"
    )
    assert [t.units[0].role for t in draft.tasks] == [R, L, L]


@pytest.mark.parametrize(
    "clause",
    [
        "（2026年6月底完成，牵头单位：省农业厅）",
        "（牵头单位：省农业厅，完成时限：2026年6月底完成）",
        "（省农业厅负责，2026年6月底完成）",
        "（2026年6月底完成，省农业厅负责）",
        "（省农业厅牵头，省财政厅配合，2026年6月底完成）",
    ],
)
def test_a_time_in_the_bracket_is_the_deadline(clause: str) -> None:
    task = task_with(clause)
    assert task.units[0].name == "省农业厅"
    assert task.doubts == ()
    assert [(d.text, str(d.date)) for d in task.deadlines] == [("2026年6月底完成", "2026-06-30")]


def test_several_clauses_in_one_paragraph() -> None:
    draft = read_text(
        "某省实施方案\n一、任务\n1.建设平台。建成平台。（省农业厅负责）培训骨干。（省教育厅负责）开展评估。（责任单位：省统计局）"
    )
    assert [t.text for t in draft.tasks] == ["建成平台。", "培训骨干。", "开展评估。"]


@pytest.mark.parametrize(
    "words",
    [
        "（由企业牵头组织实施项目）",
        "（含配套资金）",
        "（以下简称牵头任务）",
        "（详见附件）",
        "（负责人签字）",
    ],
)
def test_other_brackets_are_no_clauses(words: str) -> None:
    draft = read_text(
        f"某省实施方案\n一、任务\n1.建设平台。建成平台{words}。（责任单位：省农业厅）"
    )
    assert len(draft.tasks) == 1


def test_an_unclosed_bracket_is_listed_and_hides_nothing() -> None:
    draft = read_text(
        "某省实施方案\n一、任务\n1.甲事。办甲事。（责任单位：省农业厅\n2.乙事。办乙事（见表。（责任单位：省财政厅）"
    )
    assert [t.number for t in draft.tasks] == ["2."]
    assert [u.text for u in draft.unread] == ["（责任单位：省农业厅"]


def test_without_headings_a_clause_governs_its_paragraph() -> None:
    draft = read_text(
        "某省工作要点\n加强培训，办好大赛。（责任单位：省教育厅）\n做好宣传。（责任单位：省广电局）"
    )
    assert [t.text for t in draft.tasks] == ["加强培训，办好大赛。", "做好宣传。"]


def test_an_unread_clause_is_a_question_on_the_document() -> None:
    draft = read_text(
        "某省实施方案\n一、任务\n1.甲事。办甲事。（责任单位：省农业厅\n2.乙事。办乙事。（责任单位：省财政厅）"
    )
    assert [d.code for d in draft.head.doubts] == ["clause.unread"]


@pytest.mark.parametrize(
    "clause",
    [
        "(责任单位:省科技厅(省外专局)、省教育厅)",
        "（责任单位：省科技厅（省外专局）、省教育厅）",
        "\n承办单位：省科技厅（省外专局）、省教育厅",
        "\n主办单位：省科技厅（省外专局）\n协办单位：省教育厅",
    ],
)
def test_brackets_in_brackets_and_the_words_of_a_web_page_hide_no_clause(clause: str) -> None:
    assert [u.name for u in task_with(clause).units] == ["省科技厅（省外专局）", "省教育厅"]


@pytest.mark.parametrize("mark", [" ", "  ", "/", "　", "、", "，", "。", "\n"])
def test_whatever_stands_between_two_units_divides_them(mark: str) -> None:
    task = task_with(f"（责任单位：市审计局{mark}市财政局）")
    assert [u.name for u in task.units] == ["市审计局", "市财政局"]


def test_units_that_nothing_divides_are_doubted() -> None:
    task = task_with("（责任单位：市审计局市财政局）")
    assert [d.code for d in task.doubts] == ["unit.glued"]


def test_a_space_within_a_name_divides_nothing() -> None:
    task = task_with("（责任单位：省政府 办公厅、市 教育局）")
    assert [u.name for u in task.units] == ["省政府办公厅", "市教育局"]
