"""What import-linter cannot see of the rooms' rules."""

from __future__ import annotations

import ast
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def imported_names(source: str) -> Iterator[str]:
    """Every module a source names in an import statement, wherever the statement stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # `from desktop import storage` names a room only with its second half.
            yield from (f"{'.' * node.level}{node.module or ''}.{a.name}" for a in node.names)


def is_allowed_in_domain(name: str) -> bool:
    """Whether `domain` may import it: the standard library, `support`, or itself."""
    if name.split(".")[0] in sys.stdlib_module_names:
        return True
    return name.startswith(("desktop.domain.", "desktop.support."))


def test_importing_the_command_line_leaves_qt_unloaded(root: Path) -> None:
    code = (
        "import importlib, pkgutil, sys\n"
        "import desktop.cli\n"
        "for found in pkgutil.walk_packages(desktop.cli.__path__, 'desktop.cli.'):\n"
        "    if not found.name.endswith('.__main__'):\n"
        "        importlib.import_module(found.name)\n"
        "qt = sorted(m for m in sys.modules if m.split('.')[0] in ('PySide6', 'shiboken6'))\n"
        "print(qt)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False
    )
    assert (done.stdout.strip(), done.stderr, done.returncode) == ("[]", "", 0)


def test_domain_imports_only_the_standard_library_and_support(root: Path) -> None:
    files = sorted((root / "desktop" / "domain").rglob("*.py"))
    assert files
    strays = [
        f"{file.relative_to(root)}: {name}"
        for file in files
        for name in imported_names(file.read_text(encoding="utf-8"))
        if not is_allowed_in_domain(name)
    ]
    assert strays == []


def test_the_check_itself_sees_strays() -> None:
    source = (
        "import re\n"
        "from desktop.support import text\n"
        "from desktop.domain.unit import Unit\n"
        "from desktop import storage\n"
        "from . import task\n"
        "def late():\n"
        "    import openpyxl.styles\n"
    )
    strays = [name for name in imported_names(source) if not is_allowed_in_domain(name)]
    assert strays == ["desktop.storage", "..task", "openpyxl.styles"]
