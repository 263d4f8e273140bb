"""What a book is: its lineage, where it comes from, when and by what it was made; kept with the sum of its rows."""

from __future__ import annotations

from dataclasses import astuple, dataclass

from sqlalchemy import Connection, insert, select, update

from desktop.storage.rows import MODULUS, digest_of
from desktop.storage.schema import BOOK, BOOK_ROW
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
    connection.execute(insert(BOOK).values(id=BOOK_ROW, **_columns(identity, identity.digest())))


def replace_identity(connection: Connection, identity: Identity) -> None:
    """Give a copied book an identity of its own. Raises `WorkbookError` (``workbook.damaged``)."""
    old, total = read_identity(connection)
    total = (total - old.digest() + identity.digest()) % MODULUS
    connection.execute(update(BOOK).values(**_columns(identity, total)))


def read_identity(connection: Connection) -> tuple[Identity, int]:
    """Return the identity and the sum of it and all rows. Raises `WorkbookError` (``workbook.damaged``)."""
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
        return Identity(*fields), int(str(digest), 16)
    except (TypeError, ValueError) as error:
        raise WorkbookError("workbook.damaged", part="book") from error


def add_to_sum(connection: Connection, difference: int) -> None:
    """Let the sum follow a step that changed it by `difference`. Raises `WorkbookError` (``workbook.damaged``)."""
    if difference:
        _, total = read_identity(connection)
        connection.execute(update(BOOK).values(digest=_hexadecimal(total + difference)))


def _columns(identity: Identity, total: int) -> dict[str, str | None]:
    return {
        "lineage": identity.lineage,
        "parent_lineage": identity.parent_lineage,
        "created_at": identity.created_at,
        "program_version": identity.program_version,
        "digest": _hexadecimal(total),
    }


def _hexadecimal(total: int) -> str:
    return f"{total % MODULUS:064x}"
