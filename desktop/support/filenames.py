"""Names of files made from names of things."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_LONGEST_NAME = 60


def file_name(text: str) -> str:
    """Return `text` as a file name without suffix: what no system allows left out, 60 characters at most."""
    return _FORBIDDEN.sub("", text).strip(" .")[:_LONGEST_NAME] or "未命名"
