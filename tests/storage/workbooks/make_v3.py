"""How `v3.fengong` was made, with the program as of schema version 3: `python -m tests.storage.workbooks.make_v3 FILE`.

The stored file is never made again; see `make_v1.py`.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from desktop.domain.amendments import add_amendment, edit_amendment, remove_amendments
from desktop.domain.changes import ChangeSet, change_set, insert
from desktop.domain.history import EntryKind
from desktop.domain.records import Amendment
from desktop.storage import Workbook
from tests.storage.books import BLOBS, NOW, TIME, sample_of_v2


def main(path: Path) -> None:
    """Make a book with every kind of record, amendments added, edited, removed, and the removal undone."""
    workbook = Workbook.create(path, now=NOW, lineage="13579bdf02468ace" * 2)
    imported = change_set("导入", [insert(record) for record in sample_of_v2()])
    workbook.commit(imported, time=TIME, blobs=BLOBS)
    first = Amendment("n1", "p1", 0, "一、总体第1项", "省经信委", "省工信厅", "机构改革", "t1")
    second = Amendment("n2", "p1", 0, "二、", "", "增加一句。\n另起一段。", "", None)
    _do(workbook, add_amendment(workbook.book(), first))
    _do(workbook, add_amendment(workbook.book(), second, 0))
    edited = replace(first, proposed="省工业和信息化厅", reason="2018年机构改革")
    _do(workbook, edit_amendment(workbook.book(), edited))
    gone = remove_amendments(workbook.book(), ["n2"])
    _do(workbook, gone)
    _do(workbook, gone.inverted(), EntryKind.UNDO, 5)
    workbook.close()


def _do(
    workbook: Workbook, step: ChangeSet, kind: EntryKind = EntryKind.DO, of: int | None = None
) -> None:
    workbook.commit(step, kind=kind, of=of, time=TIME, person="李四")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
