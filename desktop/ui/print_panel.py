"""What decides how a table looks on paper: layout, paper, marks. Beside the preview, and nothing of the book in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.layout import OF_ROWS, Content, Layout
from desktop.domain.sheet import PageSetup
from desktop.domain.sheets import SheetOptions
from desktop.services.layouts import Shelf
from desktop.ui.combo import Choices
from desktop.ui.layout_words import PAPERS, SIDES, SIZES

_NONE = "（不印）"
_MARKS = ("附件", "附件1", "附件2", "附件3", _NONE)
_STAGES = (_NONE, "征求意见稿", "会签稿", "送审稿", "审定稿")
_NOTICES = (_NONE, "内部资料　注意保存")
_ALL_UNITS = "（全部单位，每个单位一张）"
_FURTHEST = 99999


_NO_OPTIONS = SheetOptions()


def _own_setup(layout: Layout) -> PageSetup:
    return layout.setup


@dataclass(frozen=True, slots=True)
class Choice:
    """What the clerk chose. `before` names the stage that a comparison begins with, empty for the one frozen last."""

    layout: Layout
    options: SheetOptions = _NO_OPTIONS
    before: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What there is to choose from: layouts, units that have tasks, frozen stages, the policy's number, the office.

    `setup` says which pages a layout begins with.
    """

    shelf: Shelf
    units: Sequence[str] = ()
    stages: Sequence[str] = ()
    doc_number: str = ""
    office: str = ""
    setup: Callable[[Layout], PageSetup] = _own_setup


class PrintPanel(QWidget):
    """`changed` when any of it is another; `choice` is what it says."""

    changed = Signal()

    def __init__(self, known: Known, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known = known
        options, setup = choice.options, choice.options.setup or choice.layout.setup
        names = {layout.key: layout.name for layout in self._usable()}
        self.layouts: Choices[str] = Choices("版式", names, choice.layout.key)
        units = {_ALL_UNITS: _ALL_UNITS} | {unit: unit for unit in known.units}
        self.units = Choices("单位", units, next(iter(options.units), _ALL_UNITS))
        self.before = Choices("与哪一稿比", {s: s for s in known.stages}, choice.before)
        self.paper = Choices("纸张", PAPERS, setup.paper)
        self.type_size = Choices("字号", SIZES, setup.size)
        self.sides = Choices("印制", SIDES, setup.two_sided)
        self.numbered = QCheckBox("印页码，从")
        self.numbered.setChecked(setup.first_page is not None)
        self.first = QSpinBox()
        self.first.setRange(1, _FURTHEST)
        self.first.setAccessibleName("起始页码")
        self.first.setValue(setup.first_page or 1)
        self.title = QLineEdit(options.title)
        self.mark = _editable("附件标记", _MARKS, options.mark)
        self.stage = _editable("稿次", _STAGES, options.stage)
        self.notice = _editable("提醒", _NOTICES, options.notice)
        self.doc_number = _editable(
            "发文字号", tuple(filter(None, (_NONE, known.doc_number))), options.doc_number
        )
        offices = tuple(filter(None, (_NONE, known.office)))
        self.by_line = _editable("单位行", offices, options.by_line)
        self.edit_button = QPushButton("版式…")
        self.edit_button.setToolTip("新建、修改自己的版式")
        self.edit_button.setAutoDefault(False)
        self.lead_note = QCheckBox("表下加注牵头规则")
        self.lead_note.setChecked(options.lead_note)
        self.inherited = QCheckBox("统一规定的单位逐项印出")
        self.inherited.setChecked(options.inherited)
        self._lay_out()
        self._take_layout()
        self._connect()

    @property
    def layout_chosen(self) -> Layout:
        """The layout."""
        found = self._known.shelf.find(self.layouts.value)
        assert found is not None
        return found

    @property
    def choice(self) -> Choice:
        """What the controls say."""
        layout = self.layout_chosen
        setup = PageSetup(
            paper=self.paper.value,
            size=self.type_size.value,
            two_sided=self.sides.value,
            first_page=self.first.value() if self.numbered.isChecked() else None,
        )
        unit = self.units.value
        mark = _text(self.mark)
        options = SheetOptions(
            title=self.title.text().strip(),
            mark=mark,
            doc_number=_text(self.doc_number),
            notice=_text(self.notice),
            stage=_text(self.stage).strip("（）()"),
            by_line=_text(self.by_line),
            lead_note=self.lead_note.isChecked(),
            inherited=self.inherited.isChecked(),
            setup=setup,
            units=() if unit == _ALL_UNITS or layout.content is not Content.UNIT else (unit,),
        )
        compares = layout.content is Content.COMPARISON
        return Choice(layout, options, self.before.value if compares else "")

    def take_shelf(self, shelf: Shelf, key: str) -> None:
        """Offer layouts anew, which may have been changed, with that of `key` chosen where it is still there."""
        self._known = replace(self._known, shelf=shelf)
        names = {layout.key: layout.name for layout in self._usable()}
        self.layouts.blockSignals(True)
        self.layouts.offer(names, key)
        self.layouts.blockSignals(False)
        self._layout_changed()

    def _usable(self) -> list[Layout]:
        """Return the layouts but a comparison where nothing is frozen to compare with."""
        return [
            layout
            for layout in self._known.shelf.all
            if self._known.stages or layout.content is not Content.COMPARISON
        ]

    def _lay_out(self) -> None:
        self._form = form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.title.setPlaceholderText("（按版式）")
        self.title.setAccessibleName("标题")
        chooser = QWidget()
        line = QHBoxLayout(chooser)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.layouts, 1)
        line.addWidget(self.edit_button)
        chooser.setFocusProxy(self.layouts)
        rows: tuple[tuple[str, QWidget], ...] = (
            ("版式(&L)：", chooser),
            ("单位(&U)：", self.units),
            ("与哪一稿比(&B)：", self.before),
            ("纸张(&P)：", self.paper),
            ("字号(&Z)：", self.type_size),
            ("印制(&D)：", self.sides),
        )
        marks: tuple[tuple[str, QWidget], ...] = (
            ("标题(&T)：", self.title),
            ("标记(&M)：", self.mark),
            ("发文字号(&N)：", self.doc_number),
            ("稿次(&G)：", self.stage),
            ("提醒(&R)：", self.notice),
            ("单位行(&Y)：", self.by_line),
        )
        for words, field in rows:
            form.addRow(words, field)
        form.addRow(self.numbered, self.first)
        for words, field in marks:
            form.addRow(words, field)
        form.addRow(self.lead_note)
        form.addRow(self.inherited)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(form)

    def _connect(self) -> None:
        self.layouts.currentIndexChanged.connect(self._layout_changed)
        chosen: tuple[QComboBox, ...] = (
            *(self.units, self.before, self.paper, self.type_size, self.sides),
        )
        for box in chosen:
            box.currentIndexChanged.connect(self._changed)
        for typed in (self.mark, self.stage, self.notice, self.doc_number, self.by_line):
            typed.currentTextChanged.connect(self._changed)
        self.title.textChanged.connect(self._changed)
        for check in (self.numbered, self.lead_note, self.inherited):
            check.toggled.connect(self._changed)
        self.first.valueChanged.connect(self._changed)

    def _layout_changed(self) -> None:
        """Begin with what the layout is made for; the clerk's own marks stay."""
        layout = self.layout_chosen
        setup = self._known.setup(layout)
        follow: tuple[QComboBox, ...] = (self.paper, self.type_size, self.sides, self.mark)
        for box in follow:
            box.blockSignals(True)
        self.paper.choose(setup.paper)
        self.type_size.choose(setup.size)
        self.sides.choose(setup.two_sided)
        self.mark.setCurrentText(layout.mark or _NONE)
        for box in follow:
            box.blockSignals(False)
        self._take_layout()
        self._changed()

    def _take_layout(self) -> None:
        """Show the questions that the layout has."""
        layout = self.layout_chosen
        of_rows = layout.content in OF_ROWS
        self._form.setRowVisible(self.units, layout.content is Content.UNIT)
        self._form.setRowVisible(self.before, layout.content is Content.COMPARISON)
        self._form.setRowVisible(self.lead_note, of_rows)
        self._form.setRowVisible(self.inherited, of_rows)

    def _changed(self) -> None:
        self.first.setEnabled(self.numbered.isChecked())
        self.changed.emit()


def first_choice(layout: Layout, setup: PageSetup) -> Choice:
    """Return what is chosen before the clerk chooses."""
    return Choice(layout, SheetOptions(setup=setup, mark=layout.mark))


def _editable(name: str, items: Sequence[str], present: str | None) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.addItems(list(items))
    box.setCurrentText(present or _NONE)
    return box


def _text(box: QComboBox) -> str:
    text = box.currentText().strip()
    return "" if text == _NONE else text
