"""核对导入: what was read of a policy, before anything is written. 确认导入 is the one step that writes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLabel,
    QSplitter,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.book import Book
from desktop.domain.draft import CleaningNote, Draft, LeadRuleKind
from desktop.domain.records import AnnexRow, DoubtRecord, Policy, Task
from desktop.services.importing import Reading, book_of
from desktop.services.lead_choice import leaves_lead_open, led_by_first, undivided_tasks
from desktop.services.opening import new_book_path
from desktop.ui.book_models import AnnexModel, TaskModel
from desktop.ui.notices import tell_error
from desktop.ui.reading_report import KINDS
from desktop.ui.sheet_view import SheetView
from desktop.ui.source_pane import Place, SourcePane
from desktop.ui.source_places import places_of

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

_RULES = {
    LeadRuleKind.FIRST_LISTED: "排第一的单位牵头",
    LeadRuleKind.BY_VERB: "按“牵头”“配合”等字样",
    LeadRuleKind.BY_LABEL: "按“牵头单位”“配合单位”等标注",
    LeadRuleKind.BY_COLUMN: "按表格的牵头、配合栏",
    LeadRuleKind.NONE: "文件没有说明",
}
_FIELDS = {
    "task": "任务",
    "number": "序号",
    "wording": "任务表述",
    "text": "原文",
    "units": "单位",
    "role": "牵头",
    "deadline": "时限",
}
_WHOLE = "全文"
_PLACE = Qt.ItemDataRole.UserRole


class ImportReview(QDialog):
    """Accepted for 确认导入; `reading` is then what is to be written, with the clerk's answer about who leads.

    `book` is what the reading would begin (`book_of`), made beside the window; `target` where it would be kept.
    """

    def __init__(
        self,
        reading: Reading,
        book: Book,
        target: str,
        now: datetime,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("核对导入")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._read = reading
        self._now = now
        self._book = book
        self.task_model = TaskModel(self._book, None, self)
        self.annex_model = AnnexModel(self._book, None, self)
        self.tasks = _view(self.task_model, "任务分解")
        self.annex = _view(self.annex_model, "附件")
        self.doubts = _tree("待核", ("位置", "栏目", "为什么拿不准"))
        self.cleaning = _tree("清理", ("种类", "次数", "原来", "改为"))
        self.unread = _tree("未识别", ("像是分工的文字", "没有读成任务的原因"))
        self.source = SourcePane()
        self.source.set_read_only(True)
        self.source.show_trace(reading.draft.trace)
        self.lead = QComboBox()
        self.lead.setAccessibleName("牵头规则")
        self.tabs = QTabWidget()
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        self.confirm_button = buttons.addButton("确认导入", role.AcceptRole)
        buttons.addButton("取消", role.RejectRole)
        self.confirm_button.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._lay_out(target, buttons)
        self._fill()
        self._connect()
        for view in (self.tasks, self.annex):
            view.go_to(view.model().index(0, 0))
        self._follow(self.tasks)
        self.confirm_button.setFocus()

    @property
    def reading(self) -> Reading:
        """What was read, with the clerk's answer."""
        return led_by_first(self._read) if self.lead.currentIndex() == 1 else self._read

    def _lay_out(self, target: str, buttons: QDialogButtonBox) -> None:
        draft = self._read.draft
        form = QFormLayout()
        form.addRow("标题：", _label(draft.head.title or "（没有读出）", bold=True))
        form.addRow("文号：", _label(_facts(draft)))
        if leaves_lead_open(draft):
            several = len(undivided_tasks(draft))
            self.lead.addItems(
                [
                    "不区分牵头和配合，照原文列为责任单位",
                    "排第一的单位牵头，其余配合",
                ]
            )
            question = _label(
                f"文件没有说明谁牵头，有{several}项任务列了几个单位。请选一种，导入后仍可逐项修改："
            )
            form.addRow("牵头：", question)
            form.addRow("", self.lead)
        else:
            form.addRow("牵头：", _label(_rule(draft)))
        if draft.head.global_participants:
            names = "、".join(unit.name for unit in draft.head.global_participants)
            form.addRow("统一规定：", _label(f"{names}参加每一项任务"))
        form.addRow("存为：", _label(target))
        for title, page in self._pages().items():
            self.tabs.addTab(page, title)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.tabs)
        split.addWidget(self.source)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(split, 1)
        layout.addWidget(buttons)
        room = (self.parentWidget() or self).screen().availableGeometry()
        self.resize(min(1240, room.width() - 40), min(860, room.height() - 60))

    def _pages(self) -> dict[str, QWidget]:
        """Return the tabs that have something to show; tasks always, so that none is seen to be missing."""
        draft = self._read.draft
        pages: dict[str, QWidget] = {f"任务（{len(draft.tasks)}）": self.tasks}
        counted: Sequence[tuple[str, int, QWidget]] = (
            ("附件", len(self._book.annex), self.annex),
            ("待核", len(self._book.open_doubts), self.doubts),
            ("清理", len(draft.cleaning), self.cleaning),
            ("未识别", len(draft.unread), self.unread),
        )
        return pages | {f"{name}（{count}）": page for name, count, page in counted if count}

    def _fill(self) -> None:
        draft = self._read.draft
        self._fill_doubts()
        # What was done alike is said once, with how often; the place lit is the first.
        alike: dict[tuple[bool, str, str, str], list[CleaningNote]] = {}
        for note in draft.cleaning:
            alike.setdefault((note.certain, note.kind, note.before, note.after), []).append(note)
        for notes in sorted(alike.values(), key=lambda notes: notes[0].certain):
            note, kind = notes[0], KINDS.get(notes[0].kind, "其他")
            shown = (
                kind if note.certain else f"{kind}（拿不准）",
                f"{len(notes)}处",
                note.before.strip() or "（空）",
                note.after.strip() or "（删去）",
            )
            _add(self.cleaning, shown, Place(note.span))
        for missed in draft.unread:
            _add(self.unread, (missed.text, missed.reason), Place(missed.span))

    def _fill_doubts(self) -> None:
        self.doubts.clear()
        for doubt in self._book.open_doubts:
            field = _FIELDS.get(doubt.field, "")
            item = _add(self.doubts, (_owner(self._book, doubt), field, doubt.message), None)
            item.setData(0, _PLACE, doubt.owner)

    def _connect(self) -> None:
        self.tasks.moved.connect(lambda: self._follow(self.tasks))
        self.annex.moved.connect(lambda: self._follow(self.annex))
        self.tabs.currentChanged.connect(self._tab_changed)
        for tree in (self.doubts, self.cleaning, self.unread):
            tree.currentItemChanged.connect(lambda item, _before: self._light(item))
        self.lead.currentIndexChanged.connect(self._answered)

    def _answered(self) -> None:
        """Show the book as the answer makes it."""
        self._book = book_of(self.reading, self._now)
        self.task_model.set_book(self._book)
        self.annex_model.set_book(self._book)
        self._fill_doubts()
        place = self.tabs.indexOf(self.doubts)
        count = len(self._book.open_doubts)
        if place >= 0:
            self.tabs.setTabText(place, f"待核（{count}）")
        elif count:
            self.tabs.addTab(self.doubts, f"待核（{count}）")

    def _tab_changed(self) -> None:
        page = self.tabs.currentWidget()
        if isinstance(page, SheetView):
            self._follow(page)
        elif isinstance(page, QTreeWidget):
            self._light(page.currentItem())

    def _follow(self, view: SheetView) -> None:
        self.source.light(places_of(self._book, view.current_row()))

    def _light(self, item: QTreeWidgetItem | None) -> None:
        place = item.data(0, _PLACE) if item is not None else None
        if isinstance(place, Place):
            self.source.light([place])
        elif isinstance(place, str):
            row = self._book.find(Task, place) or self._book.find(AnnexRow, place)
            self.source.light(places_of(self._book, row))


def review(window: MainWindow, reading: Reading, begin: Callable[[Reading], object]) -> None:
    """Show what was read of a policy; `begin` gets what the clerk agrees to. The book is made beside the window."""
    now = datetime.now().astimezone()

    def show(book: Book) -> None:
        folder = window.memory.settings.folder()
        target = str(new_book_path(reading.draft.head.title, folder))
        dialog = ImportReview(reading, book, target, now, window)
        dialog.accepted.connect(lambda: begin(dialog.reading))
        dialog.finished.connect(window.activateWindow)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    window.jobs.run(lambda: book_of(reading, now), show, lambda error: tell_error(window, error))


def _view(model: TaskModel | AnnexModel, name: str) -> SheetView:
    view = SheetView(model, "review")
    view.setAccessibleName(name)
    view.setEditTriggers(SheetView.EditTrigger.NoEditTriggers)
    view.setTabKeyNavigation(False)
    return view


def _tree(name: str, headers: Sequence[str]) -> QTreeWidget:
    tree = QTreeWidget()
    tree.setAccessibleName(name)
    tree.setHeaderLabels(list(headers))
    tree.setRootIsDecorated(False)
    tree.setWordWrap(True)
    tree.setUniformRowHeights(False)
    tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    # The long texts stand last and share what is left.
    for column in range(len(headers) - (2 if len(headers) != 3 else 1)):
        tree.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
    return tree


def _add(tree: QTreeWidget, texts: Sequence[str], place: Place | None) -> QTreeWidgetItem:
    item = QTreeWidgetItem(["".join(text.split("\n")) for text in texts])
    for column, text in enumerate(texts):
        item.setToolTip(column, text)
    item.setData(0, _PLACE, place)
    tree.addTopLevelItem(item)
    return item


def _owner(book: Book, doubt: DoubtRecord) -> str:
    """Say where a doubt stands as a clerk would."""
    if doubt.owner in book.annex_numbers:
        return f"附件第{book.annex_numbers[doubt.owner]}项"
    task = book.find(Task, doubt.owner)
    if task is None:
        return _WHOLE if book.find(Policy, doubt.owner) is not None else ""
    return task.number or task.wording[:12]


def _facts(draft: Draft) -> str:
    head = draft.head
    day = (
        f"{head.issued_on:%Y年}{head.issued_on.month}月{head.issued_on.day}日"
        if head.issued_on
        else ""
    )
    return "　".join(filter(None, (head.doc_number, day, head.issuer))) or "（没有读出）"


def _rule(draft: Draft) -> str:
    rule = draft.head.lead_rule
    return f"{_RULES[rule.kind]}（“{rule.text}”）" if rule.text else _RULES[rule.kind]


def _label(text: str, *, bold: bool = False) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if bold:
        font = label.font()
        font.setBold(True)
        label.setFont(font)
    return label
