"""Steps that could not be saved: what was typed is kept until it is saved, copied or given up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.domain.changelog import tell_unsaved
from desktop.domain.changes import ChangeSet
from desktop.services.desk import Notice
from desktop.ui.info_bar import InfoBar
from desktop.ui.notices import ask

_SHOWN = 3
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class _Kept:
    step: ChangeSet
    words: tuple[str, ...]


class Unsaved(QObject):
    """Keeps the steps of the window's book that the disk refused; `bar` shows them. `emptied` when none is left."""

    emptied = Signal()

    def __init__(self, window: QWidget, submit: Callable[[ChangeSet], bool]) -> None:
        """`submit` sends a step to the disk again; it returns False where the book no longer takes it."""
        super().__init__(window)
        self._window = window
        self._submit = submit
        self._kept: list[_Kept] = []
        self.bar = InfoBar()

    def __bool__(self) -> bool:
        """Say whether there is anything that is not saved."""
        return bool(self._kept)

    @property
    def text(self) -> str:
        """What is not saved, a line for each cell: its row, its title, what stood there, what was typed."""
        return "\n".join(line for kept in self._kept for line in kept.words)

    def keep(self, notice: Notice) -> None:
        """Keep the step of a FAILED notice, unless it is one that is simply done again (撤销, a stage, an import)."""
        if not notice.again or notice.after is None:
            return
        self._kept.append(_Kept(notice.step, tell_unsaved(notice.after, notice.step)))
        self._show()

    def save_again(self) -> None:
        """重新保存: send all to the disk, in their order; those that the book refuses stay kept."""
        kept, self._kept = self._kept, []
        self._kept.extend(k for k in kept if not self._submit(k.step))
        self._show()

    def copy(self) -> None:
        """复制内容: put what was typed on the clipboard."""
        QGuiApplication.clipboard().setText(self.text)

    def drop(self) -> None:
        """Give all up."""
        self._kept = []
        self._show()

    def ask_to_drop(self, then: Callable[[], object]) -> None:
        """Ask whether all may be given up; if so, do it and go on with `then`."""

        def drop() -> None:
            self.drop()
            then()

        ask(
            self._window,
            f"还有{len(self._kept)}步修改没有保存。",
            f"{self._some()}\n关闭以后这些修改就没有了。可以先点“重新保存”，或者“复制内容”另外留存。",
            {"不保存，继续": drop},
            "取消",
        )

    def _some(self) -> str:
        lines = [
            line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
            for line in self.text.split("\n")
        ]
        return "\n".join(lines[:_SHOWN] + ["……"] * (len(lines) > _SHOWN))

    def _show(self) -> None:
        if not self._kept:
            self.bar.hide()
            self.emptied.emit()
            return
        self.bar.say(
            f"{len(self._kept)}步修改没有保存，内容还留着：\n{self._some()}",
            {"重新保存": self.save_again, "复制内容": self.copy, "不要了": self.drop},
            closable=False,
        )
