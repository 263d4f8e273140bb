"""自检: does this machine let the program do its work? Each step for real, in a folder that goes afterwards."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.columns import DEADLINE
from desktop.domain.edits import edit_cell
from desktop.services.desk import Desk
from desktop.services.directory import unit_directory
from desktop.services.exporting import annex_sheet, export
from desktop.services.importing import read_policy
from desktop.services.messages import explain
from desktop.services.opening import start_book
from desktop.support.errors import FengongError
from desktop.support.paths import program_command, resources, seeds

_EXAMPLE = "001_0fec313776e3621d.txt"
_QT_SECONDS = 60
_QT_PROBE = "--self-test-window"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One step: its Chinese name, whether it went well, and what was seen."""

    step: str
    passed: bool
    detail: str


def self_test() -> Iterator[Outcome]:
    """Run every step in order, yielding as each ends; after a failed one those that need it are not tried."""
    with tempfile.TemporaryDirectory(prefix="fengong-self-test-") as name:
        folder = Path(name)
        steps: tuple[tuple[str, Callable[[Path], str]], ...] = (
            ("程序自带的字体和单位目录", _own_files),
            ("读取示例政策、保存、修改、重开", _book),
            ("导出PDF、Excel、Word", _files),
            ("窗口部件", _window),
        )
        for title, run in steps:
            try:
                yield Outcome(title, True, run(folder))
            except FengongError as error:
                yield Outcome(title, False, explain(error).line())
            except (OSError, AssertionError, subprocess.SubprocessError) as error:
                yield Outcome(title, False, f"{type(error).__name__}：{error}")


def _own_files(_folder: Path) -> str:
    fonts = sorted((resources() / "fonts").rglob("*.ttf"))
    directory = unit_directory()
    _must(bool(fonts), "没有找到自带字体")
    _must(bool(directory.units), "单位目录是空的")
    return f"字体{len(fonts)}种，单位{len(directory.units)}个，目录版本{directory.version}"


def _book(folder: Path) -> str:
    desk = start_book(read_policy(seeds() / _EXAMPLE, unit_directory()), folder)
    try:
        row = desk.book.annex[4]
        desk.commit(edit_cell(desk.book, row, DEADLINE.key, "2017年12月底前启动", unit_directory()))
    finally:
        desk.close()
    again = Desk.open(desk.path)
    try:
        found = again.book.deadlines(row.key)[0].text
        _must(found == "2017年12月底前启动", "重开后没有找到修改")
        return f"任务{len(again.book.tasks)}项，附件{len(again.book.annex)}项，修改已在"
    finally:
        again.close()


def _files(folder: Path) -> str:
    desk = Desk.open(next(folder.glob("*.fengong")))
    try:
        sheet = annex_sheet(desk.book)
    finally:
        desk.close()
    paths = [folder / f"附件.{suffix}" for suffix in ("pdf", "xlsx", "docx")]
    export([sheet], paths)
    return "，".join(f"{p.suffix[1:]} {p.stat().st_size // 1024 + 1}KB" for p in paths)


def _window(_folder: Path) -> str:
    """Start the window's part as a child, so that a missing system library cannot end the test."""
    done = subprocess.run(
        [*program_command(), _QT_PROBE],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=_QT_SECONDS,
        check=False,
    )
    lines = (done.stdout if done.returncode == 0 else done.stderr).strip().splitlines()
    _must(done.returncode == 0, lines[-1] if lines else f"窗口部件退出码{done.returncode}")
    return lines[-1] if lines else "可用"


def _must(holds: bool, otherwise: str) -> None:
    if not holds:
        raise AssertionError(otherwise)


def interpreter() -> str:
    """Name the Python that runs this, for the report."""
    return f"Python {sys.version.split()[0]}，{sys.platform}"
