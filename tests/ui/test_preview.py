"""预览打印 through the real window: what is shown is what is printed and saved."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop.domain.edits import edit_cell
from desktop.domain.sheet import Paper
from desktop.services.layouts import copy_layout, find_layout
from desktop.services.proof import Picture, Proof
from desktop.services.settings import load_settings
from desktop.services.stages import freeze_stage
from desktop.ui.layout_editor import LayoutEditor
from desktop.ui.main_window import MainWindow
from desktop.ui.memory import Memory
from desktop.ui.page_view import FIT_WIDTH
from desktop.ui.preview_dialog import PreviewDialog
from desktop.ui.previewer import Previewer
from desktop.ui.printing import new_printer
from desktop.ui.workspace import Workspace
from tests.ui.conftest import PATIENCE

Open = Callable[[Path], Workspace]


@pytest.fixture
def preview(qtbot: QtBot, window: MainWindow, opened: Open, seeds: Path) -> PreviewDialog:
    """The preview of the Hunan annex, its first pages set."""
    opened(next(seeds.glob("001*")))
    window.actions_["preview"].trigger()
    dialog = window.previewer.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.proof is not None, timeout=PATIENCE)
    return dialog


def set_anew(qtbot: QtBot, preview: PreviewDialog, change: Callable[[], object]) -> None:
    """Change what the controls say, and wait until the pages follow."""
    before = preview.proof
    change()
    qtbot.waitUntil(lambda: preview.proof is not before, timeout=PATIENCE)


def text_of(proof: Proof, index: int) -> str:
    """The text of a page without white space."""
    with closing(pypdfium2.PdfDocument(proof.content)) as document:
        return "".join(document[index].get_textpage().get_text_range().split())


def printer_to(path: Path, proof: Proof) -> QPrinter:
    """A printer that prints into a file."""
    printer = new_printer(proof, two_sided=True, title="任务分工表")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def sizes(path: Path) -> list[tuple[int, int]]:
    with closing(pypdfium2.PdfDocument(path)) as document:
        return [tuple(map(round, page.get_size())) for page in document]


def test_it_shows_pages_and_what_is_in_doubt(preview: PreviewDialog) -> None:
    assert preview.place.text() == "第1页，共2页"
    assert preview.print_button.text() == "仍然打印…"


def test_the_next_page_by_key_and_a_wider_view(qtbot: QtBot, preview: PreviewDialog) -> None:
    qtbot.keyClick(preview.view, Qt.Key.Key_PageDown)
    assert preview.place.text() == "第2页，共2页"
    preview.resize(1100, 600)
    qtbot.waitUntil(lambda: preview.view.width() > 700, timeout=PATIENCE)
    before = preview.view.zoom
    preview.view.set_zoom(FIT_WIDTH)
    assert preview.view.zoom > before
    assert preview.view.page == 2


def test_another_paper_sets_the_pages_anew(qtbot: QtBot, preview: PreviewDialog) -> None:
    set_anew(qtbot, preview, lambda: preview.panel.paper.choose(Paper.A3_LANDSCAPE))
    assert preview.proof is not None
    width, height = preview.proof.sizes[0]
    assert (width, height) == pytest.approx((1190.55, 841.89), abs=0.5)


def test_the_page_numbers_can_begin_elsewhere(qtbot: QtBot, preview: PreviewDialog) -> None:
    set_anew(qtbot, preview, lambda: preview.panel.first.setValue(12))
    assert preview.proof is not None
    assert "—13—" in text_of(preview.proof, 1)


def test_printing_sends_every_page(
    qtbot: QtBot, window: MainWindow, preview: PreviewDialog, tmp_path: Path
) -> None:
    proof, path = preview.proof, tmp_path / "printed.pdf"
    assert proof is not None
    with qtbot.waitSignal(window.previewer.printed, timeout=PATIENCE) as sent:
        window.previewer.print(proof, printer_to(path, proof))
    assert sent.args == [2]
    assert sizes(path) == [(595, 842), (595, 842)]
    assert "已送出2页" in preview.message.text()


def test_the_print_is_the_page_shown(
    qtbot: QtBot, window: MainWindow, preview: PreviewDialog, tmp_path: Path
) -> None:
    proof, path = preview.proof, tmp_path / "printed.pdf"
    assert proof is not None
    with qtbot.waitSignal(window.previewer.printed, timeout=PATIENCE):
        window.previewer.print(proof, printer_to(path, proof))
    shown = proof.picture(0, 50)
    assert shown is not None
    with closing(pypdfium2.PdfDocument(path)) as document:
        bitmap = document[0].render(scale=50 / 72, grayscale=True)
        printed = Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
    # Printed from 300 points an inch and shown from outlines, single points differ; patches do not.
    differences = [abs(a - b) for a, b in zip(patches(shown), patches(printed), strict=True)]
    assert max(differences) < 40
    assert sum(differences) / len(differences) < 4


def patches(picture: Picture) -> list[float]:
    """The mean grey of patches of ten points by ten."""
    return [
        sum(sum(picture.data[row * picture.stride + left :][:10]) for row in range(top, top + 10))
        / 100
        for top in range(0, 580, 10)
        for left in range(0, 410, 10)
    ]


def test_a_range_and_copies(
    qtbot: QtBot, window: MainWindow, preview: PreviewDialog, tmp_path: Path
) -> None:
    proof, path = preview.proof, tmp_path / "printed.pdf"
    assert proof is not None
    printer = printer_to(path, proof)
    printer.setFromTo(2, 2)
    printer.setCopyCount(3)
    with qtbot.waitSignal(window.previewer.printed, timeout=PATIENCE) as sent:
        window.previewer.print(proof, printer)
    assert sent.args == [3]
    assert len(sizes(path)) == 3


def test_a_printer_that_refuses_is_told_of(
    window: MainWindow, preview: PreviewDialog, tmp_path: Path, box: Callable[[], QMessageBox]
) -> None:
    proof = preview.proof
    assert proof is not None
    window.previewer.print(proof, printer_to(tmp_path / "no folder" / "printed.pdf", proof))
    assert "没有接受这份文件" in box().text()
    assert preview.print_button.isEnabled()


def test_closing_the_preview_stops_the_print(
    qtbot: QtBot, window: MainWindow, preview: PreviewDialog, tmp_path: Path
) -> None:
    proof = preview.proof
    assert proof is not None
    window.previewer.print(proof, printer_to(tmp_path / "printed.pdf", proof))
    with qtbot.waitSignal(window.previewer.printed, timeout=PATIENCE):
        preview.close()
    assert window.previewer.dialog is None


def test_it_is_exported_as_it_is_shown(
    qtbot: QtBot, window: MainWindow, preview: PreviewDialog, tmp_path: Path
) -> None:
    set_anew(qtbot, preview, lambda: preview.panel.layouts.choose("lead_participant"))
    preview.export_button.click()
    qtbot.waitUntil(lambda: window.exporter.dialog is not None, timeout=PATIENCE)
    dialog = window.exporter.dialog
    assert dialog is not None
    dialog.folder.setText(str(tmp_path))
    dialog.name.setText("分工")
    dialog.export_button.click()
    qtbot.waitUntil(lambda: "已导出到" in window.info.text, timeout=PATIENCE)
    assert sorted(p.name for p in tmp_path.glob("分工.*")) == ["分工.docx", "分工.pdf", "分工.xlsx"]
    table = openpyxl.load_workbook(tmp_path / "分工.xlsx").worksheets[0]
    titles = {cell.value for row in table.iter_rows(max_row=6) for cell in row}
    assert {"牵头单位", "配合单位"} <= titles


def test_a_unit_has_its_list_and_each_a_file(
    qtbot: QtBot, window: MainWindow, preview: PreviewDialog, tmp_path: Path
) -> None:
    set_anew(qtbot, preview, lambda: preview.panel.layouts.choose("by_unit"))
    assert preview.proof is not None
    whole = len(preview.proof)
    set_anew(qtbot, preview, lambda: preview.panel.units.choose("省教育厅"))
    assert len(preview.proof) < whole
    set_anew(qtbot, preview, lambda: preview.panel.units.setCurrentIndex(0))
    preview.export_button.click()
    qtbot.waitUntil(lambda: window.exporter.dialog is not None, timeout=PATIENCE)
    dialog = window.exporter.dialog
    assert dialog is not None
    dialog.folder.setText(str(tmp_path))
    dialog.name.setText("清单")
    for suffix in (".pdf", ".docx"):
        dialog.formats[suffix].setChecked(False)
    dialog.each.setChecked(True)
    dialog.export_button.click()
    qtbot.waitUntil(lambda: "已导出到" in window.info.text, timeout=PATIENCE)
    assert (tmp_path / "清单-省教育厅.xlsx").exists()
    assert len(list(tmp_path.glob("清单-*.xlsx"))) == preview.panel.units.count() - 1


def test_a_comparison_is_offered_once_a_stage_is_frozen(
    qtbot: QtBot, window: MainWindow, preview: PreviewDialog
) -> None:
    assert "comparison" not in preview.panel.layouts.values
    preview.close()
    workspace = window.workspace
    assert workspace is not None
    freeze_stage(workspace.link.desk, "征求意见稿")
    row = workspace.book.annex[0]
    workspace.submit(
        edit_cell(workspace.book, row, "deadline", "2018年底前完成", workspace.link.directory)
    )
    window.actions_["preview"].trigger()
    dialog = window.previewer.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.proof is not None, timeout=PATIENCE)
    set_anew(qtbot, dialog, lambda: dialog.panel.layouts.choose("comparison"))
    assert dialog.proof is not None
    assert "2018年底前完成" in text_of(dialog.proof, 0)


def test_marks_are_printed(qtbot: QtBot, preview: PreviewDialog) -> None:
    def mark() -> None:
        preview.panel.mark.setCurrentText("附件2")
        preview.panel.stage.setCurrentText("征求意见稿")
        preview.panel.notice.setCurrentText("内部资料　注意保存")

    set_anew(qtbot, preview, mark)
    assert preview.proof is not None
    text = text_of(preview.proof, 0)
    assert all(words in text for words in ("附件2", "（征求意见稿）", "内部资料"))


def test_what_no_font_has_is_told(qtbot: QtBot, window: MainWindow, preview: PreviewDialog) -> None:
    set_anew(qtbot, preview, lambda: preview.panel.title.setText("任务\U0001f600表"))
    notes = [preview.notes.item(i).text() for i in range(preview.notes.count())]
    assert any("\U0001f600" in note and "〓" in note for note in notes)


def test_what_was_printed_by_is_remembered(
    qtbot: QtBot, window: MainWindow, preview: PreviewDialog, tmp_path: Path
) -> None:
    set_anew(qtbot, preview, lambda: preview.panel.layouts.choose("lead_participant"))
    set_anew(qtbot, preview, lambda: preview.panel.sides.choose(False))
    preview.export_button.click()
    qtbot.waitUntil(lambda: window.exporter.dialog is not None, timeout=PATIENCE)
    assert window.exporter.dialog is not None
    window.exporter.dialog.reject()
    preview.close()
    assert load_settings().layout == "lead_participant"
    again = Previewer(window, window.jobs, Memory())
    workspace = window.workspace
    assert workspace is not None
    again.begin(workspace.link.desk, workspace.book, tmp_path, "附件")
    dialog = again.dialog
    assert dialog is not None
    assert dialog.panel.layouts.value == "lead_participant"
    assert not dialog.panel.sides.value
    qtbot.waitUntil(lambda: dialog.proof is not None, timeout=PATIENCE)
    dialog.close()


def test_an_own_layout_made_from_the_preview_is_offered(
    qtbot: QtBot, preview: PreviewDialog
) -> None:
    preview.panel.edit_button.click()
    qtbot.waitUntil(lambda: bool(preview.findChildren(LayoutEditor)), timeout=PATIENCE)
    (editor,) = preview.findChildren(LayoutEditor)
    own = copy_layout(find_layout("hunan_annex"), "本厅附件")
    set_anew(qtbot, preview, lambda: editor.changed.emit(own.key))
    assert preview.panel.layout_chosen.name == "本厅附件"
    editor.close()


def test_nothing_can_be_changed_while_pages_go_out(
    qtbot: QtBot, window: MainWindow, preview: PreviewDialog, tmp_path: Path
) -> None:
    proof = preview.proof
    assert proof is not None
    with qtbot.waitSignal(window.previewer.printed, timeout=PATIENCE) as sent:
        preview.panel.paper.choose(Paper.A3_LANDSCAPE)
        window.previewer.print(proof, printer_to(tmp_path / "printed.pdf", proof))
        assert not preview.panel.isEnabled()
        assert not preview.print_button.isEnabled()
    assert sent.args == [2]
    qtbot.waitUntil(lambda: preview.proof is not proof, timeout=PATIENCE)
    assert preview.panel.isEnabled()


def test_marks_stay_with_their_book(
    qtbot: QtBot, window: MainWindow, preview: PreviewDialog, opened: Open, seeds: Path
) -> None:
    set_anew(qtbot, preview, lambda: preview.panel.mark.setCurrentText("附件9"))
    preview.close()
    window.actions_["preview"].trigger()
    again = window.previewer.dialog
    assert again is not None
    assert again.panel.mark.currentText() == "附件9"
    again.close()
    opened(next(seeds.glob("004*")))
    window.actions_["preview"].trigger()
    other = window.previewer.dialog
    assert other is not None
    assert other.panel.mark.currentText() == "附件"
    other.close()


def test_a_preview_closed_while_its_export_is_made(
    qtbot: QtBot, window: MainWindow, preview: PreviewDialog
) -> None:
    preview.export_button.click()
    preview.close()
    qtbot.waitUntil(lambda: window.exporter.dialog is not None, timeout=PATIENCE)
    assert window.exporter.dialog is not None
    window.exporter.dialog.reject()


def test_a_name_that_no_file_can_have_is_told(
    qtbot: QtBot,
    window: MainWindow,
    preview: PreviewDialog,
    tmp_path: Path,
    box: Callable[[], QMessageBox],
) -> None:
    preview.export_button.click()
    qtbot.waitUntil(lambda: window.exporter.dialog is not None, timeout=PATIENCE)
    dialog = window.exporter.dialog
    assert dialog is not None
    dialog.folder.setText(str(tmp_path))
    dialog.name.setText("名" * 120)
    dialog.export_button.click()
    assert "文件名太长" in box().text()
    assert not window.exporter.running
