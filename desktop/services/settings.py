"""What the program remembers between runs: who works here, what was open. Kept apart from every book.

A settings file that cannot be read is set aside under another name and defaults serve; where only a field of it is
broken, the default of that field does. One that cannot be written costs nothing but the memory. Books never depend on
it.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from desktop.domain.layout import Layout
from desktop.domain.revising import Head, same_matter
from desktop.domain.savedtext import clean_cell
from desktop.domain.sheet import PageSetup, Paper, TypeSize
from desktop.services.messages import say
from desktop.support import atomic
from desktop.support.paths import documents_folder, settings_folder

_LOG = logging.getLogger(__name__)
_RECENT = 12
_PAGES = 12
_LONGEST_NAME = 60

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RecentBook:
    """A book opened before, and the digests of the policies in it, so that the same file finds its book again.

    By its `lineage` its backups are found where the file itself can no longer tell it; empty where it is not known.
    """

    path: str
    title: str
    originals: tuple[str, ...] = ()
    lineage: str = ""
    doc_number: str | None = None


@dataclass(frozen=True, slots=True)
class PagesUsed:
    """The pages that a layout, by its key, was printed on last; `of` is what the layout itself said then.

    Once the layout says something else, that is what the clerk wants, and what is remembered is void.
    """

    layout: str
    of: PageSetup
    setup: PageSetup


@dataclass(frozen=True, slots=True)
class Settings:
    """What one person on one computer is asked for once.

    `person` signs the journal. `office` is the person's 单位, for the 单位 line and for letters. `region` is that of
    documents that do not tell theirs; empty leaves them without. `books_folder` is where new books are made; empty
    means the documents folder. `usual_layout` (a key), `usual_size` and `usual_sides` (True for both) are what every
    table begins with; empty or None means as last time. `pages` are what was printed last, the latest first.
    """

    person: str = ""
    office: str = ""
    region: str = ""
    books_folder: str = ""
    usual_layout: str = ""
    usual_size: TypeSize | None = None
    usual_sides: bool | None = None
    pages: tuple[PagesUsed, ...] = ()
    recent: tuple[RecentBook, ...] = ()
    window: str = ""
    columns: dict[str, str] = field(default_factory=dict)

    @property
    def layout(self) -> str:
        """The key of the layout to begin with, empty for the program's own; it may be gone (`Shelf.first`)."""
        return self.usual_layout or (self.pages[0].layout if self.pages else "")

    def setup(self, layout: Layout) -> PageSetup:
        """Return the pages that `layout` begins with: as the settings say, else as last time, else as it says itself.

        The number of the first page is the layout's: it belongs to one printing.
        """
        used = next((p for p in self.pages if p.layout == layout.key), None)
        setup = used.setup if used is not None and used.of == layout.setup else layout.setup
        return PageSetup(
            paper=setup.paper,
            size=setup.size if self.usual_size is None else self.usual_size,
            two_sided=setup.two_sided if self.usual_sides is None else self.usual_sides,
            first_page=layout.setup.first_page,
        )

    def with_pages(self, layout: Layout, setup: PageSetup) -> Settings:
        """Return the settings with the layout and the pages that a table was made by last."""
        others = tuple(p for p in self.pages if p.layout != layout.key)
        used = PagesUsed(layout.key, layout.setup, setup)
        return replace(self, pages=(used, *others)[:_PAGES])

    def folder(self) -> Path:
        """Return the folder for new books."""
        return Path(self.books_folder) if self.books_folder else documents_folder() / "任务分工簿"

    def with_book(self, book: RecentBook) -> Settings:
        """Return the settings with `book` as the one opened last."""
        others = tuple(b for b in self.recent if b.path != book.path)
        return replace(self, recent=(book, *others)[:_RECENT])

    def without_book(self, path: str) -> Settings:
        """Return the settings with a book forgotten; the file stays."""
        return replace(self, recent=tuple(b for b in self.recent if b.path != path))

    def lineage_at(self, path: Path) -> str:
        """Return the lineage of the book that was opened at `path` before, empty where none is known."""
        return next((b.lineage for b in self.recent if Path(b.path) == path), "")

    def book_like(self, head: Head) -> RecentBook | None:
        """Return the book opened last, of those that still exist, that is of the same matter as a policy."""
        return next(
            (b for b in self.recent if same_matter(b, head) and Path(b.path).is_file()), None
        )

    def book_with(self, original: str) -> Path | None:
        """Return a book that still exists and holds a policy with this digest."""
        for book in self.recent:
            if original in book.originals and Path(book.path).is_file():
                return Path(book.path)
        return None

    @property
    def last_book(self) -> Path | None:
        """The book opened last, if it is still there."""
        return (
            Path(self.recent[0].path)
            if self.recent and Path(self.recent[0].path).is_file()
            else None
        )


def check_settings(settings: Settings) -> Mapping[str, str]:
    """Return a Chinese sentence for each field, by its name, that a clerk has to put right before it is kept."""
    faults: dict[str, str] = {}
    for name in ("person", "office"):
        text = getattr(settings, name)
        if len(text) > _LONGEST_NAME or "\n" in text or clean_cell(text) != (text, 0):
            faults[name] = say("settings.name").happened
    code = _folder_fault(settings.books_folder)
    if code:
        faults["books_folder"] = say(code).happened
    return faults


def load_settings(folder: Path | None = None) -> Settings:
    """Read the settings, defaults where there are none."""
    path = (folder or settings_folder()) / "settings.json"
    try:
        content = path.read_bytes()
        reader = _Reader(json.loads(content.decode("utf-8", "surrogatepass")))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, TypeError, RecursionError):
        _LOG.warning("settings could not be read; defaults serve")
        _set_aside(path)
        return Settings()
    settings = reader.settings()
    if reader.broken:
        _LOG.warning("settings not understood: %s; defaults serve", "、".join(reader.broken))
        _keep_copy(path, content)
    return settings


def save_settings(settings: Settings, folder: Path | None = None) -> bool:
    """Write the settings; False where the folder does not allow it."""
    path = (folder or settings_folder()) / "settings.json"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        content = json.dumps(asdict(settings), ensure_ascii=False, indent=1)
        atomic.write_bytes(path, content.encode("utf-8", "surrogatepass"))
    except OSError:
        _LOG.warning("settings could not be written")
        return False
    return True


class _Reader:
    """Reads each field by itself; names in `broken` those that were there and could not be understood."""

    def __init__(self, stored: object) -> None:
        if not isinstance(stored, dict):
            raise TypeError("settings are an object")
        self._stored = stored
        self.broken: list[str] = []

    def settings(self) -> Settings:
        """Return the settings; what an earlier program did not know has its default."""
        usual = Settings()
        return Settings(
            person=self._field("person", _text, ""),
            office=self._field("office", _text, ""),
            region=self._field("region", _text, ""),
            books_folder=self._field("books_folder", _text, ""),
            usual_layout=self._field("usual_layout", _text, ""),
            usual_size=self._field("usual_size", _or_none(TypeSize), usual.usual_size),
            usual_sides=self._field("usual_sides", _or_none(_yes_or_no), usual.usual_sides),
            pages=self._list("pages", _pages),
            recent=self._list("recent", _recent),
            window=self._field("window", _text, ""),
            columns=self._field("columns", _texts, {}),
        )

    def _field(self, name: str, read: Callable[[Any], T], usual: T) -> T:
        if name not in self._stored:
            return usual
        try:
            return read(self._stored[name])
        except (ValueError, TypeError, KeyError):
            self.broken.append(name)
            return usual

    def _list(self, name: str, read: Callable[[Any], T]) -> tuple[T, ...]:
        entries: list[Any] = self._field(name, _entries, [])
        found: list[T] = []
        for entry in entries:
            try:
                found.append(read(entry))
            except (ValueError, TypeError, KeyError):
                self.broken.append(name)
        return tuple(found)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is wanted")
    return value


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("true or false is wanted")
    return value


def _or_none(read: Callable[[Any], T]) -> Callable[[Any], T | None]:
    return lambda value: None if value is None else read(value)


def _texts(value: object) -> dict[str, str]:
    return {_text(name): _text(text) for name, text in _table(value).items()}


def _table(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("an object is wanted")
    return value


def _entries(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("a list is wanted")
    return value


def _recent(value: object) -> RecentBook:
    stored = _table(value)
    return RecentBook(
        _text(stored["path"]),
        _text(stored["title"]),
        tuple(map(_text, _entries(stored["originals"]))),
        # Settings of earlier programs do not have these.
        _text(stored.get("lineage", "")),
        _text(stored.get("doc_number") or "") or None,
    )


def _pages(value: object) -> PagesUsed:
    stored = _table(value)
    return PagesUsed(_text(stored["layout"]), _setup(stored["of"]), _setup(stored["setup"]))


def _setup(value: object) -> PageSetup:
    stored = _table(value)
    first = stored["first_page"]
    if first is not None and (not isinstance(first, int) or first < 1):
        raise ValueError("a page number is 1 or more")
    return PageSetup(
        Paper(stored["paper"]), TypeSize(stored["size"]), _yes_or_no(stored["two_sided"]), first
    )


def _folder_fault(folder: str) -> str:
    """Return why new books cannot be made in `folder`, as a code of `messages`; empty where they can."""
    if not folder:
        return ""
    try:
        path = Path(folder)
        if "\0" in folder:
            return "settings.folder"
        if not path.is_absolute():
            return "settings.relative"
        there = next(p for p in (path, *path.parents) if p.exists())
        return "" if there.is_dir() and os.access(there, os.W_OK) else "settings.folder"
    except (OSError, ValueError, StopIteration):
        return "settings.folder"


def _set_aside(path: Path) -> None:
    try:
        path.replace(path.with_suffix(".damaged.json"))
    except OSError:
        _LOG.warning("damaged settings could not be set aside")


def _keep_copy(path: Path, content: bytes) -> None:
    """Keep what the next writing of the settings would lose."""
    try:
        atomic.write_bytes(path.with_suffix(".damaged.json"), content)
    except OSError:
        _LOG.warning("damaged settings could not be copied")
