"""One way to put a file in its place, with the system's refusals turned into the program's."""

from __future__ import annotations

import errno
from pathlib import Path

from desktop.support.atomic import write_bytes
from desktop.support.errors import OutputError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_WINDOWS_DISK_FULL = {39, 112}  # ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL


def save(path: Path, content: bytes) -> None:
    """Make `content` the file `path`, whole or not at all.

    The writers make their files in memory (a thousand pages are 2 MB), so that none of them can
    leave an archive half-written on a full disk.
    Raises `OutputError`: ``output.disk_full``, ``output.permission`` (also a file that Excel or WPS
    holds open on Windows), ``output.no_folder``, ``output.long_name``, ``output.failed`` (with the system's word). Then
    an old file at `path` is as it was, and nothing else is left.
    """
    try:
        write_bytes(path, content)
    except OSError as fault:
        raise refusal(path, fault) from fault


def refusal(path: Path, fault: OSError) -> OutputError:
    """What to raise where the system refuses to make the file `path`."""
    return OutputError(_reason(fault), path=path, system=fault.strerror or str(fault))


def _reason(fault: OSError) -> str:
    if fault.errno in _FULL or getattr(fault, "winerror", None) in _WINDOWS_DISK_FULL:
        return "output.disk_full"
    if fault.errno == errno.ENAMETOOLONG:
        return "output.long_name"
    if isinstance(fault, PermissionError) or fault.errno in _REFUSED:
        return "output.permission"
    if isinstance(fault, FileNotFoundError | NotADirectoryError):
        return "output.no_folder"
    return "output.failed"
