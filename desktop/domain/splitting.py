"""拆分: one task becomes two, at a place in its source text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from desktop.domain.book import Book
from desktop.domain.changes import Change, ChangeSet, change_set, insert, update
from desktop.domain.edits import settled
from desktop.domain.extras import extra_record, extras_of
from desktop.domain.records import Section, Task, new_key
from desktop.domain.row_edits import room
from desktop.domain.trace import Trace
from desktop.support.errors import RefusedEdit

_SENTENCE_END = re.compile(r"(?<=[。！？])|\n")
_NOT_WORDS = re.compile(r"[\s。；，]+")


def split_task(book: Book, task: Task, trace: Trace, place: int) -> tuple[ChangeSet, str]:
    """Return the step that splits `task` at `place` of its policy's source text, and the second part's key.

    The first part keeps the key, and with it the annex rows and open doubts; clause, units, deadlines and further
    fields are those of both. `trace` is that of the task's policy. Raises `RefusedEdit` where `place` does not leave
    words of the task on both sides.
    """
    if task.clause_start < place < task.clause_end:
        raise RefusedEdit("edit.split_in_clause")
    if not task.start <= place <= task.end:
        raise RefusedEdit("edit.split_outside")
    whole = trace.to_text(task.start, task.end)
    cut = min(max(trace.to_text(place, place).start, whole.start), whole.end)
    head, tail = trace.text[whole.start : cut], trace.text[cut : whole.end]
    if not _words(head) or not _words(tail):
        raise RefusedEdit("edit.split_at_end")
    end_of_head = cut - (len(head) - len(head.rstrip()))
    start_of_tail = cut + len(tail) - len(tail.lstrip())
    kept_wording, new_wording = _wordings(book, task, head, tail)
    first = replace(
        task,
        wording=kept_wording,
        text=head.strip(),
        end=trace.to_source(whole.start, end_of_head).end,
    )
    siblings = book.tasks
    rank, renumbered = room(siblings, siblings.index(task) + 1)
    second = replace(
        task,
        key=new_key(),
        order=rank,
        wording=new_wording,
        text=tail.strip(),
        start=trace.to_source(start_of_tail, whole.end).start,
    )
    change = update(task, first)
    changes: list[Change | None] = [*renumbered, change, insert(second)]
    if first.wording != task.wording:
        changes.extend(settled(book, task, "wording", change))
    changes.extend(_copies(book, task, second))
    return change_set("拆分任务", changes), second.key


def beginning(text: str) -> str:
    """Return the first sentence of a text in one line, without the mark at its end."""
    lines = [s.strip() for s in _SENTENCE_END.split(text) if s.strip()]
    return lines[0].rstrip("。！？；，") if lines else ""


def _copies(book: Book, task: Task, second: Task) -> Iterator[Change]:
    """Give the second part units, deadlines and further fields of its own."""
    for assignment in book.assignments(task.key):
        yield insert(replace(assignment, key=new_key(), owner=second.key))
    for deadline in book.deadlines(task.key):
        yield insert(replace(deadline, key=new_key(), owner=second.key))
    for kept in extras_of(book, task.key):
        yield insert(extra_record(second.key, kept.name, kept.value))


def _wordings(book: Book, task: Task, head: str, tail: str) -> tuple[str, str]:
    """Return the wordings of both parts.

    A wording that is the item's heading, or the clerk's own, stays with the first part; so does one that the first part
    says. One that stands in the second part alone goes there, and one that runs across the cut is said anew.
    """
    words = _words(task.wording)
    section = book.find(Section, task.section) if task.section else None
    if section is not None and words == _words(section.title):
        return task.wording, beginning(tail)
    if words and words in _words(tail) and words not in _words(head):
        return beginning(head), task.wording
    across = words in _words(head + tail) and words not in _words(head)
    return (beginning(head) if across else task.wording), beginning(tail)


def _words(text: str) -> str:
    return _NOT_WORDS.sub("", text)
