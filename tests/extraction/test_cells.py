"""Tables that a file marks itself: heads of two rows, lines in cells, cells that say who leads."""

from __future__ import annotations

import pytest

from desktop.domain.document import SourceDocument, SourceTable, Span, TableCell
from desktop.domain.draft import DraftRow
from desktop.domain.unit import Role
from desktop.extraction import extract
from desktop.services.directory import unit_directory
from tests.extraction.documents import document

_HEAD = "海州市任务分工表\n"
_LETTER = {Role.LEAD: "L", Role.PARTICIPANT: "P", Role.RESPONSIBLE: "R"}


def marked(
    *rows: tuple[str, ...], spans: dict[tuple[int, int], tuple[int, int]] | None = None
) -> SourceDocument:
    """Make a document of one table. `spans` gives merged cells their height and width; what they cover is ""."""
    text, cells = _HEAD, []
    for row, words in enumerate(rows):
        for column, word in enumerate(words):
            if not word and spans:
                continue
            place = Span(len(text), len(text) + len(word))
            height, width = (spans or {}).get((row, column), (1, 1))
            cells.append(TableCell(row, column, place, height, width))
            text += word + "\n"
    table = SourceTable(Span(len(_HEAD), len(text)), tuple(cells))
    plain = document(text)
    return SourceDocument(
        plain.name, plain.format, plain.encoding, plain.sha256, text, (), (table,)
    )


def rows_of(source: SourceDocument) -> tuple[DraftRow, ...]:
    (table,) = extract(source, unit_directory()).tables
    return table.rows


def said(row: DraftRow) -> str:
    return " ".join(_LETTER[u.role] + u.name for u in row.units)


@pytest.mark.parametrize(
    ("cell", "reading"),
    [
        ("市医保局\n各县（市、区）人民政府", "R市医保局 R各县（市、区）人民政府"),
        ("市发展改革\n委员会", "L市发展改革委员会"),
        ("牵头单位：市卫生健康委\n配合单位：市医保局、市财政局", "L市卫生健康委 P市医保局 P市财政局"),
        ("市教育局牵头，市财政局配合", "L市教育局 P市财政局"),
        ("市教育局（牵头）、市财政局", "L市教育局 P市财政局"),
        ("市教育局会同市财政局", "L市教育局 P市财政局"),
        ("分管副市长、市教育局", "L市教育局"),
    ],
)  # fmt: skip
def test_what_a_cell_of_units_says(cell: str, reading: str) -> None:
    source = marked(
        ("序号", "工作任务", "责任单位", "完成时限"), ("1", "建设平台", cell, "2025年底前")
    )
    (row,) = rows_of(source)
    assert said(row) == reading


def test_a_head_of_two_rows() -> None:
    source = marked(
        ("序号", "工作任务", "责任单位", "", "完成时限"),
        ("", "", "牵头单位", "配合单位", ""),
        ("1", "建设平台", "市卫生健康委", "市医保局", "2025年底前"),
        spans={(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (1, 2), (0, 4): (2, 1)},
    )
    (row,) = rows_of(source)
    assert said(row) == "L市卫生健康委 P市医保局"


def test_the_title_of_the_column_may_say_who_leads() -> None:
    source = marked(
        ("序号", "工作任务", "责任单位（排在首位的为牵头单位）"),
        ("1", "建设平台", "市卫生健康委、市医保局"),
    )
    (row,) = rows_of(source)
    assert said(row) == "L市卫生健康委 P市医保局"


def test_two_columns_of_units_that_divide_nothing_are_responsible_together() -> None:
    source = marked(
        ("序号", "工作任务", "市级责任部门", "区级责任部门"),
        ("1", "建设平台", "市卫生健康委", "区医保局"),
    )
    (row,) = rows_of(source)
    assert said(row) == "R市卫生健康委 R区医保局"


def test_a_row_that_is_all_one_cell_names_the_rows_below() -> None:
    source = marked(
        ("序号", "工作任务", "责任单位"),
        ("一、扩大需求", "", ""),
        ("1", "举办活动", "市商务局"),
        spans={(1, 0): (1, 3)},
    )
    (row,) = rows_of(source)
    assert (row.group, row.wording) == ("一、扩大需求", "举办活动")


def test_a_row_without_units_is_doubted() -> None:
    source = marked(
        ("序号", "工作任务", "责任单位"), ("1", "举办活动", "市商务局"), ("2", "建设平台", "/")
    )
    assert [[d.code for d in row.doubts] for row in rows_of(source)] == [[], ["row.no_units"]]


def test_where_many_rows_do_not_fit_every_row_is_doubted() -> None:
    source = marked(
        ("序号", "工作任务", "责任单位"),
        ("1", "市商务局", "举办各类消费活动"),
        ("2", "市教育局", "新建各类学位"),
        ("3", "改造小区", "市住建局"),
    )
    assert all("table.misread" in {d.code for d in row.doubts} for row in rows_of(source))
