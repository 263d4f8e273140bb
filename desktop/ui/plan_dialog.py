"""A dialog that says what to do to many rows, lists what would change, and does it as one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.book import Book
from desktop.domain.changes import ChangeSet
from desktop.domain.edits import Row
from desktop.domain.plans import Plan, Planned, carried_out, planned, row_names
from desktop.domain.records import AnnexRow
from desktop.support.errors import FengongError
from desktop.ui.desk_link import DeskLink
from desktop.ui.jobs import Jobs
from desktop.ui.messages import explain
from desktop.ui.plan_table import PlanTable

_PAUSE = 150  # milliseconds after the last key before the list is made anew
_WAITING = "填写之后，这里列出将要修改的内容。"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the fields of a dialog ask for: the rows to look at, what to do, the step's label, notes on rows."""

    rows: Sequence[Row]
    plan: Plan
    label: str
    note: Callable[[Row], str] | None = None
    #: What else to know of all of it.
    more: str = ""


class PlanDialog(QDialog):
    """`form` takes the fields; a field that changes calls `changed`. What they ask for says `asked`."""

    def __init__(self, link: DeskLink, jobs: Jobs, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._link = link
        self._jobs = jobs
        self._turn = 0
        self._more = ""
        self._busy = False
        #: What was said last once something was done: the window says it.
        self.result_text = ""
        self.form = QFormLayout()
        self.said = QLabel(_WAITING)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        self.said.setAccessibleName("提示")
        self.table = PlanTable()
        self.table.plan_model.dataChanged.connect(self._count)
        buttons = QDialogButtonBox()
        self.do_button = buttons.addButton("修改", QDialogButtonBox.ButtonRole.AcceptRole)
        self.do_button.setEnabled(False)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(self.form)
        layout.addWidget(self.said)
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)
        self.resize(860, 520)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._look)

    @property
    def book(self) -> Book:
        """The snapshot that is looked at."""
        return self._link.book

    def asked(self) -> Asked | None:
        """Return what the fields ask for; None while they are not filled in."""
        raise NotImplementedError

    def changed(self) -> None:
        """Look anew once the clerk pauses."""
        self.do_button.setEnabled(False)
        self._turn += 1  # what is under way is of other fields
        self._timer.start()

    def accept(self) -> None:
        """Do it to the rows ticked, beside the window, and close once it is handed to the book."""
        asked, rows = self.asked(), self.table.plan_model.ticked()
        if asked is None or not rows or self._busy or not self.do_button.isEnabled():
            return
        self._busy = True
        self.do_button.setEnabled(False)
        book = self.book
        self._jobs.run(
            lambda: carried_out(book, rows, asked.plan, asked.label),
            lambda step: self._carry_out(step, len(rows)),
            self._refused,
        )

    def _carry_out(self, step: ChangeSet, count: int) -> None:
        self._busy = False
        if not self.isVisible():  # left meanwhile
            return
        if self._link.submit(step):
            self.result_text = f"已修改{count}项，可以撤销"
        super().accept()

    def _look(self) -> None:
        asked = self.asked()
        if asked is None:
            self._show([], {}, _WAITING)
            return
        turn, book = self._turn, self.book
        self._more = asked.more

        def found() -> tuple[list[Planned], Mapping[str, str]]:
            return planned(book, asked.rows, asked.plan, asked.note), row_names(book)

        def show(result: tuple[list[Planned], Mapping[str, str]]) -> None:
            if turn == self._turn:
                self._show(*result, "" if result[0] else f"没有要修改的。{self._more}")

        self._jobs.run(found, show, lambda error: self._refused(error, turn))

    def _show(self, found: Sequence[Planned], names: Mapping[str, str], said: str) -> None:
        self.table.show_planned(found, names)
        self._count()
        if said:
            self.said.setText(said)

    def _count(self) -> None:
        rows = self.table.plan_model.ticked()
        annex = sum(isinstance(r, AnnexRow) for r in rows)
        tasks = len(rows) - annex
        parts = [f"任务{tasks}项"] * bool(tasks) + [f"附件{annex}项"] * bool(annex)
        self.said.setText(
            f"将修改{'、'.join(parts)}。不想改的，去掉前面的勾。{self._more}"
            if parts
            else "一项都没有勾选。"
        )
        self.do_button.setEnabled(bool(rows))

    def _refused(self, error: FengongError, turn: int | None = None) -> None:
        self._busy = False
        if turn is None or turn == self._turn:
            self._show([], {}, explain(error).line())


def unit_box(names: Sequence[str], about: str) -> QComboBox:
    """Make a field for units: typed, or taken from `names`; parts of a name find it."""
    box = QComboBox()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.addItems(list(names))
    box.setCurrentIndex(-1)
    box.setAccessibleName(about)
    completer = box.completer()
    line = box.lineEdit()
    assert completer is not None
    assert line is not None
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    line.setPlaceholderText(about)
    line.setClearButtonEnabled(True)
    return box
