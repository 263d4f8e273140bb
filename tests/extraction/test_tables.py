"""Tables as text, one cell to a line."""

from __future__ import annotations

from desktop.domain.draft import DraftTable
from tests.extraction.documents import read_text

HEAD = "某省实施方案\n一、任务\n略。\n附件：重点任务分工表\n"


def table(*lines: str) -> DraftTable:
    (found,) = read_text(HEAD + "\n".join(lines)).tables
    return found


def test_a_numbered_table_ends_where_its_numbers_end() -> None:
    found = table(
        "序号", "重点任务", "责任部门", "时间进度",
        "1", "建设平台", "省科技厅", "2017年底前",
        "2", "培训人员", "省教育厅", "2018年底前",
        "抄送：省委办公厅，省军区。", "某省人民政府办公厅 2017年4月28日印发",
    )  # fmt: skip
    assert [
        (r.wording, [u.name for u in r.units], [d.text for d in r.deadlines], r.doubts)
        for r in found.rows
    ] == [
        ("建设平台", ["省科技厅"], ["2017年底前"], ()),
        ("培训人员", ["省教育厅"], ["2018年底前"], ()),
    ]


def test_a_table_without_numbers_ends_at_the_foot_of_the_document() -> None:
    found = table(
        "重点任务", "责任部门", "时间进度",
        "建设平台", "省科技厅", "2017年底前",
        "培训人员", "省教育厅", "2018年底前",
        "抄送：省委办公厅，省军区。", "2017年4月28日印发",
    )  # fmt: skip
    assert [r.wording for r in found.rows] == ["建设平台", "培训人员"]


def test_a_row_that_lacks_a_cell_is_doubted() -> None:
    found = table(
        "序号", "重点任务", "责任部门", "时间进度",
        "1", "建设平台", "省科技厅", "2017年底前",
        "2", "培训人员", "省教育厅",
        "2017年4月28日",
    )  # fmt: skip
    assert [[d.code for d in r.doubts] for r in found.rows] == [[], ["table.ragged"]]
    assert found.rows[1].deadlines == ()


def test_of_two_task_columns_the_last_is_the_wording() -> None:
    found = table(
        "序号", "重点任务", "具体措施", "责任部门", "时间进度",
        "1", "建设平台", "开通网站", "省科技厅", "2017年底前",
        "2", "建设平台", "培训人员", "省教育厅", "2018年底前",
    )  # fmt: skip
    assert [(r.group, r.wording) for r in found.rows] == [
        ("建设平台", "开通网站"),
        ("建设平台", "培训人员"),
    ]


def test_a_column_of_leads_divides_the_units() -> None:
    found = table(
        "序号", "工作任务", "牵头单位", "配合单位", "完成时限",
        "1", "建设平台", "省科技厅", "省教育厅、省财政厅", "2017年底前",
    )  # fmt: skip
    assert [(u.name, u.role.value) for u in found.rows[0].units] == [
        ("省科技厅", "lead"),
        ("省教育厅", "participant"),
        ("省财政厅", "participant"),
    ]


def test_a_table_pasted_from_a_sheet() -> None:
    found = table(
        "序号\t重点任务\t责任部门\t时间进度",
        "1\t建设平台\t省科技厅、省教育厅\t2017年底前",
        "2\t培训人员\t省教育厅\t",
    )
    assert [
        (r.number, r.wording, [u.name for u in r.units], [d.text for d in r.deadlines])
        for r in found.rows
    ] == [
        ("1", "建设平台", ["省科技厅", "省教育厅"], ["2017年底前"]),
        ("2", "培训人员", ["省教育厅"], []),
    ]


def test_a_table_with_bars_goes_on_over_a_repeated_head() -> None:
    found = table(
        "| 序号 | 类别 | 具体措施 | 牵头单位 | 完成时限 |",
        "|---|---|---|---|---|",
        "| 1 | 夯实基础 | 建设平 | 省科技厅 | 2017年底前 |",
        "| 序号 | 类别 | 具体措施 | 牵头单位 | 完成时限 |",
        "|  |  | 台并运行 |  |  |",
        "| 2 |  | 培训人员 | 省教育厅 | 长期坚持 |",
    )
    assert [(r.number, r.group, r.wording, [u.name for u in r.units]) for r in found.rows] == [
        ("1", "夯实基础", "建设平台并运行", ["省科技厅"]),
        ("2", "夯实基础", "培训人员", ["省教育厅"]),
    ]


def test_a_line_that_names_a_group_ends_no_table() -> None:
    by_lines = table(
        "序号", "工作任务", "责任单位", "完成时限", "一、扩大需求", "1", "举办活动", "市商务局", "3月底前",
        "二、办好实事", "2", "新建学校", "市教育局", "8月底前", "序号", "工作任务", "责任单位", "完成时限",
        "3", "改造小区", "市住建局", "11月底前", "抄送：市委办公室。",
    )  # fmt: skip
    by_tabs = table(
        "序号\t工作任务\t责任单位\t完成时限", "一、扩大需求", "1\t举办活动\t市商务局\t3月底前",
        "二、办好实事\t\t\t", "2\t新建学校\t市教育局\t8月底前", "序号\t工作任务\t责任单位\t完成时限",
        "3\t改造小区\t市住建局\t11月底前",
    )  # fmt: skip
    by_bars = table(
        "| 序号 | 工作任务 | 责任单位 | 完成时限 |", "|---|---|---|---|", "| 一、扩大需求 | | | |",
        "| 1 | 举办活动 | 市商务局 | 3月底前 |", "| 二、办好实事 | | | |",
        "| 2 | 新建学校 | 市教育局 | 8月底前 |", "| 3 | 改造小区 | 市住建局 | 11月底前 |",
    )  # fmt: skip
    for found in (by_lines, by_tabs, by_bars):
        assert [(r.number, r.group, r.wording, r.doubts) for r in found.rows] == [
            ("1", "一、扩大需求", "举办活动", ()),
            ("2", "二、办好实事", "新建学校", ()),
            ("3", "二、办好实事", "改造小区", ()),
        ]


def test_a_column_of_another_title_costs_no_row() -> None:
    found = table(
        "序号", "政策条款", "工作任务", "责任单位", "完成时限",
        "1", "第三条", "举办活动", "市商务局 市文旅局", "3月底前", "抄送：市委办公室。",
    )  # fmt: skip
    assert [(r.wording, [u.name for u in r.units]) for r in found.rows] == [
        ("举办活动", ["市商务局", "市文旅局"])
    ]


def test_a_table_that_nobody_can_read_is_told() -> None:
    draft = read_text(
        HEAD + "序号\n\n完成时限\n\n责任单位\n\n全力争取项目落地\n\n12月\n\n市发展改革委\n"
    )
    assert draft.tables == ()
    assert [u.text.split() for u in draft.unread] == [["序号", "完成时限", "责任单位"]]
    assert "clause.unread" in [d.code for d in draft.head.doubts]


def test_a_cell_of_several_lines_in_a_table_by_tabs_is_doubted_and_ends_nothing() -> None:
    found = table(
        "序号\t任务\t责任单位", "1\t推进教育\t市教育局", "市委编办", "市委改革办", "2\t推进民政\t市民政局",
    )  # fmt: skip
    assert [r.number for r in found.rows] == ["1", "2"]
    assert [[d.code for d in r.doubts] for r in found.rows] == [["table.row_end"], []]


def test_a_second_task_under_one_number_is_doubted() -> None:
    found = table("序号\t任务\t责任单位", "1\t推进教育\t市教育局", "\t推进民政\t市民政局")
    assert [[d.code for d in r.doubts] for r in found.rows] == [["table.row_end"]]


def test_a_title_that_could_be_a_column_is_none() -> None:
    found = table(
        "重点任务", "序号", "任务", "责任单位", "时限", "1", "推进教育", "市教育局", "2025年", "抄送：市委办公室。",
    )  # fmt: skip
    assert found.columns == ("序号", "任务", "责任单位", "时限")
