"""查找: the next cell that holds the words, going round at the end."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex

from desktop.ui.sheet_view import SheetView


@dataclass(frozen=True, slots=True)
class Found:
    """The place found among all places, from 1."""

    number: int
    total: int


def find(
    view: SheetView, words: str, *, backwards: bool = False, stay: bool = False
) -> Found | None:
    """Go to the next cell of `view` that holds `words`; with `stay` the current cell counts too."""
    model = view.book_model()
    words = words.strip().casefold()
    if not words:
        return None
    places = [
        (r, c)
        for r in range(model.rowCount())
        for c in range(model.columnCount())
        if words in str(model.index(r, c).data() or "").casefold()
    ]
    if not places:
        return None
    chosen = _next(places, view.currentIndex(), backwards, stay)
    view.go_to(model.index(*places[chosen]))
    return Found(chosen + 1, len(places))


def _next(places: list[tuple[int, int]], index: QModelIndex, backwards: bool, stay: bool) -> int:
    here = (index.row(), index.column())
    if backwards:
        return max((i for i, place in enumerate(places) if place < here), default=len(places) - 1)
    return next((i for i, p in enumerate(places) if p > here or (stay and p == here)), 0)
