"""Column widths that fill a table and leave nothing sideways out of sight."""

from __future__ import annotations

from collections.abc import Sequence


def fitted(shares: Sequence[int], room: int, least: int) -> list[int]:
    """Divide `room` pixels in proportion to `shares`, each column at least `least` wide.

    What narrow columns need more is taken from the widest. Where even `least` for all is too much, the sum is more
    than `room`.
    """
    total = sum(shares)
    ends = [round(sum(shares[: i + 1]) * room / total) for i in range(len(shares))]
    widths = [max(least, end - start) for start, end in zip([0, *ends], ends, strict=False)]
    while (over := sum(widths) - room) > 0:
        widest = max(range(len(widths)), key=lambda i: widths[i])
        if widths[widest] <= least:
            break
        widths[widest] -= min(over, widths[widest] - least)
    return widths
