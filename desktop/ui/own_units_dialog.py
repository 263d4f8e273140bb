"""本簿单位名录: the units that this book knows besides the shipped ones, each edited in its row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QTimer
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.domain.own_units import ANY_REGION, own_units
from desktop.domain.records import OwnUnit, new_key
from desktop.services.own_units import Uses, drop_own_unit, put_own_unit, uses_of_own_units
from desktop.ui.desk_link import DeskLink
from desktop.ui.notices import ask
from desktop.ui.records_dialog import RecordsDialog, Words

#: The fields of a unit in the order of their columns; behind them stands where it is used.
_FIELDS = ("name", "full_name", "aliases", "region", "note")
_REGION, _USES = 3, len(_FIELDS)
_WORDS = Words(
    title="本簿单位名录",
    about="这里的单位，本分工簿读到时不再提示待核。双击或按F2修改；几个别名之间用顿号（、）分开。",
    columns=(
        ("名称", 22),
        ("全称", 24),
        ("别名、简称", 26),
        ("地区", 9),
        ("说明", 20),
        ("用在", 19),
    ),
    empty="还没有。点“增加”填写，或在待核处点“记入本簿单位名录”。",
    read_only="分工簿是只读的，名录只能查看。",
)


class OwnUnitsDialog(RecordsDialog[OwnUnit]):
    """Lists the own units of an open book. Each cell left, each unit removed is one step; what is refused is said."""

    def __init__(self, link: DeskLink, parent: QWidget | None = None) -> None:
        super().__init__(link, _WORDS, parent)
        self.table.setItemDelegateForColumn(_REGION, _Regions(self._regions, self))

    def _listed(self) -> Sequence[OwnUnit]:
        return own_units(self._link.book)

    def _texts(self, records: Sequence[OwnUnit]) -> list[tuple[str, ...]]:
        uses = uses_of_own_units(self._link.book)
        return [
            (
                *(str(getattr(unit, name)) for name in _FIELDS),
                _used(uses[unit.key]) if unit.key in uses else "",
            )
            for unit in records
        ]

    def _is_typed(self, column: int) -> bool:
        return column != _USES

    def _begun(self) -> OwnUnit:
        return OwnUnit(new_key(), self._usual_region(), "", "", "", "")

    def _take(self, record: OwnUnit, column: int, typed: str) -> None:
        unit = replace(record, **{_FIELDS[column]: typed})
        if record is self._draft and not unit.name.strip():
            self._keep_draft(unit)
            return
        step, refused = put_own_unit(self._link.book, unit, self._link.shipped)
        said = [*(m.happened for m in refused), *dict.fromkeys(m.advice for m in refused)]
        self._say("".join(said))
        self._keep(step, record, column)

    def _remove(self, record: OwnUnit) -> None:
        """Remove a unit; first ask where cells name it."""
        uses = uses_of_own_units(self._link.book)[record.key]
        if not uses:
            self._drop(record.key)
            return
        ask(
            self,
            f"从本簿单位名录中删除“{record.name}”？",
            f"用到它的有：{_used(uses)}。格子里的文字不变；目录里没有的名称会重新标为待核。可以撤销。",
            {"删除": lambda: self._drop(record.key)},
            "取消",
        )

    def _drop(self, key: str) -> None:
        book = self._link.book
        if book.find(OwnUnit, key) is None:
            return  # gone while it was asked
        if self._link.submit(drop_own_unit(book, key, self._link.shipped)):
            again = len(self._link.book.open_doubts) - len(book.open_doubts)
            self._say(f"已删除，{again}处重新标为待核。" if again else "已删除。")

    def _usual_region(self) -> str:
        regions = {p.region for p in self._link.book.current_policies}
        only = regions.pop() if len(regions) == 1 else None
        return only or ANY_REGION

    def _regions(self) -> list[str]:
        here = (p.region for p in self._link.book.current_policies if p.region)
        used = (u.region for u in own_units(self._link.book))
        return list(dict.fromkeys((ANY_REGION, *here, *used, *self._link.shipped.regions())))


class _Regions(QStyledItemDelegate):
    """Has a region chosen from those that documents can be of."""

    def __init__(self, regions: Callable[[], list[str]], parent: QObject) -> None:
        super().__init__(parent)
        self._regions = regions

    def createEditor(
        self,
        parent: QWidget,
        _option: QStyleOptionViewItem,
        _index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        """Offer the regions."""
        box = QComboBox(parent)
        box.addItems(self._regions())
        box.activated.connect(lambda _place: self._chosen(box))
        QTimer.singleShot(0, box, box.showPopup)
        return box

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Begin with the region of now."""
        assert isinstance(editor, QComboBox)
        editor.setCurrentText(str(index.data() or ""))

    def _chosen(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)


def _used(uses: Uses) -> str:
    parts = []
    if uses.tasks:
        parts.append(f"任务{uses.tasks}项")
    if uses.annex_rows:
        parts.append(f"附件{uses.annex_rows}项")
    if uses.policies:
        parts.append("全文统一规定")
    return "、".join(parts) or "没有用到"
