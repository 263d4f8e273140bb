"""Every reason that a room raises has a wording of its own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from desktop.services.messages import known_reasons
from desktop.support.errors import OutputError, UnreadableSource, WorkbookError
from desktop.ui.messages import brief, explain, paragraphs

PREFIXES = ("source.", "refused.", "workbook.", "output.", "stale.")


def reasons(root: Path) -> set[str]:
    """The dotted codes in the program's own texts that are no docstrings."""
    found = set()
    for file in (root / "desktop").rglob("*.py"):
        if "wordings" in file.parts or file.parts[-2:] == ("services", "messages.py"):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                value = node.value
                if value.startswith(PREFIXES) and value.replace(".", "").replace("_", "").isalnum():
                    found.add(value)
    return found


def test_every_reason_has_a_wording(root: Path) -> None:
    raised = reasons(root)
    assert {"source.empty", "refused.security", "workbook.disk_full", "output.no_glyph"} <= raised
    assert sorted(raised - known_reasons()) == []


@pytest.mark.parametrize("reason", sorted(known_reasons()))
def test_a_wording_is_whole_even_without_facts(reason: str) -> None:
    error = UnreadableSource(reason)
    if "seconds" in explain_text(reason):
        error = UnreadableSource(reason, seconds=30.0)
    happened, more = paragraphs(error)
    assert happened.endswith("。")
    assert "{" not in happened + more
    assert not brief(error).endswith("。")


def explain_text(reason: str) -> str:
    return "seconds" if reason == "source.timeout" else ""


def test_an_unknown_reason_is_named() -> None:
    assert "workbook.from_the_future" in explain(WorkbookError("workbook.from_the_future")).line()


def test_facts_stand_in_the_sentence() -> None:
    error = OutputError("output.no_glyph", character="𰻝", code_point="U+30EDD")
    assert "𰻝" in paragraphs(error)[0]
