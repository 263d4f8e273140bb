"""What other programs see: the order of the elements, on which Excel insists, and what LibreOffice makes of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from lxml import etree
from openpyxl import load_workbook

from desktop.domain.sheet import Paper, Sheet
from desktop.output.xlsx import write_xlsx
from tests.output.tables import PLAIN, grouped, lead_apart, merged

# CT_Worksheet of ECMA-376 part 1, 18.3.1.99.
WORKSHEET = [
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins",
    "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors",
    "smartTags", "drawing", "legacyDrawing", "tableParts", "extLst",
]  # fmt: skip
HEADER_FOOTER = [
    "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter",
]  # fmt: skip
WORKBOOK = [
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames", "calcPr",
]  # fmt: skip
STYLES = [
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles",
    "colors", "extLst",
]  # fmt: skip
NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

TABLES: dict[str, Callable[[], Sheet]] = {
    "hunan": lambda: PLAIN,
    "lead_apart": lead_apart,
    "lead_apart_a3": lambda: lead_apart(Paper.A3_LANDSCAPE),
    "grouped": grouped,
    "merged": merged,
    "merged_across": lambda: merged(Paper.A4_LANDSCAPE),
}


@pytest.fixture(params=list(TABLES))
def made(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    path = tmp_path / "附件.xlsx"
    write_xlsx([TABLES[request.param]()], path)
    return request.param, path


def in_order(names: list[str], order: list[str]) -> bool:
    places = [order.index(name) for name in names]
    return places == sorted(set(places))


def test_the_elements_stand_in_the_order_of_the_schema(made: tuple[str, Path]) -> None:
    with zipfile.ZipFile(made[1]) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, order in (("xl/workbook.xml", WORKBOOK), ("xl/styles.xml", STYLES)):
        assert in_order([e.tag.removeprefix(NS) for e in etree.fromstring(parts[name])], order)
    worksheets = [parts[name] for name in parts if name.startswith("xl/worksheets/sheet")]
    assert worksheets
    for content in worksheets:
        root = etree.fromstring(content)
        assert in_order([child.tag.removeprefix(NS) for child in root], WORKSHEET)
        for header in root.iter(f"{NS}headerFooter"):
            assert in_order([child.tag.removeprefix(NS) for child in header], HEADER_FOOTER)
        check_cells(root)


def check_cells(root: Any) -> None:
    """Rows and cells come once and in order, and merged cells neither overlap nor hide a text."""
    rows = [int(row.get("r")) for row in root.iter(f"{NS}row")]
    assert rows == sorted(set(rows))
    filled = {c.get("r") for c in root.iter(f"{NS}c") if len(c)}
    hidden: set[str] = set()
    for merge in root.iter(f"{NS}mergeCell"):
        first, last = merge.get("ref").split(":")
        columns = range(ord(first[0]), ord(last[0]) + 1)
        cells = {f"{chr(c)}{r}" for c in columns for r in range(int(first[1:]), int(last[1:]) + 1)}
        assert not cells & hidden
        hidden |= cells
        assert not (cells - {first}) & filled


def texts_of(path: Path) -> list[list[tuple[Any, ...]]]:
    return [
        [tuple(value or None for value in row) for row in table.iter_rows(values_only=True)]
        for table in load_workbook(path).worksheets
    ]


def test_golden(made: tuple[str, Path], golden: Path) -> None:
    name, path = made
    lines: list[str] = []
    for table in load_workbook(path).worksheets:
        lines += [f"# {table.title}", f"# merged {sorted(map(str, table.merged_cells.ranges))}"]
        for number, row in enumerate(table.iter_rows(values_only=True), start=1):
            texts = "|".join(str(value or "").replace("\n", "⏎") for value in row)
            lines.append(f"{number:3} {table.row_dimensions[number].height:6} {texts}")
    found = "\n".join(lines) + "\n"
    stored = golden / f"xlsx_{name}.txt"
    if os.environ.get("RENEW_GOLDEN"):
        stored.write_text(found, encoding="utf-8")
    assert found == stored.read_text(encoding="utf-8")


def converted(path: Path, kind: str, folder: Path) -> Path:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: soffice is not on the path")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    out = folder / "out"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", kind, "--outdir", str(out), str(path)],
        check=True,
        capture_output=True,
        timeout=110,
    )
    return out / f"{path.stem}.{kind}"


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_libreoffice_keeps_every_text_and_prints_it(tmp_path: Path) -> None:
    sheets = [make() for make in TABLES.values()]
    path = tmp_path / "附件.xlsx"
    write_xlsx(sheets, path)
    assert texts_of(converted(path, "xlsx", tmp_path)) == texts_of(path)
    document = pdfium.PdfDocument(converted(path, "pdf", tmp_path))
    printed = squeezed("".join(one.get_textpage().get_text_range() for one in document))
    for sheet in sheets:
        for row in sheet.rows:
            missing = [text for text in row.cells if squeezed(text) not in printed]
            assert not missing
