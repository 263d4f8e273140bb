"""The rows of a workbook: small frozen records, joined by keys.

Each record is one row of one table in the `.fengong` file and the unit of change in the journal. Keys are UUIDs (32
lower-case hexadecimal digits) and never reused. `order` ranks siblings: larger is later; gaps let a row be put between
two others without touching them. Positions (`start`, `end`) are code points of the policy's source text, half-open.

The field names below are stored in journals. A renamed or retyped field needs a migration with a converter.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar, Self

#: A value of a record's field: what JSON and SQLite both keep exactly.
Value = str | int | bool | None

#: Distance between the ranks of neighbours when rows are first numbered.
ORDER_STEP = 1 << 20


def new_key() -> str:
    """Return a fresh random key."""
    return uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class Record:
    """Base of all records. `kind` is the versioned domain name used in journals and as the table's name."""

    kind: ClassVar[str] = ""
    key: str

    def values(self) -> dict[str, Value]:
        """Return every field but the key, by name."""
        values = asdict(self)
        del values["key"]
        return values

    @classmethod
    def from_values(cls, key: str, values: Mapping[str, Any]) -> Self:
        """Build the record from stored values. Raises `TypeError` for a missing or unknown field."""
        return cls(key=key, **values)

    @classmethod
    def field_names(cls) -> tuple[str, ...]:
        """Return the names of the fields but the key."""
        return tuple(f.name for f in fields(cls) if f.name != "key")


@dataclass(frozen=True, slots=True)
class Policy(Record):
    """A document read in.

    `original`, `text` and `trace` are SHA-256 names of blobs in the same file: the bytes as received, the decoded
    source text (UTF-8), and the piece table of its cleaning (JSON).
    `lead_rule` is a `LeadRule` value, `lead_text` the words that state it. `read_by` is the extractor's version.
    Dates are ISO (2017-04-28), times ISO with offset.
    """

    kind: ClassVar[str] = "policy"
    order: int
    name: str
    format: str
    encoding: str
    original: str
    text: str
    trace: str
    title: str
    doc_number: str | None
    issuer: str | None
    issued_on: str | None
    region: str | None
    lead_rule: str
    lead_text: str | None
    annex_title: str | None
    imported_at: str
    read_by: str


@dataclass(frozen=True, slots=True)
class Section(Record):
    """A heading; `level` 1 is the highest, `parent` the key of the section above it."""

    kind: ClassVar[str] = "section"
    policy: str
    parent: str | None
    order: int
    level: int
    label: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Task(Record):
    """One assignable piece of the policy. `text` is the governed span as cleaned, `clause` the assigning words.

    `wording` is how the table puts it; `number` the item's label as printed (1., （1）), or empty.
    A task that a clerk made by hand has an empty `clause` and `clause_start == clause_end`.
    """

    kind: ClassVar[str] = "task"
    policy: str
    section: str | None
    order: int
    number: str
    wording: str
    text: str
    clause: str
    start: int
    end: int
    clause_start: int
    clause_end: int


@dataclass(frozen=True, slots=True)
class AnnexRow(Record):
    """One row of the annex, with its own wording, units, deadline and order. 序号 follows from the order."""

    kind: ClassVar[str] = "annex_row"
    policy: str | None
    order: int
    group: str | None
    wording: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Link(Record):
    """Says that an annex row comes from a task; a row may have none or several."""

    kind: ClassVar[str] = "link"
    annex_row: str
    task: str


@dataclass(frozen=True, slots=True)
class Assignment(Record):
    """A unit's part in a task or annex row (`owner`); a policy's own are those of each of its tasks.

    `surface` is as printed in the source, `name` with elided parts restored (省经信委). `joiner` is the mark that
    stands before it in its list, `tail` the words that keep the list open after it (等, 等省直有关部门). `role` is a
    `Role` value. `open_name` marks a name that stands for units not named (省直有关部门).
    """

    kind: ClassVar[str] = "assignment"
    owner: str
    order: int
    surface: str
    name: str
    role: str
    collective: bool
    open_name: bool
    known: bool
    joiner: str
    tail: str


@dataclass(frozen=True, slots=True)
class Deadline(Record):
    """A deadline of a task or annex row: the phrase as printed, and what it means.

    `meaning` is a `DeadlineKind` value; `date` the last day (ISO) where the phrase bounds one. A phrase that the
    grammar does not understand is kept with meaning ``unread``.
    """

    kind: ClassVar[str] = "deadline"
    owner: str
    order: int
    text: str
    meaning: str
    date: str | None


@dataclass(frozen=True, slots=True)
class DoubtRecord(Record):
    """待核 on one field of `owner` (a policy, task or annex row).

    `message` is Chinese, for the clerk; `proposal` what the cell would hold if the clerk agreed, or None.
    `settled` is empty while the question is open, else ``accepted``, ``dismissed`` or ``edited``.
    """

    kind: ClassVar[str] = "doubt"
    owner: str
    field: str
    code: str
    message: str
    proposal: str | None
    settled: str


#: Every kind of record in the order in which rows refer to one another (a row may refer to those above).
RECORD_TYPES: tuple[type[Record], ...] = (
    Policy,
    Section,
    Task,
    AnnexRow,
    Link,
    Assignment,
    Deadline,
    DoubtRecord,
)

RECORD_TYPE: Mapping[str, type[Record]] = {record.kind: record for record in RECORD_TYPES}
