"""Zip containers and the XML in them, opened on the assumption that they are hostile.

The limits are far above any policy document and far below what would stop the computer; a file that
passes them is refused as a whole, never read in part.
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from typing import TYPE_CHECKING, Self

from lxml import etree

from desktop.support.errors import UnreadableSource

if TYPE_CHECKING:
    from types import TracebackType

    from lxml.etree import _Element

MAX_ENTRIES = 5_000
MAX_PART = 64 * 1024 * 1024
"""Largest unpacked part, in bytes."""
MAX_TOTAL = 256 * 1024 * 1024
"""Largest unpacked size of all parts together, in bytes."""
MAX_RATIO = 200
"""Largest unpacked size as a multiple of the packed size, for parts above `RATIO_FROM` bytes."""
RATIO_FROM = 1024 * 1024

_ENCRYPTED = 0x1  # bit 0 of the general purpose flags
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)
# Spelled in every encoding that XML in Office files may have.
_DECLARATIONS = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)


class Archive:
    """The parts of a zip container, read on demand within the limits of this module.

    Raises:
        UnreadableSource: ``source.damaged``; ``source.encrypted``; ``source.unsafe`` with `problem`
            one of entries, name, part_size, total_size, ratio.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE as error:
            raise UnreadableSource("source.damaged", kind="zip") from error
        infos = self._zip.infolist()
        _check(infos)
        self._infos = {info.filename: info for info in infos}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def names(self) -> list[str]:
        """Return the names of all parts, in the order of the container."""
        return list(self._infos)

    def read(self, name: str) -> bytes:
        """Return the bytes of the part `name`.

        Raises:
            UnreadableSource: as for the class; ``source.damaged`` where the part is missing.
        """
        info = self._infos.get(name)
        if info is None:
            raise UnreadableSource("source.damaged", kind="zip", part=name)
        try:
            with self._zip.open(info) as part:
                data = part.read(MAX_PART + 1)
        except _DAMAGE as error:
            raise UnreadableSource("source.damaged", kind="zip", part=name) from error
        if len(data) > MAX_PART:
            raise UnreadableSource("source.unsafe", problem="part_size")
        return data

    def read_xml(self, name: str) -> _Element:
        """Return the root of the XML part `name`, read by `parse_xml`."""
        return parse_xml(self.read(name))


def parse_xml(data: bytes) -> _Element:
    """Parse XML that may not bring a document type, so that there is no entity to expand.

    Raises:
        UnreadableSource: ``source.unsafe`` with problem ``dtd``; ``source.damaged``.
    """
    if any(declaration in data for declaration in _DECLARATIONS):
        raise UnreadableSource("source.unsafe", problem="dtd")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableSource("source.damaged", kind="xml") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableSource("source.unsafe", problem="dtd")
    return root


def _check(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MAX_ENTRIES:
        raise UnreadableSource("source.unsafe", problem="entries")
    if sum(info.file_size for info in infos) > MAX_TOTAL:
        raise UnreadableSource("source.unsafe", problem="total_size")
    for info in infos:
        if info.flag_bits & _ENCRYPTED:
            raise UnreadableSource("source.encrypted")
        if info.file_size > MAX_PART:
            raise UnreadableSource("source.unsafe", problem="part_size")
        if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(1, info.compress_size):
            raise UnreadableSource("source.unsafe", problem="ratio")
        parts = info.filename.replace("\\", "/").split("/")
        if ".." in parts or not parts[0]:
            raise UnreadableSource("source.unsafe", problem="name")
