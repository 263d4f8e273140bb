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
from desktop.support.errors import WorkbookError
from desktop.support.paths import backups_folder

#: States in which an earlier state of the book is a way on.
_HURT = (
    *(Condition.MISSING, Condition.EMPTY, Condition.NOT_SQLITE, Condition.NOT_A_WORKBOOK),
    *(Condition.CUT_SHORT, Condition.DAMAGED),
)
#: States in which there is a file that may tell its lineage.
_TELLING = (
    *(Condition.NOT_SQLITE, Condition.NOT_A_WORKBOOK, Condition.CUT_SHORT, Condition.DAMAGED),
)


@dataclass(frozen=True, slots=True)
class Examined:
    """A file's state and the readable backups of its book, the youngest first; none where the file is not hurt.

    `differs` of the backups is against an empty book: there is nothing now to compare them with.
    """

    path: Path
    diagnosis: Diagnosis
    backups: tuple[BackupLine, ...] = ()

    @property
    def hurt(self) -> bool:
        """Whether the file is not what was saved, or is gone."""
        return self.diagnosis.condition in _HURT

    @property
    def readable(self) -> bool:
        """Whether the book opens for reading as it is."""
        return self.diagnosis.condition in (Condition.SOUND, Condition.READ_ONLY)


def examine(path: Path) -> Examined:
    """Examine a file that does not open, without changing anything. Reads all of it."""
    diagnosis = inspect(path)
    if diagnosis.condition not in _TELLING:
        return Examined(path, diagnosis)
    try:
        lineage = lineage_of(path, backups_folder(), datetime.now(UTC))
    except WorkbookError:
        lineage = ""  # a copy cannot be made: what is wrong is known all the same
    return Examined(path, diagnosis, _backups(lineage))


def examine_open(desk: Desk) -> Examined:
    """Check the whole of a book that is open, on a copy."""
    diagnosis = desk.check()
    hurt = diagnosis.condition in _HURT
    return Examined(desk.path, diagnosis, _backups(desk.book.lineage) if hurt else ())


def _backups(lineage: str) -> tuple[BackupLine, ...]:
    if not lineage:
        return ()
    try:
        lines = keeping.backups_of(Book.of(lineage, ()))
    except WorkbookError:
        return ()  # their folder cannot be read: there are none to offer
    return tuple(line for line in lines if line.contents is not None)
