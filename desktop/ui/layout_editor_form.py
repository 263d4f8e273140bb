"""The fields of one layout, each with what is wrong with it beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.layout import COLUMNS, OF_ROWS, UNIT_PLACE, Content, Grouping, Layout
from desktop.domain.layout_edits import (
    choices,
    with_choices,
    with_content,
    with_grouping,
    with_lead,
)
from desktop.domain.layout_json import LayoutFault, faults_of
from desktop.services.messages import layout_fault
from desktop.ui import layout_words as words
from desktop.ui.combo import Choices
from desktop.ui.layout_editor_columns import ColumnList

_MARK = "附件"
_COLUMN = re.compile(r"columns\[(\d+)\]")
_TITLE_TIP = f"空着就用文件自己的附件标题；“{UNIT_PLACE}”处印单位名称"
_WHOLE = 156


class LayoutForm(QWidget):
    """Shows a layout and edits a draft of it, `layout`. `changed` after each change; nothing is kept here."""

    changed = Signal()

    def __init__(self, usual: Mapping[Content, Layout], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._usual = usual
        self._layout = next(iter(usual.values()))
        self._filling = False
        self._editable = False
        self.content = Choices("内容", words.CONTENTS)
        self.columns = ColumnList()
        self.total = QLabel()
        self.up_button = self._button("上移", "Alt+↑", lambda: self.columns.move_current(-1))
        self.down_button = self._button("下移", "Alt+↓", lambda: self.columns.move_current(1))
        self.grouping = Choices("分组", words.GROUPINGS)
        self.level = Choices("分组到哪级标题", words.LEVELS)
        self.numbering = Choices("序号", words.NUMBERINGS)
        self.lead = Choices("牵头单位", words.LEADS)
        self.paper = Choices("纸张", words.PAPERS)
        self.size_box = Choices("字号", words.SIZES)
        self.sides = Choices("印制", words.SIDES)
        for box, letters in ((self.level, 6), (self.size_box, 4), (self.sides, 4)):
            box.setMinimumContentsLength(letters)
        self.title = QLineEdit()
        self.title.setAccessibleName("表题")
        self.title.setPlaceholderText("空着就用文件自己的附件标题")
        self.title.setToolTip(_TITLE_TIP)
        self.mark = QCheckBox("左上角印“附件”（A3不印）")
        self._said: dict[str, QLabel] = {}
        self._build()
        self._connect()

    @property
    def layout_(self) -> Layout:
        """The draft, as the fields say."""
        return self._layout

    @property
    def faults(self) -> tuple[LayoutFault, ...]:
        """What keeps the draft from being kept."""
        return faults_of(self._layout)

    def show_layout(self, layout: Layout, *, editable: bool) -> None:
        """Show a layout; a shipped one is only looked at."""
        self._layout = layout
        self._editable = editable
        self._fill_columns()
        self._fill()
        for field in self._fields():
            field.setEnabled(editable)

    def commit(self) -> None:
        """Have an open editor give what was typed to the draft."""
        self.columns.commit()

    def _edit(self, change: Callable[[Layout], Layout], *, columns: bool = False) -> None:
        if self._filling:
            return
        self._layout = change(self._layout)
        if columns:
            self._fill_columns()
        self._fill()
        self.changed.emit()

    def _fill_columns(self) -> None:
        layout = self._layout
        self.columns.show_choices(layout.content, choices(layout), self._editable)

    def _fill(self) -> None:
        layout = self._layout
        self._filling = True
        self.content.choose(layout.content)
        self.grouping.choose(layout.grouping)
        self.level.offer(_levels(layout.group_level), layout.group_level)
        self.numbering.choose(layout.numbering)
        self.lead.choose(layout.lead)
        self.paper.choose(layout.setup.paper)
        self.size_box.choose(layout.setup.size)
        self.sides.choose(layout.setup.two_sided)
        if self.title.text() != layout.title:
            self.title.setText(layout.title)
        self.mark.setChecked(bool(layout.mark))
        of_rows = layout.content in OF_ROWS
        for box in (self.grouping, self.numbering, self.lead):
            box.setEnabled(of_rows and self._editable)
        grouped = of_rows and layout.grouping is not Grouping.NONE
        self.level.setEnabled(grouped and self._editable)
        self._filling = False
        self._tell()

    def _tell(self) -> None:
        """Say beside each field what is wrong with it."""
        said: dict[str, list[str]] = {}
        marked: dict[str, str] = {}
        for fault in self.faults:
            text = layout_fault(fault.code, fault.value)
            found = _COLUMN.match(fault.path)
            if found is None:
                said.setdefault(fault.path.split(".")[0], []).append(text)
                continue
            key = self._layout.columns[int(found[1])].key
            marked[key] = text
            title = COLUMNS[self._layout.content][key].title
            said.setdefault("columns", []).append(f"“{title}”：{text}")
        for path, label in self._said.items():
            label.setText("\n".join(said.get(path, ())))
            label.setVisible(path in said)
        self.columns.mark(marked)
        total = sum(c.width for c in self._layout.sheet_columns())
        self.total.setText(f"合计 {total:g} 毫米，按比例放进版心（A4竖排 {_WHOLE} 毫米）")

    def _fields(self) -> tuple[QWidget, ...]:
        return (
            self.content,
            self.up_button,
            self.down_button,
            *(self.paper, self.size_box, self.sides),
            *(self.title, self.mark),
        )

    def _connect(self) -> None:
        usual = self._usual
        for box, change, columns in (
            (self.content, lambda la, v: with_content(la, v, usual), True),
            (self.grouping, with_grouping, True),
            (self.level, lambda la, v: replace(la, group_level=v), False),
            (self.numbering, lambda la, v: replace(la, numbering=v), False),
            (self.lead, with_lead, True),
            (self.paper, lambda la, v: replace(la, setup=replace(la.setup, paper=v)), False),
            (self.size_box, lambda la, v: replace(la, setup=replace(la.setup, size=v)), False),
            (self.sides, lambda la, v: replace(la, setup=replace(la.setup, two_sided=v)), False),
        ):
            box.activated.connect(
                lambda _place, box=box, change=change, columns=columns: self._edit(
                    lambda la: change(la, box.value), columns=columns
                )
            )
        self.columns.changed.connect(
            lambda: self._edit(lambda la: with_choices(la, self.columns.choices()))
        )
        self.title.textEdited.connect(lambda text: self._edit(lambda la: replace(la, title=text)))
        self.mark.toggled.connect(
            lambda on: self._edit(lambda la: replace(la, mark=_MARK if on else ""))
        )

    def _build(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow("内容(&C)：", self._with_said("content", self.content))
        moves = QVBoxLayout()
        moves.addWidget(self.up_button)
        moves.addWidget(self.down_button)
        moves.addStretch(1)
        listed = QHBoxLayout()
        listed.addWidget(self.columns, 1)
        listed.addLayout(moves)
        below = QVBoxLayout()
        below.setContentsMargins(0, 0, 0, 0)
        below.addLayout(listed, 1)
        below.addWidget(self.total)
        box = QWidget()
        box.setLayout(below)
        label = QLabel("栏目(&K)：")
        label.setBuddy(self.columns)
        form.addRow(label, self._with_said("columns", box))
        form.addRow("分组(&G)：", self._with_said("grouping", self.grouping, self.level))
        form.addRow("序号(&X)：", self._with_said("numbering", self.numbering))
        form.addRow("牵头(&Q)：", self._with_said("lead", self.lead))
        page = self._with_said("page", self.paper, self.size_box, self.sides)
        form.addRow("页面(&P)：", page)
        form.addRow("表题(&T)：", self._with_said("title", self.title))
        form.addRow("", self._with_said("mark", self.mark))

    def _with_said(self, path: str, *fields: QWidget) -> QWidget:
        """Put fields in a row with a line below them for what is wrong."""
        row = QHBoxLayout()
        for place, field in enumerate(fields):
            row.addWidget(field, 0 if place else 1)
        said = QLabel()
        said.setWordWrap(True)
        said.setTextFormat(Qt.TextFormat.PlainText)
        said.setAccessibleName("提示")
        bold = said.font()
        bold.setBold(True)
        said.setFont(bold)
        said.hide()
        self._said[path] = said
        whole = QVBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2)
        whole.addLayout(row)
        whole.addWidget(said)
        widget = QWidget()
        widget.setLayout(whole)
        widget.setFocusProxy(fields[0])
        return widget

    def said(self, path: str) -> str:
        """Return what is said beside a field, by its path in the layout; empty where nothing is wrong."""
        return self._said[path].text()

    def _button(self, text: str, keys: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(f"{text}（{keys}）")
        button.setAutoDefault(False)
        button.clicked.connect(lambda: act())
        return button


def _levels(level: int) -> Mapping[int, str]:
    """Return the levels of headings that are offered, with one that a file says besides."""
    return {**words.LEVELS, level: words.LEVELS.get(level, f"到第{level}级")}
