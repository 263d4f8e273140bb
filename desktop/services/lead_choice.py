"""The one question about who leads: asked where a document lists several units and does not say which of them leads."""

from __future__ import annotations

from dataclasses import replace

from desktop.domain.draft import Draft, DraftRow, DraftTask, LeadRule, LeadRuleKind
from desktop.domain.roles import first_leads
from desktop.domain.unit import Role
from desktop.services.importing import Reading


def leaves_lead_open(draft: Draft) -> bool:
    """Say whether the document has lists of several units that it does not divide, and no rule for them."""
    return draft.head.lead_rule.kind is LeadRuleKind.NONE and bool(undivided_tasks(draft))


def undivided_tasks(draft: Draft) -> list[DraftTask]:
    """Return the tasks whose several units are all responsible alike."""
    return [task for task in draft.tasks if _undivided(task)]


def led_by_first(read: Reading) -> Reading:
    """Return the reading as the clerk decides it: where units are not divided, the first listed leads.

    The rule then has no words: they would be printed and quoted as the document's own. A collective or open name in
    first place gets its doubt, as where the document says so itself.
    """
    draft = read.draft
    head = replace(draft.head, lead_rule=LeadRule(LeadRuleKind.FIRST_LISTED))
    tables = tuple(replace(t, rows=tuple(_led_row(r) for r in t.rows)) for t in draft.tables)
    tasks = tuple(_led_task(task) for task in draft.tasks)
    return replace(read, draft=replace(draft, head=head, tasks=tasks, tables=tables))


def _undivided(entry: DraftTask | DraftRow) -> bool:
    return len(entry.units) > 1 and all(unit.role is Role.RESPONSIBLE for unit in entry.units)


def _led_task(task: DraftTask) -> DraftTask:
    if not _undivided(task):
        return task
    units, doubts = first_leads(task.units, None)
    return replace(task, units=units, doubts=(*task.doubts, *doubts))


def _led_row(row: DraftRow) -> DraftRow:
    if not _undivided(row):
        return row
    units, doubts = first_leads(row.units, None)
    return replace(row, units=units, doubts=(*row.doubts, *doubts))
