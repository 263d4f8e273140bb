"""Titles of columns, as real tables have them."""

from __future__ import annotations

import pytest

from desktop.extraction.columns import Meaning, column_meaning, is_header, meanings_of


@pytest.mark.parametrize(
    ("meaning", "titles"),
    [
        (Meaning.NUMBER, "序号 编号 序"),
        (Meaning.LEAD, "牵头单位 牵头责任单位 主办单位 主责部门 牵头处室 市级牵头单位 牵头部门（单位） 牵头"),
        (Meaning.PARTICIPANT, "配合单位 协办单位 参加单位 协作单位 支持单位 配合责任单位 其他责任单位"),
        (
            Meaning.UNITS,
            "责任单位 责任部门 责任部门（单位） 市级责任单位 市直责任单位 承办单位 实施主体 责任单位及责任人",
        ),
        (
            Meaning.DEADLINE,
            "完成时限 时间进度 完成日期 计划完成时间 时间要求 完成节点 起止时间 整改时限 进度要求 完成时限（2025年）",
        ),
        (Meaning.GROUP, "类别 工作类别 改革领域 任务类型 一级任务"),
        (
            Meaning.WORDING,
            "重点任务 工作任务 实施路径 具体举措 改革举措 整改措施 建设内容 主要任务及措施 工作内容及要求",
        ),
        (
            Meaning.OTHER,
            "责任人 牵头市领导 包抓领导 联系电话 督导单位 验收单位 备注 任务来源 考核指标 分值 完成标准 年度目标",
        ),
    ],
)  # fmt: skip
def test_what_a_title_means(meaning: Meaning, titles: str) -> None:
    assert {title: column_meaning(title) for title in titles.split()} == dict.fromkeys(
        titles.split(), meaning
    )


@pytest.mark.parametrize(
    ("titles", "is_one"),
    [
        ("序号 改革领域 重点任务 牵头部门 配合部门 完成时间", True),
        ("序号 政策条款 工作任务 责任单位 完成时限", True),
        ("序号 问题 整改目标 责任单位 整改时限", True),
        ("项目 时间 金额", False),
        ("姓名 职务 电话", False),
        ("重点任务 重点任务由各单位负责落实并按期完成。 责任单位", False),
    ],
)
def test_what_is_the_head_of_an_assignment_table(titles: str, is_one: bool) -> None:
    assert is_header(titles.split()) is is_one


def test_goals_serve_as_tasks_where_there_are_none() -> None:
    assert meanings_of(["序号", "整改目标", "责任单位"])[1] is Meaning.WORDING
    assert meanings_of(["序号", "整改目标", "整改措施", "责任单位"])[1] is Meaning.OTHER
