"""Backups of a book: whole copies in a folder of their own, named by time and reason, thinned by age.

A backup is the book itself, lineage included. Its name is ``20261124T080000.000000Z-day.fengong``: when, in UTC, and
why. What lies in the folder is asked of the folder each time; nothing is kept beside it that could disagree.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection

from desktop.domain.records import RECORD_TYPE
from desktop.storage.engine import file_uri, writing
from desktop.storage.faults import typed_faults
from desktop.storage.identity import replace_identity
from desktop.storage.making import (
    copy_pages,
    new_identity,
    only_connection,
    refuse_taken,
    refuse_unfit,
)
from desktop.storage.opening import check_contents, connect
from desktop.support.atomic import replacing
from desktop.support.errors import WorkbookError

#: Every backup younger than this is kept.
ALL_OF = timedelta(days=1)
#: Up to this age the last one of each day is kept,
ONE_A_DAY = timedelta(days=14)
#: and up to this age the last one of each week.
ONE_A_WEEK = timedelta(days=182)
#: So many of the youngest are kept whatever their age.
ALWAYS = 3
#: Beyond this many bytes for one book the oldest go, but for those kept always.
MOST_BYTES = 2 * 1024**3

_SUFFIX = ".fengong"
_STAMP = "%Y%m%dT%H%M%S.%fZ"
_NAME = re.compile(r"(\d{8}T\d{6}\.\d{6}Z)-([a-z]+)\.fengong")
_LINEAGE = re.compile(r"[0-9a-f]{32}")


class Reason(StrEnum):
    """Why a backup was made: the first change of a day, a newer schema, a merge, somebody asked for it."""

    DAY = "day"
    MIGRATION = "migration"
    MERGING = "merging"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup; `made_at` in UTC, `size` in bytes."""

    path: Path
    made_at: datetime
    reason: Reason
    size: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a backup: how many records of each kind, and the last entry of its journal (`time` ISO)."""

    counts: Mapping[str, int]
    label: str = ""
    time: str = ""
    person: str = ""


def folder_of(root: Path, lineage: str) -> Path:
    """Return the folder in `root` of the backups of the book with this lineage; it need not exist."""
    # A lineage comes from a file that anybody may have made: it must not lead out of the folder.
    safe = _LINEAGE.fullmatch(lineage)
    name = lineage if safe else hashlib.sha256(lineage.encode("utf-8", "replace")).hexdigest()
    return root / name


def back_up(source: Connection, folder: Path, reason: Reason, now: datetime) -> Backup:
    """Write the book behind `source` into `folder`, which is made where there is none.

    The backup appears whole or not at all, and is checked before it does. Raises the `WorkbookError`s of `faults`,
    ``workbook.damaged`` where the book itself is.
    """
    made_at = now.astimezone(UTC)
    with typed_faults():
        # Books hold what is not yet public: other users of the computer have no business in there.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / f"{made_at.strftime(_STAMP)}-{reason}{_SUFFIX}"
        with replacing(path) as temporary:
            copy_pages(source, temporary)
            with only_connection(temporary) as copy:
                if copy.exec_driver_sql("PRAGMA integrity_check(1)").scalar() != "ok":
                    raise WorkbookError("workbook.damaged", part="structure")
        return Backup(path, made_at, reason, path.stat().st_size)


def back_up_file(path: Path, root: Path, reason: Reason, now: datetime) -> Backup:
    """Write a backup of a book that nobody has open yet, of whatever schema, into its folder below `root`.

    What a crash left unfinished is taken back in the book first. Raises as `back_up`.
    """
    with typed_faults(), only_connection(path) as source:
        lineage = source.exec_driver_sql("SELECT lineage FROM book").scalar()
        return back_up(source, folder_of(root, str(lineage)), reason, now)


def list_backups(folder: Path) -> list[Backup]:
    """Return the backups in `folder`, the youngest first; other files there are passed over."""
    with typed_faults():
        return sorted(_found(folder), key=lambda b: (b.made_at, b.path.name), reverse=True)


def look_into(backup: Backup) -> Contents:
    """Return what is in a backup. Raises `WorkbookError` (``workbook.damaged``, ``workbook.missing``)."""
    with typed_faults():
        if not backup.path.exists():
            raise WorkbookError("workbook.missing")
        with closing(sqlite3.connect(file_uri(backup.path, "ro"), uri=True)) as connection:
            tables = {str(name) for (name,) in connection.execute("SELECT name FROM sqlite_master")}
            counts = {
                kind: int(connection.execute(f'SELECT count(*) FROM "{kind}"').fetchone()[0])
                for kind in RECORD_TYPE
                if kind in tables
            }
            last = connection.execute(
                "SELECT label, time, person FROM journal ORDER BY sequence DESC LIMIT 1"
            ).fetchone()
    return Contents(counts, *map(str, last or ()))


def restore(backup: Backup, path: Path, now: datetime) -> str:
    """Write the book of a backup to `path`, where no file is, brought to today's schema and checked.

    It is a copy with a lineage of its own (returned): the book that the backup is of may still be in use. Raises
    `WorkbookError`: ``workbook.exists``, ``workbook.no_folder``, ``workbook.leftover_journal``, ``workbook.missing``,
    ``workbook.damaged`` and those of `faults`; then there is no file at `path`, and the backup is as it was.
    """
    with typed_faults():
        refuse_unfit(path)
        refuse_taken(path)
        with replacing(path) as temporary:
            with closing(sqlite3.connect(file_uri(backup.path, "ro"), uri=True)) as source:
                if not backup.path.exists():
                    raise WorkbookError("workbook.missing")
                with closing(sqlite3.connect(temporary)) as into:
                    source.backup(into)
            connection = connect(temporary, read_only=False)
            try:
                check_contents(connection)
                (parent,) = connection.exec_driver_sql("SELECT lineage FROM book").scalars().all()
                identity = new_identity(now, None, str(parent))
                with writing(connection):
                    replace_identity(connection, identity)
            finally:
                connection.close()
                connection.engine.dispose()
            refuse_taken(path)
    return identity.lineage


def erase(backups: Iterable[Backup]) -> None:
    """Delete backups, and their folder with the last of them. Raises `WorkbookError` (``workbook.permission``)."""
    with typed_faults():
        for backup in backups:
            backup.path.unlink(missing_ok=True)
            with suppress(OSError):
                backup.path.parent.rmdir()  # where it is empty now


def thin(folder: Path, now: datetime) -> list[Backup]:
    """Delete the backups in `folder` that age has made superfluous; return them. Raises as `erase`."""
    found = list_backups(folder)
    kept = kept_at(found, now)
    gone = [backup for backup in found if backup not in kept]
    erase(gone)
    return gone


def kept_at(backups: Sequence[Backup], now: datetime) -> frozenset[Backup]:
    """Return those of `backups` that are kept at `now`. Days and weeks are those of the offset of `now`."""
    youngest_first = sorted(backups, key=lambda b: (b.made_at, b.path.name), reverse=True)
    kept: list[Backup] = []
    slots: set[tuple[str, date]] = set()
    size = 0
    for place, backup in enumerate(youngest_first):
        slot = _slot(backup.made_at, now)
        fits = size + backup.size <= MOST_BYTES
        wanted = fits and (slot == ("all", now.date()) or (slot is not None and slot not in slots))
        if slot is not None:
            slots.add(slot)
        if place < ALWAYS or wanted:
            kept.append(backup)
            size += backup.size
    return frozenset(kept)


def _slot(made_at: datetime, now: datetime) -> tuple[str, date] | None:
    """Return the stretch of time of which only the youngest backup is kept, or None beyond all of them."""
    age = now - made_at
    if age < ALL_OF:
        return "all", now.date()
    day = made_at.astimezone(now.tzinfo).date()
    if age < ONE_A_DAY:
        return "day", day
    if age < ONE_A_WEEK:
        return "week", day - timedelta(days=day.weekday())
    return None


def _found(folder: Path) -> Iterator[Backup]:
    for path in folder.iterdir() if folder.is_dir() else ():
        name = _NAME.fullmatch(path.name)
        if name is None or name[2] not in set(Reason):
            continue
        with suppress(ValueError, FileNotFoundError):
            made_at = datetime.strptime(name[1], _STAMP).replace(tzinfo=UTC)
            yield Backup(path, made_at, Reason(name[2]), path.stat().st_size)


def schema_in_header(path: Path) -> int:
    """Return the schema version that stands in the file's header, without trusting the file. Raises `OSError`."""
    with path.open("rb") as file:
        return int.from_bytes(file.read(64)[60:], "big")
