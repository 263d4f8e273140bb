"""Opening: a policy begins a book of its own (一事一簿); the very same file leads back to its book."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from desktop.domain.book import Book
from desktop.services.desk import Desk
from desktop.services.importing import Reading, import_step
from desktop.services.settings import RecentBook, Settings
from desktop.support.errors import FengongError, WorkbookError
from desktop.support.filenames import file_name

SUFFIX = ".fengong"


def is_workbook(path: Path) -> bool:
    """Say by its name whether `path` is a book rather than a policy."""
    return path.suffix.lower() == SUFFIX


def new_book_path(title: str, folder: Path) -> Path:
    """Return a free path in `folder` for a book about `title`; the folder need not exist."""
    name = file_name(title)
    path, number = folder / f"{name}{SUFFIX}", 2
    while path.exists():
        path, number = folder / f"{name}（{number}）{SUFFIX}", number + 1
    return path


def start_book(read: Reading, folder: Path, *, person: str = "") -> Desk:
    """Make a new book in `folder` with the policy in it, on disk before this returns.

    Raises `WorkbookError`; then no book is left behind.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorkbookError("workbook.folder", path=str(folder), system=str(error)) from error
    path = new_book_path(read.draft.head.title, folder)
    desk = Desk.create(path, person=person)
    try:
        add_policy(desk, read)
    except FengongError:
        desk.close()
        path.unlink(missing_ok=True)
        raise
    return desk


def add_policy(desk: Desk, read: Reading) -> None:
    """Take a policy into an open book, as one undo step, on disk before this returns. Raises `WorkbookError`."""
    step, blobs = import_step(desk.book, read, datetime.now(UTC).astimezone())
    desk.commit(step, blobs)


def remember(settings: Settings, path: Path, book: Book) -> Settings:
    """Return the settings with this book as the last one opened."""
    policy = next(iter(book.current_policies), None)
    title = policy.title if policy is not None else path.stem
    number = policy.doc_number if policy is not None else None
    originals = tuple(p.original for p in book.policies)
    return settings.with_book(RecentBook(str(path), title, originals, book.lineage, number))
