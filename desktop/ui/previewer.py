"""预览打印 from beginning to end: the dialog, the system's print dialog, the pages going out, the way to 导出."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from desktop.domain.book import Book
from desktop.domain.layout import Content
from desktop.domain.row_sheets import units_listed
from desktop.domain.sheets import Printed, sheets
from desktop.services import exporting
from desktop.services.desk import Desk
from desktop.services.layouts import layouts
from desktop.services.looking import Look, earlier_state
from desktop.services.stages import stages
from desktop.support.errors import FengongError
from desktop.support.filenames import file_name
from desktop.ui.exporter import Outgoing
from desktop.ui.jobs import Jobs
from desktop.ui.memory import Memory
from desktop.ui.notices import tell_error

if TYPE_CHECKING:
    from desktop.services.proof import Proof
    from desktop.ui.preview_dialog import PreviewDialog
    from desktop.ui.print_panel import Choice


class Previewer(QObject):
    """Shows one preview at a time. `dialog` is the open one; `printed` tells how many pages went to the printer."""

    printed = Signal(int)
    #: What is to be exported, the folder for it and its name, over which dialog.
    export_wanted = Signal(object, object, str, object)
    _progress = Signal(int, int)

    def __init__(self, window: QWidget, jobs: Jobs, memory: Memory) -> None:
        super().__init__(window)
        self._window = window
        self._jobs = jobs
        self._memory = memory
        #: What was chosen last, and for which book.
        self._choice: tuple[str, Choice] | None = None
        self._cancel = threading.Event()
        self.dialog: PreviewDialog | None = None
        self._progress.connect(self._tell_progress)

    def begin(
        self, desk: Desk, book: Book, folder: Path, name: str, *, before: str | None = None
    ) -> None:
        """Open the preview of a snapshot of the desk's book; exports go to `folder` under names that begin with `name`.

        With `before` it begins with the comparison of the stage of that name with now.
        """
        # What sets pages and draws them takes a third of a second to read, and a start must not wait for it.
        from desktop.ui.preview_dialog import PreviewDialog
        from desktop.ui.print_panel import Known, first_choice

        shelf, settings = layouts(), self._memory.settings
        known = Known(
            shelf,
            units_listed(book),
            list(dict.fromkeys(s.name for s in reversed(stages(book)))),
            next((p.doc_number for p in book.current_policies if p.doc_number), "") or "",
            settings.office,
            settings.setup,
        )
        layout = shelf.first(settings.layout)
        choice = first_choice(layout, settings.setup(layout))
        if self._choice is not None and self._choice[0] == book.lineage:
            # Marks, numbers and titles belong to their book.
            last = self._choice[1]
            choice = last if shelf.find(last.layout.key) is not None else choice
        compares = next((x for x in shelf.all if x.content is Content.COMPARISON), None)
        if before is not None and compares is not None:
            choice = replace(first_choice(compares, settings.setup(compares)), before=before)
        dialog = PreviewDialog(
            known,
            choice,
            lambda chosen: made(desk, book, chosen),
            lambda chosen: exporting.open_doubts(book, chosen.layout),
            self._jobs,
            self._window,
        )
        self.dialog = dialog
        dialog.print_wanted.connect(
            lambda proof, chosen: self._ask_printer(proof, chosen, title_of(name, chosen))
        )
        dialog.export_wanted.connect(
            lambda chosen: self._export(
                outgoing(desk, book, chosen), chosen, folder, title_of(name, chosen)
            )
        )
        dialog.layouts_wanted.connect(lambda: self._edit_layouts(dialog, book))
        dialog.busy.cancelled.connect(lambda: self._cancel.set())
        dialog.leaving.connect(lambda: self._cancel.set())
        remembered = book.lineage if before is None else None
        dialog.finished.connect(lambda: self._finished(remembered))
        dialog.open()

    def _finished(self, lineage: str | None) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            if lineage is not None:
                self._choice = lineage, dialog.choice
            dialog.deleteLater()

    def _edit_layouts(self, dialog: PreviewDialog, book: Book) -> None:
        from desktop.ui.layout_editor import LayoutEditor

        editor = LayoutEditor(self._jobs, book, dialog, key=dialog.choice.layout.key)
        editor.changed.connect(lambda key: dialog.panel.take_shelf(layouts(), key))
        editor.finished.connect(editor.deleteLater)
        editor.open()

    def _export(self, going: Outgoing, choice: Choice, folder: Path, name: str) -> None:
        self._keep(choice)
        self.export_wanted.emit(going, folder, name, self.dialog)

    def _keep(self, choice: Choice) -> None:
        """Remember what tables are made by, for the next one."""
        setup = choice.options.setup or choice.layout.setup
        self._memory.keep(self._memory.settings.with_pages(choice.layout, setup))

    def _ask_printer(self, proof: Proof, choice: Choice, title: str) -> None:
        from desktop.ui.printing import new_printer

        self._keep(choice)
        printer = new_printer(proof, two_sided=_two_sided(choice), title=title)
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
        self.dialog.hold(True)
        self._run(lambda: print_proof(proof, printer, cancel, self._progress.emit), self._sent)

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
            self.dialog.hold(False)

    def _say(self, text: str) -> None:
        if self.dialog is not None:
            self.dialog.message.setText(text)

    def _tell_progress(self, done: int, pages: int) -> None:
        if self.dialog is not None:
            self.dialog.busy.begin(f"正在打印：第{done}页，共{pages}页")


def _two_sided(choice: Choice) -> bool:
    return (choice.options.setup or choice.layout.setup).two_sided


def title_of(name: str, choice: Choice) -> str:
    """Return what a printed table of the book `name` is called: the annex is 附件, others go by their layouts.

    So no list or comparison is offered the name of the annex's own files.
    """
    layout = choice.layout
    annex = layout.content is Content.ANNEX and bool(choice.options.mark)
    units = "、".join(choice.options.units) if layout.content is Content.UNIT else ""
    return name + ("附件" if annex else file_name(units + layout.name))


def made(desk: Desk, book: Book, choice: Choice) -> Printed:
    """Make the sheets of a choice. Raises `OutputError`, and `WorkbookError` where a stage cannot be read."""
    options = choice.options
    if choice.layout.content is Content.COMPARISON:
        book, earlier = earlier_state(Look(book, desk.original), choice.before)
        options = replace(options, earlier=earlier)
    return sheets(book, choice.layout, options)


def outgoing(desk: Desk, book: Book, choice: Choice) -> Outgoing:
    """Return what a choice is to the exporter."""
    return Outgoing(
        f"版式“{choice.layout.name}”",
        exporting.open_doubts(book, choice.layout),
        lambda: made(desk, book, choice),
    )
