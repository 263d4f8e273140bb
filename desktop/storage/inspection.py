"""A plain diagnosis of a file, and the whole check of a copy of a book in use."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from desktop.storage.faults import typed_faults
from desktop.storage.making import copy_pages, only_connection
from desktop.storage.salvage import MAGIC, page_size, stated_size
from desktop.storage.workbook import Workbook
from desktop.support.atomic import TEMPORARY_PREFIX
from desktop.support.errors import WorkbookError

_PIECE = 1 << 20


class Condition(StrEnum):
    """What state a file is in. The codes have their wording in the message table, as ``condition.…``."""

    SOUND = "sound"
    READ_ONLY = "read_only"
    MISSING = "missing"
    EMPTY = "empty"
    NOT_SQLITE = "not_sqlite"
    NOT_A_WORKBOOK = "not_a_workbook"
    CUT_SHORT = "cut_short"
    DAMAGED = "damaged"
    OLDER = "older"
    NEWER = "newer"
    UNFINISHED = "unfinished"
    BUSY = "busy"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A file's state.

    `part` names the place of damage (``structure``, ``rows``, ``blob``, ``journal``, ``tables``, ``header``), or is the
    system's word for a fault, or empty.
    """

    condition: Condition
    part: str = ""

    @property
    def sound(self) -> bool:
        """Whether everything in the file is as it was written."""
        return self.condition in (Condition.SOUND, Condition.READ_ONLY, Condition.OLDER)

    @property
    def recoverable(self) -> bool:
        """Whether it is worth trying to recover something from the file."""
        return self.condition in (
            Condition.CUT_SHORT,
            Condition.DAMAGED,
            Condition.UNFINISHED,
            Condition.NOT_SQLITE,
            Condition.NOT_A_WORKBOOK,
        )


#: What the errors of opening say about the file.
_CONDITIONS = {
    "workbook.missing": Condition.MISSING,
    "workbook.not_a_workbook": Condition.NOT_A_WORKBOOK,
    "workbook.damaged": Condition.DAMAGED,
    "workbook.newer": Condition.NEWER,
    "workbook.older": Condition.OLDER,
    "workbook.unfinished": Condition.UNFINISHED,
    "workbook.busy": Condition.BUSY,
}


def inspect(path: Path) -> Diagnosis:
    """Say what state the file at `path` is in, without changing anything. Reads all of it."""
    try:
        with typed_faults():
            seen = _from_outside(path)
            return seen if seen is not None else _from_inside(path)
    except WorkbookError as error:
        return _diagnosis(error)


def check_copy(
    path: Path, workspace: Path, run: Callable[[Callable[[], Any]], Any] = lambda work: work()
) -> Diagnosis:
    """Check the whole book at `path` on a copy in `workspace`: structure, originals, journal, rows.

    The book may be open and in use; it is held only while it is copied. `run` runs what touches the file: where this
    process has it open, in the thread that owns it, since on POSIX closing a file drops every lock that the process
    has on it, those of a commit too. Where the copy cannot be made (no room in
    `workspace`, the file cannot be read) the answer is ``unreadable``, which says nothing of the book.
    """
    try:
        with typed_faults():
            seen: Diagnosis | None = run(lambda: _from_outside(path))
            if seen is not None:
                return seen
            workspace.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=TEMPORARY_PREFIX, dir=workspace) as folder:
                copy = Path(folder) / "book.fengong"
                run(lambda: _copy(path, copy))
                return _whole(copy)
    except WorkbookError as error:
        return _diagnosis(error)


def _copy(path: Path, copy: Path) -> None:
    with only_connection(path) as source:
        copy_pages(source, copy)


def _from_outside(path: Path) -> Diagnosis | None:
    """Look at the bytes alone: what they give away needs no SQLite."""
    if not path.exists():
        return Diagnosis(Condition.MISSING)
    with path.open("rb") as file:
        head = file.read(100)
        size = file.seek(0, os.SEEK_END)
        if not any(head) and _all_zero(path):
            return Diagnosis(Condition.EMPTY)
    if not head.startswith(MAGIC):
        return Diagnosis(Condition.NOT_SQLITE)
    if path.with_name(path.name + "-journal").exists():
        return None  # the header may be half of an unfinished step
    if not page_size(head):
        return Diagnosis(Condition.DAMAGED, "header")
    return Diagnosis(Condition.CUT_SHORT) if size < stated_size(head) else None


def _all_zero(path: Path) -> bool:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            if any(piece):
                return False
    return True


def _from_inside(path: Path) -> Diagnosis:
    workbook = Workbook.open(path, read_only=True)
    try:
        workbook.book()
    finally:
        workbook.close()
    writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    return Diagnosis(Condition.SOUND if writable else Condition.READ_ONLY)


def _whole(copy: Path) -> Diagnosis:
    workbook = Workbook.open(copy)  # for writing: a copy of an earlier schema is brought forward
    try:
        workbook.book()
    finally:
        workbook.close()
    return Diagnosis(Condition.SOUND)


def _diagnosis(error: WorkbookError) -> Diagnosis:
    part = str(error.data.get("part") or error.data.get("system") or "")
    return Diagnosis(_CONDITIONS.get(error.reason, Condition.UNREADABLE), part)
