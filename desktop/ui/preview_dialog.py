"""预览打印: the very PDF, page by page, beside what decides how it looks; 打印 prints it, 导出 writes its sheets."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.records import DoubtRecord
from desktop.domain.sheets import Printed
from desktop.services.exporting import substitution
from desktop.services.proof import Proof
from desktop.support.errors import FengongError
from desktop.ui.info_bar import BusyBar
from desktop.ui.jobs import Jobs
from desktop.ui.messages import paragraphs
from desktop.ui.page_view import FIT_PAGE, FIT_WIDTH, PageView
from desktop.ui.print_panel import Choice, Known, PrintPanel

#: How long the clerk's hand rests before the pages are set anew, in milliseconds.
_REST = 200
_ZOOMS = (FIT_PAGE, FIT_WIDTH, "50%", "75%", "100%", "125%", "150%", "200%")
#: The width of what stands beside the pages, in characters.
_PANEL = 46


class PreviewDialog(QDialog):
    """`print_wanted` gives the proof shown and the choice it was made by; `export_wanted` the choice alone.

    `layouts_wanted` asks for the editor of layouts. `make` builds the sheets of a choice, and `doubts` says what is
    still in doubt in them; both work on a snapshot, `make` beside the window.
    """

    print_wanted = Signal(object, object)
    export_wanted = Signal(object)
    layouts_wanted = Signal()
    #: Before the proof is let go of.
    leaving = Signal()

    def __init__(
        self,
        known: Known,
        choice: Choice,
        make: Callable[[Choice], Printed],
        doubts: Callable[[Choice], Sequence[tuple[str, DoubtRecord]]],
        jobs: Jobs,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("预览打印")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._make = make
        self._doubts = doubts
        self._jobs = jobs
        self._made = 0
        self._held = False
        self.proof: Proof | None = None
        self._shown: Choice | None = None
        self.view = PageView(self._jobs)
        self.panel = PrintPanel(known, choice)
        self.zoom = QComboBox()
        self.zoom.setAccessibleName("缩放")
        self.zoom.addItems(_ZOOMS)
        self.place = QLabel()
        self.place.setAccessibleName("页")
        self.busy = BusyBar()
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.notes = QListWidget()
        self.notes.setAccessibleName("待核与提示")
        self.notes.setWordWrap(True)
        buttons = QDialogButtonBox(Qt.Orientation.Horizontal)
        role = QDialogButtonBox.ButtonRole
        self.print_button = buttons.addButton("打印…", role.ActionRole)
        self.export_button = buttons.addButton("导出…", role.ActionRole)
        close = buttons.addButton("关闭", role.RejectRole)
        for button in (self.print_button, self.export_button, close):
            button.setAutoDefault(False)
        self.print_button.setShortcut(QKeySequence(QKeySequence.StandardKey.Print))
        self.export_button.setShortcut(QKeySequence("Ctrl+E"))
        self.print_button.clicked.connect(self._hand_to_printer)
        self.export_button.clicked.connect(self._hand_to_export)
        buttons.rejected.connect(self.reject)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self._set)
        self._lay_out(buttons)
        self._connect()
        self.finished.connect(self._let_go)
        self.view.setFocus()
        self._set()

    @property
    def choice(self) -> Choice:
        """What the controls say."""
        return self.panel.choice

    def hold(self, held: bool) -> None:
        """Keep the pages as they are while they go to the printer, and let them follow the controls again."""
        self._held = held
        self.panel.setEnabled(not held)
        self._let_out(not held and self.proof is not None)

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        side = QVBoxLayout()
        side.addWidget(self.panel)
        side.addWidget(self.message)
        side.addWidget(self.notes, 1)
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
        panel.setFixedWidth(_PANEL * self.fontMetrics().averageCharWidth())
        whole = QHBoxLayout(self)
        whole.addLayout(left, 1)
        whole.addWidget(panel)
        room = (self.parentWidget() or self).screen().availableGeometry()
        self.resize(min(1240, room.width() - 40), min(900, room.height() - 60))

    def _connect(self) -> None:
        self.panel.changed.connect(self._rest.start)
        self.panel.edit_button.clicked.connect(self.layouts_wanted)
        self.zoom.activated.connect(self._zoom_chosen)
        self.view.page_changed.connect(self._tell_place)
        self.view.zoomed.connect(self._tell_zoom)
        self.view.failed.connect(self._failed)
        for keys, zoom in (("Ctrl+0", FIT_PAGE), ("Ctrl+1", 1.0)):
            QShortcut(QKeySequence(keys), self, lambda z=zoom: self.view.set_zoom(z))

    def _set(self) -> None:
        """Set the pages by what the controls say; what comes too late is dropped."""
        if self._held:
            self._rest.start()
            return
        self._made += 1
        number, choice = self._made, self.choice
        self.message.setText("正在排版…")
        self._let_out(False)
        self._jobs.run(
            lambda: self._printed(choice),
            lambda made: self._show(number, choice, *made),
            lambda error: self._failed(error) if number == self._made else None,
            lambda made: made[1].close(),
        )

    def _printed(self, choice: Choice) -> tuple[Printed, Proof]:
        printed = self._make(choice)
        return printed, Proof(printed.sheets)

    def _show(self, number: int, choice: Choice, printed: Printed, proof: Proof) -> None:
        if number != self._made:
            self._jobs.run(proof.close, _nothing, _nothing)
            return
        self.proof, self._shown = proof, choice
        self.message.setText("")
        self._let_out(True)
        self._tell_notes(choice, printed, proof)
        self.view.show_proof(proof)

    def _tell_notes(self, choice: Choice, printed: Printed, proof: Proof) -> None:
        """List what a clerk should know before the pages go out."""
        doubts = self._doubts(choice)
        lines = [f"● 待核　{place}：{doubt.message}" for place, doubt in doubts]
        if proof.substituted:
            lines.append(f"○ {substitution(proof.substituted)}")
        lines += [f"○ {note.message}" for note in printed.notes]
        self.notes.clear()
        self.notes.addItems(lines)
        self.notes.setVisible(bool(lines))
        again = "仍然" if doubts else ""
        self.print_button.setText(f"{again}打印…")
        self.export_button.setText(f"{again}导出…")

    def _let_out(self, ready: bool) -> None:
        for button in (self.print_button, self.export_button):
            button.setEnabled(ready)

    def _hand_to_printer(self) -> None:
        if self.proof is not None and self._shown is not None:
            self.print_wanted.emit(self.proof, self._shown)

    def _hand_to_export(self) -> None:
        if self._shown is not None:
            self.export_wanted.emit(self._shown)

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
        self.leaving.emit()
        self._rest.stop()
        self._made += 1
        self.view.close_proof()
        self.proof = None


def _nothing(_ended: object) -> None:
    """A proof that nobody sees any more is closed; there is nothing to tell."""
