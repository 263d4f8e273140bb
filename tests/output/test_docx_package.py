"""The docx as a package: the schema's order, a golden file, and what LibreOffice makes of it."""

from __future__ import annotations

import os
import posixpath
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Final

import pypdfium2 as pdfium
import pytest
from lxml import etree

from desktop.output.docx import write_docx
from tests.output import docxsheets

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

#: The children of the elements that are written here, in the order of ECMA-376's transitional schema.
ORDER: Final = {
    "tbl": "tblPr tblGrid tr",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc"
    " tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tblBorders": "top left start bottom right end insideH insideV",
    "tblCellMar": "top left start bottom right end",
    "tr": "tblPrEx trPr tc",
    "trPr": "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader"
    " tblCellSpacing jc hidden",
    "tc": "tcPr p",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection"
    " tcFitText vAlign hideMark",
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr"
    " suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct"
    " topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind"
    " contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment"
    " textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint"
    " noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect"
    " bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc"
    " pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi"
    " rtlGutter docGrid printerSettings",
    "settings": "writeProtection view zoom removePersonalInformation removeDateAndTime"
    " doNotDisplayPageBoundaries displayBackgroundShape printPostScriptOverText"
    " printFractionalCharacterWidth printFormsData embedTrueTypeFonts embedSystemFonts"
    " saveSubsetFonts saveFormsData mirrorMargins alignBordersAndEdges"
    " bordersDoNotSurroundHeader bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors"
    " hideGrammaticalErrors activeWritingStyle proofState formsDesign attachedTemplate linkStyles"
    " stylePaneFormatFilter stylePaneSortMethod documentType mailMerge revisionView"
    " trackRevisions doNotTrackMoves doNotTrackFormatting documentProtection autoFormatOverride"
    " styleLockTheme styleLockQFSet defaultTabStop autoHyphenation consecutiveHyphenLimit"
    " hyphenationZone doNotHyphenateCaps showEnvelope summaryLength clickAndTypeStyle"
    " defaultTableStyle evenAndOddHeaders bookFoldRevPrinting bookFoldPrinting"
    " bookFoldPrintingSheets drawingGridHorizontalSpacing drawingGridVerticalSpacing"
    " displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery"
    " doNotUseMarginsForDrawingGridOrigin drawingGridHorizontalOrigin drawingGridVerticalOrigin"
    " doNotShadeFormData noPunctuationKerning characterSpacingControl printTwoOnOne"
    " strictFirstAndLastChars noLineBreaksAfter noLineBreaksBefore savePreviewPicture"
    " doNotValidateAgainstSchema saveInvalidXml ignoreMixedContent alwaysShowPlaceholderText"
    " doNotDemarcateInvalidXml saveXmlDataOnly useXSLTWhenSaving saveThroughXslt"
    " showXMLTags alwaysMergeEmptyNamespace updateFields hdrShapeDefaults footnotePr endnotePr"
    " compat docVars rsids mathPr attachedSchema themeFontLang clrSchemeMapping"
    " doNotIncludeSubdocsInStats doNotAutoCompressPictures forceUpgrade captions"
    " readModeInkLockDown smartTagType schemaLibrary shapeDefaults doNotEmbedSmartTags"
    " decimalSymbol listSeparator",
}
#: Elements that may stand several times among their siblings.
REPEATED: Final = {"tr", "tc", "p", "headerReference", "footerReference", "activeWritingStyle"}
CELL: Final = ("tcW", "vAlign")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("docx") / "附件.docx"
    write_docx(docxsheets.all_of_them(), path)
    return path


def parts_of(path: Path) -> dict[str, etree._Element]:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith(".xml")]
        return {name: etree.fromstring(archive.read(name)) for name in names}


def name_of(element: etree._Element) -> str:
    return etree.QName(element).localname


def test_children_stand_in_the_order_of_the_schema(made: Path) -> None:
    met: set[str] = set()
    for part, root in parts_of(made).items():
        for element in root.iter(etree.Element):
            order = ORDER.get(name_of(element), "").split()
            if not element.tag.startswith(W) or not order:
                continue
            met.add(name_of(element))
            # Word's extensions have namespaces of their own.
            names = [name_of(child) for child in element if child.tag.startswith(W)]
            places = [order.index(name) for name in names]
            assert places == sorted(places), (part, name_of(element), names)
            once = [name for name in names if name not in REPEATED]
            assert len(once) == len(set(once)), (part, name_of(element), names)
    assert met == set(ORDER)


def test_each_cell_ends_with_a_paragraph_and_each_row_fills_the_grid(made: Path) -> None:
    for root in parts_of(made).values():
        for table in root.iter(f"{W}tbl"):
            columns = len(list(table.iter(f"{W}gridCol")))
            for row in table.iter(f"{W}tr"):
                spans = list(row.iter(f"{W}gridSpan"))
                filled = sum(int(s.get(f"{W}val")) - 1 for s in spans)
                assert len(list(row.iter(f"{W}tc"))) + filled == columns
            assert all(name_of(cell[-1]) == "p" for cell in table.iter(f"{W}tc"))


def test_every_part_is_spoken_for_and_every_relation_has_its_part(made: Path) -> None:
    with zipfile.ZipFile(made) as archive:
        names = set(archive.namelist())
        relations = etree.fromstring(archive.read("word/_rels/document.xml.rels"))
        document = archive.read("word/document.xml").decode()
    for relation in relations:
        if relation.get("TargetMode") != "External":
            assert posixpath.normpath(posixpath.join("word", relation.get("Target"))) in names
    # Five sheets, each with a footer for odd and one for even pages.
    assert document.count("<w:footerReference ") == 10
    assert len([name for name in names if name.startswith("word/footer")]) == 10


def described(root: etree._Element) -> Iterator[str]:
    """A line for each paragraph and row, and for each section's page."""
    body = root.find(f"{W}body")
    assert body is not None
    for child in body:
        if child.tag == f"{W}tbl":
            yield "grid " + " ".join(g.get(f"{W}w") for g in child.iter(f"{W}gridCol"))
            yield from map(row_line, child.iter(f"{W}tr"))
        elif child.tag == f"{W}p":
            yield "p " + text_of(child)
        for section in child.iter(f"{W}sectPr"):
            for one in section:
                if name_of(one) in {"pgSz", "pgMar", "pgNumType", "docGrid"}:
                    values = (f"{name_of_key(k)}={v}" for k, v in one.attrib.items())
                    yield f"# {name_of(one)} {' '.join(values)}"


def name_of_key(key: str) -> str:
    return key.rsplit("}", 1)[-1]


def row_line(row: etree._Element) -> str:
    properties = row.find(f"{W}trPr")
    flags = "" if properties is None else ",".join(name_of(one) for one in properties)
    cells = []
    for cell in row.iter(f"{W}tc"):
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        sign = "" if merge is None else {"restart": "┬", "continue": "│"}[merge.get(f"{W}val")]
        cells.append(sign + "⏎".join(text_of(p) for p in cell.iter(f"{W}p")))
    return f"tr[{flags}] " + "|".join(cells)


def text_of(paragraph: etree._Element) -> str:
    """The text, what is in 黑体 between asterisks."""
    pieces = []
    for run in paragraph.iter(f"{W}r"):
        text = "".join(
            (t.text or "") if name_of(t) == "t" else "⏎" for t in run.iter(f"{W}t", f"{W}br")
        )
        (fonts,) = run.iter(f"{W}rFonts")
        pieces.append(f"*{text}*" if text and fonts.get(f"{W}eastAsia") == "黑体" else text)
    return "".join(pieces)


def test_golden(made: Path, golden: Path) -> None:
    found = "\n".join(described(parts_of(made)["word/document.xml"])) + "\n"
    stored = golden / "docx_sheets.txt"
    if os.environ.get("RENEW_GOLDEN"):
        stored.write_text(found, encoding="utf-8")
    assert found == stored.read_text(encoding="utf-8")


def printed(path: Path, folder: Path) -> Path:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: soffice is not on the path")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, path],
        check=True,
        capture_output=True,
        timeout=110,
    )
    return folder / f"{path.stem}.pdf"


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_libreoffice_prints_every_text_on_the_right_paper(made: Path, tmp_path: Path) -> None:
    with closing(pdfium.PdfDocument(printed(made, tmp_path))) as document:
        papers = [tuple(round(v / 72 * 25.4) for v in page.get_size()) for page in document]
        texts = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    sheets = docxsheets.all_of_them()
    order = [papers[0], *(b for a, b in pairwise(papers) if a != b)]
    assert order == [(210, 297), (297, 210), (210, 297), (420, 297)]
    whole = "".join(texts)
    for sheet in sheets:
        around = (
            sheet.mark,
            sheet.doc_number,
            sheet.notice,
            sheet.stage,
            sheet.by_line,
            sheet.note,
        )
        for text in (*around, *(cell for row in sheet.rows for cell in row.cells)):
            assert "".join(text.split()) in whole
    # Every page has its number, and every page of a table the table's header.
    for number, text in enumerate(texts, start=1):
        assert f"—{number}—" in text
    assert sum("序号重点任务" in text for text in texts) >= len(texts) - 1
