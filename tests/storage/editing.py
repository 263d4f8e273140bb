"""Edits by a script, in this process or in children that can be killed."""

from __future__ import annotations

import multiprocessing
import random
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from desktop.domain.changes import Change, ChangeSet, change_set, delete, insert, update
from desktop.domain.history import Entry, EntryKind, read_history
from desktop.domain.records import Task
from desktop.storage import Workbook
from desktop.support.errors import StaleChange, WorkbookError
from tests.storage.books import BLOBS, TIME, digest, replayed, sample, sample_workbook

# A server that has everything imported forks the children: starting Python for each would take half a second.
_CONTEXT: Any = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
if sys.platform != "win32":
    _CONTEXT.set_forkserver_preload(["tests.storage.editing"])

#: A record of each kind to make others after.
_SAMPLE: dict[str, Any] = {record.kind: record for record in reversed(sample())}


class Editor:
    """Commits one random step after another: words of any length, units, rows, blobs, undo and redo.

    `name` begins every label, so that no two edits of a book are alike.
    """

    def __init__(self, workbook: Workbook, name: str, seed: int) -> None:
        self.workbook = workbook
        self._name = name
        self._chance = random.Random(seed)
        self._count = 0

    def edit(self) -> Entry:
        """Commit the next step."""
        history = read_history(self.workbook.entries())
        what = self._chance.random()
        if what < 0.1 and history.redo:
            return redo(self.workbook, history.redo)
        if what < 0.25 and history.undo and history.undo.sequence > 1:
            return undo(self.workbook, history.undo)
        self._count += 1
        label = f"{self._name}.{self._count}"
        blobs = {}
        if self._chance.random() < 0.1:
            content = self._chance.randbytes(self._chance.randrange(1, 30_000))
            blobs[digest(content)] = content
        step = change_set(label, self._changes(label))
        return self.workbook.commit(step, time=TIME, person="张三", blobs=blobs)

    def _changes(self, label: str) -> Iterator[Change | None]:
        book, chance = self.workbook.book(), self._chance
        task = book.get(Task, "t1")
        # Long ones reach into overflow pages: a step of one page is hard to interrupt.
        words = f"{label}" + "推进" * chance.choice((1, 50, 4000))
        yield update(task, replace(task, wording=words))
        units = book.assignments("t1")
        if len(units) > 1 and chance.random() < 0.3:
            yield delete(chance.choice(units[1:]))
        else:
            yield insert(replace(_SAMPLE["assignment"], key=f"a.{label}", surface=label))
        if chance.random() < 0.3:
            row = f"r.{label}"
            yield insert(replace(_SAMPLE["annex_row"], key=row, wording=words))
            yield insert(replace(_SAMPLE["link"], key=f"l.{label}", annex_row=row))
            yield insert(replace(_SAMPLE["deadline"], key=f"d.{label}", owner=row))


def undo(workbook: Workbook, entry: Entry) -> Entry:
    """Take back the entry whose turn it is."""
    step = workbook.step(entry.sequence).step.inverted()
    return workbook.commit(step, kind=EntryKind.UNDO, of=entry.sequence, time=TIME)


def redo(workbook: Workbook, entry: Entry) -> Entry:
    """Do again the entry whose turn it is."""
    step = workbook.step(entry.sequence).step
    return workbook.commit(step, kind=EntryKind.REDO, of=entry.sequence, time=TIME)


@dataclass(frozen=True, slots=True)
class Told:
    """What a child says after each commit: the entry, and how its sequence number and label read on disk."""

    entry: Entry
    step: ChangeSet


def edit_without_end(told: Connection, path: Path, name: str, seed: int) -> None:
    """Run in a child: commit and tell of it, until killed."""
    workbook = Workbook.open(path)
    editor = Editor(workbook, name, seed)
    told.send("open")
    while True:
        entry = editor.edit()
        told.send(Told(entry, workbook.step(entry.sequence).step))


def edit_on_demand(told: Connection, path: Path, name: str, seed: int) -> None:
    """Run in a child: commit whenever something is received, tell of it, and go at the end of the line."""
    workbook = Workbook.open(path)
    editor = Editor(workbook, name, seed)
    told.send("open")
    while told.recv():
        entry = editor.edit()
        told.send(Told(entry, workbook.step(entry.sequence).step))
    workbook.close()
    told.send("closed")


def count_up(told: Connection, path: Path, name: str, times: int, pause: float) -> None:
    """Run in a child: add one to the number in the sample's task, as often as said, whoever else writes.

    Between two edits it leaves the file alone for up to `pause` seconds.
    """
    found: Counter[str] = Counter()
    chance = random.Random(name)
    workbook = Workbook.open(path)
    told.send("open")
    told.recv()
    while found["committed"] < times:
        words = workbook.book().get(Task, "t1").wording
        change = Change("task", "t1", {"wording": words}, {"wording": str(int(words) + 1)})
        row = replace(_SAMPLE["annex_row"], key=f"{name}.{found['committed']}", wording=name)
        try:
            workbook.commit(ChangeSet(name, (change, insert(row))), time=TIME)
            found["committed"] += 1
        except StaleChange:
            found["stale"] += 1
        except WorkbookError as error:
            found[error.reason] += 1
        told.poll(chance.random() * pause)
    workbook.close()
    told.send(found)


@contextmanager
def child(target: Any, *arguments: Any) -> Iterator[tuple[BaseProcess, Connection]]:
    """Run `target` in a child with one end of a line; the child is killed at the end, if it still runs."""
    ours, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=target, args=(theirs, *arguments), daemon=True)
    process.start()
    theirs.close()
    try:
        yield process, ours
    finally:
        process.kill()
        process.join()
        process.close()
        ours.close()


def rest(line: Connection) -> Iterator[Any]:
    """What a dead child had still said."""
    while True:
        try:
            yield line.recv()
        except (EOFError, ConnectionResetError):
            return


def whole(workbook: Workbook, steps: dict[int, ChangeSet]) -> int:
    """Assert that a book is what its journal says, and its journal what was done; return its length.

    `steps` are the changes that were told, by their sequence number. A step that was never told (the child died
    after committing it) may be the last.
    """
    entries = workbook.entries()
    assert [entry.sequence for entry in entries] == list(range(1, len(entries) + 1))
    read_history(entries)
    for entry in entries:
        if entry.sequence in steps:
            assert workbook.step(entry.sequence).step == steps[entry.sequence]
    book = workbook.book()
    assert book == replayed(workbook)
    for policy in book.policies:
        for name in (policy.original, policy.text, policy.trace):
            assert workbook.blob(name) == BLOBS[name]
    return len(entries)


def new_book(path: Path) -> dict[int, ChangeSet]:
    """Make a sample book at `path` and close it; return what is in its journal by sequence."""
    workbook = sample_workbook(path)
    steps = {1: workbook.step(1).step}
    workbook.close()
    return steps
