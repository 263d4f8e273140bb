"""What was read of a policy, in a line for the window and in full for 查看."""

from __future__ import annotations

from html import escape

from desktop.domain.draft import Draft
from desktop.services.importing import Reading

KINDS = {
    "punctuation": "标点",
    "script": "繁体字",
    "debris": "页面杂字",
    "line_join": "断行",
    "gloss": "夹注的拼音",
    "number": "缺失的序号",
    "mojibake": "乱码",
}


def summary(reading: Reading) -> str:
    """Say in one line what was read and what needs an eye."""
    draft = reading.draft
    rows = [row for table in draft.tables for row in table.rows]
    doubts = len(draft.head.doubts)
    doubts += sum(len(task.doubts) for task in draft.tasks) + sum(len(row.doubts) for row in rows)
    if draft.tasks or rows:
        said = f"读出{len(draft.tasks)}项任务、附件{len(rows)}项，待核{doubts}处"
    else:
        said = "没有读到责任单位括注，因此没有任务。可以在原文中选中文字，点“设为任务”"
    parts = [said]
    if draft.cleaning:
        parts.append(f"清理了{len(draft.cleaning)}处")
    if draft.unread:
        parts.append(f"未识别{len(draft.unread)}处")
    return "；".join(parts) + "。"


def has_details(reading: Reading) -> bool:
    """Whether 查看 has something to show."""
    return bool(reading.draft.unread or reading.draft.cleaning)


def details_html(draft: Draft) -> str:
    """List what looks like an assignment and became none, what is unsure, and count the rest."""
    unsure = [note for note in draft.cleaning if not note.certain]
    parts = []
    if draft.unread:
        parts.append(
            f"<h3>未识别（{len(draft.unread)}处）</h3><p>像是分工、但没有成为任务的文字：</p>"
        )
        parts.append(
            _items([f"{escape(u.text)}<br><i>{escape(u.reason)}</i>" for u in draft.unread])
        )
    if unsure:
        parts.append(f"<h3>清理中拿不准的（{len(unsure)}处）</h3><p>请对照原件核对：</p>")
        parts.append(_items([_note(n.before, n.after) for n in unsure]))
    counts: dict[str, int] = {}
    for note in draft.cleaning:
        if note.certain:
            counts[note.kind] = counts.get(note.kind, 0) + 1
    if counts:
        lines = [f"{KINDS.get(kind, '其他')}：{count}处" for kind, count in counts.items()]
        parts.append("<h3>已清理</h3>" + _items(lines) + "<p>原件一字不动地保存在分工簿里。</p>")
    return "".join(parts)


def _note(before: str, after: str) -> str:
    left = escape(before.strip()) or "（空）"
    right = escape(after.strip()) or "（删去）"
    return left if left == right else f"{left}　→　{right}"


def _items(lines: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"
