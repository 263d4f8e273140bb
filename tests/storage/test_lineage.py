"""A damaged file still tells whose book it was, as long as that is in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.storage import Workbook
from desktop.storage.lineage import lineage_of
from tests.storage.books import sample_workbook

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def book(tmp_path: Path) -> tuple[Path, str]:
    workbook: Workbook = sample_workbook(tmp_path / "a.fengong")
    lineage = workbook.identity.lineage
    workbook.close()
    return tmp_path / "a.fengong", lineage


def whole(content: bytes) -> bytes:
    return content


def cut(content: bytes) -> bytes:
    return content[:-5000]


def without_header(content: bytes) -> bytes:
    return bytes(100) + content[100:]


def without_tables(content: bytes) -> bytes:
    return content[:100] + b"\xff" * 3996 + content[4096:]


@pytest.mark.parametrize("damage", [whole, cut, without_header, without_tables])
def test_the_lineage_is_read_and_the_file_only_read(
    damage: Callable[[bytes], bytes], book: tuple[Path, str], tmp_path: Path
) -> None:
    path, lineage = book
    path.write_bytes(damage(path.read_bytes()))
    before = path.read_bytes()
    workspace = tmp_path / "work"
    assert lineage_of(path, workspace, NOW) == lineage
    assert path.read_bytes() == before
    assert list(workspace.iterdir()) == []


@pytest.mark.parametrize(
    "content", [b"", bytes(20_000), "不是数据库".encode() * 999, b"\xff" * 9000]
)
def test_what_is_no_book_has_none(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.fengong"
    path.write_bytes(content)
    assert lineage_of(path, tmp_path / "work", NOW) == ""
