"""Names and small habits of WordprocessingML, shared by the modules that read .docx."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_MATH_STRICT = "http://purl.oclc.org/ooxml/officeDocument/math"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"

ALTERNATE = f"{{{_MC}}}AlternateContent"
CHOICE = f"{{{_MC}}}Choice"
FALLBACK = f"{{{_MC}}}Fallback"
MATH_TEXT = f"{{{_MATH}}}t"

_STRICT_NAMES = ((f"{{{_W_STRICT}}}", f"{{{_W}}}"), (f"{{{_MATH_STRICT}}}", f"{{{_MATH}}}"))
_OFF = frozenset({"0", "false", "off"})


def w(name: str) -> str:
    """Return the qualified name of `name` in the main namespace of WordprocessingML."""
    return f"{{{_W}}}{name}"


VAL = w("val")


def from_strict(root: _Element) -> _Element:
    """Give the elements and attributes of a strict document the names of a transitional one."""
    if not root.tag.startswith(f"{{{_W_STRICT}}}"):
        return root
    for element in root.iter():
        element.tag = _transitional(element.tag)
        for key in list(element.attrib):
            plain = _transitional(str(key))
            if plain != key:
                element.set(plain, element.attrib.pop(key))
    return root


def _transitional(name: str) -> str:
    for strict, transitional in _STRICT_NAMES:
        if name.startswith(strict):
            return transitional + name.removeprefix(strict)
    return name


def child(element: _Element | None, *path: str) -> _Element | None:
    """Return the element at `path`, names of the main namespace from child to child, or None."""
    for name in path:
        if element is None:
            return None
        element = element.find(w(name))
    return element


def value(element: _Element | None, *path: str) -> str | None:
    """Return the ``w:val`` of the element at `path`, or None where either is missing."""
    found = child(element, *path)
    return None if found is None else found.get(VAL)


def number(element: _Element | None, *path: str) -> int | None:
    """Return the ``w:val`` of the element at `path` as an integer, or None where it is none."""
    return integer(value(element, *path))


def integer(text: str | None) -> int | None:
    """Return `text` as an integer, or None; what a damaged file writes there is no reason to fail.

    Numbers beyond nine digits count as none: nothing in a document is numbered so.
    """
    if text is None or not text.isascii() or len(text) > 10:
        return None
    try:
        return int(text)
    except ValueError:
        return None


def toggle(element: _Element | None, *path: str) -> bool | None:
    """Return whether the on-off property at `path` is on, or None where it is not stated."""
    found = child(element, *path)
    return None if found is None else found.get(VAL) not in _OFF


def chosen(alternate: _Element) -> _Element | None:
    """Return the one branch of an ``mc:AlternateContent`` that is read: both hold the same text."""
    choice = alternate.find(CHOICE)
    return alternate.find(FALLBACK) if choice is None else choice
