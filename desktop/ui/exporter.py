"""导出 from beginning to end: what is made, the dialog, the question about files that exist, where it went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop.domain.book import Book
from desktop.domain.records import DoubtRecord
from desktop.domain.sheet import Sheet
from desktop.domain.sheets import Printed
from desktop.services import exporting
from desktop.support.errors import FengongError
from desktop.support.filenames import is_there
from desktop.ui.export_dialog import ExportDialog
from desktop.ui.info_bar import BusyBar, InfoBar
from desktop.ui.jobs import Jobs
from desktop.ui.notices import ask, tell_error


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is to leave the program: its words, what is in doubt in it, and the making of it, beside the window."""

    what: str
    doubts: Sequence[tuple[str, DoubtRecord]]
    make: Callable[[], Printed]


def export_title(book: Book) -> str:
    """Say on the button what would be exported."""
    if book.annex:
        return f"导出附件（{len(book.annex)}项）"
    return f"导出附件（全部{len(book.tasks)}项任务）"


class Exporter(QObject):
    """Does one export at a time."""

    def __init__(self, window: QWidget, jobs: Jobs, info: InfoBar, busy: BusyBar) -> None:
        super().__init__(window)
        self._window = window
        self._jobs = jobs
        self._info = info
        self._busy = busy
        self.running = False
        self.dialog: ExportDialog | None = None
        self._folder: Path | None = None

    def begin(self, outgoing: Outgoing, folder: Path, name: str, over: QWidget) -> None:
        """Make the sheets and open the dialog `over` a window; files go to `folder` where none was chosen before."""
        if self.running:
            return
        self.running = True
        self._jobs.run(
            outgoing.make,
            lambda printed: self._ask(outgoing, printed, self._folder or folder, name, over),
            self._failed,
        )

    def _ask(
        self, outgoing: Outgoing, printed: Printed, folder: Path, name: str, over: QWidget
    ) -> None:
        self.running = False
        if not isValid(over) or not over.isVisible():  # closed meanwhile
            over = self._window
        many = len(printed.sheets) > 1
        notes = [note.message for note in printed.notes]
        dialog = ExportDialog(outgoing.what, folder, name, outgoing.doubts, notes, many, over)
        self.dialog = dialog
        dialog.accepted.connect(
            lambda: self._chosen(printed.sheets, dialog.paths(), dialog.each.isChecked())
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _chosen(self, sheets: Sequence[Sheet], paths: list[Path], each: bool) -> None:
        self._folder = paths[0].parent
        try:
            targets = [exporting.paths_of_each(sheets, path) if each else [path] for path in paths]
        except FengongError as error:
            tell_error(self._window, error)
            return
        there = [path.name for group in targets for path in group if is_there(path)]
        if not there:
            self._write(sheets, targets, each)
            return
        ask(
            self._window,
            "已有同名文件，要替换吗？",
            "\n".join(there),
            {"替换": lambda: self._write(sheets, targets, each)},
            "取消",
        )

    def _write(self, sheets: Sequence[Sheet], targets: list[list[Path]], each: bool) -> None:
        self.running = True
        self._busy.begin("正在导出…", cancellable=False)

        def write() -> set[str]:
            write_one = exporting.export_each if each else exporting.export
            return {char for paths in targets for char in write_one(sheets, paths)}

        written = [path for paths in targets for path in paths]
        self._jobs.run(write, lambda found: self._written(written, sorted(found)), self._failed)

    def _written(self, paths: list[Path], substituted: list[str]) -> None:
        self._end()
        folder = paths[0].parent
        names = "、".join(p.name for p in paths[:3]) + (
            f"等{len(paths)}个文件" if paths[3:] else ""
        )
        told = f"已导出到 {folder}：{names}"
        if substituted:
            told += f"。{exporting.substitution(substituted)}"
        self._info.say(told, {"打开文件夹": lambda: _open_folder(folder)})

    def _failed(self, error: FengongError) -> None:
        self._end()
        tell_error(self._window, error)

    def _end(self) -> None:
        self.running = False
        self._busy.hide()


def _open_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
