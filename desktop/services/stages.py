"""Stages: a named state of the book, frozen for good, and what has changed since or between two of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime

from desktop.domain.book import Book
from desktop.domain.changes import change_set, insert
from desktop.domain.compare import Comparison, compare
from desktop.domain.frozen import freeze, thaw
from desktop.domain.records import Alias, Stage, new_key
from desktop.domain.savedtext import clean_cell
from desktop.services.desk import Desk
from desktop.support.errors import WorkbookError

#: The names that offices use, in the order of a document's life.
USUAL_NAMES = ("征求意见稿", "会签稿", "送审稿", "审定稿", "印发件")


def stages(book: Book) -> list[Stage]:
    """Return the frozen stages, the oldest first."""
    return book.all(Stage)


def freeze_stage(desk: Desk, name: str, note: str = "") -> Stage:
    """Freeze the book as it is under `name`, on disk before this returns; nothing before it can be undone.

    Raises `ValueError` for an empty name, and `WorkbookError`.
    """
    name, note = clean_cell(name)[0].strip(), clean_cell(note)[0].strip()
    if not name:
        raise ValueError("a stage without a name")
    book = desk.book
    content = freeze(book)
    stage = Stage(
        key=new_key(),
        order=max((s.order for s in stages(book)), default=0) + 1,
        name=name,
        note=note,
        frozen_at=datetime.now(UTC).astimezone().isoformat(timespec="seconds"),
        person=desk.person,
        content=hashlib.sha256(content).hexdigest(),
    )
    step = change_set(f"冻结为{name}", [insert(stage)])
    desk.commit(step, {stage.content: content}, barrier=True)
    return stage


def frozen_book(stage: Stage, blob: Callable[[str], bytes]) -> Book:
    """Return the book as it was when `stage` was frozen; `blob` reads its content by its SHA-256.

    Raises `WorkbookError` where the content is damaged, and whatever `blob` raises.
    """
    try:
        return thaw(blob(stage.content))
    except ValueError as error:
        raise WorkbookError("workbook.damaged", part="blob") from error


def stage_book(desk: Desk, stage: Stage) -> Book:
    """Return the book as it was when `stage` was frozen. Raises `WorkbookError` where its content is damaged."""
    return frozen_book(stage, desk.original)


def compare_stages(desk: Desk, earlier: Stage, later: Stage | None) -> Comparison:
    """Compare two stages, or a stage with the book of today (`later` None). Raises `WorkbookError`."""
    after = desk.book if later is None else stage_book(desk, later)
    aliases = {alias.retired: alias.kept for alias in desk.book.all(Alias)}
    return compare(stage_book(desk, earlier), after, aliases)
