"""What was read is told from the journal, past every edit of the clerk's."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from desktop.domain.changes import ChangeSet, change_set, delete, insert, update
from desktop.domain.history import Entry, EntryKind, StoredStep
from desktop.domain.readings import readings
from desktop.domain.records import (
    AnnexRow,
    Assignment,
    Deadline,
    Policy,
    Record,
    Section,
    Task,
)
from tests.storage.books import sample

DO, UNDO, REDO = EntryKind.DO, EntryKind.UNDO, EntryKind.REDO
R = TypeVar("R", bound=Record)
RECORDS = {r.key: r for r in sample()}


def first(kind: type[R]) -> R:
    return next(r for r in RECORDS.values() if isinstance(r, kind))


def journal(*steps: tuple[EntryKind, int | None, ChangeSet]) -> list[StoredStep]:
    return [
        StoredStep(Entry(n, kind, of, step.label, "2026-11-24T08:00:00+08:00", ""), step)
        for n, (kind, of, step) in enumerate(steps, start=1)
    ]


IMPORT = change_set("导入", [insert(r) for r in sample()])
POLICY, TASK, SECTION = first(Policy), first(Task), first(Section)
UNIT, DUE, ROW = first(Assignment), first(Deadline), first(AnnexRow)
EDIT = change_set("修改", [update(TASK, replace(TASK, wording="自拟")), delete(UNIT)])

NEW_POLICY = replace(POLICY, key="p2")
NEW_UNIT = replace(UNIT, key="a2", name="省工信厅")
REVISION = change_set(
    "导入新稿",
    [
        insert(NEW_POLICY),
        insert(replace(SECTION, key="s9", policy="p2", parent=None)),
        update(
            replace(TASK, wording="自拟"),
            replace(TASK, wording="自拟", policy="p2", section="s9", text="新文"),
        ),
        insert(NEW_UNIT),
    ],
)


def test_an_import_is_read_whole() -> None:
    assert readings(journal((DO, None, IMPORT))) == RECORDS


def test_edits_are_no_reading() -> None:
    assert readings(journal((DO, None, IMPORT), (DO, None, EDIT))) == RECORDS


def test_a_new_version_is_read_where_it_was_taken() -> None:
    read = readings(journal((DO, None, IMPORT), (DO, None, EDIT), (DO, None, REVISION)))
    task = read[TASK.key]
    assert isinstance(task, Task)
    # The clerk's wording stayed, so its reading is the old one; the text is the new version's.
    assert (task.policy, task.section, task.text) == ("p2", "s9", "新文")
    assert task.wording == TASK.wording
    assert [r for r in read.values() if isinstance(r, Assignment)] == [NEW_UNIT]
    assert read[DUE.key] == DUE
    assert read["p2"] == NEW_POLICY


def test_the_annex_follows_to_the_new_version() -> None:
    read = readings(journal((DO, None, IMPORT), (DO, None, REVISION)))
    assert read[ROW.key] == replace(ROW, policy="p2")
    without = [r for r in RECORDS.values() if isinstance(r, AnnexRow) and r.policy is None]
    assert [read[r.key] for r in without] == without


def test_a_cell_that_was_emptied_is_read_empty() -> None:
    step = change_set("导入新稿", [insert(NEW_POLICY), delete(UNIT)])
    assert UNIT.key not in readings(journal((DO, None, IMPORT), (DO, None, step)))


def test_what_was_undone_was_not_read() -> None:
    done = [(DO, None, IMPORT), (DO, None, REVISION)]
    undone = [*done, (UNDO, 2, REVISION.inverted())]
    assert readings(journal(*done))[NEW_UNIT.key] == NEW_UNIT
    assert readings(journal(*undone)) == RECORDS
    assert readings(journal(*undone, (REDO, 2, REVISION))) == readings(journal(*done))
    assert readings(journal(*undone, (UNDO, 1, IMPORT.inverted()))) == {}
    assert readings([]) == {}
