"""Where in the source a row comes from."""

from __future__ import annotations

from desktop.domain.book import Book
from desktop.domain.document import Span
from desktop.domain.records import AnnexRow, Task
from desktop.ui.source_pane import Place


def places_of(book: Book, row: Task | AnnexRow | None) -> list[Place]:
    """Return a task's span and clause; for an annex row those of its tasks, or its own place without any."""
    if row is None:
        return []
    if isinstance(row, Task):
        return _of_task(row)
    tasks = (book.find(Task, link.task) for link in book.links_of_row(row.key))
    places = [place for task in tasks if task is not None for place in _of_task(task)]
    if not places and row.start is not None and row.end is not None:
        places.append(Place(Span(row.start, row.end)))
    return places


def _of_task(task: Task) -> list[Place]:
    places = [Place(Span(task.start, task.end))]
    if task.clause_end > task.clause_start:
        places.append(Place(Span(task.clause_start, task.clause_end), clause=True))
    return places
