"""Writes a Sheet as pdf, xlsx, docx or csv: typesetting, fonts, one writer a format.

Imports `domain` and `support`; only `services` may import this room.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desktop.domain.sheet import Sheet
from desktop.output.fonts import FontSet
from desktop.support.errors import OutputError

__all__ = ["SUFFIXES", "FontSet", "write"]

#: The formats, by the file name's suffix.
SUFFIXES = (".pdf", ".xlsx", ".docx", ".csv")


def write(sheets: Sequence[Sheet], path: Path, *, fonts: FontSet | None = None) -> tuple[str, ...]:
    """Write `sheets` to `path` in the format that its suffix names; an old file goes only for a whole one.

    Each sheet begins on a page, in xlsx on a worksheet, of its own; page numbers go on from one to the next.

    `fonts` serves the PDF; keep one and reuse it, since finding and reading fonts takes a while.

    Returns the characters that no font has, which the PDF shows as 〓; the other formats name fonts and leave
    them to the program that opens the file.
    Raises `ValueError` without a sheet, and `OutputError`: ``output.unknown_format`` (`suffix`), ``output.disk_full``,
    ``output.permission``, ``output.no_folder``, ``output.failed`` (`path`, `system`),
    ``output.no_glyph`` (`character`, `code_point`), ``output.no_font`` (`role`),
    ``output.no_columns``, ``output.too_many_columns`` (`count`, `most`), ``output.title_too_long`` (`lines`).
    """
    if not sheets:
        raise ValueError("there is no sheet to write")
    suffix = path.suffix.lower()
    # Each writer's library is read only when it is wanted: together they take half a second.
    if suffix == ".pdf":
        from desktop.output.pdf import write_pdf

        return write_pdf(sheets, path, fonts)
    if suffix == ".xlsx":
        from desktop.output.xlsx import write_xlsx

        write_xlsx(sheets, path)
    elif suffix == ".docx":
        from desktop.output.docx import write_docx

        write_docx(sheets, path)
    elif suffix == ".csv":
        from desktop.output.csvfile import write_csv

        write_csv(sheets, path)
    else:
        raise OutputError("output.unknown_format", suffix=path.suffix)
    return ()
