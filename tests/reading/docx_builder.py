"""Word documents for tests, made from hand-written XML in memory."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
SEED_001 = SEEDS / "001_0fec313776e3621d.txt"

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_NAMES = (
    f'xmlns:w="{W}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"

# 一、 belongs to a heading style; 1. runs on across （一） and （二）, as is usual in policies.
POLICY_LEVELS = (
    ("chineseCountingThousand", "%1、", '<w:pStyle w:val="H1"/>'),
    ("chineseCountingThousand", "（%2）", ""),
    ("decimal", "%3.", '<w:lvlRestart w:val="0"/>'),
    ("decimalEnclosedCircle", "%4", ""),
)
HEADING_STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/>'
    '<w:basedOn w:val="N"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
    '<w:outlineLvl w:val="0"/></w:pPr></w:style>'
)


def run(text: str, properties: str = "") -> str:
    marks = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{marks}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    """Make a paragraph of text, or of XML where `content` begins with a tag."""
    inner = content if content.startswith("<") else run(content) if content else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def numbered(content: str, level: int, number: int = 1) -> str:
    return paragraph(
        content, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    )


def cell(content: str, properties: str = "") -> str:
    inner = content if content.startswith("<") else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    made = (one if one.startswith("<w:tc>") else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(made)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def level(depth: int, style: str, text: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(number: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def listing(number: int, abstract_number: int, overrides: str = "") -> str:
    return (
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract_number}"/>{overrides}</w:num>'
    )


def policy_numbering(*more: str) -> str:
    levels = (level(depth, *one) for depth, one in enumerate(POLICY_LEVELS))
    return abstract(1, *levels) + listing(1, 1) + "".join(more)


def package(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(
    *blocks: str,
    numbering: str = "",
    styles: str = "",
    header: str = "",
    strict: bool = False,
    more: dict[str, str | bytes] | None = None,
) -> bytes:
    """Make a document of `blocks`, the numbering and styles given by the XML inside their roots."""
    main = f"<w:document {_NAMES}><w:body>{''.join(blocks)}<w:sectPr/></w:body></w:document>"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
        "word/document.xml": main,
    }
    related = {}
    for kind, content in (("numbering", numbering), ("styles", styles), ("header", header)):
        if content:
            tag = {"header": "hdr"}.get(kind, kind)
            parts[f"word/{kind}.xml"] = f"<w:{tag} {_NAMES}>{content}</w:{tag}>"
            related[kind] = f"{kind}.xml"
    parts["word/_rels/document.xml.rels"] = _relations(related)
    if strict:
        parts = {name: str(content).replace(W, STRICT) for name, content in parts.items()}
    return package(parts | (more or {}))


def _relations(targets: dict[str, str]) -> str:
    made = "".join(
        f'<Relationship Id="r{place}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{made}</Relationships>'


_HEADS = (r"[一二三四五六七八九十]+、", r"（[一二三四五六七八九十]+）", r"\d+\.")


def seed_lines() -> tuple[list[str], list[str]]:
    """Return the lines of seed 001 without blanks around them: those of its text, and its cells."""
    lines = [line.strip() for line in SEED_001.read_text(encoding="utf-8").splitlines()]
    lines = [line for line in lines if line]
    border = lines.index("附件：重点任务分工及进度安排表") + 1
    return lines[:border], lines[border:]


def seed_docx() -> bytes:
    """Make seed 001 with every number automatic, and its annex as a real table."""
    text, cells = seed_lines()
    blocks = []
    for line in text:
        for depth, head in enumerate(_HEADS):
            found = re.match(head, line)
            if found:
                rest = line[found.end() :]
                styled = paragraph(rest, '<w:pStyle w:val="H1"/>')
                blocks.append(numbered(rest, depth) if depth else styled)
                break
        else:
            blocks.append(paragraph(line))
    rows = [row(*cells[:4])]
    for place in range(4, len(cells), 4):
        rows.append(row(cell(numbered("", 0, 2)), *cells[place + 1 : place + 4]))
    numbering = policy_numbering(abstract(2, level(0, "decimal", "%1")), listing(2, 2))
    return docx(*blocks, table(*rows), numbering=numbering, styles=HEADING_STYLES)
