"""显示列: which columns of the table on top are to be seen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from desktop.ui.sheet_view import SheetView


def fill_columns(menu: QMenu, view: SheetView | None) -> None:
    """List the columns of `view` that can be hidden, a check before those shown; None is no table."""
    menu.clear()
    for column in view.book_model().columns if view is not None else ():
        if view is not None and column.hideable:
            action = menu.addAction(column.title)
            action.setObjectName(column.key)
            action.setCheckable(True)
            action.setChecked(view.shows(column.key))
            action.toggled.connect(_turn(view, column.key))
    if menu.isEmpty():
        menu.addAction("没有打开分工簿").setEnabled(False)


def offer_columns(view: SheetView) -> None:
    """Have the header of `view` offer the same by its context menu."""
    header, menu = view.horizontalHeader(), QMenu(view)

    def popup(at: QPoint) -> None:
        fill_columns(menu, view)
        menu.popup(header.mapToGlobal(at))

    header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    header.customContextMenuRequested.connect(popup)


def _turn(view: SheetView, column: str) -> Callable[[bool], None]:
    def turn(shown: bool) -> None:
        view.commit_editor()
        view.show_column(column, shown)

    return turn
