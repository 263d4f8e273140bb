"""`self-test`: reads the example, edits, saves, reopens, makes every file, starts the window's part; reports."""

from __future__ import annotations

import argparse

import desktop
from desktop.services.selftest import interpreter, self_test

NAME = "self-test"
HELP = "检查本机能否正常使用本程序"
_FAULT = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This command has no arguments of its own."""
    del parser


def run(arguments: argparse.Namespace) -> int:
    """Print a line per step; 1 if any failed."""
    del arguments
    print(f"任务分工簿 {desktop.__version__}（{interpreter()}）自检")
    failed = 0
    for outcome in self_test():
        failed += not outcome.passed
        print(f"{'通过' if outcome.passed else '未通过'}　{outcome.step}：{outcome.detail}")
    print("自检全部通过。" if not failed else f"自检有{failed}项未通过。")
    return _FAULT if failed else 0
