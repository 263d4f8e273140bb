"""Traditional to simplified characters, by OpenCC's t2s tables, length kept.

Only a text that is written in traditional characters is touched: single ones in a simplified text are names or
quotations. OpenCC leaves 著力 as it is (in Taiwan's usage both are right); the particle 著 is 着 here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from opencc import OpenCC

#: Below this share of changed characters a text counts as written in simplified characters.
_SHARE = 0.03
_ZHE = re.compile(
    "著(?=[力重眼手实落陆色])|(?<=[看随接沿顺本朝向意味有围绕对应着])著(?![名作称者])"
)


def simplify(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield ``(start, end, simplified)`` for each run of characters that changes, in order."""
    converted = simplified(text)
    changed = sum(a != b for a, b in zip(text, converted, strict=True))
    written = sum("\u4e00" <= c <= "\u9fff" for c in text)
    if not written or changed / written < _SHARE:
        return
    converted = _ZHE.sub("着", converted)
    start: int | None = None
    for place, (old, new) in enumerate(zip(text, converted, strict=True)):
        if old != new and start is None:
            start = place
        elif old == new and start is not None:
            yield start, place, converted[start:place]
            start = None
    if start is not None:
        yield start, len(text), converted[start:]


def simplified(text: str) -> str:
    """Convert line by line; a line whose length would change is converted by single characters."""
    return "\n".join(_convert_line(line) for line in text.split("\n"))


def _convert_line(line: str) -> str:
    converted = _tables().convert(line)
    if len(converted) == len(line):
        return str(converted)
    return "".join(_one(c) for c in line)


@cache
def _one(character: str) -> str:
    converted = str(_tables().convert(character))
    return converted if len(converted) == 1 else character


@cache
def _tables() -> OpenCC:
    return OpenCC("t2s")
