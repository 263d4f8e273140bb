"""Qt's own buttons, menus and dialogs in Chinese, whatever the language of the system.

Qt's translation is loaded by its name, not by a locale. What it leaves in English stands here.
"""

from __future__ import annotations

import logging

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

_LOG = logging.getLogger(__name__)

#: By context and source text, as in Qt's own code.
_WORDS = {
    ("QFileDialog", "&Look in:"): "位置(&L)：",
    ("QFileDialog", "Look in:"): "位置：",
    ("QFileDialog", "Files of &type:"): "文件类型(&T)：",
    ("QFileDialog", "Files of type:"): "文件类型：",
    ("QFileDialog", "Go back"): "后退",
    ("QFileDialog", "Go forward"): "前进",
    ("QAbstractFileIconProvider", "Folder"): "文件夹",
    ("QAbstractFileIconProvider", "File Folder"): "文件夹",
    ("QAbstractFileIconProvider", "File"): "文件",
    ("QAbstractFileIconProvider", "%1 File"): "%1 文件",
    ("QAbstractFileIconProvider", "Drive"): "磁盘",
    ("QFileSystemModel", "Size"): "大小",
    ("QFileSystemModel", '<b>The name "%1" cannot be used.</b>'): "<b>不能用“%1”作名称。</b>",
    ("QPrintDialog", "Page &Set:"): "页码范围(&S)：",
    ("QPrintSettingsOutput", "Page &Set:"): "页码范围(&S)：",
    ("QPageSetupWidget", "Page &order:"): "页面顺序(&O)：",
    ("QPageSetupWidget", "Pages &per sheet:"): "每张页数(&P)：",
    # As the window has it.
    ("QWidgetTextControl", "&Undo"): "撤销(&U)",
    ("QLineEdit", "&Undo"): "撤销(&U)",
    # Arrows as they stand on the keys.
    ("QShortcut", "Up"): "↑",
    ("QShortcut", "Down"): "↓",
    ("QShortcut", "Left"): "←",
    ("QShortcut", "Right"): "→",
}


class QtWords(QTranslator):
    """Answers for the words above only; asked before Qt's own translation."""

    def translate(
        self, context: str, source: str, _disambiguation: str | None = None, _count: int = -1
    ) -> str | None:
        """Return the Chinese of one text, or None for Qt to look further."""
        return _WORDS.get((context, source))

    def isEmpty(self) -> bool:
        """Say that there is something to ask for."""
        return False


def translate(app: QCoreApplication) -> None:
    """Give Qt's own buttons and menus their Chinese words; a second call changes nothing."""
    if any(isinstance(child, QtWords) for child in app.children()):
        return
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        app.installTranslator(translator)
    else:
        _LOG.warning("Qt's Chinese translation is missing")
    app.installTranslator(QtWords(app))
