"""The one key by which texts are compared and searched, and the way back to the places it was made from.

The key is NFKC without regard to case, white space and characters of no width. It is made on both sides of a
comparison and never saved: NFKC rewrites 兼容汉字, and what is stored stays as it was typed.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

from desktop.domain.document import Span

#: Soft hyphen, zero width space and joiners, word joiner, BOM: pasted web pages are full of them.
_NO_WIDTH = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


def fold(text: str) -> str:
    """Return the key of `text`; empty where it holds nothing but white space."""
    # split() and in are many times faster than one regular expression, and a book has millions of characters.
    folded = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    for character in _NO_WIDTH:
        if character in folded:
            folded = folded.replace(character, "")
    return folded


def fold_words(words: str) -> tuple[str, ...]:
    """Return the key of each word of `words`, which white space divides."""
    return tuple(dict.fromkeys(key for key in map(fold, words.split()) if key))


class FoldedText:
    """A text and its key, for finding words in it many times. Places are code points of the text itself."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts: list[int] = []
        self._key_starts: list[int] = []
        parts: list[str] = []
        place = length = 0
        # Line by line, so that a place costs the mapping of its own line and not of a whole policy.
        for line in text.splitlines(keepends=True):
            key = fold(line)
            self._starts.append(place)
            self._key_starts.append(length)
            parts.append(key)
            place += len(line)
            length += len(key)
        self._starts.append(place)
        self.key = "".join(parts)
        self._maps: dict[int, list[tuple[int, int]]] = {}

    def places(self, keys: Iterable[str]) -> tuple[Span, ...]:
        """Return where the keys (as `fold_words` makes them) stand, in order; those that touch or overlap are one.

        Each place covers whole characters: the key m is found in ㎡ as a whole. A word may run over the end of a line.
        """
        found = sorted(
            (self._place_of(start, at_end=False), self._place_of(start + len(key), at_end=True))
            for key in keys
            for start in _occurrences(self.key, key)
        )
        joined: list[tuple[int, int]] = []
        for start, end in found:
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return tuple(Span(start, end) for start, end in joined)

    def holds(self, keys: Iterable[str]) -> bool:
        """Say whether every key stands in the text."""
        return all(key in self.key for key in keys)

    def _place_of(self, position: int, *, at_end: bool) -> int:
        """Return the place in the text of a position in its key; an end is that of the character before it."""
        position -= at_end
        line = bisect_right(self._key_starts, position) - 1
        start, end = self._map(line)[position - self._key_starts[line]]
        return self._starts[line] + (end if at_end else start)

    def _map(self, line: int) -> list[tuple[int, int]]:
        """Return for each character of a line's key the stretch of the line that it comes from."""
        known = self._maps.get(line)
        if known is None:
            text = self.text[self._starts[line] : self._starts[line + 1]]
            known = self._maps[line] = _origins(text)
        return known


def _occurrences(text: str, key: str) -> Iterator[int]:
    place = text.find(key) if key else -1
    while place >= 0:
        yield place
        place = text.find(key, place + len(key))


def _origins(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and _continues(text[end]):
            end += 1
        found.extend([(start, end)] * len(_fold_few(text[start:end])))
        start = end
    whole = len(fold(text))
    # A script whose letters grow together in a way not known here is lit whole rather than at a wrong place.
    return found if len(found) == whole else [(0, len(text))] * whole


@lru_cache(maxsize=1 << 14)
def _fold_few(text: str) -> str:
    return fold(text)


@lru_cache(maxsize=1 << 14)
def _continues(character: str) -> bool:
    """Whether a character may grow together with the one before it: accents, voice marks, parts of hangul."""
    first = unicodedata.normalize("NFKC", character)[0]
    return unicodedata.category(first)[0] == "M" or "\u1160" <= first <= "\u11ff"
