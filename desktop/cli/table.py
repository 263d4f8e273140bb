"""`table FILE|WORKBOOK --layout NAME -o x.pdf -o x.xlsx`: a table in any layout, in each format."""

from __future__ import annotations

import argparse
import sys
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from desktop.cli.table_options import add_choices, chosen_options
from desktop.domain.book import Book
from desktop.domain.layout import Content, Layout
from desktop.domain.records import new_key
from desktop.domain.sheet import Sheet
from desktop.domain.sheets import Printed, SheetOptions, sheets
from desktop.services.directory import unit_directory
from desktop.services.exporting import (
    NAME_PLACE,
    export,
    export_each,
    open_doubts,
    paths_of_each,
    substitution,
)
from desktop.services.importing import import_step, read_policy
from desktop.services.layouts import DEFAULT, find_layout, layouts
from desktop.services.looking import Look, earlier_state, looking
from desktop.services.opening import is_workbook
from desktop.support.errors import OutputError

NAME = "table"
HELP = "把政策文件或分工簿排成任务分工表"
_DOUBTFUL = 1
_MOST_LIKE = 5


class _ListLayouts(argparse.Action):
    """Prints the layouts and leaves, as --help does; no file is needed for it."""

    def __call__(self, *_: object, **__: object) -> None:
        """Print key, name and columns of every layout; own files that cannot be used go to standard error."""
        shelf = layouts()
        for layout in shelf.all:
            titles = " | ".join(column.title for column in layout.sheet_columns())
            own = "（自定）" if layout in shelf.own else ""
            print(f"{layout.key}\t{layout.name}{own}\t{titles}")
        for sentence in shelf.broken:
            print(sentence, file=sys.stderr)
        raise SystemExit(0)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare this command's arguments."""
    parser.add_argument("file", metavar="文件", help="政策文件（.txt、.docx）或分工簿（.fengong）")
    parser.add_argument(
        "-o",
        "--output",
        action="append",
        required=True,
        metavar="输出",
        help=f"输出文件（.pdf .xlsx .docx .csv），可多次给出；文件名含{NAME_PLACE}时每个单位一个文件",
    )
    parser.add_argument("--strict", action="store_true", help="有待核内容时不输出，退出码为1")
    parser.add_argument(
        "--layout",
        default=DEFAULT,
        metavar="版式",
        help="版式的编号、名称或.json文件；默认为湖南附件四栏表",
    )
    parser.add_argument("--list-layouts", action=_ListLayouts, nargs=0, help="列出可用的版式")
    add_choices(parser)


def run(arguments: argparse.Namespace) -> int:
    """Read, take in as the window would, print. Doubts and notes go to standard error."""
    path = Path(arguments.file)
    layout = find_layout(arguments.layout)
    with looking(path) if is_workbook(path) else nullcontext(_read(path)) as look:
        book, options = look.book, chosen_options(arguments, layout, look.book)
        if arguments.doc_number and not options.doc_number:
            print("提示　文件没有写明发文字号，没有印", file=sys.stderr)
        if layout.content is Content.COMPARISON:
            book, earlier = earlier_state(look, arguments.before, arguments.after)
            options = replace(options, earlier=earlier)
        return _print(book, layout, options, arguments)


def _read(path: Path) -> Look:
    """Take a policy into a book that is in no file."""
    read = read_policy(path, unit_directory())
    empty = Book.of(new_key(), ())
    step, blobs = import_step(empty, read, datetime.now(UTC).astimezone())
    return Look(empty.applied(step), blobs.__getitem__)


def _print(book: Book, layout: Layout, options: SheetOptions, arguments: argparse.Namespace) -> int:
    doubts = open_doubts(book, layout)
    for place, doubt in doubts:
        print(f"待核　{place}：{doubt.message}", file=sys.stderr)
    printed = sheets(book, layout, options)
    for note in printed.notes:
        print(f"提示　{note.message}", file=sys.stderr)
    _check_units(book, layout, printed)
    if doubts and arguments.strict:
        print(f"有{len(doubts)}处待核，按--strict没有输出。", file=sys.stderr)
        return _DOUBTFUL
    for name in arguments.output:
        _write(printed.sheets, name)
    if not any(sheet.rows for sheet in printed.sheets):
        print("没有可列的内容，表中只有表头。", file=sys.stderr)
    return 0


def _write(made: tuple[Sheet, ...], name: str) -> None:
    if NAME_PLACE in Path(name).name:
        paths = paths_of_each(made, Path(name))
        substituted = export_each(made, paths)
        for path, sheet in zip(paths, made, strict=True):
            print(f"已写出 {path}（{len(sheet.rows)}项）", file=sys.stderr)
    else:
        substituted = export(made, [Path(name)])
        rows = sum(len(sheet.rows) for sheet in made)
        print(f"已写出 {name}（{rows}项）", file=sys.stderr)
    if substituted:
        print(f"提示　{substitution(substituted)}", file=sys.stderr)


def _check_units(book: Book, layout: Layout, printed: Printed) -> None:
    """Refuse a list of a unit that has no task: its name is written otherwise in the document."""
    absent = [sheet.name for sheet in printed.sheets if sheet.name and not sheet.rows]
    if not absent:
        return
    known = [sheet.name for sheet in sheets(book, layout).sheets]
    like = [name for name in known if absent[0] in name or name in absent[0]][:_MOST_LIKE]
    raise OutputError(
        "output.no_unit", unit=absent[0], like=f"（如{'、'.join(like)}）" if like else ""
    )
