"""The pages of a PDF as pictures, for preview and print: what is seen and printed is the very file.

pdfium is not made for several threads at once, so all of the process's calls to it take turns.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Final

import pypdfium2

_POINTS_PER_INCH: Final = 72
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class Picture:
    """A page in grey: one byte a point, 0 black to 255 white, rows of `stride` bytes from the top."""

    width: int
    height: int
    stride: int
    data: bytes


class Pages:
    """A PDF opened for looking at. Any thread may ask; close it when done."""

    def __init__(self, content: bytes) -> None:
        """Open the file `content`, which a writer of this program made."""
        self._closed = False
        with _ONE_AT_A_TIME:
            self._document = pypdfium2.PdfDocument(content)
            pages = [self._document[index] for index in range(len(self._document))]
            #: Width and height of each page as it is read, in points.
            self.sizes: tuple[tuple[float, float], ...] = tuple(p.get_size() for p in pages)
            #: By how many degrees clockwise each sheet of paper is turned to be read.
            self.turns: tuple[int, ...] = tuple(p.get_rotation() for p in pages)
            for one in pages:
                one.close()

    def __len__(self) -> int:
        """Return how many pages there are, 1 at least."""
        return len(self.sizes)

    def picture(self, index: int, dpi: float, *, upright: bool = False) -> Picture | None:
        """Return page `index`, from 0, at `dpi` points an inch; None where the file was closed meanwhile.

        With `upright` it lies as the sheet of paper does that goes into a printer, else as it is read.
        """
        with _ONE_AT_A_TIME:
            if self._closed:
                return None
            page = self._document[index]
            turned_back = -self.turns[index] % 360 if upright else 0
            bitmap = page.render(scale=dpi / _POINTS_PER_INCH, rotation=turned_back, grayscale=True)
            picture = Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
            bitmap.close()
            page.close()
        return picture

    def close(self) -> None:
        """Let go of the file. Calling it again does nothing."""
        with _ONE_AT_A_TIME:
            if not self._closed:
                self._closed = True
                self._document.close()
