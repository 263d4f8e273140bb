"""The piece table: whatever is edited, the source comes back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.trace import Edit, Trace


@st.composite
def edited(draw: st.DrawFn) -> tuple[Trace, str]:
    source = draw(st.text(alphabet="甲乙丙丁戊ab\n", max_size=20))
    trace = Trace(source)
    for _ in range(draw(st.integers(0, 4))):
        cuts = sorted(draw(st.lists(st.integers(0, len(trace.text)), max_size=6, unique=True)))
        edits = [
            Edit(start, end, draw(st.text(alphabet="XYZ", max_size=3)), draw(st.sampled_from("pq")))
            for start, end in zip(cuts[::2], cuts[1::2], strict=False)
        ]
        trace = trace.edited(edits)
    return trace, source


@given(edited())
def test_the_source_is_restored_exactly(made: tuple[Trace, str]) -> None:
    trace, source = made
    assert trace.restored() == source
    assert trace.source == source


@given(edited())
def test_copied_pieces_equal_their_source(made: tuple[Trace, str]) -> None:
    trace, source = made
    for piece in trace.pieces:
        if not piece.rule:
            assert (
                trace.text[piece.out : piece.out + piece.length] == source[piece.start : piece.end]
            )


@given(edited())
def test_every_position_has_a_place_on_the_other_side(made: tuple[Trace, str]) -> None:
    trace, source = made
    for place in range(len(trace.text)):
        span = trace.to_source(place, place + 1)
        assert 0 <= span.start <= span.end <= len(source)
    for place in range(len(source)):
        span = trace.to_text(place, place + 1)
        assert 0 <= span.start <= span.end <= len(trace.text)


@given(edited())
def test_a_stored_trace_reads_back(made: tuple[Trace, str]) -> None:
    trace, source = made
    again = Trace.from_json(source, trace.to_json())
    assert (again.text, again.pieces) == (trace.text, trace.pieces)


def test_a_trace_of_another_source_is_refused() -> None:
    with pytest.raises(ValueError, match="do not cover"):
        Trace.from_json("另一份", Trace("一份文件").to_json())


def test_positions_follow_a_deletion() -> None:
    trace = Trace("發(fā)展").edited([Edit(1, 5, "", "gloss"), Edit(5, 6, "展", "script")])
    assert trace.text == "發展"
    assert trace.to_source(0, 2) == trace.to_source(0, len(trace.text))
    assert trace.to_text(5, 6).slice(trace.text) == "展"


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        Trace("甲乙丙").edited([Edit(0, 2, "x", "p"), Edit(1, 3, "y", "p")])
