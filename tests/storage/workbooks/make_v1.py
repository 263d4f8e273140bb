"""How `v1.fengong` was made, with the program as of schema version 1: `python -m tests.storage.workbooks.make_v1 FILE`.

The stored file is never made again: it stands for the books in clerks' hands. When a later schema makes this script
impossible to run, it stays as a description, and only `test_stored_workbooks.py` follows the change.
"""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.domain.changes import Change, ChangeSet, change_set, insert
from desktop.domain.history import EntryKind
from desktop.storage import Workbook
from tests.storage.books import BLOBS, NOW, TIME, sample_of_v1


def main(path: Path) -> None:
    """Make a book with an import, an edit undone and one not, a barrier, and an edit after it."""
    workbook = Workbook.create(path, now=NOW, lineage="0123456789abcdef" * 2)
    imported = change_set("导入", [insert(record) for record in sample_of_v1()])
    workbook.commit(imported, time=TIME, person="张三", blobs=BLOBS)
    edit = _deadline("2017年6月底前", "长期坚持")
    workbook.commit(edit, time=TIME, person="张三")
    workbook.commit(edit.inverted(), kind=EntryKind.UNDO, of=2, time=TIME, person="张三")
    workbook.commit(edit, kind=EntryKind.REDO, of=2, time=TIME, person="李四")
    workbook.commit(ChangeSet("定稿", ()), time=TIME, person="李四", barrier=True)
    removed = Change("link", "l1", {"annex_row": "r1", "task": "t1"}, None)
    workbook.commit(ChangeSet("取消关联", (removed,)), time="2026-03-05T13:00:00+08:00")
    workbook.close()


def _deadline(before: str, after: str) -> ChangeSet:
    return ChangeSet("修改时限", (Change("deadline", "d1", {"text": before}, {"text": after}),))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
