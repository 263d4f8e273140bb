"""版式: the shipped layouts, and the office's own beside them in the settings folder (`layouts/*.json`).

A file of one's own that cannot be used is named in a sentence; all others serve. A key or a name belongs to one layout
only, the shipped ones first, so that what is asked for by name is never another than the clerk thinks.
"""

from __future__ import annotations

import itertools
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from desktop.domain.layout import OF_ROWS, Layout
from desktop.domain.layout_json import from_data, from_json, to_data, to_json
from desktop.services.messages import explain
from desktop.support import atomic
from desktop.support.errors import LayoutError
from desktop.support.paths import resources, settings_folder

_LOG = logging.getLogger(__name__)

#: The layout of a table that nobody has chosen one for: the annex as Hunan issued it.
DEFAULT = "hunan_annex"

#: The shipped layouts in the order in which they are offered.
_SHIPPED = (
    DEFAULT,
    "lead_participant",
    "grouped_rows",
    "grouped_merged",
    "by_unit",
    "full_text",
    "meeting_a3",
    "comparison",
    "amendments",
)

#: A layout takes a kilobyte or two; what is larger is none.
_LARGEST = 256 * 1024


@dataclass(frozen=True, slots=True)
class Shelf:
    """All layouts that can be used, shipped ones first, and a Chinese sentence for each own file that cannot."""

    shipped: tuple[Layout, ...]
    own: tuple[Layout, ...] = ()
    broken: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[Layout, ...]:
        """The layouts in the order in which they are offered."""
        return self.shipped + self.own

    def find(self, name: str) -> Layout | None:
        """Return the layout of that key or Chinese name."""
        return next((found for found in self.all if name in (found.key, found.name)), None)

    def first(self, key: str) -> Layout:
        """Return the layout to begin with: that of `key`, else the annex as Hunan issued it."""
        return self.find(key) or self.shipped[0]

    def first_of_rows(self, key: str) -> Layout:
        """Return the layout that the annex is let out by: that of `key` if its rows are tasks or annex rows."""
        found = self.first(key)
        return found if found.content in OF_ROWS else self.shipped[0]

    def free_name(self, name: str) -> str:
        """Return `name`, or the first of ``name（2）``, ``name（3）`` … that no layout has."""
        taken = {layout.name for layout in self.all}
        numbered = (f"{name}（{number}）" for number in itertools.count(2))
        return next(free for free in itertools.chain((name,), numbered) if free not in taken)


@cache
def shipped_layouts() -> tuple[Layout, ...]:
    """Return the layouts that come with the program. Raises `OSError` where its own files are missing."""
    folder = resources() / "layouts"
    return tuple(
        from_json((folder / f"{key}.json").read_text(encoding="utf-8")) for key in _SHIPPED
    )


def default_layout() -> Layout:
    """Return the layout of the annex as Hunan issued it."""
    return shipped_layouts()[0]


def layouts(folder: Path | None = None) -> Shelf:
    """Return the shelf as it is now; `folder` is that of the settings. Never fails for an own file."""
    own: list[Layout] = []
    broken: list[str] = []
    for path in _own_files(_own_folder(folder)):
        try:
            layout = read_layout(path)
            _check_free(layout, (*shipped_layouts(), *own))
        except LayoutError as error:
            _LOG.warning("an own layout cannot be used: %s", error.reason)
            broken.append(f"版式文件“{path.name}”没有采用：{explain(error).line()}")
        else:
            own.append(layout)
    return Shelf(shipped_layouts(), tuple(own), tuple(broken))


def read_layout(path: Path) -> Layout:
    """Read a layout from any file.

    Raises `LayoutError`: ``layout.missing``, ``layout.unreadable`` (`system`), ``layout.too_large``,
    ``layout.not_json`` (`line`), ``layout.invalid`` (`faults`).
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST + 1)
    except FileNotFoundError as error:
        raise LayoutError("layout.missing", name=path.name) from error
    except OSError as error:
        raise LayoutError("layout.unreadable", system=error.strerror or str(error)) from error
    if len(content) > _LARGEST:
        raise LayoutError("layout.too_large")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LayoutError("layout.unreadable", system="文字编码不是UTF-8") from error
    return from_json(text)


def find_layout(name: str, folder: Path | None = None) -> Layout:
    """Return the layout of that key or Chinese name, or in the JSON file of that path.

    Raises `LayoutError`: ``layout.unknown`` (`name`, `known`), and as `read_layout` for a file.
    """
    shelf = layouts(folder)
    found = shelf.find(name)
    if found is not None:
        return found
    if name.lower().endswith(".json"):
        return read_layout(Path(name))
    raise LayoutError(
        "layout.unknown", name=name, known="、".join(layout.name for layout in shelf.all)
    )


def save_layout(
    layout: Layout, folder: Path | None = None, *, before: Layout | None = None
) -> Path:
    """Keep an own layout, whole or not at all, in place of the own one of its key; return its file.

    With `before`, only if that is still what is kept. A file that is no layout is never written over.
    Raises `LayoutError`: ``layout.invalid``, ``layout.taken`` where another layout has its key or name,
    ``layout.changed`` where another is kept than `before`, ``layout.not_kept`` (`system`) where the folder does not
    allow it.
    """
    layout = from_data(to_data(layout))  # what could not be read again is not kept
    own = layouts(folder).own
    if before is not None and before not in own:
        raise LayoutError("layout.changed", name=before.name)
    _check_free(layout, (*shipped_layouts(), *(o for o in own if o.key != layout.key)))
    path = _file_of(layout.key, folder) or _free_file(layout.key, folder)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic.write_bytes(path, to_json(layout).encode("utf-8"))
    except OSError as error:
        raise LayoutError("layout.not_kept", system=error.strerror or str(error)) from error
    return path


def copy_layout(layout: Layout, name: str, folder: Path | None = None) -> Layout:
    """Keep a copy of any layout as an own one called `name`, and return it. Raises `LayoutError` as `save_layout`."""
    taken = {found.key.lower() for found in layouts(folder).all}
    names = (f"own-{number}" for number in itertools.count(1))
    key = next(k for k in names if k not in taken and _free_file(k, folder).stem == k)
    copied = replace(layout, key=key, name=name)
    save_layout(copied, folder)
    return copied


def delete_layout(key: str, folder: Path | None = None) -> None:
    """Delete the own layout of that key. Raises `LayoutError`: ``layout.not_own``, ``layout.not_kept``."""
    path = _file_of(key, folder)
    if path is None:
        raise LayoutError("layout.not_own", name=key)
    try:
        path.unlink()
    except OSError as error:
        raise LayoutError("layout.not_kept", system=error.strerror or str(error)) from error


def _own_folder(folder: Path | None) -> Path:
    return (folder or settings_folder()) / "layouts"


def _own_files(folder: Path) -> list[Path]:
    try:
        found = [path for path in folder.iterdir() if path.suffix.lower() == ".json"]
    except OSError:
        return []  # nobody has made a layout yet, or the folder is not to be read
    return sorted(p for p in found if not p.name.startswith(atomic.TEMPORARY_PREFIX))


def _file_of(key: str, folder: Path | None) -> Path | None:
    """Return the file of the own layout of that key, whatever it is called."""
    return next((path for path, own in _readable(folder) if own.key == key), None)


def _free_file(key: str, folder: Path | None) -> Path:
    """Return the file for a layout that has none: `key`.json, or where that is something else, the next free one."""
    numbered = (f"{key}-{number}" for number in itertools.count(2))
    files = (_own_folder(folder) / f"{stem}.json" for stem in itertools.chain((key,), numbered))
    return next(path for path in files if not os.path.lexists(path))


def _readable(folder: Path | None) -> Iterator[tuple[Path, Layout]]:
    for path in _own_files(_own_folder(folder)):
        try:
            yield path, read_layout(path)
        except LayoutError:
            continue  # `layouts` names it


def _check_free(layout: Layout, others: tuple[Layout, ...]) -> None:
    for other in others:
        if layout.key.lower() == other.key.lower() or layout.name == other.name:
            raise LayoutError("layout.taken", name=other.name)
