"""What the program remembers between runs: who works here, what was open. Kept apart from every book.

A settings file that cannot be read is set aside under another name and defaults serve; one that cannot be written
costs nothing but the memory. Books never depend on it.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from desktop.domain.revising import Head, same_matter
from desktop.support import atomic
from desktop.support.paths import documents_folder, settings_folder

_LOG = logging.getLogger(__name__)
_RECENT = 12


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
class Settings:
    """`person` signs the journal. `books_folder` is where new books are made; empty means the documents folder."""

    person: str = ""
    books_folder: str = ""
    recent: tuple[RecentBook, ...] = ()
    window: str = ""
    columns: dict[str, str] = field(default_factory=dict)

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


def load_settings(folder: Path | None = None) -> Settings:
    """Read the settings, defaults where there are none."""
    path = (folder or settings_folder()) / "settings.json"
    try:
        return _from_json(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        _LOG.warning("settings could not be read; defaults serve")
        _set_aside(path)
        return Settings()


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


def _from_json(stored: dict[str, Any]) -> Settings:
    recent = tuple(
        RecentBook(
            str(b["path"]),
            str(b["title"]),
            tuple(map(str, b["originals"])),
            # Settings of earlier programs do not have these.
            str(b.get("lineage", "")),
            str(b.get("doc_number") or "") or None,
        )
        for b in stored.get("recent", ())
    )
    return Settings(
        person=str(stored.get("person", "")),
        books_folder=str(stored.get("books_folder", "")),
        recent=recent,
        window=str(stored.get("window", "")),
        columns={str(k): str(v) for k, v in stored.get("columns", {}).items()},
    )


def _set_aside(path: Path) -> None:
    try:
        path.replace(path.with_suffix(".damaged.json"))
    except OSError:
        _LOG.warning("damaged settings could not be set aside")
