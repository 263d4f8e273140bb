"""From a book to sheets, by a layout: the one place where it is decided what stands in a printed cell.

Pure: a snapshot goes in, sheets and what a clerk should know beside them come out. Nothing is invented: a deadline that
is not there prints as an empty cell, a lead that the document does not name is asked for in a note.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.domain.book import Book
from desktop.domain.layout import UNIT_PLACE, Content, Layout, LeadShown
from desktop.domain.records import Policy
from desktop.domain.row_sheets import Body, rows_body, units_bodies
from desktop.domain.sheet import PageSetup, Paper, Sheet
from desktop.domain.sheet_notes import SheetNote
from desktop.domain.table_sheets import amendments_body, comparison_body
from desktop.support.errors import OutputError

#: What the annex is called where the document does not say.
ANNEX_TITLE = "重点任务分工及进度安排表"

#: The mark of a statutory annex; numbered where there are several.
_ANNEX_MARK = "附件"

_SAME_BELOW = re.compile(r"[，,、；;（(]*(?:以)?下同[）)。]*$")


@dataclass(frozen=True, slots=True)
class Earlier:
    """The state that a comparison begins with. Names are stages' (征求意见稿) and stand as titles of its columns.

    `aliases` lead from retired keys to those that were kept, as `compare` takes them.
    """

    book: Book
    name: str = ""
    now: str = ""
    aliases: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SheetOptions:
    """What a clerk chooses for one printing; what is not given, layout and document say.

    `mark` is 附件, 附件2 or empty for none, None for the layout's. `lead_note` asks for the 注 about who leads, which
    only the document's own rule can give. `inherited` prints with each task the units that the document adds to all.
    `units` are the names whose lists are wanted, all of them where empty. `rows` restricts the table to these keys.
    """

    title: str = ""
    mark: str | None = None
    doc_number: str = ""
    notice: str = ""
    stage: str = ""
    by_line: str = ""
    lead_note: bool = False
    inherited: bool = False
    setup: PageSetup | None = None
    units: tuple[str, ...] = ()
    rows: frozenset[str] | None = None
    earlier: Earlier | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """Sheets ready for every writer, and what a clerk should know before they go out."""

    sheets: tuple[Sheet, ...]
    notes: tuple[SheetNote, ...]


_NO_OPTIONS = SheetOptions()


def sheets(book: Book, layout: Layout, options: SheetOptions = _NO_OPTIONS) -> Printed:
    """Make the sheets of `book`: one, or for a layout of units one each.

    Raises `ValueError` for a comparison without an earlier state, `OutputError` (``output.no_units``) for lists of all
    units where no row has one.
    """
    notes: list[SheetNote] = []
    bodies: list[Body]
    if layout.content is Content.COMPARISON:
        if options.earlier is None:
            raise ValueError("a comparison needs an earlier state")
        earlier = options.earlier
        names = (earlier.name, earlier.now)
        bodies = [comparison_body(layout, earlier.book, book, names, earlier.aliases, options.rows)]
    elif layout.content is Content.AMENDMENTS:
        bodies = [amendments_body(book, layout, options.rows)]
    elif layout.content is Content.UNIT:
        bodies, told = units_bodies(book, layout, options.units, options.rows)
        notes.extend(told)
    else:
        bodies = [rows_body(book, layout, options.rows, inherited=options.inherited)]
    if not bodies:
        raise OutputError("output.no_units")
    setup = options.setup or layout.setup
    mark, refused = _mark(layout, options, setup)
    note, missing = _lead_note(book, layout, bodies[0]) if options.lead_note else ("", [])
    notes += [*(n for body in bodies for n in body.notes), *refused, *missing]
    title = options.title or layout.title or _annex_title(book)
    made = (
        Sheet(
            title=title.replace(UNIT_PLACE, body.unit),
            columns=body.columns,
            rows=body.rows,
            mark=mark,
            doc_number=options.doc_number,
            notice=options.notice,
            stage=options.stage,
            by_line=options.by_line,
            note=note,
            name=body.unit,
            merges_first=body.merges_first,
            setup=setup,
        )
        for body in bodies
    )
    return Printed(tuple(made), tuple(notes))


def _annex_title(book: Book) -> str:
    titles = (policy.annex_title for policy in book.current_policies)
    return next((title for title in titles if title), ANNEX_TITLE)


def _mark(
    layout: Layout, options: SheetOptions, setup: PageSetup
) -> tuple[str, tuple[SheetNote, ...]]:
    """Return the mark; a meeting paper on A3 never poses as the statutory annex."""
    mark = layout.mark if options.mark is None else options.mark
    if setup.paper is not Paper.A3_LANDSCAPE or not mark.startswith(_ANNEX_MARK):
        return mark, ()
    message = f"A3横排是会议用表，不作公文附件，没有印“{mark}”；要作附件请用A4"
    return "", (SheetNote("mark.a3", message),)


def _lead_note(book: Book, layout: Layout, body: Body) -> tuple[str, list[SheetNote]]:
    """Return the 注 by which a table printed alone says who leads, from the document's own words."""
    words = [_rule(policy) for policy in book.current_policies]
    rule = next((w for w in words if w), "")
    if layout.lead is not LeadShown.ORDER:
        return "", [SheetNote("note.needless", "这种版式另有办法标明牵头单位，没有加注")]
    if not rule:
        return "", [SheetNote("note.no_rule", "文件没有写明排在第几位的是牵头单位，没有加注")]
    units = next((c.title for c in body.columns if c.key == "units"), "")
    return f"注：{units}{rule}。", []


def _rule(policy: Policy) -> str:
    text = policy.lead_text if policy.lead_rule == "first_listed" else None
    return _SAME_BELOW.sub("", (text or "").strip())
