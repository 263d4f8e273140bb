"""What is still in doubt, listed before anything leaves the program."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QListWidget

from desktop.domain.records import DoubtRecord


def doubt_list(doubts: Sequence[tuple[str, DoubtRecord]]) -> QListWidget:
    """Return a list of open doubts, each with its place, no higher than a few lines."""
    listed = QListWidget()
    listed.setAccessibleName("没有处理的待核")
    listed.setWordWrap(True)
    listed.addItems([f"● {place}：{doubt.message}" for place, doubt in doubts])
    listed.setFixedHeight(min(220, 24 + 34 * len(doubts)))
    return listed
