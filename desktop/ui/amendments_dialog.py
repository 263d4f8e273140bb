"""正文修改意见: what is to change in the policies' text, each opinion edited in its row; 正文修改对照表 prints them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from desktop.domain.amendments import (
    add_amendment,
    amendment_at,
    amendment_of,
    amendments,
    edit_amendment,
    remove_amendments,
)
from desktop.domain.cells import tasks_of
from desktop.domain.records import Amendment, Policy, new_key
from desktop.ui.cell_delegate import CellDelegate
from desktop.ui.desk_link import DeskLink
from desktop.ui.records_dialog import RecordsDialog, Words
from desktop.ui.workspace import Workspace

#: The fields of an opinion in the order of their columns.
_FIELDS = ("place", "original", "proposed", "reason")
_PROPOSED = 2
_WORDS = Words(
    title="正文修改意见",
    about="印在“正文修改对照表”里，原文本身不变。在原文里选中要改的一段再打开，就从那一段写起；"
    "没有选中时，“增加”取当前任务的原文。在“修改为”里改好按回车即记下，清空表示删去；格内换行按Alt+回车。",
    columns=(("位置", 22), ("原文", 32), ("修改为", 32), ("理由", 20)),
    empty="还没有修改意见。",
    read_only="分工簿是只读的，修改意见只能查看。",
)
_NOT_YET = "这一条还没有记下：改动“修改为”一格后才算一条意见。"


class AmendmentsDialog(RecordsDialog[Amendment]):
    """Lists what is to change. `begun` gives an opinion to be filled in: of what is selected, or of the current row."""

    def __init__(
        self, link: DeskLink, begun: Callable[[], Amendment], parent: QWidget | None = None
    ) -> None:
        self._opinion = begun
        super().__init__(link, _WORDS, parent)
        self.table.setItemDelegate(CellDelegate(self))

    def _listed(self) -> Sequence[Amendment]:
        return amendments(self._link.book)

    def _texts(self, records: Sequence[Amendment]) -> list[tuple[str, ...]]:
        return [tuple(str(getattr(one, name)) for name in _FIELDS) for one in records]

    def _first_typed(self) -> int:
        return _PROPOSED

    def _begun(self) -> Amendment:
        # To be worked over in place: most opinions change a few words.
        opinion = self._opinion()
        self._say(_NOT_YET)
        return replace(opinion, proposed=opinion.original)

    def _take(self, record: Amendment, column: int, typed: str) -> None:
        opinion = _with(record, column, typed)
        book = self._link.book
        if record is not self._draft:
            self._say("")
            if book.find(Amendment, record.key) is None:
                self._fill()  # gone while it was typed in
            else:
                self._keep(edit_amendment(book, opinion), record, column)
            return
        step = add_amendment(book, opinion) if book.find(Policy, opinion.policy) else None
        if column != _PROPOSED or not step:
            self._say(_NOT_YET)
            self._keep_draft(opinion)
            return
        self._say("")
        self._keep(step, record, column)

    def _remove(self, record: Amendment) -> None:
        if self._link.book.find(Amendment, record.key) is None:
            return
        if self._link.submit(remove_amendments(self._link.book, [record.key])):
            self._say("已删除，可以撤销。")


def _with(opinion: Amendment, column: int, typed: str) -> Amendment:
    match _FIELDS[column]:
        case "place":
            return replace(opinion, place=typed)
        case "original":
            return replace(opinion, original=typed)
        case "proposed":
            return replace(opinion, proposed=typed)
        case _:
            return replace(opinion, reason=typed)


def opinion_on(workspace: Workspace, policy: Policy) -> Amendment:
    """Return an opinion to be filled in: on what is selected in `policy`, else on the current row, else on neither.

    `policy` may be an earlier version that was gone to; nothing is to change in that.
    """
    book, span = workspace.book, workspace.source.selected_span()
    current = {p.key: p for p in book.current_policies}
    if span is not None and policy.key in current:
        return amendment_at(book, policy, span, workspace.source.selected_text())
    row = workspace.view.current_row()
    task = next(iter(tasks_of(book, row)), None) if row is not None else None
    if task is not None and task.policy in current:
        return amendment_of(book, task)
    home = policy.key if policy.key in current else next(iter(current), policy.key)
    return Amendment(new_key(), home, 0, "", "", "", "", None)
