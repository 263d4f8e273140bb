"""Run as a program: fills its disk to the last page and commits into what is left, at every size of it.

    python -m tests.storage.full_disk_child limit FOLDER EVERY     a limit on the size of files (EFBIG)
    python -m tests.storage.full_disk_child tmpfs FOLDER EVERY     a file system of its own (ENOSPC); run it under
                                                                   `unshare -rm`, which gives the right to mount

Writes a JSON object with what was refused and how often. Any broken promise is an `AssertionError`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from desktop.domain.changes import Change, ChangeSet
from desktop.storage import Workbook
from desktop.support.errors import WorkbookError
from tests.storage.books import NOW, TIME, digest, replayed, sample_workbook

_PAGE = 4096
#: Large enough for every sort of page: overflow, index, journal and blob.
_LONG = "推进" * 9_000
_CONTENT = os.urandom(30_000)


def main(how: str, folder: Path, every: int) -> None:
    if how == "tmpfs":
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "fengong", str(folder)], check=True
        )
    path = folder / "a.fengong"
    workbook = sample_workbook(path)
    copy = folder / "副本.fengong"
    workbook.save_copy(copy, now=NOW, lineage="2" * 32)
    leave = _limit if how == "limit" else _ballast(folder / "ballast")
    found = {
        "commit": _commits(workbook, leave, every),
        "copy": _tries(lambda: workbook.save_copy(copy, now=NOW), workbook, copy, leave, every),
        "create": _tries(
            lambda: Workbook.create(folder / "neu.fengong", now=NOW).close(),
            workbook,
            folder / "neu.fengong",
            leave,
            every,
        ),
    }
    leave(None)
    # After all of it the book goes on.
    words = workbook.book().tasks[0].wording
    workbook.commit(_rewording(words, "推进"), time=TIME)
    assert replayed(workbook) == workbook.book()
    workbook.close()
    reopened = Workbook.open(path)
    assert reopened.book().tasks[0].wording == "推进"
    reopened.close()
    sys.stdout.write(json.dumps(found))


def _commits(workbook: Workbook, leave: Callable[[int | None], None], every: int) -> dict[str, int]:
    """Commit into room for nothing, one page, two pages and so on, until a step fits."""
    found: Counter[str] = Counter()
    path = workbook.path
    before, length = workbook.book(), len(workbook.entries())
    step = _rewording(before.tasks[0].wording, _LONG)
    room = 0
    while True:
        leave(room)
        try:
            workbook.commit(step, time=TIME, blobs={digest(_CONTENT): _CONTENT})
        except WorkbookError as error:
            found[error.reason] += 1
        else:
            leave(None)
            break
        # Nothing is half there, with the disk as full as it was and when it has room again.
        try:
            assert workbook.book() == before
        except WorkbookError as error:
            # A limit, unlike a full disk, also refuses to write over what is there: even taking back has to wait.
            if leave is not _limit:
                raise
            found["read: " + error.reason] += 1
        leave(None)
        assert len(workbook.entries()) == length
        other = Workbook.open(path, read_only=True)
        assert other.book() == before
        other.close()
        room += every
    assert workbook.book().tasks[0].wording == _LONG
    assert len(workbook.entries()) == length + 1
    return dict(found)


def _tries(
    act: Callable[[], object],
    workbook: Workbook,
    target: Path,
    leave: Callable[[int | None], None],
    every: int,
) -> dict[str, int]:
    """Do the same with what writes a whole file: the old one stays until the new one is complete."""
    found: Counter[str] = Counter()
    old = target.read_bytes() if target.exists() else None
    before, names = workbook.book(), sorted(p.name for p in target.parent.iterdir())
    room = 0
    while True:
        leave(room)
        try:
            act()
        except WorkbookError as error:
            found[error.reason] += 1
        else:
            leave(None)
            break
        leave(None)
        assert (target.read_bytes() if target.exists() else None) == old
        assert sorted(p.name for p in target.parent.iterdir()) == names
        assert workbook.book() == before
        room += every
    Workbook.open(target).close()
    return dict(found)


def _limit(room: int | None) -> None:
    """Let no file of this process grow above `room` bytes."""
    import resource

    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard if room is None else room, hard))


def _ballast(path: Path) -> Callable[[int | None], None]:
    """Fill the file system and give back as much as is asked for; None takes all of the ballast away."""

    def leave(room: int | None) -> None:
        path.write_bytes(b"")
        if room is None:
            return
        disk = os.statvfs(path.parent)
        free = disk.f_bavail * disk.f_frsize
        assert free >= room, "the file system is too small for this proof"
        with path.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(1, free - room))

    path.write_bytes(b"")
    return leave


def _rewording(before: str, after: str) -> ChangeSet:
    return ChangeSet("修改", (Change("task", "t1", {"wording": before}, {"wording": after}),))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
