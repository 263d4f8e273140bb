"""Five thousand cells of real length, set and measured glyph by glyph."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest

from desktop.domain.columns import ANNEX_COLUMNS
from desktop.domain.sheet import PageSetup, Paper, Sheet, Strong, TypeSize, build_sheet
from desktop.output.fonts import FontSet
from desktop.output.pdf import write_pdf
from tests.output.pdfmeasure import Box, Glyph, Measured, cell_boxes, lines_in, measured
from tests.output.real_cells import real_rows

#: GB/T 15834-2011: marks that may not begin a line, marks that may not end one.
NOT_FIRST = frozenset("，。、；：？！）》〉】〕」』”’％‰℃·…—,.;:?!)]}%")
NOT_LAST = frozenset("（《〈【〔「『“‘([{￥$")
#: What a line may not be parted in: numbers, dates, percentages.
_DIGIT = re.compile("[0-9０-９]")
_AFTER_DIGIT = re.compile("[0-9０-９年月日%％.]")
ROWS = 1250
COLUMNS = len(ANNEX_COLUMNS)


@dataclass(frozen=True)
class Cell:
    box: Box
    lines: list[list[Glyph]]

    @property
    def texts(self) -> list[str]:
        return ["".join(glyph.text for glyph in line).strip() for line in self.lines]

    @property
    def text(self) -> str:
        return unspaced("".join(self.texts))


def unspaced(text: str) -> str:
    return "".join(text.split())


def cells_of(pages: list[Measured]) -> Iterator[Cell]:
    """The cells of all pages in the order of reading, without the header's."""
    for page in pages:
        boxes = cell_boxes(page)
        inside: dict[Box, list[Glyph]] = {box: [] for box in boxes}
        for glyph in page.glyphs:
            for box in boxes:
                # By the baseline's beginning: whether the ink stays inside is what is to be found out.
                if box.left <= glyph.x < box.right and box.bottom <= glyph.y < box.top:
                    inside[box].append(glyph)
                    break
        for box in boxes[COLUMNS:]:
            yield Cell(box, list(lines_in(inside[box])))


SETUPS = {
    "A4 小四": (ROWS, PageSetup()),
    "A4 三号": (150, PageSetup(size=TypeSize.SAN)),
    "A4 横 五号": (150, PageSetup(Paper.A4_LANDSCAPE, TypeSize.WU)),
    "A3 横 四号": (150, PageSetup(Paper.A3_LANDSCAPE, TypeSize.SI)),
    "A4 小四，黑体": (150, PageSetup()),
}


@dataclass(frozen=True)
class Printed:
    path: Path
    sheet: Sheet
    cells: list[Cell]


@pytest.fixture(scope="module", params=SETUPS)
def printed(
    request: pytest.FixtureRequest, fonts: FontSet, tmp_path_factory: pytest.TempPathFactory
) -> Printed:
    count, setup = SETUPS[request.param]
    sheet = build_sheet("重点任务分工及进度安排表", ANNEX_COLUMNS, real_rows(count)).with_setup(
        setup
    )
    if "黑体" in request.param:
        strong = [
            (Strong(1, 0, len(row.cells[1]) // 3), Strong(2, 0, row.cells[2].find("、")))
            for row in sheet.rows
        ]
        rows = (replace(r, strong=s) for r, s in zip(sheet.rows, strong, strict=True))
        sheet = replace(sheet, rows=tuple(rows))
    path = tmp_path_factory.mktemp("cells") / "a.pdf"
    assert write_pdf([sheet], path, fonts) == ()
    return Printed(path, sheet, list(cells_of(measured(path))))


def test_every_cell_is_there_and_in_its_place(printed: Printed) -> None:
    expected = [unspaced(text) for row in printed.sheet.rows for text in row.cells]
    assert [cell.text for cell in printed.cells] == expected


def test_no_line_begins_or_ends_with_what_it_may_not(printed: Printed) -> None:
    wrong = [
        (above, below)
        for cell in printed.cells
        for above, below in pairwise(cell.texts)
        if above[-1] in NOT_LAST or below[0] in NOT_FIRST
    ]
    assert wrong == []


def test_no_number_is_split(printed: Printed) -> None:
    split = [
        (above, below)
        for cell in printed.cells
        for above, below in pairwise(cell.texts)
        if _DIGIT.match(above[-1]) and _AFTER_DIGIT.match(below[0])
    ]
    assert split == []


def test_no_last_line_is_a_single_character(printed: Printed) -> None:
    lone = [
        cell.texts
        for cell in printed.cells
        if len(cell.lines) > 1 and len([c for c in cell.texts[-1] if c not in NOT_FIRST]) < 2
    ]
    assert lone == []


def test_no_glyph_is_clipped_or_touches_a_rule(printed: Printed) -> None:
    outside = [
        (glyph.text, glyph.ink, cell.box)
        for cell in printed.cells
        for line in cell.lines
        for glyph in line
        if not glyph.text.isspace()
        and (
            glyph.ink.left < cell.box.left + 0.5
            or glyph.ink.right > cell.box.right - 0.5
            or glyph.ink.bottom < cell.box.bottom + 0.5
            or glyph.ink.top > cell.box.top - 0.5
        )
    ]
    assert outside == []


def test_no_glyph_lies_on_another(printed: Printed) -> None:
    beside = [
        (one.text, two.text, one.ink.right - two.ink.left)
        for cell in printed.cells
        for line in cell.lines
        for one, two in pairwise(line)
        if one.ink.right - two.ink.left > 0.25
    ]
    below = [
        (above[0].text, under[0].text)
        for cell in printed.cells
        for above, under in pairwise(cell.lines)
        if min(g.ink.bottom for g in above) < max(g.ink.top for g in under)
    ]
    assert beside == []
    assert below == []


def test_no_line_is_torn(printed: Printed) -> None:
    """Between characters there is a quarter of their square more than they have, at most."""
    sources = [text for row in printed.sheet.rows for text in row.cells]
    torn = [
        "".join(glyph.text for glyph in line)
        for cell, source in zip(printed.cells, sources, strict=True)
        if source == unspaced(source)
        for line in cell.lines
        for one, two in pairwise(line)
        if two.x - one.x > 1.26 * one.size
    ]
    assert torn == []


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_pdftotext_returns_every_cell(printed: Printed) -> None:
    command = ["pdftotext", "-raw", str(printed.path), "-"]
    read = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    text = unspaced(read)
    place = 0
    for row in printed.sheet.rows:
        for cell in row.cells:
            found = text.find(unspaced(cell), place)
            assert found >= 0, cell
            place = found
