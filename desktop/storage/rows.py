"""Records as rows, and the sum by which a damaged row is noticed.

SQLite's own checks look at its structure: of 300 flipped bits `quick_check` missed 271. So the book keeps the sum
(modulo 2**256) of the SHA-256 of its every row. A sum does not depend on the order and follows each step by what it
takes away and adds, so it costs a commit nothing that grows with the book.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy import Column, Connection, Select, select

from desktop.domain.records import RECORD_TYPE, RECORD_TYPES, Record, Value
from desktop.storage.schema import RECORD_TABLE
from desktop.support.errors import WorkbookError

#: Sums of digests are taken modulo this.
MODULUS = 1 << 256

_LARGEST = (1 << 63) - 1

# Made once: `json.dumps` makes an encoder for every row.
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

_columns: Mapping[str, tuple[Column[Any], ...]] = {
    kind: tuple(table.columns) for kind, table in RECORD_TABLE.items()
}
_getters: Mapping[str, attrgetter[tuple[Value, ...]]] = {
    kind: attrgetter(*(column.name for column in columns)) for kind, columns in _columns.items()
}


def row_of(record: Record) -> dict[str, Value]:
    """Return the record's columns by name.

    Raises `WorkbookError` (``workbook.value``) for a value of another type than its field, or beyond 64 bits.
    """
    columns = _columns[record.kind]
    values = _getters[record.kind](record)
    for column, value in zip(columns, values, strict=True):
        if not _fits(column, value):
            raise WorkbookError("workbook.value", kind=record.kind, field=column.name)
    return {column.name: value for column, value in zip(columns, values, strict=True)}


def record_digest(record: Record) -> int:
    """Return the number that `record` adds to the sum. Raises `WorkbookError` as `digest_of` does."""
    return digest_of(record.kind, _getters[record.kind](record))


def digest_of(kind: str, values: Sequence[Value]) -> int:
    """Return the number that a row with these values adds to the sum, 0 to 2**256 - 1.

    Raises `WorkbookError`: ``workbook.text`` for a lone surrogate, which no file can hold, ``workbook.damaged`` for a
    value of a type that no field has (damage can make a text a blob).
    """
    try:
        row = _to_json([kind, *values])
    except TypeError as error:
        raise WorkbookError("workbook.damaged", part=kind) from error
    return int.from_bytes(hashlib.sha256(utf8(row, kind)).digest(), "big")


def utf8(text: str, kind: str) -> bytes:
    """Return the text of a row of `kind` in UTF-8. Raises `WorkbookError` (``workbook.text``) for a lone surrogate."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise WorkbookError("workbook.text", kind=kind) from error


def read_all(connection: Connection) -> Iterator[Record]:
    """Read every record, kind by kind."""
    for record_type in RECORD_TYPES:
        kind = record_type.kind
        yield from read_query(connection, kind, select(RECORD_TABLE[kind]))


def read_some(connection: Connection, kind: str, keys: Sequence[str]) -> Iterator[Record]:
    """Read those of the records that are there."""
    yield from read_where(connection, kind, "key", keys)


def read_where(
    connection: Connection, kind: str, column: str, values: Sequence[str]
) -> Iterator[Record]:
    """Read the records that have one of `values` in `column`."""
    table = RECORD_TABLE[kind]
    # SQLite takes 32766 parameters at most, older ones 999.
    for start in range(0, len(values), 500):
        wanted = table.c[column].in_(values[start : start + 500])
        yield from read_query(connection, kind, select(table).where(wanted))


def read_query(connection: Connection, kind: str, query: Select[Any]) -> Iterator[Record]:
    """Read the records of `kind` that a query for whole rows of its table finds."""
    # By place: columns stand in the order of the fields (see `schema`).
    make: Callable[..., Record] = RECORD_TYPE[kind]
    for row in connection.execute(query).all():
        yield make(*row)


def _fits(column: Column[Any], value: Value) -> bool:
    if value is None:
        return bool(column.nullable)
    wanted = column.type.python_type
    # True is an int to Python; to the journal's JSON it is not.
    if isinstance(value, bool) or wanted is bool:
        return isinstance(value, bool) and wanted is bool
    if isinstance(value, int):
        return wanted is int and -_LARGEST <= value <= _LARGEST
    return wanted is str and isinstance(value, str)
