"""The rows of a workbook: small frozen records, joined by keys.

Each record is one row of one table in the `.fengong` file and the unit of change in the journal. Keys are UUIDs (32
lower-case hexadecimal digits), random and never reused; only what a record says of something by a name (`Extra`,
`Setting`) is kept under a key that follows from both, so that it is there once. `order` ranks siblings: larger is
later; gaps let a row be put between two others without touching them. Positions (`start`, `end`) are code points of the
policy's source text, half-open.

The field names below are stored in journals and in frozen stages. A renamed, retyped or new field would leave those
unreadable without a converter: what must be known besides goes into a kind of record of its own.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self

#: A value of a record's field: what JSON and SQLite both keep exactly.
Value = str | int | bool | None

#: The name space of `named_key`; a part of the file format.
_NAMED = uuid.UUID("3d7b0a52-6f0c-4f6e-9a55-7f1c2d1e8b90")

#: Distance between the ranks of neighbours when rows are first numbered.
ORDER_STEP = 1 << 20


def new_key() -> str:
    """Return a fresh random key."""
    return uuid.uuid4().hex


def named_key(kind: str, *parts: str) -> str:
    """Return the key of the one record of `kind` that is known by `parts` (an owner and a name, say).

    The same in every book and program version. Parts may hold any text but NUL, which divides them.
    """
    return uuid.uuid5(_NAMED, "\0".join((kind, *parts))).hex


@dataclass(frozen=True, slots=True)
class Record:
    """Base of all records. `kind` is the versioned domain name used in journals and as the table's name."""

    kind: ClassVar[str] = ""
    key: str

    def values(self) -> dict[str, Value]:
        """Return every field but the key, by name."""
        # Not by `asdict`, which copies each value as if it were a tree, and takes ten times as long.
        return {name: getattr(self, name) for name in self.field_names()}

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


@dataclass(frozen=True, slots=True)
class Extra(Record):
    """A further field that a clerk keeps of `owner` (a policy or task): 来文字号, 责任领导.

    `name` is the key of a column in `desktop.domain.columns`. The key is ``named_key("extra", owner, name)``; a field
    that is empty has no record.
    """

    kind: ClassVar[str] = "extra"
    owner: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Revision(Record):
    """Says that a policy is the later version of another, `earlier`; both stay in the book."""

    kind: ClassVar[str] = "revision"
    policy: str
    earlier: str


@dataclass(frozen=True, slots=True)
class Alias(Record):
    """Says that a task or annex row whose key was `retired` goes on in another, `kept` (合并任务).

    Neither need be there: the kept one may itself have been merged away or removed since.
    """

    kind: ClassVar[str] = "alias"
    retired: str
    kept: str


@dataclass(frozen=True, slots=True)
class Amendment(Record):
    """What is to change in a policy's text: one row of 正文修改对照表.

    `place` tells a reader where (二、重点任务（一）第3项). `original` is the text as it stands, empty where something
    is to be added; `proposed` what it becomes, empty where it goes. `concerns` is the key of the task it was noted
    at; the task need not be there any more.
    """

    kind: ClassVar[str] = "amendment"
    policy: str
    order: int
    place: str
    original: str
    proposed: str
    reason: str
    concerns: str | None


@dataclass(frozen=True, slots=True)
class OwnUnit(Record):
    """A unit's names that the clerk adds to the shipped directory.

    `region` is one of the directory's or 通用, for documents of every region. `full_name` may be empty; `aliases` are
    further names with 、 between them.
    """

    kind: ClassVar[str] = "own_unit"
    region: str
    name: str
    full_name: str
    aliases: str
    note: str


@dataclass(frozen=True, slots=True)
class Stage(Record):
    """A named state of the book as frozen (征求意见稿 会签稿 送审稿 审定稿 印发件, or the clerk's own name).

    `content` is the SHA-256 of a blob in the same file, what `desktop.domain.frozen.freeze` made of the book.
    `frozen_at` is ISO with offset; `person` may be empty.
    """

    kind: ClassVar[str] = "stage"
    order: int
    name: str
    note: str
    frozen_at: str
    person: str
    content: str


@dataclass(frozen=True, slots=True)
class Setting(Record):
    """A fact about the whole book (`desktop.domain.facts` has the names). The key is ``named_key("setting", name)``."""

    kind: ClassVar[str] = "setting"
    name: str
    value: str


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
    Extra,
    Revision,
    Alias,
    Amendment,
    OwnUnit,
    Stage,
    Setting,
)

RECORD_TYPE: Mapping[str, type[Record]] = {record.kind: record for record in RECORD_TYPES}
