"""How `v2.fengong` was made, with the program as of schema version 2: `python -m tests.storage.workbooks.make_v2 FILE`.

The stored file is never made again; see `make_v1.py`.
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import replace
from pathlib import Path

from desktop.domain.changes import ChangeSet, change_set, insert
from desktop.domain.extras import edit_extra
from desktop.domain.facts import DIRECTORY_VERSION, fact_change
from desktop.domain.frozen import freeze
from desktop.domain.history import EntryKind
from desktop.domain.records import Alias, OwnUnit, Revision, Stage
from desktop.storage import Workbook
from tests.storage.books import BLOBS, NOW, TIME, sample_of_v1


def main(path: Path) -> None:
    """Make a book with every kind of record, a frozen stage, an edit of a further field undone and one redone."""
    workbook = Workbook.create(path, now=NOW, lineage="fedcba9876543210" * 2)
    records = sample_of_v1()
    earlier = replace(records[0], key="p0", order=1)
    imported = [insert(r) for r in (*records, earlier, Revision("v1", "p1", "p0"))]
    version = fact_change(workbook.book(), DIRECTORY_VERSION, "2026-11-24")
    workbook.commit(change_set("导入", [*imported, version]), time=TIME, blobs=BLOBS)
    _do(workbook, edit_extra(workbook.book(), "t1", "leader", "分管副省长"))
    unit = OwnUnit("u1", "湖南", "省数据局", "湖南省数据局", "数据局、省大数据局", "2024年新设")
    _do(workbook, change_set("增加单位名称：省数据局", [insert(unit)]))
    _do(workbook, change_set("合并任务", [insert(Alias("m1", "t0", "t1"))]))
    content = freeze(workbook.book())
    name = hashlib.sha256(content).hexdigest()
    stage = Stage("g1", 1, "征求意见稿", "送各市州", TIME, "张三", name)
    workbook.commit(
        change_set("冻结征求意见稿", [insert(stage)]),
        time=TIME,
        person="张三",
        barrier=True,
        blobs={name: content},
    )
    contact = edit_extra(workbook.book(), "t1", "contact", "李四 0731-1234567")
    _do(workbook, contact)
    _do(workbook, contact.inverted(), EntryKind.UNDO, 6)
    _do(workbook, contact, EntryKind.REDO, 6)
    receipt = edit_extra(workbook.book(), "p1", "receipt_number", "2017-311")
    _do(workbook, receipt)
    _do(workbook, receipt.inverted(), EntryKind.UNDO, 9)
    workbook.close()


def _do(
    workbook: Workbook, step: ChangeSet, kind: EntryKind = EntryKind.DO, of: int | None = None
) -> None:
    workbook.commit(step, kind=kind, of=of, time=TIME, person="张三")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
