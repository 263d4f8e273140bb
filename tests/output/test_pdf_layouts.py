"""Shared first cells, group lines and strong stretches as they are printed."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from desktop.domain.columns import ANNEX_COLUMNS, Align
from desktop.domain.sheet import (
    PageSetup,
    Paper,
    RowKind,
    Sheet,
    SheetColumn,
    SheetRow,
    Strong,
    build_sheet,
)
from desktop.output.fonts import FontSet
from desktop.output.pdf import write_pdf
from tests.output.hunan import ROWS, TITLE
from tests.output.pdfmeasure import Box, Glyph, cell_boxes, measured
from tests.output.pdfreading import page_lines

PARTS = ("一、加强科技成果转移转化平台建设", "二、完善科技成果转移转化政策", "三、保障措施")


def part(index: int) -> str:
    return PARTS[min(2, index // 6)]


@pytest.fixture
def merged() -> Sheet:
    """The annex with its parts in a merged first column, and the lead unit in 黑体."""
    annex = build_sheet(TITLE, ANNEX_COLUMNS, ROWS)
    rows = []
    for index, row in enumerate(annex.rows):
        units = row.cells[2]
        lead = units.find("、") if "、" in units else len(units)
        rows.append(SheetRow((part(index), *row.cells), strong=(Strong(3, 0, lead),)))
    first = SheetColumn("part", "工作方面", 24, Align.CENTER)
    return replace(annex, columns=(first, *annex.columns), rows=tuple(rows), merges_first=True)


def inside(glyphs: list[Glyph], box: Box) -> list[Glyph]:
    return [g for g in glyphs if box.left < g.x < box.right and box.bottom < g.y < box.top]


@pytest.mark.parametrize("paper", Paper)
def test_a_shared_cell_is_one_cell_in_the_middle_of_its_rows(
    paper: Paper, merged: Sheet, fonts: FontSet, tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    write_pdf([merged.with_setup(PageSetup(paper))], path, fonts)
    number = 0
    for page in measured(path):
        left = page.frame.left
        boxes = cell_boxes(page)
        tall = [box for box in boxes if box.left == pytest.approx(left, abs=0.1)][1:]
        numbers = sum(1 for box in boxes if box.left > left + 1) // 4 - 1
        expected = [name for name, _ in groupby(part(i) for i in range(number, number + numbers))]
        number += numbers
        found = ["".join(g.text for g in inside(page.glyphs, box)).strip() for box in tall]
        assert found == expected
        for box in tall:
            inks = [g.ink for g in inside(page.glyphs, box)]
            above = box.top - max(ink.top for ink in inks)
            below = min(ink.bottom for ink in inks) - box.bottom
            assert above == pytest.approx(below, abs=2)
    assert number == len(ROWS)


def test_a_row_that_begins_a_group_begins_a_cell_and_a_bookmark(
    merged: Sheet, fonts: FontSet, tmp_path: Path
) -> None:
    rows = tuple(
        replace(row, cells=("甲", *row.cells[1:]), begins=index % 2 == 0)
        for index, row in enumerate(merged.rows[:4])
    )
    path = tmp_path / "a.pdf"
    write_pdf([replace(merged, rows=rows)], path, fonts)
    (page,) = measured(path)
    boxes = cell_boxes(page)
    left = min(box.left for box in boxes)
    firsts = [box for box in boxes if box.left == pytest.approx(left, abs=0.1)][1:]
    texts = ["".join(g.text for g in inside(page.glyphs, box)).strip() for box in firsts]
    assert texts == ["甲", "甲"]
    with closing(pdfium.PdfDocument(path)) as document:
        names = [entry.get_title() for entry in document.get_toc()]
    assert names.count("甲") == 2


def test_lead_units_are_in_hei_and_all_else_is_not(
    merged: Sheet, fonts: FontSet, tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    write_pdf([merged], path, fonts)
    strong = ""
    for page in measured(path):
        body = [g for g in page.texts(12, "Hei") if g.y < page.frame.top - 30]
        strong += "".join(g.text for g in body)
    assert strong == "".join(row.cells[3][: row.strong[0].end] for row in merged.rows)


def test_no_rule_goes_through_a_group_line(fonts: FontSet, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    annex = build_sheet(TITLE, ANNEX_COLUMNS, ROWS)
    rows = list(annex.rows)
    for place, name in ((12, PARTS[2]), (6, PARTS[1]), (0, PARTS[0])):
        rows.insert(place, SheetRow((name,), RowKind.GROUP))
    write_pdf([replace(annex, rows=tuple(rows))], path, fonts)
    seen = 0
    for page in measured(path):
        upright = [r.box for r in page.rules if not r.is_frame and r.box.top - r.box.bottom > 1]
        groups = [
            g for g in page.texts(12, "Hei") if g.text in "一二三" and g.y < page.frame.top - 28
        ]
        for glyph in groups:
            seen += 1
            middle = glyph.y + 4
            assert not [box for box in upright if box.bottom < middle < box.top]
    assert seen == 3


def test_golden(merged: Sheet, golden: Path, fonts: FontSet, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    full = replace(
        merged,
        notice="内部资料 注意保存",
        doc_number="湘政办发〔2017〕48号",
        mark="附件1",
        stage="征求意见稿",
        by_line="填报单位：湖南省科技厅（盖章）",
        note="注：排在第一位的为牵头部门，其他为配合部门。",
        setup=PageSetup(Paper.A4_LANDSCAPE),
    )
    write_pdf([full], path, fonts)
    found = "".join(
        f"# page {number}\n" + "".join(f"{x.x:4.0f} {x.y:4.0f} {x.text}\n" for x in lines)
        for number, lines in enumerate(page_lines(path), start=1)
    )
    stored = golden / "merged_turned.txt"
    if os.environ.get("RENEW_GOLDEN"):
        stored.write_text(found, encoding="utf-8")
    assert found == stored.read_text(encoding="utf-8")
    again = tmp_path / "again.pdf"
    write_pdf([full], again, fonts)
    assert again.read_bytes() == path.read_bytes()
