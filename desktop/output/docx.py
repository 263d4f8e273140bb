"""The annex as a docx, the way into the red header: the 文印室 pastes it behind its own pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Pt

from desktop.domain.sheet import Sheet
from desktop.output import page
from desktop.output.docxhead import head_of, last_paragraph, note_of
from desktop.output.docxpage import number_pages, set_page
from desktop.output.docxparts import BODY_FONT, element, run_properties
from desktop.output.docxtable import table
from desktop.output.saving import save
from desktop.output.tidy import tidy_sheet

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import Section

_WORD_2013 = "15"  # anything older opens in 兼容模式


def write_docx(sheets: Sequence[Sheet], path: Path) -> None:
    """Save `sheets` as `path`, whole or not at all; each is a section that begins on a new page.

    Page numbers begin with the first number of the first sheet that has one, and go on from there.
    The fonts are named, not embedded. There must be a sheet.
    Raises `OutputError`: what `save` and `table` raise.
    """
    tidied = [tidy_sheet(sheet) for sheet in sheets]
    document = Document()
    _strip_template(document)
    _fill(document, tidied)
    properties = document.core_properties
    properties.title = tidied[0].title.replace("\n", "")
    properties.author = properties.comments = properties.last_modified_by = ""
    properties.language = "zh-CN"
    properties.created = properties.modified = datetime.now(UTC)
    content = BytesIO()
    document.save(content)
    save(path, content.getvalue())


def _fill(document: DocxDocument, sheets: Sequence[Sheet]) -> None:
    """Put a section for each sheet into the empty `document`."""
    body = document.element.body
    numbered = [i for i, sheet in enumerate(sheets) if sheet.setup.first_page is not None]
    two_footers = any(sheets[i].setup.two_sided for i in numbered)
    document.settings.odd_and_even_pages_header_footer = two_footers
    section = document.sections[0]
    for index, sheet in enumerate(sheets):
        if index:
            section = _next_section(document)
        begins = index in numbered[:1]
        set_page(section, sheet.setup, sheet.setup.first_page if begins else None)
        if numbered:
            number_pages(section, sheet.setup, two_footers=two_footers)
        for part in _parts(sheet):
            body.insert(len(body) - 1, part)  # before the section's properties


def _next_section(document: DocxDocument) -> Section:
    """End the section with a paragraph as small as that after a table, and begin another."""
    section: Section = document.add_section(WD_SECTION.NEW_PAGE)
    body = document.element.body
    *_, table_end, section_end, _ = body
    (properties,) = section_end.iter(qn("w:sectPr"))
    (of_paragraph,) = table_end.iter(qn("w:pPr"))
    of_paragraph.append(properties)
    body.remove(section_end)
    return section


def _parts(sheet: Sheet) -> list[BaseOxmlElement]:
    head, used = head_of(sheet)
    return [*head, table(sheet, used), *note_of(sheet), last_paragraph()]


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
