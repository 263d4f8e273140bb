"""改为牵头? asked above the table, after the first of a list that carries the lead has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QWidget

from desktop.domain.book import Book
from desktop.domain.changes import ChangeSet
from desktop.domain.lead_question import LeadChange, changed_leads, keep_leads, still_asked
from desktop.ui.info_bar import InfoBar


class LeadBar(InfoBar):
    """Asks once; work goes on meanwhile, and the question goes when the row has changed again."""

    def __init__(
        self,
        book: Callable[[], Book],
        submit: Callable[[ChangeSet], bool],
        parent: QWidget | None = None,
    ) -> None:
        """`book` returns the snapshot shown; `submit` does a step."""
        super().__init__(parent)
        self._book = book
        self._submit = submit
        self._asked: tuple[LeadChange, ...] = ()

    def ask(self, before: Book, owners: Iterable[str]) -> None:
        """Ask about the rows whose lead has changed with their order since `before`."""
        changes = changed_leads(before, self._book(), owners)
        if not changes:
            return
        self._asked = changes
        first = changes[0]
        said = f"“{first.now}”已排在第一位（原为“{first.before}”）"
        if len(changes) > 1:
            said += f"等，共{len(changes)}项"
        self.say(f"{said}，改为牵头？", {"是(&Y)": self.hide, "否(&N)": self._keep})

    def look(self) -> None:
        """Let go of a question that the book has answered, as by 撤销."""
        self._asked = still_asked(self._book(), self._asked)
        if not self._asked:
            self.hide()

    def _keep(self) -> None:
        self.hide()
        self._submit(keep_leads(self._book(), self._asked))
