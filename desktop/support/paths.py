"""Where the program's own files lie."""

from __future__ import annotations

import sys
from pathlib import Path


def resources() -> Path:
    """The folder of fonts, icons, directories and templates, in the source tree or in a packed program."""
    packed = getattr(sys, "_MEIPASS", None)
    root = Path(packed) if packed else Path(__file__).resolve().parents[2]
    return root / "resources"
