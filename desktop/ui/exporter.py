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
from desktop.support.errors import FengongError, OutputError
from desktop.support.filenames import is_there
from desktop.ui.export_dialog import ExportDialog
from desktop.ui.info_bar import BusyBar, InfoBar
from desktop.ui.jobs import Jobs
from desktop.ui.notices import ask, tell_error

_FEW = 3  # files are named one by one


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is to leave the program: its words, what is in doubt in it, and the making of it, beside the window."""

    what: str
    doubts: Sequence[tuple[str, DoubtRecord]]
    make: Callable[[], Printed]


@dataclass(frozen=True, slots=True)
class _Done:
    """Which files were written, which not and why, and the characters that no font has."""

    written: list[Path]
    failed: list[tuple[Path, OutputError]]
    substituted: list[str]


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

        parts = [[sheet] for sheet in sheets] if each else [sheets]
        pages = [pair for paths in targets for pair in zip(parts, paths, strict=True)]
        self._jobs.run(lambda: _write_all(pages), self._written, self._failed)

    def _written(self, done: _Done) -> None:
        self._end()
        told = [_named(done.written)] if done.written else []
        for reason in dict.fromkeys(error.reason for _, error in done.failed):
            alike = [(path, error) for path, error in done.failed if error.reason == reason]
            why = "".join(f"其他文件已导出：{names}。" for names in told)
            tell_error(self._window, alike[0][1], _named([p for p, _ in alike]), why=why)
        if not done.written:
            return
        self._folder = folder = done.written[0].parent
        said = f"已导出到 {folder}：{_named(done.written)}"
        if done.failed:
            said += f"。没有导出：{_named([path for path, _ in done.failed])}"
        if done.substituted:
            said += f"。{exporting.substitution(done.substituted)}"
        self._info.say(said, {"打开文件夹": lambda: _open_folder(folder)})

    def _failed(self, error: FengongError) -> None:
        self._end()
        tell_error(self._window, error)

    def _end(self) -> None:
        self.running = False
        self._busy.hide()


def _write_all(pages: Sequence[tuple[Sequence[Sheet], Path]]) -> _Done:
    """Write every file that can be: one that Excel holds open keeps none of the others from being new."""
    written: list[Path] = []
    failed: list[tuple[Path, OutputError]] = []
    substituted: set[str] = set()
    for sheets, path in pages:
        try:
            substituted.update(exporting.export(sheets, [path]))
        except OutputError as error:
            failed.append((path, error))
        else:
            written.append(path)
    return _Done(written, failed, sorted(substituted))


def _named(paths: Sequence[Path]) -> str:
    names = "、".join(path.name for path in paths[:_FEW])
    return names + (f"等{len(paths)}个文件" if paths[_FEW:] else "")


def _open_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
