"""Sentences that many wordings share: what was kept."""

from __future__ import annotations

from collections.abc import Mapping

#: By the reason of an error: what happened, what was kept, what to do; facts of the error in braces.
Wordings = Mapping[str, tuple[str, str, str]]

UNTOUCHED = "原文件没有改动。"
OLD_KEPT = "原有文件没有改动，也没有留下半份文件。"
BOOK_KEPT = "此前的修改都已保存。"
