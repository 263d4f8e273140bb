"""来文信息: what a policy says of itself, and what the clerk keeps of it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.columns import POLICY_EXTRAS
from desktop.domain.extras import edit_extra
from desktop.domain.records import Policy
from desktop.ui.desk_link import DeskLink
from desktop.ui.extras_form import ExtrasForm

_NOT_READ = "—"


class PolicyDialog(QDialog):
    """Shows one policy of the book, the others by the list above it; every field is saved once it is left."""

    def __init__(self, link: DeskLink, policy: Policy, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("来文信息")
        self._link = link
        self.choice = QComboBox()
        self.choice.setAccessibleName("文件")
        self.choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.facts = {title: _fact(title) for title in ("标题", "发文字号", "发文机关", "成文日期")}
        self.form = ExtrasForm(POLICY_EXTRAS)
        self._build()
        self._fill_choice(policy.key)
        self.choice.activated.connect(self._show)
        self.form.edited.connect(self._edit)
        link.changed.connect(self._renew)
        self._show()

    def done(self, result: int) -> None:
        """Leave the dialog; what is being typed is kept."""
        self.form.commit()
        super().done(result)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.addWidget(self.choice)
        facts = QFormLayout()
        for title, label in self.facts.items():
            facts.addRow(f"{title}：", label)
        buttons = QDialogButtonBox()
        close = buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        # Enter in a field ends its editing, not the dialog.
        close.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        layout.addLayout(facts)
        layout.addWidget(self.form)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.setMinimumWidth(520)

    def _fill_choice(self, key: str) -> None:
        self.choice.clear()
        for policy in self._link.book.policies:
            self.choice.addItem(policy.title or policy.name, policy.key)
        self.choice.setCurrentIndex(max(0, self.choice.findData(key)))
        self.choice.setVisible(self.choice.count() > 1)

    def _renew(self) -> None:
        """Follow the book, whose policies may be others now."""
        self._fill_choice(self.choice.currentData())
        self._show()

    def _show(self) -> None:
        policy = self._link.book.find(Policy, self.choice.currentData() or "")
        if policy is None:
            self.close()
            return
        issued = date.fromisoformat(policy.issued_on) if policy.issued_on else None
        said = {
            "标题": policy.title,
            "发文字号": policy.doc_number,
            "发文机关": policy.issuer,
            "成文日期": f"{issued.year}年{issued.month}月{issued.day}日" if issued else "",
        }
        for title, text in said.items():
            self.facts[title].setText(text or _NOT_READ)
        self.form.set_read_only(self._link.read_only)
        self.form.show_owner(self._link.book, policy.key)

    def _edit(self, owner: str, name: str, text: str) -> None:
        if self._link.book.find(Policy, owner) is not None:
            self._link.submit(edit_extra(self._link.book, owner, name, text))


def _fact(title: str) -> QLabel:
    label = QLabel()
    label.setAccessibleName(title)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label
