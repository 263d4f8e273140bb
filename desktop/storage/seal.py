"""What ties the parts of a book together: the sum of its rows, the end of its journal, the sum of its blobs.

Each row, entry and blob is checked by itself. But a plain copy taken in the middle of a commit may hold the rows of one
moment and the journal or blobs of another, each whole. So every commit leaves all three in one cell (`book.digest`),
and a book is sound only where they agree. The cell holds them as hexadecimal numbers of 64 digits with blanks between.

A file of schema version 1 has the sum of rows alone there; the step to version 2 adds the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select, update

from desktop.storage.rows import MODULUS
from desktop.storage.schema import BLOB, BOOK, JOURNAL
from desktop.support.errors import WorkbookError

#: Stands for the last entry of an empty journal.
NO_ENTRY = "0" * 64

#: As text, not as a number: `0x1`, `1_0` or digits in capitals are not ours.
_PART = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Seal:
    """`rows` and `blobs` are sums modulo 2**256; `journal` is the last entry's digest."""

    rows: int
    journal: str = NO_ENTRY
    blobs: int = 0

    def to_text(self) -> str:
        """Return what stands in the cell."""
        return f"{self.rows % MODULUS:064x} {self.journal} {self.blobs % MODULUS:064x}"


def from_text(stored: object) -> Seal:
    """Read the cell. Raises `WorkbookError` (``workbook.damaged``) for anything that `to_text` does not write."""
    match parts_of(stored):
        case (int(rows), int(journal), int(blobs)):
            return Seal(rows, f"{journal:064x}", blobs)
    raise WorkbookError("workbook.damaged", part="book")


def parts_of(stored: object) -> list[int | None]:
    """Return the numbers in a cell that may be broken; None for a part that `to_text` does not write."""
    parts = stored.split(" ") if isinstance(stored, str) else []
    return [int(part, 16) if _PART.fullmatch(part) else None for part in parts]


def read_seal(connection: Connection) -> Seal:
    """Return the seal as stored. Raises `WorkbookError` (``workbook.damaged``)."""
    row = connection.execute(select(BOOK.c.digest)).one_or_none()
    if row is None:
        raise WorkbookError("workbook.damaged", part="book")
    return from_text(row.digest)


def add_rows(connection: Connection, difference: int) -> None:
    """Let the sum of rows follow a step that changed it by `difference`; inside `engine.writing`."""
    if difference:
        seal = read_seal(connection)
        _write(connection, replace(seal, rows=seal.rows + difference))


def add_entry(connection: Connection, digest: str) -> None:
    """Note the digest of the entry just appended to the journal; inside `engine.writing`."""
    _write(connection, replace(read_seal(connection), journal=digest))


def add_blobs(connection: Connection, digests: Iterable[str]) -> None:
    """Note the blobs just stored for the first time; inside `engine.writing`."""
    seal = read_seal(connection)
    added = sum(int(digest, 16) for digest in digests)
    _write(connection, replace(seal, blobs=seal.blobs + added))


def check_end(connection: Connection, seal: Seal) -> None:
    """Raise `WorkbookError` (``workbook.damaged``) where the journal does not end with the entry that it should."""
    query = select(JOURNAL.c.digest).order_by(JOURNAL.c.sequence.desc()).limit(1)
    last = connection.execute(query).scalar()
    if (NO_ENTRY if last is None else last) != seal.journal:
        raise WorkbookError("workbook.damaged", part="journal")


def check_blobs_sum(connection: Connection) -> None:
    """Raise `WorkbookError` (``workbook.damaged``) where a blob is missing or too many."""
    names = connection.execute(select(BLOB.c.sha256)).scalars().all()
    try:
        found = sum(int(name, 16) for name in names) % MODULUS
    except (TypeError, ValueError) as error:
        raise WorkbookError("workbook.damaged", part="blob") from error
    if found != read_seal(connection).blobs:
        raise WorkbookError("workbook.damaged", part="blob")


def _write(connection: Connection, seal: Seal) -> None:
    connection.execute(update(BOOK).values(digest=seal.to_text()))
