"""Looking into a book without opening it for work: no lock is taken, nothing of the file changes."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.book import Book
from desktop.domain.records import Alias, Stage
from desktop.domain.sheets import Earlier
from desktop.services.stages import frozen_book, stages
from desktop.storage import Workbook
from desktop.support.errors import OutputError, WorkbookError


@dataclass(frozen=True, slots=True)
class Look:
    """What is in a book now, and its frozen content by SHA-256. Usable while `looking` lasts, in its thread."""

    book: Book
    blob: Callable[[str], bytes]


@contextmanager
def looking(path: Path) -> Iterator[Look]:
    """Look into the book at `path`, which somebody else may be working in.

    One of an earlier schema is brought forward in a copy that goes afterwards. Raises the `WorkbookError`s of
    `Workbook.open` for reading; ``workbook.older`` only where no copy can be made.
    """
    with ExitStack() as stack:
        try:
            workbook = Workbook.open(path, read_only=True)
        except WorkbookError as error:
            if error.reason != "workbook.older":
                raise
            try:
                folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="fengong-look-"))
                copy = Path(shutil.copy(path, Path(folder) / path.name))
            except OSError as fault:
                raise error from fault
            workbook = Workbook.open(copy)
        stack.callback(workbook.close)
        yield Look(workbook.book(), workbook.blob)


def earlier_state(look: Look, before: str = "", after: str = "") -> tuple[Book, Earlier]:
    """Return the two states that a comparison of stages shows: the later book, and the earlier with the names.

    Without names: the stage frozen last, and the book as it is. Raises `OutputError`: ``output.no_earlier_stage``,
    ``output.no_stage`` (`name`, `known`); `WorkbookError` for a damaged one.
    """
    known = stages(look.book)
    if not known:
        raise OutputError("output.no_earlier_stage")
    by_name: Mapping[str, Stage] = {stage.name: stage for stage in known}  # the last of a name
    for name in (before, after):
        if name and name not in by_name:
            raise OutputError("output.no_stage", name=name, known="、".join(by_name))
    first = by_name[before] if before else known[-1]
    aliases = {alias.retired: alias.kept for alias in look.book.all(Alias)}
    later = frozen_book(by_name[after], look.blob) if after else look.book
    earlier = Earlier(frozen_book(first, look.blob), first.name, after or "现稿", aliases)
    return later, earlier
