"""Why a step was refused because the book is another by now, in the clerk's words."""

from __future__ import annotations

from desktop.domain.book import Book
from desktop.domain.conflicts import conflict
from desktop.services.messages import say
from desktop.support.errors import FengongError, StaleChange


def why_stale(error: FengongError, book: Book, known: Book | None = None) -> str:
    """Say which row and column a `StaleChange` met and what stands there in `book`; empty where that cannot be told.

    Errors carry keys and no text of a document, since they reach logs; `book` as it is now supplies the words, `known`
    (as the clerk saw it) those of a row that is gone.
    """
    kind, key = error.data.get("kind"), error.data.get("key")
    if not (isinstance(error, StaleChange) and isinstance(kind, str) and isinstance(key, str)):
        return ""
    fields = error.data.get("fields")
    met = conflict(
        book,
        kind,
        key,
        owner=str(error.data.get("owner") or ""),
        fields=fields if isinstance(fields, tuple) else (),
        known=known,
    )
    if met is None:
        return ""
    if not met.column:
        return say("conflict.gone", row=met.row).happened
    return say("conflict.now", row=met.row, column=met.column, now=met.now or "（空）").happened
