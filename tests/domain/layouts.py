"""Random layouts that hold together."""

from __future__ import annotations

from hypothesis import strategies as st

from desktop.domain.layout import (
    COLUMNS,
    OF_ROWS,
    Content,
    Grouping,
    Layout,
    LayoutColumn,
    LeadShown,
    Numbering,
)
from desktop.domain.sheet import PageSetup, Paper, TypeSize

_WORDS = st.text(st.characters(exclude_categories=["C"]), max_size=8)
_NAMES = _WORDS.filter(str.strip)
_KEYS = st.from_regex(r"[a-z]x[a-z0-9_-]{0,9}", fullmatch=True)
_WIDTHS = st.none() | st.integers(1, 400).map(float) | st.floats(1, 400)
_SETUPS = st.builds(
    PageSetup,
    st.sampled_from(Paper),
    st.sampled_from(TypeSize),
    st.booleans(),
    st.none() | st.integers(1, 99999),
)


@st.composite
def some_layouts(draw: st.DrawFn) -> Layout:
    """A layout with any columns, each once, and whatever goes with them."""
    content = draw(st.sampled_from(Content))
    keys = draw(st.lists(st.sampled_from(sorted(COLUMNS[content])), min_size=1, unique=True))
    grouping, numbering, lead = Grouping.NONE, Numbering.CONTINUOUS, LeadShown.ORDER
    if content in OF_ROWS:
        merged = keys[0] == "section"
        grouping = draw(st.sampled_from([g for g in Grouping if merged or g != Grouping.COLUMN]))
        grouped = grouping is not Grouping.NONE
        numbering = draw(st.sampled_from([n for n in Numbering if grouped or n != "per_group"]))
        others = [shown for shown in LeadShown if shown is not LeadShown.COLUMN]
        lead = LeadShown.COLUMN if "lead" in keys else draw(st.sampled_from(others))
    return Layout(
        draw(_KEYS),
        draw(_NAMES),
        content,
        tuple(LayoutColumn(key, draw(st.none() | _WORDS), draw(_WIDTHS)) for key in keys),
        grouping,
        draw(st.integers(1, 9)),
        numbering,
        lead,
        draw(_SETUPS),
        draw(_WORDS),
        draw(st.sampled_from(["", "附件"])),
    )
