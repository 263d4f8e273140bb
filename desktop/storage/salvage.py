"""Reading a damaged file row by row: what one broken page holds is lost, what the others hold is not.

Works on a copy whose header and length have been put right as far as that goes. Rows are looked for by their number,
one at a time, since a scan ends at the first broken page; which numbers there are is asked of the table and of each of
its indexes, from both ends.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from desktop.storage.engine import APPLICATION_ID

#: What reading a broken file raises: SQLite quotes what it cannot understand, and the driver cannot read the quotation.
BROKEN = (sqlite3.Error, UnicodeDecodeError)

MAGIC = b"SQLite format 3\x00"

_PAGE = 4096
_HEADER = 100
_INTERIOR = 5  # the mark of a page of a table that leads to others
#: Numbers up to here are tried one by one where some row bears a higher one; a flipped bit can make any number.
_TRIED = 1_000_000
#: No more than this many times the file's own length is taken for the length it once had.
_GROWN = 64


def page_size(head: bytes) -> int:
    """Return the page size, in bytes, that a file's first bytes state, or 0 where it cannot be one."""
    size = int.from_bytes(head[16:18], "big")
    size = 65536 if size == 1 else size
    return size if size >= 512 and not size & (size - 1) else 0


def stated_size(head: bytes) -> int:
    """Return the length in bytes that a file's header states, or 0 where it states none."""
    # SQLite trusts the number of pages only where these two counters agree.
    if head[24:28] != head[92:96]:
        return 0
    return int.from_bytes(head[28:32], "big") * page_size(head)


def put_right(path: Path) -> None:
    """Give a damaged copy a header that SQLite reads, and the length that it states, filled with zeros."""
    size = path.stat().st_size
    with path.open("rb+") as file:
        head = bytearray(file.read(_HEADER).ljust(_HEADER, b"\0"))
        page = page_size(bytes(head)) or _PAGE
        head[:16] = MAGIC
        head[16:18] = (1 if page == 65536 else page).to_bytes(2, "big")
        head[18:24] = bytes(
            (1, 1, 0, 64, 32, 32)
        )  # rollback journal, no reserved bytes, fixed fractions
        head[44:48] = (4).to_bytes(4, "big")  # schema format
        head[52:56] = bytes(4)  # no pointer map
        head[56:60] = (1).to_bytes(4, "big")  # UTF-8
        head[68:72] = APPLICATION_ID.to_bytes(4, "big")
        pages = max(int.from_bytes(head[28:32], "big"), 1)
        whole = pages * page
        if not size <= whole <= max(size, page) * _GROWN:
            pages = max(1, -(-size // page))
            whole = pages * page
        head[28:32] = pages.to_bytes(4, "big")
        head[92:96] = head[24:28]
        file.seek(0)
        file.write(head)
        file.truncate(whole)


def give_list_of_tables(path: Path, model: Path) -> None:
    """Put the list of tables of `model`, a new and empty book, in place of a broken one.

    The tables of every book made by the same steps begin on the same pages, and so does the list itself.
    """
    with model.open("rb") as fresh, path.open("rb+") as file:
        page = page_size(fresh.read(_HEADER))
        if page_size(file.read(_HEADER)) != page:
            return
        fresh.seek(0)
        first = fresh.read(page)
        file.seek(_HEADER)
        file.write(first[_HEADER:])
        for number in _below(first):
            fresh.seek((number - 1) * page)
            file.seek((number - 1) * page)
            file.write(fresh.read(page))
    put_right(path)


def _below(first: bytes) -> list[int]:
    """Return the numbers of the pages to which a book's first page leads, where the list of tables takes several."""
    if first[_HEADER] != _INTERIOR:
        return []
    cells = int.from_bytes(first[_HEADER + 3 : _HEADER + 5], "big")
    starts = [_HEADER + 12 + 2 * n for n in range(cells)]
    places = [int.from_bytes(first[s : s + 2], "big") for s in starts] + [_HEADER + 8]
    return [int.from_bytes(first[p : p + 4], "big") for p in places]


def connect_leniently(path: Path) -> sqlite3.Connection:
    """Connect for reading to a file that may be broken anywhere."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.text_factory = bytes  # text that is no UTF-8 is told from text that is, row by row
    return connection


def rows(connection: sqlite3.Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    """Yield every row of `table` that can be read, its values in the order of the columns; broken ones are passed over.

    A value is as SQLite has it, text decoded, truth values of truth columns as such. A row with text that is no UTF-8
    or with a truth value that is none is broken.
    """
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    query = f'SELECT {names} FROM "{table.name}" WHERE rowid = ?'
    truths = [column.type.python_type is bool for column in table.columns]
    for number in numbers(connection, table.name):
        try:
            row = connection.execute(query, (number,)).fetchone()
        except BROKEN:
            continue
        if row is None:
            continue
        try:
            yield tuple(_value(v, truth) for v, truth in zip(row, truths, strict=True))
        except ValueError:
            continue


def numbers(connection: sqlite3.Connection, table: str) -> list[int]:
    """Return the numbers that rows of `table` may bear: those found, and all smaller ones within reason."""
    found: set[int] = set()
    for source in (f'"{table}" NOT INDEXED', *_indexed(connection, table)):
        for direction in ("ASC", "DESC"):
            found.update(
                _scan(connection, f"SELECT rowid FROM {source} ORDER BY rowid {direction}")
            )
        found.update(_scan(connection, f"SELECT rowid FROM {source}"))
    highest = max((n for n in found if n <= _TRIED), default=0)
    return sorted(found | set(range(1, highest + 1)))


def _indexed(connection: sqlite3.Connection, table: str) -> list[str]:
    """Name the table by way of each of its indexes."""
    try:
        found = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ?", (table,)
        ).fetchall()
    except BROKEN:
        return []
    names = [name.decode("utf-8", "replace") for (name,) in found if isinstance(name, bytes)]
    return [f'"{table}" INDEXED BY "{name}"' for name in names if '"' not in name]


def _scan(connection: sqlite3.Connection, query: str) -> Iterator[int]:
    """Yield what a query finds before it meets a broken page."""
    try:
        for (number,) in connection.execute(query):
            if isinstance(number, int):
                yield number
    except BROKEN:
        return


def _value(value: object, truth: bool) -> object:
    if truth:
        if value not in (0, 1):
            raise ValueError("a truth value that is none")
        return bool(value)
    # Blobs and texts both come as bytes; what was declared a blob is left as it is by the caller's choice of columns.
    return value.decode("utf-8") if isinstance(value, bytes) else value


def blobs(connection: sqlite3.Connection, table: Table) -> Iterator[tuple[str, bytes]]:
    """Yield each name and content of the blob table that can be read."""
    name, content = (column.name for column in table.columns)
    query = f'SELECT "{name}", "{content}" FROM "{table.name}" WHERE rowid = ?'
    for number in numbers(connection, table.name):
        try:
            row: Sequence[object] | None = connection.execute(query, (number,)).fetchone()
        except BROKEN:
            continue
        if row is not None and isinstance(row[0], bytes) and isinstance(row[1], bytes):
            yield row[0].decode("utf-8", "replace"), row[1]
