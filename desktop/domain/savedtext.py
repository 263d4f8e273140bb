"""What may stand in a saved cell: text a file, a font and a form can all carry.

Nothing is normalised: NFC and NFKC rewrite 兼容汉字 (a unit's name would change under the clerk's hands).
"""

from __future__ import annotations

import re

_LINE_END = re.compile(r"\r\n?")

#: C0 but tab and line feed, DEL, C1, surrogates, and the 66 code points that Unicode never assigns.
_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)


def clean_cell(text: str) -> tuple[str, int]:
    """Return `text` as it may be saved, and how many characters were removed from it.

    Line ends become a line feed, which counts as nothing removed. Control characters other than line feed and tab,
    lone surrogates and noncharacters go. Cleaning twice changes nothing.
    """
    return _UNFIT.subn("", _LINE_END.sub("\n", text))
