"""One way to put a file in its place, with the system's refusals turned into the program's."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.support.atomic import replacing
from desktop.support.errors import OutputError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_WINDOWS_DISK_FULL = {39, 112}  # ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL


@contextmanager
def saving(path: Path) -> Iterator[Path]:
    """Yield a temporary path whose content becomes `path` when the block ends well.

    Raises `OutputError`: ``output.disk_full``, ``output.permission`` (also a file that Excel or WPS
    holds open on Windows), ``output.no_folder``, ``output.failed`` (with the system's word). Then
    an old file at `path` is as it was, and nothing half-written is left.
    """
    try:
        with replacing(path) as temporary:
            yield temporary
    except OSError as fault:
        raise OutputError(_reason(fault), path=path, system=fault.strerror or "") from fault


def _reason(fault: OSError) -> str:
    if fault.errno in _FULL or getattr(fault, "winerror", None) in _WINDOWS_DISK_FULL:
        return "output.disk_full"
    if isinstance(fault, PermissionError) or fault.errno in _REFUSED:
        return "output.permission"
    if isinstance(fault, FileNotFoundError | NotADirectoryError):
        return "output.no_folder"
    return "output.failed"
