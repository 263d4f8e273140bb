"""Plain copies of an open file, and single flipped bits: whole, or recognised as damaged, never silently wrong."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.changes import ChangeSet
from desktop.storage import Workbook
from desktop.support.errors import WorkbookError
from tests.proofs import report, times
from tests.storage.books import BLOBS, NOW
from tests.storage.editing import (
    Editor,
    Told,
    child,
    edit_on_demand,
    edit_without_end,
    new_book,
    whole,
)

COPIES = times(30, 300)
#: Each of these waits for a writer that hardly ever pauses.
SAVED_COPIES = times(10, 300)
BITS = times(30, 300)
_PER_BOOK = 30


@pytest.mark.timeout(3600)
def test_a_plain_copy_between_commits_is_whole(tmp_path: Path) -> None:
    for first in range(0, COPIES, _PER_BOOK):
        path, copy = tmp_path / f"{first}.fengong", tmp_path / "copy.fengong"
        steps = new_book(path)
        with child(edit_on_demand, path, "k", first) as (_, line):
            assert line.recv() == "open"
            for _ in range(min(_PER_BOOK, COPIES - first)):
                line.send(True)
                told: Told = line.recv()
                steps[told.entry.sequence] = told.step
                copy.write_bytes(path.read_bytes())
                workbook = Workbook.open(copy)
                assert whole(workbook, steps) == len(steps)
                workbook.close()
            line.send(False)
            assert line.recv() == "closed"
    report(f"{COPIES} plain copies between commits: all whole")


@pytest.mark.timeout(3600)
def test_a_plain_copy_at_any_moment_is_whole_or_recognised_as_damaged(tmp_path: Path) -> None:
    found: Counter[str] = Counter()
    for first in range(0, COPIES, _PER_BOOK):
        path, copy = tmp_path / f"{first}.fengong", tmp_path / "copy.fengong"
        steps = new_book(path)
        with child(edit_without_end, path, "k", first) as (_, line):
            assert line.recv() == "open"
            for _ in range(min(_PER_BOOK, COPIES - first)):
                during = path.with_name(path.name + "-journal").exists()
                _copy_in_pieces(path, copy)
                while line.poll():
                    told: Told = line.recv()
                    steps[told.entry.sequence] = told.step
                outcome = _outcome(copy, steps)
                found[f"{'begun in a commit' if during else 'begun between'}: {outcome}"] += 1
    report(f"{COPIES} plain copies at any moment: {dict(found)}")
    outcomes = {name.partition(": ")[2] for name in found}
    assert outcomes <= {"whole", "workbook.damaged at opening", "workbook.damaged at reading"}


def _copy_in_pieces(source: Path, target: Path) -> None:
    """Copy as file managers do, in pieces, between which the writer goes on."""
    with source.open("rb", buffering=0) as old, target.open("wb", buffering=0) as new:
        while piece := old.read(8192):
            new.write(piece)


def _outcome(copy: Path, steps: dict[int, ChangeSet]) -> str:
    try:
        workbook = Workbook.open(copy)
    except WorkbookError as error:
        return f"{error.reason} at opening"
    try:
        whole(workbook, steps)
    except WorkbookError as error:
        return f"{error.reason} at reading"
    finally:
        workbook.close()
    return "whole"


@pytest.mark.timeout(3600)
def test_a_saved_copy_is_always_whole(tmp_path: Path) -> None:
    during = 0
    for first in range(0, SAVED_COPIES, _PER_BOOK):
        path, copy = tmp_path / f"{first}.fengong", tmp_path / "copy.fengong"
        steps = new_book(path)
        with child(edit_without_end, path, "k", first) as (_, line):
            assert line.recv() == "open"
            reader = Workbook.open(path, read_only=True)
            for _ in range(min(_PER_BOOK, SAVED_COPIES - first)):
                # Two edits further on, so that no two copies are of the same state.
                for _ in range(2):
                    told: Told = line.recv()
                    steps[told.entry.sequence] = told.step
                during += path.with_name(path.name + "-journal").exists()
                reader.save_copy(copy, now=NOW)
                while line.poll():
                    told = line.recv()
                    steps[told.entry.sequence] = told.step
                workbook = Workbook.open(copy)
                whole(workbook, steps)
                assert workbook.identity.parent_lineage == reader.identity.lineage
                workbook.close()
            reader.close()
    report(f"{SAVED_COPIES} copies by save_copy, {during} asked for within a commit: all whole")


# --- single bits


@pytest.mark.timeout(3600)
def test_a_flipped_bit_is_noticed_or_touches_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.fengong"
    steps = new_book(path)
    workbook = Workbook.open(path)
    editor = Editor(workbook, "k", 7)
    blobs = set(BLOBS)
    for _ in range(40):
        entry = editor.edit()
        steps[entry.sequence] = workbook.step(entry.sequence).step
    blobs |= _stored_blobs(workbook)
    workbook.close()
    content, wanted = path.read_bytes(), _contents(path, blobs)
    chance = random.Random(8)
    noticed: Counter[str] = Counter()
    unnoticed: Counter[str] = Counter()
    for _ in range(BITS):
        place, bit = chance.randrange(len(content)), chance.randrange(8)
        damaged = bytearray(content)
        damaged[place] ^= 1 << bit
        path.write_bytes(damaged)
        try:
            seen = _contents(path, blobs)
        except WorkbookError as error:
            noticed[f"{error.reason}, in {where(content, place)}"] += 1
        else:
            # What was not noticed changed nothing that anybody can read.
            assert seen == wanted, f"byte {place} bit {bit}, in {where(content, place)}"
            unnoticed[where(content, place)] += 1
    path.write_bytes(content)
    assert _contents(path, blobs) == wanted
    report(
        f"{BITS} flipped bits in {len(content)} bytes: {noticed.total()} noticed {dict(noticed)}, "
        f"the others touched nothing that is read: {dict(unnoticed)}"
    )
    said = {name.partition(",")[0] for name in noticed}
    assert said <= {"workbook.damaged", "workbook.not_a_workbook", "workbook.newer"}
    # Contents are most of the file; their bits are all noticed.
    assert not any("contents" in place for place in unnoticed)
    assert noticed.total() >= BITS // 2


def _stored_blobs(workbook: Workbook) -> set[str]:
    rows = workbook._connection.exec_driver_sql("SELECT sha256 FROM blob")
    return {str(name) for (name,) in rows}


def _contents(path: Path, blobs: set[str]) -> Any:
    """Everything that a book says, read in every way."""
    workbook = Workbook.open(path)
    try:
        entries = workbook.entries()
        return (
            workbook.identity,
            workbook.book(),
            entries,
            [workbook.step(entry.sequence) for entry in entries],
            {name: workbook.blob(name) for name in sorted(blobs)},
        )
    finally:
        workbook.close()


def where(content: bytes, place: int) -> str:
    """Say what a byte of an SQLite file is for (https://www.sqlite.org/fileformat2.html)."""
    size = int.from_bytes(content[16:18], "big")
    number, offset = place // size + 1, place % size
    if place < 100:
        return "the file's header"
    if number in _free_pages(content, size):
        return "a free page"
    page = content[(number - 1) * size : number * size]
    head = 100 if number == 1 else 0
    kind = page[head]
    if kind not in (2, 5, 10, 13) or not _is_tree(page, head):
        return "contents (overflow)" if any(page[offset:]) else "the unused end of an overflow page"
    cells = int.from_bytes(page[head + 3 : head + 5], "big")
    pointers = head + (12 if kind in (2, 5) else 8)
    start = int.from_bytes(page[head + 5 : head + 7], "big") or 65536
    if offset < pointers + 2 * cells:
        return "a page's header"
    if offset < start:
        return "unused room in a page"
    return "cells of a page"


def _is_tree(page: bytes, head: int) -> bool:
    """Say whether a page's first bytes can be those of a tree's page rather than an overflow page's next number."""
    cells = int.from_bytes(page[head + 3 : head + 5], "big")
    start = int.from_bytes(page[head + 5 : head + 7], "big") or 65536
    return head + 8 + 2 * cells <= start <= len(page) and page[head + 7] <= 60


def _free_pages(content: bytes, size: int) -> set[int]:
    number: Callable[[int], int] = lambda at: int.from_bytes(content[at : at + 4], "big")  # noqa: E731
    found: set[int] = set()
    trunk = number(32)
    while trunk:
        at = (trunk - 1) * size
        found |= {trunk, *(number(at + 8 + 4 * i) for i in range(number(at + 4)))}
        trunk = number(at)
    return found
