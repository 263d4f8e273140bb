"""A choice among Python values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QComboBox


class ValueCombo(QComboBox):
    """Offers values by their words. Qt would turn them into its own (a StrEnum into a string), so they stay here."""

    def __init__(self, name: str, items: Mapping[Any, str], chosen: object = None) -> None:
        super().__init__()
        self._values: list[Any] = []
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.offer(items, chosen)

    @property
    def value(self) -> Any:
        """The value chosen."""
        return self._values[self.currentIndex()]

    def choose(self, value: object) -> None:
        """Choose `value`; one that is not offered leaves the first."""
        self.setCurrentIndex(self._values.index(value) if value in self._values else 0)

    def offer(self, items: Mapping[Any, str], chosen: object) -> None:
        """Offer other values."""
        self.clear()
        self._values = list(items)
        self.addItems(list(items.values()))
        self.choose(chosen)
