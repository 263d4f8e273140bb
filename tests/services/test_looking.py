"""Looking into a book takes no lock and changes nothing; stages are at hand for a comparison."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.domain.edits import edit_cell
from desktop.services.desk import Desk
from desktop.services.directory import unit_directory
from desktop.services.looking import earlier_state, looking
from desktop.services.opening import start_book
from desktop.services.stages import freeze_stage
from desktop.support.errors import OutputError, WorkbookError
from tests.services.books import seed_reading

STORED = Path(__file__).parents[1] / "storage" / "workbooks"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = start_book(seed_reading("001"), tmp_path)
    yield made
    made.close()


def rename(desk: Desk, wording: str) -> None:
    row = desk.book.annex[0]
    desk.commit(edit_cell(desk.book, row, "wording", wording, unit_directory()))


def test_a_book_that_is_open_can_be_looked_into(desk: Desk) -> None:
    there = sorted(desk.path.parent.iterdir())
    before = desk.path.read_bytes()
    with looking(desk.path) as look:
        assert look.book == desk.book
        assert sorted(desk.path.parent.iterdir()) == there
    assert desk.path.read_bytes() == before
    rename(desk, "仍可修改")
    with looking(desk.path) as look:
        assert look.book.annex[0].wording == "仍可修改"


def test_no_lock_is_left_beside_a_closed_book(tmp_path: Path) -> None:
    desk = start_book(seed_reading("001"), tmp_path)
    desk.close()
    with looking(desk.path):
        assert list(tmp_path.iterdir()) == [desk.path]
    assert list(tmp_path.iterdir()) == [desk.path]


@pytest.mark.parametrize("version", [1, 2, 3])
def test_a_book_of_any_schema_is_read_and_left_as_it_is(tmp_path: Path, version: int) -> None:
    copy = Path(shutil.copy(STORED / f"v{version}.fengong", tmp_path))
    with looking(copy) as look:
        assert len(look.book.tasks) == 1
    assert copy.read_bytes() == (STORED / f"v{version}.fengong").read_bytes()
    assert list(tmp_path.iterdir()) == [copy]


def test_what_is_no_book(tmp_path: Path) -> None:
    (tmp_path / "a.fengong").write_bytes(b"x" * 5000)
    for name, reason in (("a", "workbook.not_a_workbook"), ("b", "workbook.missing")):
        with pytest.raises(WorkbookError) as caught, looking(tmp_path / f"{name}.fengong"):
            pass
        assert caught.value.reason == reason


def test_the_states_of_a_comparison(desk: Desk) -> None:
    first = desk.book.annex[0].wording
    freeze_stage(desk, "征求意见稿")
    rename(desk, "二稿")
    freeze_stage(desk, "送审稿")
    rename(desk, "现在")
    with looking(desk.path) as look:
        wordings = {}
        for before, after in (("", ""), ("征求意见稿", ""), ("征求意见稿", "送审稿")):
            later, earlier = earlier_state(look, before, after)
            wordings[earlier.name, earlier.now] = (
                earlier.book.annex[0].wording,
                later.annex[0].wording,
            )
        assert wordings == {
            ("送审稿", "现稿"): ("二稿", "现在"),
            ("征求意见稿", "现稿"): (first, "现在"),
            ("征求意见稿", "送审稿"): (first, "二稿"),
        }
        with pytest.raises(OutputError) as caught:
            earlier_state(look, "会签稿")
        assert caught.value.reason == "output.no_stage"
        assert caught.value.data["known"] == "征求意见稿、送审稿"


def test_without_a_stage_there_is_nothing_to_compare(desk: Desk) -> None:
    with looking(desk.path) as look, pytest.raises(OutputError) as caught:
        earlier_state(look)
    assert caught.value.reason == "output.no_earlier_stage"
