"""A choice among Python values, which Qt would turn into its own (a StrEnum into a string)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

from PySide6.QtWidgets import QComboBox

T = TypeVar("T")


class Choices(QComboBox, Generic[T]):
    """A combo box whose `value` is the value chosen, none of its words."""

    def __init__(self, name: str, items: Mapping[T, str], chosen: T | None = None) -> None:
        super().__init__()
        #: What is offered, in order.
        self.values: list[T] = []
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.offer(items, chosen)

    def offer(self, items: Mapping[T, str], chosen: T | None = None) -> None:
        """Offer other values; `chosen` is taken where it is among them, else the first."""
        self.values = list(items)
        self.clear()
        self.addItems(list(items.values()))
        if chosen in items:
            self.choose(chosen)

    def choose(self, value: T | None) -> None:
        """Choose a value, where it is offered."""
        if value in self.values:
            self.setCurrentIndex(self.values.index(value))

    @property
    def value(self) -> T:
        """The value chosen."""
        return self.values[self.currentIndex()]
