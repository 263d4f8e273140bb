"""The window's part of the self-test, run as a child: can Qt start here and draw Chinese?"""

from __future__ import annotations

import os
import sys

_SAMPLE = "任务分工簿"


def main() -> int:
    """Start Qt, draw a line of Chinese, print what was found; 1 where nothing could be drawn."""
    if sys.platform not in ("win32", "darwin") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QSize, Qt, qVersion
    from PySide6.QtGui import QColor, QImage, QPainter
    from PySide6.QtWidgets import QApplication

    from desktop.ui.fonts import use_bundled_font_where_needed

    app = QApplication(sys.argv[:1])
    bundled = use_bundled_font_where_needed()
    image = QImage(QSize(200, 40), QImage.Format.Format_RGB32)
    image.fill(QColor(Qt.GlobalColor.white))
    painter = QPainter(image)
    painter.drawText(image.rect(), int(Qt.AlignmentFlag.AlignCenter), _SAMPLE)
    painter.end()
    blank = QImage(image.size(), image.format())
    blank.fill(QColor(Qt.GlobalColor.white))
    if image == blank:
        sys.stderr.write("画不出汉字\n")
        return 1
    font = "自带字体" if bundled else "系统字体"
    sys.stdout.write(f"Qt {qVersion()}，{app.platformName()}，{font}\n")
    return 0
