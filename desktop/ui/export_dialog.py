"""导出附件: where to, in which formats, and first of all what is still in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.records import DoubtRecord
from desktop.services.exporting import NAME_PLACE
from desktop.support.filenames import is_there
from desktop.ui.doubt_list import doubt_list

#: Suffix and name of each format, all chosen at first.
FORMATS = ((".pdf", "PDF（打印）"), (".xlsx", "Excel 表格"), (".docx", "Word 文档"))
_FORBIDDEN = frozenset('\\/:*?"<>|')


class ExportDialog(QDialog):
    """Accepted with `paths`; nothing is written here."""

    def __init__(
        self,
        what: str,
        folder: Path,
        name: str,
        doubts: Sequence[tuple[str, DoubtRecord]],
        notes: Sequence[str] = (),
        many: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("导出附件")
        self.folder = QLineEdit(str(folder))
        self.folder.setAccessibleName("文件夹")
        self.name = QLineEdit(name)
        self.name.setAccessibleName("文件名")
        #: Whether each of several sheets becomes a file of its own.
        self.each = QCheckBox("每张表一个文件（文件名后加单位名称）")
        self.each.setVisible(many)
        self.formats = {suffix: QCheckBox(title) for suffix, title in FORMATS}
        self._message = QLabel()
        self._message.setWordWrap(True)
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        buttons = QDialogButtonBox()
        self.export_button = buttons.addButton(
            "仍然导出" if doubts else "导出", QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.back_button = buttons.addButton(
            "返回核对" if doubts else "取消", QDialogButtonBox.ButtonRole.RejectRole
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        if doubts:
            layout.addWidget(_heading(f"还有{len(doubts)}处待核没有处理："))
            layout.addWidget(doubt_list(doubts))
        layout.addWidget(_heading(f"导出内容：{what}"))
        for note in notes:
            layout.addWidget(_heading(f"○ {note}"))
        layout.addLayout(self._form())
        layout.addWidget(self._message)
        layout.addWidget(buttons)
        # With doubts left, Enter leads back to them.
        (self.back_button if doubts else self.export_button).setDefault(True)
        (self.back_button if doubts else self.export_button).setFocus()
        for box in self.formats.values():
            box.setChecked(True)
            box.toggled.connect(self._check)
        self.each.toggled.connect(self._check)
        for line in (self.folder, self.name):
            line.textChanged.connect(self._check)
        self.setMinimumWidth(560)
        self._check()

    def paths(self) -> list[Path]:
        """Return the files to write; with `each`, the pattern of their names."""
        folder = Path(self.folder.text().strip())
        name = self.name.text().strip()
        if self.each.isChecked():
            name = f"{name}-{NAME_PLACE}"
        return [folder / (name + s) for s, box in self.formats.items() if box.isChecked()]

    def _form(self) -> QFormLayout:
        choose = QPushButton("浏览…")
        choose.setAccessibleName("选择文件夹")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        place = QHBoxLayout()
        place.addWidget(self.folder, 1)
        place.addWidget(choose)
        boxes = QHBoxLayout()
        for box in self.formats.values():
            boxes.addWidget(box)
        boxes.addStretch(1)
        form = QFormLayout()
        form.addRow("文件夹：", place)
        form.addRow("文件名：", self.name)
        form.addRow("格式：", boxes)
        form.addRow("", self.each)
        return form

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "导出到", self.folder.text())
        if chosen:
            self.folder.setText(chosen)

    def _check(self) -> None:
        problem = self._problem()
        self.export_button.setEnabled(not problem)
        there = [] if problem else [p.name for p in self.paths() if is_there(p)]
        note = f"已有同名文件，导出前会再问：{'、'.join(there)}" if there else ""
        self._message.setText(problem or note)

    def _problem(self) -> str:
        name = self.name.text().strip()
        if not name:
            return "请填写文件名。"
        if set(name) & _FORBIDDEN:
            return '文件名里不能有 \\ / : * ? " < > | 这些符号。'
        if not any(box.isChecked() for box in self.formats.values()):
            return "请至少选择一种格式。"
        if not Path(self.folder.text().strip()).is_dir() or not self.folder.text().strip():
            return "文件夹不存在，请重新选择。"
        return ""


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
