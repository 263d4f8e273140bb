"""GBK text whose bytes were shifted by one, and how its inner part is restored.

Some site filters replaced the bytes of full-width punctuation (A3 xx) by ASCII wherever they met them, also across two
characters: 校可 is D0 **A3 BF** C9. What is left is D0 ? C9 …: the first character is lost (?), the ASCII sign stands
for the two bytes, and every following pair is read one byte late, up to a last byte without a partner (?).

So the sign gives back A3 and its own byte + 80h; the run's characters give their bytes; read one byte earlier they are
the text. That is arithmetic. Of the first character only the second byte is known (A3), of the last only the first
byte: those two are guessed from the words of the document itself, or left as □, and never taken for certain.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from desktop.extraction.characters import HAN

_RUN = re.compile(r"\?(?P<sign>[?;:!,()])(?P<run>[^\x00-\x7f，。；：（）、\n]{2,40})\?")
_LOST_TRAIL = 0xA3
_COMMON = 0.85
MISSING = "□"
#: In a document of traditional characters the quotation mark ” had become the corner bracket.
_CORNERS = {"」": "”", "「": "“", "』": "’", "『": "‘"}


@dataclass(frozen=True, slots=True)
class Repair:
    """``[start, end)`` of the text, `text` restored with □ at its ends, and the `guess` that fills them."""

    start: int
    end: int
    text: str
    guess: str


def repairs(text: str, simplify: Callable[[str], str]) -> Iterator[Repair]:
    """Find the shifted runs of `text` and restore them; a run whose bytes make no text is passed over.

    `simplify` turns one traditional character into its simplified form, which GB2312 has.
    """
    found = [m for m in _RUN.finditer(text) if _bytes_of(m["run"], simplify) is not None]
    if not found:
        return
    pairs = _pairs(text, simplify)
    for match in found:
        data = bytes([ord(match["sign"]) + 0x80]) + (_bytes_of(match["run"], simplify) or b"")
        try:
            inner = data[:-1].decode("gb18030")
        except UnicodeDecodeError:
            continue
        if _common(inner) < _COMMON or _common(inner) <= _common(simplify(match["run"])):
            continue  # the run reads better as it stands
        before = simplify(text[match.start() - 1 : match.start()])
        first = _guessed_first(before, inner, pairs)
        last = _guessed_last(inner, data[-1], pairs)
        yield Repair(*match.span(), MISSING + inner + MISSING, first + inner + last)


def _common(text: str) -> float:
    """Return the share of Chinese characters of everyday use (GB2312 level 1) in a text; punctuation counts as such."""
    everyday = sum(
        c in "，。、；：“”（）《》"
        or (_pair_of(c) is not None and b"\xb0\xa1" <= (_pair_of(c) or b"") <= b"\xd7\xf9")
        for c in text
    )
    return everyday / len(text) if text else 0.0


def _bytes_of(run: str, simplify: Callable[[str], str]) -> bytes | None:
    """Return the two bytes of each character, or None where one has not two."""
    out = bytearray()
    for character in run:
        pair = (
            _pair_of(character)
            or _pair_of(simplify(character))
            or _pair_of(_CORNERS.get(character, ""))
        )
        if pair is None:
            return None
        out += pair
    return bytes(out)


def _pair_of(character: str) -> bytes | None:
    if len(character) != 1:
        return None
    private = "\ue000" <= character <= "\uf8ff"
    try:
        data = character.encode("gb18030" if private else "gb2312")
    except UnicodeEncodeError:
        return None
    return data if len(data) == 2 else None


def _pairs(text: str, simplify: Callable[[str], str]) -> Counter[str]:
    """Count the pairs of neighbours in the sound part of the text."""
    plain = simplify(re.sub(rf"[^{HAN}，。；：、“”\n]", "\n", _RUN.sub("\n", text)))
    return Counter(plain[i : i + 2] for i in range(len(plain) - 1) if "\n" not in plain[i : i + 2])


def _guessed_first(before: str, inner: str, pairs: Counter[str]) -> str:
    """Guess the first character: both its neighbours must be its neighbours elsewhere too."""
    scored = [(pairs[before + c] * pairs[c + inner[:1]], c) for c in _with_trail(_LOST_TRAIL)]
    return _best(scored)


def _guessed_last(inner: str, lead: int, pairs: Counter[str]) -> str:
    """Guess the last character among the ninety-four that begin with its byte."""
    return _best([(pairs[inner[-1:] + c], c) for c in _with_lead(lead)])


def _best(scored: list[tuple[int, str]]) -> str:
    """Return the candidate that the document's own words support, □ where none does."""
    score, character = max(scored, default=(0, MISSING))
    return character if score > 0 else MISSING


def _with_trail(trail: int) -> Iterator[str]:
    for lead in (0xA1, *range(0xB0, 0xF8)):
        yield from _decoded(lead, trail)


def _with_lead(lead: int) -> Iterator[str]:
    for trail in range(0xA1, 0xFF):
        yield from _decoded(lead, trail)


def _decoded(lead: int, trail: int) -> Iterator[str]:
    try:
        yield bytes([lead, trail]).decode("gb2312")
    except UnicodeDecodeError:
        return
