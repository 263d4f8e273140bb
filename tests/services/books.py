"""Seeds as readings and books, for the tests of this room."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from desktop.domain.book import Book
from desktop.domain.changes import ChangeSet
from desktop.domain.history import Entry, EntryKind, StoredStep
from desktop.domain.readings import readings
from desktop.domain.records import Record
from desktop.services.directory import unit_directory
from desktop.services.importing import Reading, import_step, read_pasted, read_policy

SEEDS = Path(__file__).parents[2] / "seeds"
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def seed_path(number: str) -> Path:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return path


def seed_reading(number: str) -> Reading:
    return read_policy(seed_path(number), unit_directory())


def seed_book(number: str) -> Book:
    step, _blobs = import_step(Book.of("lineage", ()), seed_reading(number), NOW)
    return Book.of("lineage", ()).applied(step)


def read_of(*steps: ChangeSet) -> Mapping[str, Record]:
    """Return what is read once these steps have taken in policies and new versions of them."""
    return readings(
        StoredStep(Entry(n, EntryKind.DO, None, step.label, NOW.isoformat(), ""), step)
        for n, step in enumerate(steps, start=1)
    )


def text_book(text: str) -> Book:
    step, _blobs = import_step(Book.of("lineage", ()), read_pasted(text, unit_directory()), NOW)
    return Book.of("lineage", ()).applied(step)
