"""修改记录 and search over a real policy: told from the file's own journal, found by what the document says."""

from __future__ import annotations

from pathlib import Path

from desktop.domain.changelog import Told, tell
from desktop.domain.edits import edit_cell
from desktop.domain.search import Query, SearchIndex
from desktop.domain.unit import Role
from desktop.services.desk import Desk
from desktop.services.directory import unit_directory
from desktop.services.importing import import_step
from desktop.storage import Workbook
from tests.services.books import NOW, seed_reading


def told(path: Path) -> list[Told]:
    workbook = Workbook.open(path, read_only=True)
    try:
        stored = [workbook.step(entry.sequence) for entry in workbook.entries()]
        return list(tell(workbook.book(), reversed(stored)))
    finally:
        workbook.close()


def test_a_file_tells_what_was_done_in_it(tmp_path: Path) -> None:
    path = tmp_path / "湖南.fengong"
    desk = Desk.create(path, person="李明")
    try:
        desk.commit(*import_step(desk.book, seed_reading("001"), NOW))
        task = desk.book.tasks[3]
        old = [a.name for a in desk.book.assignments(task.key) if a.role == Role.LEAD]
        desk.commit(edit_cell(desk.book, task, "lead", "省财政厅", unit_directory()))
        desk.undo()
        desk.wait()
        book = desk.book
    finally:
        desk.close()
    undone, edited, imported = told(path)
    lead = next(line for line in edited.lines if line.title == "牵头")
    assert (lead.owner, lead.before, lead.after) == (task.key, "、".join(old), "省财政厅")
    assert (edited.undone, edited.entry.person) == (True, "李明")
    assert undone.title == "撤销：修改牵头单位"
    back = next(line for line in undone.lines if line.title == "牵头")
    assert (back.before, back.after) == (lead.after, lead.before)
    wordings = [x.after for x in imported.lines if (x.kind, x.title) == ("task", "任务表述")]
    assert sorted(map(str, wordings)) == sorted(t.wording for t in book.tasks)
    assert all(line.before is None for line in imported.lines)


def test_search_over_a_real_policy_agrees_with_its_cells(tmp_path: Path) -> None:
    desk = Desk.create(tmp_path / "湖南.fengong")
    try:
        desk.commit(*import_step(desk.book, seed_reading("001"), NOW))
        book = desk.book
    finally:
        desk.close()
    index = SearchIndex(book)
    hits = index.find(Query("高端装备"))
    assert hits
    for hit in hits:
        texts = dict(hit.texts(book))
        for name, spans in hit.places(book).items():
            text = texts[name]
            assert {"".join(s.slice(text).split()) for s in spans} == {"高端装备"}
    led = {h.row.key for h in index.find(Query(unit="省教育厅", role=Role.LEAD))}
    every = {h.row.key for h in index.find(Query(unit="省教育厅"))}
    assert led
    assert led < every
    assert every == {
        row.key
        for row in (*book.tasks, *book.annex)
        if any(a.name == "省教育厅" for a in book.assignments(row.key))
    }
