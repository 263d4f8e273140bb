"""From a book to files: sheets by a layout, every format from those same sheets."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from desktop.domain.book import Book
from desktop.domain.layout import OF_ROWS, Content, Layout
from desktop.domain.records import AnnexRow, DoubtRecord
from desktop.domain.row_sheets import printed_rows
from desktop.domain.sheet import Sheet
from desktop.domain.sheets import ANNEX_TITLE, sheets
from desktop.services.layouts import default_layout
from desktop.support.errors import OutputError
from desktop.support.filenames import file_name

__all__ = [
    "ANNEX_TITLE",
    "annex_sheet",
    "export",
    "export_each",
    "open_doubts",
    "paths_of_each",
    "substitution",
]

#: What stands in a file name for what the sheet is called: 清单/{单位}.xlsx.
NAME_PLACE = "{单位}"


def annex_sheet(book: Book) -> Sheet:
    """Build the sheet of the annex; while nothing is listed in it, one row per task stands for it."""
    return sheets(book, default_layout()).sheets[0]


def open_doubts(book: Book, layout: Layout | None = None) -> list[tuple[str, DoubtRecord]]:
    """List what is still in doubt on the rows that `layout` prints, and on the policy, each with its place.

    Without a layout, on the annex. A table whose rows are neither tasks nor annex rows has none.
    """
    content = Content.ANNEX if layout is None else layout.content
    if content not in OF_ROWS:
        return []
    found: list[tuple[str, DoubtRecord]] = []
    for policy in book.policies:
        found.extend(("文件", doubt) for doubt in book.doubts(policy.key))
    for number, row in enumerate(printed_rows(book, content), start=1):
        annex = content is Content.ANNEX or isinstance(row, AnnexRow)
        place = f"附件第{number}项" if annex else f"第{number}项任务"
        found.extend((place, doubt) for doubt in book.doubts(row.key))
    return found


def export(made: Sequence[Sheet], paths: Sequence[Path]) -> tuple[str, ...]:
    """Write all sheets to each path, in the format its suffix names (.pdf .xlsx .docx .csv).

    Returns the characters that no font has, which a PDF shows as 〓: the clerk must be told.
    Raises `OutputError`; a file that was there is replaced only by a complete one.
    """
    from desktop import (
        output,
    )  # on use: its fonts bring a library that a window opened to read does not need

    return _together(output.write(made, path) for path in paths)


def paths_of_each(made: Sequence[Sheet], pattern: Path) -> list[Path]:
    """Return a path for each sheet: `pattern` with what the sheet is called in place of `NAME_PLACE`.

    What no file name can hold is left out of a name. Raises `OutputError` (``output.same_name``) where two would be
    written to one file.
    """
    paths: list[Path] = []
    known: set[str] = set()
    for sheet in made:
        label = file_name(sheet.label)
        path = pattern.with_name(pattern.name.replace(NAME_PLACE, label))
        if os.path.normcase(path).casefold() in known:
            raise OutputError("output.same_name", name=path.name)
        known.add(os.path.normcase(path).casefold())
        paths.append(path)
    return paths


def export_each(made: Sequence[Sheet], paths: Sequence[Path]) -> tuple[str, ...]:
    """Write each sheet to its own of `paths` (`paths_of_each`), and return what no font has, as `export` does.

    Raises `OutputError`; the files before the one that failed are written.
    """
    from desktop import output

    pairs = zip(made, paths, strict=True)
    return _together(output.write([sheet], path) for sheet, path in pairs)


def substitution(characters: Sequence[str]) -> str:
    """Say that no font has these characters."""
    return f"没有字体能印出这些字，PDF中印为“〓”：{'　'.join(characters)}"


def _together(found: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({character for characters in found for character in characters}))
