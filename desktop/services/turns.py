"""Steps of an open book: those on their way to the disk, and those that can be undone and redone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.domain.book import Book
from desktop.domain.changes import ChangeSet
from desktop.domain.history import EntryKind, History


@dataclass(slots=True)
class Done:
    """A step that can be undone. Its sequence is known once it is committed, its changes once they are needed."""

    label: str
    step: ChangeSet | None = None
    sequence: int | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A step on its way to the disk: the book with it, and the epoch in which it was built on what was shown.

    `raised` says that somebody waits for its error.
    """

    step: ChangeSet
    kind: EntryKind
    done: Done
    book: Book
    epoch: int
    blobs: Mapping[str, bytes] = field(default_factory=dict)
    barrier: bool = False
    raised: bool = False


@dataclass(slots=True)
class Turns:
    """The steps done and undone, the next one of each last."""

    done: list[Done] = field(default_factory=list)
    undone: list[Done] = field(default_factory=list)

    @classmethod
    def after(cls, history: History) -> Turns:
        """Return what can be undone and redone after a history."""
        return cls(
            [Done(e.label, sequence=e.sequence) for e in history.undoable],
            [Done(e.label, sequence=e.sequence) for e in history.redoable],
        )

    def copy(self) -> Turns:
        """Return the same steps in lists of their own."""
        return Turns(list(self.done), list(self.undone))

    def next(self, kind: EntryKind) -> Done | None:
        """Return the step that an UNDO or REDO would turn, or None."""
        steps = self._of(kind)
        return steps[-1] if steps else None

    def label(self, kind: EntryKind) -> str | None:
        """Return the words of the step that an UNDO or REDO would turn, or None."""
        step = self.next(kind)
        return step.label if step is not None else None

    def did(self, step: Done, *, barrier: bool) -> None:
        """Note a first doing. Nothing up to and with a barrier can be undone; nothing undone before can be redone."""
        if barrier:
            self.done.clear()
        else:
            self.done.append(step)
        self.undone.clear()

    def turned(self, kind: EntryKind) -> None:
        """Note that the next UNDO or REDO has been done. Raises `IndexError` where there is none."""
        other = EntryKind.REDO if kind is EntryKind.UNDO else EntryKind.UNDO
        self._of(other).append(self._of(kind).pop())

    def _of(self, kind: EntryKind) -> list[Done]:
        return self.done if kind is EntryKind.UNDO else self.undone
