"""The page of a section in Word and its number.

Word can turn a page on its side, but not the page number with it: a footer stays at the foot. On a
turned page the number therefore stands in a table of one cell, anchored to the page in the left
margin, its text running downwards: the place that it has on the upright sheet. That is plain
WordprocessingML, no drawing, so that every Word and WPS has it, and LibreOffice prints it so.
Which way a printer turns the sheet is the driver's affair; the statutory place supposes that the
table's head comes to lie at the sheet's left edge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Length, Pt

from desktop.domain.sheet import PageSetup
from desktop.output import page
from desktop.output.docxhead import last_paragraph
from desktop.output.docxparts import (
    NUMBER_FONT,
    element,
    page_field,
    paragraph,
    run,
    twips,
)

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import Section, _Footer

#: A line of the page number set solid; its dashes are half a character below its top.
_HALF: Final = page.NUMBER_SIZE / 2
#: Room for a number of five figures between its dashes.
_NUMBER_LENGTH: Final = 90.0


def set_page(section: Section, setup: PageSetup, start: int | None) -> None:
    """Give `section` its paper and margins; `start` is the number its pages begin with, None goes on."""
    paper = page.geometry(setup)
    section.orientation = WD_ORIENT.LANDSCAPE if paper.width > paper.height else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = _length(paper.width), _length(paper.height)
    section.top_margin, section.bottom_margin = _length(paper.top), _length(paper.bottom)
    section.left_margin, section.right_margin = _length(paper.left), _length(paper.right)
    section.footer_distance = _length(paper.bottom - page.NUMBER_DROP - _HALF)
    properties = section._sectPr  # noqa: SLF001 - python-docx has no other way to the page's grid
    for tag in ("w:docGrid", "w:pgNumType"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    if start is not None:
        for columns in properties.findall(qn("w:cols")):  # which the schema puts after it
            columns.addprevious(element(f'<w:pgNumType w:start="{start}"/>'))
    # Rounded down: a grid of 22 lines that is a hair too high has only 21, set half a line lower.
    pitch = int(page.LINE_PITCH * 20)
    properties.append(element(f'<w:docGrid w:type="lines" w:linePitch="{pitch}"/>'))


def number_pages(section: Section, setup: PageSetup, *, two_footers: bool) -> None:
    """— 1 — on each page of `section`, or nothing.

    `two_footers` tells that the document has footers of their own for even pages.
    """
    paper = page.geometry(setup)
    _fill(section.footer, setup, paper, even=False)
    if two_footers:
        _fill(section.even_page_footer, setup, paper, even=setup.two_sided)


def _fill(footer: _Footer, setup: PageSetup, paper: page.Geometry, *, even: bool) -> None:
    footer.is_linked_to_previous = False
    if setup.first_page is None:
        made = [last_paragraph()]
    elif paper.turned:
        made = [_turned(paper, even=even), last_paragraph()]
    else:
        made = [element(_number("left" if even else "right", indent=page.NUMBER_SIZE))]
    old = footer.paragraphs[0]._p  # noqa: SLF001 - the element behind python-docx's paragraph
    for part in made:
        old.addprevious(part)
    old.getparent().remove(old)


def _number(side: str, *, indent: float = 0.0) -> str:
    """— 1 — at one side, `indent` from the edge."""
    size = page.NUMBER_SIZE
    dash = run("— ", NUMBER_FONT, size), run(" —", NUMBER_FONT, size)
    runs = f"{dash[0]}{page_field(NUMBER_FONT, size)}{dash[1]}"
    return paragraph(runs, align=side, leading=size, indent=indent, on_grid=False)


def _turned(paper: page.Geometry, *, even: bool) -> BaseOxmlElement:
    """The number one character from the head of the type area on even pages, else from its foot."""
    size = page.NUMBER_SIZE
    left = paper.left - page.NUMBER_DROP - _HALF
    top = paper.top + size if even else paper.height - paper.bottom - size - _NUMBER_LENGTH
    none = "".join(f'<w:{s} w:w="0" w:type="dxa"/>' for s in ("top", "left", "bottom", "right"))
    return element(
        '<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="page"'
        f' w:horzAnchor="page" w:tblpX="{twips(left)}" w:tblpY="{twips(top)}"/>'
        f'<w:tblW w:w="{twips(size)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar>{none}</w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="{twips(size)}"/>'
        f'</w:tblGrid><w:tr><w:trPr><w:trHeight w:val="{twips(_NUMBER_LENGTH)}" w:hRule="exact"/>'
        f'</w:trPr><w:tc><w:tcPr><w:tcW w:w="{twips(size)}" w:type="dxa"/><w:textDirection'
        f' w:val="tbRl"/></w:tcPr>{_number("left" if even else "right")}</w:tc></w:tr></w:tbl>'
    )


def _length(points: float) -> Length:
    return Pt(points)
