"""What stands beside the table gives way to it where the window is narrow, and comes back where it is not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget


class SidePanes:
    """Folds `panes` away, the first of them first, while they and the table do not fit side by side.

    A pane that the clerk has put away stays so; one that the clerk fetches while it is folded stays until there is room
    for all again.
    """

    def __init__(self, panes: Sequence[QWidget]) -> None:
        self._panes = tuple(panes)
        self._folded: set[QWidget] = set()
        self._fetched: set[QWidget] = set()

    def fit(self, width: int, table: int) -> int:
        """Fold or unfold so that the table has `table` pixels of `width`; return how many the panes shown leave it."""
        fetched = {pane for pane in self._folded if not pane.isHidden()}
        self._fetched |= fetched
        self._folded -= fetched
        wanted = [p for p in self._panes if p in self._folded or not p.isHidden()]
        spare = width - table - sum(map(_least, wanted))
        if spare >= 0:
            self._fetched.clear()
        for pane in wanted:
            fold = spare < 0 and pane not in self._fetched
            if fold:
                spare += _least(pane)
                self._folded.add(pane)
            else:
                self._folded.discard(pane)
            pane.setVisible(not fold)
        return width - sum(_least(pane) for pane in self._panes if not pane.isHidden())


def _least(pane: QWidget) -> int:
    return max(pane.minimumWidth(), pane.minimumSizeHint().width())
