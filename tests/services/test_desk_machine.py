"""Any sequence of edits, undo, redo, freezing and restarts: the book is what its journal says, and undo leads back."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from desktop.domain.book import Book
from desktop.domain.history import EntryKind
from desktop.services.desk import Desk, Event, Notice
from desktop.services.stages import freeze_stage, stages
from desktop.storage import Workbook
from tests.proofs import times
from tests.storage.books import BLOBS, NOW, importing, replayed, sample_workbook, steps

SEQUENCES = times(10, 1000)
STEPS = times(8, 25)
LAST = 2**63 - 1


class DeskMachine(RuleBasedStateMachine):
    """Keeps beside the desk what it should be: the states before each step that can be undone or redone."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="fengong-machine"))
        self.path = self.folder / "a.fengong"
        self.undoable: list[Book] = []
        self.redoable: list[Book] = []
        self.kinds: dict[str, str] = {}
        self.number = 0
        self.heard: list[Notice] = []

    @initialize(imported=st.booleans())
    def begin(self, imported: bool) -> None:
        """Begin with an empty book, or with one record of every kind as its first step."""
        if imported:
            sample_workbook(self.path).close()
        else:
            Workbook.create(self.path, now=NOW, lineage="1" * 32).close()
        self._open()
        self.expected = self.desk.book
        if imported:
            assert self.expected == Book.of("1" * 32, []).applied(importing())
            self.undoable.append(Book.of("1" * 32, []))

    def _open(self) -> None:
        self.desk = Desk.open(self.path, person="张三")
        self.desk.listen(self.heard.append)

    # --- what a clerk does

    @rule(data=st.data())
    def edit(self, data: st.DataObject) -> None:
        """One step of any rows."""
        self.number += 1
        step = data.draw(steps(self.expected, f"k{self.number}"))
        self.desk.submit(step, BLOBS)
        if step:
            self.undoable.append(self.expected)
            self.redoable.clear()
            self.expected = self.expected.applied(step)

    @rule()
    def undo(self) -> None:
        """撤销, which says by its answer whether there was anything."""
        assert self.desk.undo() is bool(self.undoable)
        if self.undoable:
            self.redoable.append(self.expected)
            self.expected = self.undoable.pop()

    @rule()
    def redo(self) -> None:
        """重做."""
        assert self.desk.redo() is bool(self.redoable)
        if self.redoable:
            self.undoable.append(self.expected)
            self.expected = self.redoable.pop()

    # Only a made-up stage can bear the last number that there is, after which none follows.
    @precondition(lambda self: all(s.order < LAST for s in stages(self.expected)))
    @rule()
    def freeze(self) -> None:
        """A barrier: nothing before it is undone any more."""
        freeze_stage(self.desk, "征求意见稿")
        self.expected = self.desk.book
        self.undoable.clear()
        self.redoable.clear()

    @rule()
    def restart(self) -> None:
        """Close the book and open it again."""
        self.desk.close()
        self._open()

    @precondition(lambda self: self.undoable)
    @rule()
    def undo_everything_and_come_back(self) -> None:
        """Back to the barrier or the beginning, and forward again."""
        here, depth = self.expected, len(self.undoable)
        for before in reversed(self.undoable):
            assert self.desk.undo()
            assert self.desk.book == before
        assert not self.desk.undo()
        for _ in range(depth):
            assert self.desk.redo()
        assert self.desk.book == here

    # --- what always holds

    @invariant()
    def what_shows_is_what_should_be(self) -> None:
        if not hasattr(self, "desk"):
            return
        assert self.desk.book == self.expected
        assert (self.desk.undo_label is None) is (not self.undoable)
        assert (self.desk.redo_label is None) is (not self.redoable)

    @invariant()
    def keys_are_stable(self) -> None:
        """A key stands for one kind of record for ever, gone and come back or not."""
        for kind, table in getattr(self, "expected", Book("")).tables.items():
            for key, record in table.items():
                assert record.key == key
                assert self.kinds.setdefault(key, kind) == kind

    def teardown(self) -> None:
        """In the end the file says the same as the desk, and its journal says the same as its rows."""
        if not hasattr(self, "desk"):
            return
        self.desk.wait()
        assert self.desk.unsaved == 0
        assert [n for n in self.heard if n.event is Event.FAILED] == []
        entries = self.desk.entries()
        self.desk.close()
        workbook = Workbook.open(self.path)
        assert workbook.book() == self.expected == replayed(workbook)
        assert workbook.entries() == entries
        for entry in entries:
            if entry.kind is not EntryKind.DO:
                assert entry.of is not None
                done = workbook.step(entry.of).step
                undone = entry.kind is EntryKind.UNDO
                assert workbook.step(entry.sequence).step == (done.inverted() if undone else done)
        workbook.close()
        shutil.rmtree(self.folder)


TestDesk = DeskMachine.TestCase
TestDesk.settings = settings(
    max_examples=SEQUENCES,
    stateful_step_count=STEPS,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
