"""Every reason an error can have has a wording of its own."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.services.messages import explain, known_reasons
from desktop.services.wordings import books, editing, printing, reading
from desktop.support.errors import OutputError, RefusedSource, UnreadableSource, WorkbookError

REASON = re.compile(r'"((?:source|refused|workbook|output|layout|stale|edit)\.[a-z_]+)"')


def test_every_reason_in_the_program_has_a_wording(root: Path) -> None:
    used = {
        reason
        for path in (root / "desktop").rglob("*.py")
        if "wordings" not in path.parts and path.name != "messages.py"
        for reason in REASON.findall(path.read_text(encoding="utf-8"))
    }
    assert len(used) > 30
    assert used - known_reasons() == set()


def test_a_sentence_holds_the_facts() -> None:
    assert "机密★1年" in explain(RefusedSource("refused.security", mark="机密★1年")).line()
    assert "50MB" in explain(UnreadableSource("source.too_large", limit=50 * 1024 * 1024)).line()
    assert (
        "“㐀”（U+3400）"
        in explain(OutputError("output.no_glyph", character="㐀", code_point="U+3400")).line()
    )


def test_a_missing_fact_does_not_spoil_the_message() -> None:
    assert explain(UnreadableSource("source.timeout")).happened.startswith("读取超过")


def test_a_writer_without_a_name_is_another_window() -> None:
    for person in ("—", ""):
        held = explain(WorkbookError("workbook.held", person=person, machine="前台", time="—"))
        assert held.happened.startswith("另一个窗口（前台）自")


def test_an_unknown_reason_is_named() -> None:
    assert "workbook.unheard_of" in explain(WorkbookError("workbook.unheard_of")).line()


@pytest.mark.parametrize("reason", sorted(known_reasons()))
def test_every_wording_says_what_happened_and_ends_its_sentences(reason: str) -> None:
    message = explain(WorkbookError(reason))
    assert message.happened.endswith("。")
    assert all(part.endswith("。") for part in (message.kept, message.advice) if part)


def test_a_moment_is_told_by_the_local_clock() -> None:
    held = {"person": "张三", "machine": "办公室-07"}
    local = datetime(2026, 3, 4, 9, 5, tzinfo=UTC).astimezone()
    time = local.astimezone(UTC).isoformat()
    line = explain(WorkbookError("workbook.held", time=time, **held)).happened
    assert f"张三（办公室-07）自3月{local.day}日{local:%H:%M}起" in line
    assert "自—起" in explain(WorkbookError("workbook.held", time="—", **held)).happened
    assert "自—起" in explain(WorkbookError("workbook.held")).happened


def test_a_reason_has_one_wording_only() -> None:
    tables = [t.WORDINGS for t in (books, editing, printing, reading)]
    assert sum(map(len, tables)) == len(known_reasons())
