"""Run as a program: commits to a workbook without end, naming each committed entry on standard output.

With `--spill`, does instead one step that SQLite begins to write into the file before its end, and dies in it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from desktop.domain.changes import ChangeSet
from desktop.domain.history import EntryKind
from desktop.storage import Workbook
from desktop.storage.engine import writing
from tests.storage.books import TIME, rewording


def commit_without_end(path: Path) -> None:
    workbook = Workbook.open(path)
    wording = workbook.book().tasks[0].wording
    while True:
        # Long enough for overflow pages: a step of one page is hard to interrupt.
        longer = f"第{len(workbook.entries())}次" + "推进" * 5000
        entry = workbook.commit(rewording(wording, longer), time=TIME)
        wording = longer
        sys.stdout.write(f"{entry.sequence}\n")
        sys.stdout.flush()


def die_halfway(path: Path) -> None:
    workbook = Workbook.open(path)
    connection = workbook._connection
    connection.exec_driver_sql("PRAGMA cache_size = 1")
    with writing(connection):
        connection.exec_driver_sql("UPDATE task SET wording = 'half'")
        for _ in range(50):
            workbook._journal.append(ChangeSet("x" * 4000, ()), EntryKind.DO, None, TIME, "", False)
        os._exit(9)


if __name__ == "__main__":
    if sys.argv[1] == "--spill":
        die_halfway(Path(sys.argv[2]))
    commit_without_end(Path(sys.argv[1]))
