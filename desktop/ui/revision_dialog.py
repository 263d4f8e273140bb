"""导入新稿: which policy the new version is of, and what it would do before it is done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.columns import DEADLINE, TASK_DEADLINE, TASK_WORDING
from desktop.domain.records import Policy
from desktop.services.revision_import import TEXT, Effect, Line, Summary, Warned
from desktop.ui.shortened import around, shortened

_WORDS = {
    Effect.CONFLICT: "冲突",
    Effect.CHANGED: "改动",
    Effect.ADDED: "新增",
    Effect.DROPPED: "不再有",
    Effect.REMOVED: "不恢复",
}
_TITLES = {
    "wording": TASK_WORDING.title,
    "units": "单位",
    "deadline": TASK_DEADLINE.title,
    TEXT: "原文",
}
_HEADERS = ("变化", "位置", "任务", "栏目", "现在", "新稿")


class ChoosePolicyDialog(QDialog):
    """Asks of which policy there is a new version; accepted with `policy`. `go_on` says what comes next."""

    def __init__(
        self, policies: Sequence[Policy], go_on: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("导入新稿")
        self._policies = policies
        self.choice = QComboBox()
        self.choice.setAccessibleName("政策")
        self.choice.addItems([p.title or p.name for p in policies])
        label = QLabel("分工簿里有几份政策。新稿是哪一份的？")
        buttons = QDialogButtonBox()
        self.go_button = buttons.addButton(go_on, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (label, self.choice, buttons):
            layout.addWidget(widget)
        self.setMinimumWidth(460)

    @property
    def policy(self) -> Policy:
        """The policy chosen."""
        return self._policies[self.choice.currentIndex()]


class RevisionDialog(QDialog):
    """Shows what a new version would do; accepted for 采用新稿. Where it seems another document, 取消 is at hand."""

    def __init__(self, summary: Summary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("导入新稿")
        self.warning = _label(warning(summary))
        self.warning.setVisible(bool(self.warning.text()))
        bold = self.warning.font()
        bold.setBold(True)
        self.warning.setFont(bold)
        self.told = _label(f"新稿《{summary.title}》与分工簿逐项对照：{counts(summary)}。")
        self.notes = _label("\n".join(f"· {note}" for note in summary.notes))
        self.notes.setVisible(bool(summary.notes))
        self.tree = _tree()
        self.tree.addTopLevelItems([_item(line) for line in summary.lines])
        self.tree.setVisible(bool(summary.lines))
        rest = _label(_rest(summary))
        buttons = QDialogButtonBox()
        self.adopt_button = buttons.addButton("采用新稿", QDialogButtonBox.ButtonRole.AcceptRole)
        self.cancel_button = buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        unlikely = summary.warned in (Warned.OTHER_DOCUMENT, Warned.LITTLE_SHARED)
        first = self.cancel_button if unlikely else self.adopt_button
        layout = QVBoxLayout(self)
        for widget in (self.warning, self.told, self.notes):
            layout.addWidget(widget)
        layout.addWidget(self.tree, 1)
        layout.addWidget(rest)
        layout.addWidget(buttons)
        # Only once it stands in the dialog: else the box makes its first button the default.
        first.setDefault(True)
        first.setFocus()
        self.resize(960, 540 if summary.lines else 180)


def warning(summary: Summary) -> str:
    """Say first where the file may be no new version of this policy; else nothing."""
    alike = f"只有{summary.shared}项任务对得上" if summary.shared else "没有一项任务对得上"
    match summary.warned:
        case Warned.LITTLE_SHARED:
            return f"注意：标题或发文字号相同，但{alike}。请先核对文件是否完整、是否选对。"
        case Warned.OTHER_DOCUMENT:
            return (
                f"注意：这很可能是另一份文件，不是《{summary.earlier}》的新稿，{alike}。"
                "如是另一份政策，请取消，用“导入政策文件”另建分工簿。"
            )
        case Warned.OTHER_HEAD:
            return (
                f"注意：标题和发文字号都与《{summary.earlier}》不同，任务大多对得上。"
                "请先确认它是这份政策的新稿。"
            )
    return ""


def counts(summary: Summary) -> str:
    """Say how many tasks stay, change, come and go, and how many cells are in conflict."""
    parts = (
        ("不变", summary.unchanged, "项"),
        ("改动", summary.changed, "项"),
        ("新增", summary.added, "项"),
        ("不再有", summary.dropped, "项"),
        ("冲突", summary.conflicts, "处"),
    )
    return "，".join(f"{word}{count}{unit}" for word, count, unit in parts)


def _rest(summary: Summary) -> str:
    """Say what becomes of what the clerk might fear for, as far as there is any."""
    told = []
    if summary.conflicts:
        told.append("冲突的地方保留人工的，标为待核")
    if summary.dropped:
        told.append("不再有的任务不会删去，标为待核")
    if any(line.effect is Effect.REMOVED for line in summary.lines):
        told.append("您删除过的任务不会恢复")
    told.append("附件没有改动")
    return "；".join(told) + "。采用后可以用“撤销”一次全部恢复。"


def _item(line: Line) -> QTreeWidgetItem:
    place = "" if line.number is None else f"第{line.number}项"
    column = _TITLES.get(line.column, line.column) if line.column else ""
    before, after = line.before, line.after
    if line.column == DEADLINE.key and before == after:
        after = f"{after}（按新稿的日期推算）"
    short = around(before, after)
    item = QTreeWidgetItem(
        [_WORDS[line.effect], place, shortened(line.wording), column, short[0], short[1]]
    )
    for index, whole in ((2, line.wording), (4, before), (5, after)):
        item.setToolTip(index, whole)
    return item


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _tree() -> QTreeWidget:
    tree = QTreeWidget()
    tree.setAccessibleName("新稿的变化")
    tree.setHeaderLabels(list(_HEADERS))
    tree.setRootIsDecorated(False)
    tree.setUniformRowHeights(True)
    tree.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    header = tree.header()
    for column in (0, 1, 3):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
    for column in (2, 4, 5):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
    return tree
