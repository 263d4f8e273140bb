"""All that a sheet can have, found again in the docx."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.columns import ANNEX_COLUMNS, NUMBER
from desktop.domain.sheet import (
    PageSetup,
    Paper,
    RowKind,
    Sheet,
    SheetRow,
    Strong,
    TypeSize,
    build_sheet,
)
from desktop.output.docx import write_docx
from desktop.output.tidy import tidy
from desktop.support.errors import OutputError
from tests.output import docxsheets
from tests.output.hunan import ROWS, TITLE


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "附件.docx"


def written(path: Path, *sheets: Sheet) -> DocxDocument:
    write_docx(sheets, path)
    return Document(str(path))


def fonts_and_sizes(element: object) -> set[tuple[str, float]]:
    """The East Asian fonts of an element's runs with their sizes in points."""
    return {
        (
            properties.find(qn("w:rFonts")).get(qn("w:eastAsia")),
            int(properties.find(qn("w:sz")).get(qn("w:val"))) / 2,
        )
        for run in element.iter(qn("w:r"))  # type: ignore[attr-defined]
        for properties in run.iter(qn("w:rPr"))
    }


def merge_of(row: object) -> str | None:
    """What the first cell of a w:tr is in a cell over several rows."""
    first = row.find(qn("w:tc")).find(qn("w:tcPr")).find(qn("w:vMerge"))  # type: ignore[attr-defined]
    return None if first is None else first.get(qn("w:val"))


def starts(document: DocxDocument) -> list[str | None]:
    numbers = [section._sectPr.find(qn("w:pgNumType")) for section in document.sections]
    return [None if number is None else number.get(qn("w:start")) for number in numbers]


def test_what_stands_around_the_table_in_its_order_fonts_and_sizes(path: Path) -> None:
    document = written(path, docxsheets.lead_and_others())
    around = [(p.text, p.alignment, fonts_and_sizes(p._p)) for p in document.paragraphs]
    texts = [text for text, _, _ in around]
    assert texts == [
        *(docxsheets.NOTICE, docxsheets.NUMBER_OF_DOCUMENT, "附件2", ""),
        "湖南省促进科技成果转移转化实施方案\n重点任务分工及进度安排表",
        *(f"（{docxsheets.STAGE}）", docxsheets.BY_LINE, *docxsheets.NOTE.split("\n"), ""),
    ]
    assert [fonts for _, _, fonts in around] == [
        *({("黑体", 16)}, {("仿宋", 16)}, {("黑体", 16)}, set()),
        *({("方正小标宋简体", 22)}, {("楷体", 16)}, {("仿宋", 12)}),
        *({("仿宋", 10.5)}, {("仿宋", 10.5)}, set()),
    ]
    assert [text for text, align, _ in around if align == 1] == texts[4:6]
    kinds = [child.tag.rsplit("}", 1)[1] for child in document.element.body]
    assert kinds == [*["p"] * 7, "tbl", *["p"] * 3, "sectPr"]
    assert all(p.paragraph_format.keep_with_next for p in document.paragraphs[:7])


def test_without_a_mark_the_title_is_the_first_line(hunan: Sheet, path: Path) -> None:
    document = written(path, replace(hunan, mark=""))
    assert [p.text for p in document.paragraphs] == [TITLE, ""]


def test_without_anything_around_it_the_table_is_alone(hunan: Sheet, path: Path) -> None:
    document = written(path, replace(hunan, mark="", title=""))
    assert [p.text for p in document.paragraphs] == [""]


def test_a_stage_in_brackets_gets_no_second_pair(hunan: Sheet, path: Path) -> None:
    document = written(path, replace(hunan, stage="（送审稿）"))
    assert document.paragraphs[3].text == "（送审稿）"


@pytest.mark.parametrize(
    ("paper", "millimetres"),
    [
        (Paper.A4_LANDSCAPE, (297, 210, 28, 26, 35, 37)),
        (Paper.A3_LANDSCAPE, (420, 297, 30, 30, 28, 28)),
    ],
)
def test_paper_on_its_side(
    paper: Paper, millimetres: tuple[float, ...], hunan: Sheet, path: Path
) -> None:
    document = written(path, hunan.with_setup(PageSetup(paper=paper)))
    (section,) = document.sections
    assert section.orientation == WD_ORIENT.LANDSCAPE
    found = (
        *(section.page_width, section.page_height, section.top_margin),
        *(section.bottom_margin, section.left_margin, section.right_margin),
    )
    assert found == pytest.approx([Mm(value) for value in millimetres], abs=Mm(0.05))
    widths = document.element.body.iter(qn("w:gridCol"))
    room = millimetres[0] - millimetres[4] - millimetres[5]
    assert sum(int(w.get(qn("w:w"))) for w in widths) * Mm(25.4) / 1440 == pytest.approx(
        Mm(room), abs=Mm(0.1)
    )


@pytest.mark.parametrize("size", TypeSize)
def test_the_size_of_the_type(size: TypeSize, hunan: Sheet, path: Path) -> None:
    document = written(path, hunan.with_setup(PageSetup(size=size)))
    table = document.tables[0]._tbl
    assert fonts_and_sizes(table) == {("黑体", size.points), ("仿宋", size.points)}
    leadings = {s.get(qn("w:line")) for s in table.iter(qn("w:spacing"))}
    assert leadings == {str(round(size.points * 1.4 * 20))}


def test_a_turned_page_has_its_number_in_the_left_margin(path: Path) -> None:
    document = written(path, docxsheets.lead_and_others())
    (section,) = document.sections
    places = []
    for footer in (section.footer, section.even_page_footer):
        (table,) = footer._element.iter(qn("w:tbl"))
        (place,) = table.iter(qn("w:tblpPr"))
        assert {place.get(qn(f"w:{a}")) for a in ("vertAnchor", "horzAnchor")} == {"page"}
        (direction,) = table.iter(qn("w:textDirection"))
        assert direction.get(qn("w:val")) == "tbRl"
        (height,) = table.iter(qn("w:trHeight"))
        side = next(table.iter(qn("w:jc"))).get(qn("w:val"))
        top = int(place.get(qn("w:tblpY"))) / 20
        ends = top, top + int(height.get(qn("w:val"))) / 20
        places.append((side, int(place.get(qn("w:tblpX"))) / 20, *ends))
        assert "PAGE" in "".join(i.text for i in table.iter(qn("w:instrText")))
    (odd, odd_left, _, foot), (even, even_left, head, _) = places
    point = 25.4 / 72
    # A 14 pt line whose middle is the dash's upper edge: 7 mm from the type area, which begins at 35.
    assert (odd_left + 7) * point == pytest.approx(28, abs=0.1) == (even_left + 7) * point
    assert (odd, even) == ("right", "left")
    assert foot * point == pytest.approx(210 - 26 - 14 * point, abs=0.1)
    assert head * point == pytest.approx(28 + 14 * point, abs=0.1)


def test_on_one_side_all_numbers_stand_on_the_right(hunan: Sheet, path: Path) -> None:
    document = written(path, hunan.with_setup(PageSetup(two_sided=False)))
    assert not document.settings.odd_and_even_pages_header_footer
    (section,) = document.sections
    assert section.even_page_footer.is_linked_to_previous
    assert section.footer.paragraphs[0]._p.pPr.find(qn("w:jc")).get(qn("w:val")) == "right"


def test_each_sheet_is_a_section_with_its_paper_and_numbers_go_on(path: Path) -> None:
    first = docxsheets.annex().with_setup(PageSetup(first_page=9))
    document = written(path, first, docxsheets.lead_and_others(), docxsheets.on_a3())
    assert len(document.tables) == 3
    sides = [section.orientation for section in document.sections]
    assert sides == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.LANDSCAPE]
    widths = [round(section.page_width / Mm(1)) for section in document.sections]
    assert widths == [210, 297, 420]
    assert starts(document) == ["9", None, None]
    kinds = {section.start_type for section in document.sections}
    assert kinds == {document.sections[0].start_type}
    assert all(not section.footer.is_linked_to_previous for section in document.sections)
    ends = [p for p in document.paragraphs if p._p.pPr.find(qn("w:sectPr")) is not None]
    assert [(p.text, p.paragraph_format.line_spacing.pt) for p in ends] == [("", 1), ("", 1)]


def test_sheets_of_one_set_up_do_not_begin_anew(hunan: Sheet, path: Path) -> None:
    setup = PageSetup(first_page=3)
    document = written(path, *[hunan.with_setup(setup) for _ in range(3)])
    assert starts(document) == ["3", None, None]


def test_a_sheet_without_numbers_among_others(hunan: Sheet, path: Path) -> None:
    without = hunan.with_setup(PageSetup(first_page=None))
    document = written(path, without, hunan.with_setup(PageSetup(first_page=4)), without)
    shown = [
        ["PAGE" in part._element.xml for part in (section.footer, section.even_page_footer)]
        for section in document.sections
    ]
    assert shown == [[False, False], [True, True], [False, False]]
    assert starts(document) == [None, "4", None]


def test_strong_stretches_are_in_heiti(path: Path) -> None:
    text = "省科技厅、省教育厅\n省财政厅"
    strong = (Strong(0, 0, 4), Strong(0, 5, 13))
    sheet = replace(build_sheet(TITLE, (NUMBER,), []), rows=(SheetRow((text,), strong=strong),))
    document = written(path, sheet)
    cell = document.tables[0].rows[1].cells[0]
    runs = [(run.text, *fonts_and_sizes(run._r)) for p in cell.paragraphs for run in p.runs]
    assert [(text, font) for text, (font, _) in runs] == [
        *(("省科技厅", "黑体"), ("、", "仿宋"), ("省教育厅", "黑体")),
        *(("省财政", "黑体"), ("厅", "仿宋")),
    ]


def test_a_group_of_one_column_keeps_with_its_rows(path: Path) -> None:
    sheet = build_sheet(TITLE, (NUMBER,), [("1",)])
    grouped = replace(sheet, rows=(SheetRow(("一、",), RowKind.GROUP), *sheet.rows))
    row = written(path, grouped).tables[0].rows[1]._tr
    assert list(row.iter(qn("w:keepNext")))


def test_a_note_takes_the_last_row_with_it(path: Path) -> None:
    document = written(path, docxsheets.lead_and_others())
    *_, before, last = document.tables[0].rows
    assert list(last._tr.iter(qn("w:keepNext")))
    assert not list(before._tr.iter(qn("w:keepNext")))


def test_neighbours_with_one_text_are_one_cell(path: Path) -> None:
    texts = ["甲", "甲", "乙", "丙", "丙", "丙"]
    sheet = build_sheet(TITLE, ANNEX_COLUMNS, [(text, "", "", "") for text in texts])
    rows = written(path, replace(sheet, merges_first=True)).tables[0]._tbl.tr_lst[1:]
    assert [merge_of(row) for row in rows] == [
        *("restart", "continue", None, "restart", "continue", "continue")
    ]
    firsts = ["".join(t.text or "" for t in row.tc_lst[0].iter(qn("w:t"))) for row in rows]
    assert firsts == ["甲", "", "乙", "丙", "", ""]
    rows = written(path, sheet).tables[0]._tbl.tr_lst[1:]
    assert [merge_of(row) for row in rows] == [None] * 6


def test_a_row_that_begins_a_group_begins_a_cell(path: Path) -> None:
    row = SheetRow(("甲", "", "", ""))
    begun = replace(row, begins=True)
    sheet = replace(docxsheets.annex(), rows=(begun, row, begun, row), merges_first=True)
    rows = written(path, sheet).tables[0]._tbl.tr_lst[1:]
    assert [merge_of(row) for row in rows] == ["restart", "continue"] * 2


def test_a_group_line_ends_a_cell_over_several_rows(path: Path) -> None:
    cells = [SheetRow(("甲", "", "", ""))] * 2
    group = SheetRow(("甲",), RowKind.GROUP)
    sheet = replace(docxsheets.annex(), rows=(*cells, group, *cells), merges_first=True)
    rows = written(path, sheet).tables[0]._tbl.tr_lst[1:]
    assert [merge_of(row) for row in rows] == ["restart", "continue", None, "restart", "continue"]


def test_a_cell_over_several_rows_is_said_again_about_once_a_page(path: Path) -> None:
    rows = written(path, docxsheets.merged(60, per_part=60)).tables[0]._tbl.tr_lst[1:]
    places = [i for i, row in enumerate(rows) if merge_of(row) == "restart"]
    assert places[0] == 0
    assert all(4 <= later - earlier <= 10 for earlier, later in pairwise(places))


def test_a_text_higher_than_a_page_stays_in_its_rows(path: Path) -> None:
    rows = [("长" * 20_000, "", "", "")] * 2
    sheet = replace(build_sheet(TITLE, ANNEX_COLUMNS, rows), merges_first=True)
    table = written(path, sheet).tables[0]._tbl
    assert [merge_of(row) for row in table.tr_lst[1:]] == [None, None]
    assert [row.trPr.find(qn("w:cantSplit")) for row in table.tr_lst[1:]] == [None, None]


HARD = {
    "twenty_thousand_characters": "建立健全科技成果转化机制。" * 1600,
    "two_hundred_units": "、".join(f"省第{number}厅" for number in range(200)),
    "line_feeds": "\n".join("甲乙丙" for _ in range(99)),
    "emoji": "完成👩‍👩‍👧🎉",
    "controls": "甲\x00\x07\x1b乙\ud800丙\ufffe",
    "right_to_left": "وزارة العلوم، 省科技厅 \u202eabc",
    "rare": "㎡ ℃ 〇 𫘝 𬱖",
    "markup": "<w:t>&amp;]]>\"'",
}


@pytest.mark.parametrize("name", HARD)
def test_hard_cells_come_back(name: str, path: Path) -> None:
    text = HARD[name]
    rows = [("1", text, text, ""), ROWS[0]]
    sheet = build_sheet(TITLE, ANNEX_COLUMNS, rows)
    table = written(path, replace(sheet, merges_first=True)).tables[0]
    assert [c.text for c in table.rows[1].cells] == ["1", tidy(text), tidy(text), ""]
    whole = table.rows[1]._tr.trPr.find(qn("w:cantSplit")) is not None
    assert whole == (len(text) < 200)


@pytest.mark.parametrize("paper", Paper)
def test_an_empty_table_is_its_header(paper: Paper, path: Path) -> None:
    sheet = build_sheet(TITLE, ANNEX_COLUMNS, [])
    merging = replace(sheet, merges_first=True, note="注：无。", setup=PageSetup(paper=paper))
    document = written(path, merging)
    assert [c.text for c in document.tables[0].rows[0].cells] == [c.title for c in ANNEX_COLUMNS]
    assert len(document.tables[0].rows) == 1


def test_no_columns_are_refused_and_nothing_is_left(path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        write_docx([docxsheets.annex(), replace(docxsheets.annex(), columns=(), rows=())], path)
    assert caught.value.reason == "output.no_columns"
    assert not path.exists()


def test_where_nothing_can_be_written_the_old_file_stays(
    hunan: Sheet, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr("desktop.output.saving.write_bytes", refuse)
    with pytest.raises(OutputError) as caught:
        write_docx([hunan], path)
    assert caught.value.reason == "output.permission"
    assert path.read_bytes() == b"old"


@given(st.data())
def test_any_text_with_any_strong_stretch_comes_back(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    text = data.draw(st.text(max_size=40))
    ends = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2)))
    row = SheetRow((text,), strong=(Strong(0, *ends),))
    sheet = replace(build_sheet("表", (NUMBER,), []), rows=(row, row), merges_first=True)
    path = tmp_path_factory.getbasetemp() / "any.docx"
    table = written(path, sheet).tables[0]
    cell = table.rows[1].cells[0]
    assert cell.text == tidy(text)
    heavy = "".join(
        "".join(t.text or "" for t in run.iter(qn("w:t")))
        for run in cell._tc.iter(qn("w:r"))
        if fonts_and_sizes(run) == {("黑体", 12)}
    )
    assert heavy == tidy(text[ends[0] : ends[1]]).replace("\n", "")
