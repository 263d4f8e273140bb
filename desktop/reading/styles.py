"""What a paragraph or run has from its style: numbering, outline level, hidden text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.reading.ooxml import child, number, toggle, value, w

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class NumberReference:
    """A ``w:numPr``: a list and a level in it (0 is the highest), each of which may be left out."""

    list_id: str | None
    level: int | None

    @classmethod
    def of(cls, properties: _Element | None) -> NumberReference | None:
        """Return the reference in paragraph `properties`, or None where there is none."""
        found = child(properties, "numPr")
        return None if found is None else cls(value(found, "numId"), number(found, "ilvl"))


@dataclass(frozen=True, slots=True)
class Style:
    """One style, as far as it bears on the text."""

    style_id: str
    based_on: str | None
    numbering: NumberReference | None
    outline: int | None
    hidden: bool | None


class Styles:
    """The styles of a document; `root` is its styles part, or None where it has none."""

    def __init__(self, root: _Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._default: str | None = None
        for element in () if root is None else root.findall(w("style")):
            style_id = element.get(w("styleId"))
            if style_id is None:
                continue
            properties = child(element, "pPr")
            self._styles[style_id] = Style(
                style_id,
                value(element, "basedOn"),
                NumberReference.of(properties),
                number(properties, "outlineLvl"),
                toggle(element, "rPr", "vanish"),
            )
            is_default = element.get(w("default")) in {"1", "true", "on"}
            if is_default and element.get(w("type")) == "paragraph":
                self._default = style_id

    def chain(self, style_id: str | None) -> Iterator[Style]:
        """Yield the style and those it is based on, nearest first; a circle ends the chain."""
        seen = set()
        while style_id is not None and style_id not in seen:
            seen.add(style_id)
            style = self._styles.get(style_id)
            if style is None:
                return
            yield style
            style_id = style.based_on

    def paragraph_chain(self, properties: _Element | None) -> list[Style]:
        """Return the chain of the style that paragraph `properties` name, or of the default."""
        return list(self.chain(value(properties, "pStyle") or self._default))

    def outline(self, properties: _Element | None) -> int | None:
        """Return the outline level of a paragraph, 1 to 9, or None for body text."""
        level = number(properties, "outlineLvl")
        if level is None:
            chain = self.paragraph_chain(properties)
            level = next((style.outline for style in chain if style.outline is not None), None)
        # 9 is Word's way to say that a paragraph of a heading style is body text.
        return level + 1 if level is not None and 0 <= level < 9 else None

    def hides(self, run_properties: _Element | None, paragraph: list[Style]) -> bool:
        """Return whether a run is hidden text, by itself, by its style or by its `paragraph`'s."""
        own = toggle(run_properties, "vanish")
        if own is not None:
            return own
        for chain in (self.chain(value(run_properties, "rStyle")), iter(paragraph)):
            stated = next((style.hidden for style in chain if style.hidden is not None), None)
            if stated is not None:
                return stated
        return False
