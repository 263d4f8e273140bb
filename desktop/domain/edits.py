"""What a clerk types into a cell or decides on a doubt, as change sets: pure functions to one undo step.

Each returns an empty change set where nothing would change. A cell's text is cleaned for saving; the caller is told by
the text that comes back. Editing a field settles its open doubts, and raises new ones where the new text is unsure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from desktop.domain.book import Book
from desktop.domain.cells import DOUBT_FIELDS
from desktop.domain.changes import Change, ChangeSet, change_set, delete, insert, update
from desktop.domain.columns import DEADLINE, LEAD, OTHERS, TASK_EXTRAS, UNITS, WORDING
from desktop.domain.deadline import DeadlineKind
from desktop.domain.deadline_grammar import read_cell
from desktop.domain.document import Span
from desktop.domain.draft import Doubt, LeadRuleKind
from desktop.domain.extras import edit_extra
from desktop.domain.judging import deadline_doubts, unit_doubts
from desktop.domain.ranks import fresh_ranks
from desktop.domain.records import (
    AnnexRow,
    Assignment,
    Deadline,
    DoubtRecord,
    Policy,
    Task,
    new_key,
)
from desktop.domain.roles import divided, first_leads
from desktop.domain.savedtext import clean_cell
from desktop.domain.unit import Mention, Role, UnitDirectory
from desktop.domain.unit_list import parse_units, part_of

Row = Task | AnnexRow
_FURTHER = frozenset(c.key for c in TASK_EXTRAS)
_POLICY_FIELDS = ("title", "doc_number", "issuer")
#: Fields that already hold what the proposal says: the date was understood, only its writing was broken.
_UNDERSTOOD_FIELDS = ("issued_on",)
_CELL_OF_FIELD = {"deadline": DEADLINE.key, "wording": WORDING.key, "units": UNITS.key}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What reading a cell needs besides its text: the directory, and the policy's region, year and lead rule."""

    directory: UnitDirectory
    region: str | None = None
    year: int | None = None
    first_leads: bool = False
    lead_words: str | None = None


def policy_of(book: Book, row: Row) -> Policy | None:
    """Return the policy by which a row is read; a row without one takes the book's only policy."""
    policy = book.find(Policy, row.policy) if row.policy else None
    if policy is None and len(book.current_policies) == 1:
        policy = book.current_policies[0]
    return policy


def surroundings(book: Book, row: Row, directory: UnitDirectory) -> Surroundings:
    """Gather the surroundings of a row from its policy (`policy_of`)."""
    policy = policy_of(book, row)
    if policy is None:
        return Surroundings(directory)
    year = int(policy.issued_on[:4]) if policy.issued_on else None
    return Surroundings(
        directory,
        policy.region,
        year,
        policy.lead_rule == LeadRuleKind.FIRST_LISTED,
        policy.lead_text,
    )


def edit_cell(book: Book, row: Row, column: str, typed: str, directory: UnitDirectory) -> ChangeSet:
    """Put `typed` into a cell of a task or annex row.

    Raises `KeyError` for a column that is not editable, or not the row's.
    """
    text = clean_cell(typed)[0].strip()
    match column:
        case WORDING.key:
            return _edit_wording(book, row, text)
        case DEADLINE.key:
            return _edit_deadline(book, row, text, surroundings(book, row, directory))
        case UNITS.key | LEAD.key | OTHERS.key:
            return _edit_units(book, row, column, text, surroundings(book, row, directory))
        case _ if column in _FURTHER:
            return edit_extra(book, row.key, column, text)
    raise KeyError(column)


def _edit_wording(book: Book, row: Row, text: str) -> ChangeSet:
    change = update(row, replace(row, wording=text))
    return change_set("修改任务表述", [change, *settled(book, row, WORDING.key, change)])


def _edit_deadline(book: Book, row: Row, text: str, around: Surroundings) -> ChangeSet:
    old = book.deadlines(row.key)
    found = read_cell(text, around.year)
    new = [
        Deadline(
            key=old[i].key if i < len(old) else new_key(),
            owner=row.key,
            order=rank,
            text=f.text,
            meaning=f.kind.value,
            date=f.date.isoformat() if f.date else None,
        )
        for i, (f, rank) in enumerate(zip(found, fresh_ranks(len(found)), strict=True))
    ]
    changes = list(replaced(old, new))
    doubts = [d for f in found for d in deadline_doubts(f)]
    return change_set("修改时限", [*changes, *_resettled(book, row, DEADLINE.key, doubts, changes)])


def _edit_units(book: Book, row: Row, column: str, text: str, around: Surroundings) -> ChangeSet:
    old = book.assignments(row.key)
    mentions = parse_units(text, around.directory, around.region)
    new, doubts = _merged(old, mentions, column, around)
    changes = list(replaced(old, unit_records(row.key, old, new)))
    label = {LEAD.key: "修改牵头单位", OTHERS.key: "修改配合单位", UNITS.key: "修改责任部门"}[
        column
    ]
    # The whole list is judged again, whichever of its cells was typed.
    raised = [*doubts, *unit_doubts(around.directory, around.region, new)]
    return change_set(label, [*changes, *_resettled(book, row, UNITS.key, raised, changes)])


def _merged(
    old: Sequence[Assignment], typed: Sequence[Mention], column: str, around: Surroundings
) -> tuple[list[Mention], tuple[Doubt, ...]]:
    """Return the whole list after one of its cells was typed, with roles; a unit stands in it once."""
    present = [mention_of(a) for a in old]
    leads = [m for m in present if m.role is Role.LEAD]
    rest = [m for m in present if m.role is not Role.LEAD]
    names = {m.name for m in typed}
    if column == LEAD.key:
        others = [
            in_role(m, Role.PARTICIPANT if typed else m.role) for m in rest if m.name not in names
        ]
        return [*(in_role(m, Role.LEAD) for m in typed), *others], ()
    if column == OTHERS.key:
        kept = [m for m in leads if m.name not in names]
        role = Role.PARTICIPANT if kept else Role.RESPONSIBLE
        return [*kept, *(in_role(m, role) for m in typed)], ()
    if any(m.role is not Role.RESPONSIBLE for m in typed):
        return list(divided(typed)), ()
    if around.first_leads:
        led, doubts = first_leads(typed, around.lead_words)
        return list(led), doubts
    roles = {m.name: m.role for m in present}
    led_by_some = any(role is Role.LEAD for role in roles.values())
    added = Role.PARTICIPANT if led_by_some else Role.RESPONSIBLE
    return [in_role(m, roles.get(m.name, added)) for m in typed], ()


def in_role(mention: Mention, role: Role) -> Mention:
    """Give a unit the part that its column says; a （牵头） typed beside it in another column is dropped."""
    own = mention.role in (role, Role.RESPONSIBLE)
    return replace(mention, role=role, tail=mention.tail if own else part_of(mention.tail)[1])


def mention_of(assignment: Assignment) -> Mention:
    """Return the unit that a record stands for, as reading would give it; it has no place in a text."""
    return Mention(
        surface=assignment.surface,
        name=assignment.name,
        span=Span(0, 0),
        collective=assignment.collective,
        open_name=assignment.open_name,
        known=assignment.known,
        joiner=assignment.joiner,
        tail=assignment.tail,
        role=Role(assignment.role),
    )


def unit_records(owner: str, old: Sequence[Assignment], new: Sequence[Mention]) -> list[Assignment]:
    """Give each unit the key it had under the same name, a fresh one otherwise."""
    keys: dict[str, list[str]] = {}
    for assignment in old:
        keys.setdefault(assignment.name, []).append(assignment.key)
    return [
        assignment_of(
            owner, mention, rank, keys[mention.name].pop(0) if keys.get(mention.name) else new_key()
        )
        for mention, rank in zip(new, fresh_ranks(len(new)), strict=True)
    ]


def assignment_of(owner: str, mention: Mention, order: int, key: str | None = None) -> Assignment:
    """Make the record of a unit's part in a task or annex row."""
    return Assignment(
        key=key or new_key(),
        owner=owner,
        order=order,
        surface=mention.surface,
        name=mention.name,
        role=mention.role.value,
        collective=mention.collective,
        open_name=mention.open_name,
        known=mention.known,
        joiner=mention.joiner,
        tail=mention.tail,
    )


def replaced(
    old: Sequence[Assignment] | Sequence[Deadline], new: Sequence[Assignment] | Sequence[Deadline]
) -> Iterator[Change]:
    """Yield what turns one list of children into another, matched by key."""
    before = {r.key: r for r in old}
    after = {r.key: r for r in new}
    for key, record in before.items():
        if key not in after:
            yield delete(record)
    for key, record in after.items():
        change = update(before[key], record) if key in before else insert(record)
        if change is not None:
            yield change


def settled(book: Book, row: Row, column: str, change: Change | None) -> Iterator[Change | None]:
    """Settle the open doubts of a cell, where `change` is one at all."""
    if change is None:
        return
    for doubt in book.doubts(row.key):
        if doubt.field in DOUBT_FIELDS[column]:
            yield update(doubt, replace(doubt, settled="edited"))


def _resettled(
    book: Book, row: Row, column: str, doubts: Iterable[Doubt], changes: Sequence[Change]
) -> Iterator[Change | None]:
    """Settle the column's open doubts and raise those of the new text."""
    if not changes:
        return
    yield from settled(book, row, column, changes[0])
    yield from raised(book, row, doubts)


def raised(book: Book, row: Row, doubts: Iterable[Doubt]) -> Iterator[Change]:
    """Raise doubts on a row, each once; the very question that a clerk has dismissed there is not asked again."""
    asked = {
        (d.field, d.code, d.message)
        for d in book.doubts(row.key, settled=True)
        if d.settled == "dismissed"
    }
    for doubt in doubts:
        question = (doubt.field, doubt.code, doubt.message)
        if question not in asked:
            asked.add(question)
            yield insert(doubt_record(row.key, doubt))


def doubt_record(owner: str, doubt: Doubt) -> DoubtRecord:
    """Make the record of an open doubt."""
    return DoubtRecord(new_key(), owner, doubt.field, doubt.code, doubt.message, doubt.proposal, "")


def settle_doubt(
    book: Book, doubt: DoubtRecord, directory: UnitDirectory, *, accept: bool
) -> ChangeSet:
    """Take a doubt's proposal into its cell, or dismiss the doubt; either way it is settled.

    A proposal for the policy itself goes into the policy's field. Raises `ValueError` where the doubt has no
    proposal to accept, or its field none that could take it.
    """
    if not accept:
        return change_set("忽略待核", [update(doubt, replace(doubt, settled="dismissed"))])
    if doubt.proposal is None:
        raise ValueError(f"the doubt {doubt.code} proposes nothing")
    policy = book.find(Policy, doubt.owner)
    if policy is not None:
        changes: list[Change | None] = [update(doubt, replace(doubt, settled="accepted"))]
        if doubt.field in _POLICY_FIELDS:
            values = policy.values() | {doubt.field: doubt.proposal}
            changes.append(update(policy, Policy.from_values(policy.key, values)))
        elif doubt.field not in _UNDERSTOOD_FIELDS:
            raise ValueError(f"no field takes the proposal of {doubt.code}")
        return change_set(f"采纳建议：{doubt.proposal}", changes)
    owner = book.find(Task, doubt.owner) or book.get(AnnexRow, doubt.owner)
    column = _CELL_OF_FIELD.get(doubt.field)
    if column is None:
        raise ValueError(f"no cell takes the proposal of {doubt.code}")
    text = doubt.proposal
    if column == DEADLINE.key:
        text = _with_phrase(book.deadlines(owner.key), doubt.proposal)
    step = edit_cell(book, owner, column, text, directory)
    return ChangeSet(f"采纳建议：{doubt.proposal}", step.changes)


def _with_phrase(deadlines: Sequence[Deadline], proposal: str) -> str:
    """Return the cell with the phrase that `proposal` corrects replaced; the others stay."""
    phrases = [
        proposal if any(f.slip == proposal for f in read_cell(d.text)) else d.text
        for d in deadlines
    ]
    return "；".join(phrases) if proposal in phrases else proposal


def meaning_of(deadline: Deadline) -> str:
    """Say in Chinese how a deadline was understood, for the cell's tip: 2017-12-31 · 底前完成."""
    match DeadlineKind(deadline.meaning):
        case DeadlineKind.BY:
            return deadline.date or "日期无效"
        case DeadlineKind.STAGE:
            return f"阶段，至{deadline.date}" if deadline.date else "阶段"
        case DeadlineKind.CONTINUOUS:
            return "持续推进，不设截止日"
        case DeadlineKind.RECURRING:
            return "按周期办理"
        case DeadlineKind.UNREAD:
            return "没有读懂，照原文打印"
