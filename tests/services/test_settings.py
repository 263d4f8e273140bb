"""What the program remembers: every field comes back, old and broken files cost only what is broken."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.sheet import PageSetup, Paper, TypeSize
from desktop.services.layouts import default_layout, find_layout
from desktop.services.settings import (
    PagesUsed,
    RecentBook,
    Settings,
    check_settings,
    load_settings,
    save_settings,
)

ANNEX = default_layout()
LANDSCAPE = PageSetup(Paper.A4_LANDSCAPE, TypeSize.WU, two_sided=False, first_page=5)
FULL = Settings(
    person="李四",
    office="省科技厅办公室",
    region="湖南",
    books_folder="/tmp",
    usual_layout="by_unit",
    usual_size=TypeSize.SI,
    usual_sides=False,
    pages=(PagesUsed("hunan_annex", ANNEX.setup, LANDSCAPE),),
    recent=(RecentBook("/a.fengong", "甲", ("x",), "lineage", "某发〔2017〕1号"),),
    window="QQ==",
    columns={"tasks": "1,2"},
)


def write(folder: Path, stored: object) -> Path:
    path = folder / "settings.json"
    path.write_text(json.dumps(stored), encoding="utf-8")
    return path


def test_every_field_comes_back(tmp_path: Path) -> None:
    assert save_settings(FULL, tmp_path)
    assert load_settings(tmp_path) == FULL


def test_a_file_of_before_these_fields_still_loads(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"person": "李四", "books_folder": "/b", "recent": [], "window": "", "columns": {}},
    )
    assert load_settings(tmp_path) == Settings(person="李四", books_folder="/b")
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    ("name", "broken", "usual"),
    [
        ("person", 5, ""),
        ("office", None, ""),
        ("region", ["湖南"], ""),
        ("books_folder", {}, ""),
        ("usual_layout", True, ""),
        ("usual_size", "初号", None),
        ("usual_sides", "双面", None),
        ("pages", "hunan_annex", ()),
        ("pages", [{"layout": "hunan_annex", "of": {}, "setup": {}}], ()),
        ("recent", 3, ()),
        ("recent", [{"path": 1}], ()),
        ("window", 1, ""),
        ("columns", {"tasks": 1}, {}),
    ],
)
def test_a_broken_field_has_its_default_and_the_others_stay(
    tmp_path: Path, name: str, broken: object, usual: Any
) -> None:
    save_settings(FULL, tmp_path)
    path = tmp_path / "settings.json"
    stored = json.loads(path.read_text(encoding="utf-8"))
    content = json.dumps({**stored, name: broken})
    path.write_text(content, encoding="utf-8")
    assert load_settings(tmp_path) == replace(FULL, **{name: usual})
    assert (tmp_path / "settings.damaged.json").read_text(encoding="utf-8") == content


def test_a_broken_entry_costs_itself_only(tmp_path: Path) -> None:
    good = {"path": "/a.fengong", "title": "甲", "originals": []}
    write(tmp_path, {"recent": [{"path": 1}, good, None]})
    assert [book.title for book in load_settings(tmp_path).recent] == ["甲"]


def test_a_path_that_is_no_text_costs_nothing(tmp_path: Path) -> None:
    settings = Settings(person="李四", books_folder="/\udcb5\udca5")
    assert save_settings(settings, tmp_path)
    assert load_settings(tmp_path) == settings


def test_tables_begin_with_what_was_used_last() -> None:
    by_unit = find_layout("by_unit")
    settings = Settings()
    assert settings.layout == ""
    assert settings.setup(ANNEX) == ANNEX.setup
    used = settings.with_pages(ANNEX, LANDSCAPE)
    assert used.layout == ANNEX.key
    assert used.setup(ANNEX) == replace(LANDSCAPE, first_page=1), (
        "its first page is of one printing"
    )
    assert used.setup(by_unit) == by_unit.setup
    both = used.with_pages(by_unit, by_unit.setup)
    assert both.layout == "by_unit"
    assert both.setup(ANNEX).paper is Paper.A4_LANDSCAPE
    assert len(both.with_pages(ANNEX, ANNEX.setup).pages) == 2


def test_what_the_settings_say_comes_before_what_was_used() -> None:
    settings = replace(
        Settings().with_pages(ANNEX, LANDSCAPE),
        usual_layout="by_unit",
        usual_size=TypeSize.SAN,
        usual_sides=True,
    )
    assert settings.layout == "by_unit"
    assert settings.setup(ANNEX) == PageSetup(Paper.A4_LANDSCAPE, TypeSize.SAN, two_sided=True)


def test_a_layout_that_says_other_pages_by_now_has_them() -> None:
    settings = Settings().with_pages(ANNEX, LANDSCAPE)
    other = replace(ANNEX, setup=replace(ANNEX.setup, paper=Paper.A3_LANDSCAPE))
    assert settings.setup(other) == other.setup


def test_only_so_many_layouts_are_remembered() -> None:
    settings = Settings()
    for number in range(30):
        settings = settings.with_pages(replace(ANNEX, key=f"own-{number}"), LANDSCAPE)
    assert settings.layout == "own-29"
    assert len(settings.pages) == 12


@pytest.mark.parametrize("name", ["张\n三", "张\x00三", "张" * 61])
def test_names_are_one_short_line(name: str) -> None:
    assert check_settings(Settings(person="张三", office="某厅")) == {}
    assert set(check_settings(Settings(person=name, office=name))) == {"person", "office"}


def test_the_folder_must_be_one_that_can_be_written(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    assert check_settings(Settings(books_folder=str(tmp_path / "a" / "b"))) == {}, "it is made"
    for folder in ("abc", str(file), str(file / "a"), "/\x00"):
        assert set(check_settings(Settings(books_folder=folder))) == {"books_folder"}, folder


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_a_folder_that_refuses(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert set(check_settings(Settings(books_folder=str(tmp_path / "a")))) == {"books_folder"}
