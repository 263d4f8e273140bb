"""The same policy as a Word file with automatic numbering gives the same tasks as the text."""

from __future__ import annotations

from pathlib import Path

from desktop.domain.draft import Draft
from desktop.services.directory import unit_directory
from desktop.services.importing import read_policy
from tests.reading.docx_builder import seed_docx
from tests.services.books import seed_reading


def shown(draft: Draft) -> list[tuple[object, ...]]:
    return [
        (
            [s.heading for s in draft.path(t.section)],
            t.number,
            t.wording,
            t.text,
            t.clause,
            [(u.name, u.role, u.tail) for u in t.units],
            [(d.text, d.date) for d in t.deadlines],
            [d.code for d in t.doubts],
        )
        for t in draft.tasks
    ]


def test_automatic_numbers_and_a_real_table_read_like_the_text(tmp_path: Path) -> None:
    path = tmp_path / "湖南.docx"
    path.write_bytes(seed_docx())
    word = read_policy(path, unit_directory())
    text = seed_reading("001")
    assert word.document.format == "docx"
    assert shown(word.draft) == shown(text.draft)
    (word_table,), (text_table,) = word.draft.tables, text.draft.tables
    assert word_table.title == text_table.title
    assert [
        (r.number, r.wording, [u.name for u in r.units], [d.text for d in r.deadlines], r.tasks)
        for r in word_table.rows
    ] == [
        (r.number, r.wording, [u.name for u in r.units], [d.text for d in r.deadlines], r.tasks)
        for r in text_table.rows
    ]
