"""A sheet as a text that people can read and compare."""

from __future__ import annotations

from desktop.domain.sheet import RowKind, Sheet, SheetRow
from desktop.domain.sheets import Printed


def dump(printed: Printed) -> str:
    """All of a printing: what stands around each table, its cells, and the notes."""
    parts = [_sheet(sheet) for sheet in printed.sheets]
    parts.append("".join(f"? {note.code}: {note.message}\n" for note in printed.notes))
    return "\n".join(part for part in parts if part)


def _sheet(sheet: Sheet) -> str:
    setup = sheet.setup
    pages = f"{setup.paper} {setup.size} two_sided={setup.two_sided} first={setup.first_page}"
    head = {
        "name": sheet.name,
        "notice": sheet.notice,
        "number": sheet.doc_number,
        "mark": sheet.mark,
        "title": sheet.title,
        "stage": sheet.stage,
        "by": sheet.by_line,
        "note": sheet.note,
    }
    lines = [f"# {pages}{' merged' if sheet.merges_first else ''}"]
    lines += [f"# {name}: {text}" for name, text in head.items() if text]
    lines.append(" | ".join(f"{c.title}[{c.key} {c.width:g}]" for c in sheet.columns))
    section = None
    for row in sheet.rows:
        if row.section != section:
            section = row.section
            lines.append(f"§ {section}")
        lines.append(_row(row))
    return "\n".join(lines) + "\n"


def _row(row: SheetRow) -> str:
    if row.kind is RowKind.GROUP:
        return f"== {row.cells[0]}"
    cells = list(row.cells)
    for strong in reversed(row.strong):
        text = cells[strong.cell]
        middle = f"*{text[strong.start : strong.end]}*"
        cells[strong.cell] = text[: strong.start] + middle + text[strong.end :]
    return " | ".join(cell.replace("\n", "⏎") for cell in cells)
