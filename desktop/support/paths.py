"""Where the program's own files lie."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def resources() -> Path:
    """The folder of fonts, icons, directories and templates, in the source tree or in a packed program."""
    packed = getattr(sys, "_MEIPASS", None)
    root = Path(packed) if packed else Path(__file__).resolve().parents[2]
    return root / "resources"


def settings_folder() -> Path:
    """The folder of the person's settings; it need not exist yet. FENGONG_SETTINGS puts it elsewhere (tests)."""
    elsewhere = os.environ.get("FENGONG_SETTINGS")
    if elsewhere:
        return Path(elsewhere)
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming") / "fengong"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "fengong"


def backups_folder() -> Path:
    """The folder of the backups of every book; it need not exist yet.

    By the settings and not beside the book: a stick goes away, a share is not ours. On Windows in the part of the
    profile that stays on this computer (the other part travels over the network at every logon).
    """
    if os.environ.get("FENGONG_SETTINGS"):
        return settings_folder() / "backups"
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
        return local / "fengong" / "backups"
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return data / "fengong" / "backups"


def documents_folder() -> Path:
    """The person's documents folder, or the home folder where there is none."""
    named = [Path.home() / name for name in ("文档", "Documents", "我的文档")]
    return next((folder for folder in named if folder.is_dir()), Path.home())


def seeds() -> Path:
    """The folder of the example policies."""
    return resources().parent / "seeds"


def program_command() -> list[str]:
    """The command that starts this program anew, from the source tree or packed."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, str(resources().parent / "main.py")]
