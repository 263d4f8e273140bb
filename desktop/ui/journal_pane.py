"""修改记录: what was done to the book, by whom and when, latest first; under each step its cells before and after."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QRadioButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.changelog import Count, Line, Told
from desktop.domain.history import Entry, EntryKind
from desktop.domain.row_words import KIND_WORDS
from desktop.ui.shortened import around, shortened

_BEFORE = {EntryKind.DO: "", EntryKind.UNDO: "撤销：", EntryKind.REDO: "重做："}
_LINES = Qt.ItemDataRole.UserRole
#: Characters of a row's name that one line shows; the tip has it whole.
_NAME = 12
_EMPTY = "（空）"

#: Rows of one step that are told in lines; an import has thousands.
LIMIT = 200


def local_time(stored: str) -> str:
    """Write a stored time in local time, to the minute."""
    return datetime.fromisoformat(stored).astimezone().strftime("%Y-%m-%d %H:%M")


class JournalPane(QWidget):
    """A list that is filled as a whole, by `show_told`, or by `show_entries` where only the entries are at hand.

    `wanted` says that the clerk chose 本任务 or 全部, or that the row at hand changed while 本任务 is chosen; the owner
    then tells the steps of `rows` (None for all, each with `LIMIT` rows at most) anew.
    """

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: str | None = None
        self.all = QRadioButton("全部")
        self.one = QRadioButton("本任务")
        self.one.setToolTip("只看选中的任务或附件行的修改")
        self.all.setChecked(True)
        self._choice = QButtonGroup(self)
        self._bar = QWidget()
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(6, 2, 6, 2)
        for button in (self.all, self.one):
            self._choice.addButton(button)
            bar.addWidget(button)
        bar.addStretch(1)
        self.tree = _tree()
        self.tree.itemExpanded.connect(_fill)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar)
        layout.addWidget(self.tree)
        self.setFocusProxy(self.tree)
        self._bar.hide()
        self._choice.buttonToggled.connect(self._chosen)

    @property
    def rows(self) -> Collection[str] | None:
        """The keys of the rows whose changes are asked for; None for all."""
        if self.all.isChecked():
            return None
        return () if self._row is None else (self._row,)

    def set_row(self, key: str | None) -> None:
        """Say which task or annex row is at hand."""
        if key != self._row:
            self._row = key
            if self.one.isChecked():
                self.wanted.emit()

    def show_told(self, told: Sequence[Told]) -> None:
        """Show steps with what they changed, given latest first. What was expanded is expanded again."""
        items = [self.tree.topLevelItem(i) for i in range(self.tree.topLevelItemCount())]
        opened = {item.data(1, _LINES) for item in items if item is not None and item.isExpanded()}
        at = self.tree.verticalScrollBar().value()
        self._bar.show()
        self.tree.clear()
        for one in told:
            title = one.title + ("（已撤销）" if one.undone else "")
            item = self._add(one.entry, title)
            item.setData(0, _LINES, one)
            item.setData(1, _LINES, one.entry.sequence)
            item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
            if one.entry.sequence in opened:
                _fill(item)
                item.setExpanded(True)
        self.tree.verticalScrollBar().setValue(at)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show the journal without what its steps changed, given oldest first; then there is nothing to choose."""
        self._bar.hide()
        self.tree.clear()
        for entry in reversed(entries):
            self._add(entry, _BEFORE[entry.kind] + entry.label)

    def topLevelItemCount(self) -> int:
        """Return the number of steps shown."""
        return self.tree.topLevelItemCount()

    def topLevelItem(self, place: int) -> QTreeWidgetItem | None:
        """Return a step's item, the latest first."""
        return self.tree.topLevelItem(place)

    def _add(self, entry: Entry, title: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([title, entry.person or "—", local_time(entry.time)])
        item.setToolTip(0, title)
        self.tree.addTopLevelItem(item)
        return item

    def _chosen(self, _button: object, checked: bool) -> None:
        if checked:
            self.wanted.emit()


def line_text(line: Line) -> str:
    """Write one changed cell on one line: 任务“加快…”　时限：年底前 → 6月底前."""
    kind = KIND_WORDS.get(line.kind, line.kind)
    before, after = around(line.before or "", line.after or "")
    short = replace(
        line,
        before=None if line.before is None else before,
        after=None if line.after is None else after,
    )
    name = shortened(line.row, longest=_NAME)
    return f"{kind}“{name}”　{line.title}：{_change(short)}"


def count_text(count: Count) -> str:
    """Write how many rows of a kind came and went on one line: 章节：新增12、删去3."""
    parts = (("新增", count.added), ("删去", count.removed))
    told = "、".join(f"{word}{number}" for word, number in parts if number)
    return f"{KIND_WORDS.get(count.kind, count.kind)}：{told}"


def _change(line: Line) -> str:
    if line.before is None:
        return f"新增　{line.after or _EMPTY}"
    if line.after is None:
        return f"删去　{line.before or _EMPTY}"
    return f"{line.before or _EMPTY} → {line.after or _EMPTY}"


def _fill(item: QTreeWidgetItem) -> None:
    """Write out the lines of a step when it is opened for the first time."""
    told = item.data(0, _LINES)
    if not isinstance(told, Told) or item.childCount():
        return
    for line in told.lines:
        child = QTreeWidgetItem([line_text(line)])
        kind = KIND_WORDS.get(line.kind, line.kind)
        # The first line is ours and plain: Qt takes a tip for rich text by what stands in it.
        child.setToolTip(0, f"{kind} · {line.title}\n{line.row}\n{_change(line)}")
        item.addChild(child)
        child.setFirstColumnSpanned(True)
    told_rows = len({line.owner for line in told.lines})
    for count in told.counts:
        _note(item, count_text(count))
    if not (told.lines or told.counts):
        _note(item, "表格中的文字没有变化")
    elif told.rows > LIMIT:
        _note(item, f"……共改动{told.rows}行，这里列出{told_rows}行")


def _note(item: QTreeWidgetItem, text: str) -> None:
    child = QTreeWidgetItem([text])
    item.addChild(child)
    child.setFirstColumnSpanned(True)


def _tree() -> QTreeWidget:
    tree = QTreeWidget()
    tree.setAccessibleName("修改记录")
    tree.setHeaderLabels(["修改", "姓名", "时间"])
    tree.setIndentation(14)
    tree.setUniformRowHeights(True)
    tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    header = tree.header()
    header.setStretchLastSection(False)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
    return tree
