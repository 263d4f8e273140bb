"""修改记录 in the window: steps with their cells before and after, of all rows or of one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from desktop.domain.changelog import Count, Line, Told
from desktop.domain.history import Entry, EntryKind
from desktop.ui.journal_pane import LIMIT, JournalPane, line_text

TIME = "2026-11-24T08:00:00+00:00"
LONG = "很长的表述，" * 20


def told(number: int, *lines: Line, kind: EntryKind = EntryKind.DO, undone: bool = False) -> Told:
    of = None if kind is EntryKind.DO else 1
    return Told(Entry(number, kind, of, "修改时限", TIME, ""), lines, len(lines), undone)


def line(before: str | None, after: str | None, row: str = "加快推进") -> Line:
    return Line("task", "t1", row, "时限", before, after)


@pytest.fixture
def pane(qtbot: QtBot) -> JournalPane:
    pane = JournalPane()
    qtbot.addWidget(pane)
    pane.show()
    return pane


def item(pane: JournalPane, place: int) -> QTreeWidgetItem:
    found = pane.topLevelItem(place)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ("年底前", "6月底前", "年底前 → 6月底前"),
        ("", "6月底前", "（空） → 6月底前"),
        ("年底\n前", "", "年底 前 → （空）"),
        (None, "年底前", "新增　年底前"),
        ("年底前", None, "删去　年底前"),
        (None, "", "新增　（空）"),
        (LONG, None, f"删去　{LONG[:40]}…"),
    ],
)
def test_a_line(before: str | None, after: str | None, text: str) -> None:
    assert line_text(line(before, after)) == f"任务“加快推进”　时限：{text}"


def test_steps_open_to_their_cells(pane: JournalPane) -> None:
    pane.show_told([told(2, kind=EntryKind.UNDO), told(1, line("甲", LONG), undone=True)])
    assert [item(pane, n).text(0) for n in (0, 1)] == ["撤销：修改时限", "修改时限（已撤销）"]
    assert item(pane, 0).text(1) == "—"
    first, last = item(pane, 0), item(pane, 1)
    assert last.childCount() == 0
    first.setExpanded(True)
    last.setExpanded(True)
    assert first.child(0).text(0) == "表格中的文字没有变化"
    assert last.child(0).text(0).endswith("…")
    assert LONG in last.child(0).toolTip(0)


def test_a_long_cell_is_shown_from_where_it_differs() -> None:
    text = line_text(line(LONG + "年底前", LONG + "6月底前"))
    assert "年底前 → …" in text
    assert text.endswith("6月底前")


def test_headings_are_told_by_their_number(pane: JournalPane) -> None:
    one = told(1, line("甲", "乙"))
    pane.show_told(
        [
            replace(one, counts=(Count("section", 12, 3),)),
            replace(told(2), counts=(Count("section", 0, 1),)),
        ]
    )
    for place in (0, 1):
        item(pane, place).setExpanded(True)
    assert item(pane, 0).child(1).text(0) == "章节：新增12、删去3"
    assert [item(pane, 1).child(n).text(0) for n in range(item(pane, 1).childCount())] == [
        "章节：删去1"
    ]


def test_what_is_open_stays_open_when_a_step_is_added(pane: JournalPane) -> None:
    pane.show_told([told(1, line("甲", "乙"))])
    item(pane, 0).setExpanded(True)
    pane.show_told([told(2, line("乙", "丙")), told(1, line("甲", "乙"))])
    assert not item(pane, 0).isExpanded()
    assert item(pane, 1).isExpanded()
    assert item(pane, 1).childCount() == 1


def test_a_long_step_says_that_it_is_told_in_part(pane: JournalPane) -> None:
    lines = tuple(Line("task", f"t{n}", "", "时限", "", "甲") for n in range(LIMIT))
    pane.show_told([Told(told(1).entry, lines, 5000, False)])
    item(pane, 0).setExpanded(True)
    last = item(pane, 0).child(LIMIT)
    assert last.text(0) == f"……共改动5000行，这里列出{LIMIT}行"


def test_all_or_the_row_at_hand(qtbot: QtBot, pane: JournalPane) -> None:
    pane.show_told([])
    asked: list[object] = []
    pane.wanted.connect(lambda: asked.append(pane.rows))
    pane.set_row("t1")
    assert asked == []
    assert pane.rows is None
    pane.one.click()
    pane.set_row("t2")
    pane.set_row("t2")
    pane.set_row(None)
    pane.all.click()
    assert asked == [("t1",), ("t2",), (), None]


def test_entries_alone_offer_no_choice(pane: JournalPane) -> None:
    pane.show_entries([told(1).entry, told(2, kind=EntryKind.UNDO).entry])
    assert [item(pane, n).text(0) for n in (0, 1)] == ["撤销：修改时限", "修改时限"]
    assert not pane.one.isVisible()
    pane.show_told([told(1)])
    assert pane.one.isVisible()
