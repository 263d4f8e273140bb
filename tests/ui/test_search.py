"""查找 in a real window: over tasks, annex and source, while one types, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.changes import change_set, update
from desktop.domain.document import Span
from desktop.domain.folding import fold
from desktop.domain.records import AnnexRow, Policy, Task
from desktop.domain.search import Between, Hit, Query, Undated
from desktop.domain.search_findings import Finding, Findings, findings
from desktop.domain.search_source import SourceHit
from desktop.domain.unit import Role
from desktop.support.errors import WorkbookError
from desktop.ui.main_window import MainWindow
from desktop.ui.search_results import PASSAGE, ResultModel, passage
from desktop.ui.workspace import Workspace

PATIENCE = 20_000
HUNAN = "001_0fec313776e3621d.txt"


@pytest.fixture
def hunan(opened: Callable[[Path], Workspace], seeds: Path) -> Workspace:
    return opened(seeds / HUNAN)


@pytest.fixture
def answered(qtbot: QtBot, window: MainWindow) -> Callable[[], list[Finding]]:
    """Wait for the answer to what is asked and return what is listed."""

    def wait() -> list[Finding]:
        workspace = window.workspace
        assert workspace is not None
        searcher, model = workspace.searcher, workspace.search.model
        qtbot.waitUntil(lambda: not (searcher.busy or searcher.reading), timeout=PATIENCE)
        return [model.finding(place) for place in range(model.rowCount())]

    return wait


@pytest.fixture
def find(
    window: MainWindow, hunan: Workspace, answered: Callable[[], list[Finding]]
) -> Callable[[str], list[Finding]]:
    """Open the search and type."""

    def typed(words: str) -> list[Finding]:
        window.actions_["find"].trigger()
        hunan.search.box.setText(words)
        return answered()

    return typed


def kinds(found: list[Finding]) -> list[str]:
    return [Policy.kind if isinstance(f, SourceHit) else f.row.kind for f in found]


def test_words_of_any_length_are_found_everywhere(
    qtbot: QtBot, hunan: Workspace, find: Callable[[str], list[Finding]]
) -> None:
    for words in ("推", "长沙", "高新区"):
        found = find(words)
        assert hunan.search.box.hasFocus()
        assert set(kinds(found)) == {Task.kind, AnnexRow.kind, Policy.kind}
        text = hunan.source.trace.text if hunan.source.trace is not None else ""
        lines = [line for line in text.splitlines() if words in fold(line)]
        assert kinds(found).count(Policy.kind) == len(lines)
        assert f"共 {len(found)} 处" in hunan.search.count.text()
    first = hunan.search.model.index(0, PASSAGE)
    assert "高新区" in first.data()
    assert hunan.search.grab().toImage().width() > 0
    assert find("没有这样的话") == []
    assert "没有找到" in hunan.search.count.text()
    assert find(" \u3000") == []
    assert "一个字也可以" in hunan.search.count.text()


def test_width_case_white_space_and_several_words(find: Callable[[str], list[Finding]]) -> None:
    year = find("2017年")
    assert year
    assert find("２０１７\u3000年 2017") == year or len(find("２０１７年")) == len(year)
    both = find("省教育厅 省科技厅")
    assert both
    assert len(find("省科技厅  省教育厅")) == len(both)
    assert find("省教育厅 没有这样的单位") == []


def test_a_unit_that_leads(
    hunan: Workspace, find: Callable[[str], list[Finding]], answered: Callable[[], list[Finding]]
) -> None:
    find("")
    narrowing = hunan.search.narrowing
    narrowing.unit.setText("省科技厅")
    narrowing.role.setCurrentText("牵头")
    found = [f.row for f in answered() if isinstance(f, Hit)]
    led = [
        r
        for r in (*hunan.book.tasks, *hunan.book.annex)
        if any(a.name == "省科技厅" and a.role == Role.LEAD for a in hunan.book.assignments(r.key))
    ]
    assert found == led != []
    assert "不含原文" in hunan.search.count.text()
    narrowing.unit.setText("省科")  # on the way to a name: the question stays
    assert len(answered()) == len(led)
    narrowing.unit.editingFinished.emit()
    assert answered() == []
    assert "没有单位“省科”" in hunan.search.count.text()
    completer = narrowing.unit.completer()
    completer.setCompletionPrefix("科技")
    assert "省科技厅" in completer.currentCompletion() or completer.completionCount() > 1


def test_section_deadline_and_what_is_searched(
    hunan: Workspace, find: Callable[[str], list[Finding]], answered: Callable[[], list[Finding]]
) -> None:
    everything = find("推进")
    search, narrowing = hunan.search, hunan.search.narrowing
    section = narrowing.section.findText("重点任务", Qt.MatchFlag.MatchContains)
    narrowing.section.setCurrentIndex(section)
    inside = answered()
    assert 0 < len(inside) < len(everything)
    assert Policy.kind in kinds(inside)
    narrowing.section.setCurrentIndex(0)
    for kind in (AnnexRow.kind, Policy.kind):
        search.kinds[kind].setChecked(False)
    assert set(kinds(answered())) == {Task.kind}
    search.kinds[AnnexRow.kind].setChecked(True)
    search.box.clear()
    narrowing.time.setCurrentIndex(1)
    assert narrowing.first.isVisible()
    narrowing.first.setDate(QDate(2017, 6, 1))
    narrowing.last.setDate(QDate(2017, 12, 31))
    wanted = Between(date(2017, 6, 1), date(2017, 12, 31))
    assert search.query().deadline == wanted
    dated = answered()
    assert dated
    for hit in dated:
        assert isinstance(hit, Hit)
        days = [d.date for d in hunan.book.deadlines(hit.row.key) if d.date]
        assert any("2017-06-01" <= day <= "2017-12-31" for day in days)
    narrowing.last.setDate(QDate(2017, 1, 1))  # not before it begins
    assert search.query().deadline == Between(date(2017, 6, 1), date(2017, 6, 1))
    narrowing.time.setCurrentIndex(2)
    assert search.query().deadline is Undated.NONE
    assert all(not hunan.book.deadlines(h.row.key) for h in answered() if isinstance(h, Hit))


def test_keys_lead_through_what_was_found_and_back(
    qtbot: QtBot,
    window: MainWindow,
    hunan: Workspace,
    find: Callable[[str], list[Finding]],
    answered: Callable[[], list[Finding]],
) -> None:
    found = find("长沙")
    box, listed = hunan.search.box, hunan.search.list
    assert isinstance(found[0], Hit)
    assert isinstance(found[1], Hit)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert hunan.view.current_row() == found[0].row
    assert box.hasFocus()
    window.actions_["find_next"].trigger()
    assert hunan.view.current_row() == found[1].row
    assert f"第2处，共{len(found)}处" in window.statusBar().currentMessage()
    window.actions_["find_previous"].trigger()
    window.actions_["find_previous"].trigger()
    assert listed.currentIndex().row() == len(found) - 1
    window.actions_["find_next"].trigger()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert listed.hasFocus()
    qtbot.keyClick(listed, Qt.Key.Key_Down)
    qtbot.keyClick(listed, Qt.Key.Key_Return)
    assert hunan.tasks.hasFocus()
    assert hunan.view.current_row() == found[1].row
    window.actions_["find"].trigger()
    assert box.hasFocus()
    assert box.selectedText() == "长沙"
    answered()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not hunan.search.isVisible()
    assert hunan.tasks.hasFocus()
    assert hunan.view.current_row() == found[1].row
    window.actions_["find_next"].trigger()  # F3 goes on with the search closed
    qtbot.waitUntil(lambda: hunan.tasks.current_row() != found[1].row, timeout=PATIENCE)
    assert not hunan.search.isVisible()


def test_enter_before_the_answer_goes_to_the_first_when_it_comes(
    qtbot: QtBot, window: MainWindow, hunan: Workspace, answered: Callable[[], list[Finding]]
) -> None:
    window.actions_["find"].trigger()
    hunan.tasks.go_to(hunan.task_model.index(60, 2))
    hunan.search.box.setText("长沙")
    qtbot.keyClick(hunan.search.box, Qt.Key.Key_Return)
    (first, *_rest) = answered()
    assert isinstance(first, Hit)
    assert hunan.tasks.current_row() == first.row


def test_a_place_in_the_source_is_lit_and_left_again(
    qtbot: QtBot, hunan: Workspace, find: Callable[[str], list[Finding]]
) -> None:
    found = find("高新区")
    place = kinds(found).index(Policy.kind)
    hit = found[place]
    assert isinstance(hit, SourceHit)
    hunan.right.hide()
    listed = hunan.search.list
    listed.setCurrentIndex(hunan.search.model.index(place, PASSAGE))
    listed.setFocus()
    qtbot.keyClick(listed, Qt.Key.Key_Return)
    lit = hunan.source.text.extraSelections()
    assert [s.cursor.selectedText() for s in lit] == ["高新区"] * len(hit.places())
    assert all(s.format.fontUnderline() for s in lit)
    assert hunan.source.isVisible()
    assert hunan.source.text.hasFocus()
    first = lit[0].cursor.selectionStart()
    qtbot.waitUntil(lambda: hunan.source.text.textCursor().position() == first, timeout=PATIENCE)
    hunan.tasks.go_to(hunan.task_model.index(3, 2))
    lit = hunan.source.text.extraSelections()
    assert [s.cursor.selectedText() for s in lit] != ["高新区"]


def test_what_is_edited_is_found_by_its_new_wording(
    hunan: Workspace, find: Callable[[str], list[Finding]], answered: Callable[[], list[Finding]]
) -> None:
    assert find("独角兽企业") == []
    row = hunan.task_model.row(5)
    hunan.task_model.setData(hunan.task_model.index(5, 2), "扶持独角兽企业")
    (hit,) = answered()
    assert isinstance(hit, Hit)
    assert (hit.row.key, hit.number) == (row.key, 6)
    hunan.link.undo()
    assert answered() == []


def test_only_what_was_found_is_shown_until_all_is_again(
    window: MainWindow, hunan: Workspace, find: Callable[[str], list[Finding]]
) -> None:
    found = find("长沙")
    rows = {f.row.key for f in found if isinstance(f, Hit)}
    hunan.search.only_button.click()
    shown = [hunan.task_model.row(i).key for i in range(hunan.task_model.rowCount())]
    shown += [hunan.annex_model.row(i).key for i in range(hunan.annex_model.rowCount())]
    assert set(shown) == rows
    assert hunan.filter_bar.isVisible()
    hunan.task_model.setData(hunan.task_model.index(0, 2), "改了也还在")
    assert hunan.task_model.row(0).key == shown[0]
    window.actions_["show_all"].trigger()
    assert hunan.task_model.rowCount() == 68


def test_what_is_being_composed_is_not_searched(
    qtbot: QtBot, window: MainWindow, hunan: Workspace, find: Callable[[str], list[Finding]]
) -> None:
    find("长沙")
    box = hunan.search.box
    box.selectAll()
    with qtbot.assertNotEmitted(box.asked):
        QApplication.sendEvent(box, QInputMethodEvent("gao'xin", []))
    ready = QInputMethodEvent("", [])
    ready.setCommitString("高新")
    with qtbot.waitSignal(box.asked):
        QApplication.sendEvent(box, ready)
    assert hunan.search.query().words == "高新"


def test_only_the_last_question_is_answered(
    qtbot: QtBot,
    window: MainWindow,
    hunan: Workspace,
    answered: Callable[[], list[Finding]],
) -> None:
    heard: list[Findings] = []
    hunan.searcher.found.connect(heard.append)
    window.actions_["find"].trigger()
    for words in ("高", "高新", "高新区"):
        hunan.search.box.setText(words)
    task = hunan.book.tasks[0]
    hunan.submit(change_set("改", [update(task, replace(task, wording="新的高新区"))]))
    answered()
    assert {found.query.words for found in heard} == {"高新区"}
    assert all(found.book is hunan.book for found in heard)
    assert task.key in heard[-1].rows


def test_a_source_that_cannot_be_read_is_said(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    window: MainWindow,
    hunan: Workspace,
    box: Callable[[], object],
    answered: Callable[[], list[Finding]],
) -> None:
    def broken(_text: str, _trace: str) -> object:
        raise WorkbookError("workbook.io")

    monkeypatch.setattr(hunan.link.desk, "trace", broken)
    window.actions_["find"].trigger()
    hunan.search.box.setText("长沙")
    box()
    assert set(kinds(answered())) == {Task.kind, AnnexRow.kind}
    assert "1份原文读不出来" in hunan.search.count.text()


def test_what_is_not_listed_is_said(
    hunan: Workspace, monkeypatch: pytest.MonkeyPatch, find: Callable[[str], list[Finding]]
) -> None:
    monkeypatch.setattr("desktop.ui.search_job.findings", lambda *asked: findings(*asked, limit=3))
    assert len(find("推")) == 3
    assert "只列出前 3 处" in hunan.search.count.text()
    assert "共 3 处" not in hunan.search.count.text()


def test_a_passage_begins_shortly_before_its_first_hit() -> None:
    text = "甲" * 50 + "推\n进" + "乙" * 300
    line, places = passage(text, [Span(50, 53)])
    assert line.startswith("…" + "甲" * 12 + "推 进")
    assert line.endswith("…")
    assert [p.slice(line) for p in places] == ["推 进"]
    assert passage("短", ()) == ("短", ())


def test_results_say_number_kind_units_and_deadline(
    hunan: Workspace, find: Callable[[str], list[Finding]]
) -> None:
    found = find("高新区")
    model: ResultModel = hunan.search.model
    hit = found[0]
    assert isinstance(hit, Hit)
    texts = [str(model.index(0, column).data()) for column in range(5)]
    assert texts[0] == str(hunan.book.tasks.index(hit.row) + 1)  # type: ignore[arg-type]
    assert texts[1] == "任务分解"
    assert all(a.name in texts[3] for a in hunan.book.assignments(hit.row.key))
    last = model.rowCount() - 1
    assert model.index(last, 1).data() == "原文"
    assert Query().empty
