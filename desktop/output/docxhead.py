"""What stands around the table in WordprocessingML: the lines above it and the note below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop.domain.sheet import Sheet
from desktop.output import page
from desktop.output.docxparts import (
    BODY_FONT,
    HEAD_FONT,
    STAGE_FONT,
    TITLE_FONT,
    element,
    paragraph,
    run,
    run_properties,
)
from desktop.output.titlelines import rough_title_lines

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_POINT: Final = 1.0


def head_of(sheet: Sheet) -> tuple[list[BaseOxmlElement], float]:
    """The paragraphs above the table, and about how many points they take.

    Each keeps with the next, so that none is left alone at a page's foot.
    """
    made: list[str] = []
    height = 0.0
    for text, font in (
        (sheet.notice, HEAD_FONT),
        (sheet.doc_number, BODY_FONT),
        (sheet.mark, HEAD_FONT),
    ):
        if text:
            made.append(paragraph(run(text, font, page.MARK_SIZE), keep_next=True))
            height += page.LINE_PITCH * (1 + text.count("\n"))
    if sheet.title.strip():
        if made:  # the title stands on the second line below the mark
            empty = run_properties(BODY_FONT, page.MARK_SIZE)
            made.append(paragraph("", mark=empty, keep_next=True))
            height += page.LINE_PITCH
        lines = rough_title_lines(sheet.title, page.geometry(sheet.setup).body_width)
        height += page.TITLE_LEADING * len(lines)
        after = 0.0 if sheet.stage else page.ABOVE_TABLE
        made.append(
            paragraph(
                run("\n".join(lines), TITLE_FONT, page.TITLE_SIZE),
                align="center",
                leading=page.TITLE_LEADING,
                after=after,
                keep_next=True,
                on_grid=False,
                heading=True,
            )
        )
    if sheet.stage:
        stage = run(sheet.stage_line, STAGE_FONT, page.MARK_SIZE)
        made.append(paragraph(stage, align="center", after=page.ABOVE_TABLE, keep_next=True))
        height += page.LINE_PITCH
    height += page.ABOVE_TABLE if made else 0.0
    if sheet.by_line:
        paper = page.geometry(sheet.setup)
        made.append(
            paragraph(
                run(sheet.by_line, BODY_FONT, paper.cell_size),
                leading=paper.cell_leading,
                after=page.UNDER_BY_LINE,
                keep_next=True,
                on_grid=False,
            )
        )
        height += paper.cell_leading * (1 + sheet.by_line.count("\n")) + page.UNDER_BY_LINE
    return [element(xml) for xml in made], height


def note_of(sheet: Sheet) -> list[BaseOxmlElement]:
    """The note below the table, a size smaller than the cells where there is a smaller one."""
    if not sheet.note:
        return []
    size = sheet.setup.size.smaller.points
    return [
        element(
            paragraph(
                run(line, BODY_FONT, size),
                align="both",
                leading=size * page.LEADING,
                before=0.0 if index else page.UNDER_TABLE,
                on_grid=False,
            )
        )
        for index, line in enumerate(sheet.note.split("\n"))
    ]


def last_paragraph() -> BaseOxmlElement:
    """Word wants a paragraph after a table; one of a point does not open a page of its own."""
    mark = run_properties(BODY_FONT, _POINT)
    return element(paragraph("", leading=_POINT, on_grid=False, mark=mark))
