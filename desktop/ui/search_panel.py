"""查找: the line to type in, what narrows it, and what was found, above the tables."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.book import Book
from desktop.domain.folding import fold_words
from desktop.domain.records import Policy
from desktop.domain.search import Query
from desktop.domain.search_findings import Finding, Findings
from desktop.ui.search_job import Searcher
from desktop.ui.search_narrow import Narrowing
from desktop.ui.search_results import KINDS, PASSAGE, PassageDelegate, ResultModel

_WIDTHS = (48, 70, 0, 170, 110)
_HINT = "输入要找的文字，一个字也可以；几个词之间用空格隔开"


class SearchBox(QLineEdit):
    """A line that says `asked` when its text is another, but not while an input method is composing."""

    asked = Signal()
    down = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._composing = False
        self._asked = ""
        self.textChanged.connect(self._changed)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Know while a word is being composed: it may already have replaced what was selected."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        self._changed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go down into what was found."""
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)

    def _changed(self) -> None:
        if not self._composing and self.text() != self._asked:
            self._asked = self.text()
            self.asked.emit()


class _List(QTableView):
    """What was found. `taken` on Enter and double click."""

    taken = Signal()
    up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes a finding; up from the first one leads back to the line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.up.emit()
        else:
            super().keyPressEvent(event)


class SearchPanel(QWidget):
    """`chosen` gives a finding to go to, and whether the keyboard goes with it; `closed` on Esc.

    `only` gives findings whose rows alone are to be shown in the tables; `said` what is said in passing.
    """

    chosen = Signal(object, bool)
    only = Signal(object)
    closed = Signal()
    said = Signal(str)

    def __init__(self, searcher: Searcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._searcher = searcher
        self._found: Findings | None = None
        self._step = 0  # to go on by when the answer comes
        self._stale = False
        self.box = SearchBox()
        self.kinds = {kind: QCheckBox(title) for kind, title in KINDS.items()}
        self.narrowing = Narrowing()
        self.count = QLabel(_HINT)
        self.only_button = QPushButton("在表中只看这些")
        self.model = ResultModel()
        self.list = _List()
        self._build()
        self._connect()
        self.hide()

    def open(self, book: Book) -> None:
        """Come into sight with the keyboard in the line."""
        self.narrowing.set_book(book)
        self.show()
        self.box.setFocus()
        self.box.selectAll()
        self._searcher.prepare()
        self.ask()

    def close_panel(self) -> None:
        """Go out of sight; words and findings are kept for F3."""
        self._step = 0
        self.hide()
        self.closed.emit()

    def set_book(self, book: Book) -> None:
        """Search another snapshot: at once while in sight, else when asked next."""
        self._stale = True
        if self.isVisible():
            self.narrowing.set_book(book)
            self.ask()

    def query(self) -> Query:
        """Return what is asked for."""
        narrowing = self.narrowing
        return Query(
            self.box.text(),
            narrowing.unit_asked(),
            narrowing.role_asked(),
            narrowing.section_asked(),
            narrowing.deadline_asked(),
            kinds=tuple(kind for kind, box in self.kinds.items() if box.isChecked()),
        )

    def ask(self) -> None:
        """Search for what is asked now."""
        self._stale = False
        self._searcher.ask(self.query())

    def step(self, by: int) -> None:
        """Go to the next finding (1) or the one before (-1), round at the end; once the answer is there."""
        if self._stale:
            self.ask()
        if self._searcher.busy:
            self._step = by
            return
        count = self.model.rowCount()
        if not count:
            self.said.emit(self.count.text())
            return
        here = self.list.currentIndex().row()
        place = (here + by) % count if here >= 0 or by > 0 else count - 1
        self._select(place)
        self._go(with_keyboard=False)

    def _build(self) -> None:
        self.box.setPlaceholderText("查找任务、附件和原文…")
        self.box.setAccessibleName("查找")
        self.box.setClearButtonEnabled(True)
        find = QLabel("查找")
        find.setBuddy(self.box)
        head = QHBoxLayout()
        head.addWidget(find)
        head.addWidget(self.box, 1)
        for box in self.kinds.values():
            box.setChecked(True)
            head.addWidget(box)
        head.addWidget(_tool("▲", "上一处（Shift+F3）", lambda: self.step(-1)))
        head.addWidget(_tool("▼", "下一处（F3）", lambda: self.step(1)))
        head.addWidget(_tool("✕", "关闭查找（Esc）", self.close_panel))
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.count.setAccessibleName("查找结果")
        self.only_button.setToolTip("两张表里只留下找到的行；点“显示全部”恢复")
        self.only_button.setEnabled(False)
        told = QHBoxLayout()
        told.addWidget(self.count, 1)
        told.addWidget(self.only_button)
        self._build_list()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 4, 6, 2)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.narrowing)
        layout.addLayout(told)
        layout.addWidget(self.list, 1)

    def _build_list(self) -> None:
        found = self.list
        found.setAccessibleName("找到的内容")
        found.setModel(self.model)
        found.setItemDelegateForColumn(PASSAGE, PassageDelegate(found))
        found.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        found.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        found.setShowGrid(False)
        found.setWordWrap(False)
        found.setTabKeyNavigation(False)
        found.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        found.verticalHeader().hide()
        height = found.fontMetrics().lineSpacing() + 6
        found.verticalHeader().setMinimumSectionSize(height)
        found.verticalHeader().setDefaultSectionSize(height)
        header = found.horizontalHeader()
        header.setHighlightSections(False)
        for column, width in enumerate(_WIDTHS):
            if column == PASSAGE:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
            else:
                found.setColumnWidth(column, width)
        found.setMinimumHeight(height * 3)

    def _connect(self) -> None:
        self.box.asked.connect(self.ask)
        self.box.returnPressed.connect(lambda: self.step(1))
        self.box.down.connect(self._into_list)
        self.list.up.connect(self.box.setFocus)
        self.list.taken.connect(lambda: self._go(with_keyboard=True))
        self.list.doubleClicked.connect(lambda _index: self._go(with_keyboard=True))
        self.list.clicked.connect(lambda _index: self._go(with_keyboard=False))
        for box in self.kinds.values():
            box.toggled.connect(self.ask)
        self.narrowing.changed.connect(self.ask)
        self.only_button.clicked.connect(lambda: self.only.emit(self._found))
        self._searcher.found.connect(self._show)
        self._searcher.indexed.connect(self.narrowing.set_units)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.close_panel)

    def _show(self, found: Findings) -> None:
        before = self._chosen()
        same = self._found is not None and self._found.query == found.query
        self._found = found
        self.model.show(found)
        self.count.setText(self._told(found))
        self.only_button.setEnabled(bool(found.rows))
        place = self.model.place_of(before) if same and before is not None else None
        if place is not None:
            self._select(place)
        step, self._step = self._step, 0
        if step:
            self.step(step)

    def _told(self, found: Findings) -> str:
        """Say how many there are and where, and all that was not searched or is not listed."""
        query = found.query
        if query.empty:
            return _HINT
        parts = [f"{KINDS[kind]} {found.counts.get(kind, 0)}" for kind in query.kinds]
        if Policy.kind in query.kinds and query.of_rows:
            parts[-1] = "按单位或时限查找时不含原文"
        elif Policy.kind in query.kinds and not fold_words(query.words):
            parts[-1] = "没有文字时不查原文"
        elif Policy.kind in query.kinds and self._searcher.reading:
            parts[-1] = "原文正在读取…"
        elif Policy.kind in query.kinds and self._searcher.unreadable:
            parts[-1] += f"，有{self._searcher.unreadable}份原文读不出来"
        unknown = self.narrowing.unknown_unit()
        if unknown is not None:
            return f"本簿中没有单位“{unknown}”"
        if not query.kinds:
            return "请勾选要查找的内容：任务分解、附件或原文"
        where = "、".join(parts)
        if not found.total:
            return f"没有找到（{where}）"
        cut = len(found.listed)
        tail = f"；太多，只列出前 {cut} 处" if cut < found.total else ""
        return f"共 {found.total} 处（{where}）{tail}"

    def _into_list(self) -> None:
        if self.model.rowCount():
            if not self.list.currentIndex().isValid():
                self._select(0)
            self.list.setFocus()

    def _select(self, place: int) -> None:
        index = self.model.index(place, PASSAGE)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)

    def _chosen(self) -> Finding | None:
        index: QModelIndex = self.list.currentIndex()
        return self.model.finding(index.row()) if index.isValid() else None

    def _go(self, *, with_keyboard: bool) -> None:
        finding = self._chosen()
        if finding is not None and self._found is not None:
            self.said.emit(f"第{self.list.currentIndex().row() + 1}处，共{self._found.total}处")
            self.chosen.emit(finding, with_keyboard)


def _tool(text: str, tip: str, act: Callable[[], object]) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(tip.split("（")[0])
    button.setAutoRaise(True)
    button.clicked.connect(lambda: act())
    return button
