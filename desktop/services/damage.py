"""What is wrong with a book, and the backups that there are of it: what a clerk is to choose from.

May wait for a disk or share: the window calls it in a worker.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desktop.domain.book import Book
from desktop.services import keeping
from desktop.services.desk import Desk
from desktop.services.keeping import BackupLine, Condition, Diagnosis
from desktop.storage.inspection import inspect
from desktop.storage.lineage import lineage_of
from desktop.support.errors import FengongError, WorkbookError
from desktop.support.paths import backups_folder

#: States in which an earlier state of the book is a way on.
_HURT = (
    *(Condition.MISSING, Condition.EMPTY, Condition.NOT_SQLITE, Condition.NOT_A_WORKBOOK),
    *(Condition.CUT_SHORT, Condition.DAMAGED),
)
#: States in which backups are offered: also where nothing can be said of the file itself.
_OFFERED = (*_HURT, Condition.UNREADABLE)
#: States in which there is a file that may tell its lineage.
_TELLING = (
    *(Condition.NOT_SQLITE, Condition.NOT_A_WORKBOOK, Condition.CUT_SHORT, Condition.DAMAGED),
)


@dataclass(frozen=True, slots=True)
class Examined:
    """A file's state and the readable backups of its book, the youngest first; none where the file is not hurt.

    `differs` of the backups is against an empty book: there is nothing now to compare them with. `unlisted` is why it
    could not be seen which backups there are.
    """

    path: Path
    diagnosis: Diagnosis
    backups: tuple[BackupLine, ...] = ()
    unlisted: FengongError | None = None

    @property
    def hurt(self) -> bool:
        """Whether the file is not what was saved, or is gone."""
        return self.diagnosis.condition in _HURT

    @property
    def readable(self) -> bool:
        """Whether the book opens for reading as it is."""
        return self.diagnosis.condition in (Condition.SOUND, Condition.READ_ONLY)


def examine(path: Path, known: str = "") -> Examined:
    """Examine a file that does not open, without changing anything. Reads all of it.

    `known` is the lineage of the book that was there when it was opened last; what the file itself tells goes first.
    """
    diagnosis = inspect(path)
    if diagnosis.condition not in _OFFERED:
        return Examined(path, diagnosis)
    lineage, fault = "", None
    if diagnosis.condition in _TELLING:
        try:
            lineage = lineage_of(path, backups_folder(), datetime.now(UTC))
        except WorkbookError as error:
            fault = error  # a copy cannot be made: what is wrong is known all the same
    if not lineage and not known:
        return Examined(path, diagnosis, unlisted=fault)
    return _with_backups(path, diagnosis, lineage or known)


def examine_open(desk: Desk) -> Examined:
    """Check the whole of a book that is open, on a copy."""
    diagnosis = desk.check()
    hurt = diagnosis.condition in _HURT
    if not hurt:
        return Examined(desk.path, diagnosis)
    return _with_backups(desk.path, diagnosis, desk.book.lineage)


def _with_backups(path: Path, diagnosis: Diagnosis, lineage: str) -> Examined:
    try:
        lines = keeping.backups_of(Book.of(lineage, ()))
    except WorkbookError as error:
        return Examined(path, diagnosis, unlisted=error)
    return Examined(path, diagnosis, tuple(line for line in lines if line.contents is not None))
