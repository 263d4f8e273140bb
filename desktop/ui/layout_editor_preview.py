"""What the layout being edited looks like: its first page, set anew when the clerk's hand rests."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.domain.book import Book
from desktop.domain.layout import Layout
from desktop.services.layout_preview import first_page
from desktop.services.proof import Proof
from desktop.support.errors import FengongError
from desktop.ui.jobs import Jobs
from desktop.ui.messages import paragraphs
from desktop.ui.page_view import FIT_WIDTH, PageView

#: How long the clerk's hand rests before the page is set anew, in milliseconds.
_REST = 250


class LayoutPreview(QWidget):
    """`shown` gives the layout whose page is to be seen."""

    shown = Signal(object)

    def __init__(self, jobs: Jobs, book: Book | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._book = book
        self._made = 0
        self._wanted: Layout | None = None
        self.proof: Proof | None = None
        self.view = PageView(jobs)
        self.view.setAccessibleName("版式样子")
        self.view.set_zoom(FIT_WIDTH)
        self.view.failed.connect(self._failed)
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self._set)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.message)

    def show_layout(self, layout: Layout | None) -> None:
        """Show a sound layout; None for one that is not keeps the page of before and says so."""
        self._wanted = layout
        if layout is None:
            self._rest.stop()
            self._made += 1
            self.message.setText("改正标出的设置后，再显示样子。")
        else:
            self._rest.start()

    def let_go(self) -> None:
        """Stop; what is on its way is dropped."""
        self._rest.stop()
        self._made += 1
        self.view.close_proof()
        self.proof = None

    def _set(self) -> None:
        layout, book = self._wanted, self._book
        if layout is None:
            return
        self._made += 1
        number = self._made
        self._jobs.run(
            lambda: Proof([first_page(book, layout)]),
            lambda proof: self._show(number, layout, proof),
            lambda error: self._failed(error) if number == self._made else None,
            Proof.close,
        )

    def _show(self, number: int, layout: Layout, proof: Proof) -> None:
        if number != self._made:
            self._jobs.run(proof.close, lambda _nothing: None, lambda _error: None)
            return
        self.proof = proof
        self.message.setText("")
        self.view.show_proof(proof)
        self.shown.emit(layout)

    def _failed(self, error: FengongError) -> None:
        self.message.setText("\n".join(filter(None, paragraphs(error))))
