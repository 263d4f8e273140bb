"""What narrows a search: 单位 with its part, 章节, 时限."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QDate, QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDateEdit,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from desktop.domain.book import Book
from desktop.domain.folding import fold
from desktop.domain.records import Deadline, Policy, Section
from desktop.domain.search import Between, Undated
from desktop.domain.unit import Role

_ROLES: tuple[tuple[str, Role | None], ...] = (
    ("任何", None),
    ("牵头", Role.LEAD),
    ("配合", Role.PARTICIPANT),
    ("责任单位", Role.RESPONSIBLE),
)
_BETWEEN = "从…到…"
_TIMES = ("不限", _BETWEEN, "没有时限", "持续推进")
_SECTION_KINDS = (Policy.kind, Section.kind)


def section_choices(book: Book) -> list[tuple[str, str]]:
    """Return the current policies and their sections in order, each with its key; sections stand further in."""
    sections: defaultdict[str, list[Section]] = defaultdict(list)
    for section in book.sections:
        sections[section.policy].append(section)
    found = []
    for policy in book.current_policies:
        found.append((policy.title or policy.name, policy.key))
        for s in sections[policy.key]:
            found.append(("　" * s.level + s.label + s.title, s.key))
    return found


class Narrowing(QWidget):
    """`changed` when the search is narrowed otherwise.

    A unit that is being typed counts once it is one of the book's, or when the line is left.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: dict[str, str] = {}
        self._unit = ""
        self._tables: tuple[object, ...] = ()
        self._words = QStringListModel(self)
        self.unit = QLineEdit()
        self.unit.setPlaceholderText("不限")
        self.unit.setClearButtonEnabled(True)
        self.unit.setMinimumWidth(self.unit.fontMetrics().horizontalAdvance("省科技厅") + 40)
        self.role = QComboBox()
        self.section = QComboBox()
        self.time = QComboBox()
        self.first, self.last = QDateEdit(), QDateEdit()
        self._between = QWidget()
        self._build()
        self._connect()

    def set_units(self, names: list[str]) -> None:
        """Offer the units of the book."""
        if names != self._words.stringList():
            self._words.setStringList(names)
            self._names = {fold(name): name for name in names}

    def set_book(self, book: Book) -> None:
        """Offer the sections of a snapshot; what is chosen stays chosen while it is there."""
        tables = tuple(book.tables.get(kind) for kind in _SECTION_KINDS)
        if len(tables) == len(self._tables) and all(
            a is b for a, b in zip(tables, self._tables, strict=True)
        ):
            return
        self._tables = tables
        key = self.section.currentData()
        self.section.blockSignals(True)
        self.section.clear()
        self.section.addItem("不限")
        for text, value in section_choices(book):
            self.section.addItem(text, value)
        self.section.setCurrentIndex(max(0, self.section.findData(key)))
        self.section.blockSignals(False)
        self._offer_dates(book)

    def unit_asked(self) -> str | None:
        """The unit to search for, or None."""
        return self._unit or None

    def unknown_unit(self) -> str | None:
        """The unit to search for where the book has none of that name."""
        return self._unit if self._unit and fold(self._unit) not in self._names else None

    def role_asked(self) -> Role | None:
        """Its part, or None for any."""
        return _ROLES[self.role.currentIndex()][1]

    def section_asked(self) -> str | None:
        """The key of the section or policy to search in, or None."""
        key: str | None = self.section.currentData()
        return key

    def deadline_asked(self) -> Between | Undated | None:
        """The deadline to search for, or None."""
        match self.time.currentIndex():
            case 1:
                return Between(_date(self.first), _date(self.last))
            case 2:
                return Undated.NONE
            case 3:
                return Undated.CONTINUOUS
        return None

    def _build(self) -> None:
        completer = QCompleter(self._words, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.unit.setCompleter(completer)
        self.role.addItems([text for text, _role in _ROLES])
        self.section.addItem("不限")
        self.section.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.section.setMinimumContentsLength(6)
        self.time.addItems(_TIMES)
        between = QHBoxLayout(self._between)
        between.setContentsMargins(0, 0, 0, 0)
        between.addWidget(self.first)
        between.addWidget(QLabel("至"))
        between.addWidget(self.last)
        self._between.hide()
        for edit in (self.first, self.last):
            edit.setDisplayFormat("yyyy-MM-dd")
            edit.setCalendarPopup(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for title, widgets, stretch in (
            ("单位", (self.unit, self.role), 3),
            ("章节", (self.section,), 3),
            ("时限", (self.time, self._between), 0),
        ):
            label = QLabel(title)
            label.setBuddy(widgets[0])
            layout.addWidget(label)
            for widget in widgets:
                layout.addWidget(widget, stretch if widget is widgets[0] else 0)
        for widget, name in (
            (self.unit, "查找的单位"),
            (self.role, "单位的分工"),
            (self.section, "查找的章节"),
            (self.time, "查找的时限"),
            (self.first, "时限从"),
            (self.last, "时限到"),
        ):
            widget.setAccessibleName(name)
            if isinstance(widget, QComboBox):
                widget.view().setAccessibleName(name)

    def _connect(self) -> None:
        self.unit.textChanged.connect(self._unit_typed)
        self.unit.editingFinished.connect(lambda: self._take_unit(self.unit.text().strip()))
        self.role.currentIndexChanged.connect(self.changed)
        self.section.currentIndexChanged.connect(self.changed)
        self.time.currentIndexChanged.connect(self._time_chosen)
        # The other end goes along: a time does not end before it begins.
        self.first.dateChanged.connect(self.last.setMinimumDate)
        for edit in (self.first, self.last):
            edit.dateChanged.connect(self.changed)

    def _unit_typed(self, typed: str) -> None:
        key = fold(typed)
        if not key or key in self._names:
            self._take_unit(self._names.get(key, ""))

    def _take_unit(self, unit: str) -> None:
        if unit != self._unit:
            self._unit = unit
            self.changed.emit()

    def _time_chosen(self, _index: int) -> None:
        self._between.setVisible(self.time.currentText() == _BETWEEN)
        self.changed.emit()

    def _offer_dates(self, book: Book) -> None:
        """Begin with the years that the book's deadlines lie in."""
        if self.time.currentText() == _BETWEEN:
            return
        years = _years(d.date for d in book.tables.get(Deadline.kind, {}).values())  # type: ignore[attr-defined]
        for edit, day in (
            (self.first, QDate(min(years), 1, 1)),
            (self.last, QDate(max(years), 12, 31)),
        ):
            edit.blockSignals(True)
            edit.setDate(day)
            edit.blockSignals(False)
        self.last.setMinimumDate(self.first.date())


def _years(dates: Iterable[str | None]) -> set[int]:
    found = {int(day[:4]) for day in dates if day}
    return found or {QDate.currentDate().year()}


def _date(edit: QDateEdit) -> date:
    day = edit.date()
    return date(day.year(), day.month(), day.day())
