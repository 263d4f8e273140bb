"""Search in the source text of policies: the paragraphs that hold the words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.domain.book import Book
from desktop.domain.document import Span
from desktop.domain.folding import FoldedText, fold
from desktop.domain.records import Policy, Section
from desktop.domain.trace import Trace


@dataclass(frozen=True, slots=True)
class SourceHit:
    """A paragraph found: ``[start, end)`` of a policy's cleaned text. `keys` are the folded words it was found by."""

    policy: str
    trace: Trace
    start: int
    end: int
    keys: tuple[str, ...]

    @property
    def text(self) -> str:
        """The paragraph."""
        return self.trace.text[self.start : self.end]

    def places(self) -> tuple[Span, ...]:
        """Return where the words stand in the paragraph."""
        return FoldedText(self.text).places(self.keys)

    def sources(self) -> tuple[Span, ...]:
        """Return where the words stand in the source text."""
        return tuple(
            self.trace.to_source(self.start + place.start, self.start + place.end)
            for place in self.places()
        )


class SourceText:
    """The text of one policy, folded paragraph by paragraph. It never changes."""

    def __init__(self, policy: str, trace: Trace) -> None:
        self.policy = policy
        self.trace = trace
        self._paragraphs: list[tuple[int, int, str]] = []
        place = 0
        for line in trace.text.splitlines(keepends=True):
            key = fold(line)
            if key:
                start = place + len(line) - len(line.lstrip())
                self._paragraphs.append((start, place + len(line.rstrip()), key))
            place += len(line)
        self._whole = "\n".join(key for _start, _end, key in self._paragraphs)

    def find(self, keys: Sequence[str], within: Span | None = None) -> list[SourceHit]:
        """Return the paragraphs that hold every key (of `fold_words`), in order; none where there is no key.

        With `within`, a stretch of the source text, only those that begin in it.
        """
        return self.hits(keys, self.paragraphs(keys, within))

    def paragraphs(self, keys: Sequence[str], within: Span | None = None) -> list[int]:
        """Return what `find` finds, as the mere numbers of paragraphs."""
        if not keys or not all(key in self._whole for key in keys):
            return []
        return [
            number
            for number, (start, end, text) in enumerate(self._paragraphs)
            if all(key in text for key in keys)
            and (within is None or within.start <= self._source(start, end) < within.end)
        ]

    def hits(self, keys: Sequence[str], paragraphs: Iterable[int]) -> list[SourceHit]:
        """Return paragraphs as what was found by the keys."""
        return [
            SourceHit(self.policy, self.trace, *self._paragraphs[number][:2], tuple(keys))
            for number in paragraphs
        ]

    def _source(self, start: int, end: int) -> int:
        return self.trace.to_source(start, end).start


def stretch_of(book: Book, key: str) -> tuple[str, Span | None] | None:
    """Return the policy that a section, or the policy itself, stands in, and its stretch of the source text.

    A section reaches to the next heading that is not below it. The stretch is None for a whole policy; None alone
    where `key` is neither.
    """
    if book.find(Policy, key) is not None:
        return key, None
    section = book.find(Section, key)
    if section is None:
        return None
    later = (
        s.start
        for s in book.sections
        if s.policy == section.policy and s.start > section.start and s.level <= section.level
    )
    # The last section reaches to the end, wherever that is.
    return section.policy, Span(section.start, min(later, default=1 << 62))
