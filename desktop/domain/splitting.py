"""拆分: one task becomes two, at a place in its source text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from desktop.domain.book import Book
from desktop.domain.cells import DOUBT_FIELDS
from desktop.domain.changes import Change, ChangeSet, change_set, insert, update
from desktop.domain.columns import DEADLINE, UNITS
from desktop.domain.edits import settled
from desktop.domain.extras import extra_record, extras_of
from desktop.domain.records import Section, Task, new_key
from desktop.domain.row_edits import room
from desktop.domain.trace import Trace
from desktop.support.errors import RefusedEdit

_SENTENCE_END = re.compile(r"(?<=[。！？])|\n")
_NOT_WORDS = re.compile(r"[\s。；，]+")
_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_WHOLE = re.compile(r"\S(?:.*\S)?", re.DOTALL)

#: The fields of the cells that both parts have: a question on one of them is asked of both.
_SHARED_FIELDS = frozenset((*DOUBT_FIELDS[UNITS.key], *DOUBT_FIELDS[DEADLINE.key]))


@dataclass(frozen=True, slots=True)
class _Line:
    """``text[at : at+length]`` of a task stands at `place` of the text of its span."""

    at: int
    place: int
    length: int


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where a task's text is cut; in the text of its span the first part ends at `end`, the second begins at `start`.

    Where one part has no words, `end` and `start` are the places of the caret.
    """

    at: int
    end: int
    start: int


def split_task(book: Book, task: Task, trace: Trace, place: int) -> tuple[ChangeSet, str]:
    """Return the step that splits `task` at `place` of its policy's source text, and the second part's key.

    The first part keeps the key, and with it the annex rows and all doubts; clause, units, deadlines and further
    fields are those of both, and so are the open doubts on units and deadlines. `trace` is that of the task's policy.
    Raises `RefusedEdit` where `place` does not leave words of the task on both sides, or where the task's text cannot
    be found in the source around it.
    """
    if task.clause_start < place < task.clause_end:
        raise RefusedEdit("edit.split_in_clause")
    if not task.start <= place <= task.end:
        raise RefusedEdit("edit.split_outside")
    whole = trace.to_text(task.start, task.end)
    caret = min(max(trace.to_text(place, place).start, whole.start), whole.end) - whole.start
    cut = _cut(task.text, trace.text[whole.start : whole.end], caret)
    head, tail = task.text[: cut.at], task.text[cut.at :]
    if not _words(head) or not _words(tail):
        raise RefusedEdit("edit.split_at_end")
    kept_wording, new_wording = _wordings(book, task, head, tail)
    first = replace(
        task,
        wording=kept_wording,
        text=head.strip(),
        end=trace.to_source(whole.start, whole.start + cut.end).end,
    )
    siblings = book.tasks
    rank, renumbered = room(siblings, siblings.index(task) + 1)
    second = replace(
        task,
        key=new_key(),
        order=rank,
        wording=new_wording,
        text=tail.strip(),
        start=trace.to_source(whole.start + cut.start, whole.end).start,
    )
    change = update(task, first)
    changes: list[Change | None] = [*renumbered, change, insert(second)]
    if first.wording != task.wording:
        changes.extend(settled(book, task, "wording", change))
    changes.extend(_copies(book, task, second))
    return change_set("拆分任务", changes), second.key


def _cut(text: str, span: str, caret: int) -> _Cut:
    """Find the place of `caret`, one of `span`, in a task's text, which may be less than all of it.

    A merged task's text leaves out the clauses and numbers between its parts: a caret among them lies between the
    parts. Raises `RefusedEdit` where lines of the text do not stand in the span, or so often that the cut is unsure.
    """
    pattern = _WHOLE if text.strip() in span else _LINE
    lines = [(m.start(), m.group()) for m in pattern.finditer(text)]
    first, last = _forwards(lines, span), _backwards(lines, span)
    if not first or not last:
        raise RefusedEdit("edit.split_unplaced")
    cut = _cut_at(text, first, caret)
    if cut != _cut_at(text, last, caret):
        raise RefusedEdit("edit.split_unplaced")
    return cut


def _forwards(lines: Sequence[tuple[int, str]], span: str) -> list[_Line]:
    """Place lines one behind the other as early as they stand; empty where one does not."""
    found: list[_Line] = []
    behind = 0
    for at, line in lines:
        place = span.find(line, behind)
        if place < 0:
            return []
        behind = place + len(line)
        found.append(_Line(at, place, len(line)))
    return found


def _backwards(lines: Sequence[tuple[int, str]], span: str) -> list[_Line]:
    """Place them as late as they stand."""
    found: list[_Line] = []
    before = len(span)
    for at, line in reversed(lines):
        before = span.rfind(line, 0, before)
        if before < 0:
            return []
        found.append(_Line(at, before, len(line)))
    return found[::-1]


def _cut_at(text: str, lines: Sequence[_Line], caret: int) -> _Cut:
    line = next((n for n in lines if caret < n.place + n.length), None)
    at = len(text) if line is None else line.at + max(0, caret - line.place)
    end, start = len(text[:at].rstrip()), at + len(text[at:]) - len(text[at:].lstrip())
    return _Cut(
        at,
        next((n.place + end - n.at for n in reversed(lines) if n.at < end), caret),
        next((n.place + start - n.at for n in reversed(lines) if n.at <= start), caret),
    )


def beginning(text: str) -> str:
    """Return the first sentence of a text in one line, without the mark at its end."""
    lines = [s.strip() for s in _SENTENCE_END.split(text) if s.strip()]
    return lines[0].rstrip("。！？；，") if lines else ""


def _copies(book: Book, task: Task, second: Task) -> Iterator[Change]:
    """Give the second part units, deadlines, further fields and what is unsure in them of its own."""
    for assignment in book.assignments(task.key):
        yield insert(replace(assignment, key=new_key(), owner=second.key))
    for deadline in book.deadlines(task.key):
        yield insert(replace(deadline, key=new_key(), owner=second.key))
    for doubt in book.doubts(task.key):
        if doubt.field in _SHARED_FIELDS:
            yield insert(replace(doubt, key=new_key(), owner=second.key))
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
