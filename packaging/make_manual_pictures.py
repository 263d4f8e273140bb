"""Makes resources/manual/pictures from the real window, off screen, with the example policy and the bundled font.

    PYTHONPATH=. python packaging/make_manual_pictures.py [--out resources/manual/pictures]

A development tool; about half a minute. Settings, books and backups go to a temporary folder. What depends on the day
or the machine (times, paths) is fixed or left out, so that the same program gives the same pictures.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QImage, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QGroupBox,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QWidget,
)

from desktop.domain.edits import edit_cell
from desktop.services import importing
from desktop.services.directory import unit_directory
from desktop.support.paths import seeds
from desktop.ui.import_review import ImportReview
from desktop.ui.main_window import MainWindow
from desktop.ui.qt_words import translate
from desktop.ui.sheet_view import SheetView
from desktop.ui.welcome import EXAMPLE
from desktop.ui.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent
#: The widest picture, in pixels; the manual's page has room for it.
WIDEST = 720
#: The largest file, in bytes.
LARGEST = 60_000
_WINDOW = QSize(1000, 600)
#: A grey darker than that of the words on a page that is not drawn yet, and than its shadow.
_DARK = 120
_PATIENCE = 60.0  # seconds
_DAY = datetime(2017, 12, 1, 9, 30, tzinfo=UTC)
_BEFORE_ADDED = "支持长沙国家高新区建设国家军民融合科技创新示范基地。（责任单位：长沙市人民政府、长沙国家高新区管委会）"
_ADDED = "2018年6月底前出台海洋装备首台套保险补偿办法。（责任单位：省财政厅、湖南保监局）"
_DEADLINE = ("力争在“十三五”期间", "力争在2022年底前")
Kind = TypeVar("Kind", bound=QWidget)


def wait(reached: Callable[[], object]) -> None:
    """Let the window work until something is reached.

    Raises:
        TimeoutError: it is not reached within a minute.
    """
    end = time.monotonic() + _PATIENCE
    while not reached():
        if time.monotonic() > end:
            raise TimeoutError
        QTest.qWait(20)
    QTest.qWait(120)


def shown(kind: type[Kind]) -> Kind:
    """Wait for a window of a kind and return it."""

    def found() -> list[Kind]:
        return [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]

    wait(found)
    return found()[0]


def drawn(view: QWidget) -> bool:
    """Say whether pages are seen in both halves of a view; a page that is still on its way is only grey words."""
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    rows, middle = bytes(image.constBits()), image.height() // 2 * image.bytesPerLine()
    return all(sum(value < _DARK for value in half) > 50 for half in (rows[:middle], rows[middle:]))


class Studio:
    """Has one window with the example, and keeps pictures of it in a folder."""

    def __init__(self, out: Path, home: Path) -> None:
        self._out = out
        self._home = home
        self.window = MainWindow()
        self.window.setWindowState(Qt.WindowState.WindowNoState)
        self.window.resize(_WINDOW)
        self.window.show()
        QTest.qWait(200)

    @property
    def workspace(self) -> Workspace:
        """The open book's."""
        assert self.window.workspace is not None
        return self.window.workspace

    def keep(self, name: str, picture: QPixmap) -> None:
        """Write a picture, no wider than the page and with no more colours than a small file bears."""
        image = picture.toImage()
        image.setDevicePixelRatio(1)
        if image.width() > WIDEST:
            image = image.scaledToWidth(WIDEST, Qt.TransformationMode.SmoothTransformation)
        image = image.convertToFormat(QImage.Format.Format_RGB32)
        painter = QPainter(image)
        painter.setPen(QColor(170, 170, 170))
        painter.drawRect(image.rect().adjusted(0, 0, -1, -1))
        painter.end()
        image = image.convertToFormat(
            QImage.Format.Format_Indexed8,
            Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither,
        )
        path = self._out / f"{name}.png"
        if not image.save(str(path)):
            raise OSError(str(path))
        size = path.stat().st_size
        print(f"{path.name}  {image.width()}×{image.height()}  {size:,} bytes")
        if size > LARGEST:
            raise ValueError(f"{path.name} is too large")

    def made(self, name: str) -> Path:
        """Return where a file that a picture needs is put."""
        return self._home / name

    def part(self, name: str, *widgets: QWidget, low: int | None = None) -> None:
        """Keep the part of the window that widgets take together, `low` pixels of it."""
        window = self.window
        area = QRect()
        for widget in widgets:
            area |= QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
        if low is not None:
            area.setHeight(min(low, area.height()))
        self.keep(name, window.grab(area))

    @contextmanager
    def dialog(self, action: str, kind: type[Kind], size: QSize) -> Iterator[Kind]:
        """Open a dialog by an action of the window, in a fixed size; close it in the end."""
        self.window.actions_[action].trigger()
        dialog = shown(kind)
        dialog.resize(size)
        QTest.qWait(200)
        yield dialog
        dialog.close()
        QTest.qWait(50)

    def go(self, view: SheetView, row: int, key: str) -> None:
        """Make a cell the current one."""
        keys = [column.key for column in view.book_model().columns]
        view.go_to(view.model().index(row, keys.index(key)))
        QTest.qWait(150)

    def type_in(self, view: SheetView, text: str, *, anew: bool) -> QPlainTextEdit:
        """Open the editor of the current cell and type, in place of what stands there or behind it."""
        view.setFocus()
        QTest.keyClick(view, Qt.Key.Key_F2)
        editor = next(e for e in view.findChildren(QPlainTextEdit) if e.isVisible())
        if anew:
            editor.selectAll()
        else:
            QTest.keyClick(editor, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        editor.insertPlainText(text)
        QTest.qWait(300)
        return editor


def welcome(studio: Studio) -> None:
    """The first page."""
    page = studio.window.welcome
    middle = page.width() // 2
    studio.keep("welcome", page.grab(QRect(middle - 320, 30, 640, 440)))


def review(studio: Studio) -> None:
    """核对导入, as it is shown before anything is written."""
    reading = importing.read_policy(
        seeds() / EXAMPLE, unit_directory(), lambda: False, studio.window.memory.settings.region
    )
    target = r"D:\我的文档\湖南省促进科技成果转移转化实施方案.fengong"
    book = importing.book_of(reading, _DAY)
    dialog = ImportReview(reading, book, target, _DAY, studio.window)
    dialog.open()
    dialog.resize(940, 560)
    QTest.qWait(300)
    studio.keep("review", dialog.grab())
    dialog.close()


def book(studio: Studio) -> None:
    """The window with the example open, and its parts; leaves it open."""
    window = studio.window
    window.actions_["example"].trigger()
    wait(lambda: window.workspace is not None)
    workspace = studio.workspace
    wait(lambda: workspace.source.trace is not None)
    window.saved_at = _DAY
    window.refresh()
    studio.go(workspace.tasks, 0, "wording")
    studio.keep("window", window.grab())
    window.info.hide()


def doubt(studio: Studio) -> None:
    """An annex row in doubt, with what can be done about it."""
    workspace = studio.workspace
    workspace.show_tab(annex=True)
    row = next(
        place
        for place, one in enumerate(workspace.book.annex)
        if any(d.proposal is not None for d in workspace.book.doubts(one.key))
    )
    studio.go(workspace.annex, row, "deadline")
    studio.part("doubt", workspace.annex, workspace.side)


def editors(studio: Studio) -> None:
    """Units and a deadline while they are typed."""
    workspace = studio.workspace
    workspace.show_tab(annex=False)
    for name, key, text, anew in (
        ("units", "others", "、kjt", False),
        ("deadline", "deadline", "2018年6月底前完成", True),
    ):
        studio.go(workspace.tasks, 0, key)
        editor = studio.type_in(workspace.tasks, text, anew=anew)
        studio.part(name, workspace.tabs, low=330)
        QTest.keyClick(editor, Qt.Key.Key_Escape)
        if editor.isVisible():
            QTest.keyClick(editor, Qt.Key.Key_Escape)
        QTest.qWait(100)


def sides(studio: Studio) -> None:
    """An annex row that differs from its task."""
    workspace = studio.workspace
    workspace.show_tab(annex=True)
    linked = next(
        place
        for place, row in enumerate(workspace.book.annex)
        if workspace.book.links_of_row(row.key)
    )
    studio.go(workspace.annex, linked, "wording")
    studio.part("sides", workspace.annex, workspace.side)


def split(studio: Studio) -> None:
    """The source pane with the caret where a task is split."""
    workspace = studio.workspace
    workspace.show_tab(annex=False)
    studio.go(workspace.tasks, 2, "wording")
    studio.part("source", workspace.source)


def many(studio: Studio) -> None:
    """替换单位 and 批量修改 with what they will change."""
    from desktop.ui.unit_dialogs import BulkDialog, ReplaceUnitDialog

    with studio.dialog("replace_unit", ReplaceUnitDialog, QSize(700, 460)) as units:
        units.old.setCurrentText("省经信委")
        units.new.setCurrentText("省工信厅")
        wait(units.do_button.isEnabled)
        studio.keep("replace_unit", units.grab())
    for row in range(3):
        studio.workspace.tasks.selectionModel().select(
            studio.workspace.task_model.index(row, 2),
            QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
        )
    with studio.dialog("bulk", BulkDialog, QSize(700, 320)) as bulk:
        bulk.text.setText("2018年底前")
        wait(bulk.do_button.isEnabled)
        studio.keep("bulk", bulk.grab())


def search(studio: Studio) -> None:
    """查找 with what was found."""
    workspace = studio.workspace
    studio.window.actions_["find"].trigger()
    workspace.search.box.setText("高新区")
    wait(lambda: workspace.search.count.text().startswith("共"))
    studio.part("search", workspace.search)
    workspace.search.close_panel()


def printing(studio: Studio) -> None:
    """预览打印, 导出 and the editor of layouts."""
    from desktop.ui.export_dialog import ExportDialog
    from desktop.ui.layout_editor import LayoutEditor
    from desktop.ui.preview_dialog import PreviewDialog

    with studio.dialog("preview", PreviewDialog, QSize(900, 640)) as preview:
        wait(lambda: preview.proof is not None and drawn(preview.view.viewport()))
        studio.keep("preview", preview.grab())
    studio.window.actions_["export"].trigger()
    export = shown(ExportDialog)
    place = Path(r"D:\我的文档")  # a folder's name of its own where this is not Windows
    if os.name != "nt":
        place.mkdir()
    export.folder.setText(str(place))
    QTest.qWait(200)
    studio.keep("export", export.grab())
    export.close()
    with studio.dialog("layouts", LayoutEditor, QSize(960, 580)) as layouts:
        wait(lambda: layouts.preview.proof is not None and drawn(layouts.preview.view.viewport()))
        studio.keep("layouts", layouts.grab())


def stages(studio: Studio) -> None:
    """阶段与比较 after two changes."""
    from desktop.ui.stage_dialogs import FreezeDialog, StagesDialog

    window, workspace = studio.window, studio.workspace
    window.actions_["freeze"].trigger()
    freeze = shown(FreezeDialog)
    freeze.resize(460, 190)
    QTest.qWait(200)
    studio.keep("freeze", freeze.grab())
    freeze.freeze_button.click()
    wait(lambda: "已冻结" in window.info.text)
    window.info.hide()
    for row, column, text in ((0, "deadline", "2018年6月底前"), (3, "lead", "省发改委")):
        step = edit_cell(
            workspace.book, workspace.book.tasks[row], column, text, workspace.link.directory
        )
        workspace.submit(step)
    workspace.link.settle()
    with studio.dialog("stages", StagesDialog, QSize(700, 260)) as compared:
        wait(lambda: compared.tree.topLevelItemCount() > 0)
        compared.earlier.setItemText(0, f"征求意见稿（{_DAY:%Y-%m-%d %H:%M}）")
        studio.keep("stages", compared.grab())


def revision(studio: Studio) -> None:
    """导入新稿 with what it would do."""
    from desktop.ui.revision_dialog import RevisionDialog

    text = (seeds() / EXAMPLE).read_text(encoding="utf-8")
    for before, after in ((_BEFORE_ADDED, _BEFORE_ADDED + _ADDED), _DEADLINE):
        assert text.count(before) == 1
        text = text.replace(before, after)
    path = studio.made("新稿.txt")
    path.write_text(text, encoding="utf-8")
    studio.window.open_path(path)
    box = shown(QMessageBox)
    next(b for b in box.buttons() if b.text() == "作为新稿导入本簿").click()
    dialog = shown(RevisionDialog)
    dialog.resize(900, 400)
    QTest.qWait(200)
    studio.keep("revision", dialog.grab())
    dialog.close()


def settings(studio: Studio) -> None:
    """设置."""
    from desktop.ui.settings_dialog import SettingsDialog

    with studio.dialog("settings", SettingsDialog, QSize(640, 560)) as dialog:
        dialog.folder.setText(r"D:\我的文档\分工簿")
        for label in dialog.findChildren(QLabel):
            if label.accessibleName() == "提示":
                label.clear()  # on this machine there is no such folder
        # The fonts below are this machine's.
        tables = next(b for b in dialog.findChildren(QGroupBox) if b.title() == "印表时先用")
        end = tables.mapTo(dialog, QPoint(0, tables.height())).y()
        studio.keep("settings", dialog.grab(QRect(0, 0, dialog.width(), end + 8)))


PICTURES: tuple[Callable[[Studio], None], ...] = (
    *(welcome, review, book, doubt, editors, sides, split, many, search, printing, stages),
    *(revision, settings),
)


def main() -> int:
    """Make the pictures."""
    parser = argparse.ArgumentParser(description="Make the pictures of the manual.")
    parser.add_argument(
        "--out", type=Path, default=ROOT / "resources" / "manual" / "pictures", help="a folder"
    )
    out: Path = parser.parse_args().out.absolute()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ["FENGONG_SETTINGS"] = str(home)
        os.chdir(home)
        stored = {"books_folder": str(home / "books"), "person": "李明", "office": "省科技厅办公室"}
        (home / "settings.json").write_text(json.dumps(stored), encoding="utf-8")
        application = application_with_fixed_looks()
        studio = Studio(out, home)
        for picture in PICTURES:
            picture(studio)
        studio.window.close()
        application.processEvents()
    return 0


def application_with_fixed_looks() -> QApplication:
    """Start Qt off screen, in its own style, with the bundled font and a caret that does not blink."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QApplication(["fengong"])
    application.setStyle("Fusion")
    application.setCursorFlashTime(0)
    translate(application)
    number = QFontDatabase.addApplicationFont(str(ROOT / "resources/fonts/FengongHei.ttf"))
    font = QFont(QFontDatabase.applicationFontFamilies(number)[0])
    font.setPointSizeF(9.75)
    application.setFont(font)
    return application


if __name__ == "__main__":
    sys.exit(main())
