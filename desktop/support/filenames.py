"""Names of files made from names of things, and whether there is such a file."""

from __future__ import annotations

import re
from pathlib import Path

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_LONGEST_NAME = 60


def file_name(text: str) -> str:
    """Return `text` as a file name without suffix: what no system allows left out, 60 characters at most."""
    return _FORBIDDEN.sub("", text).strip(" .")[:_LONGEST_NAME] or "未命名"


def is_there(path: Path) -> bool:
    """Say whether there is a file at `path`; none is under a name that the system cannot have."""
    try:
        return path.exists()
    except OSError:
        return False
