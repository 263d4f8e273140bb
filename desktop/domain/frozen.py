"""A book's contents frozen into bytes that any later version can read: what a stage keeps.

Frozen are the records that make the table and its source, not what is said about the book as a whole (other stages,
own units, settings). The bytes are canonical: the same records give the same bytes, in whatever order they came, on
every machine. So two states are alike exactly where their digests are.

The form is JSON in UTF-8: the number of the form, then for each kind its name, the names of its fields and its rows in
the order of their keys. Field names stand once, so that 35,000 tasks do not repeat them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import chain
from operator import attrgetter

from desktop.domain.book import Book
from desktop.domain.records import (
    AnnexRow,
    Assignment,
    Deadline,
    DoubtRecord,
    Extra,
    Link,
    Policy,
    Record,
    Section,
    Task,
    Value,
)

#: The number of the form; a reader refuses any other.
_FORM = 1

#: The kinds that a stage keeps, in the order in which they are written.
FROZEN_TYPES: tuple[type[Record], ...] = (
    Policy,
    Section,
    Task,
    AnnexRow,
    Link,
    Assignment,
    Deadline,
    DoubtRecord,
    Extra,
)


_TYPE = {record_type.kind: record_type for record_type in FROZEN_TYPES}
_SCALARS = (str, int)


def freeze(book: Book) -> bytes:
    """Return the frozen state of `book`. Its lineage is not part of it: a copy of the book freezes alike."""
    kinds = []
    for record_type in FROZEN_TYPES:
        names = ("key", *record_type.field_names())
        values = attrgetter(*names)
        rows = sorted(
            map(values, book.tables.get(record_type.kind, {}).values()), key=lambda row: row[0]
        )
        kinds.append([record_type.kind, names, rows])
    text = json.dumps([_FORM, kinds], ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    # A snapshot may hold, for a moment, a lone surrogate that the file will refuse.
    return text.encode("utf-8", "surrogatepass")


def thaw(content: bytes, lineage: str = "") -> Book:
    """Return the book that was frozen, under the lineage given; what was not frozen is not in it.

    Raises `ValueError` for bytes that are no frozen book, or one of a form or kind that this version does not know.
    """
    try:
        form, kinds = json.loads(content.decode("utf-8", "surrogatepass"))
        if form != _FORM:
            raise ValueError(f"a frozen book of form {form!r}")
        return Book.of(
            lineage, chain.from_iterable(_records(kind, names, rows) for kind, names, rows in kinds)
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(f"not a frozen book: {error}") from error


def _records(kind: str, names: list[str], rows: list[list[Value]]) -> Iterator[Record]:
    record_type = _TYPE[kind]
    if names != ["key", *record_type.field_names()]:
        raise ValueError(f"other fields of {kind} than this version knows")
    build: Callable[..., Record] = record_type
    for row in rows:
        if not all(value is None or isinstance(value, _SCALARS) for value in row):
            raise ValueError(f"a value of {kind} that no field has")
        yield build(*row)
