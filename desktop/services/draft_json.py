"""The JSON that `extract --json` prints: a fixed contract for scripts, in a stable order. Keys may be added."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desktop.domain.deadline import FoundDeadline
from desktop.domain.document import SourceDocument, Span
from desktop.domain.draft import Doubt, Draft, DraftRow, DraftTable, DraftTask, PolicyHead
from desktop.domain.unit import Mention, UnitDirectory

SCHEMA = 1


def draft_json(document: SourceDocument, draft: Draft, directory: UnitDirectory) -> dict[str, Any]:
    """Return the contract's object for one document."""
    region = draft.head.region

    def units(mentions: Sequence[Mention]) -> list[dict[str, Any]]:
        return [_unit(m, directory, region) for m in mentions]

    return {
        "schema": SCHEMA,
        "source": {
            "name": document.name,
            "format": document.format,
            "encoding": document.encoding,
            "sha256": document.sha256,
            "characters": len(document.text),
        },
        "policy": _policy(draft.head),
        "sections": [
            {"level": s.level, "label": s.label, "title": s.title, "source": _span(s.span)}
            for s in draft.sections
        ],
        "tasks": [_task(draft, task) | {"units": units(task.units)} for task in draft.tasks],
        "tables": [
            _table(table, [units(row.units) for row in table.rows]) for table in draft.tables
        ],
        "unread": [
            {"source": _span(u.span), "text": u.text, "reason": u.reason} for u in draft.unread
        ],
        "cleaning": [
            {
                "kind": note.kind,
                "source": _span(note.span),
                "before": note.before,
                "after": note.after,
                "certain": note.certain,
            }
            for note in draft.cleaning
        ],
    }


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _policy(head: PolicyHead) -> dict[str, Any]:
    rule = head.lead_rule
    return {
        "title": head.title,
        "doc_number": head.doc_number,
        "issuer": head.issuer,
        "issued_on": head.issued_on.isoformat() if head.issued_on else None,
        "region": head.region,
        "lead_rule": {"kind": rule.kind.value, "text": rule.text, "source": _span(rule.span)},
        "global_participants": [
            {"name": m.name, "text": m.surface} for m in head.global_participants
        ],
        # A document that bears a mark is refused before it gets here.
        "security": None,
        "doubts": [_doubt(d) for d in head.doubts],
    }


def _task(draft: Draft, task: DraftTask) -> dict[str, Any]:
    return {
        "path": [section.heading for section in draft.path(task.section)],
        "number": task.number,
        "wording": task.wording,
        "text": task.text,
        "clause": task.clause,
        "source": _span(task.span),
        "units": [],
        "open_ended": task.open_ended,
        "deadlines": [_deadline(d) for d in task.deadlines],
        "doubts": [_doubt(d) for d in task.doubts],
        "rule": task.rule,
    }


def _table(table: DraftTable, units: list[list[dict[str, Any]]]) -> dict[str, Any]:
    rows = [_row(row) | {"units": us} for row, us in zip(table.rows, units, strict=True)]
    return {"title": table.title, "columns": list(table.columns), "rows": rows}


def _row(row: DraftRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "wording": row.wording,
        "group": row.group,
        "units": [],
        "open_ended": row.open_ended,
        "deadlines": [_deadline(d) for d in row.deadlines],
        "doubts": [_doubt(d) for d in row.doubts],
        "tasks": list(row.tasks),
        "source": _span(row.span),
    }


def _unit(mention: Mention, directory: UnitDirectory, region: str | None) -> dict[str, Any]:
    known = directory.lookup(mention.name, region)
    return {
        "surface": mention.surface,
        "name": mention.name,
        "role": mention.role.value,
        "collective": mention.collective,
        "known": mention.known,
        "members": list(directory.members(mention.name, region)),
        "successors": list(dict.fromkeys(s for unit in known for s in unit.successors)),
    }


def _deadline(found: FoundDeadline) -> dict[str, Any]:
    return {
        "text": found.text,
        "kind": found.kind.value,
        "date": found.date.isoformat() if found.date else None,
        "source": _span(found.span),
    }


def _doubt(doubt: Doubt) -> dict[str, Any]:
    return {
        "field": doubt.field,
        "code": doubt.code,
        "message": doubt.message,
        "proposal": doubt.proposal,
    }
