"""What can be undone follows from the journal's order alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.history import Entry, EntryKind, History, read_history

DO, UNDO, REDO = EntryKind.DO, EntryKind.UNDO, EntryKind.REDO


def entry(sequence: int, kind: EntryKind, of: int | None = None, *, barrier: bool = False) -> Entry:
    return Entry(sequence, kind, of, f"第{sequence}步", "2026-03-04T05:06:07+00:00", "", barrier)


def numbers(history: History) -> tuple[list[int], list[int]]:
    return [e.sequence for e in history.undoable], [e.sequence for e in history.redoable]


def test_nothing_has_happened() -> None:
    history = read_history([])
    assert history == History()
    assert (history.undo, history.redo) == (None, None)


def test_undo_redo_and_a_new_step() -> None:
    entries = [entry(1, DO), entry(2, DO), entry(3, DO), entry(4, UNDO, 3), entry(5, UNDO, 2)]
    history = read_history(entries)
    assert numbers(history) == ([1], [3, 2])
    assert (history.undo, history.redo) == (entries[0], entries[1])
    assert numbers(history.after(entry(6, REDO, 2))) == ([1, 2], [3])
    assert numbers(history.after(entry(6, DO))) == ([1, 6], [])


@pytest.mark.parametrize("kind", list(EntryKind))
def test_nothing_reaches_behind_a_barrier(kind: EntryKind) -> None:
    history = read_history([entry(1, DO), entry(2, DO), entry(3, UNDO, 2)])
    of = {DO: None, UNDO: 1, REDO: 2}[kind]
    assert history.after(entry(4, kind, of, barrier=True)) == History()


@pytest.mark.parametrize(("kind", "of"), [(UNDO, 1), (UNDO, 3), (UNDO, None), (REDO, 2), (REDO, 1)])
def test_out_of_turn(kind: EntryKind, of: int | None) -> None:
    done = [entry(1, DO), entry(2, DO)]
    with pytest.raises(ValueError, match="entry 3 is out of turn"):
        read_history([*done, entry(3, kind, of)])
    history = read_history(done)
    with pytest.raises(ValueError, match="entry 3 is out of turn"):
        history.after(entry(3, kind, of))
    assert numbers(history) == ([1, 2], [])


@given(st.lists(st.sampled_from(["do", "undo", "redo", "barrier"]), max_size=30))
def test_reading_all_is_going_step_by_step(wishes: list[str]) -> None:
    entries: list[Entry] = []
    history = History()
    for wish in wishes:
        sequence = len(entries) + 1
        if wish == "undo" and history.undo:
            made = entry(sequence, UNDO, history.undo.sequence)
        elif wish == "redo" and history.redo:
            made = entry(sequence, REDO, history.redo.sequence)
        else:
            made = entry(sequence, DO, barrier=wish == "barrier")
        entries.append(made)
        history = history.after(made)
    assert history == read_history(entries)
    assert not {e.sequence for e in history.undoable} & {e.sequence for e in history.redoable}
