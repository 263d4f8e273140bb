"""设置 through the real window: what is typed holds at once and in the next run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from desktop.domain.sheet import TypeSize
from desktop.services.layouts import copy_layout, default_layout, delete_layout
from desktop.services.settings import Settings, load_settings
from desktop.ui.jobs import Jobs
from desktop.ui.main_window import MainWindow
from desktop.ui.settings_dialog import SettingsDialog
from desktop.ui.workspace import Workspace
from tests.ui.conftest import PATIENCE

Open = Callable[[Path], Workspace]
FUJIAN = "004_567eaca98945f940.txt"


def opened_dialog(window: MainWindow) -> SettingsDialog:
    window.actions_["settings"].trigger()
    (dialog,) = (d for d in window.findChildren(SettingsDialog) if d.isVisible())
    return dialog


def ok(dialog: SettingsDialog) -> QDialogButtonBox:
    return dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)


@pytest.fixture
def alone(qtbot: QtBot) -> Callable[[Settings], SettingsDialog]:
    """A dialog without its window."""
    jobs = Jobs()

    def make(settings: Settings) -> SettingsDialog:
        dialog = SettingsDialog(settings, jobs)
        qtbot.addWidget(dialog, before_close_func=lambda _: jobs.close())
        return dialog

    return make


def test_settings_follow_the_person_unless_chosen(
    alone: Callable[[Settings], SettingsDialog], tmp_path: Path
) -> None:
    settings = Settings(person="李明")
    dialog = alone(settings)
    assert dialog.books_folder(settings) == ""
    dialog.folder.setText(str(tmp_path))
    assert dialog.books_folder(settings) == str(tmp_path)
    dialog.folder.setText("")
    assert dialog.books_folder(settings) == ""


def test_the_name_signs_from_now_on(window: MainWindow, opened: Open, seeds: Path) -> None:
    workspace = opened(seeds / FUJIAN)
    dialog = opened_dialog(window)
    dialog.person.setText(" 王芳 ")
    dialog.accept()
    assert workspace.link.desk.person == "王芳"
    assert window.memory.settings.person == "王芳"


def test_all_is_kept_at_once_and_shown_the_next_time(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened_dialog(window)
    before = window.memory.settings
    dialog.office.setText("省科技厅办公室")
    dialog.region.choose("湖南")
    dialog.layout_box.choose("by_unit")
    dialog.size_box.choose(TypeSize.SI)
    dialog.sides.choose(False)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    kept = replace(
        before,
        office="省科技厅办公室",
        region="湖南",
        usual_layout="by_unit",
        usual_size=TypeSize.SI,
        usual_sides=False,
    )
    assert window.memory.settings == load_settings() == kept
    again = opened_dialog(window)
    assert again.settings(kept) == kept
    assert again.office.text() == "省科技厅办公室"
    assert again.sides.currentText() == "单面"


def test_nothing_changes_when_it_is_left(window: MainWindow) -> None:
    before = window.memory.settings
    dialog = opened_dialog(window)
    dialog.person.setText("王芳")
    dialog.reject()
    assert window.memory.settings == load_settings() == before


def test_what_does_not_hold_is_said_beside_it(window: MainWindow, tmp_path: Path) -> None:
    dialog = opened_dialog(window)
    dialog.folder.setText("桌面")
    said = dialog.said["books_folder"]
    assert said.isVisible()
    assert "完整的文件夹位置" in said.text()
    dialog.accept()
    assert dialog.isVisible(), "not accepted"
    dialog.folder.setText(str(tmp_path))
    assert not said.isVisible()
    dialog.person.setText("张" * 61)
    assert dialog.said["person"].isVisible()
    assert not ok(dialog).isEnabled()


def test_a_folder_that_is_away_keeps_nobody_from_the_rest(window: MainWindow) -> None:
    window.memory.keep(replace(window.memory.settings, books_folder="/\0"))
    dialog = opened_dialog(window)
    assert dialog.said["books_folder"].isVisible()
    dialog.office.setText("某厅")
    dialog.accept()
    assert window.memory.settings.office == "某厅"


def test_a_layout_that_is_gone_is_no_longer_the_usual_one(window: MainWindow) -> None:
    own = copy_layout(default_layout(), "本厅四栏表")
    window.memory.keep(replace(window.memory.settings, usual_layout=own.key))
    assert opened_dialog(window).layout_box.currentText() == "本厅四栏表"
    window.findChildren(SettingsDialog)[0].reject()
    delete_layout(own.key)
    dialog = opened_dialog(window)
    assert dialog.layout_box.currentText() == "上次用的"
    dialog.accept()
    assert window.memory.settings.usual_layout == ""


def test_only_tables_of_the_annex_are_offered_as_the_usual_one(
    alone: Callable[[Settings], SettingsDialog],
) -> None:
    dialog = alone(Settings(usual_layout="comparison"))
    offered = set(dialog.layout_box.values)
    assert {"", "hunan_annex", "by_unit"} <= offered
    assert not offered & {"comparison", "amendments"}
    assert dialog.layout_box.value == ""


def test_a_comparison_kept_as_the_usual_layout_does_not_let_the_annex_out(
    window: MainWindow, opened: Open, seeds: Path
) -> None:
    opened(seeds / FUJIAN)
    for key in ("comparison", "amendments"):
        window.memory.keep(replace(window.memory.settings, usual_layout=key))
        QApplication.clipboard().clear()
        window.actions_["copy_annex"].trigger()
        assert QApplication.clipboard().text().startswith("序号\t")


def test_fonts_are_told_when_they_are_found(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened_dialog(window)

    def told() -> list[str]:
        return [label.text() for label in dialog.findChildren(QLabel)]

    qtbot.waitUntil(lambda: dialog.fonts.rowCount() == 5, timeout=PATIENCE)
    assert "小标宋（标题）：" in told()
    assert sum("程序自带" in text or "本机安装的" in text for text in told()) == 5


def test_leaving_before_the_fonts_are_found_is_no_fault(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened_dialog(window)
    dialog.reject()
    again = opened_dialog(window)
    qtbot.waitUntil(lambda: again.fonts.rowCount() == 5, timeout=PATIENCE)


def test_settings_that_cannot_be_written_are_told(
    window: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    box: Callable[[], QMessageBox],
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("FENGONG_SETTINGS", str(tmp_path / "file" / "folder"))
    dialog = opened_dialog(window)
    dialog.person.setText("王芳")
    dialog.accept()
    assert "没有写到磁盘上" in box().text()
    assert window.memory.settings.person == "王芳"


def test_the_province_serves_where_the_policy_tells_none(
    window: MainWindow, opened: Open, tmp_path: Path
) -> None:
    dialog = opened_dialog(window)
    dialog.region.choose("湖南")
    dialog.accept()
    path = tmp_path / "方案.txt"
    path.write_text(
        "科技成果转化实施方案\n一、任务\n1.建立机制。2017年12月底前完成。（责任单位：省科技厅）\n",
        encoding="utf-8",
    )
    assert [policy.region for policy in opened(path).book.policies] == ["湖南"]
