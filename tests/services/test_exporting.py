"""Sheets to files: one file of all, one file each; doubts of what is printed."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from desktop.domain.sheets import SheetOptions, sheets
from desktop.services.exporting import (
    annex_sheet,
    export,
    export_each,
    open_doubts,
    paths_of_each,
    substitution,
)
from desktop.services.layouts import find_layout, shipped_layouts
from desktop.support.errors import OutputError
from tests.output.hunan import ROWS, TITLE
from tests.services.books import seed_book

HUNAN = seed_book("001")
BY_UNIT = find_layout("by_unit")
TWO = sheets(HUNAN, BY_UNIT, SheetOptions(units=("省财政厅", "省教育厅"))).sheets


def test_the_annex_is_that_of_the_default_layout() -> None:
    sheet = annex_sheet(HUNAN)
    assert sheet.title == TITLE
    assert tuple(row.cells for row in sheet.rows) == ROWS
    assert (sheet.mark, sheet.name, sheet.merges_first) == ("附件", "", False)


def test_one_file_holds_all_sheets(tmp_path: Path) -> None:
    paths = [tmp_path / "a.xlsx", tmp_path / "a.pdf"]
    assert export(TWO, paths) == ()
    names = openpyxl.load_workbook(paths[0]).sheetnames
    assert names == ["省财政厅", "省教育厅"]
    with closing(pypdfium2.PdfDocument(paths[1])) as document:
        titles = [entry.get_title() for entry in document.get_toc() if entry.level == 0]
    assert titles == ["省财政厅", "省教育厅"]


def test_what_no_font_has_is_returned(tmp_path: Path) -> None:
    odd = replace(TWO[0], title="任务\U0001f600表")
    assert export([odd], [tmp_path / "a.pdf", tmp_path / "a.xlsx"]) == ("\U0001f600",)
    assert "\U0001f600" in substitution(("\U0001f600",))


def test_one_file_for_each_unit(tmp_path: Path) -> None:
    paths = paths_of_each(TWO, tmp_path / "{单位}的任务.csv")
    assert export_each(TWO, paths) == ()
    assert [path.name for path in paths] == ["省财政厅的任务.csv", "省教育厅的任务.csv"]
    assert sorted(paths) == sorted(tmp_path.iterdir())
    assert "省财政厅重点任务清单" not in paths[1].read_text("utf-8-sig")


def test_a_name_that_no_file_can_have_loses_what_it_cannot() -> None:
    odd = [replace(TWO[0], name="省厅/处:*?"), replace(TWO[1], name="…" * 90)]
    names = [path.name for path in paths_of_each(odd, Path("x") / "{单位}.pdf")]
    assert names == ["省厅处.pdf", "…" * 60 + ".pdf"]


def test_two_sheets_never_go_to_one_file(tmp_path: Path) -> None:
    for made, pattern in (
        (TWO, "清单.pdf"),
        ((TWO[0], replace(TWO[1], name="省财/政厅")), "{单位}.pdf"),
        ((replace(TWO[0], name="A"), replace(TWO[1], name="a")), "{单位}.pdf"),
    ):
        with pytest.raises(OutputError) as caught:
            paths_of_each(made, tmp_path / pattern)
        assert caught.value.reason == "output.same_name"
    assert list(tmp_path.iterdir()) == []


def test_doubts_are_those_of_the_rows_that_are_printed() -> None:
    places = {place for place, _ in open_doubts(HUNAN)}
    assert "附件第5项" in places
    assert open_doubts(HUNAN) == open_doubts(HUNAN, find_layout("hunan_annex"))
    tasks = {place for place, _ in open_doubts(HUNAN, find_layout("full_text"))}
    assert not any(place.startswith("附件") for place in tasks)
    assert open_doubts(HUNAN, find_layout("amendments")) == []


@pytest.mark.parametrize("suffix", ["pdf", "xlsx", "docx", "csv"])
def test_every_layout_goes_through_every_writer(tmp_path: Path, suffix: str) -> None:
    for layout in shipped_layouts():
        if layout.content == "comparison":
            continue
        options = SheetOptions(units=("省财政厅",))
        made = sheets(HUNAN, layout, options).sheets
        export(made, [tmp_path / f"{layout.key}.{suffix}"])
        assert (tmp_path / f"{layout.key}.{suffix}").stat().st_size > 20
