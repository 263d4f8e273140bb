"""The tables of a workbook, declared: one for each kind of record, and blob, journal and book.

The classes declare and are never instantiated: reading and writing go through Core on their tables. A change here needs
a migration; a test holds the frozen statements of the migrations against these classes, and these against the
dataclasses.

Foreign keys wait until COMMIT, so that the order of a step's changes does not matter. `owner` columns, and the keys
in an alias, refer to one of several tables and so can have none; nor can the task that an amendment concerns, which
may be gone.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, Table, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from desktop.domain.records import RECORD_TYPES

#: The id of the only row of `book`.
BOOK_ROW = 1


def _reference(column: str, *, indexed: bool = True) -> Mapped[str]:
    """Return a reference to another table's key; `indexed` where the row referred to can be deleted."""
    target = ForeignKey(column, deferrable=True, initially="DEFERRED")
    return mapped_column(target, index=indexed)


def _optional_reference(column: str) -> Mapped[str | None]:
    target = ForeignKey(column, deferrable=True, initially="DEFERRED")
    return mapped_column(target, index=True)


class Base(DeclarativeBase):
    """Base of the table declarations; every text is TEXT."""

    type_annotation_map = {str: Text(), bytes: LargeBinary()}  # noqa: RUF012 - SQLAlchemy's own form


class BlobRow(Base):
    """Bytes kept once under their SHA-256 (lower-case hexadecimal); never changed or deleted."""

    __tablename__ = "blob"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes]


class PolicyRow(Base):
    """See `desktop.domain.records.Policy`."""

    __tablename__ = "policy"
    key: Mapped[str] = mapped_column(primary_key=True)
    order: Mapped[int]
    name: Mapped[str]
    format: Mapped[str]
    encoding: Mapped[str]
    original: Mapped[str] = _reference("blob.sha256", indexed=False)
    text: Mapped[str] = _reference("blob.sha256", indexed=False)
    trace: Mapped[str] = _reference("blob.sha256", indexed=False)
    title: Mapped[str]
    doc_number: Mapped[str | None]
    issuer: Mapped[str | None]
    issued_on: Mapped[str | None]
    region: Mapped[str | None]
    lead_rule: Mapped[str]
    lead_text: Mapped[str | None]
    annex_title: Mapped[str | None]
    imported_at: Mapped[str]
    read_by: Mapped[str]


class SectionRow(Base):
    """See `desktop.domain.records.Section`."""

    __tablename__ = "section"
    key: Mapped[str] = mapped_column(primary_key=True)
    policy: Mapped[str] = _reference("policy.key")
    parent: Mapped[str | None] = _optional_reference("section.key")
    order: Mapped[int]
    level: Mapped[int]
    label: Mapped[str]
    title: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]


class TaskRow(Base):
    """See `desktop.domain.records.Task`."""

    __tablename__ = "task"
    key: Mapped[str] = mapped_column(primary_key=True)
    policy: Mapped[str] = _reference("policy.key")
    section: Mapped[str | None] = _optional_reference("section.key")
    order: Mapped[int]
    number: Mapped[str]
    wording: Mapped[str]
    text: Mapped[str]
    clause: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    clause_start: Mapped[int]
    clause_end: Mapped[int]


class AnnexRowRow(Base):
    """See `desktop.domain.records.AnnexRow`."""

    __tablename__ = "annex_row"
    key: Mapped[str] = mapped_column(primary_key=True)
    policy: Mapped[str | None] = _optional_reference("policy.key")
    order: Mapped[int]
    group: Mapped[str | None]
    wording: Mapped[str]
    start: Mapped[int | None]
    end: Mapped[int | None]


class LinkRow(Base):
    """See `desktop.domain.records.Link`."""

    __tablename__ = "link"
    key: Mapped[str] = mapped_column(primary_key=True)
    annex_row: Mapped[str] = _reference("annex_row.key")
    task: Mapped[str] = _reference("task.key")


class AssignmentRow(Base):
    """See `desktop.domain.records.Assignment`."""

    __tablename__ = "assignment"
    key: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(index=True)
    order: Mapped[int]
    surface: Mapped[str]
    name: Mapped[str]
    role: Mapped[str]
    collective: Mapped[bool]
    open_name: Mapped[bool]
    known: Mapped[bool]
    joiner: Mapped[str]
    tail: Mapped[str]


class DeadlineRow(Base):
    """See `desktop.domain.records.Deadline`."""

    __tablename__ = "deadline"
    key: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(index=True)
    order: Mapped[int]
    text: Mapped[str]
    meaning: Mapped[str]
    date: Mapped[str | None]


class DoubtRow(Base):
    """See `desktop.domain.records.DoubtRecord`."""

    __tablename__ = "doubt"
    key: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(index=True)
    field: Mapped[str]
    code: Mapped[str]
    message: Mapped[str]
    proposal: Mapped[str | None]
    settled: Mapped[str]


class ExtraRow(Base):
    """See `desktop.domain.records.Extra`."""

    __tablename__ = "extra"
    key: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    value: Mapped[str]


class RevisionRow(Base):
    """See `desktop.domain.records.Revision`."""

    __tablename__ = "revision"
    key: Mapped[str] = mapped_column(primary_key=True)
    policy: Mapped[str] = _reference("policy.key")
    earlier: Mapped[str] = _reference("policy.key")


class AliasRow(Base):
    """See `desktop.domain.records.Alias`."""

    __tablename__ = "alias"
    key: Mapped[str] = mapped_column(primary_key=True)
    retired: Mapped[str]
    kept: Mapped[str]


class AmendmentRow(Base):
    """See `desktop.domain.records.Amendment`."""

    __tablename__ = "amendment"
    key: Mapped[str] = mapped_column(primary_key=True)
    policy: Mapped[str] = _reference("policy.key")
    order: Mapped[int]
    place: Mapped[str]
    original: Mapped[str]
    proposed: Mapped[str]
    reason: Mapped[str]
    concerns: Mapped[str | None]


class OwnUnitRow(Base):
    """See `desktop.domain.records.OwnUnit`."""

    __tablename__ = "own_unit"
    key: Mapped[str] = mapped_column(primary_key=True)
    region: Mapped[str]
    name: Mapped[str]
    full_name: Mapped[str]
    aliases: Mapped[str]
    note: Mapped[str]


class StageRow(Base):
    """See `desktop.domain.records.Stage`."""

    __tablename__ = "stage"
    key: Mapped[str] = mapped_column(primary_key=True)
    order: Mapped[int]
    name: Mapped[str]
    note: Mapped[str]
    frozen_at: Mapped[str]
    person: Mapped[str]
    content: Mapped[str] = _reference("blob.sha256", indexed=False)


class SettingRow(Base):
    """See `desktop.domain.records.Setting`."""

    __tablename__ = "setting"
    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    value: Mapped[str]


class JournalRow(Base):
    """See `desktop.domain.history.Entry`; `payload` is the step's JSON, `digest` the SHA-256 of all other columns."""

    __tablename__ = "journal"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy's own form
    sequence: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    of: Mapped[int | None]
    label: Mapped[str]
    time: Mapped[str]
    person: Mapped[str]
    barrier: Mapped[bool]
    payload: Mapped[str]
    digest: Mapped[str]


class BookRow(Base):
    """The one row that says what this book is; `digest` is the seal of all of it (`desktop.storage.seal`)."""

    __tablename__ = "book"
    __table_args__ = (CheckConstraint("id = 1"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    lineage: Mapped[str]
    parent_lineage: Mapped[str | None]
    created_at: Mapped[str]
    program_version: Mapped[str]
    digest: Mapped[str]


BLOB: Table = Base.metadata.tables["blob"]
JOURNAL: Table = Base.metadata.tables["journal"]
BOOK: Table = Base.metadata.tables["book"]

#: The table of each kind of record. Its columns stand in the order of the dataclass's fields.
RECORD_TABLE: Mapping[str, Table] = {
    record_type.kind: Base.metadata.tables[record_type.kind] for record_type in RECORD_TYPES
}
