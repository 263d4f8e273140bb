"""What can be undone and redone: as noted step by step, and as the journal says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.history import Entry, EntryKind, read_history
from desktop.services.turns import Done, Turns

DO, UNDO, REDO = EntryKind


def labels(turns: Turns) -> tuple[list[str], list[str]]:
    return [d.label for d in turns.done], [d.label for d in turns.undone]


@given(st.lists(st.sampled_from([DO, DO, UNDO, REDO, "barrier"])))
def test_steps_noted_one_by_one_are_those_of_the_journal(
    acts: list[EntryKind | str],
) -> None:
    turns, entries = Turns(), list[Entry]()
    for number, act in enumerate(acts, start=1):
        kind = act if isinstance(act, EntryKind) else DO
        if kind is DO:
            label, of = f"第{number}步", None
            turns.did(Done(label, sequence=number), barrier=act == "barrier")
        else:
            step = turns.next(kind)
            if step is None:
                assert turns.label(kind) is None
                continue
            label, of = step.label, step.sequence
            assert turns.label(kind) == label
            turns.turned(kind)
        entries.append(Entry(number, kind, of, label, "", "", barrier=act == "barrier"))
    assert labels(turns) == labels(Turns.after(read_history(entries)))


def test_a_copy_goes_its_own_way() -> None:
    turns = Turns()
    turns.did(Done("甲"), barrier=False)
    copy = turns.copy()
    copy.turned(UNDO)
    assert (labels(turns), labels(copy)) == ((["甲"], []), ([], ["甲"]))
