"""Search beside the window: one search at a time, of the newest question over the newest snapshot."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop.domain.records import Policy
from desktop.domain.search import Query, SearchIndex
from desktop.domain.search_findings import Findings, findings
from desktop.domain.search_source import SourceText
from desktop.support.errors import FengongError
from desktop.ui.desk_link import DeskLink
from desktop.ui.jobs import Jobs


class Searcher(QObject):
    """`found` gives the `Findings` of the question asked last; what comes too late is dropped.

    Index and texts are immutable, and only this thread puts others in their place: nothing is shared that changes.
    """

    found = Signal(object)
    indexed = Signal(object)  # the names of units in the book, those with most parts first
    failed = Signal(object)

    def __init__(self, link: DeskLink, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._jobs = jobs
        self._index: SearchIndex | None = None
        self._sources: dict[str, SourceText] = {}
        self._unreadable: set[str] = set()
        self._query = Query()
        self._generation = self._answered = 0
        self._running = self._reading = False

    @property
    def busy(self) -> bool:
        """Whether the answer to the last question is still to come."""
        return self._answered != self._generation

    @property
    def reading(self) -> bool:
        """Whether source texts are still being fetched; the last question is answered anew when they are there."""
        return self._reading

    @property
    def unreadable(self) -> int:
        """How many source texts could not be fetched."""
        return len(self._unreadable)

    def prepare(self) -> None:
        """Fetch the source texts that are not there yet, those that failed before too."""
        self._unreadable.clear()
        self._read_next()

    def ask(self, query: Query) -> None:
        """Search; `found` comes later."""
        self._query = query
        self._generation += 1
        self._read_next()
        self._start()

    def _start(self) -> None:
        if self._running or not self.busy:
            return
        self._running = True
        generation = self._generation
        query, book, before = self._query, self._link.book, self._index
        texts = self._sources
        sources = [texts[p.text + p.trace] for p in book.current_policies if _name(p) in texts]

        def work() -> tuple[SearchIndex, list[str], Findings]:
            index = SearchIndex(book) if before is None else before.moved_to(book)
            return index, index.units, findings(index, sources, query)

        self._jobs.run(
            work,
            lambda result: self._done(generation, *result),
            lambda e: self._not_done(generation, e),
        )

    def _done(self, generation: int, index: SearchIndex, units: list[str], found: Findings) -> None:
        self._running = False
        self._index = index
        if generation != self._generation:
            self._start()
            return
        self._answered = generation
        self.indexed.emit(units)
        self.found.emit(found)

    def _not_done(self, generation: int, error: FengongError) -> None:
        self._running = False
        self._answered = generation
        self.failed.emit(error)
        self._start()

    def _read_next(self) -> None:
        """Fetch one text after another, so that closing the book waits for one at most."""
        if self._reading:
            return
        policy = next((p for p in self._link.book.current_policies if self._is_wanted(p)), None)
        if policy is None:
            return
        self._reading = True
        self._jobs.run(self._reader(policy), self._read, lambda e: self._not_read(policy, e))

    def _reader(self, policy: Policy) -> Callable[[], tuple[str, SourceText]]:
        desk = self._link.desk
        return lambda: (
            _name(policy),
            SourceText(policy.key, desk.trace(policy.text, policy.trace)),
        )

    def _read(self, result: tuple[str, SourceText]) -> None:
        name, text = result
        self._sources = {**self._sources, name: text}
        self._go_on()

    def _not_read(self, policy: Policy, error: FengongError) -> None:
        self._unreadable.add(_name(policy))
        self._go_on()
        self.failed.emit(error)

    def _go_on(self) -> None:
        self._reading = False
        self._read_next()
        if not self._reading and self._generation:
            self._generation += 1
            self._start()

    def _is_wanted(self, policy: Policy) -> bool:
        name = _name(policy)
        return name not in self._sources and name not in self._unreadable


def _name(policy: Policy) -> str:
    return policy.text + policy.trace
