"""What an open book tells those who listen to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.book import Book
from desktop.domain.changes import ChangeSet
from desktop.support.errors import FengongError

_NO_STEP = ChangeSet("", ())


class Event(StrEnum):
    """What a listener is told: a step shows, steps are on disk, a step was taken back, the rest of a book was read."""

    CHANGED = "changed"
    SAVED = "saved"
    FAILED = "failed"
    READ = "read"


@dataclass(frozen=True, slots=True)
class Notice:
    """What happened to the book. `step` is what was shown, saved or taken back.

    For FAILED, `error` says why, `after` is the book as it was shown with the step, and `again` whether the step can
    be submitted again as it is: a first doing, without blobs or barrier. `raised` says that the caller of `commit`
    gets the error, too. For READ, `error` says why the rest could not be read, if it could not.
    """

    event: Event
    step: ChangeSet = _NO_STEP
    error: FengongError | None = None
    after: Book | None = None
    again: bool = False
    raised: bool = False
