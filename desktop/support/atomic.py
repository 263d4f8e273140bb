"""Replace a file only by a complete one.

The new content is written beside its target, flushed to the disk, and then takes the target's name in one step
(`os.replace`). A full disk, a refusal or a crash leaves the old file as it was and no half-written one.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: Temporary files carry this mark so that those left by a crash can be told and cleared.
TEMPORARY_PREFIX = ".fengong-"


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Yield a temporary path in the target's folder; on success it becomes `target`, on any error it goes.

    Raises whatever the writing raised, or `OSError` from the swap. `target` is then untouched.
    """
    handle, name = tempfile.mkstemp(
        prefix=TEMPORARY_PREFIX, suffix=target.suffix, dir=target.parent
    )
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb+") as written:
            os.fsync(written.fileno())
        _inherit_mode(target, temporary)
        temporary.replace(target)
    except BaseException:
        with suppress(FileNotFoundError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def write_bytes(target: Path, content: bytes) -> None:
    """Write `content` to `target`, whole or not at all."""
    with replacing(target) as temporary:
        temporary.write_bytes(content)


def clear_leftovers(folder: Path, older_than: float) -> int:
    """Remove temporary files and folders of ours in `folder` last touched before `older_than` (seconds since 1970).

    Returns how many went. What cannot be removed stays for the next time.
    """
    removed = 0
    for path in folder.glob(f"{TEMPORARY_PREFIX}*"):
        with suppress(OSError):
            if path.stat().st_mtime < older_than:
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                else:
                    path.unlink()
                removed += 1
    return removed


def _inherit_mode(target: Path, temporary: Path) -> None:
    """Give the new file the old one's permissions, or those a newly made file would have (mkstemp: 0600)."""
    if os.name == "nt":
        return
    if target.exists():
        temporary.chmod(target.stat().st_mode & 0o777)
        return
    mask = os.umask(0)
    os.umask(mask)
    temporary.chmod(0o666 & ~mask)


def _sync_folder(folder: Path) -> None:
    """Make the new name itself durable where the system can (Windows cannot open a folder)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)
