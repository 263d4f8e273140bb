"""The pictures of the manual can be made anew from the window as it is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_every_picture_is_made_anew(root: Path, tmp_path: Path) -> None:
    made = subprocess.run(
        [sys.executable, "packaging/make_manual_pictures.py", "--out", str(tmp_path)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert made.returncode == 0, made.stderr
    kept = {p.name for p in (root / "resources" / "manual" / "pictures").iterdir()}
    assert {p.name for p in tmp_path.iterdir()} == kept
