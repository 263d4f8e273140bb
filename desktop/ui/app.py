"""Starts the window."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desktop.support import garbage
from desktop.ui.crash import CrashReporter
from desktop.ui.fonts import use_bundled_font_where_needed
from desktop.ui.qt_words import translate

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

_SPLASH = (360, 120)
#: Seconds that a thread may keep the others waiting; Python's own 5 ms make a frame of 40 calls last 200 ms.
TURN = 0.0005


def main(argv: list[str]) -> int:
    """Run the window, with the file named in `argv` if there is one, and return the exit code."""
    # Where a worker is busy, the window waits so long each time it comes back from Qt: many times in a frame.
    sys.setswitchinterval(TURN)
    app = make_application()
    CrashReporter(app).install()
    splash = show_splash()
    with garbage.left_alone():
        # Late: storage takes longer to load than to paint something.
        from desktop.ui.main_window import MainWindow

        window = MainWindow()
    window.show()
    splash.finish(window)
    garbage.look_seldom()
    # The window is painted before anything is read.
    QTimer.singleShot(0, window, lambda: open_first(window, argv))
    return app.exec()


def make_application() -> QApplication:
    """Make the application: its name, its language, a font that has Chinese."""
    QApplication.setApplicationName("fengong")
    QApplication.setOrganizationName("fengong")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    app = QApplication(["fengong"])
    translate(app)
    use_bundled_font_where_needed()
    return app


class Splash(QLabel):
    """What is seen until the window is there. Not Qt's own, which may wait a second for the screen."""

    def __init__(self) -> None:
        super().__init__("任务分工簿\n\n正在启动…")
        self.setWindowFlags(Qt.WindowType.SplashScreen | Qt.WindowType.FramelessWindowHint)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setStyleSheet("color: black; background: white")
        self.setFixedSize(*_SPLASH)
        self.move(self.screen().availableGeometry().center() - self.rect().center())

    def finish(self, _window: QWidget) -> None:
        """Make room for the window."""
        self.close()
        self.deleteLater()


def show_splash() -> Splash:
    """Show that the program is on its way."""
    splash = Splash()
    splash.show()
    QApplication.processEvents()
    return splash


def open_first(window: MainWindow, argv: list[str]) -> None:
    """Open the file named, else the last book; else the first page stays."""
    last = window.memory.settings.last_book
    if argv:
        window.open_path(Path(argv[0]).absolute())
    elif last is not None:
        window.open_path(last)
