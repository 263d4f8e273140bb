"""阶段: freezing the book under a name, and what differs between two stages or since one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop.domain.columns import ANNEX_COLUMNS, TASK_COLUMNS
from desktop.domain.compare import Comparison, Difference, Line, lines
from desktop.domain.records import Stage
from desktop.services.stages import USUAL_NAMES
from desktop.ui.journal_pane import local_time

_WORDS = {
    Difference.ADDED: "新增",
    Difference.DROPPED: "删去",
    Difference.MERGED: "并入",
    Difference.MOVED: "移动",
    Difference.CHANGED: "修改",
}
_TABLES = {"task": "任务", "annex_row": "附件"}
_TITLES = {
    "task": {c.key: c.title for c in TASK_COLUMNS},
    "annex_row": {c.key: c.title for c in ANNEX_COLUMNS},
}
_NOW = "现在"
_KEY = Qt.ItemDataRole.UserRole


class FreezeDialog(QDialog):
    """冻结为阶段: accepted with `name` and `note`; the name is not blank."""

    def __init__(self, used: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("冻结为阶段")
        self._name = QComboBox()
        self._name.setEditable(True)
        self._name.setAccessibleName("阶段")
        self._name.addItems([n for n in USUAL_NAMES if n not in used] or list(USUAL_NAMES))
        self._note = QLineEdit()
        self._note.setAccessibleName("说明")
        self._note.setPlaceholderText("可以不填，例如：发各单位征求意见")
        form = QFormLayout()
        form.addRow("阶段：", self._name)
        form.addRow("说明：", self._note)
        told = QLabel(
            "冻结的内容以后随时可以查看和比较，不会再变。冻结之前的修改不能再撤销，之后可以照常修改。"
        )
        told.setWordWrap(True)
        buttons = QDialogButtonBox()
        self.freeze_button = buttons.addButton("冻结", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._name.editTextChanged.connect(self._check)
        layout = QVBoxLayout(self)
        layout.addWidget(told)
        layout.addLayout(form)
        layout.addWidget(buttons)
        self.setMinimumWidth(420)

    @property
    def name(self) -> str:
        """The name of the stage."""
        return self._name.currentText().strip()

    @property
    def note(self) -> str:
        """What the clerk says of it; may be empty."""
        return self._note.text().strip()

    def _check(self) -> None:
        self.freeze_button.setEnabled(bool(self.name))


class StagesDialog(QDialog):
    """阶段与比较: compares two stages, or one with the book of now. `chosen` gives the key of a row to go to.

    `compare_them` is asked for a comparison of two stages (None is now) and answers later through its last argument.
    `print_wanted` gives the name of the stage whose comparison with now is to be printed.
    """

    chosen = Signal(str)
    print_wanted = Signal(str)

    def __init__(
        self,
        stages: Sequence[Stage],
        compare_them: Callable[[Stage, Stage | None, Callable[[Comparison], None]], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("阶段与比较")
        self._stages = stages
        self._compare = compare_them
        self.earlier = QComboBox()
        self.earlier.setAccessibleName("从")
        self.later = QComboBox()
        self.later.setAccessibleName("到")
        for stage in stages:
            told = f"{stage.name}（{local_time(stage.frozen_at)}）"
            for box in (self.earlier, self.later):
                box.addItem(told)
                box.setItemData(box.count() - 1, stage.note, Qt.ItemDataRole.ToolTipRole)
        self.later.addItem(_NOW)
        self.earlier.setCurrentIndex(len(stages) - 1)
        self.later.setCurrentIndex(len(stages))
        choice = QHBoxLayout()
        choice.addWidget(QLabel("从"))
        choice.addWidget(self.earlier, 1)
        choice.addWidget(QLabel("到"))
        choice.addWidget(self.later, 1)
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.tree = _tree()
        self.tree.itemActivated.connect(self._activated)
        buttons = QDialogButtonBox()
        self.print_button = buttons.addButton("预览打印…", QDialogButtonBox.ButtonRole.ActionRole)
        self.print_button.setAutoDefault(False)
        self.print_button.clicked.connect(lambda: self.print_wanted.emit(self._chosen()[0].name))
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(choice)
        layout.addWidget(self.told)
        layout.addWidget(self.tree)
        layout.addWidget(buttons)
        self.resize(820, 520)
        for box in (self.earlier, self.later):
            box.currentIndexChanged.connect(self._ask)
        self._ask()

    def _ask(self) -> None:
        earlier, later = self._chosen()
        self.tree.clear()
        # Printed is what differs from now; of several stages of one name, the one frozen last.
        named = [s for s in self._stages if s.name == earlier.name]
        can_print = later is None and named[-1] is earlier
        self.print_button.setEnabled(can_print)
        self.print_button.setToolTip(
            "按两稿对照表预览、打印和导出"
            if can_print
            else "打印的是一稿与现在的对照：“到”请选“现在”，同名的几稿请选最后一次冻结的"
        )
        if earlier is later:
            self.told.setText("两边是同一个阶段。")
            return
        self.told.setText("正在比较…")

        def answer(found: Comparison) -> None:
            if isValid(self):  # the clerk may have closed it meanwhile
                self._show(earlier, later, found)

        self._compare(earlier, later, answer)

    def _chosen(self) -> tuple[Stage, Stage | None]:
        place = self.later.currentIndex()
        later = self._stages[place] if place < len(self._stages) else None
        return self._stages[self.earlier.currentIndex()], later

    def _show(self, earlier: Stage, later: Stage | None, found: Comparison) -> None:
        if (earlier, later) != self._chosen():
            return  # another pair was chosen meanwhile
        told = lines(found)
        self.told.setText(f"共{len(told)}处不同。双击一行转到它。" if told else "没有不同。")
        for line in told:
            item = QTreeWidgetItem(
                [_place(line), _WORDS[line.difference], _cell(line), line.before, line.after]
            )
            item.setData(0, _KEY, line.key)
            for column in (3, 4):
                item.setToolTip(column, item.text(column))
            self.tree.addTopLevelItem(item)

    def _activated(self, item: QTreeWidgetItem) -> None:
        self.chosen.emit(item.data(0, _KEY))


def _place(line: Line) -> str:
    place = line.place_after if line.place_after is not None else line.place_before
    if line.difference is Difference.MOVED and line.place_before != place:
        return f"{_TABLES[line.table]}第{line.place_before}项→第{place}项"
    return f"{_TABLES[line.table]}第{place}项"


def _cell(line: Line) -> str:
    return _TITLES[line.table].get(line.column, line.column) if line.column else ""


def _tree() -> QTreeWidget:
    tree = QTreeWidget()
    tree.setAccessibleName("不同之处")
    tree.setHeaderLabels(["位置", "变化", "栏目", "之前", "之后"])
    tree.setRootIsDecorated(False)
    tree.setUniformRowHeights(True)
    tree.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    header = tree.header()
    for column in range(3):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
    for column in (3, 4):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
    return tree
