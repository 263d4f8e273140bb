"""An annex row and the tasks it comes from: where they differ, and which side is to follow the other."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.book import Book
from desktop.domain.cells import tasks_of
from desktop.domain.differences import Differing, differences
from desktop.domain.records import AnnexRow, Task
from desktop.ui.shortened import shortened

Row = Task | AnnexRow
_EMPTY = "（空）"


class AnnexSides(QWidget):
    """For an annex row its tasks and what differs; for a task what differs in the rows made of it.

    `taken` gives the annex row, the key of its column and whether the annex follows the task or the task the annex;
    `link_wanted` an annex row that is to be linked; `unlinked` one and the task that it is to be parted from.
    """

    taken = Signal(object, str, bool)
    link_wanted = Signal(object)
    unlinked = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._shown: tuple[object, ...] = ()

    def show_row(self, book: Book, row: Row | None, *, read_only: bool) -> None:
        """Show the sides of a row; what is shown already stays, and with it the keyboard."""
        rows = _rows(book, row)
        found = [(r, differences(book, r), tasks_of(book, r)) for r in rows]
        numbers = {r.key: book.annex_numbers[r.key] for r in rows}
        content = (row.key if row is not None else "", found, numbers, read_only)
        if content == self._shown:
            return
        self._shown = content
        _clear(self._layout)
        places = {t.key: n for n, t in enumerate(book.tasks, start=1)} if rows else {}
        for annex, differing, tasks in found:
            if differing:
                title = (
                    "与正文任务不同"
                    if isinstance(row, AnnexRow)
                    else (f"与附件第{numbers[annex.key]}项不同")
                )
                self._add_differing(title, annex, differing, len(tasks), read_only=read_only)
            if isinstance(row, AnnexRow):
                self._add_links(annex, tasks, places, read_only=read_only)
        self.setVisible(self._layout.count() > 0)

    def _add_links(
        self, row: AnnexRow, tasks: list[Task], places: dict[str, int], *, read_only: bool
    ) -> None:
        for task in tasks:
            line = QHBoxLayout()
            line.addWidget(_text(f"来自第{places[task.key]}项任务：{shortened(task.wording)}"), 1)
            if not read_only:
                part = _button("取消关联", f"第{places[task.key]}项任务")
                part.clicked.connect(lambda _c=False, t=task: self.unlinked.emit(row, t))
                line.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
            self._layout.addLayout(line)
        if not read_only:
            link = _button("关联任务…", "说明这一项来自正文的哪项任务")
            link.clicked.connect(lambda: self.link_wanted.emit(row))
            line = QHBoxLayout()
            line.addWidget(link)
            line.addStretch(1)
            self._layout.addLayout(line)

    def _add_differing(
        self, title: str, row: AnnexRow, found: list[Differing], tasks: int, *, read_only: bool
    ) -> None:
        box = QFrame()
        box.setFrameShape(QFrame.Shape.StyledPanel)
        layout = QVBoxLayout(box)
        layout.setContentsMargins(6, 4, 6, 4)
        head = _text(f"≠ {title}")
        font = head.font()
        font.setBold(True)
        head.setFont(font)
        layout.addWidget(head)
        for cell in found:
            said = f"{cell.title}\n附件：{cell.in_annex or _EMPTY}\n任务：{cell.in_tasks or _EMPTY}"
            layout.addWidget(_text(said))
            if read_only:
                continue
            line = QHBoxLayout()
            for word, to_annex, tip in (
                ("照任务改附件", True, "附件这一格改成正文任务的样子"),
                ("照附件改任务", False, "正文任务这一格改成附件的样子"),
            ):
                button = _button(word, f"{cell.title}：{tip}")
                button.setToolTip(tip)
                if not to_annex and tasks != 1:
                    button.setEnabled(False)
                    button.setToolTip("这一项来自几项任务，请到任务里分别修改")
                button.clicked.connect(
                    lambda _c=False, c=cell.column, a=to_annex: self.taken.emit(row, c, a)
                )
                line.addWidget(button)
            line.addStretch(1)
            layout.addLayout(line)
        self._layout.addWidget(box)


def _rows(book: Book, row: Row | None) -> list[AnnexRow]:
    if isinstance(row, AnnexRow):
        return [row]
    links = book.links_of_task(row.key) if row is not None else []
    found = (book.find(AnnexRow, link.annex_row) for link in links)
    return [r for r in found if r is not None]


def _text(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _button(text: str, about: str) -> QPushButton:
    button = QPushButton(text)
    button.setAccessibleDescription(about)
    return button


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        inner, widget = item.layout(), item.widget()
        if inner is not None:
            _clear(inner)
            inner.deleteLater()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
