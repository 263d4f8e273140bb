"""Starts the window."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from desktop.support.paths import resources
from desktop.ui.crash import CrashReporter
from desktop.ui.main_window import MainWindow

_LOG = logging.getLogger(__name__)
_FONT = "FengongHei.ttf"


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
    provide_font()
    return app


def translate(app: QApplication) -> None:
    """Give Qt's own buttons and menus their Chinese words."""
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        app.installTranslator(translator)
    else:
        _LOG.warning("Qt's Chinese translation is missing")


def provide_font() -> None:
    """Take the bundled font where the system has none for Chinese."""
    if QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        return
    number = QFontDatabase.addApplicationFont(str(resources() / "fonts" / _FONT))
    families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    if families:
        font = QApplication.font()
        QApplication.setFont(QFont(families[0], font.pointSize()))
    else:
        _LOG.warning("the bundled font could not be loaded")


def open_first(window: MainWindow, argv: list[str]) -> None:
    """Open the file named, else the last book; else the first page stays."""
    last = window.memory.settings.last_book
    if argv:
        window.open_path(Path(argv[0]).absolute())
    elif last is not None:
        window.open_path(last)
