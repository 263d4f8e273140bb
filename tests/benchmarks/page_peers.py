"""One table set by this program and by its peers, each as a process of its own: `python -m … PEER COUNT FOLDER`.

The peers get the same rows, fonts, column widths, sizes and rules. What they cannot do, they need not: squeezed marks,
numbers kept whole, the page number's place.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from desktop.domain.columns import ANNEX_COLUMNS
from desktop.domain.sheet import Sheet, build_sheet
from tests.output.hunan import ROWS, TITLE

FONTS = Path(__file__).parents[2] / "resources" / "fonts"


def sheet_of(count: int) -> Sheet:
    """The Hunan annex, or `count` rows cut from the seeds."""
    if count <= len(ROWS):
        return build_sheet(TITLE, ANNEX_COLUMNS, ROWS[:count])
    from tests.output.real_cells import real_rows

    return build_sheet(TITLE, ANNEX_COLUMNS, real_rows(count))


def page(count: int, folder: Path) -> None:
    from desktop.output.fonts import FontSet
    from desktop.output.pdf import write_pdf

    write_pdf([sheet_of(count)], folder / "page.pdf", FontSet(bundled_only=True))


def fonts_only(count: int, folder: Path) -> None:
    """What the page cannot do without: reportlab, and the fonts that the annex uses."""
    import reportlab.pdfgen.canvas  # noqa: F401 - the import is what is measured
    from reportlab.pdfbase.ttfonts import TTFont

    for name in ("FengongTitle", "FengongHei", "FengongSong", "fang/FengongFang"):
        TTFont(name, str(FONTS / f"{name}.ttf"))


def long_table(count: int, folder: Path) -> None:
    from reportlab import rl_config
    from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, TableStyle

    from desktop.output.columnwidths import column_widths

    rl_config.useA85 = 0
    files = {
        "fang": "fang/FengongFang",
        "hei": "FengongHei",
        "title": "FengongTitle",
        "song": "FengongSong",
    }
    for name, file in files.items():
        pdfmetrics.registerFont(TTFont(name, str(FONTS / f"{file}.ttf")))
    shown = pdfmetrics.getFont("fang").face.charToGlyph

    def marked(text: str) -> str:
        """A cell as a paragraph's markup: what 仿宋 lacks, a quarter of the seeds' cells, is set in 宋体."""
        runs = groupby(text, key=lambda char: ord(char) in shown)
        return "".join(
            escape("".join(run)) if known else f'<font name="song">{escape("".join(run))}</font>'
            for known, run in runs
        )

    def number(canvas: Canvas, document: SimpleDocTemplate) -> None:
        text = f"— {document.page} —"
        canvas.setFont("song", 14)
        canvas.drawRightString(184 * mm - 14, 28 * mm - 14, text)

    mm = 72 / 25.4
    sheet = sheet_of(count)
    centred, body = (
        ParagraphStyle(
            str(stance),
            fontName="fang",
            fontSize=12,
            leading=16.8,
            wordWrap="CJK",
            alignment=stance,
        )
        for stance in (TA_CENTER, TA_JUSTIFY)
    )
    head = ParagraphStyle("head", centred, fontName="hei")
    styles = (centred, body, body, centred)
    table = LongTable(
        [
            [Paragraph(column.title, head) for column in sheet.columns],
            *(
                [
                    Paragraph(marked(text), style)
                    for text, style in zip(row.cells, styles, strict=True)
                ]
                for row in sheet.rows
            ),
        ],
        colWidths=column_widths(sheet),
        repeatRows=1,
    )
    table.setStyle(
        TableStyle(
            [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
        )
    )
    document = SimpleDocTemplate(
        str(folder / "longtable.pdf"),
        pagesize=A4,
        topMargin=37 * mm,
        bottomMargin=35 * mm,
        leftMargin=28 * mm,
        rightMargin=26 * mm,
    )
    title = ParagraphStyle("title", centred, fontName="title", fontSize=22, leading=35)
    document.build([Paragraph(sheet.title, title), table], onFirstPage=number, onLaterPages=number)


_TYPST = """
#set document(title: "表")
#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm), numbering: "— 1 —")
#set text(font: (@FANG, @SONG), size: 12pt, lang: "zh", region: "cn")
#set par(justify: true, leading: 4.8pt)
#align(center, text(font: @TITLE, size: 22pt, [@NAME]))
#let rows = json("rows.json")
#table(
  columns: (@WIDTHS), stroke: 0.5pt, align: (center + horizon, left + horizon, left + horizon, center + horizon),
  table.header(@HEADS),
  ..rows.flatten()
)
"""


def typst(count: int, folder: Path) -> None:
    import typst as compiler
    from fontTools.ttLib import TTFont

    from desktop.output.columnwidths import column_widths

    sheet = sheet_of(count)
    (folder / "rows.json").write_text(
        json.dumps([row.cells for row in sheet.rows]), encoding="utf-8"
    )
    source = _TYPST
    for mark, file in (
        ("@FANG", "fang/FengongFang"),
        ("@SONG", "FengongSong"),
        ("@TITLE", "FengongTitle"),
    ):
        family = TTFont(FONTS / f"{file}.ttf", lazy=True)["name"].getDebugName(1)
        source = source.replace(mark, json.dumps(family))
    source = source.replace("@NAME", sheet.title)
    source = source.replace(
        "@WIDTHS", ", ".join(f"{width:.2f}pt" for width in column_widths(sheet))
    )
    source = source.replace("@HEADS", ", ".join(f"[{column.title}]" for column in sheet.columns))
    (folder / "table.typ").write_text(source, encoding="utf-8")
    compiler.compile(
        str(folder / "table.typ"), output=str(folder / "typst.pdf"), font_paths=[str(FONTS)]
    )


def workbook(count: int, folder: Path) -> None:
    """The same table as xlsx, for LibreOffice to convert."""
    from desktop.output import write

    write([sheet_of(count)], folder / "table.xlsx")


PEERS: dict[str, Callable[[int, Path], None]] = {
    f.__name__: f for f in (page, fonts_only, long_table, typst, workbook)
}

if __name__ == "__main__":
    PEERS[sys.argv[1]](int(sys.argv[2]), Path(sys.argv[3]))
