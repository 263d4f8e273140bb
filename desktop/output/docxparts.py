"""Pieces of WordprocessingML, in the order that its schema demands: Word "repairs" any other.

Sizes are points. Every run names its font for East Asian text too, without which Word sets
Chinese in the theme's font; the hint makes quotation marks and dashes Chinese as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

HEAD_FONT: Final = "黑体"
BODY_FONT: Final = "仿宋"
STAGE_FONT: Final = "楷体"
TITLE_FONT: Final = "方正小标宋简体"
NUMBER_FONT: Final = "宋体"

_W = nsdecls("w")


def element(xml: str) -> BaseOxmlElement:
    """`xml`, an element of the w: namespace, as python-docx's own kind of element."""
    name_end = min(i for i in (xml.find(c) for c in " />") if i > 0)
    made: BaseOxmlElement = parse_xml(f"{xml[:name_end]} {_W}{xml[name_end:]}")
    return made


def twips(points: float) -> int:
    """Word's unit of length: a twentieth of a point."""
    return round(points * 20)


def run_properties(font: str, size: float) -> str:
    """w:rPr for `font` at `size`."""
    name = quoteattr(font)
    half_points = round(size * 2)
    return (
        f'<w:rPr><w:rFonts w:hint="eastAsia" w:ascii={name} w:hAnsi={name} w:eastAsia={name}'
        f' w:cs={name}/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
    )


def run(text: str, font: str, size: float) -> str:
    """w:r with `text`, its line feeds as line breaks."""
    lines = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")]
    return f"<w:r>{run_properties(font, size)}{'<w:br/>'.join(lines)}</w:r>"


def page_field(font: str, size: float) -> str:
    """Runs that show the page's number."""
    properties = run_properties(font, size)
    parts = (
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    return "".join(f"<w:r>{properties}{part}</w:r>" for part in parts)


def paragraph(
    runs: str,
    *,
    align: str = "left",
    leading: float | None = None,
    before: float = 0.0,
    after: float = 0.0,
    indent: float = 0.0,
    keep_next: bool = False,
    on_grid: bool = True,
    mark: str = "",
    heading: bool = False,
) -> str:
    """w:p with `runs`.

    `leading` is the exact height of a line, or None for the page's grid; `indent` moves both ends
    in; `mark` is the w:rPr of the paragraph's own mark, which gives an empty line its height;
    `heading` lists the paragraph in Word's 导航窗格.
    """
    spacing = f'<w:spacing w:before="{twips(before)}" w:after="{twips(after)}"'
    if leading is None:
        spacing += ' w:line="240" w:lineRule="auto"/>'
    else:
        spacing += f' w:line="{twips(leading)}" w:lineRule="exact"/>'
    return (
        "<w:p><w:pPr>"
        + ("<w:keepNext/>" if keep_next else "")
        # Word's own white between figures and Chinese would stretch 2017年12月 over the line.
        + '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        + ("" if on_grid else '<w:snapToGrid w:val="0"/>')
        + spacing
        + (f'<w:ind w:left="{twips(indent)}" w:right="{twips(indent)}"/>' if indent else "")
        + f'<w:jc w:val="{align}"/>'
        + ('<w:outlineLvl w:val="0"/>' if heading else "")
        + f"{mark}</w:pPr>{runs}</w:p>"
    )
