"""Layouts as JSON: read with every fault found at once, each with the path of what is wrong.

The form is numbered. In a file of our form an unknown key is a fault, since it is a slip (``titel``) that would quietly
print something else. In a file of a later form unknown keys are passed over: a newer program wrote them, and what we
know still has to be right.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from desktop.domain.columns import LEAD, SECTION
from desktop.domain.layout import (
    COLUMNS,
    OF_ROWS,
    Content,
    Grouping,
    Layout,
    LayoutColumn,
    LeadShown,
    Numbering,
)
from desktop.domain.savedtext import clean_cell
from desktop.domain.sheet import PageSetup, Paper, TypeSize
from desktop.support.errors import LayoutError

#: The number of the form that this program writes.
FORM = 1

#: Keys are file names: none that Windows keeps for its devices.
_KEY = re.compile(r"(?!(?:con|prn|aux|nul|com\d|lpt\d)$)[a-z0-9_-]{1,64}", re.IGNORECASE)

_LONGEST = 60
_LONGEST_TITLE = 200
_MOST_COLUMNS = 30
_WIDTHS = (1.0, 400.0)
_LEVELS = (1, 9)
_FIRST_PAGES = (1, 99999)

#: The mark that a layout may give its sheets; a number (附件2) is the clerk's to give.
_MARKS = ("", "附件")

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class LayoutFault:
    """One thing wrong. `path` is as in ``columns[2].width``; `code` is a word of `messages`; `value` what was found."""

    path: str
    code: str
    value: str = ""


def to_data(layout: Layout) -> dict[str, Any]:
    """Return the layout as JSON can hold it; `from_data` reads it back the same."""
    return {
        "form": FORM,
        "key": layout.key,
        "name": layout.name,
        "content": layout.content.value,
        "columns": [_column_data(column) for column in layout.columns],
        "grouping": layout.grouping.value,
        "group_level": layout.group_level,
        "numbering": layout.numbering.value,
        "lead": layout.lead.value,
        "page": {
            "paper": layout.setup.paper.value,
            "size": layout.setup.size.value,
            "two_sided": layout.setup.two_sided,
            "first_page": layout.setup.first_page,
        },
        "title": layout.title,
        "mark": layout.mark,
    }


def to_json(layout: Layout) -> str:
    """Return the layout as a file holds it."""
    return json.dumps(to_data(layout), ensure_ascii=False, indent=2) + "\n"


def from_json(text: str) -> Layout:
    """Read what `to_json` wrote, or a person. Raises `LayoutError` as `from_data`, and ``layout.not_json``."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise LayoutError("layout.not_json", line=line) from error
    return from_data(data)


def from_data(data: object) -> Layout:
    """Build a layout from parsed JSON. Only key, name, content and columns must be there.

    Raises `LayoutError` (``layout.invalid``) with every `LayoutFault` in its data's ``faults``.
    """
    layout, faults = _read(data)
    if layout is None or faults:
        raise LayoutError("layout.invalid", faults=faults)
    return layout


def faults_of(layout: Layout) -> tuple[LayoutFault, ...]:
    """Return all that keeps a layout from being kept and read again: what each field allows, then `check`."""
    return _read(to_data(layout))[1]


def _read(data: object) -> tuple[Layout | None, tuple[LayoutFault, ...]]:
    reader = _Reader()
    layout = reader.layout(data)
    if layout is not None and not reader.faults:
        reader.faults.extend(check(layout))
    return layout, tuple(reader.faults)


def check(layout: Layout) -> Iterator[LayoutFault]:
    """Yield what does not hold between the fields of a layout whose fields are each right."""
    keys = [column.key for column in layout.columns]
    if layout.content not in OF_ROWS:
        for name, value, only in (
            ("grouping", layout.grouping, Grouping.NONE),
            ("numbering", layout.numbering, Numbering.CONTINUOUS),
            ("lead", layout.lead, LeadShown.ORDER),
        ):
            if value is not only:
                yield LayoutFault(name, "not_here", value)
        return
    if (layout.lead is LeadShown.COLUMN) is not (LEAD.key in keys):
        yield LayoutFault("lead", "lead_column", layout.lead)
    if layout.grouping is Grouping.COLUMN and keys[:1] != [SECTION.key]:
        yield LayoutFault("columns[0].key", "group_column", keys[0])
    if layout.numbering is Numbering.PER_GROUP and layout.grouping is Grouping.NONE:
        yield LayoutFault("numbering", "no_groups", layout.numbering)


def _column_data(column: LayoutColumn) -> dict[str, Any]:
    said = {"key": column.key, "title": column.title, "width": column.width}
    return {name: value for name, value in said.items() if value is not None}


class _Reader:
    """Reads values and keeps what is wrong with them."""

    def __init__(self) -> None:
        self.faults: list[LayoutFault] = []
        self._tolerant = False

    def layout(self, data: object) -> Layout | None:
        table = self._table(data, "")
        if table is None:
            return None
        form = self._whole(table.pop("form", FORM), "form", (1, 1 << 31))
        self._tolerant = form is not None and form > FORM
        key = self._text(table, "key", "key", _LONGEST, needed=True)
        if key and not _KEY.fullmatch(key):
            self._fault("key", "key", key)
        name = self._text(table, "name", "name", _LONGEST, needed=True)
        content = self._word(table, "content", "content", Content, None)
        columns = self._columns(table.pop("columns", None), content)
        grouping = self._word(table, "grouping", "grouping", Grouping, Grouping.NONE)
        level = self._whole(table.pop("group_level", 2), "group_level", _LEVELS)
        numbering = self._word(table, "numbering", "numbering", Numbering, Numbering.CONTINUOUS)
        lead = self._word(table, "lead", "lead", LeadShown, LeadShown.ORDER)
        setup = self._setup(table.pop("page", {}))
        title = self._text(table, "title", "title", _LONGEST_TITLE)
        mark = self._text(table, "mark", "mark", _LONGEST)
        if mark not in _MARKS:
            self._fault("mark", "mark", mark)
        self._left(table, "")
        if self.faults or content is None or not (grouping and numbering and lead and level):
            return None
        return Layout(
            key, name, content, columns, grouping, level, numbering, lead, setup, title, mark
        )

    def _columns(self, data: object, content: Content | None) -> tuple[LayoutColumn, ...]:
        if not isinstance(data, list) or not 0 < len(data) <= _MOST_COLUMNS:
            self._fault("columns", "columns", _shown(data))
            return ()
        found: list[LayoutColumn] = []
        for index, entry in enumerate(data):
            path = f"columns[{index}]"
            table = self._table(entry, path)
            if table is None:
                continue
            key = self._text(table, "key", f"{path}.key", _LONGEST, needed=True)
            if key and content is not None and key not in COLUMNS[content]:
                self._fault(f"{path}.key", "unknown_column", key)
            if any(column.key == key for column in found):
                self._fault(f"{path}.key", "twice", key)
            title = None
            if table.get("title") is not None:
                title = self._text(table, "title", f"{path}.title", _LONGEST)
            width = table.pop("width", None)
            if width is not None:
                width = self._number(width, f"{path}.width")
            table.pop("title", None)
            self._left(table, path)
            found.append(LayoutColumn(key, title, width))
        return tuple(found)

    def _setup(self, data: object) -> PageSetup:
        table = self._table(data, "page")
        if table is None:
            return PageSetup()
        usual = PageSetup()
        paper = self._word(table, "paper", "page.paper", Paper, usual.paper)
        size = self._word(table, "size", "page.size", TypeSize, usual.size)
        two_sided = table.pop("two_sided", usual.two_sided)
        if not isinstance(two_sided, bool):
            self._fault("page.two_sided", "yes_or_no", _shown(two_sided))
            two_sided = usual.two_sided
        first = table.pop("first_page", usual.first_page)
        if first is not None:
            first = self._whole(first, "page.first_page", _FIRST_PAGES)
        self._left(table, "page")
        return PageSetup(paper or usual.paper, size or usual.size, two_sided, first)

    def _table(self, data: object, path: str) -> dict[str, Any] | None:
        if isinstance(data, Mapping) and all(isinstance(name, str) for name in data):
            return dict(data)
        self._fault(path, "table", _shown(data))
        return None

    def _text(
        self, table: dict[str, Any], name: str, path: str, longest: int, *, needed: bool = False
    ) -> str:
        value = table.pop(name, "")
        if not isinstance(value, str) or clean_cell(value) != (value, 0) or len(value) > longest:
            self._fault(path, "text", _shown(value))
            return ""
        if needed and not value.strip():
            self._fault(path, "missing")
        return value

    def _word(
        self, table: dict[str, Any], name: str, path: str, words: type[E], usual: E | None
    ) -> E | None:
        value = table.pop(name, usual)
        if value is None:
            self._fault(path, "missing")
            return None
        try:
            return words(value)
        except ValueError:
            self._fault(path, "word", f"{_shown(value)}（{'、'.join(words)}）")
            return None

    def _whole(self, value: object, path: str, bounds: tuple[int, int]) -> int | None:
        number = isinstance(value, int) and not isinstance(value, bool)
        if isinstance(value, int) and number and bounds[0] <= value <= bounds[1]:
            return value
        self._fault(path, "whole", _shown(value))
        return None

    def _number(self, value: object, path: str) -> float | None:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if isinstance(value, int | float) and number and _WIDTHS[0] <= value <= _WIDTHS[1]:
            return float(value)
        self._fault(path, "width", _shown(value))
        return None

    def _left(self, table: Mapping[str, Any], path: str) -> None:
        if not self._tolerant:
            for name in table:
                self._fault(f"{path}.{name}".lstrip("."), "unknown_key")

    def _fault(self, path: str, code: str, value: str = "") -> None:
        self.faults.append(LayoutFault(path, code, value))


def _shown(value: object) -> str:
    """Return what was found, short enough for a sentence."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else text[:39] + "…"
