"""Bytes of a text file → characters, without being told the encoding.

The order is certainty first: a byte order mark, then NULs (which only UTF-16 explains), then strict
UTF-8 (whose form other encodings do not meet by chance), and only then a comparison of what each
candidate would make of the bytes. Line ends are never translated, so that a position in the text
keeps its meaning.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from desktop.reading.common_characters import COMMON_CHARACTERS

REPLACEMENT = "\ufffd"

# Longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS: tuple[tuple[bytes, str, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
)
# In this order a draw is settled: gb18030 is what offices on the mainland write.
_CANDIDATES = ("gb18030", "utf-8", "big5hkscs")
_WIDE_CANDIDATES = ("utf-16-le", "utf-16-be")

_SAMPLE = 64 * 1024  # bytes compared; the characters of a policy settle the matter far sooner
_PENALTY = 3.0  # what one character that cannot be right costs, in common characters
_EXPLAINED = 0.5  # the likelihood from which UTF-16 counts as the reason for a file's NULs

_SURROGATE = re.compile("[\ud800-\udfff]")
# Chinese punctuation and full-width forms: neither for nor against an encoding of Chinese.
_NEUTRAL = re.compile("[\u00b7\u2010-\u2026\u3000-\u301f\uff01-\uff5e]")
_ASCII = re.compile("[\t\n\r -~]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
# Controls, private use, kana, half-width forms: what a wrong decoding of Chinese is littered with.
_UNLIKELY = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff\u3040-\u30ff\uff61-\uffdc\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a file, the name of its encoding and the number of U+FFFD put for undecodable bytes.

    `encoding` is the name by which Python gives the same text back: ``utf-8-sig`` and ``utf-16``
    where the file begins with a byte order mark, which is not part of `text`.
    """

    text: str
    encoding: str
    replaced: int


def decode(data: bytes) -> Decoded:
    """Decode `data` in the likeliest encoding; never raises, whatever the bytes.

    What cannot be decoded becomes U+FFFD and is counted. The text holds no lone surrogates.
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], codec, name)
    if b"\0" in data:
        wide = _likeliest(data, _WIDE_CANDIDATES)
        if "\0" not in wide.text and _likelihood(wide.text[:_SAMPLE]) >= _EXPLAINED:
            return wide
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _likeliest(data, _CANDIDATES + (_WIDE_CANDIDATES if len(data) % 2 == 0 else ()))
    if _CONTROL.search(text) and b"\0" not in data:
        # Short UTF-16 may happen to be UTF-8, but then of characters that nobody types.
        return _likeliest(data, ("utf-8", *_WIDE_CANDIDATES))
    return Decoded(text, "utf-8", 0)


def _decoded(data: bytes, codec: str, name: str) -> Decoded:
    """Decode with `codec`, and count the replacements that the file did not itself hold."""
    text = _SURROGATE.sub(REPLACEMENT, data.decode(codec, "replace"))
    return Decoded(text, name, _replacements(data, codec, text))


def _replacements(data: bytes, codec: str, text: str) -> int:
    marks = text.count(REPLACEMENT)
    if not marks:
        return 0
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        # An honest U+FFFD among them cannot be told apart any more; the count is an upper bound.
        return marks
    return 0


def _likeliest(data: bytes, names: tuple[str, ...]) -> Decoded:
    sample = data[:_SAMPLE]
    best = max(names, key=lambda name: _likelihood(_sampled(sample, name)))
    return _decoded(data, best, best)


def _sampled(sample: bytes, name: str) -> str:
    """Decode the sample; a character that its end cuts in two is no fault of the encoding."""
    decoder = codecs.getincrementaldecoder(name)("replace")
    return decoder.decode(sample, final=len(sample) < _SAMPLE)


def _likelihood(text: str) -> float:
    """Return how likely `text` is Chinese writing: at most 1.0, below 0 where most of it is wrong.

    The share of ASCII and common Chinese characters among all that tell anything, less a penalty
    for each that cannot be right.
    """
    telling = len(text) - len(_NEUTRAL.findall(text))
    if telling <= 0:
        return 0.0
    common = sum(1 for character in text if character in COMMON_CHARACTERS)
    plain = len(_ASCII.findall(text))
    unlikely = len(_UNLIKELY.findall(text))
    return (common + plain - _PENALTY * unlikely) / telling
