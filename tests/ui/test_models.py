from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.domain.book import Book
from desktop.domain.columns import OTHERS, TASK_COLUMNS
from desktop.domain.records import DoubtRecord, Task
from desktop.domain.row_edits import list_in_annex, move_rows, remove_rows
from desktop.ui.book_models import DOUBTS_ROLE, AnnexModel, TaskModel
from desktop.ui.column_fit import fitted
from desktop.ui.row_filter import of_unit
from desktop.ui.row_order import inserted_runs, removed_runs, runs
from tests.services.books import text_book


def task(number: int) -> Task:
    return Task(
        key=f"t{number}",
        policy="p",
        section=None,
        order=number * 100,
        number=f"{number}.",
        wording=f"任务{number}",
        text="",
        clause="",
        start=0,
        end=0,
        clause_start=0,
        clause_end=0,
    )


@pytest.fixture
def book() -> Book:
    doubt = DoubtRecord("d1", "t2", "deadline", "deadline.slip", "疑漏“月”字", "2017年12月底前", "")
    return Book.of("lineage", [*(task(n) for n in range(1, 6)), doubt])


def keys(model: TaskModel | AnnexModel) -> list[str]:
    return [model.row(r).key for r in range(model.rowCount())]


def column(model: TaskModel | AnnexModel, key: str) -> int:
    return [c.key for c in model.columns].index(key)


def test_models_keep_qts_rules(book: Book, qtmodeltester: ModelTester) -> None:
    model = TaskModel(book, lambda *_typed: True)
    qtmodeltester.check(model, force_py=True)
    listed = book.applied(list_in_annex(book, [book.tasks[1], book.tasks[3]]))
    model.set_book(listed)
    annex = AnnexModel(book)
    annex.set_book(listed)
    qtmodeltester.check(annex, force_py=True)
    assert [annex.index(r, 1).data() for r in range(2)] == ["任务2", "任务4"]
    assert model.index(3, column(model, "listed")).data() == "2"


def test_a_doubt_stands_on_its_own_cell_with_its_reason(book: Book) -> None:
    model = TaskModel(book)
    cell = model.index(1, column(model, "deadline"))
    assert [d.key for d in cell.data(DOUBTS_ROLE)] == ["d1"]
    assert "待核：疑漏“月”字" in cell.data(Qt.ItemDataRole.ToolTipRole)
    assert "待核" in cell.data(Qt.ItemDataRole.AccessibleTextRole)
    others = [
        (r, c)
        for r in range(5)
        for c in range(model.columnCount())
        if (r, c) != (1, cell.column()) and model.index(r, c).data(DOUBTS_ROLE)
    ]
    assert others == []


def test_rows_that_stay_keep_their_place_in_a_selection(book: Book) -> None:
    model = TaskModel(book)
    held = {k: QPersistentModelIndex(model.index(i, 2)) for i, k in enumerate(keys(model))}
    book = book.applied(move_rows(book, [book.tasks[4]], -1))
    model.set_book(book)
    assert keys(model) == ["t1", "t2", "t3", "t5", "t4"]
    assert [held[k].row() for k in ("t1", "t4", "t5")] == [0, 4, 3]
    step = remove_rows(book, [book.tasks[1], book.tasks[2]])
    model.set_book(book.applied(step))
    assert keys(model) == ["t1", "t5", "t4"]
    assert not held["t2"].isValid()
    assert [held[k].row() for k in ("t1", "t5", "t4")] == [0, 1, 2]
    model.set_book(book)
    assert keys(model) == ["t1", "t2", "t3", "t5", "t4"]
    assert [held[k].row() for k in ("t1", "t5", "t4")] == [0, 3, 4]


def test_a_filter_hides_rows_and_lets_them_back(book: Book) -> None:
    model = TaskModel(book)
    held = QPersistentModelIndex(model.index(3, 2))
    model.show(book, {"t2", "t4"})
    assert (keys(model), held.row(), model.filtered) == (["t2", "t4"], 1, True)
    assert model.place_of("t1") is None
    model.show(book, None)
    assert (len(keys(model)), held.row(), model.filtered) == (5, 3, False)


def test_only_real_changes_of_editable_cells_reach_the_book(book: Book) -> None:
    typed: list[tuple[str, str, str]] = []
    model = TaskModel(book, lambda row, key, text: not typed.append((row.key, key, text)))
    wording = model.index(0, column(model, "wording"))
    assert not model.setData(wording, "任务1")
    assert model.setData(wording, "别的")
    assert typed == [("t1", "wording", "别的")]
    assert not model.index(0, column(model, "number")).flags() & Qt.ItemFlag.ItemIsEditable
    assert not TaskModel(book).index(0, 2).flags() & Qt.ItemFlag.ItemIsEditable


def test_runs() -> None:
    assert list(runs([])) == []
    assert list(runs([3])) == [(3, 3)]
    assert list(runs([0, 1, 4, 6, 7])) == [(0, 1), (4, 4), (6, 7)]
    assert removed_runs("abcdef", "bdf") == [(4, 4), (2, 2), (0, 0)]
    assert inserted_runs("bdf", "abcdefg") == [(0, 0), (2, 2), (4, 4), (6, 6)]


@given(
    st.lists(st.tuples(st.integers(1, 900), st.integers(1, 60)), min_size=1, max_size=8),
    st.integers(0, 2000),
)
def test_columns_fill_the_room_and_never_less_than_they_need(
    columns: list[tuple[int, int]], room: int
) -> None:
    least = [few for _share, few in columns]
    widths = fitted([share for share, _few in columns], room, least)
    assert all(width >= few for width, few in zip(widths, least, strict=True))
    assert sum(widths) == max(room, sum(least))


def test_units_of_every_task_are_shown_below_its_own_and_not_edited(qtbot: QtBot) -> None:
    book = text_book(
        "某省数字乡村实施方案\n一、任务\n1.建设平台。建成平台。（责任单位：省农业农村厅、省财政厅。"
        "各市州人民政府均为责任单位，以下不再列出）\n2.培训人员。培训一千人。（责任单位：省教育厅）\n"
    )
    model = TaskModel(book)
    place = [c.key for c in TASK_COLUMNS].index(OTHERS.key)
    shown = [model.index(row, place) for row in range(2)]
    note = "＋各市州人民政府（全文统一规定）"
    assert [i.data(Qt.ItemDataRole.DisplayRole) for i in shown] == [
        f"省农业农村厅、省财政厅\n{note}",
        note,
    ]
    assert [i.data(Qt.ItemDataRole.EditRole) for i in shown] == ["省农业农村厅、省财政厅", ""]
    _title, keys_of_unit = of_unit("各市州人民政府")(book)
    assert keys_of_unit == {t.key for t in book.tasks}
