"""Undo and redo read from the journal, so that they reach back across restarts.

The journal only grows. An undo is an entry of its own that applies the inverse of an earlier one and names it; so is
a redo. What can be undone next follows from the entries alone, in their order (never from clocks).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.changes import ChangeSet


class EntryKind(StrEnum):
    """A first doing, the undoing of an entry, or its doing again."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal. `of` is the sequence number of the DO entry that an UNDO or REDO concerns.

    `time` is ISO with offset; `person` the name in the settings, may be empty. Nothing before a `barrier` (a frozen
    stage, a sent round) can be undone.
    """

    sequence: int
    kind: EntryKind
    of: int | None
    label: str
    time: str
    person: str
    barrier: bool = False


@dataclass(frozen=True, slots=True)
class StoredStep:
    """A journal entry with its changes."""

    entry: Entry
    step: ChangeSet


@dataclass(frozen=True, slots=True)
class History:
    """The DO entries that can be undone and those that can be redone; the next one is the last of each."""

    undoable: tuple[Entry, ...] = ()
    redoable: tuple[Entry, ...] = ()

    @property
    def undo(self) -> Entry | None:
        """The entry that 撤销 would take back."""
        return self.undoable[-1] if self.undoable else None

    @property
    def redo(self) -> Entry | None:
        """The entry that 重做 would do again."""
        return self.redoable[-1] if self.redoable else None

    def after(self, entry: Entry) -> History:
        """Return the history once `entry` stands in the journal.

        Raises `ValueError` when an undo or redo does not concern the entry whose turn it is.
        """
        undoable, redoable = list(self.undoable), list(self.redoable)
        _turn(undoable, redoable, entry)
        return History(tuple(undoable), tuple(redoable))


def read_history(entries: Iterable[Entry]) -> History:
    """Return what can be undone and redone after `entries`, given in journal order.

    Raises `ValueError` when an undo or redo is out of turn.
    """
    undoable: list[Entry] = []
    redoable: list[Entry] = []
    for entry in entries:
        _turn(undoable, redoable, entry)
    return History(tuple(undoable), tuple(redoable))


def _turn(undoable: list[Entry], redoable: list[Entry], entry: Entry) -> None:
    """Move on by one entry, in place: a long journal is read in time that grows with its length only."""
    if entry.barrier:
        undoable.clear()
        redoable.clear()
    elif entry.kind is EntryKind.DO:
        undoable.append(entry)
        redoable.clear()
    else:
        undoing = entry.kind is EntryKind.UNDO
        source, target = (undoable, redoable) if undoing else (redoable, undoable)
        if not source or source[-1].sequence != entry.of:
            raise ValueError(f"entry {entry.sequence} is out of turn")
        target.append(source.pop())
