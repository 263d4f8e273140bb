from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.columns import Align
from desktop.domain.sheet import PageSetup, RowKind, Sheet, SheetRow
from desktop.output import page
from desktop.output.fonts import FontSet, Role
from desktop.output.linebreak import Line
from desktop.output.paginate import Page, merged_parts, paginate
from desktop.output.typeset import Box, Merged, SetCell, SetRow, SetSheet, set_sheet
from desktop.support.errors import OutputError

PAPER = page.geometry(PageSetup())
BOX = (Box(0.0, page.BODY_WIDTH, Align.JUSTIFY),)
PAIR = (Box(0.0, 50.0, Align.CENTER), Box(50.0, page.BODY_WIDTH - 50, Align.JUSTIFY))


def cell(lines: int, name: str = "") -> SetCell:
    return SetCell(tuple(Line(f"{name}{i}", 1.0, last=True) for i in range(lines)))


def row(lines: int, name: str = "", kind: RowKind = RowKind.CELLS) -> SetRow:
    return SetRow((cell(lines, name),), BOX, Role.FANG, PAPER.cell_leading, kind)


def shared(lines: int) -> Merged:
    height = lines * PAPER.cell_leading + 2 * page.ROW_PADDING
    return Merged(cell(lines, "共"), PAIR[0], height)


def under(merged: Merged, lines: int, name: str = "") -> SetRow:
    cells = (SetCell(()), cell(lines, name))
    return SetRow(cells, PAIR, Role.FANG, PAPER.cell_leading, merged=merged)


def sheet(*rows: SetRow) -> SetSheet:
    return SetSheet(PAPER, (), 107.0, row(1, "头"), rows)


def texts(one: Page) -> list[str]:
    return [line.text for placed in one.rows[1:] for line in placed.row.cells[-1].lines]


ROWS = st.lists(st.tuples(st.integers(1, 90), st.sampled_from(RowKind)), max_size=40)


@given(ROWS)
def test_every_line_is_placed_once_in_order_and_within_the_page(
    wanted: list[tuple[int, RowKind]],
) -> None:
    rows = [
        row(n if kind is RowKind.CELLS else 1, f"{i}.", kind) for i, (n, kind) in enumerate(wanted)
    ]
    pages = paginate(sheet(*rows))
    assert [text for one in pages for text in texts(one)] == [
        line.text for one in rows for line in one.cells[0].lines
    ]
    for one in pages:
        assert one.rows[0].row.cells[0].lines[0].text == "头0"
        assert one.bottom <= page.BODY_HEIGHT + 0.1
        tops = [placed.top for placed in one.rows]
        assert tops == sorted(tops)


@given(ROWS)
def test_a_group_line_is_never_last_on_a_page_but_the_last(
    wanted: list[tuple[int, RowKind]],
) -> None:
    rows = [row(n if kind is RowKind.CELLS else 1, "", kind) for n, kind in wanted]
    # More group lines in a row than a page has room for cannot all stay with what follows.
    if any(
        all(kind is RowKind.GROUP for _, kind in wanted[i : i + 5]) for i in range(len(wanted) - 4)
    ):
        return
    for one in paginate(sheet(*rows))[:-1]:
        assert one.rows[-1].row.kind is RowKind.CELLS


def test_a_row_goes_whole_to_the_next_page() -> None:
    pages = paginate(sheet(row(20, "a"), row(20, "b")))
    assert [len(one.rows) - 1 for one in pages] == [1, 1]


def test_a_row_higher_than_a_page_begins_where_it_stands() -> None:
    pages = paginate(sheet(row(2, "a"), row(60, "b")))
    assert texts(pages[0])[:3] == ["a0", "a1", "b0"]
    assert len(pages) == 2


def test_a_header_is_not_left_alone() -> None:
    pages = paginate(sheet(row(33, "a")))
    assert not pages[0].is_bare


def test_no_part_of_a_split_row_is_a_single_line() -> None:
    for count in range(34, 80):
        for one in paginate(sheet(row(count))):
            assert len(texts(one)) >= 2


def test_the_table_begins_below_the_title(hunan: Sheet, fonts: FontSet) -> None:
    first, *others = paginate(set_sheet(hunan, fonts))
    assert first.top == pytest.approx(2.5 * page.LINE_PITCH + page.TITLE_LEADING)
    assert all(one.top == 0 for one in others)


def test_a_sheet_without_rows_has_its_header(hunan: Sheet, fonts: FontSet) -> None:
    (only,) = paginate(set_sheet(replace(hunan, rows=()), fonts))
    assert only.is_bare


def test_a_title_of_a_whole_page_is_refused(hunan: Sheet, fonts: FontSet) -> None:
    with pytest.raises(OutputError) as caught:
        set_sheet(replace(hunan, title="意见\n" * 20), fonts)
    assert caught.value.reason == "output.title_too_long"


def test_a_group_line_spans_the_table(hunan: Sheet, fonts: FontSet) -> None:
    grouped = replace(hunan, rows=(SheetRow(("一、总体要求",), RowKind.GROUP), *hunan.rows))
    group = set_sheet(grouped, fonts).rows[0]
    assert [box.width for box in group.boxes] == pytest.approx([page.BODY_WIDTH])


RUNS = st.lists(
    st.tuples(st.integers(1, 28), st.lists(st.integers(1, 70), min_size=1, max_size=8)), max_size=10
)


@given(RUNS)
def test_a_shared_cell_has_room_on_every_page_that_says_it(
    runs: list[tuple[int, list[int]]],
) -> None:
    rows: list[SetRow] = []
    for need, heights in runs:
        merged = shared(need)
        rows += [under(merged, lines, f"{len(rows)}.") for lines in heights]
    pages = paginate(sheet(*rows))
    assert [text for one in pages for text in texts(one)] == [
        line.text for one in rows for line in one.cells[1].lines
    ]
    for one in pages:
        assert one.bottom <= page.BODY_HEIGHT + 0.1
        for above, below in pairwise(one.rows):
            assert below.top == pytest.approx(above.bottom)
        for merged, part in merged_parts(one):
            assert part[-1].bottom - part[0].top >= merged.height - 0.1


def test_a_shared_cell_is_said_again_on_the_next_page() -> None:
    merged = shared(2)
    first, second = paginate(sheet(*(under(merged, 9) for _ in range(5))))
    assert [len(part) for _, part in merged_parts(first)] == [3]
    assert [len(part) for _, part in merged_parts(second)] == [2]


def test_the_first_row_of_a_group_is_not_alone_at_the_foot() -> None:
    merged = shared(1)
    first, second = paginate(sheet(row(22, "a"), under(merged, 3, "b"), under(merged, 6, "c")))
    assert texts(first)[-1] == "a21"
    assert texts(second)[0] == "b0"
