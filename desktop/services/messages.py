"""The Chinese sentence for every error: what happened, what was kept, what to do.

One table (`desktop.services.wordings`) for window and command line; each shows it in its own way. Errors carry a reason
and data (see `desktop.support.errors`), never wording.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from desktop.services.wordings import books, editing, printing, reading
from desktop.services.wordings.kept import Wordings
from desktop.services.wordings.layout_faults import layout_fault, layout_faults
from desktop.support.errors import FengongError

__all__ = [
    "Message",
    "backup_fault",
    "explain",
    "known_reasons",
    "layout_fault",
    "listing_fault",
    "part_word",
    "reason_word",
    "say",
]


@dataclass(frozen=True, slots=True)
class Message:
    """Three short sentences; `kept` is empty where nothing could have been lost."""

    happened: str
    kept: str
    advice: str

    def line(self) -> str:
        """Return all on one line."""
        return "".join(s for s in (self.happened, self.kept, self.advice) if s)


_MESSAGES: Wordings = {
    reason: wording
    for table in (reading.WORDINGS, books.WORDINGS, editing.WORDINGS, printing.WORDINGS)
    for reason, wording in table.items()
}


#: Why a backup was made, as 恢复 lists it.
_BACKUP_REASONS: Mapping[str, str] = {
    "day": "当天首次修改前",
    "migration": "升级前",
    "merging": "合并前",
    "asked": "手动备份",
}


#: What kept a backup from being made.
_BACKUP_FAULTS: Mapping[str, str] = {
    "workbook.disk_full": "本机磁盘已满",
    "workbook.permission": "没有写入备份文件夹的权限",
    "workbook.damaged": "分工簿已有损坏",
}


#: What kept the backups of a book from being listed.
_LISTING_FAULTS: Mapping[str, str] = {
    "workbook.disk_full": "本机磁盘已满",
    "workbook.permission": "没有读取备份文件夹的权限",
}


#: The place of damage that a diagnosis names.
_PARTS: Mapping[str, str] = {
    "structure": "文件结构",
    "rows": "任务、附件等内容",
    "blob": "政策原文",
    "journal": "修改记录",
    "tables": "数据表",
    "header": "文件开头",
    "book": "分工簿自身的信息",
    "version": "版本信息",
    "text": "文字",
}


def part_word(part: str) -> str:
    """Return the clerk's word for the place of damage, or an empty text where there is none."""
    return _PARTS.get(part, "")


def backup_fault(error: FengongError) -> str:
    """Return what kept a backup from being made, in a few words."""
    return _BACKUP_FAULTS.get(error.reason, "读写磁盘出错")


def listing_fault(error: FengongError) -> str:
    """Return what kept the backups from being listed, in a few words."""
    return _LISTING_FAULTS.get(error.reason, "备份文件夹读取出错")


def reason_word(reason: str) -> str:
    """Return the clerk's word for the reason of a backup."""
    return _BACKUP_REASONS.get(reason, reason)


def say(code: str, **facts: object) -> Message:
    """Return the wording for what is no error: ``condition.…``, ``only.…``, ``conflict.…``, ``own_unit.…``."""
    return explain(FengongError(code, **{name: fact or "—" for name, fact in facts.items()}))


class _Facts(dict[str, object]):
    """The data of an error; a fact that is missing reads as a dash rather than failing the message."""

    def __missing__(self, key: str) -> str:
        return "—"


def explain(error: FengongError) -> Message:
    """Return the wording for an error; one that has none of its own is named by its reason."""
    parts = _MESSAGES.get(error.reason)
    if parts is None:
        return Message(
            f"没有完成（{error.reason}）。",
            "此前保存的内容不受影响。",
            "请重试；如再次出现，请把这一代码告诉维护人员。",
        )
    facts = _Facts({k: f"{v:g}" if isinstance(v, float) else v for k, v in error.data.items()})
    if facts["person"] in ("", "—"):
        facts["person"] = "另一个窗口"  # who keeps a book open need not have given a name
    facts["time"] = _moment(error.data.get("time"))
    facts["what"] = layout_faults(error.data.get("faults"))
    limit = error.data.get("limit")
    if isinstance(limit, int):
        facts["limit_mb"] = limit // (1024 * 1024)
    return Message(*(part.format_map(facts) for part in parts))


def _moment(time: object) -> str:
    """Return a time (ISO with offset) as a clerk reads it, by the local clock; what is none as it is."""
    try:
        local = datetime.fromisoformat(str(time)).astimezone()
    except ValueError:
        return str(time or "—")
    return f"{local.month}月{local.day}日{local:%H:%M}"


def known_reasons() -> frozenset[str]:
    """Return every reason that has a wording of its own."""
    return frozenset(_MESSAGES)
