"""The five policies, read as a careful clerk reads them."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.domain.draft import LeadRuleKind
from desktop.domain.unit import Role
from tests.extraction.documents import read_seed, seed_text


@pytest.mark.parametrize(
    ("number", "tasks"), [("000", 68), ("001", 68), ("002", 17), ("003", 27), ("004", 31)]
)
def test_every_clause_becomes_a_task(number: str, tasks: int) -> None:
    draft = read_seed(number)
    assert len(draft.tasks) == tasks
    assert draft.unread == ()


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_every_position_lies_in_the_source(number: str) -> None:
    source, draft = seed_text(number), read_seed(number)
    for task in draft.tasks:
        assert (
            0
            <= task.span.start
            < task.span.end
            <= task.clause_span.start
            < task.clause_span.end
            <= len(source)
        )
        place = draft.trace.to_text(task.clause_span.start, task.clause_span.end)
        assert place.slice(draft.trace.text) == task.clause
        assert (
            draft.trace.to_text(task.span.start, task.span.end).slice(draft.trace.text) == task.text
        )


def test_hunan_leads_by_order_to_its_end() -> None:
    draft = read_seed("001")
    assert draft.head.lead_rule.kind is LeadRuleKind.FIRST_LISTED
    assert draft.head.lead_rule.text == "排第一为牵头单位，下同"
    for task in draft.tasks:
        assert [unit.role for unit in task.units] == [Role.LEAD] + [Role.PARTICIPANT] * (
            len(task.units) - 1
        )
    assert draft.tasks[0].open_ended
    assert [u.name for u in draft.tasks[10].units] == ["长沙市人民政府", "长沙国家高新区管委会"]


def test_the_degraded_copy_reads_like_the_clean_one() -> None:
    clean, degraded = read_seed("001"), read_seed("000")
    assert [[(u.name, u.role) for u in t.units] for t in degraded.tasks] == [
        [(u.name, u.role) for u in t.units] for t in clean.tasks
    ]
    assert [degraded.path(t.section)[-1].heading for t in degraded.tasks] == [
        clean.path(t.section)[-1].heading for t in clean.tasks
    ]
    assert [d.code for d in degraded.head.doubts] == ["numbers.lost"]


def test_the_annex_of_hunan() -> None:
    (table,) = read_seed("001").tables
    assert table.title == "重点任务分工及进度安排表"
    assert table.columns == ("序号", "重点任务", "责任部门", "时间进度")
    assert [row.number for row in table.rows] == [str(n) for n in range(1, 16)]
    assert [u.name for u in table.rows[2].units][-2:] == ["湖南银监局", "长株潭三市政府"]
    slip = table.rows[4]
    assert slip.deadlines[0].text == "2017年12底前启动"
    assert [(d.field, d.proposal) for d in slip.doubts] == [("deadline", "2017年12月底前启动")]
    assert table.rows[0].tasks == (10,)
    assert table.rows[3].tasks == (24, 25)
    assert [d.code for d in table.rows[14].doubts] == ["role.lead_collective"]


def test_zhejiang_broken_number_and_date_are_doubted() -> None:
    head = read_seed("002").head
    assert head.title == "浙江省技术转移体系建设实施方案"
    assert (head.doc_number, head.issued_on, head.region) == (
        "浙科发成〔2019114",
        date(2019, 12, 27),
        "浙江",
    )
    assert {d.field: d.proposal for d in head.doubts} == {
        "doc_number": "浙科发成〔2019〕114号",
        "issued_on": "2019年12月27日",
    }


def test_zhejiang_damaged_text_is_doubted_where_it_stands() -> None:
    doubted = [
        i
        for i, t in enumerate(read_seed("002").tasks, 1)
        if any(d.code == "text.damaged" for d in t.doubts)
    ]
    assert doubted == [1, 2, 7, 9, 14, 15]


def test_hubei_head_units_and_dates() -> None:
    draft = read_seed("003")
    assert draft.head.doc_number == "鄂政办函〔2021〕38号"
    assert draft.head.issued_on == date(2021, 10, 19)
    assert [u.name for u in draft.tasks[5].units][-3:] == [
        "武汉市人民政府",
        "襄阳市人民政府",
        "宜昌市人民政府",
    ]
    dated = {
        t.number: [(d.text, str(d.date)) for d in t.deadlines] for t in draft.tasks if t.deadlines
    }
    assert dated == {
        "1.": [("2022年底前", "2022-12-31")],
        "4.": [("2021年底前", "2021-12-31")],
        "9.": [("到2022年底", "2022-12-31")],
        "15.": [("到2022年", "2022-12-31"), ("到2025年", "2025-12-31")],
        "21.": [("到2022年底", "2022-12-31")],
        "22.": [("到2022年", "2022-12-31")],
    }


def test_no_rule_means_no_lead_but_for_a_single_unit() -> None:
    for number in ("002", "003", "004"):
        for task in read_seed(number).tasks:
            roles = {unit.role for unit in task.units}
            alone = len(task.units) == 1 and not task.open_ended
            assert roles == ({Role.LEAD} if alone else {Role.RESPONSIBLE})


def test_fujian_glued_headings_come_apart_and_are_doubted() -> None:
    draft = read_seed("004")
    paths = [[s.heading for s in draft.path(t.section)] for t in draft.tasks[-4:]]
    assert paths == [
        ["二、强化组织实施", "（一）加强组织领导"],
        ["二、强化组织实施", "（二）抓好政策落实"],
        ["二、强化组织实施", "（三）加大资金投入"],
        ["二、强化组织实施", "（四）开展监督检查"],
    ]
    assert [bool(t.doubts) for t in draft.tasks[-4:]] == [True, True, False, True]
    assert all(u.known for t in draft.tasks for u in t.units)
