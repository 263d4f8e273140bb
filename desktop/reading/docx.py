"""Word documents (.docx, also .docm and .dotx, transitional or strict), without Word.

Libraries were tried and left aside: none gives the Chinese automatic numbers, and the common one
drops both versions of a tracked change, which silently deletes a responsible unit.
"""

from __future__ import annotations

import hashlib
import posixpath
from typing import TYPE_CHECKING

from desktop.domain.document import Notice, SourceDocument
from desktop.reading.archive import Archive
from desktop.reading.body import BodyReader
from desktop.reading.content import Assembly
from desktop.reading.inline import Tally
from desktop.reading.numbering import Numbering
from desktop.reading.ooxml import child, from_strict, w
from desktop.reading.security import refuse_classified
from desktop.reading.styles import Styles
from desktop.support.errors import UnreadableSource

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAIN = "word/document.xml"


def read_docx(name: str, data: bytes) -> SourceDocument:
    """Read a Word document: tracked changes accepted, hidden text and comments left out.

    Each thing left out or decided has a notice with its `count`: ``docx.revisions``,
    ``docx.hidden``, ``docx.comments``, ``docx.footnotes`` (the mark is kept, the note is not),
    ``docx.pictures`` (they may hold text), ``docx.symbols`` (put as U+FFFD), ``docx.chunks``
    (parts in another format), ``docx.macros`` (never run), ``docx.number_formats`` (with
    `formats`, shown in Arabic digits). `encoding` is "", the text having none of its own.

    Raises:
        UnreadableSource: ``source.damaged``, ``source.encrypted``, ``source.unsafe`` with
            `problem`, or ``source.no_text`` with the number of `pictures`.
        RefusedSource: ``refused.security``, also for a mark in a page header.
    """
    try:
        return _read(name, data)
    except RecursionError as error:
        raise UnreadableSource("source.unsafe", problem="depth") from error


def _read(name: str, data: bytes) -> SourceDocument:
    tally = Tally()
    with Archive(data) as archive:
        package = _Package(archive)
        refuse_classified(package.header_text())
        styles = Styles(package.root("styles"))
        numbering = Numbering(package.root("numbering"), styles)
        body = child(package.main(), "body")
        if body is None:
            raise UnreadableSource("source.damaged", kind="docx", part=package.main_name)
        assembly = Assembly()
        for content in BodyReader(styles, numbering, tally).read(body):
            assembly.add(content)
        if any(part.endswith("vbaProject.bin") for part in archive.names()):
            tally.counts["macros"] += 1
    text = assembly.text
    refuse_classified(text)
    if not text.strip():
        raise UnreadableSource("source.no_text", pictures=tally.counts["pictures"])
    return SourceDocument(
        name=name,
        format="docx",
        encoding="",
        sha256=hashlib.sha256(data).hexdigest(),
        text=text,
        blocks=tuple(assembly.blocks),
        tables=tuple(assembly.tables),
        notices=_notices(tally, numbering),
    )


def _notices(tally: Tally, numbering: Numbering) -> tuple[Notice, ...]:
    notices = [
        Notice(f"docx.{what}", (("count", str(count)),))
        for what, count in sorted(tally.counts.items())
        if count
    ]
    if numbering.unknown:
        formats = (
            ("count", str(len(numbering.unknown))),
            ("formats", "、".join(sorted(numbering.unknown))),
        )
        notices.append(Notice("docx.number_formats", formats))
    return tuple(notices)


class _Package:
    """The parts of one document, found by the relations that the file states."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        targets = self._related("", "officeDocument")
        self.main_name = next((part for part in targets if part in archive), _MAIN)

    def main(self) -> _Element:
        return from_strict(self._archive.read_xml(self.main_name))

    def root(self, kind: str) -> _Element | None:
        """Return the root of the main part's only relative of this `kind`, or None."""
        usual = posixpath.join(posixpath.dirname(self.main_name), f"{kind}.xml")
        for part in (*self._related(self.main_name, kind), usual):
            if part in self._archive:
                return from_strict(self._archive.read_xml(part))
        return None

    def header_text(self) -> str:
        """Return the text of the page headers, a line a paragraph: a 密级 mark may stand there."""
        lines = []
        for part in self._related(self.main_name, "header"):
            if part in self._archive:
                header = from_strict(self._archive.read_xml(part))
                for paragraph in header.iter(w("p")):
                    lines.append("".join(found.text or "" for found in paragraph.iter(w("t"))))
        return "\n".join(lines)

    def _related(self, part: str, kind: str) -> list[str]:
        """Return the names of the parts that `part` ("" for the package) names as its `kind`."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self._archive:
            return []
        found = []
        for relation in self._archive.read_xml(relations):
            target = relation.get("Target") or ""
            # Never follow a target outside the file.
            if relation.get("TargetMode") == "External" or not target:
                continue
            if (relation.get("Type") or "").endswith(f"/{kind}"):
                found.append(posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
        return found
