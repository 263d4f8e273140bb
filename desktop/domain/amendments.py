"""What is to change in the text of a policy, collected for 正文修改对照表. Nothing here changes the text itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop.domain.book import Book
from desktop.domain.cells import headings_of
from desktop.domain.changes import ChangeSet, change_set, delete, insert, update
from desktop.domain.document import Span
from desktop.domain.ranks import fresh_ranks, rank_after
from desktop.domain.records import Amendment, Policy, Task, new_key
from desktop.domain.savedtext import clean_cell


def amendments(book: Book) -> list[Amendment]:
    """Return what is to change in the current policies, policy by policy, in order.

    What was noted at an earlier version of a policy stays in the book but is no longer to be done.
    """
    places = {policy.key: place for place, policy in enumerate(book.current_policies)}
    found = [a for a in book.all(Amendment) if a.policy in places]
    return sorted(found, key=lambda a: places[a.policy])


def amendment_of(book: Book, task: Task) -> Amendment:
    """Return an amendment to be filled in for a task: where it stands, and its text as it is. It is not in the book."""
    above = headings_of(book, task)
    named = not task.number or (above and above[-1].label == task.number)
    item = "" if named else f"第{task.number.strip('.．、')}项"
    place = "".join(s.label + s.title for s in above) + item
    return Amendment(new_key(), task.policy, 0, place, task.text, "", "", task.key)


def amendment_at(book: Book, policy: Policy, span: Span, text: str) -> Amendment:
    """Return an amendment to be filled in for `text`, which stands at `span` of a policy's source.

    It is not in the book. It is placed by the task that the text begins in, else by the heading above it.
    """
    tasks = (t for t in book.tasks if t.policy == policy.key)
    task = next((t for t in tasks if t.start <= span.start < t.end), None)
    if task is not None:
        return replace(amendment_of(book, task), original=_text(text))
    above = [s for s in book.sections if s.policy == policy.key and s.start <= span.start]
    last = max(above, key=lambda s: s.start, default=None)
    place = "".join(s.label + s.title for s in book.path(last.key)) if last is not None else ""
    return Amendment(new_key(), policy.key, 0, place, _text(text), "", "", None)


def add_amendment(book: Book, amendment: Amendment, place: int | None = None) -> ChangeSet:
    """Add an amendment to those of its policy, at `place` (0 is first), as a rule last; its own rank counts nothing.

    The step is empty where it proposes nothing. Raises `KeyError` where its policy is not in the book.
    """
    book.get(Policy, amendment.policy)
    new = _cleaned(amendment)
    if new.original == new.proposed:
        return change_set(_ADD, [])
    siblings = _siblings(book, amendment.policy)
    index = len(siblings) if place is None else max(0, min(place, len(siblings)))
    rank = rank_after([a.order for a in siblings], index)
    if rank is not None:
        return change_set(_ADD, [insert(replace(new, order=rank))])
    ranks = fresh_ranks(len(siblings) + 1)
    rank = ranks.pop(index)
    moved = (update(a, replace(a, order=r)) for a, r in zip(siblings, ranks, strict=True))
    return change_set(_ADD, [*moved, insert(replace(new, order=rank))])


def edit_amendment(book: Book, amendment: Amendment) -> ChangeSet:
    """Put what a clerk writes of `amendment` in place of what the one of its key says.

    The step is empty where nothing changes. Raises `KeyError` where there is none.
    """
    old, new = book.get(Amendment, amendment.key), _cleaned(amendment)
    written = replace(
        new, policy=old.policy, order=old.order, concerns=old.concerns
    )  # what a clerk does not write stays
    return change_set("修改正文修改意见", [update(old, written)])


def remove_amendments(book: Book, keys: Sequence[str]) -> ChangeSet:
    """Remove amendments. Raises `KeyError` where one is not there."""
    return change_set("删除正文修改意见", [delete(book.get(Amendment, key)) for key in keys])


_ADD = "增加正文修改意见"


def _siblings(book: Book, policy: str) -> list[Amendment]:
    return [a for a in book.all(Amendment) if a.policy == policy]


def _cleaned(amendment: Amendment) -> Amendment:
    return replace(
        amendment,
        place=_text(amendment.place),
        original=_text(amendment.original),
        proposed=_text(amendment.proposed),
        reason=_text(amendment.reason),
    )


def _text(typed: str) -> str:
    return clean_cell(typed)[0].strip()
