"""The grammar of unit lists."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.domain.judging import unit_doubts
from desktop.domain.unit import UnitDirectory
from desktop.domain.unit_list import format_units, parse_units
from desktop.domain.unit_names import is_collective, is_open_name
from desktop.services.directory import unit_directory

EMPTY = UnitDirectory()


def names(text: str, region: str | None = None) -> list[str]:
    return [m.name for m in parse_units(text, unit_directory(), region)]


@pytest.mark.parametrize(
    ("text", "region", "expected"),
    [
        ("省科技厅、省发改委", "湖南", ["省科技厅", "省发改委"]),
        ("省科技厅、经信委、发改委、科协", "福建", ["省科技厅", "省经信委", "省发改委", "省科协"]),
        (
            "省科技厅、发改委，各市、县（区）人民政府，平潭综合实验区管委会",
            "福建",
            ["省科技厅", "省发改委", "各市、县（区）人民政府", "平潭综合实验区管委会"],
        ),
        (
            "省科技厅，武汉、襄阳、宜昌市人民政府",
            "湖北",
            ["省科技厅", "武汉市人民政府", "襄阳市人民政府", "宜昌市人民政府"],
        ),
        (
            "省科技厅，武汉市、襄阳市、宜昌市人民政府",
            "湖北",
            ["省科技厅", "武汉市人民政府", "襄阳市人民政府", "宜昌市人民政府"],
        ),
        ("湖南银监局和长株潭三市政府", "湖南", ["湖南银监局", "长株潭三市政府"]),
        (
            "市政务和数据局、市人力资源和社会保障局",
            None,
            ["市政务和数据局", "市人力资源和社会保障局"],
        ),
        (
            "省财政厅、金融办，人行福州中心支行、福建银监局",
            "福建",
            ["省财政厅", "省金融办", "人行福州中心支行", "福建银监局"],
        ),
        (
            "各设区市人民政府、浙江大学、清华长三角研究院",
            "浙江",
            ["各设区市人民政府", "浙江大学", "清华长三角研究院"],
        ),
        ("省国税局、省地税局", "湖南", ["省国税局", "省地税局"]),
        ("", None, []),
        ("、，；", None, []),
    ],
)
def test_names_are_restored_and_divided(text: str, region: str | None, expected: list[str]) -> None:
    assert names(text, region) == expected


@pytest.mark.parametrize(
    ("text", "tails"),
    [
        ("省科技厅、省知识产权局等", ["", "等"]),
        ("省科技厅、财政厅等省直有关部门，平潭综合实验区管委会", ["", "等省直有关部门", ""]),
        ("省科技厅、省财政厅", ["", ""]),
    ],
)
def test_an_open_list_keeps_its_tail(text: str, tails: list[str]) -> None:
    assert [m.tail for m in parse_units(text, unit_directory(), None)] == tails


def test_a_list_is_printed_as_it_was_written() -> None:
    text = "省科技厅、省长株潭两型试验区管委会、湖南银监局和长株潭三市政府"
    assert format_units(parse_units(text, unit_directory(), "湖南")) == text
    text = "省科技厅、省财政厅等省直有关部门，平潭综合实验区管委会"
    assert format_units(parse_units(text, unit_directory(), "福建")) == text


@pytest.mark.parametrize(
    ("name", "collective", "open_name"),
    [
        ("各市州人民政府", True, False),
        ("长株潭三市政府", True, False),
        ("长株潭三家国家高新区管委会", True, False),
        ("省直有关部门", True, True),
        ("省直各相关部门", True, True),
        ("省科技厅", False, False),
        ("长沙市人民政府", False, False),
    ],
)
def test_names_that_stand_for_several(name: str, collective: bool, open_name: bool) -> None:
    assert (is_collective(name), is_open_name(name)) == (collective, open_name)


def test_an_unknown_name_stays_as_it_stands() -> None:
    (mention,) = parse_units("省科技斤", unit_directory(), "湖南")
    assert (mention.name, mention.known) == ("省科技斤", False)


@given(st.text(alphabet="省市各、，；和等（）厅局委人民政府武汉县区 \n科技", max_size=60))
@example("人委 和人人委")
@example("省科 技厅  和省教 育厅")
def test_any_text_gives_mentions_within_it(text: str) -> None:
    for mention in parse_units(text, unit_directory(), "湖北"):
        found = mention.span.slice(text)
        assert found.startswith(mention.surface[:1])
        assert found.endswith(mention.surface[-1:])
        assert mention.surface
        assert mention.name


@given(
    st.lists(
        st.sampled_from(["省科技厅", "省教育厅", "各市州人民政府", "省直有关部门"]), max_size=6
    )
)
def test_a_written_list_reads_back(units: list[str]) -> None:
    text = "、".join(units)
    assert [m.name for m in parse_units(text, EMPTY, None)] == units


@pytest.mark.parametrize("name", ["国家电网", "中国移动", "市级机关"])
def test_a_name_that_is_no_place_gets_no_government(name: str) -> None:
    assert names(f"省工信厅、{name}、长沙市人民政府", "湖南")[1] == name


def test_an_ending_restored_to_an_unknown_place_is_doubted() -> None:
    mentions = parse_units("省科技厅，吉首、宜都市人民政府", unit_directory(), "湖南")
    assert [m.name for m in mentions] == ["省科技厅", "吉首市人民政府", "宜都市人民政府"]
    codes = [d.code for d in unit_doubts(unit_directory(), "湖南", mentions)]
    assert codes[0] == "unit.ending_restored"
