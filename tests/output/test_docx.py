from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table

from desktop.domain.columns import ANNEX_COLUMNS
from desktop.domain.sheet import PageSetup, RowKind, Sheet, SheetRow, build_sheet
from desktop.output.docx import write_docx
from tests.output.hunan import ROWS, TITLE


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "附件.docx"


def fonts_of(element: object) -> set[str]:
    return {fonts.get(qn("w:eastAsia")) for fonts in element.iter(qn("w:rFonts"))}  # type: ignore[attr-defined]


def texts(table: Table) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row.cells) for row in table.rows]


def test_mark_empty_line_title_table_in_this_order(hunan: Sheet, path: Path) -> None:
    write_docx([hunan], path)
    body = Document(str(path)).element.body
    kinds = [child.tag.rsplit("}", 1)[1] for child in body]
    assert kinds == ["p", "p", "p", "tbl", "p", "sectPr"]
    paragraphs = Document(str(path)).paragraphs
    assert [p.text for p in paragraphs] == ["附件", "", TITLE, ""]


def test_the_table_holds_every_cell(hunan: Sheet, path: Path) -> None:
    write_docx([hunan], path)
    (table,) = Document(str(path)).tables
    assert texts(table) == [("序号", "重点任务", "责任部门", "时间进度"), *ROWS]


def test_the_header_repeats_and_rows_stay_whole(hunan: Sheet, path: Path) -> None:
    write_docx([hunan], path)
    (table,) = Document(str(path)).tables
    flags = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert flags == [True] + [False] * len(ROWS)
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_a_row_that_no_page_holds_may_be_split(path: Path) -> None:
    rows = [("1", "建立符合自身人事管理需要的考核评价制度。" * 100, "", ""), ROWS[0]]
    write_docx([build_sheet(TITLE, ANNEX_COLUMNS, rows)], path)
    (table,) = Document(str(path)).tables
    whole = [row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows]
    assert whole == [True, False, True]


def test_fonts_are_named_for_east_asian_text(hunan: Sheet, path: Path) -> None:
    write_docx([hunan], path)
    document = Document(str(path))
    mark, _, title, _ = document.paragraphs
    assert fonts_of(mark._p) == {"黑体"}
    assert fonts_of(title._p) == {"方正小标宋简体"}
    header, *rows = document.tables[0].rows
    assert fonts_of(header._tr) == {"黑体"}
    assert fonts_of(rows[0]._tr) == {"仿宋"}
    styles = document.styles.element
    language = styles.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert language.get(qn("w:eastAsia")) == "zh-CN"


def test_the_page_is_the_standards(hunan: Sheet, path: Path) -> None:
    write_docx([hunan.with_setup(PageSetup(first_page=5))], path)
    document = Document(str(path))
    (section,) = document.sections
    found = (
        *(section.page_width, section.page_height, section.top_margin),
        *(section.bottom_margin, section.left_margin, section.right_margin),
    )
    wanted = tuple(Mm(value) for value in (210, 297, 37, 35, 28, 26))
    assert found == pytest.approx(wanted, abs=Mm(0.05))
    assert document.settings.odd_and_even_pages_header_footer
    assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "5"
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (paragraph,) = footer.paragraphs
        assert paragraph._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side
        assert paragraph.text.startswith("— ")
        assert "PAGE" in "".join(i.text for i in paragraph._p.iter(qn("w:instrText")))
    tags = [child.tag for child in section._sectPr]
    assert tags.index(qn("w:pgNumType")) < tags.index(qn("w:cols")) < tags.index(qn("w:docGrid"))


def test_without_page_numbers_there_are_no_footers(hunan: Sheet, path: Path) -> None:
    write_docx([hunan.with_setup(PageSetup(first_page=None))], path)
    document = Document(str(path))
    assert document.sections[0].footer.is_linked_to_previous
    assert not document.settings.odd_and_even_pages_header_footer


def test_group_lines_span_the_table_and_stay_with_what_follows(hunan: Sheet, path: Path) -> None:
    grouped = replace(hunan, rows=(SheetRow(("一、平台",), RowKind.GROUP), *hunan.rows))
    write_docx([grouped], path)
    row = Document(str(path)).tables[0].rows[1]._tr
    assert [span.get(qn("w:val")) for span in row.iter(qn("w:gridSpan"))] == ["4"]
    assert list(row.iter(qn("w:keepNext")))


def test_line_feeds_begin_paragraphs_and_markup_is_text(path: Path) -> None:
    rows = [("1", "甲 & <乙>\n丙\x07", "", "𫘝")]
    write_docx([build_sheet("A<B>&“C”", ANNEX_COLUMNS, rows)], path)
    cells = Document(str(path)).tables[0].rows[1].cells
    assert [p.text for p in cells[1].paragraphs] == ["甲 & <乙>", "丙"]
    assert cells[3].text == "𫘝"
    assert Document(str(path)).paragraphs[2].text == "A<B>&“C”"


def test_nothing_tells_of_the_template_or_an_author(hunan: Sheet, path: Path) -> None:
    write_docx([hunan], path)
    properties = Document(str(path)).core_properties
    assert (properties.author, properties.comments, properties.last_modified_by) == ("", "", "")
    assert properties.title == TITLE
    with zipfile.ZipFile(path) as archive:
        assert not [name for name in archive.namelist() if "thumbnail" in name]
        assert b"ja-JP" not in archive.read("word/settings.xml")


@pytest.mark.slow
def test_a_thousand_rows_are_not_slow(path: Path) -> None:
    rows = [ROWS[number % len(ROWS)] for number in range(1000)]
    write_docx([build_sheet(TITLE, ANNEX_COLUMNS, rows)], path)
    assert len(Document(str(path)).element.body.findall(f"{qn('w:tbl')}/{qn('w:tr')}")) == 1001
