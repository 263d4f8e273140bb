"""Reads the arguments and runs one command. Exit codes: 0 done, 1 done with doubts under --strict, 2, 3 refused."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import desktop
from desktop.cli import extract, selftest, table
from desktop.services.messages import explain
from desktop.support.errors import FengongError, OutputError

#: A file that cannot be read, is refused, or cannot be written.
FAILED = 3
WRONG_ARGUMENTS = 2


class _Parser(argparse.ArgumentParser):
    """Speaks Chinese where argparse would speak English."""

    def error(self, message: str) -> None:  # type: ignore[override]
        """Say what is wrong with the arguments and leave with code 2."""
        self.print_usage(sys.stderr)
        print(f"参数有误：{message.removeprefix('argument ')}", file=sys.stderr)
        raise SystemExit(WRONG_ARGUMENTS)


def main(argv: list[str]) -> int:
    """Run the command in `argv` and return its exit code. Never raises a `FengongError`."""
    _speak_utf8()
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except BrokenPipeError:
        # Whoever read our output has read enough (… | head). Nothing more may be written, at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except FengongError as error:
        name = getattr(arguments, "file", None)
        place = f"{Path(name).name}：" if name and not isinstance(error, OutputError) else ""
        print(f"{place}{explain(error).line()}", file=sys.stderr)
        return WRONG_ARGUMENTS if error.reason == "output.unknown_format" else FAILED


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="main.py", description="任务分工簿：从政策文件到任务分工表", add_help=False
    )
    parser.add_argument("-h", "--help", action="help", help="显示本说明")
    parser.add_argument(
        "--version", action="version", version=f"任务分工簿 {desktop.__version__}", help="显示版本"
    )
    commands = parser.add_subparsers(metavar="命令", required=True, parser_class=_Parser)
    for module in (extract, table, selftest):
        command = commands.add_parser(
            module.NAME, help=module.HELP, description=module.HELP, add_help=False
        )
        command.add_argument("-h", "--help", action="help", help="显示本说明")
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser


def _speak_utf8() -> None:
    """Print Chinese under any locale, LANG=C included."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
