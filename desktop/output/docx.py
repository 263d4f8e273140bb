"""The annex as a docx, the way into the red header: the 文印室 pastes it behind its own pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Length, Pt

from desktop.domain.sheet import Sheet
from desktop.output import page
from desktop.output.docxparts import element, page_field, paragraph, run, run_properties
from desktop.output.docxtable import BODY_FONT, HEAD_FONT, table
from desktop.output.saving import save
from desktop.output.tidy import tidy_sheet
from desktop.output.titlelines import broken_title

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument
    from docx.section import Section, _Footer

_TITLE_FONT = "方正小标宋简体"
_NUMBER_FONT = "宋体"
#: A line of the page number set solid; its dashes are half a character below its top.
_FOOTER_DISTANCE = page.BOTTOM - page.NUMBER_DROP - page.NUMBER_SIZE / 2
_WORD_2013 = "15"  # anything older opens in 兼容模式


def write_docx(sheets: Sequence[Sheet], path: Path) -> None:
    """Save `sheets` as `path`, whole or not at all.

    The fonts are named, not embedded. Raises `OutputError`: what `save` and `table` raise.
    """
    (sheet,) = sheets
    tidied = tidy_sheet(sheet)
    document = Document()
    _strip_template(document)
    _set_page(document.sections[0], tidied.setup.first_page)
    body = document.element.body
    for part in (*_head(tidied), table(tidied), element(_last_paragraph())):
        body.insert(len(body) - 1, part)  # before the section's properties
    if tidied.setup.first_page is not None:
        document.settings.odd_and_even_pages_header_footer = True
        _number(document.sections[0].footer, "right")
        _number(document.sections[0].even_page_footer, "left")
    properties = document.core_properties
    properties.title = tidied.title.replace("\n", "")
    properties.author = properties.comments = properties.last_modified_by = ""
    properties.language = "zh-CN"
    properties.created = properties.modified = datetime.now(UTC)
    content = BytesIO()
    document.save(content)
    save(path, content.getvalue())


def _strip_template(document: DocxDocument) -> None:
    """Make python-docx's English template a Chinese one without a preview picture of itself."""
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]
    defaults = document.styles.element.find(
        f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}"
    )
    for child in list(defaults):
        defaults.remove(child)
    for child in element(run_properties(BODY_FONT, page.MARK_SIZE)):
        defaults.append(child)
    defaults.append(element('<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'))
    normal = document.styles["Normal"].paragraph_format
    normal.space_after = Pt(0)
    normal.line_spacing = 1.0
    settings = document.settings.element
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), _WORD_2013)
    for control in settings.iter(qn("w:characterSpacingControl")):
        control.set(qn("w:val"), "compressPunctuation")
    for language in settings.iter(qn("w:themeFontLang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def _set_page(section: Section, first_page: int | None) -> None:
    section.page_width, section.page_height = _length(page.PAGE_WIDTH), _length(page.PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = _length(page.TOP), _length(page.BOTTOM)
    section.left_margin, section.right_margin = _length(page.LEFT), _length(page.RIGHT)
    section.footer_distance = _length(_FOOTER_DISTANCE)
    properties = section._sectPr  # noqa: SLF001 - python-docx has no other way to the page's grid
    for tag in ("w:docGrid", "w:pgNumType"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    if first_page is not None:
        for columns in properties.findall(qn("w:cols")):  # which the schema puts after it
            columns.addprevious(element(f'<w:pgNumType w:start="{first_page}"/>'))
    # Rounded down: a grid of 22 lines that is a hair too high has only 21, set half a line lower.
    pitch = int(page.LINE_PITCH * 20)
    properties.append(element(f'<w:docGrid w:type="lines" w:linePitch="{pitch}"/>'))


def _head(sheet: Sheet) -> list[object]:
    """The mark on the first line, an empty line, the title on the third."""
    mark = run(sheet.mark, HEAD_FONT, page.MARK_SIZE)
    empty = run_properties(BODY_FONT, page.MARK_SIZE)
    title = run(broken_title(sheet.title), _TITLE_FONT, page.TITLE_SIZE)
    return [
        element(paragraph(mark)),
        element(paragraph("", mark=empty)),
        element(
            paragraph(
                title,
                align="center",
                leading=page.TITLE_LEADING,
                after=page.LINE_PITCH / 2,
                on_grid=False,
            )
        ),
    ]


def _last_paragraph() -> str:
    """Word wants a paragraph after a table; one of a point does not open a page of its own."""
    return paragraph("", leading=1, on_grid=False, mark=run_properties(BODY_FONT, 1))


def _number(footer: _Footer, side: str) -> None:
    """— 1 —, one character in from the edge."""
    footer.is_linked_to_previous = False
    size = page.NUMBER_SIZE
    dash = run("— ", _NUMBER_FONT, size), run(" —", _NUMBER_FONT, size)
    runs = f"{dash[0]}{page_field(_NUMBER_FONT, size)}{dash[1]}"
    made = element(paragraph(runs, align=side, leading=size, indent=size, on_grid=False))
    old = footer.paragraphs[0]._p  # noqa: SLF001 - the element behind python-docx's paragraph
    old.addprevious(made)
    old.getparent().remove(old)


def _length(points: float) -> Length:
    return Pt(points)
