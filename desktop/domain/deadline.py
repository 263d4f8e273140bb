"""Deadlines: a phrase as printed, and what it means. How one is read is `desktop.domain.deadline_grammar`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.domain.document import Span

_BEFORE_PERIOD = re.compile(r"(?:\d{4}年|季度|上半年|下半年)(?:以前|之前|前)")


class DeadlineKind(StrEnum):
    """What a phrase bounds: a last day, nothing (持续推进), a rhythm (每月28日前), a stretch of years; or unread."""

    BY = "by"
    CONTINUOUS = "continuous"
    RECURRING = "recurring"
    STAGE = "stage"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class FoundDeadline:
    """A phrase, its place in the text that was searched, and its meaning.

    `date` is the last day, for BY and STAGE. `assumed_year` is the year put in where the phrase has none.
    `slip` is the corrected phrase where one letter seems to be missing (2017年12底前 → 2017年12月底前).
    `impossible` marks a day that the calendar does not have; `date` is then None. `several` marks a cell's phrase that
    holds more than one bound: `date` is the last of them. `yearless` marks a phrase that lacks its year where none is
    known.
    """

    text: str
    span: Span
    kind: DeadlineKind
    date: date | None = None
    assumed_year: int | None = None
    slip: str | None = None
    impossible: bool = False
    several: bool = False
    yearless: bool = False

    @property
    def before_period(self) -> bool:
        """Whether the phrase can mean the beginning of its period as well as its end: 2024年前, 二季度前."""
        return bool(self.kind is DeadlineKind.BY and _BEFORE_PERIOD.search(self.text))
