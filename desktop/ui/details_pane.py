"""任务详情: where the chosen row stands, its units and deadlines as understood, and its open doubts."""

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
from desktop.domain.edits import meaning_of
from desktop.domain.records import AnnexRow, Assignment, DoubtRecord, Policy, Task
from desktop.domain.unit import Role

Row = Task | AnnexRow

_ROLES = {Role.LEAD: "牵头", Role.PARTICIPANT: "配合", Role.RESPONSIBLE: "责任单位"}


def details_html(book: Book, row: Row) -> str:
    """Describe a row in a few lines of rich text."""
    parts = [_heading(book, row)]
    units = book.assignments(row.key)
    parts.append(_list("单位", [_unit(a) for a in units], "未指明"))
    if isinstance(row, Task) and (inherited := book.inherited(row)):
        parts.append(_list("全文统一规定", [_unit(a) for a in inherited], ""))
    deadlines = [f"{escape(d.text)}（{escape(meaning_of(d))}）" for d in book.deadlines(row.key)]
    parts.append(_list("时限", deadlines, "未写明"))
    return "".join(parts)


def _heading(book: Book, row: Row) -> str:
    if isinstance(row, Task):
        path = " › ".join(s.label + s.title for s in book.path(row.section))
        numbers = [book.annex_numbers[n.annex_row] for n in book.links_of_task(row.key)]
        annex = "、".join(f"附件第{n}项" for n in numbers) or "未列入附件"
        return f"<p><b>章节</b>　{escape(path) or '—'}<br><b>附件</b>　{annex}</p>"
    places = {task.key: i for i, task in enumerate(book.tasks, start=1)}
    tasks = [places[n.task] for n in book.links_of_row(row.key) if n.task in places]
    source = "、".join(f"第{n}项任务" for n in tasks) or "没有对应的任务"
    return f"<p><b>附件第{book.annex_numbers[row.key]}项</b><br><b>来自</b>　{source}</p>"


def _unit(assignment: Assignment) -> str:
    role = _ROLES[Role(assignment.role)]
    known = "目录中有" if assignment.known else "目录中没有"
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
    """`settled` gives a doubt and whether its proposal was taken."""

    settled = Signal(object, bool)

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
        self._read_only = False
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(6, 4, 6, 4)
        layout.addLayout(self._doubts)
        layout.addWidget(self._label)
        layout.addStretch(1)
        self.setWidget(inside)
        self.show_row(None, None)

    def set_read_only(self, read_only: bool) -> None:
        """Offer to settle doubts or not."""
        self._read_only = read_only

    def show_row(self, book: Book | None, row: Row | None, policy: Policy | None = None) -> None:
        """Describe a row, None for no row; below its doubts stand those on the policy as a whole."""
        while (item := self._doubts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if book is not None:
            for doubt in book.doubts(row.key) if row is not None else []:
                self._doubts.addWidget(self._doubt_box(doubt, "待核"))
            for doubt in book.doubts(policy.key) if policy is not None else []:
                self._doubts.addWidget(self._doubt_box(doubt, "待核（整个文件）"))
        if book is None or row is None:
            self._label.setText(
                "<p style='color:gray'>选中一行后，这里显示它的单位、时限和待核。</p>"
            )
            return
        self._label.setText(details_html(book, row))

    def _doubt_box(self, doubt: DoubtRecord, title: str) -> QFrame:
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
            layout.addLayout(self._buttons(doubt))
        return box

    def _buttons(self, doubt: DoubtRecord) -> QHBoxLayout:
        buttons = QHBoxLayout()
        if doubt.proposal is not None:
            accept = QPushButton("采纳建议")
            accept.setAccessibleDescription(doubt.message)
            accept.clicked.connect(lambda: self.settled.emit(doubt, True))
            buttons.addWidget(accept)
        dismiss = QPushButton("忽略")
        dismiss.setAccessibleDescription(doubt.message)
        dismiss.clicked.connect(lambda: self.settled.emit(doubt, False))
        buttons.addWidget(dismiss)
        buttons.addStretch(1)
        return buttons
