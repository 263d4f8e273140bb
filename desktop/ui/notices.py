"""Boxes that say something. They never block the program: each is opened and goes on by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from desktop.support.errors import FengongError, Unforeseen
from desktop.ui.messages import paragraphs

Icon = QMessageBox.Icon


def tell(
    parent: QWidget, text: str, more: str = "", *, icon: Icon = Icon.Information
) -> QMessageBox:
    """Say something with 确定 below it."""
    box = _box(parent, text, more, icon)
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    box.open()
    return box


def tell_error(
    parent: QWidget, error: FengongError, about: str = "", *, why: str = ""
) -> QMessageBox | None:
    """Say what happened, `why` where that is known, what was kept and what to do; `about` names the file.

    A fault of the program has been told in a box of its own, and one is enough.
    """
    if isinstance(error, Unforeseen):
        return None
    happened, more = paragraphs(error)
    more = "\n".join(s for s in (why, more) if s)
    return tell(parent, f"{about}：{happened}" if about else happened, more, icon=Icon.Warning)


def ask(
    parent: QWidget,
    text: str,
    more: str,
    answers: Mapping[str, Callable[[], object]],
    refuse: str,
    *,
    default: str = "",
) -> QMessageBox:
    """Ask with a button for each answer, and `refuse`, which is also Esc, for doing nothing.

    Enter takes `default`, one of the answers; without one it refuses.
    """
    box = _box(parent, text, more, Icon.Question)
    chosen: dict[QPushButton, Callable[[], object]] = {}
    for label, act in answers.items():
        chosen[box.addButton(label, QMessageBox.ButtonRole.AcceptRole)] = act
    no = box.addButton(refuse, QMessageBox.ButtonRole.RejectRole)
    box.setEscapeButton(no)
    box.setDefaultButton(next((b for b in chosen if b.text() == default), no))

    def answered() -> None:
        clicked = box.clickedButton()
        act = chosen.get(clicked) if isinstance(clicked, QPushButton) else None
        if act is not None:
            act()

    box.finished.connect(answered)
    box.open()
    return box


def _box(parent: QWidget, text: str, more: str, icon: Icon) -> QMessageBox:
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle("任务分工簿")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(icon)
    box.setText(text)
    box.setInformativeText(more)
    return box
