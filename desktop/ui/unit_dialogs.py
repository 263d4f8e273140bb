"""替换单位, 替换 and 批量修改: what each asks for; list and step are `PlanDialog`'s."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QWidget

from desktop.domain.book import Book
from desktop.domain.changes import ChangeSet
from desktop.domain.columns import DEADLINE, TASK_EXTRAS
from desktop.domain.edits import Row, edit_cell
from desktop.domain.records import Policy, Task
from desktop.domain.replacing import REPLACEABLE, replace_text
from desktop.domain.unit import UnitDirectory
from desktop.domain.unit_list import parse_units
from desktop.domain.unit_rows import add_units, doubled, remove_units, replace_unit
from desktop.ui.desk_link import DeskLink
from desktop.ui.jobs import Jobs
from desktop.ui.plan_dialog import Asked, PlanDialog, unit_box


class _Tables(QWidget):
    """Which tables to look through."""

    def __init__(self, dialog: PlanDialog) -> None:
        super().__init__()
        self.tasks, self.annex = QCheckBox("任务分解"), QCheckBox("附件")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for box in (self.tasks, self.annex):
            box.setChecked(True)
            box.toggled.connect(dialog.changed)
            layout.addWidget(box)
        layout.addStretch(1)

    def rows(self, book: Book) -> list[Row]:
        """Return the rows of the tables ticked."""
        tasks: list[Row] = list(book.tasks) if self.tasks.isChecked() else []
        return [*tasks, *(book.annex if self.annex.isChecked() else ())]


class ReplaceUnitDialog(PlanDialog):
    """替换单位: one unit by another everywhere, each in its role; successors that the directory knows are offered."""

    def __init__(self, link: DeskLink, jobs: Jobs, name: str, parent: QWidget) -> None:
        super().__init__(link, jobs, "替换单位", parent)
        self._directory = link.directory
        self.old = unit_box(used_names(link.book), "原单位")
        self.new = unit_box(used_names(link.book), "新单位（几个用顿号分开）")
        self.tables = _Tables(self)
        self.form.addRow("把单位：", self.old)
        self.form.addRow("替换为：", self.new)
        self.form.addRow("范围：", self.tables)
        self.old.setEditText(name)
        self._offer()
        self.old.editTextChanged.connect(self._offer)
        self.new.editTextChanged.connect(self.changed)
        (self.new if name else self.old).setFocus()

    def asked(self) -> Asked | None:
        """Replace wherever it is named; where it would be twice in a row, say so."""
        old, new = self.old.currentText().strip(), self.new.currentText().strip()
        if not old or not new or old == new:
            return None
        book, directory = self.book, self._directory
        names = [m.name for m in parse_units(new, directory)]

        def note(row: Row) -> str:
            twice = doubled(book, row, old, names)
            return f"已有“{'、'.join(twice)}”，合并为一个" if twice else ""

        return Asked(
            self.tables.rows(book),
            lambda b, row: replace_unit(b, row, old, new, directory),
            f"替换单位：{old} → {new}",
            note,
            self._said_for_all(old),
        )

    def _said_for_all(self, name: str) -> str:
        """Say where a sentence adds the unit to every task: that is not in any row."""
        found = [
            p for p in self.book.policies if name in {a.name for a in self.book.assignments(p.key)}
        ]
        return f"全文统一规定的单位中也有“{name}”，那一处不变。" if found else ""

    def _offer(self) -> None:
        """Offer the successors of the old unit first; nothing is chosen for the clerk."""
        old, typed = self.old.currentText().strip(), self.new.currentText()
        found = successors(self._directory, self.book, old)
        self.new.blockSignals(True)
        self.new.clear()
        self.new.addItems([*found, *(n for n in used_names(self.book) if n not in (old, *found))])
        self.new.setEditText(typed)
        self.new.blockSignals(False)
        line = self.new.lineEdit()
        assert line is not None
        hint = f"目录中的后继单位：{'、'.join(found)}" if found else "新单位（几个用顿号分开）"
        line.setPlaceholderText(hint)
        self.changed()


class ReplaceDialog(PlanDialog):
    """替换: a text by another in the cells ticked; the source text stays as it was received."""

    def __init__(self, link: DeskLink, jobs: Jobs, text: str, parent: QWidget) -> None:
        super().__init__(link, jobs, "替换", parent)
        self._directory = link.directory
        self.old, self.new = QLineEdit(text), QLineEdit()
        self.old.setAccessibleName("查找内容")
        self.new.setAccessibleName("替换为")
        self.new.setPlaceholderText("留空则删去")
        self.tables = _Tables(self)
        self.columns = {c.key: QCheckBox(c.title) for c in REPLACEABLE}
        self.columns["wording"].setText("任务表述")
        self.columns["units"].setText("单位")
        self.columns["deadline"].setText("时限")
        where = QHBoxLayout()
        for box in self.columns.values():
            box.setChecked(True)
            box.toggled.connect(self.changed)
            where.addWidget(box)
        where.addStretch(1)
        self.form.addRow("查找内容：", self.old)
        self.form.addRow("替换为：", self.new)
        self.form.addRow("栏目：", where)
        self.form.addRow("范围：", self.tables)
        self.old.textChanged.connect(self.changed)
        self.new.textChanged.connect(self.changed)
        self.changed()
        (self.new if text else self.old).setFocus()

    def asked(self) -> Asked | None:
        """Replace wherever the text stands, character by character the same."""
        old, new = self.old.text(), self.new.text()
        columns = [key for key, box in self.columns.items() if box.isChecked()]
        if not old or old == new:
            return None
        directory = self._directory
        return Asked(
            self.tables.rows(self.book),
            lambda book, row: replace_text(book, row, old, new, columns, directory),
            f"替换：{old} → {new or '（删去）'}",
        )


class BulkDialog(PlanDialog):
    """批量修改: one thing for all chosen rows."""

    def __init__(self, link: DeskLink, jobs: Jobs, rows: Sequence[Row], parent: QWidget) -> None:
        super().__init__(link, jobs, f"批量修改（已选{len(rows)}项）", parent)
        self._rows = rows
        self._directory = link.directory
        names = used_names(link.book, rows)
        self.what = QComboBox()
        self.what.setAccessibleName("修改什么")
        for word, kind in (
            ("设时限", "deadline"),
            ("添加单位", "add"),
            ("添加牵头单位", "lead"),
            ("删去单位", "remove"),
            ("替换单位", "replace"),
        ):
            self.what.addItem(word, kind)
        if all(isinstance(r, Task) for r in rows):
            for column in TASK_EXTRAS:
                self.what.addItem(f"填写{column.title}", column.key)
        self.old = unit_box(names, "所选各项中的单位")
        self.unit = unit_box(used_names(link.book), "单位（几个用顿号分开）")
        self.text = QLineEdit()
        self.form.addRow("修改：", self.what)
        self.form.addRow("原单位：", self.old)
        self.form.addRow("单位：", self.unit)
        self.form.addRow("内容：", self.text)
        self.what.currentIndexChanged.connect(self._choose)
        self.old.editTextChanged.connect(self.changed)
        self.unit.editTextChanged.connect(self.changed)
        self.text.textChanged.connect(self.changed)
        self._choose()

    def asked(self) -> Asked | None:
        """Do what is chosen to every row chosen; an empty text empties the cell."""
        kind, directory = str(self.what.currentData()), self._directory
        old, unit = self.old.currentText().strip(), self.unit.currentText().strip()
        text = self.text.text()
        needed = {"add": (unit,), "lead": (unit,), "remove": (old,), "replace": (old, unit)}
        if not all(needed.get(kind, (True,))):
            return None

        def plan(book: Book, row: Row) -> ChangeSet:
            match kind:
                case "add" | "lead":
                    return add_units(book, row, unit, directory, lead=kind == "lead")
                case "remove":
                    return remove_units(book, row, [old], directory)
                case "replace":
                    return replace_unit(book, row, old, unit, directory)
            return edit_cell(book, row, kind, text, directory)

        return Asked(self._rows, plan, f"批量{self.what.currentText()}")

    def _choose(self) -> None:
        kind = str(self.what.currentData())
        texts = kind not in ("add", "lead", "remove", "replace")
        for field, shown in (
            (self.old, kind in ("remove", "replace")),
            (self.unit, kind in ("add", "lead", "replace")),
            (self.text, texts),
        ):
            self.form.setRowVisible(field, shown)
        title = "时限" if kind == DEADLINE.key else self.what.currentText().removeprefix("填写")
        self.text.setAccessibleName(title if texts else "内容")
        self.text.setPlaceholderText(f"{title}，留空则清除" if texts else "")
        self.changed()


def used_names(book: Book, rows: Iterable[Row] | None = None) -> list[str]:
    """Return the names of units in `rows`, or in the whole book, those in most rows first."""
    counts: Counter[str] = Counter()
    for row in (*book.tasks, *book.annex) if rows is None else rows:
        counts.update({a.name for a in book.assignments(row.key)})
    return [name for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def successors(directory: UnitDirectory, book: Book, name: str) -> list[str]:
    """Return the units that took the place of `name`, for the regions of the book's policies."""
    regions = [p.region for p in book.all(Policy) if p.region]
    found = [u for region in regions for u in directory.lookup(name, region)]
    return list(dict.fromkeys(s for unit in found for s in unit.successors if s != name))
