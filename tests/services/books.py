"""Seeds as readings and books, for the tests of this room."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from desktop.domain.book import Book
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


def text_book(text: str) -> Book:
    step, _blobs = import_step(Book.of("lineage", ()), read_pasted(text, unit_directory()), NOW)
    return Book.of("lineage", ()).applied(step)
