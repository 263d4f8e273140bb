"""Does the directory cover this document? Only then is a name that it lacks worth a question on the cell.

A province's units change their names and a city has its own; where many of a document's units are not in the directory,
that says something of the directory, and it is said once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop.domain.draft import Doubt, DraftRow, DraftTable, DraftTask

_ENOUGH = 0.8
_CODE = "unit.unknown"


def settle_unknown(
    tasks: Sequence[DraftTask], tables: Sequence[DraftTable]
) -> tuple[tuple[DraftTask, ...], tuple[DraftTable, ...], tuple[Doubt, ...]]:
    """Keep the doubts about unknown names where they are few; else drop them for one doubt on the document."""
    read: list[DraftTask | DraftRow] = [*tasks, *(row for table in tables for row in table.rows)]
    doubted = [d for item in read for d in item.doubts if d.code == _CODE]
    names = {u.name: u for item in read for u in item.units if not u.collective}
    unknown = [name for name, unit in names.items() if not unit.known]
    if not doubted or len(names) - len(unknown) >= _ENOUGH * len(names):
        return tuple(tasks), tuple(tables), ()
    message = f"本文件的{len(names)}个单位中有{len(unknown)}个不在单位目录中，没有逐一标注，请核对单位名称"
    return (
        tuple(replace(t, doubts=_others(t.doubts)) for t in tasks),
        tuple(
            replace(table, rows=tuple(replace(r, doubts=_others(r.doubts)) for r in table.rows))
            for table in tables
        ),
        (Doubt("units", "unit.directory_thin", message),),
    )


def _others(doubts: Sequence[Doubt]) -> tuple[Doubt, ...]:
    return tuple(d for d in doubts if d.code != _CODE)
