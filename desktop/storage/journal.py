"""The journal in the file: what was done, in order, and whose turn it is to be undone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from desktop.domain.changes import ChangeSet, from_json, to_json
from desktop.domain.history import Entry, EntryKind, History, StoredStep, read_history
from desktop.storage.rows import digest_of
from desktop.storage.schema import JOURNAL
from desktop.storage.seal import add_entry, check_end, read_seal
from desktop.support.errors import StaleChange, WorkbookError

_ENTRY_COLUMNS = (
    JOURNAL.c.sequence,
    JOURNAL.c.kind,
    JOURNAL.c.of,
    JOURNAL.c.label,
    JOURNAL.c.time,
    JOURNAL.c.person,
    JOURNAL.c.barrier,
)


class Journal:
    """Reads and lengthens the journal over a connection. It remembers the history of the entry it saw last."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._last: tuple[int, str] | None = None
        self._history = History()

    def entries(self) -> list[Entry]:
        """Return every entry, oldest first. Raises `WorkbookError` (``workbook.damaged``)."""
        query = select(*_ENTRY_COLUMNS).order_by(JOURNAL.c.sequence)
        return [_entry(row) for row in self._connection.execute(query).all()]

    def step(self, sequence: int) -> StoredStep:
        """Return one entry with its changes.

        Raises `WorkbookError`: ``workbook.no_entry`` where there is none, ``workbook.damaged`` where it is not as
        written, ``workbook.unknown_change`` where this version does not know what it changes.
        """
        query = select(JOURNAL).where(JOURNAL.c.sequence == sequence)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            raise WorkbookError("workbook.no_entry", sequence=sequence)
        return _step(row)

    def steps_before(self, sequence: int | None, most: int) -> list[StoredStep]:
        """Return up to `most` entries before that of `sequence`, or the last ones for None; latest first.

        Raises `WorkbookError` as `step` does.
        """
        query = select(JOURNAL).order_by(JOURNAL.c.sequence.desc()).limit(most)
        if sequence is not None:
            query = query.where(JOURNAL.c.sequence < sequence)
        return [_step(row) for row in self._connection.execute(query).all()]

    def naming(self, word: str) -> set[int]:
        """Return the sequences of the entries whose changes have `word` as a name or value.

        It spares reading the changes of all others; what changes a row of a kind has the kind's name.
        """
        found = func.instr(JOURNAL.c.payload, f'"{word}"') > 0
        return set(self._connection.execute(select(JOURNAL.c.sequence).where(found)).scalars())

    def last_time(self) -> str:
        """Return the time of the last entry, or an empty text. Raises `WorkbookError` (``workbook.damaged``)."""
        query = select(JOURNAL.c.time).order_by(JOURNAL.c.sequence.desc()).limit(1)
        time = self._connection.execute(query).scalar()
        if not isinstance(time, str | None):
            raise WorkbookError("workbook.damaged", part="journal")
        return time or ""

    def append(
        self,
        step: ChangeSet,
        kind: EntryKind,
        of: int | None,
        time: str,
        person: str,
        barrier: bool,
    ) -> Entry:
        """Add the entry of `step`; call it inside `engine.writing`.

        Raises `StaleChange` (``stale.history``) for an undo or redo whose turn it is not, `WorkbookError`
        (``workbook.text``) for a lone surrogate.
        """
        history = self.history()
        sequence = self._last[0] + 1 if self._last else 1
        entry = Entry(sequence, kind, of, step.label, time, person, barrier)
        try:
            history = history.after(entry)
        except ValueError as error:
            raise StaleChange("stale.history", sequence=sequence, of=of) from error
        values = (sequence, kind.value, of, step.label, time, person, barrier, to_json(step))
        digest = f"{digest_of('journal', values):064x}"
        self._connection.execute(insert(JOURNAL).values((*values, digest)))
        add_entry(self._connection, digest)
        self._last, self._history = (sequence, digest), history
        return entry

    def check(self) -> None:
        """Read every entry against its digest, the turns of all, and whether the last is the one that it should be.

        Raises `WorkbookError` (``workbook.damaged``).
        """
        check_end(self._connection, read_seal(self._connection))
        entries: list[Entry] = []
        last: tuple[int, str] | None = None
        for row in self._connection.execute(select(JOURNAL).order_by(JOURNAL.c.sequence)):
            _check(row)
            entries.append(_entry(row))
            last = row.sequence, row.digest
        try:
            history = read_history(entries)
        except ValueError as error:
            raise WorkbookError("workbook.damaged", part="journal") from error
        if [entry.sequence for entry in entries] != list(range(1, len(entries) + 1)):
            raise WorkbookError("workbook.damaged", part="journal")
        self._last, self._history = last, history

    def history(self) -> History:
        """Return the history of the file as it stands, which another program may have lengthened."""
        query = select(JOURNAL.c.sequence, JOURNAL.c.digest)
        row = self._connection.execute(query.order_by(JOURNAL.c.sequence.desc()).limit(1)).first()
        # By its digest too: a commit that failed leaves a number that the next one takes again.
        last = None if row is None else (int(row.sequence), str(row.digest))
        if last != self._last:
            self._last, self._history = last, read_history(self.entries())
        return self._history


def _check(row: Row[*tuple[Any, ...]]) -> None:
    *values, digest = row
    if f"{digest_of('journal', values):064x}" != digest:
        raise WorkbookError("workbook.damaged", part="journal", sequence=row.sequence)


def _step(row: Row[*tuple[Any, ...]]) -> StoredStep:
    _check(row)
    try:
        return StoredStep(_entry(row), from_json(row.label, row.payload))
    except ValueError as error:
        raise WorkbookError("workbook.unknown_change", sequence=row.sequence) from error


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    try:
        kind = EntryKind(row.kind)
    except ValueError as error:
        raise WorkbookError("workbook.damaged", part="journal", sequence=row.sequence) from error
    return Entry(row.sequence, kind, row.of, row.label, row.time, row.person, row.barrier)
