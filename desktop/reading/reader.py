"""Bytes → SourceDocument, in this process: the pure heart of reading, for tests and for the child.

Files from outside are read through `desktop.reading.child`, which sets limits to this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.reading.detect import DOCX, detect
from desktop.reading.text import read_text
from desktop.support.errors import UnreadableSource

if TYPE_CHECKING:
    from desktop.domain.document import SourceDocument

MAX_FILE = 50 * 1024 * 1024
"""Largest file that is read, in bytes."""


def read_bytes(name: str, data: bytes) -> SourceDocument:
    """Read a policy file that was called `name` from its bytes; the name has no say in how.

    Raises:
        UnreadableSource: ``source.empty``, ``source.too_large`` with `limit` in bytes, or a reason
            given by `detect`, `read_text` or `read_docx`.
        RefusedSource: ``refused.security`` with `mark` where its head bears a 密级.
    """
    if not data:
        raise UnreadableSource("source.empty")
    if len(data) > MAX_FILE:
        raise UnreadableSource("source.too_large", limit=MAX_FILE)
    if detect(data) != DOCX:
        return read_text(name, data)
    # Late, because a text needs no XML and the child process starts for every file.
    from desktop.reading.docx import read_docx

    return read_docx(name, data)
