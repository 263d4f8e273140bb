"""Long texts on one line: cut, or shown from where two begin to differ."""

from __future__ import annotations

_LONGEST = 40
#: How many characters before a difference are shown with it.
_LEAD_IN = 6


def around(before: str, after: str) -> tuple[str, str]:
    """Shorten two texts to where they begin to differ."""
    start = 0
    if before and after and max(len(before), len(after)) > _LONGEST:
        alike = next(
            (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
            min(len(before), len(after)),
        )
        start = max(0, alike - _LEAD_IN)
    return shortened(before, start), shortened(after, start)


def shortened(text: str, start: int = 0, longest: int = _LONGEST) -> str:
    """Return `longest` characters of a text from `start` on, spaces and line ends as one space, … for what is left."""
    part = " ".join(text[start : start + longest].split())
    lead = "…" if start else ""
    return lead + part + ("…" if len(text) > start + longest else "")
