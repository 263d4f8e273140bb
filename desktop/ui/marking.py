"""设为任务: the task that a stretch of the source becomes, and its place among the others."""

from __future__ import annotations

from desktop.domain.book import Book
from desktop.domain.changes import ChangeSet
from desktop.domain.document import Span
from desktop.domain.records import Policy, Section, Task, new_key
from desktop.domain.row_edits import add_task
from desktop.domain.trace import Trace
from desktop.domain.unit import UnitDirectory


def marked_task(
    book: Book, policy: Policy, trace: Trace, span: Span, directory: UnitDirectory
) -> tuple[ChangeSet, str]:
    """Return the step that makes a task of ``span`` (source positions), and the task's key."""
    found = trace.to_text(span.start, span.end)
    text = trace.text[found.start : found.end]
    task = Task(
        key=new_key(),
        policy=policy.key,
        section=_section(book, policy, span),
        order=0,
        number="",
        wording="".join(line.strip() for line in text.splitlines()),
        text=text,
        clause="",
        start=span.start,
        end=span.end,
        clause_start=span.end,
        clause_end=span.end,
    )
    place = _place(book, policy, span)
    return add_task(book, policy, task, directory, place=place), task.key


def _place(book: Book, policy: Policy, span: Span) -> int:
    """After the last task of the policy that begins no later; before its first where none does."""
    place = None
    for index, task in enumerate(book.tasks):
        if task.policy != policy.key:
            continue
        if task.start <= span.start:
            place = index + 1
        elif place is None:
            return index
    return len(book.tasks) if place is None else place


def _section(book: Book, policy: Policy, span: Span) -> str | None:
    """The heading that stands last before the stretch."""
    before: list[Section] = [
        s for s in book.sections if s.policy == policy.key and s.start <= span.start
    ]
    return max(before, key=lambda s: s.start).key if before else None
