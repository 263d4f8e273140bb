"""`extract FILE --json`: what is read of a policy, as JSON for scripts or as a list for people."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from desktop.services.directory import unit_directory
from desktop.services.draft_json import draft_json
from desktop.services.importing import Reading, read_policy

NAME = "extract"
HELP = "读出政策文件中的任务、单位和时限"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare this command's arguments."""
    parser.add_argument("file", metavar="文件", help="政策文件（.txt、.docx）")
    parser.add_argument("--json", action="store_true", help="按固定格式输出JSON")


def run(arguments: argparse.Namespace) -> int:
    """Read the file and print; a text without any clause is no error."""
    directory = unit_directory()
    read = read_policy(Path(arguments.file), directory)
    if arguments.json:
        print(
            json.dumps(
                draft_json(read.document, read.draft, directory), ensure_ascii=False, indent=1
            )
        )
    else:
        _print_list(read)
    if not read.draft.tasks:
        print("没有读到责任单位括注，没有任务。", file=sys.stderr)
    return 0


def _print_list(read: Reading) -> None:
    head = read.draft.head
    print(head.title)
    print(
        "　".join(
            s
            for s in (head.doc_number, head.issuer, head.issued_on and head.issued_on.isoformat())
            if s
        )
    )
    for number, task in enumerate(read.draft.tasks, start=1):
        units = "、".join(u.name + u.tail for u in task.units)
        dates = "；".join(d.text for d in task.deadlines)
        print(f"{number}\t{task.wording}\t{units}\t{dates}")
        for doubt in task.doubts:
            print(f"\t待核：{doubt.message}")
