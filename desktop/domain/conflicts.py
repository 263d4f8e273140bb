"""Where a step met something else than it was made for: which row, which column, and what stands there now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.domain.book import Book
from desktop.domain.cells import deadline_text, units_text
from desktop.domain.columns import DEADLINE, LISTED, TASK_DEADLINE, TASK_WORDING, UNITS, WORDING
from desktop.domain.records import (
    RECORD_TYPE,
    AnnexRow,
    Assignment,
    Deadline,
    DoubtRecord,
    Extra,
    Link,
    Policy,
    Record,
    Task,
)
from desktop.domain.row_words import KIND_WORDS, field_title, order_title, place_words

_NAME = 20
_Owner = Task | AnnexRow | Policy


@dataclass(frozen=True, slots=True)
class Conflict:
    """`row` names the row for the clerk; `column` is empty where it is gone as a whole.

    `now` is what stands in the column now, in the words of the window; empty where it is empty.
    """

    row: str
    column: str = ""
    now: str = ""


def conflict(
    book: Book,
    kind: str,
    key: str,
    *,
    owner: str = "",
    fields: Sequence[str] = (),
    known: Book | None = None,
) -> Conflict | None:
    """Say what a `StaleChange` met, by its data, in `book` as it is now; None where that has no words.

    `owner` is the row that the record belongs to, `fields` are those that differ. `known` is the book as the clerk saw
    it: by it a row is named that is gone now.
    """
    place = key if kind in (Task.kind, AnnexRow.kind, Policy.kind) else owner
    row = _row(book, place)
    if row is None:
        gone = _row(known, place) if known is not None else None
        return Conflict(_name(known, gone)) if known is not None and gone is not None else None
    name = _name(book, row)
    if kind == row.kind:
        return _of_row(book, row, name, fields)
    return _of_part(book, row, name, kind, key)


def _row(book: Book, key: str) -> _Owner | None:
    return book.find(Task, key) or book.find(AnnexRow, key) or book.find(Policy, key)


def _name(book: Book, row: _Owner) -> str:
    if isinstance(row, Policy):
        return f"政策文件《{row.title or row.name}》"
    words = " ".join(row.wording.split())
    short = words if len(words) <= _NAME else words[:_NAME] + "…"
    return f"{KIND_WORDS[row.kind]}第{_place(book, row)}项“{short}”"


def _place(book: Book, row: Task | AnnexRow) -> int:
    rows: Sequence[Task | AnnexRow] = book.tasks if isinstance(row, Task) else book.annex
    return [r.key for r in rows].index(row.key) + 1


def _of_row(book: Book, row: _Owner, name: str, fields: Sequence[str]) -> Conflict:
    field = next((f for f in fields if f in row.values()), "")
    if field == "order" and not isinstance(row, Policy):
        return Conflict(name, order_title(row.kind), place_words(row.kind, _place(book, row)))
    if field == WORDING.key:
        title = TASK_WORDING.title if isinstance(row, Task) else WORDING.title
    else:
        title = field_title(row.kind, field)
    value = row.values().get(field)
    return Conflict(name, title, "" if value is None else str(value))


def _of_part(book: Book, row: _Owner, name: str, kind: str, key: str) -> Conflict | None:
    if kind == Assignment.kind:
        title = UNITS.title if isinstance(row, AnnexRow) else "单位"
        return Conflict(name, title, units_text(book.assignments(row.key)))
    if kind == Deadline.kind:
        title = DEADLINE.title if isinstance(row, AnnexRow) else TASK_DEADLINE.title
        return Conflict(name, title, deadline_text(book.deadlines(row.key)))
    if kind == Link.kind:
        numbers = [book.annex_numbers.get(n.annex_row) for n in book.links_of_task(row.key)]
        return Conflict(name, LISTED.title, "、".join(str(n) for n in numbers if n))
    present: Record | None = book.find(RECORD_TYPE[kind], key)
    if kind == DoubtRecord.kind:
        settled = not isinstance(present, DoubtRecord) or bool(present.settled)
        return Conflict(name, "待核", "已处理" if settled else "仍待处理")
    if isinstance(present, Extra):
        return Conflict(name, field_title(Extra.kind, present.name), present.value)
    return None
