"""The lock beside an open book, which says who writes in it: ``name.fengong.lock``.

It keeps two people from working past one another. SQLite's own locks, held only for the moment of a commit, keep the
file whole whatever happens to this one: a lock taken over by mistake costs its former holder a refused step (`keep`
tells of it before every commit), never the book.

The age of a lock is measured against a file freshly made beside it, so that both times are of the one clock of the
disk or share that keeps them; the clocks of two office computers may be hours apart.
"""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path

from desktop.domain.records import new_key
from desktop.storage.faults import typed_faults
from desktop.support.atomic import TEMPORARY_PREFIX
from desktop.support.errors import WorkbookError
from desktop.support.machine import is_running, machine_name, process_start

ENDING = ".lock"

#: A holder makes its lock young again at every commit, and between them about this often.
BEAT_SECONDS = 60.0

#: A lock of another machine that has not been touched for so long has no holder any more.
STALE_SECONDS = 30 * 60.0

#: A lock whose text cannot be read is being written at this moment, or was cut off in its writing.
UNREADABLE_SECONDS = 60.0

_LONGEST = 64 * 1024
_ATTEMPTS = 4


@dataclass(frozen=True, slots=True)
class Held:
    """Who has a book open for writing. `time` is ISO with offset, `start` the mark of `machine.process_start`.

    `token` is random, so that a holder knows its own lock. Of a lock that cannot be read all is empty.
    """

    person: str = ""
    machine: str = ""
    process: int = 0
    time: str = ""
    token: str = ""
    start: str = ""


def lock_path(book: Path) -> Path:
    """Return where the lock of `book` lies."""
    return book.with_name(book.name + ENDING)


def holder(book: Path) -> Held | None:
    """Return who has `book` open for writing, or None; a lock without a living holder counts as none.

    For a reader: nothing is written. So the age of another machine's lock is not known, and it counts as held.
    """
    found = _read(lock_path(book))
    return None if found is None or _is_stale(found, 0.0) else found


class Lock:
    """Made by `take`. One thread at a time may call it."""

    def __init__(self, path: Path, mine: Held) -> None:
        self._path = path
        self._mine = mine

    @classmethod
    def take(cls, book: Path, *, person: str, now: datetime) -> Lock | Held:
        """Take the lock of `book`, in place of one without a living holder; return who holds it where that fails.

        Raises `WorkbookError`: ``workbook.permission`` where the folder takes no file, ``workbook.missing``,
        ``workbook.disk_full``, ``workbook.io``.
        """
        path = lock_path(book)
        process = os.getpid()
        time = now.isoformat(timespec="seconds")
        mine = Held(person, machine_name(), process, time, new_key(), process_start(process))
        found: Held | None = None
        with typed_faults():
            for _ in range(_ATTEMPTS):
                if _make(path, mine):
                    return cls(path, mine)
                found = _read(path)
                if found is None:
                    continue  # let go at this moment
                if not _is_stale(found, _age(path)):
                    return found
                _clear(path, found)
        return found or Held()

    def keep(self) -> Held | None:
        """Make the lock young again; return who has taken it over, or None while it is ours.

        One that somebody deleted is made anew. A place that does not answer is left to the commit that follows.
        """
        try:
            with self._path.open("rb+") as file:
                found = _parsed(file.read(_LONGEST))
                if found.token in (self._mine.token, ""):
                    # Written and not merely touched: the share then sets the time by its own clock.
                    file.seek(0)
                    file.write(_content(self._mine))
                    return None
                return found
        except FileNotFoundError:
            with suppress(OSError):
                return None if _make(self._path, self._mine) else _read(self._path)
        except OSError:
            # Taken over or not is what cannot be found out; SQLite says what is wrong with the place.
            return None
        return None

    def release(self) -> None:
        """Remove the lock where it is still ours. One that cannot be removed grows stale."""
        with suppress(OSError):
            found = _read(self._path)
            if found is not None and found.token == self._mine.token:
                self._path.unlink()


def _make(path: Path, mine: Held) -> bool:
    """Make the lock file; False where there is one."""
    try:
        handle = os.open(
            path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o666
        )
    except FileExistsError:
        return False
    except PermissionError:
        # So Windows answers while a lock just removed is still open somewhere.
        if os.path.lexists(path):
            return False
        raise
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_content(mine))
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise
    return True


def _content(mine: Held) -> bytes:
    return json.dumps(asdict(mine)).encode("ascii")


def _read(path: Path) -> Held | None:
    """Return what the lock says, None where there is none. Raises `OSError`."""
    try:
        with path.open("rb") as file:
            return _parsed(file.read(_LONGEST))
    except FileNotFoundError:
        return None


def _parsed(content: bytes) -> Held:
    try:
        values = json.loads(content)
        held = Held(**{f.name: values[f.name] for f in fields(Held)})
    except (ValueError, TypeError, KeyError, RecursionError):
        return Held()
    kinds = {f.name: int if f.name == "process" else str for f in fields(Held)}
    return held if all(type(getattr(held, n)) is kind for n, kind in kinds.items()) else Held()


def _is_stale(found: Held, age: float) -> bool:
    """Say whether nobody stands behind the lock any more; `age` in seconds."""
    if not found.token:
        return age > UNREADABLE_SECONDS
    if found.machine == machine_name():
        return not is_running(found.process, found.start)
    return age > STALE_SECONDS


def _age(path: Path) -> float:
    """Return the seconds since the lock was written, by the clock of the disk or share; 0 where it is gone."""
    handle, name = tempfile.mkstemp(prefix=TEMPORARY_PREFIX, suffix=ENDING, dir=path.parent)
    fresh = Path(name)
    try:
        os.close(handle)
        return fresh.stat().st_mtime - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
    finally:
        fresh.unlink(missing_ok=True)


def _clear(path: Path, stale: Held) -> None:
    """Put a stale lock out of the way, and only that: another opener may have replaced it since it was read."""
    aside = path.with_name(f"{TEMPORARY_PREFIX}{new_key()}{ENDING}")
    try:
        path.rename(aside)
    except FileNotFoundError:
        return
    if _read(aside) != stale and not path.exists():
        aside.rename(path)
        return
    aside.unlink(missing_ok=True)


def held_error(reason: str, held: Held) -> WorkbookError:
    """Return the error `reason` with the holder's words, a dash for what is not known."""
    return WorkbookError(
        reason, person=held.person or "—", machine=held.machine or "—", time=held.time or "—"
    )
