"""What a book is: its lineage, where it comes from, when and by what it was made; kept with its seal."""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace

from sqlalchemy import Connection, insert, select, update

from desktop.storage.rows import digest_of
from desktop.storage.schema import BOOK, BOOK_ROW
from desktop.storage.seal import Seal, add_rows, check_end, from_text
from desktop.support.errors import WorkbookError


@dataclass(frozen=True, slots=True)
class Identity:
    """`parent_lineage` is the book that this one was copied from; `created_at` ISO with offset."""

    lineage: str
    parent_lineage: str | None
    created_at: str
    program_version: str

    def digest(self) -> int:
        """Return what the identity adds to the book's sum."""
        return digest_of("book", astuple(self))


def write_identity(connection: Connection, identity: Identity) -> None:
    """Write the identity of a book that has no rows yet."""
    seal = Seal(identity.digest())
    connection.execute(insert(BOOK).values(id=BOOK_ROW, **_columns(identity, seal)))


def replace_identity(connection: Connection, identity: Identity) -> None:
    """Give a copied book an identity of its own. Raises `WorkbookError` (``workbook.damaged``)."""
    old, seal = _read(connection)
    seal = replace(seal, rows=seal.rows - old.digest() + identity.digest())
    connection.execute(update(BOOK).values(**_columns(identity, seal)))


def read_identity(connection: Connection) -> tuple[Identity, int]:
    """Return the identity and the sum of it and all rows.

    Raises `WorkbookError` (``workbook.damaged``), also where the journal is not that of these rows.
    """
    identity, seal = _read(connection)
    check_end(connection, seal)
    return identity, seal.rows


def add_to_sum(connection: Connection, difference: int) -> None:
    """Let the sum follow a step that changed it by `difference`. Raises `WorkbookError` (``workbook.damaged``)."""
    add_rows(connection, difference)


def _read(connection: Connection) -> tuple[Identity, Seal]:
    query = select(
        BOOK.c.lineage,
        BOOK.c.parent_lineage,
        BOOK.c.created_at,
        BOOK.c.program_version,
        BOOK.c.digest,
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        raise WorkbookError("workbook.damaged", part="book")
    *fields, digest = row
    try:
        return Identity(*fields), from_text(digest)
    except TypeError as error:
        raise WorkbookError("workbook.damaged", part="book") from error


def _columns(identity: Identity, seal: Seal) -> dict[str, str | None]:
    return {
        "lineage": identity.lineage,
        "parent_lineage": identity.parent_lineage,
        "created_at": identity.created_at,
        "program_version": identity.program_version,
        "digest": seal.to_text(),
    }
