"""预览打印: the very PDF, page by page, beside what decides how it looks; 打印 prints that PDF, 导出 saves it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.records import DoubtRecord
from desktop.domain.sheet import PageSetup, Paper, Sheet, TypeSize
from desktop.services.proof import Proof
from desktop.support.errors import FengongError
from desktop.ui.doubt_list import doubt_list
from desktop.ui.info_bar import BusyBar
from desktop.ui.jobs import Jobs
from desktop.ui.messages import paragraphs
from desktop.ui.page_view import FIT_PAGE, FIT_WIDTH, PageView

#: How long the clerk's hand rests before the pages are set anew, in milliseconds.
_REST = 200
_ZOOMS = (FIT_PAGE, FIT_WIDTH, "50%", "75%", "100%", "125%", "150%", "200%")
_PAPERS = {
    Paper.A4: "A4 竖排版面",
    Paper.A4_LANDSCAPE: "A4 横排表格",
    Paper.A3_LANDSCAPE: "A3 横（会议用）",
}
_SIDES = {True: "双面", False: "单面"}


@dataclass(frozen=True, slots=True)
class Choice:
    """What the clerk chose: a layout by its key, and the pages."""

    layout: str
    setup: PageSetup


class PreviewDialog(QDialog):
    """`print_wanted` gives the proof shown and the choice it was made by; so does `save_wanted`.

    `make` builds the sheets of a choice; it runs beside the window and works on a snapshot.
    """

    print_wanted = Signal(object, object)
    save_wanted = Signal(object, object)

    def __init__(
        self,
        layouts: Mapping[str, str],
        choice: Choice,
        make: Callable[[Choice], Sequence[Sheet]],
        doubts: Sequence[tuple[str, DoubtRecord]],
        jobs: Jobs,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("预览打印")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._make = make
        self._jobs = jobs
        self._made = 0
        self.proof: Proof | None = None
        self._shown: Choice | None = None
        self.view = PageView(self._jobs)
        self.layout_box = _Combo("版式", layouts, choice.layout)
        self.paper = _Combo("纸张", _PAPERS, choice.setup.paper)
        self.size_box = _Combo("字号", {s: s.value for s in TypeSize}, choice.setup.size)
        self.sides = _Combo("印制", _SIDES, choice.setup.two_sided)
        self.numbered = QCheckBox("印页码")
        self.numbered.setChecked(choice.setup.first_page is not None)
        self.first = QSpinBox()
        self.first.setRange(1, 9999)
        self.first.setAccessibleName("起始页码")
        self.first.setValue(choice.setup.first_page or 1)
        self.zoom = QComboBox()
        self.zoom.setAccessibleName("缩放")
        self.zoom.addItems(_ZOOMS)
        self.place = QLabel()
        self.place.setAccessibleName("页")
        self.busy = BusyBar()
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        buttons = QDialogButtonBox(Qt.Orientation.Vertical)
        role = QDialogButtonBox.ButtonRole
        again = "仍然" if doubts else ""
        self.print_button = buttons.addButton(f"{again}打印…", role.ActionRole)
        self.save_button = buttons.addButton(f"{again}导出PDF…", role.ActionRole)
        close = buttons.addButton("关闭", role.RejectRole)
        for button in (self.print_button, self.save_button, close):
            button.setAutoDefault(False)
        self.print_button.setShortcut(QKeySequence(QKeySequence.StandardKey.Print))
        self.print_button.clicked.connect(lambda: self._hand_over(self.print_wanted))
        self.save_button.clicked.connect(lambda: self._hand_over(self.save_wanted))
        buttons.rejected.connect(self.reject)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self._set)
        self._lay_out(doubts, buttons)
        self._connect()
        self.finished.connect(self._let_go)
        self.view.setFocus()
        self._set()

    @property
    def choice(self) -> Choice:
        """What the controls say."""
        setup = PageSetup(
            paper=self.paper.value,
            size=self.size_box.value,
            two_sided=self.sides.value,
            first_page=self.first.value() if self.numbered.isChecked() else None,
        )
        return Choice(self.layout_box.value, setup)

    def _lay_out(
        self, doubts: Sequence[tuple[str, DoubtRecord]], buttons: QDialogButtonBox
    ) -> None:
        side = QVBoxLayout()
        form = QFormLayout()
        for title, field in (
            ("版式(&L)：", self.layout_box),
            ("纸张(&P)：", self.paper),
            ("字号(&Z)：", self.size_box),
            ("印制(&D)：", self.sides),
        ):
            form.addRow(title, field)
        form.addRow("", self.numbered)
        form.addRow("起始页码(&N)：", self.first)
        side.addLayout(form)
        side.addWidget(self.message)
        side.addStretch(1)
        if doubts:
            label = QLabel(f"还有{len(doubts)}处待核没有处理：")
            side.addWidget(label)
            side.addWidget(doubt_list(doubts))
        side.addWidget(buttons)
        bar = QHBoxLayout()
        for text, tip, page in (
            ("◀", "上一页（PageUp）", -1),
            ("▶", "下一页（PageDown）", 1),
        ):
            turn = QToolButton()
            turn.setText(text)
            turn.setToolTip(tip)
            turn.setAccessibleName(tip)
            turn.clicked.connect(lambda _=False, by=page: self.view.show_page(self.view.page + by))
            bar.addWidget(turn)
        bar.addWidget(self.place)
        bar.addStretch(1)
        bar.addWidget(QLabel("缩放："))
        bar.addWidget(self.zoom)
        left = QVBoxLayout()
        left.addWidget(self.busy)
        left.addLayout(bar)
        left.addWidget(self.view, 1)
        panel = QWidget()
        panel.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        panel.setFixedWidth(270)
        whole = QHBoxLayout(self)
        whole.addLayout(left, 1)
        whole.addWidget(panel)
        room = (self.parentWidget() or self).screen().availableGeometry()
        self.resize(min(1180, room.width() - 40), min(900, room.height() - 60))

    def _connect(self) -> None:
        for box in (self.layout_box, self.paper, self.size_box, self.sides):
            box.currentIndexChanged.connect(self._changed)
        self.numbered.toggled.connect(self._changed)
        self.first.valueChanged.connect(self._changed)
        self.zoom.activated.connect(self._zoom_chosen)
        self.view.page_changed.connect(self._tell_place)
        self.view.zoomed.connect(self._tell_zoom)
        self.view.failed.connect(self._failed)
        for keys, zoom in (("Ctrl+0", FIT_PAGE), ("Ctrl+1", 1.0)):
            QShortcut(QKeySequence(keys), self, lambda z=zoom: self.view.set_zoom(z))

    def _changed(self) -> None:
        self.first.setEnabled(self.numbered.isChecked())
        self._rest.start()

    def _set(self) -> None:
        """Set the pages by what the controls say; what comes too late is dropped."""
        self._made += 1
        number, choice = self._made, self.choice
        self.message.setText("正在排版…")
        for button in (self.print_button, self.save_button):
            button.setEnabled(False)
        self._jobs.run(
            lambda: Proof(self._make(choice)),
            lambda proof: self._show(number, choice, proof),
            lambda error: self._failed(error) if number == self._made else None,
            Proof.close,
        )

    def _show(self, number: int, choice: Choice, proof: Proof) -> None:
        if number != self._made:
            self._jobs.run(proof.close, _nothing, _nothing)
            return
        self.proof, self._shown = proof, choice
        self.message.setText("")
        for button in (self.print_button, self.save_button):
            button.setEnabled(True)
        self.view.show_proof(proof)

    def _hand_over(self, signal: SignalInstance) -> None:
        if self.proof is not None and self._shown is not None:
            signal.emit(self.proof, self._shown)

    def _failed(self, error: FengongError) -> None:
        self.message.setText("\n".join(filter(None, paragraphs(error))))

    def _tell_place(self, page: int, pages: int) -> None:
        self.place.setText(f"第{page}页，共{pages}页" if pages else "")

    def _tell_zoom(self) -> None:
        self.zoom.setToolTip(f"{self.view.zoom:.0%}")

    def _zoom_chosen(self) -> None:
        text = self.zoom.currentText()
        self.view.set_zoom(text if text in (FIT_PAGE, FIT_WIDTH) else float(text[:-1]) / 100)

    def _let_go(self) -> None:
        self._rest.stop()
        self._made += 1
        self.view.close_proof()
        self.proof = None


def _nothing(_ended: object) -> None:
    """A proof that nobody sees any more is closed; there is nothing to tell."""


class _Combo(QComboBox):
    """A choice among Python values, which Qt would turn into its own (a StrEnum into a string)."""

    def __init__(self, name: str, items: Mapping[Any, str], chosen: object) -> None:
        super().__init__()
        self._values = list(items)
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.addItems(list(items.values()))
        self.setCurrentIndex(self._values.index(chosen) if chosen in items else 0)

    @property
    def value(self) -> Any:
        """The value chosen."""
        return self._values[self.currentIndex()]
