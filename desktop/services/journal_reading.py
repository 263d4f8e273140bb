"""What is told from the journal of an open book, without keeping the worker from the disk.

A long journal takes seconds to read. So the worker is asked for a few steps at a time, and edits are saved in between;
what is made of the steps is made in the thread that asks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Protocol, TypeVar

from desktop.domain.book import Book
from desktop.domain.changelog import Told, tell
from desktop.domain.history import StoredStep
from desktop.domain.readings import readings
from desktop.domain.records import Policy, Record
from desktop.storage import Workbook

T = TypeVar("T")

#: How many steps the worker reads at a time; a step that takes in a policy is some milliseconds' work.
_BATCH = 50


class Ask(Protocol):
    """Has a call made in the worker that owns the file, and returns or raises what it does."""

    def __call__(self, work: Callable[[], T], /) -> T:
        """Make the call."""


def told(
    ask: Ask,
    workbook: Workbook,
    saved: Callable[[], Book],
    rows: Collection[str] | None,
    most: int,
    limit: int,
) -> list[Told]:
    """Return the last `most` steps as `Desk.told` says; `saved` gives the book as it is on disk."""
    # Together, in the worker: the last step is the one that made this book.
    book, batch = ask(lambda: (saved(), workbook.steps_before(None, _BATCH)))

    def steps() -> Iterator[StoredStep]:
        here = batch
        while here:
            yield from here
            here = ask(partial(workbook.steps_before, here[-1].entry.sequence, _BATCH))

    return list(islice(tell(book, steps(), rows=rows, limit=limit), most))


def last_readings(ask: Ask, workbook: Workbook) -> Mapping[str, Record]:
    """Return the records as policies were last read; of all steps only those are read that may have taken one in."""
    entries, taking = ask(lambda: (workbook.entries(), workbook.naming(Policy.kind)))
    wanted = [e.sequence for e in entries if (e.sequence if e.of is None else e.of) in taking]
    return readings(ask(partial(workbook.step, sequence)) for sequence in wanted)
