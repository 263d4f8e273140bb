"""Further fields that a clerk keeps of policies and tasks: 来文字号, 责任领导 and their like.

Which there are says the registry (`desktop.domain.columns`). A field is one record under a key that follows from its
owner and name, so it is found without a search and never there twice; an empty field has no record.
"""

from __future__ import annotations

from desktop.domain.book import Book
from desktop.domain.changes import ChangeSet, change_set, delete, insert, update
from desktop.domain.columns import POLICY_EXTRAS, TASK_EXTRAS, Column
from desktop.domain.records import Extra, Policy, Task, named_key
from desktop.domain.savedtext import clean_cell


def extra_record(owner: str, name: str, value: str) -> Extra:
    """Make the record of a further field; the only right way, since its key must follow from owner and name."""
    return Extra(named_key(Extra.kind, owner, name), owner, name, value)


def extra_columns(book: Book, owner: str) -> tuple[Column, ...]:
    """Return the further fields that a record of the book can have: none but for a policy or task."""
    if book.find(Policy, owner) is not None:
        return POLICY_EXTRAS
    return TASK_EXTRAS if book.find(Task, owner) is not None else ()


def extra(book: Book, owner: str, name: str) -> str:
    """Return a further field of a policy or task; empty where nothing is kept, whatever owner and name are."""
    if not book.tables.get(Extra.kind):
        return ""  # most books: the key need not be made for each cell
    found = book.find(Extra, named_key(Extra.kind, owner, name))
    return found.value if found is not None else ""


def extras_of(book: Book, owner: str) -> list[Extra]:
    """Return what is kept of `owner`, in the registry's order: what must go when it is removed."""
    names = (c.key for c in (*POLICY_EXTRAS, *TASK_EXTRAS))
    found = (book.find(Extra, named_key(Extra.kind, owner, name)) for name in names)
    return [e for e in found if e is not None]


def edit_extra(book: Book, owner: str, name: str, text: str) -> ChangeSet:
    """Put `text`, cleaned for saving, into a further field; an empty one is removed.

    The step is empty where nothing changes. Raises `KeyError` where `owner` is no policy or task of the book,
    or has no such field.
    """
    titles = {c.key: c.title for c in extra_columns(book, owner)}
    label = f"修改{titles[name]}"
    value = clean_cell(text)[0].strip()
    new = extra_record(owner, name, value)
    old = book.find(Extra, new.key)
    if old is None:
        return change_set(label, [insert(new)] if value else [])
    return change_set(label, [update(old, new) if value else delete(old)])
