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

#: The keys of the records that make up a cell, by their kind and owner.
_Cells = dict[tuple[str, str], set[str]]


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
    read: dict[str, Record] = {}
    cells: _Cells = {}
    for sequence in sorted(done):
        _read_on(read, cells, known[sequence])
    return read


def _read_on(read: dict[str, Record], cells: _Cells, step: ChangeSet) -> None:
    """Take `read` on over a step, in place; what that costs follows from the step and not from what was read before."""
    for cell in {(c.kind, _owner(c)) for c in step.changes if c.kind in _CELLS}:
        for key in cells.pop(cell, ()):
            del read[key]
    followed: dict[str, str] = {}
    for change in step.changes:
        if change.after is None:
            continue
        if change.before is None:
            record = RECORD_TYPE[change.kind].from_values(change.key, change.after)
            read[change.key] = record
            _note(cells, record)
        elif change.kind == Task.kind and (task := read.get(change.key)) is not None:
            read[change.key] = Task.from_values(task.key, task.values() | dict(change.after))
            if "policy" in change.after:
                followed[str(change.before["policy"])] = str(change.after["policy"])
    # The annex stays the old version's in the book; here it is what the next one is held against.
    for key, record in list(read.items()) if followed else ():
        if isinstance(record, AnnexRow) and record.policy in followed:
            read[key] = replace(record, policy=followed[record.policy])


def _note(cells: _Cells, record: Record) -> None:
    if isinstance(record, Assignment | Deadline):
        cells.setdefault((record.kind, record.owner), set()).add(record.key)


def _owner(change: Change) -> str:
    values = change.after if change.before is None else change.before
    assert values is not None
    return str(values.get("owner", ""))
