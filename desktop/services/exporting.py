"""From a book to files: the annex as one sheet, every format from that same sheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desktop import output
from desktop.domain.book import Book
from desktop.domain.cells import annex_cell, deadline_text, units_text
from desktop.domain.columns import ANNEX_COLUMNS
from desktop.domain.records import AnnexRow, DoubtRecord, Task
from desktop.domain.sheet import Sheet, build_sheet

#: What the annex is called where the document does not say.
ANNEX_TITLE = "重点任务分工及进度安排表"


def annex_sheet(book: Book) -> Sheet:
    """Build the sheet of the annex; while nothing is listed in it, one row per task stands for it."""
    title = (
        next((p.annex_title for p in book.current_policies if p.annex_title), None) or ANNEX_TITLE
    )
    if book.annex:
        rows = [[annex_cell(book, row, c.key) for c in ANNEX_COLUMNS] for row in book.annex]
    else:
        rows = [_task_row(book, task, number) for number, task in enumerate(book.tasks, start=1)]
    return build_sheet(title, ANNEX_COLUMNS, rows)


def _task_row(book: Book, task: Task, number: int) -> list[str]:
    units = units_text(book.assignments(task.key))
    return [str(number), task.wording, units, deadline_text(book.deadlines(task.key))]


def open_doubts(book: Book) -> list[tuple[str, DoubtRecord]]:
    """List what is still in doubt on the rows that `annex_sheet` prints, and on the policy, each with its place."""
    found: list[tuple[str, DoubtRecord]] = []
    for policy in book.policies:
        found.extend(("文件", doubt) for doubt in book.doubts(policy.key))
    printed: Sequence[AnnexRow | Task] = book.annex or book.tasks
    for number, row in enumerate(printed, start=1):
        found.extend((f"附件第{number}项", doubt) for doubt in book.doubts(row.key))
    return found


def export(sheet: Sheet, paths: Sequence[Path]) -> None:
    """Write `sheet` to each path, in the format its suffix names (.pdf .xlsx .docx .csv).

    Raises `OutputError`; a file that was there is replaced only by a complete one.
    """
    for path in paths:
        output.write([sheet], path)
