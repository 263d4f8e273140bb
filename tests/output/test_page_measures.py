"""The page as it is printed, measured by another program against the numbers of GB/T 9704-2012.

The numbers are stated here anew; nothing is taken from the code that draws. Half a millimetre, half a point.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest

from desktop.domain.sheet import PageSetup, Paper, Sheet, TypeSize
from desktop.output.fonts import FontSet
from desktop.output.pdf import write_pdf
from tests.output.pdfmeasure import MM, Measured, cell_boxes, lines_in, measured

NEAR = 0.5 * MM


@dataclass(frozen=True)
class Stated:
    """Millimetres of the page as it is read."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float


STATED = {
    Paper.A4: Stated(210, 297, 37, 35, 28, 26),
    Paper.A4_LANDSCAPE: Stated(297, 210, 28, 26, 35, 37),
    Paper.A3_LANDSCAPE: Stated(420, 297, 30, 30, 28, 28),
}
POINTS = {TypeSize.SAN: 16, TypeSize.SI: 14, TypeSize.XIAO_SI: 12, TypeSize.WU: 10.5}

Pages = Callable[[PageSetup], list[Measured]]


@pytest.fixture
def pages(hunan: Sheet, fonts: FontSet, tmp_path: Path) -> Pages:
    def made(setup: PageSetup) -> list[Measured]:
        path = tmp_path / "a.pdf"
        full = replace(
            hunan,
            title="湖南省促进科技成果转移转化实施方案\n重点任务分工及进度安排表",
            rows=hunan.rows * 5,
            setup=setup,
        )
        write_pdf([full], path, fonts)
        found = measured(path)
        assert len(found) >= 4
        return found

    return made


@pytest.fixture(params=Paper, ids=lambda paper: paper.value)
def paper(request: pytest.FixtureRequest) -> Paper:
    return request.param


def test_paper_and_margins(paper: Paper, pages: Pages) -> None:
    stated = STATED[paper]
    for number, page in enumerate(pages(PageSetup(paper))):
        assert page.width == pytest.approx(stated.width * MM, abs=NEAR)
        assert page.height == pytest.approx(stated.height * MM, abs=NEAR)
        assert page.rotation == (90 if paper is Paper.A4_LANDSCAPE else 0)
        frame = page.frame
        assert frame.left == pytest.approx(stated.left * MM, abs=NEAR)
        assert page.width - frame.right == pytest.approx(stated.right * MM, abs=NEAR)
        assert frame.bottom >= stated.bottom * MM - NEAR
        if number:
            assert page.height - frame.top == pytest.approx(stated.top * MM, abs=NEAR)


@pytest.mark.parametrize("size", TypeSize)
def test_sizes_and_pitch_of_the_cells(size: TypeSize, paper: Paper, pages: Pages) -> None:
    page = pages(PageSetup(paper, size))[1]
    body = [g for g in page.glyphs if "Fang" in g.font]
    assert {round(g.size, 2) for g in body} == {POINTS[size]}
    gaps = []
    for cell in cell_boxes(page):
        inside = [g for g in body if cell.left < g.x < cell.right and cell.bottom < g.y < cell.top]
        lines = [line[0].y for line in lines_in(inside)]
        gaps += [above - below for above, below in pairwise(lines)]
    assert gaps
    assert gaps == pytest.approx([1.4 * POINTS[size]] * len(gaps), abs=0.5)


def test_mark_and_title(paper: Paper, pages: Pages) -> None:
    page = pages(PageSetup(paper))[0]
    stated = STATED[paper]
    top = page.height - stated.top * MM
    mark, *_ = page.texts(16, "Hei")
    assert mark.text == "附"
    assert mark.x == pytest.approx(stated.left * MM, abs=NEAR)
    assert mark.ink.top == pytest.approx(top, abs=NEAR)
    assert mark.ink.top - mark.ink.bottom == pytest.approx(16, abs=2)
    first, second = lines_in(page.texts(22, "Title"))
    # 22 lines to 225 mm; the title on the third of them.
    middle = top - 2 * 225 / 22 * MM - 8
    ink = first[0].ink
    assert (ink.top + ink.bottom) / 2 == pytest.approx(middle, abs=NEAR)
    assert first[0].y - second[0].y == pytest.approx(35, abs=0.5)
    for line in (first, second):
        centre = (line[0].x + line[-1].x + 22) / 2
        assert centre == pytest.approx(
            (stated.left * MM + page.width - stated.right * MM) / 2, abs=NEAR
        )


def test_rules(paper: Paper, pages: Pages) -> None:
    for page in pages(PageSetup(paper)):
        frame = page.frame
        assert {rule.width for rule in page.rules if rule.is_frame} == {1.0}
        inner = [rule for rule in page.rules if not rule.is_frame]
        assert {rule.width for rule in inner} == {0.5}
        for rule in inner:
            box = rule.box
            if box.right - box.left > 1:
                assert (box.left, box.right) == pytest.approx((frame.left, frame.right), abs=0.5)
            else:
                assert (box.bottom, box.top) == pytest.approx((frame.bottom, frame.top), abs=0.5)


@pytest.mark.parametrize("two_sided", [True, False])
@pytest.mark.parametrize("first_page", [1, 2])
def test_page_numbers(first_page: int, two_sided: bool, paper: Paper, pages: Pages) -> None:
    """On upright paper: the dash's top 7 mm below the 版心, a character (14 pt) in from its edge."""
    turned = paper is Paper.A4_LANDSCAPE
    stated = STATED[Paper.A4 if turned else paper]
    found = pages(PageSetup(paper, two_sided=two_sided, first_page=first_page))
    for number, page in enumerate(found, start=first_page):
        glyphs = page.texts(14, "Song")
        assert "".join(g.text for g in glyphs).replace(" ", "") == f"—{number}—"
        dash, last = glyphs[0], glyphs[-1]
        if turned:
            # As read, the upright page's foot is on the left and its right side below.
            foot, start, end = (
                dash.ink.right,
                page.height - dash.ink.top,
                page.height - last.ink.bottom,
            )
        else:
            foot, start, end = dash.ink.top, dash.ink.left, last.ink.right
        assert foot == pytest.approx((stated.bottom - 7) * MM, abs=NEAR)
        if number % 2 or not two_sided:
            assert end == pytest.approx((stated.width - stated.right) * MM - 14, abs=NEAR)
        else:
            assert start == pytest.approx(stated.left * MM + 14, abs=NEAR)


def test_what_else_stands_around(hunan: Sheet, fonts: FontSet, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    full = replace(
        hunan,
        notice="内部资料 注意保存",
        doc_number="湘政办发〔2017〕48号",
        stage="征求意见稿",
        by_line="填报单位：省科技厅",
        note="注：本表一式两份。",
    )
    write_pdf([full], path, fonts)
    page = measured(path)[0]
    pitch = 225 / 22 * MM
    heading = {line[0].text: line[0] for line in lines_in(page.texts(16))}
    assert list(heading) == ["内", "湘", "附", "（"]
    assert "Fang" in heading["湘"].font
    assert "Kai" in heading["（"].font
    for start in "内湘附":
        assert heading[start].x == pytest.approx(28 * MM, abs=NEAR)
    assert heading["内"].y - heading["湘"].y == pytest.approx(pitch, abs=0.5)
    assert heading["湘"].y - heading["附"].y == pytest.approx(pitch, abs=0.5)
    (title,) = lines_in(page.texts(22))
    # Of the larger type the baseline is lower: the middles of the lines are two lines apart.
    assert heading["附"].y - title[0].y == pytest.approx(2 * pitch + 0.38 * 6, abs=0.5)
    by_line = next(g for g in page.glyphs if g.text == "填")
    assert (by_line.size, by_line.x) == pytest.approx((12, page.frame.left), abs=0.5)
    assert 0 < by_line.ink.bottom - page.frame.top < 3 * MM
    last = measured(path)[-1]
    note = next(g for g in last.glyphs if g.text == "注" and g.y < last.frame.bottom)
    assert (note.size, note.x) == pytest.approx((10.5, last.frame.left), abs=0.5)


def test_without_a_mark_the_title_is_on_the_first_line(
    hunan: Sheet, fonts: FontSet, tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    write_pdf([replace(hunan, mark="")], path, fonts)
    title = measured(path)[0].texts(22)[0]
    assert title.ink.top == pytest.approx((297 - 37) * MM, abs=NEAR)
