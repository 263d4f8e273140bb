"""What was read of the policies in a book, told from its journal: the first side of every three-way comparison.

The rows of the book are the clerk's. What reading had proposed stands in the steps that took a policy or a new
version of it in; they are the only ones that insert a policy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from desktop.domain.changes import Change, ChangeSet
from desktop.domain.history import EntryKind, StoredStep
from desktop.domain.records import RECORD_TYPE, AnnexRow, Assignment, Deadline, Policy, Record, Task

_CELLS = (Assignment.kind, Deadline.kind)


def readings(journal: Iterable[StoredStep]) -> Mapping[str, Record]:
    """Return the records as last read, by key, after a journal given in its order. What was undone does not count."""
    known: dict[int, ChangeSet] = {}
    done: set[int] = set()
    for stored in journal:
        entry = stored.entry
        if entry.kind is EntryKind.DO:
            if any(c.kind == Policy.kind and c.before is None for c in stored.step.changes):
                known[entry.sequence] = stored.step
                done.add(entry.sequence)
        elif entry.of in known:
            (done.discard if entry.kind is EntryKind.UNDO else done.add)(entry.of)
    read: Mapping[str, Record] = {}
    for sequence in sorted(done):
        read = reading_after(read, known[sequence])
    return read


def reading_after(read: Mapping[str, Record], step: ChangeSet) -> Mapping[str, Record]:
    """Return what is read once `step` has taken in a policy or a new version of one.

    A cell that the step left alone keeps the reading that it had: the step writes a cell as a whole or not at all.
    """
    after = dict(read)
    rewritten = {(c.kind, _owner(c)) for c in step.changes if c.kind in _CELLS}
    if rewritten:
        for key, record in read.items():
            if (
                isinstance(record, Assignment | Deadline)
                and (record.kind, record.owner) in rewritten
            ):
                del after[key]
    followed: dict[str, str] = {}
    for change in step.changes:
        if change.after is None:
            continue
        if change.before is None:
            after[change.key] = RECORD_TYPE[change.kind].from_values(change.key, change.after)
        elif change.kind == Task.kind and (task := read.get(change.key)) is not None:
            after[change.key] = Task.from_values(task.key, task.values() | dict(change.after))
            if "policy" in change.after:
                followed[str(change.before["policy"])] = str(change.after["policy"])
    for key, record in read.items():
        # The annex stays the old version's in the book; here it is what the next one is held against.
        if isinstance(record, AnnexRow) and record.policy in followed:
            after[key] = replace(record, policy=followed[record.policy])
    return after


def _owner(change: Change) -> str:
    values = change.after if change.before is None else change.before
    assert values is not None
    return str(values.get("owner", ""))
