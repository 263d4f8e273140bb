"""What extraction makes of a document: a proposal, with the reason for every doubt.

Spans are positions in the source text. Nothing here has keys; they are given when the clerk confirms the import.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.domain.deadline import FoundDeadline
from desktop.domain.document import Span
from desktop.domain.trace import Trace
from desktop.domain.unit import Mention


class LeadRuleKind(StrEnum):
    """How the document says who leads."""

    FIRST_LISTED = "first_listed"
    BY_VERB = "by_verb"
    BY_LABEL = "by_label"
    BY_COLUMN = "by_column"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Doubt:
    """待核: a field that reading could not settle. `message` is Chinese: the reason, and what to look at."""

    field: str
    code: str
    message: str
    proposal: str | None = None


@dataclass(frozen=True, slots=True)
class LeadRule:
    """The rule and, where a sentence states it, its words and place."""

    kind: LeadRuleKind = LeadRuleKind.NONE
    text: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class PolicyHead:
    """What is said of the document as a whole."""

    title: str
    doc_number: str | None = None
    issuer: str | None = None
    issued_on: date | None = None
    region: str | None = None
    lead_rule: LeadRule = LeadRule()
    global_participants: tuple[Mention, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftSection:
    """A heading. `parent` is the place of the one above it in `Draft.sections`, or None."""

    level: int
    label: str
    title: str
    span: Span
    parent: int | None = None

    @property
    def heading(self) -> str:
        """Label and title as they stand: 1.建立科技成果信息发布机制."""
        return self.label + self.title


@dataclass(frozen=True, slots=True)
class DraftTask:
    """A proposed task. `section` is a place in `Draft.sections`; `text` and `clause` are cleaned."""

    section: int | None
    number: str
    wording: str
    text: str
    clause: str
    span: Span
    clause_span: Span
    units: tuple[Mention, ...]
    deadlines: tuple[FoundDeadline, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    rule: str = ""

    @property
    def open_ended(self) -> bool:
        """Whether the list of units is left open (等)."""
        return any(unit.leaves_open for unit in self.units)


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A row of a table in the document. `tasks` are the places of the tasks it is taken to come from."""

    number: str
    wording: str
    group: str | None
    units: tuple[Mention, ...]
    deadlines: tuple[FoundDeadline, ...]
    span: Span
    doubts: tuple[Doubt, ...] = ()
    tasks: tuple[int, ...] = ()

    @property
    def open_ended(self) -> bool:
        """Whether the list of units is left open (等)."""
        return any(unit.leaves_open for unit in self.units)


@dataclass(frozen=True, slots=True)
class DraftTable:
    """An assignment table in the document: its annex."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[DraftRow, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """Text that looks like a clause and became no task, with the reason in Chinese."""

    span: Span
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class CleaningNote:
    """One thing that cleaning did or, where it is not `certain`, proposes."""

    kind: str
    span: Span
    before: str
    after: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Draft:
    """All that was read. `trace` gives the cleaned text and its way back to the source."""

    head: PolicyHead
    sections: tuple[DraftSection, ...]
    tasks: tuple[DraftTask, ...]
    tables: tuple[DraftTable, ...]
    unread: tuple[Unread, ...]
    cleaning: tuple[CleaningNote, ...]
    trace: Trace

    def path(self, section: int | None) -> tuple[DraftSection, ...]:
        """Return the headings from the highest down to `section`."""
        found: list[DraftSection] = []
        while section is not None:
            found.append(self.sections[section])
            section = self.sections[section].parent
        return tuple(reversed(found))
