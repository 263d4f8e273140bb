"""What decides how a table looks on paper: layout, paper, marks. Beside the preview, and nothing of the book in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.layout import OF_ROWS, Content, Layout
from desktop.domain.sheet import PageSetup, Paper, TypeSize
from desktop.domain.sheets import SheetOptions
from desktop.services.layouts import Shelf
from desktop.ui.combo import Choices

_PAPERS = {
    Paper.A4: "A4 竖",
    Paper.A4_LANDSCAPE: "A4 横排表格",
    Paper.A3_LANDSCAPE: "A3 横（会议用）",
}
_SIDES = {True: "双面", False: "单面"}
_NONE = "（不印）"
_MARKS = ("附件", "附件1", "附件2", "附件3", _NONE)
_STAGES = (_NONE, "征求意见稿", "会签稿", "送审稿", "审定稿")
_NOTICES = (_NONE, "内部资料　注意保存")
_ALL_UNITS = "（全部单位，每个单位一张）"
_FURTHEST = 99999


_NO_OPTIONS = SheetOptions()


@dataclass(frozen=True, slots=True)
class Choice:
    """What the clerk chose. `before` names the stage that a comparison begins with, empty for the one frozen last."""

    layout: Layout
    options: SheetOptions = _NO_OPTIONS
    before: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What there is to choose from: layouts, units that have tasks, frozen stages, the policy's own number."""

    shelf: Shelf
    units: Sequence[str] = ()
    stages: Sequence[str] = ()
    doc_number: str = ""


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
        self.paper = Choices("纸张", _PAPERS, setup.paper)
        self.type_size = Choices("字号", {s: s.value for s in TypeSize}, setup.size)
        self.sides = Choices("印制", _SIDES, setup.two_sided)
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
        self.by_line = QLineEdit(options.by_line)
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
            by_line=self.by_line.text().strip(),
            lead_note=self.lead_note.isChecked(),
            inherited=self.inherited.isChecked(),
            setup=setup,
            units=() if unit == _ALL_UNITS or layout.content is not Content.UNIT else (unit,),
        )
        compares = layout.content is Content.COMPARISON
        return Choice(layout, options, self.before.value if compares else "")

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
        self.by_line.setPlaceholderText(_NONE)
        self.title.setAccessibleName("标题")
        self.by_line.setAccessibleName("单位行")
        rows: tuple[tuple[str, QWidget], ...] = (
            ("版式(&L)：", self.layouts),
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
        for typed in (self.mark, self.stage, self.notice, self.doc_number):
            typed.currentTextChanged.connect(self._changed)
        for line in (self.title, self.by_line):
            line.textChanged.connect(self._changed)
        for check in (self.numbered, self.lead_note, self.inherited):
            check.toggled.connect(self._changed)
        self.first.valueChanged.connect(self._changed)

    def _layout_changed(self) -> None:
        """Begin with what the layout is made for; the clerk's own marks stay."""
        layout = self.layout_chosen
        follow: tuple[QComboBox, ...] = (self.paper, self.type_size, self.mark)
        for box in follow:
            box.blockSignals(True)
        self.paper.choose(layout.setup.paper)
        self.type_size.choose(layout.setup.size)
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


def first_choice(shelf: Shelf, key: str = "", setup: PageSetup | None = None) -> Choice:
    """Return what is chosen before the clerk chooses: the layout of `key`, or the first."""
    layout = shelf.find(key) or shelf.all[0]
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
