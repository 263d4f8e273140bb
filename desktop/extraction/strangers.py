"""Tables that are not read: a head that names units or times, of a shape that no reader knows.

Their tasks are lost to the clerk unless somebody says so; what is found here is told as unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from desktop.domain.document import SourceDocument, Span
from desktop.domain.trace import Trace
from desktop.extraction.columns import UNIT_COLUMNS, Meaning, column_meaning, may_be_title
from desktop.extraction.stretches import Stretches

REASON = "像是任务表的表头，表的形式没有读懂"
_DIVIDER = re.compile(r"\t+|\|| {2,}|\u3000+")
_LOOKS_AHEAD = 10
_LONGEST_LINE = 300
_LEAST_TITLES = 3


def unread_heads(document: SourceDocument, trace: Trace, read: Sequence[Span]) -> Iterator[Span]:
    """Yield the heads of tables outside the `read` stretches; all places are in the cleaned text of `trace`.

    They are looked for in the source: cleaning takes the spaces out of what it does not know as a table.
    """
    known = Stretches(read)
    text = document.text
    marked = Stretches(table.span for table in document.tables)
    heads = [
        Span(table.span.start, min(table.span.end, table.span.start + _LONGEST_LINE))
        for table in document.tables
        if _is_head([c.span.slice(text) for c in table.cells if c.row == 0])
    ]
    heads += [s for s in _lines_of_titles(text) if s.start not in marked]
    heads += [s for s in _titles_on_lines(text) if s.start not in marked]
    for head in heads:
        span = trace.to_text(head.start, head.end)
        if span.start not in known:
            yield span


def _is_head(titles: Sequence[str]) -> bool:
    """Say whether these words are titles, some of units or times, and more than one known."""
    words = [w.strip() for w in titles if w.strip()]
    found = [column_meaning(w) for w in words if may_be_title(w)]
    known = [m for m in found if m is not None]
    who = UNIT_COLUMNS | {Meaning.DEADLINE}
    return (
        len(found) == len(words) >= _LEAST_TITLES
        and len(known) >= 2
        and any(m in who for m in known)
        and any(m in UNIT_COLUMNS or m in (Meaning.NUMBER, Meaning.WORDING) for m in known)
    )


def _lines_of_titles(text: str) -> Iterator[Span]:
    """Find heads that stand in one line."""
    start = 0
    for line in text.split("\n"):
        bare = line.strip()
        if len(line) <= _LONGEST_LINE and _DIVIDER.search(bare) and _is_head(_DIVIDER.split(bare)):
            yield Span(start, start + len(line))
        start += len(line) + 1


def _titles_on_lines(text: str) -> Iterator[Span]:
    """Find heads with a title to a line, 序号 the first of them."""
    filled: list[tuple[int, str]] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            filled.append((start, line.strip()))
        start += len(line) + 1
    for index, (place, word) in enumerate(filled):
        if column_meaning(word) is not Meaning.NUMBER:
            continue
        following = filled[index : index + _LOOKS_AHEAD]
        titles = [w for _at, w in following if may_be_title(w)]
        units = [w for w in titles if column_meaning(w) in UNIT_COLUMNS]
        if units and _is_head([w for w in titles if column_meaning(w) is not None]):
            last = next(at for at, w in following if w == units[0])
            yield Span(place, last + len(units[0]))
