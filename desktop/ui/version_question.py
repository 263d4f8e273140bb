"""A policy that is opened and looks like a version of one that a book has: asked about before it begins a book."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from desktop.domain.records import Policy
from desktop.services.importing import Reading
from desktop.services.revision_import import earlier_versions, holds
from desktop.ui.notices import ask
from desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

_INTO_OPEN, _INTO_EARLIER, _OWN = "作为新稿导入本簿", "打开它，导入新稿", "另建分工簿"
_HOW = "先逐项对照给您看，人工改过的内容不会被覆盖，可以一次撤销。"


class VersionQuestion(QObject):
    """Stands between reading a policy and beginning a book with it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        #: A policy that was read, and the book that is being opened for it.
        self._waiting: tuple[Path, Reading] | None = None
        window.opener.began.connect(self._let_go)

    def claim(self, reading: Reading, begin_book: Callable[[], object]) -> bool:
        """Take charge of a policy just read, where the open book has it or a book may have an earlier version of it.

        The clerk is asked; `begin_book` makes a book of its own of it. False where it is none of theirs, and where
        another book has the very same file.
        """
        window, workspace = self._window, self._window.workspace
        if workspace is not None and not workspace.link.whole:
            # A part of a book cannot tell what the whole has.
            _when_whole(workspace, lambda: self._claim_again(reading, begin_book))
            return True
        settings = window.memory.settings
        if workspace is not None and holds(workspace.book, reading):
            window.info.say("这个文件已经在打开的分工簿里，没有另建。")
            return True
        if settings.book_with(reading.document.sha256) is not None:
            return False
        if workspace is not None:
            earlier = earlier_versions(workspace.book, reading)
            if earlier:
                self._ask_of_open(workspace, earlier, reading, begin_book)
                return True
        like = settings.book_like(reading.draft.head)
        if like is None:
            return False
        path = Path(like.path)
        if workspace is not None and path == workspace.link.desk.path:
            return False  # the policy that it was remembered by is in it no more
        ask(
            window,
            f"以前打开过的分工簿 {path.name} 里有《{like.title}》，这份文件像是它的新稿。",
            f"作为新稿导入：打开那个分工簿，{_HOW}",
            {_INTO_EARLIER: lambda: self._open_for(path, reading), _OWN: begin_book},
            "取消",
            default=_INTO_EARLIER,
        )
        return True

    def resume(self) -> None:
        """Go on with a policy that waits for the book that is open now."""
        waiting, self._waiting = self._waiting, None
        workspace = self._window.workspace
        if waiting is None or workspace is None or workspace.link.desk.path != waiting[0]:
            return
        if not workspace.link.whole:
            self._waiting = waiting
            _when_whole(workspace, self.resume)
            return
        if workspace.link.read_only:
            self._window.info.say("分工簿现在只读，没有导入新稿。")
            return
        earlier = earlier_versions(workspace.book, waiting[1]) or workspace.book.current_policies
        if earlier:
            self._window.reviser.take(workspace, earlier, waiting[1])

    def _claim_again(self, reading: Reading, begin_book: Callable[[], object]) -> None:
        if self.claim(reading, begin_book):
            return
        there = self._window.memory.settings.book_with(reading.document.sha256)
        if there is not None:
            self._window.opener.open_book(there)
        else:
            begin_book()

    def _ask_of_open(
        self,
        workspace: Workspace,
        earlier: Sequence[Policy],
        reading: Reading,
        begin_book: Callable[[], object],
    ) -> None:
        answers: dict[str, Callable[[], object]] = {}
        more = "本簿现在只读，不能导入新稿。"
        if not workspace.link.read_only:
            answers[_INTO_OPEN] = lambda: self._window.reviser.take(workspace, earlier, reading)
            more = f"作为新稿导入：{_HOW}"
        answers[_OWN] = begin_book
        title = earlier[0].title or earlier[0].name
        said = f"打开的分工簿里已有《{title}》，这份文件像是它的新稿。"
        ask(self._window, said, more, answers, "取消", default=next(iter(answers)))

    def _open_for(self, path: Path, reading: Reading) -> None:
        self._window.opener.open_book(path)
        # Set only now: an opening that begins lets go of what waited before.
        self._waiting = path, reading

    def _let_go(self) -> None:
        self._waiting = None


def _when_whole(workspace: Workspace, then: Callable[[], object]) -> None:
    """Go on once all of the book is read; not at all where it is closed before."""
    workspace.link.read.connect(then, Qt.ConnectionType.SingleShotConnection)
