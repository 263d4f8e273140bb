"""Automatic numbers: the labels that Word shows before paragraphs and stores nowhere.

The rules (ECMA-376 part 1, 17.9), as Word applies them:

- Counters belong to the abstract list. Lists that share one go on counting, except that a list's
  ``startOverride`` sets the counter once, where that list first uses the level.
- A paragraph raises the counter of its level and clears the deeper ones, unless their
  ``lvlRestart`` is 0 (1. to 22. running on across （一） and （二）) or names a level above.
- A style can bring the number; the level is then the one that names the style in ``pStyle``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop.reading.numerals import format_number
from desktop.reading.ooxml import (
    ALTERNATE,
    FALLBACK,
    child,
    chosen,
    integer,
    number,
    toggle,
    value,
    w,
)
from desktop.reading.styles import NumberReference, Style, Styles

if TYPE_CHECKING:
    from lxml.etree import _Element

LEVELS = 9
_BULLET = "•"
_NO_LIST = "0"  # the numId that takes a style's number away


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. `restart` is ``lvlRestart``: None where the usual rule holds."""

    start: int
    style: str
    text: str
    restart: int | None
    paragraph_style: str | None
    all_decimal: bool
    hidden: bool

    @classmethod
    def of(cls, element: _Element) -> Level:
        """Read a ``w:lvl``."""
        start = number(element, "start")
        return cls(
            # A level without a start begins at 0 (17.9.25).
            start=0 if start is None else max(0, start),
            style=_number_style(element),
            text=value(element, "lvlText") or "",
            restart=number(element, "lvlRestart"),
            paragraph_style=value(element, "pStyle"),
            all_decimal=bool(toggle(element, "isLgl")),
            hidden=bool(toggle(element, "rPr", "vanish")),
        )


@dataclass(slots=True)
class _List:
    """A ``w:num``: its abstract list, and what it changes of it."""

    abstract: str
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of one document and their counters: ask for labels once a paragraph, in order.

    `root` is the numbering part, or None where the document has none. `unknown` collects the
    number formats that are shown in Arabic digits because this program does not know them.
    """

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        self.unknown: set[str] = set()
        self._styles = styles
        self._abstract: dict[str, dict[int, Level]] = {}
        self._links: dict[str, str] = {}
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def label(self, properties: _Element | None) -> str:
        """Count the paragraph with these `properties`, and return its label ("" for none)."""
        place = self._place(properties)
        if place is None:
            return ""
        list_id, depth = place
        level = self._level(list_id, depth)
        if level is None:
            return ""
        counters = self._count(list_id, depth, level)
        if level.hidden:
            return ""
        if level.style == "bullet":
            return _bullet(level.text)
        return self._written(list_id, level, counters)

    def _read(self, root: _Element) -> None:
        for element in root.findall(w("abstractNum")):
            abstract = element.get(w("abstractNumId")) or ""
            link = value(element, "numStyleLink")
            if link is not None:
                self._links[abstract] = link
            levels = ((_depth(found), Level.of(found)) for found in element.findall(w("lvl")))
            self._abstract[abstract] = {depth: level for depth, level in levels if depth >= 0}
        for element in root.findall(w("num")):
            found = _List(value(element, "abstractNumId") or "")
            for override in element.findall(w("lvlOverride")):
                depth = _depth(override)
                start = number(override, "startOverride")
                own = child(override, "lvl")
                if depth >= 0 and own is not None:
                    found.levels[depth] = Level.of(own)
                if depth >= 0 and start is not None:
                    found.starts[depth] = max(0, start)
            self._lists[element.get(w("numId")) or ""] = found

    def _place(self, properties: _Element | None) -> tuple[str, int] | None:
        """Return the list and the level of a paragraph, its own or its style's."""
        own = NumberReference.of(properties)
        chain = self._styles.paragraph_chain(properties)
        named = next((s.numbering for s in chain if s.numbering and s.numbering.list_id), None)
        list_id = own.list_id if own else None
        if list_id is None:
            list_id = named.list_id if named else None
        if list_id is None or list_id == _NO_LIST:
            return None
        if own is not None and own.level is not None:
            depth: int | None = own.level
        else:
            depth = self._linked_level(list_id, chain)
            if depth is None and (own is None or own.list_id is None):
                depth = next((s.numbering.level for s in chain if s.numbering), None)
        return list_id, depth or 0

    def _linked_level(self, list_id: str, chain: list[Style]) -> int | None:
        for style in chain:
            for depth in range(LEVELS):
                level = self._level(list_id, depth)
                if level is not None and level.paragraph_style == style.style_id:
                    return depth
        return None

    def _resolved(self, list_id: str) -> str:
        """Return the list that holds the levels of `list_id`, following ``numStyleLink``."""
        seen = set()
        while list_id in self._lists and list_id not in seen:
            seen.add(list_id)
            link = self._links.get(self._lists[list_id].abstract)
            style = next(self._styles.chain(link), None)
            if style is None or style.numbering is None or style.numbering.list_id is None:
                break
            list_id = style.numbering.list_id
        return list_id

    def _level(self, list_id: str, depth: int) -> Level | None:
        own = self._lists.get(list_id)
        if own is None:
            return None
        if depth in own.levels:
            return own.levels[depth]
        target = self._lists.get(self._resolved(list_id))
        if target is None:
            return None
        return target.levels.get(depth) or self._abstract.get(target.abstract, {}).get(depth)

    def _count(self, list_id: str, depth: int, level: Level) -> dict[int, int]:
        target = self._lists.get(self._resolved(list_id), self._lists[list_id])
        counters = self._counters.setdefault(target.abstract, {})
        override = self._lists[list_id].starts.get(depth)
        if override is not None and (list_id, depth) not in self._started:
            self._started.add((list_id, depth))
            counters[depth] = override
        elif depth in counters:
            counters[depth] += 1
        else:
            counters[depth] = level.start
        for deeper in [used for used in counters if used > depth]:
            below = self._level(list_id, deeper)
            restart = None if below is None else below.restart
            # `restart` counts levels from 1; 0 means never.
            if restart is None or depth < restart:
                del counters[deeper]
        return counters

    def _written(self, list_id: str, level: Level, counters: dict[int, int]) -> str:
        """Fill the level's pattern: ``%2`` stands for the number of the second level."""
        text = level.text
        for depth in range(LEVELS):
            mark = f"%{depth + 1}"
            if mark not in text:
                continue
            other = self._level(list_id, depth) or level
            style = "decimal" if level.all_decimal else other.style
            count = counters.get(depth, other.start)
            shown = format_number(count, style)
            if shown is None:
                self.unknown.add(style)
                shown = str(count)
            text = text.replace(mark, shown)
        return text


def _depth(element: _Element) -> int:
    """Return the level index of a ``w:lvl`` or ``w:lvlOverride``, or -1 where it is no level."""
    depth = integer(element.get(w("ilvl")))
    return depth if depth is not None and 0 <= depth < LEVELS else -1


def _number_style(level: _Element) -> str:
    """Return the number format, also where a newer one is wrapped with an older to fall back on."""
    plain = value(level, "numFmt")
    alternate = level.find(ALTERNATE)
    if plain is not None or alternate is None:
        return plain or "decimal"
    wrapped = child(chosen(alternate), "numFmt")
    pattern = "" if wrapped is None else wrapped.get(w("format")) or ""
    first = pattern.split(",")[0].strip()
    if first.isdecimal() and first.startswith("0") and 3 <= len(first) <= 5:
        return f"zeros{len(first)}"
    return value(alternate.find(FALLBACK), "numFmt") or "decimal"


def _bullet(text: str) -> str:
    """Return the bullet; the private characters of symbol fonts become •, as does a picture."""
    return text if text and not any("\ue000" <= c <= "\uf8ff" for c in text) else _BULLET
