"""A proposal of what the table should print for a task: the document's own words, shortened, never invented.

A measure with one task prints its heading; where an item has several, each prints its operative sentence, without the
circumstances before it (围绕…， 依托…，).
"""

from __future__ import annotations

import re

_OPENERS = re.compile(
    r"^(?:围绕|依托|以|按照|根据|结合|通过|立足|针对|面向|利用|充分利用|充分发挥|充分运用|发挥|借助|采取|采用|对|在|为|从|鉴于|适应|聚焦|到)"
)
_LONGEST = 80
_SHORTEST = 8
_SHORTEST_PART = 12
_LONGEST_PART = 60


def propose_wording(title: str, text: str, *, alone: bool) -> str:
    """Return the proposed wording; `alone` says that the item has no other task. Without a title the text decides."""
    if alone and title:
        return title
    sentences = [s.strip() for s in re.split(r"(?<=[。！？])|\n", text) if s.strip()]
    first = sentences[0] if sentences else text
    return _shortened(_operative(first.rstrip("。！？；，")))


def _operative(sentence: str) -> str:
    """Drop circumstances at the beginning, as long as something to do is left."""
    rest = sentence
    while _OPENERS.match(rest):
        comma = rest.find("，")
        if comma < 0 or len(rest) - comma - 1 < _SHORTEST:
            break
        rest = rest[comma + 1 :]
    return rest


def _shortened(sentence: str) -> str:
    """Cut a long sentence at a comma: as much as a row holds well, so that what is done is in it, not only by whom."""
    if len(sentence) <= _LONGEST:
        return sentence
    cuts = [m.start() for m in re.finditer("[，；]", sentence) if m.start() >= _SHORTEST_PART]
    short = [cut for cut in cuts if cut <= _LONGEST_PART]
    return sentence[: short[-1] if short else cuts[0]] if cuts else sentence
