"""Large books in small: every book counts as large, and its rest is read when the test says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from desktop.services.rest import Rest
from desktop.storage import glimpse


class Held:
    """Holds back what would be read of a book behind its glimpse."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, rows: int = 8) -> None:
        monkeypatch.setattr(glimpse, "LARGE", 0)
        monkeypatch.setattr(glimpse, "_MOST", rows)
        self._begin = Rest.begin
        self._waiting: list[tuple[Rest, Callable[..., Any]]] = []
        self._held = True
        monkeypatch.setattr(Rest, "begin", lambda rest, submit: self._ask(rest, submit))

    def release(self) -> None:
        """Have it read, here and from now on."""
        self._held = False
        for rest, submit in self._waiting:
            self._begin(rest, submit)

    def _ask(self, rest: Rest, submit: Callable[..., Any]) -> None:
        if self._held:
            self._waiting.append((rest, submit))
        else:
            self._begin(rest, submit)
