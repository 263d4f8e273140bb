"""导入新稿 in the window: read with 取消, shown before it is done, one step that 撤销 takes back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from desktop.domain.edits import edit_cell
from desktop.domain.own_units import add_own_unit
from desktop.domain.records import Policy, Revision, Task
from desktop.services import importing
from desktop.services.importing import read_policy
from desktop.services.opening import add_policy
from desktop.services.revising import CONFLICT
from desktop.support.errors import UnreadableSource
from desktop.ui import revision_acts
from desktop.ui.dialogs import PasteDialog
from desktop.ui.main_window import MainWindow
from desktop.ui.revision_dialog import ChoosePolicyDialog, RevisionDialog
from desktop.ui.shortened import around
from desktop.ui.workspace import Workspace
from tests.ui.conftest import agree_until

PATIENCE = 20_000
HUNAN, HUBEI = "001_0fec313776e3621d.txt", "003_07267b6f87dfbefc.txt"
DROPPED = (
    "支持医疗机构、医学研究单位等构建协同研究网络，加强临床指南和规范制定工作，加快新技术、新产品应用推广。"
    "（责任单位：省卫生计生委、省食品药品监管局）"
)

BEFORE_ADDED = "支持长沙国家高新区建设国家军民融合科技创新示范基地。（责任单位：长沙市人民政府、长沙国家高新区管委会）"
ADDED = "2018年6月底前出台海洋装备首台套保险补偿办法。（责任单位：省财政厅、湖南保监局）"
DEADLINE = ("力争在“十三五”期间", "力争在2022年底前")


@pytest.fixture
def hunan(opened: Callable[[Path], Workspace], seeds: Path) -> Workspace:
    return opened(seeds / HUNAN)


@pytest.fixture
def revised(seeds: Path, tmp_path: Path) -> Path:
    """The policy with a task dropped, one added and a deadline moved."""
    text = (seeds / HUNAN).read_bytes().decode("utf-8")
    for before, after in ((DROPPED, ""), (BEFORE_ADDED, BEFORE_ADDED + ADDED), DEADLINE):
        assert text.count(before) == 1
        text = text.replace(before, after)
    path = tmp_path / "新稿.txt"
    path.write_bytes(text.encode("utf-8"))
    return path


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path | None], None]:
    """Have the file dialog answer."""

    def answer(path: Path | None) -> None:
        given = (str(path) if path else "", "")
        monkeypatch.setattr(revision_acts.QFileDialog, "getOpenFileName", lambda *_args: given)

    return answer


def dialogs(kind: type[QDialog]) -> list[QDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]


def preview(qtbot: QtBot, window: MainWindow) -> RevisionDialog:
    window.actions_["revise"].trigger()
    return shown_preview(qtbot)


def shown_preview(qtbot: QtBot) -> RevisionDialog:
    qtbot.waitUntil(lambda: bool(dialogs(RevisionDialog)), timeout=PATIENCE)
    (found,) = dialogs(RevisionDialog)
    assert isinstance(found, RevisionDialog)
    return found


def told(dialog: RevisionDialog) -> list[list[str]]:
    items = [dialog.tree.topLevelItem(i) for i in range(dialog.tree.topLevelItemCount())]
    return [[item.text(c) for c in range(6)] for item in items if item is not None]


def task_with(workspace: Workspace, words: str) -> Task:
    (task,) = (t for t in workspace.book.tasks if words in t.text)
    return task


def test_a_new_version_is_shown_adopted_and_taken_back(
    qtbot: QtBot,
    window: MainWindow,
    hunan: Workspace,
    revised: Path,
    choose: Callable[[Path | None], None],
) -> None:
    choose(revised)
    task = task_with(hunan, "力争在“十三五”期间")
    hunan.submit(edit_cell(hunan.book, task, "deadline", "2020年底前", hunan.link.directory))
    before = hunan.book
    dialog = preview(qtbot, window)
    assert hunan.book is before
    assert not window.busy.isVisible()
    assert dialog.warning.isHidden()
    assert dialog.adopt_button.isDefault()
    assert "新增1项，不再有1项，冲突1处" in dialog.told.text()
    lines = told(dialog)
    assert lines[0][0] == "冲突"
    assert lines[0][3:] == ["时限", "2020年底前", "2022年底前"]
    (added,) = (n for n in lines if n[0] == "新增")
    assert "海洋装备" in added[2]
    (dropped,) = (n for n in lines if n[0] == "不再有")
    assert dropped[1:3] == ["第13项", dropped[2]]
    assert "医疗机构" in dropped[2]

    dialog.adopt_button.click()
    qtbot.waitUntil(lambda: "已采用新稿" in window.info.text, timeout=PATIENCE)
    assert "撤销" in window.info.text
    assert len(hunan.book.tasks) == 69
    assert hunan.task_model.rowCount() == 69
    (doubt,) = (d for d in hunan.book.doubts(task.key) if d.code == CONFLICT)
    assert doubt.field == "deadline"
    assert hunan.link.desk.undo_label == "导入新稿《湖南省促进科技成果转移转化实施方案》"

    window.actions_["undo"].trigger()
    assert hunan.book.tables == before.tables
    assert hunan.task_model.rowCount() == 68


def test_the_text_shown_is_the_new_versions(
    qtbot: QtBot,
    window: MainWindow,
    hunan: Workspace,
    revised: Path,
    choose: Callable[[Path | None], None],
) -> None:
    choose(revised)
    preview(qtbot, window).adopt_button.click()
    qtbot.waitUntil(lambda: bool(hunan.book.all(Revision)), timeout=PATIENCE)
    assert hunan.show_record(task_with(hunan, "海洋装备").key)
    qtbot.waitUntil(
        lambda: hunan.source.trace is not None and "海洋装备" in hunan.source.text.toPlainText(),
        timeout=PATIENCE,
    )


def test_refusing_a_preview_changes_nothing(
    qtbot: QtBot,
    window: MainWindow,
    hunan: Workspace,
    revised: Path,
    choose: Callable[[Path | None], None],
) -> None:
    choose(revised)
    before = hunan.book
    preview(qtbot, window).cancel_button.click()
    qtbot.waitUntil(lambda: not dialogs(RevisionDialog), timeout=PATIENCE)
    assert hunan.book is before
    assert window.actions_["revise"].isEnabled()


def test_choosing_no_file_does_nothing(
    window: MainWindow, hunan: Workspace, choose: Callable[[Path | None], None]
) -> None:
    choose(None)
    window.actions_["revise"].trigger()
    assert not window.reviser.running


def test_the_very_same_file_is_told_and_nothing_done(
    qtbot: QtBot,
    window: MainWindow,
    hunan: Workspace,
    seeds: Path,
    choose: Callable[[Path | None], None],
) -> None:
    choose(seeds / HUNAN)
    before = hunan.book
    window.actions_["revise"].trigger()
    qtbot.waitUntil(lambda: "完全相同" in window.info.text, timeout=PATIENCE)
    assert hunan.book is before
    assert not window.reviser.running
    assert not dialogs(RevisionDialog)


def test_another_document_is_warned_of_first_and_cancel_is_at_hand(
    qtbot: QtBot,
    window: MainWindow,
    hunan: Workspace,
    seeds: Path,
    choose: Callable[[Path | None], None],
) -> None:
    choose(seeds / HUBEI)
    dialog = preview(qtbot, window)
    assert dialog.warning.isVisible()
    assert "很可能是另一份文件" in dialog.warning.text()
    assert "只有1项任务对得上" in dialog.warning.text()
    assert dialog.cancel_button.isDefault()
    assert not dialog.adopt_button.isDefault()


def test_reading_can_be_cancelled(
    qtbot: QtBot,
    window: MainWindow,
    hunan: Workspace,
    revised: Path,
    choose: Callable[[Path | None], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slow_until_cancelled(monkeypatch)
    choose(revised)
    before = hunan.book
    window.actions_["revise"].trigger()
    assert window.reviser.running
    assert window.busy.isVisible()
    for name in ("revise", "import", "open"):
        assert not window.actions_[name].isEnabled()
    window.busy.cancel_button.click()
    qtbot.waitUntil(lambda: not window.reviser.running, timeout=PATIENCE)
    assert hunan.book is before
    assert not window.busy.isVisible()
    assert window.actions_["revise"].isEnabled()
    assert not dialogs(RevisionDialog)
    assert not dialogs(QMessageBox)


def slow_until_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have reading take until it is cancelled."""

    def read(
        _path: Path, _directory: object, cancelled: Callable[[], bool], _region: object
    ) -> None:
        while not cancelled():
            pass
        raise UnreadableSource("source.cancelled")

    monkeypatch.setattr(importing, "read_policy", read)


def test_closing_the_book_stops_the_reading(
    qtbot: QtBot,
    window: MainWindow,
    hunan: Workspace,
    revised: Path,
    choose: Callable[[Path | None], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slow_until_cancelled(monkeypatch)
    choose(revised)
    window.actions_["revise"].trigger()
    window.actions_["close"].trigger()
    assert window.workspace is None
    assert not window.reviser.running
    assert not window.busy.isVisible()
    assert window.actions_["import"].isEnabled()


def test_a_file_that_cannot_be_read_is_told(
    window: MainWindow,
    hunan: Workspace,
    tmp_path: Path,
    choose: Callable[[Path | None], None],
    box: Callable[[], QMessageBox],
) -> None:
    empty = tmp_path / "空.txt"
    empty.write_bytes(b"")
    choose(empty)
    window.actions_["revise"].trigger()
    assert "文件是空的" in box().text()
    assert not window.reviser.running


def test_of_several_policies_it_is_asked_which(
    qtbot: QtBot,
    window: MainWindow,
    hunan: Workspace,
    seeds: Path,
    tmp_path: Path,
    choose: Callable[[Path | None], None],
) -> None:
    add_policy(hunan.link.desk, read_policy(seeds / HUBEI, hunan.link.directory))
    text = (seeds / HUBEI).read_bytes().decode("utf-8")
    path = tmp_path / "湖北新稿.txt"
    path.write_bytes(text.replace("2021年", "2023年").encode("utf-8"))
    choose(path)
    window.actions_["revise"].trigger()
    (asking,) = dialogs(ChoosePolicyDialog)
    assert isinstance(asking, ChoosePolicyDialog)
    assert asking.choice.count() == 2
    asking.choice.setCurrentIndex(1)
    wanted = asking.policy.key
    asking.go_button.click()
    dialog = shown_preview(qtbot)
    assert dialog.warning.isHidden()
    dialog.adopt_button.click()
    qtbot.waitUntil(lambda: "已采用新稿" in window.info.text, timeout=PATIENCE)
    (revision,) = hunan.book.all(Revision)
    assert revision.earlier == wanted
    assert wanted not in [p.key for p in hunan.book.current_policies]
    assert len(hunan.book.all(Policy)) == 3


def test_a_new_version_can_be_pasted(
    qtbot: QtBot, window: MainWindow, hunan: Workspace, revised: Path
) -> None:
    window.actions_["revise_pasted"].trigger()
    (pasting,) = dialogs(PasteDialog)
    assert isinstance(pasting, PasteDialog)
    assert "湖南省促进科技成果转移转化实施方案" in pasting.windowTitle()
    pasting.edit.setPlainText(revised.read_text(encoding="utf-8"))
    pasting.read_button.click()
    dialog = shown_preview(qtbot)
    assert dialog.warning.isHidden()
    assert "新增1项，不再有1项，冲突0处" in dialog.told.text()
    dialog.adopt_button.click()
    qtbot.waitUntil(lambda: "已采用新稿" in window.info.text, timeout=PATIENCE)
    assert len(hunan.book.tasks) == 69
    window.actions_["undo"].trigger()
    assert not hunan.book.all(Revision)


def test_opening_a_version_of_the_open_books_policy_asks_and_enter_takes_it_in(
    qtbot: QtBot,
    window: MainWindow,
    hunan: Workspace,
    revised: Path,
    books: Path,
    box: Callable[[], QMessageBox],
) -> None:
    window.open_path(revised)
    asked = box()
    assert "像是它的新稿" in asked.text()
    assert not window.opener.running
    default = asked.defaultButton()
    assert default.text() == "作为新稿导入本簿"
    default.click()
    shown_preview(qtbot).adopt_button.click()
    qtbot.waitUntil(lambda: "已采用新稿" in window.info.text, timeout=PATIENCE)
    assert window.workspace is hunan
    assert len(hunan.book.tasks) == 69
    assert len(list(books.glob("*.fengong"))) == 1


def test_a_version_opened_may_have_a_book_of_its_own_or_nothing(
    qtbot: QtBot,
    window: MainWindow,
    hunan: Workspace,
    revised: Path,
    books: Path,
    box: Callable[[], QMessageBox],
) -> None:
    window.open_path(revised)
    press(box(), "取消")
    qtbot.waitUntil(lambda: not dialogs(QMessageBox), timeout=PATIENCE)
    assert window.workspace is hunan
    window.open_path(revised)
    press(box(), "另建分工簿")
    agree_until(qtbot, lambda: window.workspace not in (None, hunan))
    assert window.workspace is not None
    assert len(window.workspace.book.tasks) == 68
    assert not window.workspace.book.all(Revision)
    assert len(list(books.glob("*.fengong"))) == 2
    own = window.workspace.link.desk.path
    window.open_path(hunan.link.desk.path)
    qtbot.waitUntil(
        lambda: window.windowTitle().endswith(hunan.link.desk.path.name), timeout=PATIENCE
    )
    window.open_path(revised)  # asked no more: the very same file has its book
    qtbot.waitUntil(lambda: "已经读过" in window.info.text, timeout=PATIENCE)
    assert window.workspace.link.desk.path == own


def test_a_version_opened_knows_the_units_of_the_book_it_goes_into(
    qtbot: QtBot,
    window: MainWindow,
    hunan: Workspace,
    revised: Path,
    box: Callable[[], QMessageBox],
) -> None:
    text = revised.read_bytes().decode("utf-8")
    assert text.count(ADDED) == 1
    own = ADDED.replace("湖南保监局", "省海洋装备攻坚办")
    revised.write_bytes(text.replace(ADDED, own).encode("utf-8"))
    hunan.submit(add_own_unit(hunan.book, "省海洋装备攻坚办", region="湖南"))
    window.open_path(revised)
    press(box(), "作为新稿导入本簿")
    shown_preview(qtbot).adopt_button.click()
    qtbot.waitUntil(lambda: "已采用新稿" in window.info.text, timeout=PATIENCE)
    task = task_with(hunan, "海洋装备")
    assert {a.name: a.known for a in hunan.book.assignments(task.key)}["省海洋装备攻坚办"]
    assert not hunan.book.doubts(task.key)


def test_a_version_of_a_book_opened_before_goes_into_that_book(
    qtbot: QtBot,
    window: MainWindow,
    hunan: Workspace,
    revised: Path,
    books: Path,
    box: Callable[[], QMessageBox],
) -> None:
    path = hunan.link.desk.path
    window.actions_["close"].trigger()
    window.open_path(revised)
    asked = box()
    assert path.name in asked.text()
    asked.defaultButton().click()
    dialog = shown_preview(qtbot)
    assert window.workspace is not None
    assert window.workspace.link.desk.path == path
    assert "新增1项，不再有1项" in dialog.told.text()
    dialog.adopt_button.click()
    qtbot.waitUntil(lambda: "已采用新稿" in window.info.text, timeout=PATIENCE)
    assert len(list(books.glob("*.fengong"))) == 1


def test_what_waited_for_a_book_that_did_not_open_is_let_go_of(
    qtbot: QtBot,
    window: MainWindow,
    hunan: Workspace,
    revised: Path,
    opened: Callable[[Path], Workspace],
    box: Callable[[], QMessageBox],
) -> None:
    path = hunan.link.desk.path
    window.actions_["close"].trigger()
    whole = path.read_bytes()
    window.open_path(revised)
    asked = box()
    path.write_bytes(b"")
    asked.defaultButton().click()
    qtbot.waitUntil(lambda: "文件是空的" in box().text(), timeout=PATIENCE)
    box().close()
    path.write_bytes(whole)
    opened(path)
    assert not window.reviser.running
    assert not dialogs(RevisionDialog)


def press(box: QMessageBox, label: str) -> None:
    next(b for b in box.buttons() if b.text() == label).click()


def test_a_book_for_reading_only_takes_none(
    qtbot: QtBot,
    hunan: Workspace,
    make_window: Callable[[], MainWindow],
    revised: Path,
    box: Callable[[], QMessageBox],
) -> None:
    second = make_window()
    assert not second.actions_["revise"].isEnabled()
    second.open_path(hunan.link.desk.path)
    qtbot.waitUntil(lambda: second.workspace is not None, timeout=PATIENCE)
    assert not second.actions_["revise"].isEnabled()
    assert not second.actions_["revise_pasted"].isEnabled()
    second.open_path(revised)
    asked = box()
    assert "只读" in asked.informativeText()
    assert {b.text() for b in asked.buttons()} == {"另建分工簿", "取消"}


def test_long_texts_are_shortened_to_where_they_differ() -> None:
    same = "甲" * 60
    before, after = around(f"{same}一{same}", f"{same}二{same}")
    assert before.startswith("…甲")
    assert "一" in before
    assert "二" in after
    assert before.endswith("…")
    assert around("短", "") == ("短", "")
