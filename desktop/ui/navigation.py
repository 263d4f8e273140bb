"""The left side: 政策与章节 as a tree and 单位 as a list, each with the number of tasks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

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
from desktop.domain.records import Policy, Revision, Section
from desktop.domain.tally import Tally

_KEY = Qt.ItemDataRole.UserRole
_Entry = tuple[str, str | None, str, int]  # key, parent's key, text, tasks


def section_entries(book: Book, counts: Mapping[str, int]) -> list[_Entry]:
    """Return policies and their sections in order, each with the tasks in it and below it.

    `counts` are those of a `Tally`. Earlier versions stand last, with the sections that still have tasks.
    """
    below: Counter[str] = Counter()
    sections: dict[str, list[Section]] = {}
    for section in book.sections:
        sections.setdefault(section.policy, []).append(section)
        if section.key in counts:
            for above in book.path(section.key):
                below[above.key] += counts[section.key]
    entries: list[_Entry] = []
    current = {policy.key: policy for policy in book.current_policies}
    earlier = [policy for policy in book.policies if policy.key not in current]
    for policy in (*current.values(), *earlier):
        title = policy.title if policy.key in current else f"（原稿）{policy.title}"
        entries.append((policy.key, None, title, counts.get(policy.key, 0)))
        for s in sections.get(policy.key, ()):
            if policy.key in current or below[s.key]:
                parent = s.parent or policy.key
                entries.append((s.key, parent, s.label + s.title, below[s.key]))
    return entries


def unit_entries(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return the units by the number of tasks that they have a part in, most first."""
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
        self._tally = Tally()
        #: What the entries of the sections were made from.
        self._made_from: tuple[object, ...] = ()
        self._sections, self._units = _Entries(self.sections), _Entries(self.units)
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
        self._tally.follow(book)
        tables = (book.tables.get(kind) for kind in (Policy.kind, Section.kind, Revision.kind))
        made_from = (*tables, dict(self._tally.places))
        if made_from != self._made_from:
            self._made_from = made_from
            self._sections.show(section_entries(book, self._tally.places))
        units = unit_entries(self._tally.units)
        self._units.show([(name, None, name, count) for name, count in units])

    def clear_choice(self) -> None:
        """Let go of the chosen section and unit, silently."""
        for tree in (self.sections, self.units):
            tree.blockSignals(True)
            tree.clearSelection()
            tree.selectionModel().clearCurrentIndex()
            tree.blockSignals(False)

    def copy_units(self) -> None:
        """复制单位清单: units and their numbers of tasks, as a sheet takes them."""
        lines = [f"{name}\t{count}" for name, _above, _text, count in self._units.shown]
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


class _Entries:
    """What a tree shows."""

    def __init__(self, tree: QTreeWidget) -> None:
        self.shown: Sequence[_Entry] = ()
        self._tree = tree
        self._items: list[QTreeWidgetItem] = []

    def show(self, entries: Sequence[_Entry]) -> None:
        """Fill the tree, or only write other numbers where all else is as it was."""
        before, self.shown = self.shown, entries
        if [entry[:3] for entry in before] != [entry[:3] for entry in entries]:
            self._refill()
            return
        for item, old, new in zip(self._items, before, entries, strict=True):
            if old != new:
                _write(item, new)

    def _refill(self) -> None:
        tree = self._tree
        chosen = _chosen(tree)
        tree.blockSignals(True)
        self._items = []
        tree.clear()
        items: dict[str, QTreeWidgetItem] = {}
        tops: list[QTreeWidgetItem] = []
        for entry in self.shown:
            key, parent, _text, _count = entry
            item = QTreeWidgetItem()
            item.setData(0, _KEY, key)
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            _write(item, entry)
            above = items.get(parent) if parent is not None else None
            if above is None:
                tops.append(item)
            else:
                above.addChild(item)
            items[key] = item
            self._items.append(item)
        # All at once: a tree that has them already hears of every child.
        tree.addTopLevelItems(tops)
        tree.expandAll()
        if chosen in items:
            tree.setCurrentItem(items[chosen])
        tree.blockSignals(False)


def _write(item: QTreeWidgetItem, entry: _Entry) -> None:
    _key, _parent, text, count = entry
    item.setText(0, text)
    item.setText(1, str(count))
    item.setToolTip(0, f"{text}（{count}项任务）")


def _chosen(tree: QTreeWidget) -> str | None:
    items = tree.selectedItems()
    return str(items[0].data(0, _KEY)) if items else None


def _let_go(tree: QTreeWidget) -> None:
    tree.blockSignals(True)
    tree.clearSelection()
    tree.blockSignals(False)
