"""The unit directory that ships with the program."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from desktop.domain.completion import read_initials
from desktop.domain.unit import UnitDirectory, read_directory
from desktop.support.paths import resources


@cache
def unit_directory() -> UnitDirectory:
    """Return the shipped directory, read once. Raises `OSError` where the program's own files are missing."""
    folder = resources() / "units"
    return read_directory(
        (folder / "units.csv").read_text(encoding="utf-8"),
        (folder / "groups.csv").read_text(encoding="utf-8"),
        (folder / "VERSION").read_text(encoding="utf-8").strip(),
        (folder / "places.txt").read_text(encoding="utf-8"),
    )


@cache
def pinyin_initials() -> Mapping[str, str]:
    """Return the letters under which characters of units are found, read once. Raises `OSError` as above."""
    return read_initials((resources() / "units" / "initials.txt").read_text(encoding="utf-8"))
