"""The region of a document that does not tell its own is the office's, unless a national body issued it."""

from __future__ import annotations

import pytest

from desktop.services.directory import unit_directory
from desktop.services.importing import read_again, read_pasted

LOCAL = """科技成果转化实施方案

一、重点任务
1.建立信息发布机制。2017年12月底前完成。（责任单位：省科技厅、省发改委）
2.完善激励政策。2018年12月底前完成。（责任单位：省财政厅）
"""


@pytest.mark.parametrize(
    ("head", "region"),
    [
        ("", "湖南"),
        ("浙江省人民政府办公厅关于印发方案的通知\n", "浙江"),
        ("国务院办公厅关于印发方案的通知\n", None),
        ("国办发〔2017〕3号\n", None),
        ("科技部关于印发方案的通知\n", None),
    ],
)
def test_the_usual_region_serves_where_there_is_none(head: str, region: str | None) -> None:
    read = read_pasted(head + LOCAL, unit_directory(), "湖南")
    assert read.draft.head.region == region
    assert read_again(read, unit_directory()).draft.head.region == region


def test_without_a_usual_region_there_is_none() -> None:
    assert read_pasted(LOCAL, unit_directory()).draft.head.region is None
    assert read_pasted(LOCAL, unit_directory(), "").draft.head.region is None


def test_units_are_known_by_it() -> None:
    known = "、".join(("省科技厅", "省发改委", "省财政厅", "省教育厅", "省工商局", "省国资委"))
    text = LOCAL.replace("省财政厅", f"{known}、省智能算力局")
    asked = {
        region: [
            doubt.message
            for task in read_pasted(text, unit_directory(), region).draft.tasks
            for doubt in task.doubts
        ]
        for region in ("", "湖南")
    }
    assert asked[""] == [], "no directory says that it is not one"
    assert any("省智能算力局" in message for message in asked["湖南"])
