"""Column widths that fill a table and leave nothing sideways out of sight."""

from __future__ import annotations

from collections.abc import Sequence


def fitted(shares: Sequence[int], room: int, least: Sequence[int]) -> list[int]:
    """Divide `room` pixels in proportion to `shares`, each column at least as wide as `least` says of it.

    What narrow columns need more is taken from those that have most to spare. Where even the least of all is too much,
    the sum is more than `room`.
    """
    total = sum(shares)
    ends = [round(sum(shares[: i + 1]) * room / total) for i in range(len(shares))]
    widths = [
        max(few, end - start) for few, start, end in zip(least, [0, *ends], ends, strict=False)
    ]
    while (over := sum(widths) - room) > 0:
        widest = max(range(len(widths)), key=lambda i: widths[i] - least[i])
        spare = widths[widest] - least[widest]
        if spare <= 0:
            break
        widths[widest] -= min(over, spare)
    return widths
