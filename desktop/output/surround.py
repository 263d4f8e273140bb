"""What stands around the table: the lines above it on the first page, the note below it. Lengths are points.

GB/T 9704-2012 knows the mark (3号 黑体, flush left, first line), the title two lines below it and, where the
annex is not bound with its text, the 发文字号 on the line before the mark. The places of the stage in brackets,
of the 单位 line and of the note are the practice of offices.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop.domain.columns import Align
from desktop.domain.sheet import Sheet
from desktop.output import page
from desktop.output.fonts import FontSet, Role
from desktop.output.linebreak import Line, break_lines
from desktop.output.page import Geometry
from desktop.output.titlelines import title_lines, title_measure


@dataclass(frozen=True, slots=True)
class Passage:
    """A text in lines over the width of the type area: its type and how far it is from line to line."""

    lines: tuple[Line, ...]
    role: Role
    size: float
    leading: float
    align: Align

    @property
    def height(self) -> float:
        """From the top of its first line to where a line after the last would begin."""
        return len(self.lines) * self.leading

    def split(self, lines: int) -> tuple[Passage, Passage]:
        """The first `lines` lines and the rest."""
        return replace(self, lines=self.lines[:lines]), replace(self, lines=self.lines[lines:])


@dataclass(frozen=True, slots=True)
class PlacedPassage:
    """A passage and the top of its first line's characters, from the top of the type area."""

    passage: Passage
    top: float


def head_of(
    sheet: Sheet, fonts: FontSet, paper: Geometry
) -> tuple[tuple[PlacedPassage, ...], float]:
    """What stands above the table on its first page, from above, and where the table begins."""
    placed: list[PlacedPassage] = []
    top = 0.0
    for text, role in (
        (sheet.notice, Role.HEI),
        (sheet.doc_number, Role.FANG),
        (sheet.mark, Role.HEI),
    ):
        if text:
            passage = _passage(
                text, role, page.MARK_SIZE, page.LINE_PITCH, Align.LEFT, fonts, paper
            )
            placed.append(PlacedPassage(passage, top))
            top += passage.height
    if sheet.title.strip():
        top += page.LINE_PITCH if placed else 0.0
        title = _title(sheet.title, fonts, paper)
        # A title's characters are centred on the height of the 3号 ones that a text line would have.
        placed.append(PlacedPassage(title, max(0.0, top + (page.MARK_SIZE - page.TITLE_SIZE) / 2)))
        top += title.height
    if sheet.stage:
        stage = _passage(
            sheet.stage_line, Role.KAI, page.MARK_SIZE, page.LINE_PITCH, Align.CENTER, fonts, paper
        )
        placed.append(PlacedPassage(stage, top))
        top += stage.height
    top += page.ABOVE_TABLE if placed else 0.0
    if sheet.by_line:
        by_line = _passage(
            sheet.by_line, Role.FANG, paper.cell_size, paper.cell_leading, Align.LEFT, fonts, paper
        )
        placed.append(PlacedPassage(by_line, top))
        top += by_line.height + page.UNDER_BY_LINE
    return tuple(placed), top


def note_of(sheet: Sheet, fonts: FontSet, paper: Geometry) -> Passage | None:
    """The note below the table, a size smaller than the cells where there is a smaller one."""
    if not sheet.note:
        return None
    size = sheet.setup.size.smaller.points
    return _passage(sheet.note, Role.FANG, size, size * page.LEADING, Align.JUSTIFY, fonts, paper)


def note_top(table_bottom: float) -> float:
    """Where a note begins below a table."""
    return table_bottom + page.UNDER_TABLE


def _passage(
    text: str,
    role: Role,
    size: float,
    leading: float,
    align: Align,
    fonts: FontSet,
    paper: Geometry,
) -> Passage:
    lines = break_lines(text, fonts.face(role).advances, paper.body_width / size)
    return Passage(tuple(lines), role, size, leading, align)


def _title(title: str, fonts: FontSet, paper: Geometry) -> Passage:
    advances = fonts.face(Role.TITLE).advances
    lines = tuple(
        Line(text, sum(advances[char] for char in text), last=True)
        for text in title_lines(title, advances, title_measure(paper.body_width))
    )
    return Passage(lines, Role.TITLE, page.TITLE_SIZE, page.TITLE_LEADING, Align.CENTER)
