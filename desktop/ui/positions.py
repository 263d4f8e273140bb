"""Places in a text and in Qt's document of it.

The text counts code points. Qt counts UTF-16 units, so a rare character (𠮷) is two of them, and takes CR LF as one.
"""

from __future__ import annotations

import re
from bisect import bisect_right

_ODD = re.compile("\r\n|[\U00010000-\U0010ffff]")


class DocumentPositions:
    """Turns positions of `text` into those of a QTextDocument that was given it, and back."""

    def __init__(self, text: str) -> None:
        self._places: list[int] = []  # after each odd character, in code points
        self._shifts: list[int] = []  # how far the document is ahead from there on
        shift = 0
        for match in _ODD.finditer(text):
            shift += -1 if match[0] == "\r\n" else 1
            self._places.append(match.end())
            self._shifts.append(shift)
        self._document = [p + s for p, s in zip(self._places, self._shifts, strict=True)]

    def to_document(self, position: int) -> int:
        """Return the document's position for one of the text."""
        index = bisect_right(self._places, position) - 1
        return position + (self._shifts[index] if index >= 0 else 0)

    def to_text(self, position: int) -> int:
        """Return the text's position for one of the document."""
        index = bisect_right(self._document, position) - 1
        return position - (self._shifts[index] if index >= 0 else 0)
