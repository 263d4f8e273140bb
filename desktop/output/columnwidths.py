"""How wide each column is, the same in every format."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from desktop.domain.columns import Align
from desktop.domain.sheet import SheetColumn
from desktop.output import page
from desktop.support.errors import OutputError

_MOST_CHANGE: Final = 0.1


def column_widths(columns: Sequence[SheetColumn]) -> list[float]:
    """The columns' widths in points; together they are as wide as the type area.

    The measure of a justified column is rounded to whole characters, so that its full lines need
    no stretching at all. What is gained or lost goes to the other columns in proportion; where
    that would change them by more than a tenth, all keep their shares.
    Raises `OutputError` ``output.no_columns`` when there is nothing to share out.
    """
    total = sum(column.width for column in columns)
    if total <= 0:
        raise OutputError("output.no_columns")
    shares = [column.width / total * page.BODY_WIDTH for column in columns]
    whole = [
        _whole_characters(share) if column.align is Align.JUSTIFY else None
        for share, column in zip(shares, columns, strict=True)
    ]
    others = sum(share for share, width in zip(shares, whole, strict=True) if width is None)
    left_over = page.BODY_WIDTH - sum(width for width in whole if width is not None)
    if others <= 0 or abs(left_over / others - 1) > _MOST_CHANGE:
        return shares
    return [
        share * left_over / others if width is None else width
        for share, width in zip(shares, whole, strict=True)
    ]


def _whole_characters(width: float) -> float:
    """The width nearest to `width` that takes a whole number of characters, one at least."""
    padding = 2 * page.CELL_PADDING
    return max(1, round((width - padding) / page.CELL_SIZE)) * page.CELL_SIZE + padding
