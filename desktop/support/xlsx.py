"""Workbooks whose cells Excel takes as text and nothing else, and whose worksheets have names it allows."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.xml.functions import Element, SubElement

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

#: A cell holds no more characters than this.
MAX_TEXT = 32_767

#: The font by whose digits columns are measured. Windows has it, and Linux a font of its measures,
#: which 等线 and Calibri have not; at this size its digits are seven pixels wide both for Excel,
#: which rounds, and for LibreOffice, which does not.
DEFAULT_FONT = Font(name="Arial", size=9.5)

#: Characters with which a spreadsheet may begin to calculate.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

_MAX_NAME = 31  # UTF-16 units of a worksheet's name
_NAME_SIGNS = str.maketrans("[]:*?/\\", "［］：＊？／＼")
_EMPTY_NAME = "工作表"
_TAKEN_NAMES = {"history"}  # Excel keeps it for itself
# Excel reads _x000D_ as the character of that code; an underscore written so is only that.
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def clean_text(text: str) -> str:
    """`text` without the control characters that an xlsx cell cannot hold; line feeds and tabs stay."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return ILLEGAL_CHARACTERS_RE.sub("", unified)


def new_workbook() -> Workbook:
    """An empty workbook without an author, whose columns are as wide everywhere as they are here."""
    book = Workbook()
    # openpyxl offers no public way to the font that column widths are counted in.
    internals: Any = book
    internals._fonts = IndexedList([DEFAULT_FONT])  # noqa: SLF001
    internals._named_styles["Normal"].font = DEFAULT_FONT  # noqa: SLF001
    book.properties.creator = ""
    return book


def worksheet_name(wanted: str, taken: Collection[str]) -> str:
    """`wanted` as Excel allows it, and unlike the names `taken`, for which case counts for nothing.

    What a name may not hold becomes its full-width sister; too long a name ends in an ellipsis.
    """
    name = clean_text(wanted).replace("\n", "").replace("\t", " ").translate(_NAME_SIGNS)
    name = name.strip().strip("'").strip() or _EMPTY_NAME
    used = {other.casefold() for other in taken} | _TAKEN_NAMES
    found, number = _shortened(name, ""), 1
    while found.casefold() in used:
        number += 1
        found = _shortened(name, f"（{number}）")
    return found


class Look:
    """How cells of a worksheet look: made once, and given to any number of them."""

    def __init__(
        self,
        table: Worksheet,
        font: Font,
        alignment: Alignment | None = None,
        border: Border | None = None,
    ) -> None:
        self._table = table
        pattern: Any = Cell(table, 1, 1)
        pattern.font = font
        pattern.number_format = "@"
        if alignment is not None:
            pattern.alignment = alignment
        if border is not None:
            pattern.border = border
        # A cell's style is a row of numbers. All cells of a look share one: nothing changes it, and public ways to
        # set it look each number up again for every cell.
        self._style = pattern._style  # noqa: SLF001
        pattern = Cell(table, 1, 1, style_array=self._style)
        pattern.quotePrefix = True
        self._quoted = pattern._style  # noqa: SLF001

    def cell(self, text: str | CellRichText) -> Cell:
        """A cell with `text` as text, whatever it looks like, to be appended to the worksheet.

        A text that could be taken for a formula stays text after F2 and Enter, too: the cell
        carries Excel's own apostrophe. Control characters must be gone (`clean_text`).
        Raises `ValueError` for more than `MAX_TEXT` characters.
        """
        plain = text if isinstance(text, str) else str(text)
        if len(plain) > MAX_TEXT:
            raise ValueError(f"{len(plain)} characters in one cell, {MAX_TEXT} allowed")
        quoted = plain.startswith(FORMULA_STARTS)
        cell: Any = Cell(self._table, 1, 1)
        cell._style = self._quoted if quoted else self._style  # noqa: SLF001
        if plain:
            cell.value = _escaped(plain) if isinstance(text, str) else text
            # openpyxl has by now guessed a type from the text; this says otherwise.
            cell.data_type = "s"
        made: Cell = cell
        return made


def set_height(table: Worksheet, row: int, points: float) -> None:
    """Make `row` (from 1) `points` high.

    All that openpyxl asks of a row's dimensions is the attributes to write. Its own object that gives them takes a
    fifth of the time in which a table is written.
    """
    dimensions: Any = table.row_dimensions
    dimensions[row] = {"ht": f"{points:.1f}", "customHeight": "1"}


class _MeantAsText:
    """The element that keeps Excel from marking numbers that are stored as text."""

    def __init__(self, area: str) -> None:
        self._area = area

    def to_tree(self) -> object:
        """Make the element, as openpyxl's own objects do."""
        root = Element("ignoredErrors")
        SubElement(root, "ignoredError", {"sqref": self._area, "numberStoredAsText": "1"})
        return root


def leave_unmarked(table: Worksheet, area: str) -> None:
    """Have Excel put no green corner on numbers in `area` (A1:D9) for being text.

    openpyxl knows no such element. It follows the column breaks, of which a table that fits its page has none.
    """
    internals: Any = table
    internals.col_breaks = _MeantAsText(area)


def rich_text(
    text: str, stretches: Sequence[tuple[int, int]], plain: Font, strong: Font
) -> CellRichText:
    """`text` in `plain`, its `stretches` (in order, without overlap) in `strong`.

    Every run names its font: programs differ in what a run without one is set in.
    """
    runs: list[tuple[str, bool]] = []
    place = 0
    for start, end in (*stretches, (len(text), len(text))):
        runs += [(text[place:start], False), (text[start:end], True)]
        place = end
    joined: list[tuple[str, bool]] = []
    for run, is_strong in runs:
        before, was_strong = joined[-1] if joined else ("", is_strong)
        # A run of white space alone would be lost; it looks the same in the font beside it.
        if before and (was_strong is is_strong or not run.strip() or not before.strip()):
            joined[-1] = before + run, was_strong if before.strip() else is_strong
        elif run:
            joined.append((run, is_strong))
    fonts = (_inline(plain), _inline(strong))
    return CellRichText([TextBlock(fonts[is_strong], _escaped(run)) for run, is_strong in joined])


def _inline(font: Font) -> InlineFont:
    return InlineFont(rFont=font.name, sz=font.size)


def _escaped(text: str) -> str:
    return _ESCAPE.sub("_x005F_", text) if "_x" in text else text


def _shortened(name: str, ending: str) -> str:
    """`name` and `ending` in as many UTF-16 units as a worksheet's name may have."""
    if _units(name + ending) <= _MAX_NAME:
        return name + ending
    while _units(name + "…" + ending) > _MAX_NAME:
        name = name[:-1]
    return name.rstrip() + "…" + ending


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
