"""What leaves the program: 导出附件, 复制整表, 预览打印."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.domain.sheets import SheetOptions, sheets
from desktop.services import exporting
from desktop.services.copying import annex_as_text
from desktop.services.layouts import layouts
from desktop.support.errors import OutputError
from desktop.ui.cell_block import put_on_clipboard
from desktop.ui.exporter import Outgoing
from desktop.ui.notices import tell_error
from desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow


def export(window: MainWindow) -> None:
    """导出附件, as the annex is printed by default."""
    workspace = _to_let_out(window)
    if workspace is None:
        return
    book, path = workspace.book, workspace.link.desk.path
    what = (
        f"附件，{len(book.annex)}项"
        if book.annex
        else f"附件还是空的，按全部{len(book.tasks)}项任务导出"
    )
    settings = window.memory.settings
    layout = layouts().first_of_rows(settings.usual_layout)
    options = SheetOptions(setup=settings.setup(layout))
    doubts = exporting.open_doubts(book, layout)
    going = Outgoing(what, doubts, lambda: sheets(book, layout, options))
    window.exporter.begin(going, path.parent, f"{path.stem}附件", window)


def copy_annex(window: MainWindow) -> None:
    """复制整表: the annex for a text or a sheet of another program; what is still in doubt is said."""
    workspace = _to_let_out(window)
    if workspace is None:
        return
    book, settings = workspace.book, window.memory.settings
    layout = layouts().first_of_rows(settings.usual_layout)
    try:
        text = annex_as_text(book, layout)
    except OutputError as error:
        tell_error(window, error)
        return
    put_on_clipboard(*text)
    count = f"附件{len(book.annex)}项" if book.annex else f"全部{len(book.tasks)}项任务"
    doubts = len(exporting.open_doubts(book, layout))
    left = f"其中还有{doubts}处待核没有处理。" if doubts else ""
    window.info.say(f"已复制{count}，带表头，可粘贴到Word、WPS或Excel。{left}")


def preview(window: MainWindow, before: str | None = None) -> None:
    """预览打印; with `before`, of the comparison of that stage with now."""
    workspace = _to_let_out(window)
    if workspace is not None:
        desk = workspace.link.desk
        window.previewer.begin(
            desk, workspace.book, desk.path.parent, desk.path.stem, before=before
        )


def _to_let_out(window: MainWindow) -> Workspace | None:
    """Return what is open, with what stands in an open editor in its book."""
    window.commit_editor()
    return window.workspace
