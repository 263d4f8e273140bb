"""What the window remembers, kept in the settings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow

from desktop.domain.book import Book
from desktop.services.opening import remember
from desktop.services.settings import Settings, load_settings, save_settings
from desktop.ui.sheet_view import SheetView

#: What follows a table's name where its columns are remembered that are shown or hidden otherwise than usual.
_TURNED = ".turned"


class Memory:
    """Holds the settings and writes each change."""

    def __init__(self) -> None:
        self.settings: Settings = load_settings()

    def keep(self, settings: Settings) -> bool:
        """Take other settings; False where they could not be written."""
        if settings == self.settings:
            return True
        self.settings = settings
        return save_settings(settings)

    def keep_book(self, path: Path, book: Book) -> None:
        """Remember a book as the one opened last."""
        self.keep(remember(self.settings, path, book))

    def knows(self, path: Path) -> bool:
        """Say whether a book was opened at `path` before."""
        return any(Path(book.path) == path for book in self.settings.recent)

    def forget_book(self, path: str) -> None:
        """Drop a book from those opened before; the file stays."""
        self.keep(self.settings.without_book(path))

    def keep_window(self, window: QMainWindow, views: tuple[SheetView, ...]) -> None:
        """Remember the window's place and the widths of columns, and which are shown."""
        columns = dict(self.settings.columns)
        for view in views:
            columns[view.objectName()] = ",".join(map(str, view.column_widths()))
            columns[view.objectName() + _TURNED] = ",".join(view.columns_turned())
        geometry = bytes(window.saveGeometry().toBase64().data()).decode("ascii")
        self.keep(replace(self.settings, window=geometry, columns=columns))

    def restore_window(self, window: QMainWindow) -> bool:
        """Put the window where it was."""
        stored = self.settings.window.encode("ascii", "ignore")
        return bool(stored) and window.restoreGeometry(QByteArray.fromBase64(stored))

    def restore_columns(self, view: SheetView) -> None:
        """Give a table the columns and widths it had, or those of the registry."""
        view.turn_columns(self.settings.columns.get(view.objectName() + _TURNED, "").split(","))
        stored = self.settings.columns.get(view.objectName(), "")
        parts = stored.split(",") if stored else []
        view.set_column_widths([int(p) for p in parts] if all(map(str.isdecimal, parts)) else [])
