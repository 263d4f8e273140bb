"""The annex's table in WordprocessingML.

Rows are put together as text and read in by the hundred: python-docx's own way of adding rows takes
a time that grows with the square of their number.

What Word cannot do: a first column's cell that goes on over several rows prints its text once, not
again on the next page. So it is cut where a page is expected to end; where Word breaks the page a
row earlier or later, the text stands a row too late or too early.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from desktop.domain.columns import Align
from desktop.domain.sheet import RowKind, Sheet, Strong
from desktop.output import page
from desktop.output.columnwidths import column_widths
from desktop.output.docxheights import Merge, RowHeights, first_column_merges
from desktop.output.docxparts import BODY_FONT, HEAD_FONT, element, paragraph, run, twips

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_STANCE = {Align.CENTER: "center", Align.LEFT: "left", Align.JUSTIFY: "both"}
#: The rules take room from the cells in Word, and a whole number of characters must still fit.
_SLACK: Final = 0.75
_READ_AT_ONCE: Final = 200  # rows: libxml2 refuses what is very large
_HOLE: Final = "\0"
_WHOLE: Final = "<w:cantSplit/>"


def table(sheet: Sheet, used: float = 0.0) -> BaseOxmlElement:
    """w:tbl with the rows of `sheet` below a header that Word repeats on each page.

    `used` is what stands above it on its first page, in points.
    Raises `OutputError` ``output.no_columns``.
    """
    paper = page.geometry(sheet.setup)
    widths = column_widths(sheet)
    made = element(f"<w:tbl>{_properties(paper)}{_grid(widths)}</w:tbl>")
    rows = _rows(sheet, widths, paper, used)
    while some := "".join(islice(rows, _READ_AT_ONCE)):
        made.extend(list(element(f"<w:tbl>{some}</w:tbl>")))
    return made


def _properties(paper: page.Geometry) -> str:
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
        f'<w:tblPr><w:tblW w:w="{twips(paper.body_width)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
    )


def _grid(widths: Sequence[float]) -> str:
    columns = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    return f"<w:tblGrid>{columns}</w:tblGrid>"


def _rows(
    sheet: Sheet, widths: Sequence[float], paper: page.Geometry, used: float
) -> Iterator[str]:
    """Each w:tr, the header first."""
    heights = RowHeights(widths, paper)
    titles = [column.title for column in sheet.columns]
    heads = [_Cells(width, Align.CENTER, HEAD_FONT, paper) for width in widths]
    least = f'<w:trHeight w:val="{twips(page.HEADER_HEIGHT)}" w:hRule="atLeast"/>'
    header = (cell.holding(title) for cell, title in zip(heads, titles, strict=True))
    yield _row(f"{_WHOLE}{least}<w:tblHeader/>", header)

    room = paper.body_height - heights.of_header(titles)
    merges = first_column_merges(sheet, heights, used) if sheet.merges_first else None
    group = _Cells(paper.body_width, Align.LEFT, HEAD_FONT, paper, across=len(widths), keeps=True)
    body, last = (
        [
            _Cells(width, column.align, BODY_FONT, paper, keeps=keeps)
            for width, column in zip(widths, sheet.columns, strict=True)
        ]
        for keeps in (False, bool(sheet.note))  # a note must not stand alone on a page
    )
    for index, row in enumerate(sheet.rows):
        if row.kind is RowKind.GROUP:
            yield _row(_WHOLE, [group.holding(row.cells[0])])
            continue
        strong: list[tuple[Strong, ...]] = [()] * len(widths)
        for stretch in row.strong:
            strong[stretch.cell] += (stretch,)
        parts = [Merge.NONE] * len(widths)
        parts[0] = merges[index] if merges else Merge.NONE
        columns = last if index == len(sheet.rows) - 1 else body
        cells = (
            cell.holding(text, stretches, part)
            for cell, text, stretches, part in zip(columns, row.cells, strong, parts, strict=True)
        )
        # A row that no page can hold must be allowed to go on on the next.
        yield _row("" if heights.exceeds(row, room) else _WHOLE, cells)


def _row(properties: str, cells: Iterator[str] | Sequence[str]) -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


class _Cells:
    """Writes the cells of a column; with `across` the one cell of a line across so many columns.

    With `keeps` they stay on a page with what follows. What cells have in common is made once.
    """

    def __init__(
        self,
        width: float,
        align: Align,
        font: str,
        paper: page.Geometry,
        *,
        across: int = 0,
        keeps: bool = False,
    ) -> None:
        span = f'<w:gridSpan w:val="{across}"/>' if across else ""
        self._open = f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{span}'
        # Off the page's grid: 12 pt lines would jump to its 29 pt pitch.
        around = paragraph(
            _HOLE,
            align=_STANCE[align],
            leading=paper.cell_leading,
            keep_next=keeps,
            on_grid=False,
        )
        self._line_open, self._line_close = around.split(_HOLE)
        self._plain, self._end = run(_HOLE, font, paper.cell_size).split(_HOLE)
        self._strong, _ = run(_HOLE, HEAD_FONT, paper.cell_size).split(_HOLE)

    def holding(self, text: str, strong: Sequence[Strong] = (), part: Merge = Merge.NONE) -> str:
        """w:tc with `text`, what is `strong` in it in 黑体.

        A line feed begins a paragraph: before a line break Word would stretch the line to the full.
        """
        if part is Merge.REST:
            text, strong = "", ()
        merge = f'<w:vMerge w:val="{part}"/>' if part else ""
        lines: list[str] = []
        start = 0
        for line in text.split("\n"):
            runs = "".join(self._runs(line, start, strong))
            lines.append(f"{self._line_open}{runs}{self._line_close}")
            start += len(line) + 1
        return f'{self._open}{merge}<w:vAlign w:val="center"/></w:tcPr>{"".join(lines)}</w:tc>'

    def _runs(self, line: str, start: int, strong: Sequence[Strong]) -> Iterator[str]:
        """w:r for each stretch of `line`, which stands at `start` in its cell's text."""
        done = 0
        for stretch in strong:
            begin = min(max(stretch.start - start, done), len(line))
            end = min(max(stretch.end - start, begin), len(line))
            if begin == end:
                continue
            if begin > done:
                yield f"{self._plain}{escape(line[done:begin])}{self._end}"
            yield f"{self._strong}{escape(line[begin:end])}{self._end}"
            done = end
        if done < len(line) or not line:
            yield f"{self._plain}{escape(line[done:])}{self._end}"
