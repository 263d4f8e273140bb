"""Damage: what is wrong with a file, and what of it can be had in a new one.

The journal is the better witness. Each entry has a digest of its own and says what it wrote, so a book whose journal
reads whole is put together from it exactly, whatever became of the rows. Where entries are lost the rows count, and
the entries that are left supply the rows that are not.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from desktop.domain.book import Book
from desktop.domain.changes import Change, ChangeSet, change_set, delete, from_json, insert, update
from desktop.domain.history import Entry, EntryKind, History, StoredStep
from desktop.domain.records import RECORD_TYPE, Record
from desktop.storage.applier import apply
from desktop.storage.blobs import store_blobs
from desktop.storage.engine import writing
from desktop.storage.faults import typed_faults
from desktop.storage.identity import add_to_sum
from desktop.storage.journal import Journal
from desktop.storage.making import (
    making,
    new_identity,
    only_connection,
    refuse_taken,
    refuse_unfit,
)
from desktop.storage.migrations import SCHEMA_VERSION, migrate, schema_version
from desktop.storage.references import blobs_of, whole_part
from desktop.storage.rows import MODULUS, digest_of, record_digest, row_of
from desktop.storage.salvage import (
    BROKEN,
    blobs,
    connect_leniently,
    give_list_of_tables,
    put_right,
    rows,
)
from desktop.storage.schema import BLOB, BOOK, JOURNAL, RECORD_TABLE
from desktop.storage.seal import parts_of
from desktop.support.atomic import TEMPORARY_PREFIX
from desktop.support.errors import StaleChange, WorkbookError


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was had out of a damaged book, in numbers.

    `kept` and `lost` count records by kind; `lost` counts those that the journal or the file names and that could not
    be had. `whole` says that the contents, the blobs they refer to included, are proven to be exactly those saved last;
    else single cells may be older or damaged. `blobs_lost` are originals, texts and frozen stages that some record
    refers to. `entries` of the journal were kept, `entries_lost` not (a gap ends 撤销).
    """

    lineage: str
    whole: bool
    kept: Mapping[str, int] = field(default_factory=dict)
    lost: Mapping[str, int] = field(default_factory=dict)
    blobs: int = 0
    blobs_lost: int = 0
    entries: int = 0
    entries_lost: int = 0


@dataclass(slots=True)
class _Found:
    """What could be read.

    By the book's seal `total` is the sum that the records should have, and `end` the digest of the last entry; None
    where that part of the seal is broken. `digests` are those of the entries. `last` is the highest number of an entry
    that anything names, `given` the highest number that SQLite says was ever given to one.
    """

    lineage: str | None = None
    total: int | None = None
    end: str | None = None
    records: dict[tuple[str, str], Record] = field(default_factory=dict)
    entries: dict[int, StoredStep] = field(default_factory=dict)
    digests: dict[int, str] = field(default_factory=dict)
    last: int = 0
    given: int = 0
    blobs: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Judged:
    """What was read, the entries before the first gap, and what the contents are; `whole` where that is proven."""

    found: _Found
    steps: list[StoredStep]
    whole: bool
    wanted: dict[tuple[str, str], Record]
    #: Whether the journal lacks entries, also such as have left no gap: it ends before what the seal or the rows tell.
    cut: bool = False

    @property
    def entries_lost(self) -> int:
        """How many entries are known to be lost."""
        return max(self.found.last - len(self.steps), int(self.cut))

    @property
    def worth(self) -> tuple[bool, int, int]:
        """How good it is, to compare two readings of one file."""
        return self.whole, len(self.wanted), len(self.found.entries) + len(self.found.blobs)


def recover(
    path: Path,
    target: Path,
    *,
    now: datetime,
    label: str,
    person: str = "",
    run: Callable[[Callable[[], Any]], Any] = lambda work: work(),
) -> Recovered:
    """Write what can be read of the book at `path` into a new one at `target`, where no file is; `path` is only read.

    Only the copying touches `path`; `run` has it done in the thread that owns the file, where the book is open here
    (see `inspection.check_copy`).
    The new book has a lineage of its own. Where history has a gap, an entry (`label`, by `person`) bridges it that
    cannot be undone. Raises `WorkbookError`: ``workbook.nothing_left`` where there is nothing to be had, ``.missing``,
    ``.exists``, ``.no_folder``, ``.leftover_journal`` and those of `faults`; then there is no file at `target`.
    """
    with typed_faults():
        refuse_unfit(target)
        refuse_taken(target)
        if not path.is_file():
            raise WorkbookError("workbook.missing")
        with tempfile.TemporaryDirectory(prefix=TEMPORARY_PREFIX, dir=target.parent) as folder:
            copy = Path(folder) / "book"
            run(lambda: _copied(path, copy))
            _mended(copy)
            best = _judged(_read(copy))
            if not best.whole:
                # The list of tables may be what is broken, also where it reads.
                give_list_of_tables(copy, _model(Path(folder)))
                best = max(best, _judged(_read(copy)), key=lambda j: j.worth)
    found, steps, whole, wanted = best.found, best.steps, best.whole, best.wanted
    if not wanted:
        raise WorkbookError("workbook.nothing_left")
    kept, dropped = whole_part(wanted.values())
    written = _write(target, found, steps, kept, now, label, person)
    blobs_lost = len({n for record in kept for n in blobs_of(record)} - set(found.blobs))
    lost = Counter(record.kind for record in dropped)
    lost.update(kind for kind, key in _known(found) if (kind, key) not in wanted)
    return Recovered(
        lineage=written,
        whole=whole and not dropped and not blobs_lost,
        kept=dict(Counter(record.kind for record in kept)),
        lost=dict(lost),
        blobs=len(found.blobs),
        blobs_lost=blobs_lost,
        entries=len(steps),
        entries_lost=best.entries_lost,
    )


def _copied(path: Path, copy: Path) -> None:
    """Copy the file, and what a crash left beside it."""
    shutil.copyfile(path, copy)
    journal = path.with_name(path.name + "-journal")
    if journal.is_file():
        shutil.copyfile(journal, copy.with_name(copy.name + "-journal"))


def _mended(copy: Path) -> None:
    """Finish in a copy what can be finished of what a crash left, and mend it."""
    journal = copy.with_name(copy.name + "-journal")
    if journal.exists():
        spare = copy.with_name("spare")
        shutil.copyfile(copy, spare)
        try:
            with closing(sqlite3.connect(copy)) as connection:
                connection.execute(
                    "PRAGMA user_version"
                ).fetchall()  # takes an unfinished step back
        except BROKEN:
            spare.replace(copy)
        journal.unlink(missing_ok=True)
    put_right(copy)
    _bring_forward(copy)


def _model(folder: Path) -> Path:
    """Make a new and empty book in `folder`."""
    model = folder / "model"
    model.touch()
    with only_connection(model) as fresh, writing(fresh):
        migrate(fresh)
    return model


def _judged(found: _Found) -> _Judged:
    """Say what the contents are by what could be read."""
    steps, replayed = _replayed(found.entries)
    if replayed and (_sum(replayed) == found.total or _is_complete(found, len(steps))):
        return _Judged(found, steps, True, replayed)
    if found.records and _sum(found.records) == found.total:
        return _Judged(found, steps, True, found.records, cut=True)
    cut = found.end is not None and found.end not in found.digests.values()
    return _Judged(found, steps, False, _merged(found), cut)


def _is_complete(found: _Found, steps: int) -> bool:
    """Say whether the first `steps` entries, which are there, are all that there ever were.

    Where the seal's end reads, it must be one of them: a journal of an earlier moment than the seal was cut, and its
    numbers may have been cut with it. A seal of an earlier moment than the journal says nothing against the entries.
    """
    if not steps == found.given == found.last:
        return False
    return found.end is None or found.end in {found.digests[n + 1] for n in range(steps)}


def _bring_forward(copy: Path) -> None:
    """Bring a copy of an earlier schema to today's, where it is whole enough for that."""
    with suppress(WorkbookError, SQLAlchemyError), typed_faults(), only_connection(copy) as old:
        if 0 < schema_version(old) < SCHEMA_VERSION:
            with writing(old):
                migrate(old)


def _read(copy: Path) -> _Found:
    found = _Found()
    with closing(connect_leniently(copy)) as connection:
        for kind, table in RECORD_TABLE.items():
            for key, *values in rows(connection, table):
                record = _record(
                    kind, key, dict(zip(RECORD_TYPE[kind].field_names(), values, strict=True))
                )
                if record is not None:
                    found.records[kind, record.key] = record
        for row in rows(connection, JOURNAL):
            step = _stored_step(row)
            if step is not None:
                found.entries[step.entry.sequence] = step
                found.digests[step.entry.sequence] = row[-1]
        for row in rows(connection, BOOK):
            _identify(found, dict(zip((c.name for c in BOOK.columns), row, strict=True)))
        for name, content in blobs(connection, BLOB):
            if hashlib.sha256(content).hexdigest() == name:
                found.blobs[name] = content
        found.given = _last_number(connection)
        found.last = max(found.given, max(found.entries, default=0))
    return found


def _record(kind: str, key: str, values: Mapping[str, Any]) -> Record | None:
    """Return the record of a row, or None where its values are not such as the program writes."""
    try:
        record = RECORD_TYPE[kind].from_values(key, values)
        row_of(record)
        record_digest(record)
    except WorkbookError:
        return None
    return record


def _stored_step(row: tuple[Any, ...]) -> StoredStep | None:
    *values, digest = row
    sequence, kind, of, label, time, person, barrier, payload = values
    try:
        if f"{digest_of('journal', values):064x}" != digest:
            return None
        entry = Entry(sequence, EntryKind(kind), of, label, time, person, barrier)
        return StoredStep(entry, from_json(label, payload))
    except (WorkbookError, ValueError, TypeError):
        return None


def _identify(found: _Found, row: Mapping[str, Any]) -> None:
    if isinstance(row["lineage"], str):
        found.lineage = row["lineage"]
    match parts_of(row["digest"]):
        case [rows, end, _]:
            pass
        case [rows]:  # of version 1, where it could not be brought forward
            end = None
        case _:  # which part is which cannot be told
            rows = end = None
    fields = ("lineage", "parent_lineage", "created_at", "program_version")
    identity = digest_of("book", [row[name] for name in fields])
    found.total = None if rows is None else (rows - identity) % MODULUS
    found.end = None if end is None else f"{end:064x}"


def _last_number(connection: sqlite3.Connection) -> int:
    """Return the highest number that the journal ever gave, as SQLite keeps it; 0 where that cannot be read."""
    try:
        row = connection.execute(
            "SELECT seq FROM sqlite_sequence WHERE name = ?", (JOURNAL.name,)
        ).fetchone()
    except BROKEN:
        return 0
    number = row[0] if row else 0
    # A broken one must not make millions of lost entries.
    return number if isinstance(number, int) and 0 <= number < 10_000_000 else 0


def _replayed(
    entries: Mapping[int, StoredStep],
) -> tuple[list[StoredStep], dict[tuple[str, str], Record]]:
    """Return the entries from the first up to the first gap, and the records after them."""
    book, history = Book.of("", ()), History()
    steps: list[StoredStep] = []
    while (step := entries.get(len(steps) + 1)) is not None:
        try:
            after = book.applied(step.step)
            history = history.after(step.entry)
        except (StaleChange, ValueError, TypeError):
            break
        book = after
        steps.append(step)
    return steps, {(kind, key): r for kind, t in book.tables.items() for key, r in t.items()}


def _merged(found: _Found) -> dict[tuple[str, str], Record]:
    """Return the records as best they can be known where neither rows nor journal are whole.

    A row that reads counts before what entries say of it; one that does not is supplied by the entries that tell it.
    """
    told = _last_told(found.entries)
    wanted = {place: record for place, record in told.items() if record is not None}
    wanted.update(found.records)
    return wanted


def _last_told(entries: Mapping[int, StoredStep]) -> dict[tuple[str, str], Record | None]:
    """Return each record as the entries that can be read tell it, across gaps; None for one that was deleted."""
    told: dict[tuple[str, str], Record | None] = {}
    for _, stored in sorted(entries.items()):
        for change in stored.step.changes:
            place = (change.kind, change.key)
            told[place] = _after(change, told.get(place))
    return told


def _after(change: Change, known: Record | None) -> Record | None:
    if change.after is None:
        return None
    if change.before is None:
        return _record(change.kind, change.key, change.after)
    if known is None:
        return None  # only a part of it is told, and the rest is not known
    return _record(change.kind, change.key, known.values() | dict(change.after))


def _known(found: _Found) -> Iterable[tuple[str, str]]:
    """Return the places of all records that somebody names: the rows that read, and the entries but for deletions."""
    named: dict[tuple[str, str], bool] = dict.fromkeys(found.records, True)
    for _, stored in sorted(found.entries.items()):
        for change in stored.step.changes:
            place = (change.kind, change.key)
            if change.after is not None:
                named[place] = True
            elif place not in found.records:
                named[place] = False
    return [place for place, there in named.items() if there]


def _sum(records: Mapping[tuple[str, str], Record]) -> int:
    """Return the sum of the records, to be held against `found.total`."""
    return sum(map(record_digest, records.values())) % MODULUS


def _write(
    target: Path,
    found: _Found,
    steps: list[StoredStep],
    kept: list[Record],
    now: datetime,
    label: str,
    person: str,
) -> str:
    """Make the new book; return its lineage."""
    identity = new_identity(now, None, found.lineage)
    wanted = {(record.kind, record.key): record for record in kept}
    before = Book.of("", ())
    for stored in steps:
        before = before.applied(stored.step)
    there = {(kind, key): r for kind, t in before.tables.items() for key, r in t.items()}
    bridge = change_set(
        label,
        [
            *(delete(there[p]) for p in reversed(there) if p not in wanted),
            *(update(there[p], r) if p in there else insert(r) for p, r in wanted.items()),
        ],
    )
    with making(target, identity, dangling=True) as connection:
        store_blobs(connection, found.blobs)
        add_to_sum(connection, apply(connection, ChangeSet(label, tuple(map(insert, kept)))))
        journal = Journal(connection)
        for stored in steps:
            e = stored.entry
            journal.append(stored.step, e.kind, e.of, e.time, e.person, e.barrier)
        if bridge or not steps:
            journal.append(bridge, EntryKind.DO, None, identity.created_at, person, True)
    return identity.lineage
