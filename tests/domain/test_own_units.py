"""A clerk's own names are known in the book, before the shipped ones, and cast no doubt on others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.domain.book import Book
from desktop.domain.judging import unit_doubts
from desktop.domain.own_units import (
    ANY_REGION,
    Bearer,
    add_own_unit,
    aliases_of,
    bearer_of,
    edit_own_unit,
    names_of,
    own_units,
    remove_own_unit,
    with_own_units,
)
from desktop.domain.records import OwnUnit, new_key
from desktop.domain.unit_list import parse_units
from desktop.services.directory import unit_directory

SHIPPED = unit_directory()
EMPTY = Book.of("b", [])


def added(book: Book, name: str, **more: str) -> Book:
    return book.applied(add_own_unit(book, name, **more))


def test_without_own_units_the_directory_is_the_shipped_one() -> None:
    assert with_own_units(SHIPPED, EMPTY) is SHIPPED


def test_an_own_name_is_known_under_all_its_forms() -> None:
    book = added(
        EMPTY,
        "省智能算力局",
        region="湖南",
        full_name="湖南省智能算力局",
        aliases="算力局、省算力局、算力局",
    )
    directory = with_own_units(SHIPPED, book)
    (unit,) = own_units(book)
    assert unit.aliases == "算力局、省算力局"
    for name in ("省智能算力局", "湖南省智能算力局", "算力局", "省算力局"):
        assert not SHIPPED.knows(name, "湖南")
        assert directory.knows(name, "湖南")
        assert directory.knows(name)
        assert not directory.knows(name, "浙江")
    assert directory.version == SHIPPED.version
    assert directory.members("长株潭三市政府", "湖南") == SHIPPED.members("长株潭三市政府", "湖南")
    assert directory.units[0].name == "省智能算力局"
    assert directory.units[1:] == SHIPPED.units


def test_no_doubt_is_raised_about_an_own_name() -> None:
    text = "省智能算力局、省科技厅"
    directory = with_own_units(SHIPPED, added(EMPTY, "省智能算力局", region="湖南"))
    told = [
        [doubt.code for doubt in unit_doubts(here, "湖南", parse_units(text, here, "湖南"))]
        for here in (SHIPPED, directory)
    ]
    assert told == [["unit.unknown"], []]


def test_own_names_come_first_and_shipped_ones_stay() -> None:
    directory = with_own_units(SHIPPED, added(EMPTY, "省科技厅", region="湖南", note="新址"))
    first, *others = directory.lookup("省科技厅", "湖南")
    assert (first.note, tuple(others)) == ("新址", SHIPPED.lookup("省科技厅", "湖南"))
    assert directory.lookup("省科技厅", "浙江") == SHIPPED.lookup("省科技厅", "浙江")
    assert directory.lookup("省科技厅")[1:] == SHIPPED.lookup("省科技厅")


def test_a_name_without_region_holds_everywhere() -> None:
    book = added(EMPTY, "某筹备组")
    assert own_units(book)[0].region == ANY_REGION
    directory = with_own_units(SHIPPED, book)
    assert all(directory.knows("某筹备组", region) for region in ("湖南", "江苏", None))


def test_an_own_unit_does_not_make_its_region_covered() -> None:
    directory = with_own_units(SHIPPED, added(EMPTY, "省算力局", region="江苏"))
    assert not directory.covers("江苏")
    assert directory.covers("湖南")


def test_names_are_written_as_cleaned_documents_have_them() -> None:
    book = added(EMPTY, " 省算力局\n(筹) ", aliases="算力局(筹)\n、、 省 算力办")
    (unit,) = own_units(book)
    assert (unit.name, unit.aliases) == ("省算力局（筹）", "算力局（筹）、省算力办")


def test_edit_and_remove() -> None:
    book = added(added(EMPTY, "乙局"), "甲局")
    first, second = own_units(book)
    step = edit_own_unit(book, replace(first, aliases="乙"))
    assert step.label == f"修改单位名称：{first.name}"
    edited = book.applied(step)
    assert edited.get(OwnUnit, first.key).aliases == "乙"
    assert edited.applied(step.inverted()) == book
    left = edited.applied(remove_own_unit(edited, first.key))
    assert own_units(left) == [second]


def test_what_changes_nothing_is_no_step() -> None:
    book = added(EMPTY, "甲局", region="湖南")
    assert not add_own_unit(book, "甲局", region="湖南")
    assert add_own_unit(book, "甲局", region="浙江")
    assert not edit_own_unit(book, own_units(book)[0])


def test_what_cannot_be() -> None:
    book = added(EMPTY, "甲局")
    with pytest.raises(ValueError, match="without a name"):
        add_own_unit(book, " \n")
    with pytest.raises(ValueError, match="without a name"):
        edit_own_unit(book, replace(own_units(book)[0], name=""))
    with pytest.raises(KeyError):
        edit_own_unit(book, replace(own_units(book)[0], key="other"))
    with pytest.raises(KeyError):
        remove_own_unit(book, "other")


@pytest.mark.parametrize("mark", ["、", "，", ",", "；", "\n", "、\n"])
def test_aliases_are_divided_by_what_clerks_type_between_them(mark: str) -> None:
    (unit,) = own_units(added(EMPTY, "省算力局", aliases=f"算力局{mark}算力办"))
    assert aliases_of(unit) == ("算力局", "算力办")


def test_an_alias_that_only_repeats_the_name_goes() -> None:
    (unit,) = own_units(
        added(EMPTY, "省算力局", full_name="湖南省算力局", aliases="省算力局、算力局、湖南省算力局")
    )
    assert names_of(unit) == ("省算力局", "湖南省算力局", "算力局")


def test_a_name_is_borne_by_own_units_first_and_by_shipped_ones_of_the_region() -> None:
    book = added(EMPTY, "省算力局", region="湖南", aliases="算力局")
    (unit,) = own_units(book)
    another = replace(unit, key=new_key(), name="省低空经济局", aliases="")
    elsewhere = replace(another, region="浙江")
    everywhere = replace(another, region=ANY_REGION)
    assert bearer_of(book, SHIPPED, "算力局", unit) is None
    assert bearer_of(book, SHIPPED, "算力局", another) == Bearer("省算力局", own=True)
    assert bearer_of(book, SHIPPED, "算力局", everywhere) == Bearer("省算力局", own=True)
    assert bearer_of(book, SHIPPED, "算力局", elsewhere) is None
    assert bearer_of(EMPTY, SHIPPED, "省科学技术厅", another) == Bearer("省科技厅", own=False)
    group = next(name for region, name in SHIPPED.groups if region == "湖南")
    assert bearer_of(EMPTY, SHIPPED, group, another) == Bearer(group, own=False)
    assert bearer_of(EMPTY, SHIPPED, "低空局", everywhere) is None
