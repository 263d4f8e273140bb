"""使用手册: the manual's own window, with the chapters on the left, a way back, and a search through all of them.

The chapters are HTML files in `resources/manual`; `index.html` lists them in their order. Nothing outside that folder
is ever read or opened.
"""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import (
    QAction,
    QColor,
    QImage,
    QKeySequence,
    QPalette,
    QTextCursor,
    QTextDocument,
    QTextDocumentFragment,
)
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QSplitter,
    QTextBrowser,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from desktop.support.paths import resources
from desktop.ui.actions import keys_html

INDEX = "index.html"
#: Stands in a chapter where the table of keys is put, so that it never says other keys than the program has.
KEYS_PLACE = "<!--keys-->"
_SIZE = (1000, 700)
_CONTENTS_WIDTH = 210
#: How far what stands in the window is set off from the page, of the way to the colour of the text.
_SHADE = 0.1
_PAGE = Qt.ItemDataRole.UserRole
Key = QKeySequence.StandardKey


class Chapter(NamedTuple):
    """A chapter: the file within the manual's folder, and its title."""

    file: str
    title: str


def manual_folder() -> Path:
    """The folder of the manual."""
    return resources() / "manual"


def chapters(folder: Path) -> tuple[Chapter, ...]:
    """Return the chapters that the index in `folder` lists, in their order, the index itself first."""
    reader = _Index()
    reader.feed((folder / INDEX).read_text(encoding="utf-8"))
    return (Chapter(INDEX, "目录"), *reader.found)


class _Index(HTMLParser):
    """Gathers the links that stand in the items of a list."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Chapter] = []
        self._listing = False
        self._file = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._listing = tag == "li" or (self._listing and tag == "a")
        self._file = dict(attrs).get("href") or "" if self._listing and tag == "a" else ""

    def handle_data(self, data: str) -> None:
        if self._file:
            self.found.append(Chapter(self._file, data))
            self._file = ""


class ManualPage(QTextBrowser):
    """Shows files of one folder, and what they link to within it."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder.resolve()
        self.setAccessibleName("手册正文")
        self.setOpenExternalLinks(False)
        self.setOpenLinks(False)
        self.anchorClicked.connect(self.follow)
        self.document().setDocumentMargin(18)
        self.document().setIndentWidth(22)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() + 1)  # a page is read, where a table is glanced at
        self.setFont(font)
        self._style()

    @property
    def file(self) -> str:
        """The file shown, by its name."""
        return self.source().fileName()

    def go(self, file: str, anchor: str = "") -> None:
        """Show a file of the folder, at a place in it where one is named."""
        url = QUrl.fromLocalFile(str(self._folder / file))
        if anchor:
            url.setFragment(anchor)
        self.setSource(url, QTextDocument.ResourceType.HtmlResource)

    def follow(self, link: QUrl) -> None:
        """Follow a link, where it leads to a file of the folder; any other does nothing."""
        url = self.source().resolved(link)
        if self._inside(url) is not None:
            self.setSource(url, QTextDocument.ResourceType.HtmlResource)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Read a chapter or a picture from the folder, and from nowhere else."""
        path = self._inside(self.source().resolved(QUrl(name)))
        if path is None:
            return None
        if kind == QTextDocument.ResourceType.ImageResource.value:
            return QImage(str(path))
        return path.read_text(encoding="utf-8").replace(KEYS_PLACE, keys_html())

    def changeEvent(self, event: QEvent) -> None:
        """Keep to the colours of the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.file:
            self._style()
            self.reload()

    def _inside(self, url: QUrl) -> Path | None:
        if not url.isLocalFile():
            return None
        path = Path(url.toLocalFile()).resolve()
        return path if path.is_relative_to(self._folder) and path.is_file() else None

    def _style(self) -> None:
        palette = self.palette()
        ground, ink = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Text)
        soft = _between(ground, ink, _SHADE).name()
        self.document().setDefaultStyleSheet(
            "h1 { font-size: x-large; margin: 0 0 10px 0; }"
            "h2 { font-size: large; margin: 18px 0 6px 0; }"
            "p { line-height: 140%; margin: 5px 0; }"
            "li { line-height: 140%; margin: 2px 0; }"
            ".picture { line-height: 100%; margin: 10px 0; }"
            "td { line-height: 130%; }"
            f"em {{ font-style: normal; background-color: {soft}; }}"
            f".note {{ background-color: {soft}; margin: 10px 0; }}"
        )


def _between(one: QColor, other: QColor, part: float) -> QColor:
    """Return the colour that is `part` of the way (0 to 1) from one to another."""
    ends = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    red, green, blue = (round(a + (b - a) * part) for a, b in ends)
    return QColor(red, green, blue)


class ManualWindow(QWidget):
    """A window of its own, so that the manual can lie beside the work, whatever dialog is open there."""

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        self._folder = manual_folder() if folder is None else folder
        self._chapters = chapters(self._folder)
        self._texts: dict[str, str] = {}
        self.setWindowTitle("使用手册")
        # The program ends with its main window.
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.page = ManualPage(self._folder)
        self.contents = QListWidget()
        self.contents.setAccessibleName("目录")
        self.contents.setWordWrap(True)
        self.contents.setSpacing(3)
        for chapter in self._chapters:
            item = QListWidgetItem(chapter.title)
            item.setData(_PAGE, chapter.file)
            self.contents.addItem(item)
        self.box = QLineEdit()
        self.box.setAccessibleName("在手册中查找")
        self.box.setPlaceholderText("在手册中查找（Ctrl+F）")
        self.box.setClearButtonEnabled(True)
        self.box.setFixedWidth(self.box.fontMetrics().horizontalAdvance("查") * 20)
        self.said = QLabel()
        self.said.setAccessibleName("查找结果")
        self._back = self._action("◀ 后退", self.page.backward, Key.Back, "回到刚才看的地方")
        self._forward = self._action("前进 ▶", self.page.forward, Key.Forward, "再往前")
        self._build()
        self._connect()
        room = self.screen().availableGeometry()
        self.resize(min(_SIZE[0], room.width() - 20), min(_SIZE[1], room.height() - 40))
        self.page.go(INDEX)
        self.page.setFocus()

    def show_page(self, file: str = INDEX, anchor: str = "") -> None:
        """Come to the front with a chapter."""
        self.page.go(file, anchor)
        self.come_forward()

    def come_forward(self) -> None:
        """Come to the front with the page that was last looked at."""
        self.show()
        self.raise_()
        self.activateWindow()

    def seek(self, *, forward: bool = True) -> bool:
        """Light the next place of the text typed, in this chapter or the next that has it; False for none."""
        sought = self.box.text().strip()
        if not sought:
            self.said.clear()
            return False
        way = QTextDocument.FindFlag(0) if forward else QTextDocument.FindFlag.FindBackward
        if self.page.find(sought, way):
            self.said.clear()
            return True
        files = [chapter.file for chapter in self._chapters]
        here = files.index(self.page.file)
        others = (
            [*files[here + 1 :], *files[: here + 1]]
            if forward
            else [
                *files[:here][::-1],
                *files[here:][::-1],
            ]
        )
        for file in others:
            if sought.casefold() in self._text_of(file).casefold():
                if file != self.page.file:
                    self.page.go(file)
                end = QTextCursor.MoveOperation.Start if forward else QTextCursor.MoveOperation.End
                self.page.moveCursor(end)
                if self.page.find(sought, way):
                    self.said.clear()
                    return True
        self.said.setText("没有找到")
        return False

    def _text_of(self, file: str) -> str:
        if file not in self._texts:
            html = str(self.page.loadResource(0, QUrl.fromLocalFile(str(self._folder / file))))
            self._texts[file] = QTextDocumentFragment.fromHtml(html).toPlainText()
        return self._texts[file]

    def _action(
        self, text: str, act: Any, keys: QKeySequence.StandardKey | str, tip: str
    ) -> QAction:
        action = QAction(text, self)
        bindings = QKeySequence.keyBindings(keys) if isinstance(keys, Key) else [QKeySequence(keys)]
        action.setShortcuts(bindings)
        action.setToolTip(tip)
        action.triggered.connect(lambda: act())
        self.addAction(action)
        return action

    def _build(self) -> None:
        bar = QToolBar("手册")
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.addAction(self._back)
        bar.addAction(self._forward)
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(spacer)
        bar.addWidget(self.said)
        bar.addWidget(self.box)
        bar.addAction(
            self._action("▲", lambda: self.seek(forward=False), "Shift+F3", "上一处（Shift+F3）")
        )
        bar.addAction(self._action("▼", self.seek, "F3", "下一处（F3）"))
        self._action("查找", self._to_box, Key.Find, "")
        self._action("返回", self._escape, "Esc", "")
        self._action("关闭", self.close, Key.Close, "")
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.contents)
        split.addWidget(self.page)
        split.setStretchFactor(1, 1)
        split.setSizes([_CONTENTS_WIDTH, _SIZE[0] - _CONTENTS_WIDTH])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(split, 1)

    def _connect(self) -> None:
        self.page.sourceChanged.connect(self._shown)
        self.page.backwardAvailable.connect(self._back.setEnabled)
        self.page.forwardAvailable.connect(self._forward.setEnabled)
        self.contents.currentItemChanged.connect(lambda item, _before: self._choose(item))
        self.box.textEdited.connect(lambda _text: self._typed())
        self.box.returnPressed.connect(self.seek)
        self._back.setEnabled(False)
        self._forward.setEnabled(False)

    def _shown(self, url: QUrl) -> None:
        """Have the contents follow what is shown."""
        for row, chapter in enumerate(self._chapters):
            if chapter.file == url.fileName():
                self.contents.blockSignals(True)
                self.contents.setCurrentRow(row)
                self.contents.blockSignals(False)

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.page.go(str(item.data(_PAGE)))

    def _typed(self) -> None:
        """Look from where the present finding begins, so that it grows with what is typed."""
        cursor = self.page.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self.page.setTextCursor(cursor)
        self.seek()

    def _to_box(self) -> None:
        self.box.setFocus()
        self.box.selectAll()

    def _escape(self) -> None:
        if self.box.hasFocus():
            self.page.setFocus()
        else:
            self.close()
