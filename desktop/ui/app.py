"""Starts the window."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from desktop.ui.crash import CrashReporter
from desktop.ui.fonts import use_bundled_font_where_needed
from desktop.ui.main_window import MainWindow

_LOG = logging.getLogger(__name__)


def main(argv: list[str]) -> int:
    """Run the window, with the file named in `argv` if there is one, and return the exit code."""
    app = make_application([*argv[:1]])
    CrashReporter(app).install()
    window = MainWindow()
    window.show()
    # The window is painted before anything is read.
    QTimer.singleShot(0, window, lambda: open_first(window, argv))
    return app.exec()


def make_application(argv: list[str]) -> QApplication:
    """Make the application: its name, its language, a font that has Chinese."""
    QApplication.setApplicationName("fengong")
    QApplication.setApplicationDisplayName("")
    QApplication.setOrganizationName("fengong")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    app = QApplication(["fengong", *argv])
    translate(app)
    use_bundled_font_where_needed()
    return app


def translate(app: QApplication) -> None:
    """Give Qt's own buttons and menus their Chinese words."""
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        app.installTranslator(translator)
    else:
        _LOG.warning("Qt's Chinese translation is missing")


def open_first(window: MainWindow, argv: list[str]) -> None:
    """Open the file named, else the last book; else the first page stays."""
    last = window.memory.settings.last_book
    if argv:
        window.open_path(Path(argv[0]).absolute())
    elif last is not None:
        window.open_path(last)
