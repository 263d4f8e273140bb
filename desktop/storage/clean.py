"""清洁副本: a book for outsiders, put together anew, so that no byte of what was before is in the file.

Copying the file and deleting from the copy would leave deleted text in free pages and old values in the journal. So
the copy is a new file into which only what may go out is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from desktop.domain.changes import change_set, insert
from desktop.domain.columns import HANDLE_BY, SOURCE_NUMBER
from desktop.domain.history import EntryKind
from desktop.domain.merging import FIELDS_DIFFER
from desktop.domain.records import Alias, AnnexRow, DoubtRecord, Extra, OwnUnit, Record, Task
from desktop.storage.applier import apply
from desktop.storage.blobs import read_blob, store_blobs
from desktop.storage.engine import reading
from desktop.storage.faults import typed_faults
from desktop.storage.identity import add_to_sum, read_identity
from desktop.storage.journal import Journal
from desktop.storage.making import making, new_identity
from desktop.storage.references import blobs_of, whole_part
from desktop.storage.rows import MODULUS, read_all, record_digest
from desktop.support.errors import WorkbookError

#: The kinds of records that go out. A kind not named here stays inside: a frozen stage holds old wordings, what
#: is to change in the text is not decided yet, and of a kind to come nobody has said yet that it may go.
OUTSIDE = frozenset(
    {
        "policy",
        "section",
        "task",
        "annex_row",
        "link",
        "assignment",
        "deadline",
        "doubt",
        "extra",
        "revision",
        "alias",
        "own_unit",
        "setting",
    }
)

#: The further fields of a policy or task that go out: what its issuer knows anyhow. Where a document was registered,
#: who handles it and how to reach them stays inside, as does a field to come.
OUTSIDE_EXTRAS = frozenset({SOURCE_NUMBER.key, HANDLE_BY.key})

#: The codes of questions that stay inside: on further fields that do not go out. In a book of an early version the
#: question itself quotes persons and telephone numbers.
INSIDE_DOUBTS = frozenset({FIELDS_DIFFER})

#: The fields that hold the name of a person who worked on the book; they go out empty.
PERSONS = frozenset({"person"})

#: What the clerk says of an own unit goes out empty too: a word among colleagues.
_NOTE = "note"

#: The field whose words say that a question was put and answered inside.
_SETTLED = "settled"


def make_clean_copy(
    source: Connection, path: Path, now: datetime, label: str, lineage: str | None
) -> str:
    """Write the clean copy of the book behind `source`; return its lineage. See `Workbook.save_clean_copy`."""
    with typed_faults(), reading(source):
        identity, total = read_identity(source)
        records = list(read_all(source))
        if (identity.digest() + sum(map(record_digest, records))) % MODULUS != total:
            raise WorkbookError("workbook.damaged", part="rows")
        kept = cleaned(records)
        blobs = {name: read_blob(source, name) for record in kept for name in blobs_of(record)}
    fresh = new_identity(now, lineage)
    step = change_set(label, map(insert, kept))
    with making(path, fresh) as connection:
        store_blobs(connection, blobs)
        add_to_sum(connection, apply(connection, step))
        Journal(connection).append(step, EntryKind.DO, None, fresh.created_at, "", True)
    return fresh.lineage


def cleaned(records: Iterable[Record]) -> list[Record]:
    """Return what of `records` may go out, as it may go out."""
    kept, _ = whole_part(_as_outside(record) for record in records if _may_go(record))
    # What an alias leads to no foreign key tells: it may have been merged in turn, or removed since.
    leads = {record.retired: record.kept for record in kept if isinstance(record, Alias)}
    there = {record.key for record in kept if isinstance(record, Task | AnnexRow)}
    return [r for r in kept if not isinstance(r, Alias) or _end(r.kept, leads) in there]


def _may_go(record: Record) -> bool:
    if isinstance(record, Extra) and record.name not in OUTSIDE_EXTRAS:
        return False
    if isinstance(record, DoubtRecord) and record.code in INSIDE_DOUBTS:
        return False
    return record.kind in OUTSIDE and not getattr(record, _SETTLED, "")


def _end(key: str, leads: Mapping[str, str]) -> str:
    """Return what `key` goes on in at last; a circle, which only a broken book can hold, ends anywhere."""
    seen: set[str] = set()
    while key in leads and key not in seen:
        seen.add(key)
        key = leads[key]
    return key


def _as_outside(record: Record) -> Record:
    inside = PERSONS | {_NOTE} if isinstance(record, OwnUnit) else PERSONS
    emptied: dict[str, Any] = {
        name: "" for name in inside.intersection(record.field_names()) if getattr(record, name)
    }
    return replace(record, **emptied) if emptied else record
