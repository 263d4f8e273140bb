"""What is offered for a typed word, and in which order."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from desktop.domain.completion import (
    MOST,
    Source,
    Used,
    Vocabulary,
    read_initials,
    word_at,
)
from desktop.domain.own_units import add_own_unit, with_own_units
from desktop.domain.unit import read_directory
from desktop.services.directory import pinyin_initials, unit_directory
from tests.services.books import seed_book

INITIALS = pinyin_initials()
_HEAD = "region,short_name,full_name,kind,order,valid_from,valid_until,successor_short_names,aliases,note\n"
SMALL = read_directory(
    _HEAD
    + "湖南,省科技厅,湖南省科学技术厅,政府组成部门,210,,,,省科委,\n"
    + "湖南,省经信委,湖南省经济和信息化委员会,政府组成部门,205,,2018-10,省工信厅,,\n"
    + "湖南,省工信厅,湖南省工业和信息化厅,政府组成部门,205,2018-10,,,,\n"
    + "湖南,省发改委,湖南省发展和改革委员会,政府组成部门,201,,,,,\n"
    + "浙江,省科技局,浙江省科学技术局,政府组成部门,210,,,,,\n"
    + "国家,科技部,科学技术部,国务院组成部门,1,,,,,\n"
    + "湖南,长沙市人民政府,湖南省长沙市人民政府,市,701,,,,,\n",
    "region,name,members,note\n湖南,长株潭三市政府,长沙市人民政府,\n",
    "test",
)


def names(
    typed: str, *, date: str = "2017-05-01", used: Mapping[str, Used] | None = None
) -> list[str]:
    words = Vocabulary(SMALL, INITIALS, region="湖南", date=date, used=used)
    return [offer.name for offer in words.offers(typed)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("kjt", ["省科技厅"]),
        ("KJT", ["省科技厅"]),
        ("skjt", ["省科技厅"]),
        ("sfgw", ["省发改委"]),
        ("省kj", ["省科技厅"]),
        ("科技", ["省科技厅", "科技部"]),
        ("湖南省科", ["省科技厅"]),
        ("省科委", ["省科技厅"]),
        ("cs", ["长沙市人民政府"]),
        ("zs", ["长沙市人民政府"]),
        ("czt", ["长株潭三市政府"]),
        ("没有这个", []),
        ("xyz", []),
        ("  ", []),
    ],
)
def test_a_unit_is_found_by_part_alias_full_name_and_initials(
    typed: str, expected: list[str]
) -> None:
    assert names(typed) == expected


def test_units_of_other_regions_are_not_offered_but_where_none_is_known() -> None:
    assert "省科技局" not in names("科技")
    everywhere = Vocabulary(SMALL, INITIALS).offers("科技")
    assert {"省科技厅", "省科技局", "科技部"} == {offer.name for offer in everywhere}


def test_it_says_by_which_other_name_a_unit_was_found() -> None:
    words = Vocabulary(SMALL, INITIALS, region="湖南")
    (offer,) = words.offers("科学技术厅")
    assert (offer.name, offer.by) == ("省科技厅", "湖南省科学技术厅")
    assert words.offers("kjt")[0].by == ""


def test_a_unit_of_the_time_comes_before_one_of_another() -> None:
    both = {"date": "2017-05-01"}, {"date": "2019-05-01"}
    assert [names("信", **when)[0] for when in both] == ["省经信委", "省工信厅"]
    words = Vocabulary(SMALL, INITIALS, region="湖南", date="2017-05-01")
    assert [o.current for o in words.offers("信")] == [True, False]
    without_date = Vocabulary(SMALL, INITIALS, region="湖南")
    assert all(o.current for o in without_date.offers("信"))


def test_what_the_book_uses_comes_first_and_the_oftener_the_sooner() -> None:
    used = {"省发改委": Used(2, True), "省工信厅": Used(1, True)}
    assert names("省", used=used)[:2] == ["省发改委", "省工信厅"]


def test_a_name_that_only_the_book_has_comes_last_and_says_so() -> None:
    used = {"省科计厅": Used(40, False)}
    words = Vocabulary(SMALL, INITIALS, region="湖南", used=used)
    offers = words.offers("省科")
    assert [o.name for o in offers] == ["省科技厅", "省科计厅"]
    assert offers[1].source is Source.UNPROVED


def test_own_units_come_before_all_others() -> None:
    book = seed_book("001")
    book = book.applied(add_own_unit(book, "省科创中心", region="湖南", aliases="科创办"))
    words = Vocabulary(with_own_units(unit_directory(), book), INITIALS, region="湖南")
    offers = words.offers("kc")
    assert (offers[0].name, offers[0].source) == ("省科创中心", Source.OWN)
    assert words.offers("kcb")[0].name == "省科创中心"


def test_units_of_the_cell_are_left_out_and_the_list_stays_short() -> None:
    words = Vocabulary(unit_directory(), INITIALS, region="湖南")
    assert len(words.offers("省")) == MOST
    first = words.offers("kjt")[0].name
    assert first not in [o.name for o in words.offers("kjt", without=[first])]


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [
        ("kjt", 3, (0, "kjt")),
        ("省科技厅、jy", 7, (5, "jy")),
        ("省科技厅， jy", 8, (6, "jy")),
        ("省科技厅；省", 6, (5, "省")),
        ("省科技厅\n省", 6, (5, "省")),
        ("kjt、省教育厅", 3, (0, "kjt")),
        ("kjt等有关部门", 3, (0, "kjt")),
        ("kjt（牵头）", 3, (0, "kjt")),
        ("省科技厅、", 5, None),
        ("省科技厅", 2, None),
        ("", 0, None),
        ("  ", 2, None),
    ],
)
def test_the_word_being_typed_ends_at_the_cursor(
    text: str, position: int, expected: tuple[int, str] | None
) -> None:
    assert word_at(text, position) == expected


def test_the_table_of_initials_is_read_with_every_reading() -> None:
    table = read_initials("# a comment\nc 长重厂\nz 长重中\n")
    assert dict(table) == {"长": "cz", "重": "cz", "厂": "c", "中": "z"}


def test_the_shipped_table_has_the_characters_of_every_unit_with_their_readings() -> None:
    text = "".join(n for u in unit_directory().units for n in (u.name, u.full_name, *u.aliases))
    text += "".join(unit_directory().places)
    chinese = {c for c in text if "一" <= c <= "鿿"}
    assert {c for c in chinese if not INITIALS.get(c)} == set()
    readings = {"厦": "sx", "长": "cz", "重": "cz", "会": "hk", "省": "sx", "行": "hx"}
    assert {c: "".join(sorted(INITIALS[c])) for c in readings} == readings
    assert (INITIALS["市"], INITIALS["科"], INITIALS["区"]) == ("s", "k", "q")
