"""预览打印 from beginning to end: the dialog, the system's print dialog, the pages going out, the PDF saved."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from desktop.domain.book import Book
from desktop.domain.sheet import PageSetup
from desktop.services import exporting
from desktop.support.errors import FengongError
from desktop.ui.jobs import Jobs
from desktop.ui.notices import tell_error

if TYPE_CHECKING:
    from desktop.services.proof import Proof
    from desktop.ui.preview_dialog import Choice, PreviewDialog

_DEFAULT = "hunan"


class Previewer(QObject):
    """Shows one preview at a time. `dialog` is the open one; `printed` tells how many pages went to the printer."""

    printed = Signal(int)
    _progress = Signal(int, int)

    def __init__(self, window: QWidget, jobs: Jobs) -> None:
        super().__init__(window)
        self._window = window
        self._jobs = jobs
        self._choice: Choice | None = None
        self._cancel = threading.Event()
        self.dialog: PreviewDialog | None = None
        self._progress.connect(self._tell_progress)

    def begin(self, book: Book, folder: Path, name: str) -> None:
        """Open the preview of a snapshot of the book; a PDF is saved under `name` in `folder` if not said otherwise."""
        # What sets pages and draws them takes a third of a second to read, and a start must not wait for it.
        from desktop.ui.preview_dialog import Choice, PreviewDialog

        dialog = PreviewDialog(
            {_DEFAULT: "附件（湖南格式）"},
            self._choice or Choice(_DEFAULT, PageSetup()),
            lambda choice: [exporting.annex_sheet(book).with_setup(choice.setup)],
            exporting.open_doubts(book),
            self._jobs,
            self._window,
        )
        self.dialog = dialog
        dialog.print_wanted.connect(self._ask_printer)
        dialog.save_wanted.connect(lambda proof, _choice: self._save(proof, folder / f"{name}.pdf"))
        dialog.busy.cancelled.connect(lambda: self._cancel.set())
        dialog.finished.connect(self._finished)
        dialog.open()

    def _finished(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            self._choice = dialog.choice
            self._cancel.set()
            dialog.deleteLater()

    def _ask_printer(self, proof: Proof, choice: Choice) -> None:
        from desktop.ui.printing import new_printer

        printer = new_printer(proof, two_sided=choice.setup.two_sided, title="任务分工表")
        asking = QPrintDialog(printer, self.dialog)
        asking.setMinMax(1, len(proof))
        asking.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, on=True)
        asking.accepted.connect(lambda: self.print(proof, printer))
        asking.finished.connect(asking.deleteLater)
        # Its own `open` wants a slot as Qt 4 named them.
        QDialog.open(asking)

    def print(self, proof: Proof, printer: QPrinter) -> None:
        """Send the proof to `printer` as it is set up, beside the window."""
        from desktop.ui.printing import print_proof

        if self.dialog is None:
            return
        self._cancel = cancel = threading.Event()
        self.dialog.busy.begin("正在打印…", cancellable=True)
        self.dialog.print_button.setEnabled(False)
        self._run(lambda: print_proof(proof, printer, cancel, self._progress.emit), self._sent)

    def _save(self, proof: Proof, path: Path) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self.dialog, "导出PDF", str(path), "PDF (*.pdf)")
        if chosen:
            target = Path(chosen)
            if target.suffix.lower() != ".pdf":
                target = target.with_name(f"{target.name}.pdf")
            self._run(lambda: proof.save(target), lambda _nothing: self._say(f"已导出到 {target}"))

    def _run(self, work: Callable[[], object], done: Callable[[int], object]) -> None:
        self._jobs.run(work, done, self._failed)

    def _sent(self, pages: int) -> None:
        self._end()
        self._say(
            f"打印已取消，已送出{pages}页。"
            if self._cancel.is_set()
            else f"已送出{pages}页到打印机。"
        )
        self.printed.emit(pages)

    def _failed(self, error: FengongError) -> None:
        self._end()
        tell_error(self.dialog or self._window, error)

    def _end(self) -> None:
        if self.dialog is not None:
            self.dialog.busy.hide()
            self.dialog.print_button.setEnabled(True)

    def _say(self, text: str) -> None:
        if self.dialog is not None:
            self.dialog.message.setText(text)

    def _tell_progress(self, done: int, pages: int) -> None:
        if self.dialog is not None:
            self.dialog.busy.begin(f"正在打印：第{done}页，共{pages}页")
