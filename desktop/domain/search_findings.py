"""Everything that a query finds: rows and paragraphs, the first of them to be listed, all of them counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from desktop.domain.book import Book
from desktop.domain.folding import fold_words
from desktop.domain.records import Policy
from desktop.domain.search import Hit, Query, SearchIndex
from desktop.domain.search_source import SourceHit, SourceText, stretch_of

Finding = Hit | SourceHit

#: So many findings are listed; nobody reads more, and all are counted.
LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Findings:
    """What `query` finds in `book`: `listed` are the first, `counts` all of them by kind, `rows` the keys of all rows.

    Tasks come first, then annex rows, then paragraphs of the sources, which are counted under the kind of `Policy`.
    """

    query: Query
    book: Book
    listed: tuple[Finding, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    rows: frozenset[str] = frozenset()

    @property
    def total(self) -> int:
        """How many were found."""
        return sum(self.counts.values())


def findings(
    index: SearchIndex, sources: Iterable[SourceText], query: Query, limit: int = LIMIT
) -> Findings:
    """Search rows and sources; a query that is empty finds nothing.

    Sources are searched for words alone: a query for a unit, a deadline or a doubt asks for rows (`Query.of_rows`).
    """
    if query.empty:
        return Findings(query, index.book)
    rows = index.rows(query)
    counts = Counter(row.kind for row in rows)
    # Only what is listed is made: as many objects as a whole book has would bring the garbage collector out.
    listed: list[Finding] = [*index.hits(rows[:limit], query)]
    keys = fold_words(query.words)
    for source, paragraphs in _in_sources(index.book, sources, query, keys):
        counts[Policy.kind] += len(paragraphs)
        listed += source.hits(keys, paragraphs[: max(0, limit - len(listed))])
    return Findings(
        query, index.book, tuple(listed), dict(counts), frozenset(row.key for row in rows)
    )


def _in_sources(
    book: Book, sources: Iterable[SourceText], query: Query, keys: tuple[str, ...]
) -> Iterable[tuple[SourceText, list[int]]]:
    """Yield each source to search with the numbers of its paragraphs that are found."""
    if Policy.kind not in query.kinds or query.of_rows:
        return
    place = stretch_of(book, query.section) if query.section is not None else None
    if query.section is not None and place is None:
        return
    for source in sources:
        if place is None or source.policy == place[0]:
            yield source, source.paragraphs(keys, place[1] if place is not None else None)
