"""`table FILE -o x.pdf -o x.xlsx -o x.docx`: the document's own annex, or one row per task, in each format."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from desktop.services.directory import unit_directory
from desktop.services.exporting import annex_sheet, export, open_doubts
from desktop.services.importing import book_of, read_policy

NAME = "table"
HELP = "把政策文件排成任务分工表"
_DOUBTFUL = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare this command's arguments."""
    parser.add_argument("file", metavar="文件", help="政策文件（.txt、.docx）")
    parser.add_argument(
        "-o",
        "--output",
        action="append",
        required=True,
        metavar="输出",
        help="输出文件（.pdf .xlsx .docx .csv），可多次给出",
    )
    parser.add_argument("--strict", action="store_true", help="有待核内容时不输出，退出码为1")


def run(arguments: argparse.Namespace) -> int:
    """Read, take in as the window would, print. Doubts go to standard error."""
    read = read_policy(Path(arguments.file), unit_directory())
    book = book_of(read, datetime.now(UTC).astimezone())
    doubts = open_doubts(book)
    for place, doubt in doubts:
        print(f"待核　{place}：{doubt.message}", file=sys.stderr)
    if doubts and arguments.strict:
        print(f"有{len(doubts)}处待核，按--strict没有输出。", file=sys.stderr)
        return _DOUBTFUL
    sheet = annex_sheet(book)
    export(sheet, [Path(name) for name in arguments.output])
    for name in arguments.output:
        print(f"已写出 {name}（{len(sheet.rows)}项）", file=sys.stderr)
    if not sheet.rows:
        print("没有读到任务，表中只有表头。", file=sys.stderr)
    return 0
