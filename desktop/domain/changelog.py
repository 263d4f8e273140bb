"""修改记录: what each step did, in the words of the cells it changed: before and after.

The journal keeps rows and fields; a clerk knows cells. A unit's row is no more than a part of a cell, so the cells are
written out as they stood on both sides of a step. Tasks come first, then the annex, then the policy; of headings, which
come and go by the dozen with a policy's version, only the number is told.

It is done backwards from the book as it is: the latest steps cost nothing of the long journal before them, and a
journal that begins in the middle (a converted or cleaned copy) is told as far as it goes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from desktop.domain.book import Book
from desktop.domain.changes import ChangeSet
from desktop.domain.history import Entry, EntryKind, StoredStep
from desktop.domain.past import Owner, Past
from desktop.domain.records import AnnexRow, Policy, Revision, Section, Task
from desktop.domain.row_words import RowWords, order_title, place_words, row_words

_TURNS = {EntryKind.DO: "", EntryKind.UNDO: "撤销：", EntryKind.REDO: "重做："}
#: The order in which kinds are told; those not named come behind.
_ORDER = (Task.kind, AnnexRow.kind, Policy.kind, Revision.kind)
#: Kinds of which rows that come or go are only counted, unless a row is asked for.
_COUNTED = (Section.kind,)
_NOTHING = RowWords("", {}, {})

#: A cell's title, its text before and its text after.
_Told = tuple[str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Line:
    """One cell that a step changed. `kind` and `owner` name the row, `row` tells the clerk which one it is.

    `before` is None where the row did not exist before the step, `after` where it does not exist after it; a cell that
    is empty is an empty string.
    """

    kind: str
    owner: str
    row: str
    title: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows of a kind came and went, where they are not told one by one."""

    kind: str
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class Told:
    """One step told. `rows` is how many rows it touched; `lines` may tell fewer where a limit was set.

    `counts` are the rows that are neither among `rows` nor in `lines`. `undone` says of a first doing that it was
    undone and not done again since.
    """

    entry: Entry
    lines: tuple[Line, ...]
    rows: int
    undone: bool
    counts: tuple[Count, ...] = ()

    @property
    def title(self) -> str:
        """The step's label; 撤销 and 重做 are told as such."""
        return _TURNS[self.entry.kind] + self.entry.label


def tell(
    book: Book,
    steps: Iterable[StoredStep],
    *,
    rows: Collection[str] | None = None,
    limit: int | None = None,
) -> Iterator[Told]:
    """Tell `steps`, given latest first and without gaps, the latest of which made `book` what it is.

    With `rows`, keys of tasks, annex rows, policies or sections, only what happened to those is told and other steps
    are left out. `limit` bounds the rows of one step that are told in lines. It is lazy: ask for as much as is shown.

    Raises `StaleChange` when a step did not lead to what stands after it.
    """
    past = Past(book)
    turned: dict[int, EntryKind] = {}
    for stored in steps:
        entry = stored.entry
        if entry.of is not None:
            turned.setdefault(entry.of, entry.kind)
        touched = sorted(past.owners(stored.step), key=_rank)
        counted: Collection[Owner] = ()
        if rows is not None:
            touched = [owner for owner in touched if owner[1] in rows]
        else:
            counted = _counted(stored.step)
            touched = [owner for owner in touched if owner not in counted]
        counts = _counts(stored.step, counted)
        lines = _lines(past, stored.step, touched[:limit])
        if rows is None or lines:
            undone = turned.get(entry.sequence) is EntryKind.UNDO
            yield Told(entry, lines, len(touched), undone, counts)


def _rank(owner: Owner) -> int:
    kind = owner[0]
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER) + (kind in _COUNTED)


def _counted(step: ChangeSet) -> set[Owner]:
    return {
        (c.kind, c.key)
        for c in step.changes
        if c.kind in _COUNTED and (c.before is None or c.after is None)
    }


def _counts(step: ChangeSet, counted: Collection[Owner]) -> tuple[Count, ...]:
    found = Counter((c.kind, c.before is None) for c in step.changes if (c.kind, c.key) in counted)
    kinds = dict.fromkeys(kind for kind, _added in found)
    return tuple(Count(kind, found[kind, True], found[kind, False]) for kind in kinds)


def tell_unsaved(book: Book, step: ChangeSet) -> tuple[str, ...]:
    """Tell a step that is in no journal, a text for each cell; `book` is as the step left it.

    Raises `StaleChange` when the step did not lead to `book`.
    """
    past = Past(book)
    return tuple(_in_words(line) for line in _lines(past, step, past.owners(step)))


def _in_words(line: Line) -> str:
    where = f"{line.row} {line.title}".strip()
    if line.before:
        return f"{where}：{line.before} → {line.after or '（空）'}"
    return f"{where}：{line.after or '（空）'}"


def _lines(past: Past, step: ChangeSet, touched: list[Owner]) -> tuple[Line, ...]:
    """Take `past` back over `step`, and tell what that changes of the rows in `touched`."""
    moving = _moving(step).intersection(touched)
    after = {owner: row_words(past, *owner) for owner in touched}
    places_after = {kind: past.places(kind) for kind, _ in moving}
    past.undo(step)
    before = {owner: row_words(past, *owner) for owner in touched}
    moved = _moves(moving, {kind: past.places(kind) for kind in places_after}, places_after)
    lines: list[Line] = []
    for owner in touched:
        old, new = before[owner], after[owner]
        known = new or old
        if known is not None:
            cells = list(_cells(old, new))
            if owner in moved:
                cells.append(moved[owner])
            lines.extend(Line(*owner, known.name, title, was, now) for title, was, now in cells)
    return tuple(lines)


def _cells(old: RowWords | None, new: RowWords | None) -> Iterator[_Told]:
    """Yield title, before and after of the cells that differ."""
    if old is not None and new is not None:
        before, after = {**old.cells, **old.more}, {**new.cells, **new.more}
        for cell in dict.fromkeys((*new.cells, *old.cells, *after, *before)):
            if before.get(cell, "") != after.get(cell, ""):
                yield cell[0], before.get(cell, ""), after.get(cell, "")
        return
    for place, (cell, text) in enumerate((new or old or _NOTHING).cells.items()):
        # A row that comes or goes has its first cell told even where that is empty.
        if text or place == 0:
            yield cell[0], None if old is None else text, None if new is None else text


def _moving(step: ChangeSet) -> set[Owner]:
    """Return the rows whose rank the step changed; a new row may give all others new ranks without moving them."""
    return {(c.kind, c.key) for c in step.changes if c.before and c.after and "order" in c.after}


def _moves(
    moving: Collection[Owner],
    before: Mapping[str, Mapping[str, int]],
    after: Mapping[str, Mapping[str, int]],
) -> Mapping[Owner, _Told]:
    """Tell the rows that changed places with others: title, place before and after."""
    found: dict[Owner, _Told] = {}
    for kind, new in after.items():
        old = before[kind]
        # Both are in order of place; a row has moved when it stands elsewhere among those that are on both sides.
        stays = zip(
            (key for key in old if key in new), (key for key in new if key in old), strict=True
        )
        elsewhere = {key for pair in stays if pair[0] != pair[1] for key in pair}
        for owner in moving:
            if owner[0] == kind and owner[1] in elsewhere:
                was, now = (place_words(kind, places[owner[1]]) for places in (old, new))
                found[owner] = (order_title(kind), was, now)
    return found
