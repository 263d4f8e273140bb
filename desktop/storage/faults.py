"""SQLite's faults as the program's own, by its numeric codes (its messages differ between versions).

Codes of `WorkbookError` that come from here:

- ``workbook.disk_full``: no room for the step;
- ``workbook.io``: the disk, stick or share failed (`system` is SQLite's name for it);
- ``workbook.busy``: another program holds the file longer than the patience of `engine.BUSY_SECONDS`;
- ``workbook.read_only``: the file was opened for reading, or refuses writing since;
- ``workbook.moved``: the file was moved or deleted while open;
- ``workbook.permission``: the file may not be opened so, or its folder takes no new file;
- ``workbook.damaged``: what is read is not what was written;
- ``workbook.reference``: a row would refer to a row or blob that is not there;
- ``workbook.value``: a value that no column can hold;
- ``workbook.too_big``: a text or blob above SQLite's limit of 1,000,000,000 bytes.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from desktop.support.errors import WorkbookError

_REASONS = {
    sqlite3.SQLITE_FULL: "workbook.disk_full",
    sqlite3.SQLITE_IOERR: "workbook.io",
    sqlite3.SQLITE_BUSY: "workbook.busy",
    sqlite3.SQLITE_LOCKED: "workbook.busy",
    sqlite3.SQLITE_READONLY: "workbook.read_only",
    sqlite3.SQLITE_CANTOPEN: "workbook.permission",
    sqlite3.SQLITE_PERM: "workbook.permission",
    sqlite3.SQLITE_AUTH: "workbook.permission",
    sqlite3.SQLITE_CORRUPT: "workbook.damaged",
    sqlite3.SQLITE_NOTADB: "workbook.damaged",
    sqlite3.SQLITE_FORMAT: "workbook.damaged",
    sqlite3.SQLITE_CONSTRAINT: "workbook.value",
    sqlite3.SQLITE_MISMATCH: "workbook.value",
    sqlite3.SQLITE_TOOBIG: "workbook.too_big",
}

#: Causes that share a primary code with a more general one.
_EXTENDED_REASONS = {
    sqlite3.SQLITE_READONLY_DBMOVED: "workbook.moved",
    sqlite3.SQLITE_READONLY_DIRECTORY: "workbook.permission",
    sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY: "workbook.reference",
}

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_REFUSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


@contextmanager
def typed_faults() -> Iterator[None]:
    """Raise the faults of SQLite and of the file system inside as `WorkbookError`; mistakes in the program stay."""
    try:
        yield
    except DBAPIError as error:
        raise _typed(error.orig) or error from error
    except sqlite3.Error as error:
        raise _typed(error) or error from error
    except UnicodeDecodeError as error:
        # SQLite quotes what it cannot understand, and the driver cannot read the quotation.
        raise WorkbookError("workbook.damaged", part="text") from error
    except OSError as error:
        raise _of_system(error) from error


def _typed(error: BaseException | None) -> WorkbookError | None:
    """Return the typed fault, or None for what SQLite counts as the caller's mistake."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        # The driver's own: text that is no UTF-8 comes as this class without a code.
        unreadable = isinstance(error, sqlite3.OperationalError)
        return WorkbookError("workbook.damaged", part="text") if unreadable else None
    reason = _EXTENDED_REASONS.get(code) or _REASONS.get(code & 0xFF)
    return WorkbookError(reason, system=getattr(error, "sqlite_errorname", "")) if reason else None


def _of_system(error: OSError) -> WorkbookError:
    system = errno.errorcode.get(error.errno or 0, "")
    if error.errno in _FULL:
        return WorkbookError("workbook.disk_full", system=system)
    if error.errno in _REFUSED:
        return WorkbookError("workbook.permission", system=system)
    if error.errno == errno.ENOENT:
        return WorkbookError("workbook.missing", system=system)
    if error.errno in (errno.EISDIR, errno.ENOTDIR):
        return WorkbookError("workbook.not_a_workbook", system=system)
    return WorkbookError("workbook.io", system=system)
