"""任务详情: the open doubts of the chosen row, its further fields, where it stands, its units and deadlines."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.book import Book
from desktop.domain.columns import TASK_EXTRAS
from desktop.domain.edits import meaning_of
from desktop.domain.records import AnnexRow, Assignment, DoubtRecord, Policy, Task
from desktop.domain.unit import Role
from desktop.services.own_units import doubted_unit, is_own_name
from desktop.ui.annex_sides import AnnexSides
from desktop.ui.extras_form import ExtrasForm

Row = Task | AnnexRow

_NO_BOOK = Book("")
_ROLES = {Role.LEAD: "牵头", Role.PARTICIPANT: "配合", Role.RESPONSIBLE: "责任单位"}


def details_html(book: Book, row: Row) -> str:
    """Describe a row in a few lines of rich text."""
    parts = [_heading(book, row)]
    units = book.assignments(row.key)
    parts.append(_list("单位", [_unit(book, a) for a in units], "未指明"))
    if isinstance(row, Task) and (inherited := book.inherited(row)):
        parts.append(_list("全文统一规定", [_unit(book, a) for a in inherited], ""))
    deadlines = [f"{escape(d.text)}（{escape(meaning_of(d))}）" for d in book.deadlines(row.key)]
    parts.append(_list("时限", deadlines, "未写明"))
    return "".join(parts)


def _heading(book: Book, row: Row) -> str:
    if isinstance(row, Task):
        path = " › ".join(s.label + s.title for s in book.path(row.section))
        numbers = [book.annex_numbers[n.annex_row] for n in book.links_of_task(row.key)]
        annex = "、".join(f"附件第{n}项" for n in numbers) or "未列入附件"
        merged = _merged(book, row, "项任务")
        return f"<p><b>章节</b>　{escape(path) or '—'}<br><b>附件</b>　{annex}{merged}</p>"
    places = {task.key: i for i, task in enumerate(book.tasks, start=1)}
    tasks = [places[n.task] for n in book.links_of_row(row.key) if n.task in places]
    source = "、".join(f"第{n}项任务" for n in tasks) or "没有对应的任务"
    return f"<p><b>附件第{book.annex_numbers[row.key]}项</b><br><b>来自</b>　{source}{_merged(book, row, '项')}</p>"


def _merged(book: Book, row: Row, measure: str) -> str:
    retired = book.retired_into(row.key)
    return f"<br><b>合并</b>　由{len(retired) + 1}{measure}合并而来" if retired else ""


def _unit(book: Book, assignment: Assignment) -> str:
    role = _ROLES[Role(assignment.role)]
    known = "目录中有" if assignment.known else "目录中没有"
    if assignment.known and is_own_name(book, assignment):
        known = "本簿名录中有"
    if assignment.open_name:
        known = "未指明具体单位"
    name = escape(assignment.name)
    if assignment.surface != assignment.name:
        name += f"（原文：{escape(assignment.surface)}）"
    return f"{name}　<b>{role}</b>　<span style='color:gray'>{known}</span>"


def _list(title: str, lines: list[str], empty: str) -> str:
    body = "<br>".join(lines) or empty
    return f"<p><b>{title}</b><br>{body}</p>"


class DetailsPane(QScrollArea):
    """`settled` gives a doubt and whether its proposal was taken; `remembered` one whose unit is to be known.

    `extras` are the further fields of a task; an annex row has none.
    """

    settled = Signal(object, bool)
    remembered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("任务详情")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.RichText)
        self._label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._doubts = QVBoxLayout()
        self.extras = ExtrasForm(TASK_EXTRAS)
        #: Where an annex row and its tasks differ.
        self.sides = AnnexSides()
        self._read_only = False
        #: The row and the doubts that stand at the top.
        self._told: tuple[str, ...] = ()
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(6, 4, 6, 4)
        layout.addLayout(self._doubts)
        layout.addWidget(self.sides)
        layout.addWidget(self.extras)
        layout.addWidget(self._label)
        layout.addStretch(1)
        self.setWidget(inside)
        self.show_row(None, None)

    def set_read_only(self, read_only: bool) -> None:
        """Offer to settle doubts and to fill fields, or not; doubts follow when a row is shown."""
        self._read_only = read_only
        self.extras.set_read_only(read_only)

    def show_row(self, book: Book | None, row: Row | None, policy: Policy | None = None) -> None:
        """Describe a row, None for no row; below its doubts stand those on the policy as a whole."""
        task = row if isinstance(row, Task) else None
        self.extras.show_owner(book or _NO_BOOK, task.key if task is not None else "")
        self.extras.setVisible(task is not None)
        self.sides.show_row(book or _NO_BOOK, row, read_only=self._read_only)
        while (item := self._doubts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        own = book.doubts(row.key) if book is not None and row is not None else []
        whole = book.doubts(policy.key) if book is not None and policy is not None else []
        if book is not None:
            for doubt in own:
                self._doubts.addWidget(self._doubt_box(book, doubt, "待核"))
            for doubt in whole:
                self._doubts.addWidget(self._doubt_box(book, doubt, "待核（整个文件）"))
        told = (row.key if row is not None else "", *(d.key for d in (*own, *whole)))
        if told != self._told:
            # What is asked about this row stands first, and an answer to another question would be a wrong one.
            self._told = told
            self.verticalScrollBar().setValue(0)
        if book is None or row is None:
            self._label.setText(
                "<p style='color:gray'>选中一行后，这里显示它的单位、时限和待核。</p>"
            )
            return
        self._label.setText(details_html(book, row))

    def _doubt_box(self, book: Book, doubt: DoubtRecord, title: str) -> QFrame:
        box = QFrame()
        box.setFrameShape(QFrame.Shape.StyledPanel)
        layout = QVBoxLayout(box)
        layout.setContentsMargins(6, 4, 6, 4)
        reason = QLabel(f"● {title}：{doubt.message}")
        reason.setTextFormat(Qt.TextFormat.PlainText)
        reason.setWordWrap(True)
        layout.addWidget(reason)
        if doubt.proposal is not None:
            proposal = QLabel(f"建议：{doubt.proposal}")
            proposal.setTextFormat(Qt.TextFormat.PlainText)
            proposal.setWordWrap(True)
            layout.addWidget(proposal)
        if not self._read_only:
            layout.addLayout(self._buttons(book, doubt))
        return box

    def _buttons(self, book: Book, doubt: DoubtRecord) -> QHBoxLayout:
        buttons = QHBoxLayout()
        if doubt.proposal is not None:
            accept = QPushButton("采纳建议")
            accept.setAccessibleDescription(doubt.message)
            accept.clicked.connect(lambda: self.settled.emit(doubt, True))
            buttons.addWidget(accept)
        if doubted_unit(book, doubt) is not None:
            remember = QPushButton("记入本簿单位名录")
            remember.setToolTip("这是单位名称：今后在本分工簿中不再提示待核")
            remember.setAccessibleDescription(doubt.message)
            remember.clicked.connect(lambda: self.remembered.emit(doubt))
            buttons.addWidget(remember)
        dismiss = QPushButton("忽略")
        dismiss.setAccessibleDescription(doubt.message)
        dismiss.clicked.connect(lambda: self.settled.emit(doubt, False))
        buttons.addWidget(dismiss)
        buttons.addStretch(1)
        return buttons
