"""The annex's table in WordprocessingML.

Each kind of row is made once and copied: python-docx's own way of adding rows takes a time that
grows with the square of their number.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from desktop.domain.columns import Align
from desktop.domain.sheet import RowKind, Sheet, SheetColumn, SheetRow
from desktop.output import page
from desktop.output.columnwidths import column_widths
from desktop.output.docxparts import element, paragraph, run, twips
from desktop.output.linebreak import RoughAdvances, break_lines

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

HEAD_FONT: Final = "黑体"
BODY_FONT: Final = "仿宋"

_STANCE = {Align.CENTER: "center", Align.LEFT: "left", Align.JUSTIFY: "both"}
#: The rules take room from the cells in Word, and a whole number of characters must still fit.
_SLACK = 0.75
_UNSPLIT = page.BODY_HEIGHT - 2 * page.HEADER_HEIGHT


def table(sheet: Sheet) -> BaseOxmlElement:
    """w:tbl with the rows of `sheet` below a header that Word repeats on each page.

    Raises `OutputError` ``output.no_columns``.
    """
    widths = column_widths(sheet)
    made = element(f"<w:tbl>{_properties()}{_grid(widths)}</w:tbl>")
    centred = [Align.CENTER] * len(widths)
    titles = [column.title for column in sheet.columns]
    header = _row(titles, widths, centred, HEAD_FONT, least=page.HEADER_HEIGHT, repeats=True)
    made.append(element(header))
    template = element(_row([""] * len(widths), widths, _aligns(sheet.columns), BODY_FONT))
    advances = RoughAdvances()
    for row in sheet.rows:
        if row.kind is RowKind.GROUP:
            made.append(element(_group_row(row.cells[0], len(widths))))
            continue
        copied = deepcopy(template)
        _fill(copied, row)
        if _height(row, widths, advances) > _UNSPLIT:
            # A row that no page can hold must be allowed to go on on the next.
            for properties in copied.findall(qn("w:trPr")):
                for keep in properties.findall(qn("w:cantSplit")):
                    properties.remove(keep)
        made.append(copied)
    return made


def _aligns(columns: Sequence[SheetColumn]) -> list[Align]:
    return [column.align for column in columns]


def _properties() -> str:
    frame, rule = round(page.FRAME * 8), round(page.RULE * 8)  # eighths of a point
    sizes = {"top": frame, "left": frame, "bottom": frame, "right": frame}
    sizes |= {"insideH": rule, "insideV": rule}
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
        for side, size in sizes.items()
    )
    inside = {
        "top": page.ROW_PADDING,
        "left": page.CELL_PADDING - _SLACK,
        "bottom": page.ROW_PADDING,
        "right": page.CELL_PADDING - _SLACK,
    }
    margins = "".join(f'<w:{side} w:w="{twips(v)}" w:type="dxa"/>' for side, v in inside.items())
    return (
        f'<w:tblPr><w:tblW w:w="{twips(page.BODY_WIDTH)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
    )


def _grid(widths: Sequence[float]) -> str:
    columns = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    return f"<w:tblGrid>{columns}</w:tblGrid>"


def _row(
    texts: Sequence[str],
    widths: Sequence[float],
    aligns: Sequence[Align],
    font: str,
    *,
    least: float = 0.0,
    repeats: bool = False,
) -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/><w:vAlign w:val="center"/>'
        f"</w:tcPr>{_cell_paragraph(text, font, _STANCE[align])}</w:tc>"
        for text, width, align in zip(texts, widths, aligns, strict=True)
    )
    height = f'<w:trHeight w:val="{twips(least)}" w:hRule="atLeast"/>' if least else ""
    header = "<w:tblHeader/>" if repeats else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{header}</w:trPr>{cells}</w:tr>"


def _group_row(text: str, columns: int) -> str:
    """A line across the table that stays with the row below it."""
    body = _cell_paragraph(text, HEAD_FONT, "left", keep_next=True)
    return (
        f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{twips(page.BODY_WIDTH)}"'
        f' w:type="dxa"/><w:gridSpan w:val="{columns}"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{body}</w:tc></w:tr>"
    )


def _cell_paragraph(text: str, font: str, align: str, *, keep_next: bool = False) -> str:
    # Off the page's grid: 12 pt lines would jump to its 29 pt pitch.
    return paragraph(
        run(text, font, page.CELL_SIZE),
        align=align,
        leading=page.CELL_LEADING,
        keep_next=keep_next,
        on_grid=False,
    )


def _fill(row: BaseOxmlElement, source: SheetRow) -> None:
    """Put the texts into a copied row, whose cells have one empty paragraph each.

    A line feed begins a paragraph: before a line break Word would stretch the line to the full.
    """
    for cell, text in zip(row.findall(qn("w:tc")), source.cells, strict=True):
        (blank,) = cell.findall(qn("w:p"))
        lines = text.split("\n")
        for line, place in zip(lines, [blank, *(deepcopy(blank) for _ in lines[1:])], strict=True):
            for run_text in place.iter(qn("w:t")):
                run_text.text = line
            cell.append(place)


def _height(row: SheetRow, widths: Sequence[float], advances: RoughAdvances) -> float:
    """Points that the row will take in Word, about."""
    measures = [(width - 2 * page.CELL_PADDING) / page.CELL_SIZE for width in widths]
    # Most rows are far too short to be worth breaking into lines.
    if max(map(len, row.cells)) < 100:
        return 0.0
    lines = max(
        len(break_lines(text, advances, measure))
        for text, measure in zip(row.cells, measures, strict=True)
    )
    return lines * page.CELL_LEADING
