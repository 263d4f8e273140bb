"""Typed errors: a code and data, never wording.

The Chinese sentence for each reason (what happened, what was kept, what to do) is in `desktop.services.messages`, for
window and command line alike; a traceback is never the message.
"""

from __future__ import annotations

from typing import ClassVar


class FengongError(Exception):
    """Base of every error the program raises on purpose.

    `code` names the kind of fault for the message tables; `data` holds what the sentence needs (a file name,
    a limit, the system's own word). Neither may hold text of a document: errors reach logs.
    """

    code: ClassVar[str] = "fengong"

    def __init__(self, reason: str, **data: object) -> None:
        """Raise with `reason`, a dotted code such as ``source.empty``, and the facts of the case."""
        super().__init__(reason)
        self.reason = reason
        self.data: dict[str, object] = data


class UnreadableSource(FengongError):
    """A policy file that cannot be read: missing, empty, not a document, damaged, too large."""

    code = "source"


class RefusedSource(FengongError):
    """A policy file that may not be processed, above all one that bears a 密级 mark."""

    code = "refused"


class WorkbookError(FengongError):
    """A `.fengong` file that cannot be opened, or a change that could not be committed to it."""

    code = "workbook"


class OutputError(FengongError):
    """A table that could not be written: disk full, no permission, a character that no font has."""

    code = "output"


class LayoutError(FengongError):
    """A 版式 that cannot be used, is not there, or cannot be kept."""

    code = "layout"


class StaleChange(WorkbookError):
    """A change whose recorded 'before' is not what the workbook holds now; nothing was written."""

    code = "stale"


class RefusedEdit(FengongError):
    """Something asked of rows that cannot be done with them as they are: nothing was changed."""

    code = "edit"
