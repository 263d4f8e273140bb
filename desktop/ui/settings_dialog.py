"""设置: who works here and where, what tables begin with, and which fonts they are printed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.layout import OF_ROWS
from desktop.domain.unit import EVERYWHERE
from desktop.services.directory import unit_directory
from desktop.services.layouts import layouts
from desktop.services.settings import Settings, check_settings
from desktop.support.errors import FengongError
from desktop.ui.combo import Choices
from desktop.ui.jobs import Jobs
from desktop.ui.layout_words import SIDES, SIZES
from desktop.ui.messages import paragraphs

if TYPE_CHECKING:
    from desktop.services.fonts import PartFont

_AS_LAST = "上次用的"
_LOOKING = "正在查看本机字体…"


class SettingsDialog(QDialog):
    """Accepted with `settings`, which hold; what does not hold is said beside its field."""

    def __init__(self, settings: Settings, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("设置")
        self._before = settings
        self._open = True
        self.person = _line(settings.person, "姓名", "写入修改记录，可以不填")
        self.office = _line(settings.office, "单位名称", "例如：省科技厅办公室，可以不填")
        regions = dict.fromkeys([*unit_directory().regions(), settings.region])
        offered = {name: name for name in regions if name and name not in EVERYWHERE}
        self.region = Choices("所在省份", {"": "不指定", **offered}, settings.region)
        self.region.setToolTip("文件没有写明是哪个省的，按这个省认单位；国家文件除外")
        self.folder = _line(str(settings.folder()), "新分工簿放在", "")
        known = {one.key: one.name for one in layouts().all if one.content in OF_ROWS}
        self.layout_box = Choices("默认版式", {"": _AS_LAST, **known}, settings.usual_layout)
        self.size_box = Choices("默认字号", {None: _AS_LAST, **SIZES}, settings.usual_size)
        self.sides = Choices("默认印制", {None: _AS_LAST, **SIDES}, settings.usual_sides)
        self.said = {name: _said() for name in ("person", "office", "books_folder")}
        self.fonts = QFormLayout()
        self.fonts.addRow(QLabel(_LOOKING))
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._build()
        for line in (self.person, self.office, self.folder):
            line.textChanged.connect(self._check)
        self._check()
        self.finished.connect(self._let_go)
        jobs.run(_look, self._show_fonts, self._tell_failure)

    def settings(self, before: Settings) -> Settings:
        """Return `before` with what the dialog says."""
        return replace(
            before,
            person=self.person.text().strip(),
            office=self.office.text().strip(),
            region=self.region.value,
            books_folder=self.books_folder(before),
            usual_layout=self.layout_box.value,
            usual_size=self.size_box.value,
            usual_sides=self.sides.value,
        )

    def books_folder(self, before: Settings) -> str:
        """Return the folder chosen; empty while it is the usual one, so that this follows the person."""
        chosen = self.folder.text().strip()
        if not chosen or (not before.books_folder and Path(chosen) == before.folder()):
            return before.books_folder if chosen else ""
        return chosen

    def accept(self) -> None:
        """Close with settings that hold."""
        if self._check():
            super().accept()

    def _check(self) -> bool:
        settings = self.settings(self._before)
        faults = check_settings(settings)
        for name, label in self.said.items():
            label.setText(faults.get(name, ""))
            label.setVisible(name in faults)
        # What was so before keeps nobody from changing the rest: a stick with the folder may be out.
        holds = all(getattr(settings, n) == getattr(self._before, n) for n in faults)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(holds)
        return holds

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "新分工簿放在", self.folder.text())
        if chosen:
            self.folder.setText(chosen)

    def _show_fonts(self, found: Sequence[PartFont]) -> None:
        if not self._open:
            return
        self.fonts.removeRow(0)
        for font in found:
            told = _plain(font.told())
            told.setAccessibleName(f"{font.part}：{font.told()}")
            told.setToolTip(str(font.path or ""))
            self.fonts.addRow(f"{font.part}（{font.where}）：", told)

    def _tell_failure(self, error: FengongError) -> None:
        if self._open:
            self.fonts.removeRow(0)
            self.fonts.addRow(_plain("\n".join(filter(None, paragraphs(error)))))

    def _let_go(self) -> None:
        self._open = False

    def _build(self) -> None:
        choose = QPushButton("浏览…")
        choose.setAccessibleName("选择新分工簿放在哪个文件夹")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        place = QHBoxLayout()
        place.setContentsMargins(0, 0, 0, 0)
        place.addWidget(self.folder, 1)
        place.addWidget(choose)
        person = QFormLayout()
        person.addRow("姓名(&M)：", self.person)
        person.addRow(self.said["person"])
        person.addRow("单位名称(&U)：", self.office)
        person.addRow(self.said["office"])
        person.addRow("所在省份(&R)：", self.region)
        label = QLabel("新分工簿放在(&F)：")
        label.setBuddy(self.folder)
        person.addRow(label, place)
        person.addRow(self.said["books_folder"])
        tables = QFormLayout()
        tables.addRow("版式(&L)：", self.layout_box)
        tables.addRow("字号(&Z)：", self.size_box)
        tables.addRow("印制(&D)：", self.sides)
        layout = QVBoxLayout(self)
        for title, form in (("本人", person), ("印表时先用", tables), ("印表的字体", self.fonts)):
            group = QGroupBox(title)
            group.setLayout(form)
            layout.addWidget(group)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(620)


def _look() -> Sequence[PartFont]:
    # What reads fonts takes a third of a second to load, and a start must not wait for it.
    from desktop.services.fonts import fonts_in_use

    return fonts_in_use()


def _line(text: str, name: str, hint: str) -> QLineEdit:
    line = QLineEdit(text)
    line.setAccessibleName(name)
    line.setPlaceholderText(hint)
    return line


def _said() -> QLabel:
    label = _plain("")
    bold = label.font()
    bold.setBold(True)
    label.setFont(bold)
    label.setAccessibleName("提示")
    label.hide()
    return label


def _plain(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
