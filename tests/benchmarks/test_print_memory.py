"""What printing a hundred pages takes in memory: pages go one by one, so it must not grow with their number."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.proofs import report

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

_PRINT = """
import json, sys, threading
from pathlib import Path
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from desktop.domain.columns import ANNEX_COLUMNS
from desktop.domain.sheet import build_sheet
from desktop.services.proof import Proof
from desktop.ui.printing import new_printer, print_proof
application = QGuiApplication([])
row = ("1", "推动科技成果信息共享与发布，完善登记制度" * 4, "省科技厅、省发改委、省教育厅" * 3, "2017年12月底前完成")
proof = Proof([build_sheet("任务分工表", ANNEX_COLUMNS, [row] * int(sys.argv[1]))])
pages = min(int(sys.argv[2]), len(proof))
printer = new_printer(proof, two_sided=True, title="任务分工表")
printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
printer.setOutputFileName(sys.argv[3])
printer.setFromTo(1, pages)
sent = print_proof(proof, printer, threading.Event(), lambda done, all: None)
peak = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
sys.stdout.write(json.dumps([sent, int(peak[0].split()[1]) / 1000]))
"""


def _printed(root: Path, target: Path, pages: int) -> float:
    """Print so many pages into a file in a process of its own; return its highest memory in MB."""
    run = subprocess.run(
        [sys.executable, "-c", _PRINT, "700", str(pages), str(target)],
        cwd=root,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    sent, megabytes = json.loads(run.stdout)
    assert sent == pages
    return megabytes


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_hundred_pages_take_little_memory(
    root: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    ten, hundred = (_printed(root, tmp_path / f"{n}.pdf", n) for n in (10, 100))
    record_property("mb_printing_10_pages", ten)
    record_property("mb_printing_100_pages", hundred)
    report(f"printing 10 pages: {ten:.0f} MB, 100 pages: {hundred:.0f} MB")
    assert hundred < 300
