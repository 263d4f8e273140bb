"""What the menus do to rows of an open book."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.domain.cells import DOUBT_FIELDS, cell_doubts
from desktop.domain.filling import fill_down
from desktop.domain.merging import merge_tasks
from desktop.domain.records import AnnexRow, DoubtRecord, Policy, Task
from desktop.domain.row_edits import list_in_annex, move_rows, remove_rows
from desktop.domain.splitting import split_task
from desktop.services.own_units import doubted_unit
from desktop.support.errors import RefusedEdit
from desktop.ui.messages import explain
from desktop.ui.workspace import Workspace


def list_rows(workspace: Workspace) -> str:
    """列入附件; return what to say."""
    tasks = [r for r in workspace.selected_rows() if isinstance(r, Task)]
    step = list_in_annex(workspace.book, tasks)
    if not workspace.submit(step):
        return "所选任务已在附件中"
    added = sum(c.kind == AnnexRow.kind and c.before is None for c in step.changes)
    return f"已列入附件{added}项"


def move(workspace: Workspace, step: int) -> str:
    """上移 or 下移; return what to say."""
    if workspace.submit(move_rows(workspace.book, workspace.selected_rows(), step)):
        return ""
    return "已经在最前" if step < 0 else "已经在最后"


def remove(workspace: Workspace) -> str:
    """删除任务 or 移出附件; return what to say."""
    rows = workspace.selected_rows()
    places = [workspace.view.book_model().place_of(r.key) for r in rows]
    if not rows or not workspace.submit(remove_rows(workspace.book, rows)):
        return ""
    model = workspace.view.book_model()
    place = min(min(p for p in places if p is not None), model.rowCount() - 1)
    if place >= 0:
        column = max(0, workspace.view.currentIndex().column())
        workspace.view.go_to(model.index(place, column))
    what = "删除任务" if isinstance(rows[0], Task) else "移出附件"
    return f"已{what}{len(rows)}项，可以撤销"


def split(workspace: Workspace) -> str:
    """拆分 the chosen task at the caret of the source text; return what to say."""
    row, place, trace = (
        workspace.view.current_row(),
        workspace.source.caret(),
        workspace.source.trace,
    )
    if not isinstance(row, Task):
        return "请先选中要拆分的任务"
    try:
        if place is None or trace is None:
            raise RefusedEdit("edit.split_elsewhere")
        step, second = split_task(workspace.book, row, trace, place)
    except RefusedEdit as error:
        return explain(error).line()
    if not workspace.submit(step):
        return ""
    workspace.show_record(second, "wording")
    return "已拆成两项，请核对两项的表述、单位和时限；可以撤销"


def merge(workspace: Workspace) -> str:
    """合并 the chosen tasks; return what to say."""
    tasks = [r for r in workspace.selected_rows() if isinstance(r, Task)]
    try:
        step = merge_tasks(workspace.book, tasks)
    except RefusedEdit as error:
        return explain(error).line()
    kept = min(tasks, key=lambda t: t.order)
    before = len(workspace.book.open_doubts)
    if not workspace.submit(step):
        return ""
    workspace.show_record(kept.key, "wording")
    raised = len(workspace.book.open_doubts) > before
    return f"已把{len(tasks)}项合并成一项" + (
        "，几项说法不同的地方已标为待核" if raised else "，可以撤销"
    )


def fill(workspace: Workspace) -> str:
    """向下填充 the chosen cells from the first of them, a single one from the cell above; return what to say."""
    view, model = workspace.view, workspace.view.book_model()
    places = sorted({(i.row(), i.column()) for i in view.selectedIndexes()})
    rows = sorted({row for row, _ in places})
    editable = [c for c in sorted({c for _, c in places}) if model.columns[c].editable]
    columns = [model.columns[c].key for c in editable if view.shows(model.columns[c].key)]
    if not columns:
        return "这一列不能填充"
    if len(rows) == 1:
        if rows[0] == 0:
            return "上面没有可以填充的一行"
        rows = [rows[0] - 1, rows[0]]
    step = fill_down(
        workspace.book, [model.row(row) for row in rows], columns, workspace.link.directory
    )
    return f"已填充{len(rows) - 1}行" if workspace.submit(step) else "内容相同，没有改动"


def sort_by_current(
    workspace: Workspace, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder
) -> None:
    """Show the table on top by the column of its current cell."""
    workspace.view.commit_editor()
    workspace.view.show_sorted(max(0, workspace.view.currentIndex().column()), order)


def unit_doubts_of(workspace: Workspace) -> list[DoubtRecord]:
    """Return the open doubts of the chosen rows that ask whether a name is a unit's."""
    book = workspace.book
    found = (d for row in workspace.selected_rows() for d in book.doubts(row.key))
    return [d for d in found if doubted_unit(book, d) is not None]


def remember_units(workspace: Workspace) -> str:
    """记入本簿单位名录, for every unit in doubt of the chosen rows; return what to say."""
    before = len(workspace.book.open_doubts)
    if not workspace.remember_units(unit_doubts_of(workspace)):
        return "所选行没有待核的单位"
    return f"已记入本簿单位名录，{before - len(workspace.book.open_doubts)}处待核已了结"


def next_doubt(workspace: Workspace) -> str:
    """Go to the next open doubt after the current row, going round; return what to say."""
    doubts = [d for d in workspace.book.open_doubts if workspace.book.find(Policy, d.owner) is None]
    if not doubts:
        whole = workspace.book.open_doubts
        workspace.side.setCurrentWidget(workspace.details)
        return f"待核（整个文件）：{whole[0].message}" if whole else "没有待核"
    chosen = _doubt_beside_cell(workspace)
    if chosen is None:
        row = workspace.view.current_row()
        order = {r.key: i for i, r in enumerate([*workspace.book.tasks, *workspace.book.annex])}
        here = order.get(row.key, -1) if row is not None else -1
        chosen = next((d for d in doubts if order.get(d.owner, -1) > here), doubts[0])
    workspace.show_record(chosen.owner, _marked_column(workspace, chosen))
    return f"待核：{chosen.message}"


def _doubt_beside_cell(workspace: Workspace) -> DoubtRecord | None:
    """Return a doubt of the current row that stands on another cell than the current, which has none itself."""
    view = workspace.view
    row = view.current_row()
    if row is None:
        return None
    columns = view.book_model().columns
    here = columns[view.currentIndex().column()].key
    marked = {_marked_column(workspace, d): d for d in reversed(workspace.book.doubts(row.key))}
    if here in marked:
        return None
    return next((marked[c.key] for c in columns if c.key in marked and view.shows(c.key)), None)


def _marked_column(workspace: Workspace, doubt: DoubtRecord) -> str | None:
    """Return the column on whose cell the mark of a doubt stands."""
    annex = workspace.book.find(AnnexRow, doubt.owner)
    owner = annex or workspace.book.get(Task, doubt.owner)
    column = next((c for c in DOUBT_FIELDS if doubt in cell_doubts(workspace.book, owner, c)), None)
    return "units" if annex is not None and column in ("lead", "others") else column
