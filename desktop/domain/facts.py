"""Facts about a whole book, each one `Setting` under a name that stands in files."""

from __future__ import annotations

from desktop.domain.book import Book
from desktop.domain.changes import Change, insert, update
from desktop.domain.records import Setting, named_key

#: The version of the shipped unit directory by which the policy imported last was read.
DIRECTORY_VERSION = "directory.version"


def fact(book: Book, name: str) -> str | None:
    """Return a fact, or None where the book does not say it."""
    found = book.find(Setting, named_key(Setting.kind, name))
    return found.value if found is not None else None


def fact_change(book: Book, name: str, value: str) -> Change | None:
    """Return what makes the book say it, as a part of a larger step; None where it does already."""
    new = Setting(named_key(Setting.kind, name), name, value)
    old = book.find(Setting, new.key)
    return insert(new) if old is None else update(old, new)
