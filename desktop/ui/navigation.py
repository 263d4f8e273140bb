"""The left side: 政策与章节 as a tree and 单位 as a list, each with the number of tasks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.book import Book
from desktop.domain.records import Section

_KEY = Qt.ItemDataRole.UserRole
_Entry = tuple[str, str | None, str, int]  # key, parent's key, text, tasks


def section_entries(book: Book) -> list[_Entry]:
    """Return policies and their sections in order, each with the tasks in it and below it.

    Earlier versions stand last, with the sections that still have tasks.
    """
    counts: Counter[str] = Counter()
    for task in book.tasks:
        counts[task.policy] += 1
        counts.update(section.key for section in book.path(task.section))
    entries: list[_Entry] = []
    current = {policy.key: policy for policy in book.current_policies}
    earlier = [policy for policy in book.policies if policy.key not in current]
    sections: dict[str, list[Section]] = {}
    for section in book.sections:
        sections.setdefault(section.policy, []).append(section)
    for policy in (*current.values(), *earlier):
        title = policy.title if policy.key in current else f"（原稿）{policy.title}"
        entries.append((policy.key, None, title, counts[policy.key]))
        for s in sections.get(policy.key, ()):
            if policy.key in current or counts[s.key]:
                parent = s.parent or policy.key
                entries.append((s.key, parent, s.label + s.title, counts[s.key]))
    return entries


def unit_entries(book: Book) -> list[tuple[str, int]]:
    """Return the units by the number of tasks that they have a part in, most first."""
    counts: Counter[str] = Counter()
    for task in book.tasks:
        counts.update({a.name for a in (*book.assignments(task.key), *book.inherited(task))})
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


class Navigation(QSplitter):
    """`section_chosen` gives a section's key, `unit_chosen` a unit's name; None shows all."""

    section_chosen = Signal(object)
    unit_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.sections = _tree("政策与章节")
        self.units = _tree("单位")
        self.units.setRootIsDecorated(False)
        self._shown: tuple[Sequence[object], Sequence[object]] = ((), ())
        for title, tree in (("政策与章节", self.sections), ("单位", self.units)):
            self.addWidget(_titled(title, tree))
        self.setStretchFactor(0, 3)
        self.setStretchFactor(1, 2)
        self.setChildrenCollapsible(False)
        self.sections.itemSelectionChanged.connect(self._section_selected)
        self.units.itemSelectionChanged.connect(self._unit_selected)

    def set_book(self, book: Book, *, whole: bool = True) -> None:
        """Show the sections and units of a snapshot; what is chosen stays chosen. Of a part nothing is counted."""
        for tree in (self.sections, self.units):
            tree.setColumnHidden(1, not whole)
        sections, units = section_entries(book), unit_entries(book)
        if (sections, units) == self._shown:
            return
        self._shown = (sections, units)
        _refill(self.sections, sections)
        _refill(self.units, [(name, None, name, count) for name, count in units])

    def clear_choice(self) -> None:
        """Let go of the chosen section and unit, silently."""
        for tree in (self.sections, self.units):
            tree.blockSignals(True)
            tree.clearSelection()
            tree.selectionModel().clearCurrentIndex()
            tree.blockSignals(False)

    def copy_units(self) -> None:
        """复制单位清单: units and their numbers of tasks, as a sheet takes them."""
        _sections, units = self._shown
        lines = ["\t".join(map(str, entry)) for entry in units]  # type: ignore[call-overload]
        QGuiApplication.clipboard().setText("\n".join(["单位\t任务数", *lines]))

    def _section_selected(self) -> None:
        key = _chosen(self.sections)
        if key is None:
            return
        _let_go(self.units)
        item = self.sections.selectedItems()[0]
        # A policy as a whole hides nothing, unless the book holds several.
        whole = item.parent() is None and self.sections.topLevelItemCount() == 1
        self.section_chosen.emit(None if whole else key)

    def _unit_selected(self) -> None:
        key = _chosen(self.units)
        if key is not None:
            _let_go(self.sections)
            self.unit_chosen.emit(key)


def _tree(name: str) -> QTreeWidget:
    tree = QTreeWidget()
    tree.setAccessibleName(name)
    tree.setColumnCount(2)
    tree.setHeaderHidden(True)
    tree.setIndentation(12)
    tree.setUniformRowHeights(True)
    tree.setTextElideMode(Qt.TextElideMode.ElideRight)
    tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    header = tree.header()
    header.setStretchLastSection(False)
    header.setMinimumSectionSize(28)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
    return tree


def _titled(title: str, tree: QTreeWidget) -> QWidget:
    panel = QWidget()
    layout = QVBoxLayout(panel)
    layout.setContentsMargins(4, 4, 0, 0)
    layout.setSpacing(2)
    label = QLabel(title)
    label.setBuddy(tree)
    layout.addWidget(label)
    layout.addWidget(tree)
    panel.setMinimumSize(QSize(120, 80))
    return panel


def _refill(tree: QTreeWidget, entries: Sequence[_Entry]) -> None:
    chosen = _chosen(tree)
    tree.blockSignals(True)
    tree.clear()
    items: dict[str, QTreeWidgetItem] = {}
    for key, parent, text, count in entries:
        item = QTreeWidgetItem([text, str(count)])
        item.setData(0, _KEY, key)
        item.setToolTip(0, f"{text}（{count}项任务）")
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        above = items.get(parent) if parent is not None else None
        if above is None:
            tree.addTopLevelItem(item)
        else:
            above.addChild(item)
        items[key] = item
    tree.expandAll()
    if chosen in items:
        tree.setCurrentItem(items[chosen])
    tree.blockSignals(False)


def _chosen(tree: QTreeWidget) -> str | None:
    items = tree.selectedItems()
    return str(items[0].data(0, _KEY)) if items else None


def _let_go(tree: QTreeWidget) -> None:
    tree.blockSignals(True)
    tree.clearSelection()
    tree.blockSignals(False)
