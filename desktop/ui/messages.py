"""What the window says of errors. The wording is one with the command line's (`desktop.services.messages`).

Free of Qt, so that wording can be tested and compared without a screen.
"""

from __future__ import annotations

from desktop.services.messages import Message, explain
from desktop.support.errors import FengongError

__all__ = ["Message", "brief", "explain", "paragraphs"]


def paragraphs(error: FengongError) -> tuple[str, str]:
    """Return what happened, and below it what was kept and what to do."""
    message = explain(error)
    return message.happened, "\n".join(s for s in (message.kept, message.advice) if s)


def brief(error: FengongError) -> str:
    """Return what happened as a few words for the status line."""
    return explain(error).happened.rstrip("。")
