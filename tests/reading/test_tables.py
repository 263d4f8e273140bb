from __future__ import annotations

from desktop.domain.document import SourceTable
from desktop.reading import read_bytes
from tests.reading.docx_builder import (
    abstract,
    cell,
    docx,
    level,
    listing,
    numbered,
    paragraph,
    row,
    table,
)

RESTART = '<w:vMerge w:val="restart"/>'
CONTINUE = "<w:vMerge/>"


def read(*blocks: str, numbering: str = "") -> tuple[str, tuple[SourceTable, ...]]:
    document = read_bytes("x", docx(*blocks, numbering=numbering))
    return document.text, document.tables


def places(text: str, one: SourceTable) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.column, c.row_span, c.column_span, c.span.slice(text)) for c in one.cells]


def test_text_of_a_table() -> None:
    text, tables = read(
        paragraph("附件"),
        table(row("序号", "任务"), row("1", cell(paragraph("甲") + paragraph("乙")))),
        paragraph("后"),
    )
    assert text == "附件\n序号\t任务\n1\t甲\n乙\n后\n"
    assert tables[0].span.slice(text) == "序号\t任务\n1\t甲\n乙"
    assert places(text, tables[0]) == [
        (0, 0, 1, 1, "序号"),
        (0, 1, 1, 1, "任务"),
        (1, 0, 1, 1, "1"),
        (1, 1, 1, 1, "甲\n乙"),
    ]


def test_merged_cells_stand_once_with_their_extent() -> None:
    text, tables = read(
        table(
            row(cell("类别", '<w:gridSpan w:val="2"/>'), "时限"),
            row(cell("一", RESTART), "甲", "年底前"),
            row(cell("", CONTINUE), "乙", "年底前"),
            row(cell("", CONTINUE), "丙", "年底前"),
            row(cell("二", RESTART), "丁", "年底前"),
        )
    )
    assert text.split("\n")[:3] == ["类别\t时限", "一\t甲\t年底前", "\t乙\t年底前"]
    found = places(text, tables[0])
    assert found[0] == (0, 0, 1, 2, "类别")
    assert (0, 2, 1, 1, "时限") in found
    assert (1, 0, 3, 1, "一") in found
    assert (4, 0, 1, 1, "二") in found
    assert len(found) == 2 + 3 + 2 + 2 + 3


def test_a_continuation_without_a_beginning_keeps_its_text() -> None:
    text, tables = read(table(row(cell("一", CONTINUE), "甲"), row("乙", cell("丙", CONTINUE))))
    assert [place[-1] for place in places(text, tables[0])] == ["一", "甲", "乙", "丙"]


def test_old_horizontal_merges() -> None:
    text, tables = read(
        table(row(cell("甲", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), "乙"))
    )
    assert places(text, tables[0]) == [(0, 0, 1, 2, "甲"), (0, 2, 1, 1, "乙")]


def test_rows_and_cells_in_wrappers_and_a_shifted_row() -> None:
    wrapped_cell = f"<w:sdt><w:sdtContent>{cell('乙')}</w:sdtContent></w:sdt>"
    made = row("甲", properties='<w:gridBefore w:val="1"/>').replace(
        "</w:tr>", wrapped_cell + "</w:tr>"
    )
    text, tables = read(table(f"<w:sdt><w:sdtContent>{made}</w:sdtContent></w:sdt>"))
    assert places(text, tables[0]) == [(0, 1, 1, 1, "甲"), (0, 2, 1, 1, "乙")]


def test_a_deleted_row_is_gone() -> None:
    text, tables = read(table(row("甲"), row("乙", properties='<w:del w:id="1"/>'), row("丙")))
    assert text == "甲\n丙\n"
    assert [place[0] for place in places(text, tables[0])] == [0, 1]


def test_a_nested_table_becomes_text_of_its_cell() -> None:
    inner = table(row("子", "丑"), row("寅", "卯"))
    text, tables = read(table(row(cell(paragraph("甲") + inner + paragraph("")), "乙")))
    assert len(tables) == 1
    assert [place[-1] for place in places(text, tables[0])] == ["甲\n子\t丑\n寅\t卯", "乙"]


def test_numbers_in_cells_are_labels() -> None:
    numbering = abstract(1, level(0, "decimal", "%1")) + listing(1, 1)
    document = read_bytes(
        "x",
        docx(
            table(row(cell(numbered("", 0)), "甲"), row(cell(numbered("", 0)), "乙")),
            numbering=numbering,
        ),
    )
    assert document.text == "1\t甲\n2\t乙\n"
    assert [block.label for block in document.blocks] == ["1", "", "2", ""]


def test_a_table_without_rows_leaves_no_trace() -> None:
    assert read(table(), paragraph("文")) == ("文\n", ())
