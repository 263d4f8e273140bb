"""An open book: the two tables between what leads to them and what explains them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.book import Book
from desktop.domain.changes import ChangeSet
from desktop.domain.columns import WORDING
from desktop.domain.differences import take_to_annex, take_to_task, unlink_task
from desktop.domain.document import Span
from desktop.domain.edits import edit_cell, settle_doubt
from desktop.domain.extras import edit_extra
from desktop.domain.moving import place_rows
from desktop.domain.records import AnnexRow, DoubtRecord, Policy, Task
from desktop.domain.search import CELL_FIELDS, Hit
from desktop.domain.search_findings import Finding, Findings
from desktop.domain.search_source import SourceHit
from desktop.domain.trace import Trace
from desktop.services.own_units import remember_units
from desktop.support.errors import FengongError
from desktop.ui.book_models import AnnexModel, BookModel, Row, TaskModel
from desktop.ui.cell_block import typed_cells
from desktop.ui.cell_help import CellHelp
from desktop.ui.desk_link import DeskLink
from desktop.ui.details_pane import DetailsPane
from desktop.ui.info_bar import InfoBar
from desktop.ui.jobs import Jobs
from desktop.ui.journal_pane import LIMIT, JournalPane
from desktop.ui.lead_bar import LeadBar
from desktop.ui.marking import marked_task
from desktop.ui.navigation import Navigation
from desktop.ui.row_filter import Filter, in_section, of_found, of_unit
from desktop.ui.search_job import Searcher
from desktop.ui.search_panel import SearchPanel
from desktop.ui.sheet_view import SheetView
from desktop.ui.side_panes import SidePanes
from desktop.ui.sort_bar import SortBar
from desktop.ui.source_pane import Place, SourcePane
from desktop.ui.source_places import places_of

_TASKS, _ANNEX = 0, 1
_JOURNAL = 1
#: How many steps 修改记录 shows.
_ENTRIES = 500
#: How many characters the panes beside the table are wide at least.
_LEAST_LEFT, _LEAST_RIGHT = 13, 18
#: How much more than its least width the table has before the panes beside it have what they like.
_COMFORT = 1.3
READING = "正在读入其余内容…"
_NO_TASKS = "没有任务。在右边的原文中选中文字，点“设为任务”。"
_NO_ANNEX = "附件还是空的。在“任务分解”中选中任务，点“列入附件”。"


class Workspace(QSplitter):
    """Everything that shows one book. `selected` when another row or tab is current; `failed` with an error."""

    selected = Signal()
    said = Signal(str)
    failed = Signal(object)

    def __init__(self, link: DeskLink, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.link = link
        #: What is asked of the book's file; closed before the book is.
        self.jobs = Jobs(self)
        self._traces: dict[str, Trace | None] = {}
        self._filter: Filter | None = None
        #: A place in a source that was gone to, until another row is current.
        self._sought: SourceHit | None = None
        self._whole = link.whole
        self.task_model = TaskModel(link.book, parent=self)
        self.annex_model = AnnexModel(link.book, parent=self)
        self.tasks = SheetView(self.task_model, "tasks")
        self.annex = SheetView(self.annex_model, "annex")
        self.tasks.setAccessibleName("任务分解")
        self.annex.setAccessibleName("附件")
        self.annex.verticalHeader().hide()
        self._helps = CellHelp(link)
        self.tasks.helped_by = self.annex.helped_by = self._helps.give
        self.lead_bar = LeadBar(lambda: self.book, self.submit)
        self.navigation = Navigation()
        self.source = SourcePane()
        self.details = DetailsPane()
        self.journal = JournalPane()
        self.searcher = Searcher(link, self.jobs, self)
        self.search = SearchPanel(self.searcher)
        # Many changes of what is chosen come together while one drags over cells.
        self._choosing = QTimer(self)
        self._choosing.setSingleShot(True)
        self._choosing.setInterval(0)
        self._choosing.timeout.connect(self.selected)
        self._build()
        self._connect()
        self.let_edit()
        self.refresh()

    @property
    def book(self) -> Book:
        """The snapshot shown."""
        return self.link.book

    @property
    def view(self) -> SheetView:
        """The table on top."""
        return self.annex if self.tabs.currentIndex() == _ANNEX else self.tasks

    @property
    def filtered(self) -> bool:
        """Whether rows of the table on top may be hidden."""
        return self.view.book_model().filtered

    def selected_rows(self) -> list[Row]:
        """Return the rows chosen in the table on top."""
        return self.view.selected_rows()

    def submit(self, step: ChangeSet) -> bool:
        """Do one step."""
        return self.link.submit(step)

    def refresh(self) -> None:
        """Show the present snapshot everywhere; all of a book after a part of it with the rows in sight in place."""
        if self._whole == self.link.whole:
            self._show_book()
            return
        self._whole = self.link.whole
        self.let_edit()
        with self.tasks.in_place(), self.annex.in_place():
            self._show_book()

    def _show_book(self) -> None:
        book, whole = self.book, self.link.whole
        self._apply_filter()
        # Of a glimpse nothing is counted.
        self.tabs.setTabText(_TASKS, f"任务分解（{len(book.tasks) if whole else '…'}）")
        self.tabs.setTabText(_ANNEX, f"附件（{len(book.annex) if whole else '…'}）")
        self.navigation.set_book(book, whole=whole)
        if whole:
            self.search.set_book(book)
        self._show_row()

    def let_edit(self) -> None:
        """Have everything take edits, or not, as the book does now."""
        writable = self.link.writable
        for model in (self.task_model, self.annex_model):
            model.edit = self._edit if writable else None
        for pane in (self.source, self.details):
            pane.set_read_only(not writable)
        self.tasks.empty_text = _NO_TASKS if self.link.whole else READING
        self.annex.empty_text = _NO_ANNEX if self.link.whole else READING

    def policy(self) -> Policy | None:
        """Return the policy whose place was gone to, or that the current row comes from, else the first current one."""
        sought = self.book.find(Policy, self._sought.policy) if self._sought is not None else None
        if sought is not None:
            return sought
        row = self.view.current_row()
        policy = self.book.find(Policy, row.policy) if row is not None and row.policy else None
        return policy or next(iter(self.book.current_policies), None)

    def show_tab(self, annex: bool) -> None:
        """Bring one of the two tables to the top and give it the keyboard."""
        self.tabs.setCurrentIndex(_ANNEX if annex else _TASKS)
        self.view.setFocus()

    def show_record(self, key: str, column: str | None = None) -> bool:
        """Go to the row of a task or annex row, showing all rows where a filter hides it."""
        annex = self.book.find(AnnexRow, key) is not None
        self.show_tab(annex)
        if self.view.book_model().place_of(key) is None:
            self.show_all()
        columns = [c.key for c in self.view.book_model().columns]
        return self.view.show_row(key, columns.index(column) if column in columns else None)

    def jump(self) -> None:
        """Go from a task to its annex row, or from an annex row to its task."""
        row = self.view.current_row()
        if isinstance(row, Task):
            keys = [n.annex_row for n in self.book.links_of_task(row.key)]
        elif row is not None:
            keys = [n.task for n in self.book.links_of_row(row.key)]
        else:
            keys = []
        if keys:
            self.show_record(keys[0])
        elif row is not None:
            self.said.emit(
                "这项任务没有列入附件" if isinstance(row, Task) else "这一项没有对应的任务"
            )

    def show_all(self) -> None:
        """Let go of the filter."""
        self._filter = None
        self.navigation.clear_choice()
        self._apply_filter()

    def open_search(self) -> None:
        """查找: open the search with the keyboard in its line."""
        self.search.open(self.book)

    def show_finding(self, finding: Finding, with_keyboard: bool) -> None:
        """Go to what a search found; the keyboard goes with it, or stays where it is in the search."""
        here = QApplication.focusWidget()
        if isinstance(finding, SourceHit):
            self._sought = finding
            self.right.show()
            self._show_row()
            if with_keyboard:
                self.source.text.setFocus()
        elif not self.show_record(finding.row.key, _column(finding, self.book)):
            self.said.emit("这一项已经不在分工簿中")
        if not with_keyboard and here is not None and self.search.isAncestorOf(here):
            here.setFocus()

    def next_pane(self, bars: Sequence[InfoBar] = ()) -> None:
        """Take the keyboard on to the next part that is shown, `bars` first; Tab stays within the table."""
        side = self.side.currentWidget()
        panes = [self.navigation.sections, self.navigation.units, self.search.box, self.search.list]
        panes += [self.view, self.source.text, side]
        said = [bar.first for bar in (*bars, self.lead_bar)]
        shown = [pane for pane in (*said, *panes) if pane is not None and pane.isVisible()]
        here = next((i for i, pane in enumerate(shown) if pane.hasFocus()), -1)
        shown[(here + 1) % len(shown)].setFocus()

    def mark_selection(self) -> None:
        """设为任务: make a task of what is selected in the source."""
        self.source.mark()

    def remember_units(self, doubts: Sequence[DoubtRecord]) -> bool:
        """记入本簿单位名录: have the book know the units that doubts ask about."""
        return self.submit(remember_units(self.book, doubts))

    def read_journal(self) -> None:
        """Fill 修改记录 while it is shown; read beside the window, since the disk may be slow."""
        if self.side.currentIndex() == _JOURNAL:
            rows = self.journal.rows
            self.jobs.run(
                lambda: self.link.desk.told(rows, _ENTRIES, LIMIT),
                self.journal.show_told,
                self.failed.emit,
            )

    def _build(self) -> None:
        self.tabs = QTabWidget()
        self.tabs.addTab(self.tasks, "任务分解")
        self.tabs.addTab(self.annex, "附件")
        self.tabs.setDocumentMode(True)
        self._filter_label = QLabel()
        self._filter_label.setTextFormat(Qt.TextFormat.PlainText)
        clear = QPushButton("显示全部")
        clear.clicked.connect(self.show_all)
        self.filter_bar = QWidget()
        bar = QHBoxLayout(self.filter_bar)
        bar.setContentsMargins(6, 2, 6, 2)
        bar.addWidget(self._filter_label, 1)
        bar.addWidget(clear)
        self.filter_bar.hide()
        tables = QWidget()
        layout = QVBoxLayout(tables)
        layout.setContentsMargins(0, 2, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.lead_bar)
        layout.addWidget(self.filter_bar)
        self.sort_bar = SortBar()
        layout.addWidget(self.sort_bar)
        layout.addWidget(self.tabs)
        centre = QSplitter(Qt.Orientation.Vertical)
        centre.addWidget(self.search)
        centre.addWidget(tables)
        centre.setStretchFactor(1, 1)
        centre.setSizes([250, 350])
        centre.setChildrenCollapsible(False)
        self.side = QTabWidget()
        self.side.addTab(self.details, "任务详情")
        self.side.addTab(self.journal, "修改记录")
        self.side.setDocumentMode(True)
        self.right = QSplitter(Qt.Orientation.Vertical)
        self.right.addWidget(self.source)
        self.right.addWidget(self.side)
        self.right.setSizes([400, 240])
        self.right.setChildrenCollapsible(False)
        for widget in (self.navigation, centre, self.right):
            self.addWidget(widget)
        self.setStretchFactor(1, 1)
        self.setSizes([200, 850, 310])
        self.setChildrenCollapsible(False)
        self._centre = centre
        self._panes = SidePanes((self.navigation, self.right))

    def minimumSizeHint(self) -> QSize:
        """Ask for the table alone: what stands beside it gives way."""
        return QSize(self._centre.minimumSizeHint().width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the table its room before anything else."""
        self._keep_room()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Keep more room in a larger font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._keep_room()

    def _keep_room(self) -> None:
        """Have the panes beside the table shrink before it does, and go where even that is too little."""
        character = self.fontMetrics().horizontalAdvance("单")
        self.navigation.setMinimumWidth(_LEAST_LEFT * character)
        self.right.setMinimumWidth(_LEAST_RIGHT * character)
        shown = self.navigation.isHidden(), self.right.isHidden()
        least = self.tasks.least_width()
        left = self._panes.fit(self.width(), least)
        self._centre.setMinimumWidth(max(0, min(left, round(least * _COMFORT), self.width())))
        if shown != (self.navigation.isHidden(), self.right.isHidden()):
            self.selected.emit()

    def _connect(self) -> None:
        for view in (self.tasks, self.annex):
            view.moved.connect(self._row_moved)
            view.jump.connect(self._jump_from)
            view.typed.connect(self._type)
            view.placed.connect(self._place)
            view.refused.connect(self.said)
            view.selectionModel().selectionChanged.connect(self._choosing.start)
            view.horizontalHeader().sortIndicatorChanged.connect(self._show_row)
            view.columns_set.connect(self._keep_room)
        self.tabs.currentChanged.connect(self._tab_changed)
        self.search.chosen.connect(self.show_finding)
        self.search.only.connect(self._filter_found)
        self.search.closed.connect(lambda: self.view.setFocus())
        self.search.said.connect(self.said)
        self.searcher.failed.connect(self.failed)
        self.side.currentChanged.connect(self.read_journal)
        self.link.changed.connect(self.refresh)
        self.link.changed.connect(self.lead_bar.look)
        self.link.saved.connect(self.read_journal)
        self.journal.wanted.connect(self.read_journal)
        self.navigation.section_chosen.connect(self._filter_section)
        self.navigation.unit_chosen.connect(self._filter_unit)
        self.details.settled.connect(self._settle)
        self.details.remembered.connect(self._remember)
        self.details.extras.edited.connect(self._edit_extra)
        self.details.sides.taken.connect(self._take_side)
        self.details.sides.unlinked.connect(
            lambda row, t: self.submit(unlink_task(self.book, row, t))
        )
        self.source.marked.connect(self._mark)

    def _edit(self, row: Row, column: str, typed: str) -> bool:
        present = self.book.find(type(row), row.key)
        if present is None:
            return False
        before = self.book
        done = self.submit(edit_cell(before, present, column, typed, self.link.directory))
        if done:
            self.lead_bar.ask(before, [row.key])
        return done

    def _type(self, cells: list, label: str) -> None:
        if cells and self.link.writable:
            before = self.book
            if self.submit(typed_cells(before, cells, self.link.directory, label)):
                self.lead_bar.ask(before, [row.key for row, _column, _text in cells])

    def _place(self, rows: list[Row], before: int) -> None:
        self.view.commit_editor()
        if self.link.writable:
            self.submit(place_rows(self.book, rows, before))

    def _take_side(self, row: AnnexRow, column: str, to_annex: bool) -> None:
        take = take_to_annex if to_annex else take_to_task
        self.submit(take(self.book, row, [column]))

    def _remember(self, doubt: DoubtRecord) -> None:
        self.view.setFocus()
        self.remember_units([doubt])

    def _settle(self, doubt: DoubtRecord, accept: bool) -> None:
        # The button goes with its doubt; the keyboard must not land on whatever stands behind it.
        self.view.setFocus()
        if self.submit(settle_doubt(self.book, doubt, self.link.directory, accept=accept)):
            left = len(self.book.open_doubts)
            self.said.emit(f"已处理，还有{left}处待核（F8看下一处）" if left else "待核已全部处理")

    def _edit_extra(self, owner: str, name: str, text: str) -> None:
        # The task may have gone while its field was typed in.
        if self.book.find(Task, owner) is not None:
            self.submit(edit_extra(self.book, owner, name, text))

    def _mark(self, span: Span) -> None:
        policy = self.policy()
        if policy is None or self.source.trace is None:
            return
        step, key = marked_task(self.book, policy, self.source.trace, span, self.link.directory)
        if self.submit(step):
            self.show_record(key, "wording")

    def _jump_from(self, _index: QModelIndex) -> None:
        self.jump()

    def _filter_section(self, key: str | None) -> None:
        self._filter = None if key is None else in_section(key)
        self._apply_filter()

    def _filter_unit(self, name: str) -> None:
        self._filter = of_unit(name)
        self._apply_filter()

    def _filter_found(self, found: Findings) -> None:
        self.navigation.clear_choice()
        self._filter = of_found(found.rows)
        self._apply_filter()

    def _apply_filter(self) -> None:
        """Show the present snapshot in the tables, and of it what the filter agrees to."""
        models: tuple[BookModel, ...] = (self.task_model, self.annex_model)
        title, keys = ("", None) if self._filter is None else self._filter(self.book)
        for model in models:
            model.show(self.book, keys)
        self.filter_bar.setVisible(keys is not None)
        if keys is not None:
            tasks, rows = (model.rowCount() for model in models)
            counts = f"　任务{tasks}项，附件{rows}项" if self.link.whole else ""
            self._filter_label.setText(f"只看：{title}{counts}")
            for view in (self.tasks, self.annex):
                if not view.currentIndex().isValid() and view.model().rowCount():
                    view.go_to(view.model().index(0, 2))
        self.selected.emit()

    def _tab_changed(self) -> None:
        view = self.view
        if not view.selectionModel().hasSelection() and view.model().rowCount():
            # A table seen first has a row to begin with, as the other has.
            view.go_to(view.model().index(max(0, view.currentIndex().row()), 1))
        self._row_moved()

    def _row_moved(self) -> None:
        self._sought = None
        self._show_row()

    def _show_row(self) -> None:
        row = self.view.current_row()
        policy = self.policy()
        self.sort_bar.show_view(self.view)
        self.details.set_read_only(not self.link.writable)
        self.details.show_row(self.book, row, policy)
        self.journal.set_row(row.key if row is not None else None)
        self._need_trace(policy)
        self.source.show_trace(self._traces.get(policy.text + policy.trace) if policy else None)
        if self._sought is not None:
            self.source.light([Place(span, found=True) for span in self._sought.sources()])
        else:
            self.source.light(places_of(self.book, row))
        self.selected.emit()

    def _need_trace(self, policy: Policy | None) -> None:
        """Fetch the text of a policy once, beside the window."""
        if policy is None or policy.text + policy.trace in self._traces:
            return
        name = policy.text + policy.trace
        self._traces[name] = None

        def fetched(trace: Trace) -> None:
            self._traces[name] = trace
            self._show_row()

        self.jobs.run(
            lambda: self.link.desk.trace(policy.text, policy.trace), fetched, self._no_trace
        )

    def _no_trace(self, error: FengongError) -> None:
        # Damage is found by the reading of the rest, too, and told then with the ways on; once is enough.
        if self.link.whole or error.reason != "workbook.damaged":
            self.failed.emit(error)


def _column(hit: Hit, book: Book) -> str:
    """Return the column in which the words stand; a task's text and clause explain its wording."""
    name = hit.passage(book)[0]
    return name if name in CELL_FIELDS[hit.row.kind] else WORDING.key
