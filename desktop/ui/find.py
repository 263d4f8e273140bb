"""查找: the next cell that holds the words, going round at the end.

Cells are searched as they are shown, units and deadlines included, by the key that search over the book uses too:
without regard to width, case and white space; of several words a cell must hold every one.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex

from desktop.domain.folding import fold, fold_words
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
    keys = fold_words(words)
    if not keys:
        return None
    places = [(r, c) for r in range(model.rowCount()) for c in _columns(view, r, keys)]
    if not places:
        return None
    chosen = _next(places, view.currentIndex(), backwards, stay)
    view.go_to(model.index(*places[chosen]))
    return Found(chosen + 1, len(places))


def _columns(view: SheetView, place: int, keys: tuple[str, ...]) -> list[int]:
    """Return the columns shown in which a row holds every key."""
    model = view.book_model()
    row = model.row(place)
    # Asked of the model itself: through Qt's indexes a book of 35,000 tasks takes several times as long.
    cells = [
        model.cell(row, c.key) + "\n" + model.note(row, c.key) if view.shows(c.key) else ""
        for c in model.columns
    ]
    whole = fold("".join(cells))
    if not all(key in whole for key in keys):
        return []
    folded = [fold(cell) for cell in cells]
    return [c for c, cell in enumerate(folded) if all(key in cell for key in keys)]


def _next(places: list[tuple[int, int]], index: QModelIndex, backwards: bool, stay: bool) -> int:
    here = (index.row(), index.column())
    if backwards:
        return max((i for i, place in enumerate(places) if place < here), default=len(places) - 1)
    return next((i for i, p in enumerate(places) if p > here or (stay and p == here)), 0)
