"""The last resort: an error that no part of the program foresaw is shown once, and the program goes on."""

from __future__ import annotations

import logging
import platform
import sys
import threading
import time
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtWidgets import QApplication, QMessageBox

import desktop

_LOG = logging.getLogger(__name__)
_QUIET = 5.0  # seconds for which the same error is not told again


def report(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Describe an error by its kind and places alone; its own words might hold text of a document."""
    places = [f"  {f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace)]
    return "\n".join(
        [
            f"任务分工簿 {desktop.__version__}",
            f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
            kind.__name__,
            *places,
        ]
    )


class CrashReporter(QObject):
    """Takes over the hooks of the interpreter and of its threads."""

    _happened = Signal(str)

    def __init__(
        self, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._last = ""
        self._closed_at = 0.0
        self._box: QMessageBox | None = None
        self._happened.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Begin to catch."""
        sys.excepthook = self._caught
        threading.excepthook = self._caught_in_thread

    def _caught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            QApplication.quit()
            return
        text = report(kind, trace)
        _LOG.error("unforeseen error\n%s", text)
        self._happened.emit(text)

    def _caught_in_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_type is not SystemExit and caught.exc_value is not None:
            self._caught(caught.exc_type, caught.exc_value, caught.exc_traceback)

    def _show(self, text: str) -> None:
        # One box is enough; the log has the rest. What is painted again and fails again must not come back at once.
        again = text == self._last and self._clock() - self._closed_at < _QUIET
        if self._box is not None or again:
            return
        self._last = text
        box = QMessageBox(QApplication.activeModalWidget() or QApplication.activeWindow())
        box.setWindowTitle("任务分工簿")
        box.setIcon(QMessageBox.Icon.Critical)
        box.setText("程序出了意外，这一步可能没有完成。")
        box.setInformativeText(
            "已显示“已保存”的修改都在磁盘上，可以继续使用。\n"
            "如再次出现，请复制报告交给维护人员；报告里没有文件内容。"
        )
        box.setDetailedText(text)
        copy = box.addButton("复制报告", QMessageBox.ButtonRole.ActionRole)
        go_on = box.addButton("继续", QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(go_on)
        box.setEscapeButton(go_on)
        copy.clicked.connect(lambda: QApplication.clipboard().setText(text))
        box.finished.connect(self._closed)
        box.destroyed.connect(self._gone)
        self._box = box
        box.open()

    def _closed(self) -> None:
        box, self._box = self._box, None
        self._closed_at = self._clock()
        if box is not None:
            box.destroyed.disconnect(self._gone)
            box.deleteLater()

    def _gone(self) -> None:
        # With the window that it belonged to.
        self._box = None
