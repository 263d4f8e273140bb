"""导出附件 from beginning to end: the dialog, the question about files that exist, the writing, where it went."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop.domain.book import Book
from desktop.services import exporting
from desktop.support.errors import FengongError
from desktop.ui.export_dialog import ExportDialog
from desktop.ui.info_bar import BusyBar, InfoBar
from desktop.ui.jobs import Jobs
from desktop.ui.notices import ask, tell_error


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

    def begin(self, book: Book, folder: Path, name: str) -> None:
        """Open the dialog for a snapshot of the book."""
        doubts = exporting.open_doubts(book)
        what = (
            f"附件，{len(book.annex)}项"
            if book.annex
            else f"附件还是空的，按全部{len(book.tasks)}项任务导出"
        )
        dialog = ExportDialog(what, self._folder or folder, name, doubts, self._window)
        self.dialog = dialog
        dialog.accepted.connect(lambda: self._chosen(book, dialog.paths()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _chosen(self, book: Book, paths: list[Path]) -> None:
        self._folder = paths[0].parent
        there = [p.name for p in paths if p.exists()]
        if not there:
            self._write(book, paths)
            return
        ask(
            self._window,
            "已有同名文件，要替换吗？",
            "\n".join(there),
            {"替换": lambda: self._write(book, paths)},
            "取消",
        )

    def _write(self, book: Book, paths: list[Path]) -> None:
        self.running = True
        self._busy.begin("正在导出…", cancellable=False)
        self._jobs.run(
            lambda: exporting.export([exporting.annex_sheet(book)], paths),
            lambda _nothing: self._written(paths),
            self._failed,
        )

    def _written(self, paths: list[Path]) -> None:
        self._end()
        folder = paths[0].parent
        names = "、".join(p.name for p in paths)
        self._info.say(f"已导出到 {folder}：{names}", {"打开文件夹": lambda: _open_folder(folder)})

    def _failed(self, error: FengongError) -> None:
        self._end()
        tell_error(self._window, error)

    def _end(self) -> None:
        self.running = False
        self._busy.hide()


def _open_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
