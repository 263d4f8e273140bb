"""What ties the parts of a book together: the sum of its rows, the end of its journal, the sum of its blobs.

Each row, entry and blob is checked by itself. But a plain copy taken in the middle of a commit may hold the rows of one
moment and the journal or blobs of another, each whole. So every commit leaves all three in one cell (`book.digest`),
and a book is sound only where they agree. The cell holds them as hexadecimal numbers of 64 digits with blanks between.

A book that was last written before there was a journal's end and a sum of blobs has the sum of rows alone; its next
commit adds the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select, update

from desktop.storage.rows import MODULUS
from desktop.storage.schema import BLOB, BOOK, JOURNAL
from desktop.support.errors import WorkbookError

#: Stands for the last entry of an empty journal.
NO_ENTRY = "0" * 64


@dataclass(frozen=True, slots=True)
class Seal:
    """`rows` and `blobs` are sums modulo 2**256; `journal` is the last entry's digest. None: not kept yet."""

    rows: int
    journal: str | None = NO_ENTRY
    blobs: int | None = 0

    def to_text(self) -> str:
        """Return what stands in the cell."""
        rows = f"{self.rows % MODULUS:064x}"
        if self.journal is None or self.blobs is None:
            return rows
        return f"{rows} {self.journal} {self.blobs % MODULUS:064x}"


def from_text(stored: object) -> Seal:
    """Read the cell. Raises `WorkbookError` (``workbook.damaged``) for anything that `to_text` does not write."""
    parts = str(stored).split(" ")
    try:
        numbers = [int(part, 16) for part in parts]
    except ValueError as error:
        raise WorkbookError("workbook.damaged", part="book") from error
    seal = Seal(numbers[0], None, None)
    if len(parts) == 3:
        seal = Seal(numbers[0], parts[1], numbers[2])
    # As text, not as numbers: `0x1`, `1_0` or digits in capitals are not ours.
    if seal.to_text() != stored:
        raise WorkbookError("workbook.damaged", part="book")
    return seal


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
    seal = read_seal(connection)
    # An older book's blobs are added up once.
    blobs = sum_of_blobs(connection) if seal.blobs is None else seal.blobs
    _write(connection, replace(seal, journal=digest, blobs=blobs))


def add_blobs(connection: Connection, digests: Iterable[str]) -> None:
    """Note the blobs just stored for the first time; inside `engine.writing`."""
    added = sum(int(digest, 16) for digest in digests)
    seal = read_seal(connection)
    if added and seal.blobs is not None:
        _write(connection, replace(seal, blobs=seal.blobs + added))


def check_end(connection: Connection, seal: Seal) -> None:
    """Raise `WorkbookError` (``workbook.damaged``) where the journal does not end with the entry that it should."""
    query = select(JOURNAL.c.digest).order_by(JOURNAL.c.sequence.desc()).limit(1)
    last = connection.execute(query).scalar()
    if seal.journal is not None and (NO_ENTRY if last is None else last) != seal.journal:
        raise WorkbookError("workbook.damaged", part="journal")


def check_blobs_sum(connection: Connection) -> None:
    """Raise `WorkbookError` (``workbook.damaged``) where a blob is missing or too many."""
    seal = read_seal(connection)
    if seal.blobs is not None and sum_of_blobs(connection) != seal.blobs:
        raise WorkbookError("workbook.damaged", part="blob")


def sum_of_blobs(connection: Connection) -> int:
    """Return the sum of the names of all blobs. Raises `WorkbookError` (``workbook.damaged``)."""
    names = connection.execute(select(BLOB.c.sha256)).scalars().all()
    try:
        return sum(int(name, 16) for name in names) % MODULUS
    except (TypeError, ValueError) as error:
        raise WorkbookError("workbook.damaged", part="blob") from error


def _write(connection: Connection, seal: Seal) -> None:
    connection.execute(update(BOOK).values(digest=seal.to_text()))
