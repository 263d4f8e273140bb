"""Reading a policy and taking it into a book: one look before anything is written, one undo step after."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from desktop.domain.book import Book
from desktop.domain.changes import Change, ChangeSet, change_set, insert
from desktop.domain.deadline import FoundDeadline
from desktop.domain.document import Notice, SourceDocument
from desktop.domain.draft import Doubt, Draft, DraftRow, DraftTask, PolicyHead
from desktop.domain.edits import assignment_of, doubt_record
from desktop.domain.facts import DIRECTORY_VERSION, fact_change
from desktop.domain.ranks import fresh_ranks
from desktop.domain.records import AnnexRow, Deadline, Link, Policy, Section, Task, new_key
from desktop.domain.unit import Mention, Role, UnitDirectory
from desktop.support.errors import UnreadableSource


@dataclass(frozen=True, slots=True)
class Reading:
    """A policy as received and as read, before the clerk has said yes.

    `directory` is the version of the unit directory by which it was read; empty for one without a version.
    """

    document: SourceDocument
    original: bytes
    draft: Draft
    directory: str = ""


def read_policy(
    path: Path,
    directory: UnitDirectory,
    cancelled: Callable[[], bool] | None = None,
    region: str | None = None,
) -> Reading:
    """Read a policy file; `region` is that of one that does not tell its own.

    Raises `UnreadableSource`, or `RefusedSource` before anything of it is kept.
    """
    # Here and below on use: opening a book needs neither room, and both together take a tenth of a second to load.
    from desktop import extraction, reading

    document, original = reading.read_file(path, cancelled=cancelled)

    def check() -> None:
        if cancelled is not None and cancelled():
            raise UnreadableSource("source.cancelled")

    draft = extraction.extract(document, directory, check, region or None)
    return Reading(document, original, draft, directory.version)


def read_pasted(text: str, directory: UnitDirectory, region: str | None = None) -> Reading:
    """Read pasted text. Raises as `read_policy` does."""
    from desktop import extraction, reading

    document = reading.from_pasted(text)
    draft = extraction.extract(document, directory, usual_region=region or None)
    return Reading(document, text.encode("utf-8", "surrogatepass"), draft, directory.version)


def read_again(read: Reading, directory: UnitDirectory) -> Reading:
    """Return a reading of the same document by another directory, such as one with a book's own units."""
    from desktop import extraction

    draft = extraction.extract(read.document, directory, usual_region=read.draft.head.region)
    return Reading(read.document, read.original, draft, directory.version)


def import_step(book: Book, read: Reading, now: datetime) -> tuple[ChangeSet, Mapping[str, bytes]]:
    """Return the step that takes a reading into `book`, and the blobs that it refers to, by digest.

    `now` carries its offset. The step inserts everything in one, and notes the version of the unit directory where the
    book does not say that one already; undoing it leaves the blobs.
    """
    policy, blobs = policy_record(book, read, now)
    changes = [
        *policy_changes(policy, read),
        *_contents(book, policy, read.draft),
        fact_change(book, DIRECTORY_VERSION, read.directory) if read.directory else None,
    ]
    return change_set(f"导入《{policy.title}》", changes), blobs


def book_of(read: Reading, now: datetime) -> Book:
    """Return the book that a reading would begin, in memory alone: to look at before anything is written."""
    empty = Book.of(new_key(), ())
    return empty.applied(import_step(empty, read, now)[0])


def policy_record(book: Book, read: Reading, now: datetime) -> tuple[Policy, Mapping[str, bytes]]:
    """Return the record of a policy that comes after those of `book`, and the blobs that it refers to, by digest."""
    from desktop import extraction

    source = read.document.text.encode("utf-8", "surrogatepass")
    trace = read.draft.trace.to_json().encode("utf-8", "surrogatepass")
    blobs = {_digest(content): content for content in (read.original, source, trace)}
    last = max((p.order for p in book.policies), default=0)
    head = read.draft.head
    policy = Policy(
        key=new_key(),
        order=last + fresh_ranks(1)[0],
        name=read.document.name,
        format=read.document.format,
        encoding=read.document.encoding,
        original=_digest(read.original),
        text=_digest(source),
        trace=_digest(trace),
        title=head.title,
        doc_number=head.doc_number,
        issuer=head.issuer,
        issued_on=head.issued_on.isoformat() if head.issued_on else None,
        region=head.region,
        lead_rule=head.lead_rule.kind.value,
        lead_text=head.lead_rule.text,
        annex_title=next((t.title for t in read.draft.tables if t.title), None),
        imported_at=now.isoformat(timespec="seconds"),
        read_by=extraction.VERSION,
    )
    return policy, blobs


def policy_changes(policy: Policy, read: Reading) -> Iterator[Change]:
    """Yield what inserts a policy with the units it adds to every task and the questions on it as a whole."""
    head = read.draft.head
    doubts = (*head.doubts, *notice_doubts(read.document.notices))
    yield insert(policy)
    yield from _children(policy.key, _everywhere(head), (), doubts)


_NOTICES = {
    "text.undecodable": "文件里有{count}处字节不能解码，显示为“�”，请对照原件更正",
    "docx.revisions": "文件带有{count}处修订，按全部接受读取，请确认来文是定稿",
    "docx.hidden": "文件里有{count}处隐藏文字，没有读入，请核对原件",
    "docx.chunks": "文件里嵌有{count}份其他文件，没有读入，请核对原件",
    "docx.number_formats": "文件有{count}处自动编号的格式没有认出，编号可能不全，请核对",
}


def notice_doubts(notices: Sequence[Notice]) -> Iterator[Doubt]:
    """Turn what the reader must tell of a file into questions, where the text read may differ from the paper."""
    for notice in notices:
        words = _NOTICES.get(notice.code)
        if words is not None:
            yield Doubt("source", notice.code, words.format_map(dict(notice.data)))


def _everywhere(head: PolicyHead) -> Iterator[Mention]:
    """Yield the units that a sentence adds to every task: they take part in each."""
    return (replace(unit, role=Role.PARTICIPANT) for unit in head.global_participants)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _contents(book: Book, policy: Policy, draft: Draft) -> Iterator[Change]:
    sections = [new_key() for _ in draft.sections]
    yield from section_changes(policy, draft, sections)
    tasks = [new_key() for _ in draft.tasks]
    first = max((t.order for t in book.tasks), default=0)
    for key, task, rank in zip(tasks, draft.tasks, fresh_ranks(len(tasks)), strict=True):
        yield from task_changes(task_record(key, policy, task, first + rank, sections), task)
    rows = [row for table in draft.tables for row in table.rows]
    first = max((r.order for r in book.annex), default=0)
    for row, rank in zip(rows, fresh_ranks(len(rows)), strict=True):
        yield from _row(policy, row, first + rank, tasks)


def section_changes(policy: Policy, draft: Draft, keys: Sequence[str]) -> Iterator[Change]:
    """Yield what inserts the headings of a draft; `keys` are theirs, in order."""
    for key, section, rank in zip(keys, draft.sections, fresh_ranks(len(keys)), strict=True):
        parent = None if section.parent is None else keys[section.parent]
        yield insert(
            Section(
                key,
                policy.key,
                parent,
                rank,
                section.level,
                section.label,
                section.title,
                section.span.start,
                section.span.end,
            )
        )


def task_record(
    key: str, policy: Policy, task: DraftTask, order: int, sections: Sequence[str]
) -> Task:
    """Return the record of a task as read; `sections` are the keys of the draft's headings, in order."""
    return Task(
        key=key,
        policy=policy.key,
        section=None if task.section is None else sections[task.section],
        order=order,
        number=task.number,
        wording=task.wording,
        text=task.text,
        clause=task.clause,
        start=task.span.start,
        end=task.span.end,
        clause_start=task.clause_span.start,
        clause_end=task.clause_span.end,
    )


def task_changes(record: Task, task: DraftTask) -> Iterator[Change]:
    """Yield what inserts a task with its units, deadlines and doubts as read."""
    yield insert(record)
    yield from _children(record.key, task.units, task.deadlines, task.doubts)


def _row(policy: Policy, row: DraftRow, order: int, tasks: Sequence[str]) -> Iterator[Change]:
    key = new_key()
    yield insert(
        AnnexRow(key, policy.key, order, row.group, row.wording, row.span.start, row.span.end)
    )
    for task in row.tasks:
        yield insert(Link(new_key(), key, tasks[task]))
    yield from _children(key, row.units, row.deadlines, row.doubts)


def _children(
    owner: str,
    units: Iterable[Mention],
    deadlines: Sequence[FoundDeadline],
    doubts: Sequence[Doubt],
) -> Iterator[Change]:
    units = tuple(units)
    for mention, rank in zip(units, fresh_ranks(len(units)), strict=True):
        yield insert(assignment_of(owner, mention, rank))
    for found, rank in zip(deadlines, fresh_ranks(len(deadlines)), strict=True):
        day = found.date.isoformat() if found.date else None
        yield insert(Deadline(new_key(), owner, rank, found.text, found.kind.value, day))
    yield from _doubts(owner, doubts)


def _doubts(owner: str, doubts: Sequence[Doubt]) -> Iterator[Change]:
    for doubt in doubts:
        yield insert(doubt_record(owner, doubt))
