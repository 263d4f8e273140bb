"""A font that has Chinese, whatever the system brings."""

from __future__ import annotations

import logging

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from desktop.support.paths import resources

_LOG = logging.getLogger(__name__)
_FILE = "FengongHei.ttf"


def use_bundled_font_where_needed() -> bool:
    """Take the bundled font for the window where the system has none for Chinese; say whether it was taken.

    Call it once there is a `QApplication`.
    """
    if QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        return False
    number = QFontDatabase.addApplicationFont(str(resources() / "fonts" / _FILE))
    families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    if not families:
        _LOG.warning("the bundled font could not be loaded")
        return False
    QApplication.setFont(QFont(families[0], QApplication.font().pointSize()))
    return True
